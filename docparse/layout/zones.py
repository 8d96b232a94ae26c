"""Which headline rules which lines.

Every line looks straight up and finds a headline, a barrier, or the head of the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..geometry import Box, overlap, x_overlap, y_overlap
from ..languages.rules import Language
from ..reading.page import Line
from .types import Headline, PlacedFigure
from .typography import Typography

SPANNING = 1.45  # times the usual column: a rule this long divides articles, a shorter one decorates
ACROSS = 0.95  # of the width that all text takes: the same
WHITE_AT_RULE = 3.0  # em between a rule that divides texts and each of them
COLUMN_LINES = 12.0  # em above and below, in which the lines tell how wide the column is
UNDER_HEADLINE = 2.2  # line heights: a rule so close under a headline belongs to it
BELOW = 3.0  # heights of a headline under it, where the text that it is aligned with begins
ALIGNED = 3.0  # points
HIGHER = 0.6  # sizes of a vertical headline: how much higher the text beside it may begin
PARTED = 0.8  # of a line's height: more white above a line parts it from the text there
BESIDE = 0.15  # of the lower one's height that two headlines share if they stand beside each other
TOLERANCE = 0.35  # of the body size


@dataclass(frozen=True, slots=True)
class Ruled:
    """Lines with the headline over them, or None; `top` is where the zone begins."""

    headline: Headline | None
    lines: tuple[Line, ...]
    figures: tuple[PlacedFigure, ...]
    top: float
    left: float


@dataclass(frozen=True, slots=True)
class _Barrier:
    box: Box
    x0: float  # reach: how far left and right it rules
    x1: float
    headline: Headline | None


class _Edge(NamedTuple):
    """Where a barrier begins, the edge that text has to stand under, and how far left and right it rules."""

    top: float
    edge: float
    left: float
    right: float


def assign(
    lines: Sequence[Line],
    figures: Sequence[PlacedFigure],
    headlines: Sequence[Headline],
    rules: Sequence[Box],
    walls: Sequence[Box],
    bounds: Box,
    type_: Typography,
    measure: float,
    language: Language,
) -> tuple[Ruled, ...]:
    """The zones of one page or one box, in reading order.

    `walls` are pictures and boxes, which a headline does not reach over; `measure` is the width of the usual column.
    """
    standing = [*(line.box for line in lines), *walls]
    barriers = _headed(headlines, standing, rules, bounds)
    least = SPANNING * min(measure, bounds.width / 1.5)
    if lines:  # in a single column there is nothing wider
        least = min(least, ACROSS * (max(line.box.x1 for line in lines) - min(line.box.x0 for line in lines)))
    for rule in rules:
        long = rule.width >= least and not _decorates(rule, headlines, lines)
        if rule.width >= rule.height and (long or _ends_text(rule, lines, headlines, type_, language)):
            barriers.append(_Barrier(rule, rule.x0, rule.x1, None))
    barriers.sort(key=lambda b: b.box.y0)
    slack = TOLERANCE * type_.size
    over = [_Edge(b.box.y0, b.box.y1 if b.headline else b.box.y0, b.x0 - slack, b.x1 + slack) for b in barriers]
    ruled: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        ruled[_over(line.box, over, slack)].append(line)
    if drawn := {figure.picture.box for figure in figures}:
        wide = _headed(headlines, [box for box in standing if box not in drawn], rules, bounds)
        _under_pictures(ruled, barriers, sorted(wide, key=lambda b: b.box.y0), bounds.y0, slack)
    pictures: dict[int, list[PlacedFigure]] = defaultdict(list)
    for figure in figures:
        x0, y0, x1, _ = figure.picture.box
        pictures[_over(Box(x0, y0, x1, y0), over, slack)].append(figure)
    zones = []
    for index in range(-1, len(barriers)):
        barrier = barriers[index] if index >= 0 else None
        headline = barrier.headline if barrier else None
        inside, shown = ruled.get(index, []), pictures.get(index, [])
        if headline or inside or shown:
            left = (
                headline.box.x0
                if headline
                else min(box.x0 for box in [*(line.box for line in inside), *(f.picture.box for f in shown)])
            )
            zones.append(Ruled(headline, tuple(inside), tuple(shown), barrier.box.y0 if barrier else bounds.y0, left))
    return tuple(sorted(_merged(zones, type_), key=lambda z: (round(z.top / type_.size), z.left)))


def _headed(
    headlines: Sequence[Headline], standing: Sequence[Box], rules: Sequence[Box], bounds: Box
) -> list[_Barrier]:
    """The headlines, each with how far it rules."""
    return [_reach(h, [other.box for other in headlines if other is not h], standing, rules, bounds) for h in headlines]


def _under_pictures(
    ruled: dict[int, list[Line]], barriers: Sequence[_Barrier], wide: Sequence[_Barrier], top: float, slack: float
) -> None:
    """Text that no headline rules goes to the one beside the picture over it: a headline and a picture may stand beside
    each other over one text. `wide` are the headlines with the reach that they have without pictures, sorted by their
    tops, `top` is where the page begins."""
    numbers = {id(b.headline): i for i, b in enumerate(barriers) if b.headline}
    edges = [_Edge(b.box.y0, b.box.y1, b.x0 - slack, b.x1 + slack) for b in wide]
    for index in [i for i in ruled if i < 0 or barriers[i].headline is None]:
        above = barriers[index].box.y0 if index >= 0 else top
        kept = []
        for line in ruled[index]:
            found = _over(line.box, edges, slack)
            if found >= 0 and wide[found].box.y0 >= above:
                ruled[numbers[id(wide[found].headline)]].append(line)
            else:
                kept.append(line)
        ruled[index] = kept


def _over(box: Box, barriers: Sequence[_Edge], slack: float) -> int:
    """Index of the nearest barrier above the middle of the box, or -1. `barriers` are sorted by their tops."""
    best, height = -1, float("-inf")
    x, y = box.middle
    lowest, y = box.y0 + slack, y + slack
    for i, (top, edge, left, right) in enumerate(barriers):
        if top > lowest:
            break
        if height <= edge <= y and left <= x <= right:
            best, height = i, edge
    return best


def _reach(
    headline: Headline, others: Sequence[Box], standing: Sequence[Box], rules: Sequence[Box], bounds: Box
) -> _Barrier:
    """How far a headline rules: to the next thing that stands at its height, since the white beside it is its own."""
    box = headline.box
    if headline.vertical:
        return _reach_of_vertical(headline, others, standing, rules, bounds)
    left, right = bounds.x0, bounds.x1
    top, bottom = box.y0 + 0.2 * box.height, box.y1 - 0.2 * box.height
    heads = [o for o in others if y_overlap(o, box) > BESIDE * min(o.height, box.height)]
    uprights = [r for r in rules if r.height > r.width]
    level = [o for o in (*standing, *uprights) if o[3] > top and o[1] < bottom]  # asked of every line, so in place
    for other in [*heads, *level]:
        if other.x0 >= box.x1 - 1:
            right = min(right, other.x0)
        elif other.x1 <= box.x0 + 1:
            left = max(left, other.x1)
    centred = abs((left + right) / 2 - box.cx) <= headline.style.size
    # where the neighbour at the left begins where its text does, the white between the two is the neighbour's
    neighbours = [o for o in heads if o.x1 <= box.x0 + 1 and o.x1 >= left]
    if (not centred or any(_left_aligned(o, standing) for o in neighbours)) and _left_aligned(box, standing):
        left = max(left, box.x0 - 1)
    return _Barrier(box, left, right, headline)


def _left_aligned(box: Box, standing: Sequence[Box]) -> bool:
    """Whether a headline begins at the left edge of the text right under it: the white at its left is not its own."""
    reach = box.y1 + BELOW * box.height
    return any(abs(s.x0 - box.x0) <= ALIGNED and box.y1 - 1 <= s.y0 <= reach for s in standing)


def _reach_of_vertical(
    headline: Headline, others: Sequence[Box], standing: Sequence[Box], rules: Sequence[Box], bounds: Box
) -> _Barrier:
    """A vertical headline stands beside its text: it rules from its own top on, or from that of a text that begins a
    little higher, up to a drawn rule or headline."""
    box = headline.box
    left, right = bounds.x0, bounds.x1
    near = headline.style.size  # a rule as close as this adorns the headline
    for other in [*others, *(r for r in rules if r.height > r.width)]:
        if y_overlap(other, box) <= 0:
            continue
        if other.x0 >= box.x1 + near:
            right = min(right, other.x0)
        elif other.x1 <= box.x0 - near:
            left = max(left, other.x1)
    tops = [s.y0 for s in standing if box.y0 - HIGHER * headline.style.size <= s.y0 < box.y0 and left <= s.cx <= right]
    first = min(tops, default=box.y0)
    over = (s for s in standing if left <= s.cx <= right and -1 <= first - s.y1 <= PARTED * s.height)
    top = box.y0 if any(over) else first  # a text that goes on from above is another one
    return _Barrier(Box(box.x0, top - 1, box.x1, top), left, right, headline)


def _decorates(rule: Box, headlines: Sequence[Headline], lines: Sequence[Line]) -> bool:
    """A rule close under a headline, with no text between: part of the headline's dress."""
    for headline in headlines:
        gap = rule.y0 - headline.box.y1
        if (
            0 <= gap <= UNDER_HEADLINE * headline.style.size
            and x_overlap(rule, headline.box) > 0.5 * headline.box.width
        ):
            between = [
                line for line in lines if headline.box.y1 <= line.box.cy <= rule.y0 and x_overlap(line.box, rule) > 0
            ]
            if not between:
                return True
    return False


def _ends_text(
    rule: Box, lines: Sequence[Line], headlines: Sequence[Headline], type_: Typography, language: Language
) -> bool:
    """Whether a rule as wide as its column ends a text that is signed right above it, with another text right below."""
    reach = WHITE_AT_RULE * type_.size
    near = [line for line in lines if x_overlap(line.box, rule) >= 0.5 * line.box.width]
    above = [line for line in near if 0 <= rule.y0 - line.box.y1 + 1 <= reach]
    below = [line for line in near if 0 <= line.box.y0 - rule.y1 + 1 <= reach]
    if not above or not below or not all(type_.is_body(line.style) for line in below):
        return False
    if not language.signs(max(above, key=lambda line: line.box.y1).text):
        return False
    if any(x_overlap(h.box, rule) > 0 and -1 <= h.box.y0 - rule.y1 <= reach for h in headlines):
        return False
    column = [line.box for line in near if abs(line.box.cy - rule.cy) <= COLUMN_LINES * type_.size]
    return rule.width >= ACROSS * (max(b.x1 for b in column) - min(b.x0 for b in column))


def _merged(zones: Sequence[Ruled], type_: Typography) -> list[Ruled]:
    """Zones without a headline that stand side by side at one height are one text in columns."""
    merged: list[Ruled] = []
    for zone in sorted(zones, key=lambda z: (z.top, z.left)):
        if zone.headline is None:
            for i, other in enumerate(merged):
                if other.headline is None and other.lines and zone.lines and abs(other.top - zone.top) <= type_.size:
                    a, b = _span(other.lines), _span(zone.lines)
                    if overlap(*a, *b) > 0:
                        figures = (*other.figures, *zone.figures)
                        merged[i] = Ruled(
                            None,
                            (*other.lines, *zone.lines),
                            figures,
                            min(other.top, zone.top),
                            min(other.left, zone.left),
                        )
                        break
            else:
                merged.append(zone)
        else:
            merged.append(zone)
    return merged


def _span(lines: Sequence[Line]) -> tuple[float, float]:
    return min(line.box.y0 for line in lines), max(line.box.y1 for line in lines)
