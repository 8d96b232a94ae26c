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
LINES = 20  # of a text, from which on its columns can be told
LINE_BY_LINE = 0.5  # of the lines fill their column where each line became a fragment
WHOLE, OPEN = 0.93, 0.8  # of the column: a line that fills it, with a sentence's end and without
NEAR = 6  # lines before and behind that tell how wide a column is
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
    made = (
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
    found = [replace(f, text=" ".join(tidy(f.text).split())) for f in made]
    return tuple(_unbroken(found, language) if _is_line_by_line(found, language) else found)


def _is_line_by_line(found: Sequence[Fragment], language: Language) -> bool:
    """Whether each line of the columns became a fragment of its own: most are as wide as their neighbours and open."""
    plain = [i for i, f in enumerate(found) if not f.mark and f.text]
    full = [i for i in plain if _fills(found, i, language)]
    broken = [i for i in full if not language.ends_sentence(found[i].text)]
    return len(plain) >= LINES and len(full) >= LINE_BY_LINE * len(plain) and len(broken) >= len(full) / 2


def _fills(found: Sequence[Fragment], i: int, language: Language) -> bool:
    """Whether a fragment is as wide as the column that its neighbours tell of; a first line lacks its indent."""
    width = found[i].width
    near = sorted(f.width for f in found[max(0, i - NEAR) : i + NEAR + 1] if not f.mark and f.text)
    column = near[len(near) * 3 // 4]
    least = WHOLE if language.ends_sentence(found[i].text) else OPEN
    return least * column <= width <= min(COLUMN, 1.15 * column)


def _unbroken(found: Sequence[Fragment], language: Language) -> list[Fragment]:
    """The fragments of a text that was broken line by line, put together to paragraphs."""
    joint: list[Fragment] = []
    filled = False
    for i, fragment in enumerate(found):
        goes_on = (
            filled
            and not fragment.mark
            and not fragment.picture
            and not fragment.indented
            and joint[-1].page == fragment.page
            and not language.list_item.match(fragment.text)
        )
        if goes_on:
            joint[-1] = joint[-1].joined(fragment)
        else:
            joint.append(fragment)
        filled = not fragment.mark and bool(fragment.text) and _fills(found, i, language)
    return joint


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
    """Whether a paragraph begins with `line` of a text broken to `column`: its first word had room in `before`."""
    if _indent.match(line) and not _indent.match(before):
        return True
    text, last = line.strip(), before.strip()
    if language.list_item.match(text) and (language.ends_sentence(last) or text_width(last) < FULL * column):
        return True
    if text[:1].islower() or last.endswith(("-", "\u00ad", "\u2010")):
        return False
    word = text.split(" ", 1)[0] if language.spaced else text[:1]
    least = FULL * column if not language.spaced else min(FULL * column, column - text_width(word) - 1.0)
    return text_width(last) < least


def _usual_gap(blocks: Iterable[Block]) -> int:
    gaps = sorted(block.gap for block in blocks if block.gap)
    return gaps[len(gaps) // 2] if gaps else 1
