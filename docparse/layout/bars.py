"""Tinted bars and tags behind a line: long bars divide as rules do, what stands on a tag names what is under it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import Box
from ..reading.page import Line, PageContent
from .rubrics import LEAST, UNDER, with_label
from .types import Headline, Zone

MOST_FRAMES = 120  # boxes with text on one page
LONG = 8.0  # times its height: a bar that divides like a rule
BAR = 2.6  # sizes of its one line: the height of a bar at most
FILLED = 0.3  # of a tag's width that its words fill at least


def with_bars_as_rules(content: PageContent) -> tuple[PageContent, list[Box]]:
    """The page with its frames but for low bars: they divide as rules do, where they are long. And the tinted ones of
    these."""
    frames = [f for f in content.frames if not any(t.box.contains(f.box, 3.0) for t in content.tables)]
    if len(frames) > MOST_FRAMES:
        frames = []  # a form or a drawing
    middles = [line.box.middle for line in content.lines]
    bars = [f for f in frames if _alone(f.box, content.lines, middles)]
    long = [f for f in bars if f.box.width >= LONG * f.box.height]
    rules = (*content.rules, *(f.box for f in long))
    rest = replace(content, frames=tuple(f for f in frames if f not in bars), rules=rules)
    return rest, [f.box for f in long if f.tinted]


def lines_on_tags(content: PageContent) -> list[Line]:
    """The lines that stand alone on a short tint of their own, as labels do."""
    highest = BAR * max((line.size for line in content.lines), default=0.0)
    tints = [f.box for f in content.frames if f.tinted and f.box.width < LONG * f.box.height <= LONG * highest]
    low = [*content.tags, *tints]
    if not low:
        return []
    middles = [line.box.middle for line in content.lines]
    alone = [(box, line) for box in low if (line := _alone(box, content.lines, middles))]
    return [line for box, line in alone if line.box.width >= FILLED * box.width]


def _alone(box: Box, lines: Sequence[Line], middles: Sequence[tuple[float, float]]) -> Line | None:
    """The one line in a low box, a label's tag or a bar across the page; None for a box with a text. `middles` are
    those of the lines."""
    inside = box.indices(middles)
    if len(inside) != 1 or box.height > BAR * lines[inside[0]].size:
        return None
    return lines[inside[0]]


def named_by_tags(zones: Sequence[Zone], tags: Sequence[Line]) -> list[Zone]:
    """Labels on tags of their own, as the rubric of the boxes in the rows right under them, or at the top of a page of
    all that stands there; of one alone as its kicker."""
    kept = list(zones)
    downwards = sorted(tags, key=lambda tag: tag.box.y0)
    for i, tag in enumerate(downwards):
        owner = next((z for z in kept if _is_all_of(tag, z) or _ends(tag, z)), None)
        if owner is None:
            continue
        others = [z for z in kept if z is not owner and z.headline and z.headline.box.y0 >= tag.box.y1 - 2]
        if i + 1 < len(downwards):
            others = [z for z in others if z.box.y0 < downwards[i + 1].box.y0]
        if not any(z.box.y0 < tag.box.y0 for z in kept):
            under = others
        else:
            under = [z for z in others if z.frame and 0 <= z.frame.y0 - tag.box.y1 <= UNDER * tag.size]
        if not under:
            continue
        at = kept.index(owner)
        kept[at : at + 1] = [] if _is_all_of(tag, owner) else [replace(owner, flow=owner.flow[:-1])]
        label = Headline((tag,))
        for zone in under:
            whole = with_label(zone, label, None) if len(under) >= LEAST else with_label(zone, None, label)
            kept[kept.index(zone)] = whole
    return kept


def _is_all_of(tag: Line, zone: Zone) -> bool:
    """Whether a label is all that a zone has: its headline, or its only line."""
    if zone.figures or zone.tables or zone.head:
        return False
    if zone.headline:
        return zone.headline.printed == (tag,) and not zone.flow
    return len(zone.flow) == 1 and zone.flow[0].line is tag


def _ends(tag: Line, zone: Zone) -> bool:
    """Whether a label stands under the text of a zone, as its last line."""
    return len(zone.flow) > 1 and zone.flow[-1].line is tag
