"""Vertical text: lines that a PDF marks as such, and characters that only stand under each other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from ..geometry import Box, union
from ..languages import is_wide
from .page import Line, Span, Style
from .pieces import ASCENT, DESCENT, SOFT_HYPHEN, Piece, StyleOf

STRAIGHT = 0.3  # em: how far the characters of one column may stand beside each other
PITCH = (0.85, 1.9)  # em from character to character
CLOSE = 0.6  # em between two parts of one column
MOST_BESIDE = 3  # columns of a vertical headline
TALL = 2  # characters of its longest column for each column, at least
SHORTEST = 3  # characters of a column: two may stand under each other by chance
_baseline = attrgetter("baseline")


def vertical_line(raw: dict[str, Any], page: int, style_of: StyleOf) -> list[Line]:
    """The line of a MuPDF line that runs from top to bottom."""
    text = "".join(c for span in raw["spans"] for c in span["text"] if c >= " ")
    text = " ".join(text.replace(SOFT_HYPHEN, "").split())
    if not text:
        return []
    style = style_of(max(raw["spans"], key=lambda s: len(s["text"])))
    return [_line(page, Box(*raw["bbox"]), text, style)]


class _Levels:
    """Pieces by their baselines."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = sorted(pieces, key=_baseline)
        self._baselines = [p.baseline for p in self._pieces]

    def between(self, top: float, bottom: float) -> list[Piece]:
        """Those whose baselines stand there."""
        return self._pieces[bisect_left(self._baselines, top) : bisect_right(self._baselines, bottom)]


def stacks(pieces: Sequence[Piece], page: int) -> tuple[list[Line], list[Piece]]:
    """Vertical lines of single characters that stand closer under each other than beside each other; and the rest."""
    single = [p for p in pieces if len(p.text) == 1 and is_wide(p.text)]
    if len(single) < SHORTEST:
        return [], list(pieces)
    levels, alone = _Levels(pieces), _Levels(single)
    under = {id(p): q for p in single if (q := _under(p, alone)) is not None}
    columns = _columns(single, {id(p): q for p in single if (q := under.get(id(p))) and _is_closer(p, q, levels)})
    taken = {id(p) for column in columns for p in column}
    left = [p for p in single if id(p) not in taken]
    columns += _beside_each_other(_columns(left, {k: q for k, q in under.items() if id(q) not in taken}), levels)
    taken = {id(p) for column in columns for p in column}
    found = []
    for column in columns:
        size = column[0].size
        top, bottom = column[0].baseline - ASCENT * size, column[-1].baseline + DESCENT * size
        box = Box(min(p.x0 for p in column), top, max(p.x1 for p in column), bottom)
        found.append(_line(page, box, "".join(p.text for p in column), column[0].spans[0].style))
    return found, [p for p in pieces if id(p) not in taken]


def _columns(single: Sequence[Piece], below: Mapping[int, Piece]) -> list[list[Piece]]:
    """The characters that follow each other downwards; `below` has what stands under each, by its id."""
    followed = {id(below[id(p)]) for p in single if id(p) in below}
    found = []
    for start in single:
        if id(start) in followed:
            continue
        column = [start]
        while after := below.get(id(column[-1])):
            column.append(after)
        if len(column) >= SHORTEST:
            found.append(column)
    return found


def _beside_each_other(columns: Sequence[list[Piece]], levels: _Levels) -> list[list[Piece]]:
    """The two or three columns of a vertical headline, which may be as close to each other as their characters are:
    higher than they are wide, and nothing else close beside them."""
    found: list[list[Piece]] = []
    used: set[int] = set()
    for first in columns:
        size, top, left = first[0].size, first[0].baseline, first[0].x0
        group = [
            column
            for column in columns
            if abs(column[0].baseline - top) <= STRAIGHT * size
            and abs(column[0].x0 - left) <= MOST_BESIDE * PITCH[1] * size
        ]
        if not 2 <= len(group) <= MOST_BESIDE or max(map(len, group)) < TALL * len(group):
            continue
        own = {id(p) for column in group for p in column}
        if not own & used and not any(_has_company(p, levels, own) for column in group for p in column):
            found += group
            used |= own
    return found


def columns_joined(lines: Sequence[Line]) -> list[Line]:
    """Vertical lines, those as one that follow each other closely in one column: a dash and the text behind it."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box.y0):
        above = next((o for o in found if _goes_on(o, line)), None)
        if above is None:
            found.append(line)
            continue
        longer = max(above, line, key=lambda o: len(o.text))
        whole = _line(line.page, union([above.box, line.box]), above.text + line.text, longer.style)
        found[found.index(above)] = whole
    return found


def _goes_on(above: Line, below: Line) -> bool:
    size = min(above.size, below.size)
    same = abs(above.size - below.size) <= 0.08 * size and above.style.color == below.style.color
    gap = below.box.y0 - above.box.y1
    return same and abs(above.box.cx - below.box.cx) <= STRAIGHT * size and -STRAIGHT * size <= gap <= CLOSE * size


def _under(piece: Piece, single: _Levels) -> Piece | None:
    """The character right under this one."""
    size = piece.size
    offers = [
        p
        for p in single.between(piece.baseline + PITCH[0] * size, piece.baseline + PITCH[1] * size)
        if abs((p.x0 + p.x1) - (piece.x0 + piece.x1)) <= 2 * STRAIGHT * size and abs(p.size - size) <= 0.08 * size
    ]
    return offers[0] if offers else None


def _is_closer(piece: Piece, below: Piece, levels: _Levels) -> bool:
    """Whether neither of two characters under each other has a closer neighbour at its side."""
    gap = below.baseline - piece.baseline - piece.size
    return min(_beside(piece, levels), _beside(below, levels)) >= gap


def _beside(piece: Piece, levels: _Levels) -> float:
    """White between a piece and its nearest neighbour on the same baseline."""
    return min((_white(piece, p) for p in _level(piece, levels) if p is not piece), default=float("inf"))


def _has_company(piece: Piece, levels: _Levels, own: Collection[int]) -> bool:
    """Whether another piece than the `own` ones, by their ids, stands nearer at its side than its own type is high:
    the text beside a headline may stand nearer than the headline's characters are to each other."""
    return any(_white(piece, p) < p.size for p in _level(piece, levels) if id(p) not in own)


def _level(piece: Piece, levels: _Levels) -> list[Piece]:
    """What stands on about the baseline of a piece."""
    reach = 0.2 * piece.size
    return levels.between(piece.baseline - reach, piece.baseline + reach)


def _white(a: Piece, b: Piece) -> float:
    return max(b.x0 - a.x1, a.x0 - b.x1)


def _line(page: int, box: Box, text: str, style: Style) -> Line:
    return Line(page, box, text, style, (Span(text, style, box.x0, box.x1),), vertical=True)
