"""Text that keeps the page's places by spaces: its columns, run together line by line, are parted again.

Each character has a cell, a wide one two. A gutter is a strip of blank cells that runs down several lines, with words
on both of its sides; what stands at its left is read first. (A recursive cut as for pages: Nagy and Seth 1984.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..languages import is_wide

GUTTER = 2  # cells: words stand one cell apart
LINES = 4  # with words on both sides: fewer are a table's or a signature's
BOTH = 0.3  # of the lines beside a gutter have words on both sides: columns end at different heights
LEFTMOST = 8  # cells at the left of a gutter: less is the number of a list
_apart = re.compile(r"\S\s{2,}\S|\S\u3000\S")
PAD = "\0"  # the second cell of a wide character


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A blank strip from line `top` up to `bottom`, left of cell `x`; `both` lines have words on both sides."""

    top: int
    bottom: int
    x: int
    both: int


def parted(text: str) -> str:
    """The text with columns one after the other; a text without any is the same."""
    return "\f".join("\n".join(_lines(page.split("\n"))) for page in text.split("\f"))


def _lines(lines: Sequence[str]) -> list[str]:
    if sum(bool(_apart.search(line)) for line in lines) < LINES:
        return list(lines)
    rows = [_cells(line) for line in lines]
    return [_text(row) for row in _parted(rows)]


def _cells(line: str) -> str:
    line = line.expandtabs(8).rstrip()
    if line.isascii():
        return line
    return "".join(c + PAD if is_wide(c) else c for c in line)


def _text(row: str) -> str:
    return row.replace(PAD, "").rstrip()


def _parted(rows: list[str]) -> list[str]:
    gutter = _widest(rows)
    if gutter is None:
        return rows
    inside = rows[gutter.top : gutter.bottom]
    left = [row[: gutter.x].rstrip() for row in inside]
    right = [row[gutter.x :] for row in inside]
    margin = min((len(row) - len(row.lstrip()) for row in right if row.strip()), default=0)
    right = [row[margin:] for row in right]
    return [
        *_parted(rows[: gutter.top]),
        *_parted(left),
        "",
        *_parted(right),
        *_parted(rows[gutter.bottom :]),
    ]


def _widest(rows: Sequence[str]) -> _Gutter | None:
    """The gutter with the most lines on both of its sides."""
    best: _Gutter | None = None
    for x in range(LEFTMOST + GUTTER, max(map(len, rows), default=0)):
        start: int | None = None
        for i in range(len(rows) + 1):
            blank = i < len(rows) and not rows[i][x - GUTTER : x].strip()
            if blank and start is None:
                start = i
            elif not blank and start is not None:
                found = _gutter(rows, start, i, x)
                if found and (best is None or (found.both, -x) > (best.both, -best.x)):
                    best = found
                start = None
    return best


def _gutter(rows: Sequence[str], top: int, bottom: int, x: int) -> _Gutter | None:
    """The gutter left of cell `x` in a run of lines that are blank there, if it parts columns."""
    sides = [(bool(rows[i][:x].strip()), bool(rows[i][x:].strip())) for i in range(top, bottom)]
    while sides and not all(sides[0]):
        sides, top = sides[1:], top + 1
    while sides and not any(sides[-1]):
        sides, bottom = sides[:-1], bottom - 1
    while sides and not sides[-1][1] and not any(right for _, right in sides[-LINES:]):
        sides, bottom = sides[:-1], bottom - 1
    both = sum(left and right for left, right in sides)
    used = sum(left or right for left, right in sides)
    return _Gutter(top, bottom, x, both) if both >= LINES and both >= BOTH * used else None
