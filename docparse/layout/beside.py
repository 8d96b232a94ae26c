"""What belongs to a headline and stands beside it: its text, and a columnist with portrait and name over it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import Box, union, y_overlap
from ..languages.rules import Language
from .types import Zone

NEAR = 1.5  # sizes of the headline: white between it and its text at most
MOST_OVER = 5  # lines of a columnist's name, rubric and address
OVER = 1.5  # sizes of the headline between them and it at most
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


def with_columnists(zones: Sequence[Zone], language: Language) -> list[Zone]:
    """The zones of an area; a name beside a portrait right over a headline is who wrote its text."""
    kept = list(zones)
    for zone in zones:
        if zone.headline or zone.jump_from or zone.tables or not zone.figures or not 0 < len(zone.flow) <= MOST_OVER:
            continue
        signed = next((i for i, f in enumerate(zone.flow) if language.is_byline(f.text)), None)
        box = union([f.box for f in zone.flow])
        hosts = [z for z in kept if _stands_over(box, z)]
        if signed is None or not hosts:
            continue
        host = min(hosts, key=lambda z: z.box.y0)
        head = host.headline
        portraits = [f for f in zone.figures if y_overlap(f.picture.box, box) > 0 and _is_over(f.picture.box, host)]
        if head is None or not portraits:
            continue
        lines = [f.line for f in zone.flow]
        whole = replace(
            host,
            headline=replace(head, kicker=(*lines[:signed], *head.kicker)),
            head=(*lines[signed:], *host.head),
            figures=(*portraits, *host.figures),
            box=union([host.box, box]),
        )
        rest = tuple(f for f in zone.figures if f not in portraits)
        left = [replace(zone, flow=(), figures=rest, box=union([f.picture.box for f in rest]))] if rest else []
        at = kept.index(zone)
        kept[at : at + 1] = left
        kept = [whole if z is host else z for z in kept]
    return kept


def _stands_over(box: Box, zone: Zone) -> bool:
    """Whether lines stand right over the headline of a zone, inside its width."""
    if zone.headline is None or not _is_over(box, zone):
        return False
    return 0 <= zone.headline.box.y0 - box.y1 <= OVER * zone.headline.style.size


def _is_over(box: Box, zone: Zone) -> bool:
    return zone.box.x0 - 1 <= box.x0 and box.x1 <= zone.box.x1 + 1 and box.cy < zone.box.y0
