"""A headline in a column of its own, with its text in the columns at its right."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import union
from ..languages.rules import Language
from .types import Zone

NEAR = 1.5  # sizes of the headline: white between it and its text at most
LEVEL = 1.0  # sizes of the headline: how much higher than it the text may begin


def with_texts_beside(zones: Sequence[Zone], language: Language) -> list[Zone]:
    """The zones of an area; a headline with nothing but who wrote it under it has the text that begins level with it at
    its right."""
    kept = list(zones)
    for zone in zones:
        if zone.headline is None or zone.headline.vertical or zone.tables:
            continue
        texts = [z for z in kept if _is_beside(z, zone)]
        if len(texts) == 1 and all(language.signs(f.text) for f in zone.flow):
            (text,) = texts
            whole = replace(
                zone,
                flow=(*zone.flow, *text.flow),
                figures=(*zone.figures, *text.figures),
                tables=text.tables,
                box=union([zone.box, text.box]),
            )
            kept = [whole if z is zone else z for z in kept if z is not text]
    return kept


def _is_beside(text: Zone, zone: Zone) -> bool:
    head = zone.headline
    if head is None or text.headline or text.jump_from or not text.flow:
        return False
    size, box = head.style.size, union([line.box for line in (*head.printed, *zone.head)])
    first = union([f.box for f in text.flow if f.column == text.flow[0].column])
    white = first.x0 - box.x1
    return 0 <= white <= NEAR * size and box.y0 - LEVEL * size <= first.y0 <= head.box.y1 and first.y1 > box.y1
