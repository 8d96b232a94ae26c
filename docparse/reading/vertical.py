"""Vertical text: lines that a PDF marks as such, and characters that only stand under each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def vertical_line(raw: dict[str, Any], page: int, style_of: StyleOf) -> list[Line]:
    """The line of a MuPDF line that runs from top to bottom."""
    text = "".join(c for span in raw["spans"] for c in span["text"] if c >= " ")
    text = " ".join(text.replace(SOFT_HYPHEN, "").split())
    if not text:
        return []
    style = style_of(max(raw["spans"], key=lambda s: len(s["text"])))
    return [_line(page, Box(*raw["bbox"]), text, style)]


def stacks(pieces: Sequence[Piece], page: int) -> tuple[list[Line], list[Piece]]:
    """Vertical lines of single characters that stand closer under each other than beside each other; and the rest."""
    single = [p for p in pieces if len(p.text) == 1 and is_wide(p.text)]
    if len(single) < SHORTEST:
        return [], list(pieces)
    columns = _columns({id(p): _below(p, single, pieces) for p in single}, single)
    taken = {id(p) for column in columns for p in column}
    columns += _beside_each_other([p for p in single if id(p) not in taken], pieces)
    taken = {id(p) for column in columns for p in column}
    found = []
    for column in columns:
        size = column[0].size
        top, bottom = column[0].baseline - ASCENT * size, column[-1].baseline + DESCENT * size
        box = Box(min(p.x0 for p in column), top, max(p.x1 for p in column), bottom)
        found.append(_line(page, box, "".join(p.text for p in column), column[0].spans[0].style))
    return found, [p for p in pieces if id(p) not in taken]


def _columns(below: Mapping[int, Piece | None], single: Sequence[Piece]) -> list[list[Piece]]:
    """The characters that follow each other downwards, by what stands under each."""
    followed = {id(q) for q in below.values() if q is not None}
    found = []
    for start in single:
        if id(start) in followed:
            continue
        column = [start]
        while (after := below[id(column[-1])]) is not None:
            column.append(after)
        if len(column) >= SHORTEST:
            found.append(column)
    return found


def _beside_each_other(single: Sequence[Piece], pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The two or three columns of a vertical headline, which may be as close to each other as their characters are:
    higher than they are wide, and nothing else close beside them."""
    if len(single) < 2 * SHORTEST:
        return []
    columns = _columns({id(p): _under(p, single) for p in single}, single)
    found: list[list[Piece]] = []
    for first in columns:
        group = [c for c in columns if abs(c[0].baseline - first[0].baseline) <= STRAIGHT * first[0].size]
        group = [c for c in group if abs(c[0].x0 - first[0].x0) <= MOST_BESIDE * PITCH[1] * first[0].size]
        own = {id(p) for c in group for p in c}
        tall = max(map(len, group)) >= TALL * len(group)
        alone = all(_beside(p, [o for o in pieces if o is p or id(o) not in own]) >= p.size for c in group for p in c)
        if 2 <= len(group) <= MOST_BESIDE and tall and alone and first not in found:
            found += group
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


def _below(piece: Piece, single: Sequence[Piece], pieces: Sequence[Piece]) -> Piece | None:
    """The character right under this one, unless either has a closer neighbour at its side."""
    nearest = _under(piece, single)
    if nearest is None:
        return None
    gap = nearest.baseline - piece.baseline - piece.size
    return None if min(_beside(piece, pieces), _beside(nearest, pieces)) < gap else nearest


def _under(piece: Piece, single: Sequence[Piece]) -> Piece | None:
    """The character right under this one."""
    size = piece.size
    offers = [
        p
        for p in single
        if abs((p.x0 + p.x1) - (piece.x0 + piece.x1)) <= 2 * STRAIGHT * size
        and abs(p.size - size) <= 0.08 * size
        and PITCH[0] * size <= p.baseline - piece.baseline <= PITCH[1] * size
    ]
    return min(offers, key=lambda p: p.baseline, default=None)


def _beside(piece: Piece, pieces: Sequence[Piece]) -> float:
    """White between a piece and its nearest neighbour on the same baseline."""
    found = float("inf")
    for p in pieces:
        if p is not piece and abs(p.baseline - piece.baseline) <= 0.2 * piece.size:
            found = min(found, max(p.x0 - piece.x1, piece.x0 - p.x1))
    return found


def _line(page: int, box: Box, text: str, style: Style) -> Line:
    return Line(page, box, text, style, (Span(text, style, box.x0, box.x1),), vertical=True)
