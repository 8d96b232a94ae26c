"""An editor's note between a headline and its text, in a box of its own: it begins the text."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import union, x_overlap
from ..languages.rules import Language
from .types import Zone


def with_notes(zones: Sequence[Zone], language: Language) -> list[Zone]:
    """The zones of a page, the notes of the editors in the texts that they introduce."""
    kept = list(zones)
    for note in zones:
        if note.headline or not note.frame or not note.flow or not language.editors_note.match(note.flow[0].text):
            continue
        hosts = [z for z in kept if z.headline and z.flow and not z.frame and _introduces(note, z)]
        if hosts:
            host = max(hosts, key=lambda z: z.headline.box.y1 if z.headline else 0.0)
            whole = replace(
                host,
                flow=(*note.flow, *host.flow),
                figures=(*note.figures, *host.figures),
                tables=(*note.tables, *host.tables),
                box=union([host.box, note.box]),
            )
            kept = [whole if z is host else z for z in kept if z is not note]
    return kept


def _introduces(note: Zone, host: Zone) -> bool:
    """Whether a note stands under a headline and over its text."""
    head, first = host.headline, host.flow[0].box
    if head is None or x_overlap(note.box, first) <= 0.5 * min(note.box.width, first.width):
        return False
    return head.box.y1 <= note.box.y0 + 1 and note.box.y1 <= first.y1
