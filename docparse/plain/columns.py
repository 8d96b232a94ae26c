"""Columns that a converter ran together without keeping their places: blocks of lines that read on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ..languages.rules import Language
from ..reading.blocks import Block
from ..text.continuity.braid import unbraided, unhalved


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, the number of its block, and of the column in it where two stood side by side (0 where not)."""

    text: str
    block: int
    column: int = 0


def columns_parted(blocks: Sequence[Block], language: Language) -> tuple[Block, ...]:
    """The blocks with columns one after the other; those that read as they stand are the same."""
    found: list[Block] = []
    for (running, _), group in groupby(blocks, lambda block: (_is_running(block), block.page)):
        run = tuple(group)
        found += _parted(run, language) if running else run
    return tuple(found)


def _is_running(block: Block) -> bool:
    return not (block.mark or block.rows or block.rank or block.picture or block.placed)


def _parted(run: Sequence[Block], language: Language) -> Sequence[Block]:
    lines = [_Line(text.strip(), number) for number, block in enumerate(run) for text in block.lines]
    side_by_side = list(_side_by_side(lines, language))
    order = unbraided([line.text for line in side_by_side], language)
    if len(side_by_side) == len(lines) and order == tuple(range(len(lines))):
        return run
    made: list[Block] = []
    for before, i in pairwise((-2, *order)):
        line, last = side_by_side[i], side_by_side[before]
        neighbours = before >= 0 and i == before + 1 and (line.block, line.column) == (last.block, last.column)
        if neighbours or (made and i > before + 1):  # the lines of another column stood between
            made[-1] = replace(made[-1], lines=(*made[-1].lines, line.text))
        else:
            made.append(replace(run[line.block], lines=(line.text,)))
    return made


def _side_by_side(lines: Sequence[_Line], language: Language) -> Iterator[_Line]:
    """The lines, halves of two columns as lines of their own."""
    at = 0
    for halves in unhalved([line.text for line in lines], language):
        yield from lines[at : halves.first]
        number = lines[halves.first].block
        for column, texts in enumerate((halves.left, halves.right), 1):
            yield from (_Line(text, number, column) for text in texts)
        at = halves.last
    yield from lines[at:]
