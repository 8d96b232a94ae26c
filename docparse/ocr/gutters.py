"""Gutters that an engine reads across: white at one place in many rows, narrower than between two lines elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from ..geometry import Box
from ..languages import is_han
from .letters import white_gaps
from .stretches import Stretch

LEAST = 0.5  # em of white inside a line that may be a gutter
MOST = 1.5  # em of white between two lines that may be taken for one
SAME_ROW = 0.3  # em by which baselines of one row differ
NEAR = 1.2  # em from its middle in which lines beside it end and begin
ROWS = 20.0  # em above and below among which its witnesses are looked for
WITNESSES, AT_LEAST = (
    4,
    2,
)  # lines that end at it or leave it white, and as many that begin there; and without the white
AGAINST = 0.25  # of the witnesses: lines that run on through it
OTHER_TEXT = 3  # lines in turn that run on through it: they are of another text, above or below these columns
SAME_SIZE = 0.3  # of the size: other type is set in columns of its own


def gutters(stretches: Sequence[Stretch]) -> list[Box]:
    """The white inside lines, and between two that nearly touch, that is a gutter; as high as the line, in pixels.

    Only in Chinese: between Latin words there is as much white anywhere.
    """
    rows = sorted((s for s in stretches if any(map(is_han, s.text))), key=lambda s: s.look.baseline)
    levels = [s.look.baseline for s in rows]
    found = []
    for stretch in rows:
        look = stretch.look
        reach = ROWS * look.em
        near = rows[bisect_left(levels, look.baseline - reach) : bisect_right(levels, look.baseline + reach)]
        near = [s for s in near if _is_alike(s, stretch)]
        above = [s for s in reversed(near) if s.look.baseline < look.baseline - 0.5 * look.em]
        below = [s for s in near if s.look.baseline > look.baseline + 0.5 * look.em]
        found += [
            white
            for white in [*_whites(stretch), *_behind(stretch, rows, levels)]
            if _is_gutter([*_witnesses(white, above), *_witnesses(white, below)])
        ]
    return found


def _witnesses(white: Box, outward: Sequence[Stretch]) -> list[str]:
    """What the lines on one side say, up to where the text in these columns ends: there line after line runs across."""
    found: list[str] = []
    running = 0
    for said in (_says(s, white) for s in outward):
        if said == "elsewhere":
            continue
        found.append(said)
        running = running + 1 if said == "across" else 0
        if running == OTHER_TEXT:
            return found[:-OTHER_TEXT]
    return found


def _is_gutter(witnesses: Sequence[str]) -> bool:
    said = Counter(witnesses)
    ends, begins = said["ends"], said["begins"]
    least = min(ends, begins)
    return least >= AT_LEAST and least + said["white"] >= WITNESSES and said["across"] <= AGAINST * (ends + begins)


def crossed(stretch: Stretch, found: Sequence[Box]) -> bool:
    """Whether a line runs across one of the gutters."""
    return any(white in found for white in _whites(stretch))


def _is_alike(a: Stretch, b: Stretch) -> bool:
    return abs(a.look.em - b.look.em) <= SAME_SIZE * max(a.look.em, b.look.em)


def _whites(stretch: Stretch) -> list[Box]:
    ink, em = stretch.look.ink, stretch.look.em
    return [
        Box(ink.x0 + a, ink.y0, ink.x0 + b, ink.y1) for a, b in white_gaps(stretch.look.columns) if b - a >= LEAST * em
    ]


def _behind(stretch: Stretch, rows: Sequence[Stretch], levels: Sequence[float]) -> list[Box]:
    """The white between a line and the next one on its baseline, where it is about as wide as that between words."""
    ink, em, level = stretch.look.ink, stretch.look.em, stretch.look.baseline
    beside = rows[bisect_left(levels, level - SAME_ROW * em) : bisect_right(levels, level + SAME_ROW * em)]
    starts = [s.look.ink.x0 for s in beside if LEAST * em <= s.look.ink.x0 - ink.x1 <= MOST * em]
    return [Box(ink.x1, ink.y0, min(starts), ink.y1)] if starts else []


def _says(stretch: Stretch, white: Box) -> str:
    """What a line does at a place: it leaves it white, runs across it, ends or begins there, or is elsewhere."""
    ink, em, middle = stretch.look.ink, stretch.look.em, white.cx
    if ink.x0 < middle < ink.x1:
        return "white" if any(w.x0 <= middle <= w.x1 for w in _whites(stretch)) else "across"
    if 0 <= middle - ink.x1 <= NEAR * em:
        return "ends"
    return "begins" if 0 <= ink.x0 - middle <= NEAR * em else "elsewhere"
