"""Blocks become fragments: each a paragraph, or the part of one that the text holds in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import regex

from ..languages import text_width
from ..languages.rules import Language
from ..reading.blocks import Block, Mark
from ..text.joining import join_two, tidy

FULL = 0.85  # of the widest line: a line that filled its column
WRAPPED = 0.7  # of the lines but the last fill it: the block is a column that was broken line by line
COLUMN = 70.0  # em: no column is wider; longer lines are paragraphs
_indent = regex.compile(r"^(?:\u3000+| {2,}|\t)\s*\S")


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of text. `apart` says that more than the usual white, or a picture, stood before it."""

    text: str
    mark: Mark = ""
    rank: int = 0
    apart: bool = False
    picture: bool = False
    page: int = 1
    indented: bool = False
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def width(self) -> float:
        return text_width(self.text)

    def joined(self, other: Fragment) -> Fragment:
        """Both as one piece."""
        return replace(self, text=join_two(self.text, other.text))


def fragments(blocks: Sequence[Block], language: Language) -> tuple[Fragment, ...]:
    """The fragments of a text in order."""
    usual = _usual_width(blocks)
    gap = _usual_gap(blocks)
    found = (
        Fragment(
            text=text,
            mark=block.mark,
            rank=block.rank,
            apart=i == 0 and (block.picture or block.gap > gap),
            picture=i == 0 and (block.picture or block.gap > gap + 1),
            page=block.page,
            indented=indented,
            rows=block.rows,
        )
        for block in blocks
        for i, (text, indented) in enumerate(_texts(block, usual, language))
    )
    return tuple(replace(f, text=" ".join(tidy(f.text).split())) for f in found)


def _texts(block: Block, usual: float | None, language: Language) -> Iterator[tuple[str, bool]]:
    """The texts of a block, and whether each began with an indent."""
    if block.rows:
        yield "", False
        return
    widest = max(text_width(line.strip()) for line in block.lines)
    column = widest if _is_column(block, widest) else usual
    text, before, indented = "", "", False
    for line in block.lines:
        if text and (column is None or _begins(before, line, column, language)):
            yield text, indented
            text = ""
        if not text:
            indented = bool(_indent.match(line))
        text = join_two(text, line.strip())
        before = line
    yield text, indented


def _is_column(block: Block, widest: float) -> bool:
    """Whether the lines of a block are those of a column and no paragraphs: all but the last are about as wide."""
    lines = block.lines[:-1]
    full = sum(text_width(line.strip()) >= FULL * widest for line in lines)
    return len(lines) > 1 and widest <= COLUMN and full >= WRAPPED * len(lines)


def _usual_width(blocks: Iterable[Block]) -> float | None:
    """The width of the columns that a text was broken in; None where its lines are paragraphs."""
    widths: list[float] = []
    lines = 0
    for block in blocks:
        if len(block.lines) > 1:
            lines += len(block.lines)
            widest = max(text_width(line.strip()) for line in block.lines)
            widths += [widest] * len(block.lines) if _is_column(block, widest) else []
    return median(widths) if len(widths) > lines / 2 else None


def _begins(before: str, line: str, column: float, language: Language) -> bool:
    """Whether a paragraph begins with `line` of a text broken to `column`."""
    if _indent.match(line) and not _indent.match(before):
        return True
    text, last = line.strip(), before.strip()
    if language.list_item.match(text) and (language.ends_sentence(last) or text_width(last) < FULL * column):
        return True
    if text_width(last) >= FULL * column:
        return False
    return language.ends_sentence(last) or text_width(text) < 0.5 * column or text_width(last) < 0.5 * column


def _usual_gap(blocks: Iterable[Block]) -> int:
    gaps = sorted(block.gap for block in blocks if block.gap)
    return gaps[len(gaps) // 2] if gaps else 1
