"""Where one paragraph ends and the next begins: evidence from two neighbouring lines, then one decision."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from ..languages import is_wide, text_width
from ..languages.rules import Language
from ..layout.types import FlowLine
from .continuity import continuation
from .joining import join

INDENT_WIDE, INDENT_NARROW = 1.2, 0.7  # em: a first-line indent, in Chinese (two characters) and in spaced languages
SHORT_WIDE, SHORT_NARROW = 1.6, 1.0  # em: a line that could have held more
_bullet = regex.compile(r"^[•●▪■◆‣○◇★☆]\s*\S")
_number = regex.compile(r"^[（(]?(\d{1,2})\s*[.．、)）](?!\d)")
_labelled = regex.compile(r"^\p{Lu}[\p{L}\d.,\- ]{1,24}:\s")
_first_word = regex.compile(r"^[^\s\p{Han}]*")
WIDELY = 1.25  # times the usual pitch: set apart so far that it needs no other sign
NO_LINE_START = tuple("，。、；：？！”’）》〉」』】")
LEAST_VERSE, VERSE_SHARE = 3, 0.4  # lines of a text, and of all its lines, that end so in verse and in lists
AT_EDGE = 0.3  # em: of lines that reach the edge
VERSE = 1.5  # em before the edge: more than a mark that does not begin the next line takes along
SHORT_ENDING = 4.0  # em: a line so short ends its paragraph wherever the next one stands
WIDER = 1.1  # times the usual letter: a word may hold wider ones; only a sentence's end needs to be that sure
SPACED = 1.12  # times the usual pitch: paragraphs set apart by white; pixel grids move lines by up to 1.06
READ = 6  # lines of a paragraph that its sense is read from
PROSE = 12.0  # em: shorter texts are names, numbers and labels as often as sentences
INDENTED_SHARE = 0.04  # of the lines: a text with fewer indents does not mark paragraphs by them


class Break(NamedTuple):
    """What two neighbouring lines say about a paragraph's end between them."""

    indented: bool  # the second starts behind the edge
    room: bool  # the second's first word would have fitted into the first
    stopped: bool  # the first ends with a stop mark
    spaced: bool  # there is more white between them than usual
    item: bool  # the second begins a list item
    apart: bool  # so much white that it needs no other sign
    restyled: bool  # the two look different
    same_column: bool


class _Opening(NamedTuple):
    """What a paragraph's first line says of the lines after it."""

    item: bool  # it begins a list item
    masthead: bool  # it names editors, addresses and the like
    number: int | None  # of a list
    labelled: bool  # a label and a colon

    @classmethod
    def of(cls, text: str, language: Language) -> _Opening:
        number = _number.match(text)
        return cls(
            item=bool(language.list_item.match(text)),
            masthead=bool(language.masthead_line.match(text)),
            number=int(number[1]) if number else None,
            labelled=bool(_labelled.match(text)),
        )


def paragraphs(lines: Sequence[FlowLine], language: Language, indents: bool | None = None) -> list[list[FlowLine]]:
    """The lines of each paragraph.

    `indents` says whether the text marks its paragraphs by an indent; None finds out.
    """
    if _is_verse(lines, language):
        return [[line] for line in lines]
    if indents is None:
        indents = uses_indents(lines, language)
    found: list[list[FlowLine]] = []
    opening: _Opening | None = None
    for line in lines:
        if opening and not _begins(found[-1], opening, line, language, indents):
            found[-1].append(line)
        else:
            found.append([line])
            opening = _Opening.of(line.text, language)
    return found


def _is_verse(lines: Sequence[FlowLine], language: Language) -> bool:
    """Whether many lines of a Chinese text end short of the edge and inside a sentence, as no line of prose does, and
    never two in a row reach it."""
    if language.spaced or len(lines) <= LEAST_VERSE:
        return False
    broken = sum(f.short > VERSE and not _stopped(f.text, language) for f in lines[:-1])
    if broken < max(LEAST_VERSE, VERSE_SHARE * len(lines)):
        return False
    return not any(
        (a.short <= AT_EDGE and b.short <= AT_EDGE)
        or (b.column == a.column and a.box.y0 <= b.box.cy <= a.box.y1)  # one line that is set wide
        for a, b in pairwise(lines)
    )


def uses_indents(lines: Sequence[FlowLine], language: Language) -> bool:
    """Whether paragraphs start with an indent."""
    least = INDENT_NARROW if language.spaced else INDENT_WIDE
    own = [f for f in lines if not f.beside]
    indented = sum(least <= f.indent <= 5 and f.short < 3 for f in own)
    return indented >= max(1, INDENTED_SHARE * len(own))


def evidence(before: FlowLine, after: FlowLine, language: Language, hang: float | None) -> Break:
    """What the two lines say. `hang` is the left edge of the list item that `before` belongs to, if any."""
    text, upper, lower = after.text, before.box, after.box
    wide = not language.spaced or is_wide(text[:1])
    least = INDENT_WIDE if wide else INDENT_NARROW
    same = before.column == after.column and before.line.page == after.line.page and lower.y0 > upper.y0
    item = bool(language.list_item.match(text))
    stopped = _stopped(before.text, language)
    room = _room(before, after, wide, stopped)
    indent = after.indent
    if same and abs(lower.x0 - upper.x0) < 0.3 * after.em and not (room or stopped):
        indent = 0.0  # the lines before stand back as well: a block set in, not a first line
    if hang is not None and abs(lower.x0 - hang) < 0.8 * after.em:
        indent = 0.0
    same = same and not after.broken
    distance = lower.y1 - upper.y1
    style, other = before.line.style, after.line.style
    return Break(
        indented=indent >= least,
        room=room,
        stopped=stopped,
        spaced=same and distance > SPACED * before.pitch,
        apart=same and not wide and distance > WIDELY * before.pitch and not text[:1].islower(),
        item=item,
        restyled=style is not other
        and (
            abs(style.size - other.size) > 0.08 * style.size
            or ((style.face, style.bold) != (other.face, other.bold) and _whole(before) and _whole(after))
        ),
        same_column=same,
    )


def _whole(line: FlowLine) -> bool:
    """Whether one style sets the whole line (an emphasised phrase does not)."""
    return len({(s.style.face, s.style.bold) for s in line.line.spans if s.text.strip()}) == 1


def _room(before: FlowLine, after: FlowLine, wide: bool, stopped: bool) -> bool:
    if wide and is_wide(after.text[:1]):
        # a mark that begins no line takes the character before it along
        return before.short >= SHORT_WIDE + (after.text[1:2] in NO_LINE_START)
    short = before.short
    if short < SHORT_NARROW:
        return False
    first = _first_word.match(after.text)[0]  # type: ignore[index]
    letter = after.box.width / (len(after.text) * after.em)
    wider = WIDER if stopped else 1.0
    return short >= wider * (len(first) + 1) * letter


def _stopped(text: str, language: Language) -> bool:
    bare = text.rstrip(language.closing + "■□◆")
    return language.stopped(bare) or (bare != text and text.endswith(("■", "□", "◆")))


def _begins(
    paragraph: Sequence[FlowLine], opening: _Opening, line: FlowLine, language: Language, indents: bool
) -> bool:
    if line.initial:
        return True
    before = paragraph[-1]
    text, short = line.text, before.short
    small = text[:1].islower()
    if small and _runs_on(before, opening, line, language):
        return False
    if (opening.masthead or short > SHORT_NARROW) and not small and language.masthead_line.match(text):
        return True
    if _follows_in_list(opening, text) and _stopped(before.text, language):
        return True
    is_item = opening.item
    hang = _hang(paragraph, line) if is_item else None
    e = evidence(before, line, language, hang)
    if e.restyled and (e.room or e.stopped or e.spaced):
        return True
    if not e.same_column and f" {before.text}".endswith(language.abbreviations):
        return False  # whatever the next column begins with
    signs = short > SHORT_ENDING or before.set_right
    if signs and any(date.fullmatch(text) for date in language.dates):
        return True  # the date under who signs
    # a small letter goes on with a sentence, though a ragged edge left room for its word
    if small and not (e.stopped or e.apart or e.item or (e.spaced and e.indented)):
        return False
    if e.item and (_bullet.match(text) or e.indented or (e.room and e.stopped)):
        return True
    if before.text.endswith("\u00ad"):
        return False
    # where indents mark paragraphs, a little more white after a full line does not
    if e.apart or (e.spaced and (e.room or e.indented or (e.stopped and not indents))):
        return True
    if is_item and hang is not None and not e.indented:
        return e.room and e.stopped
    if e.indented and line.indent <= 6:
        # a full line that stops inside a sentence denies the indent: its words decide
        return e.stopped or e.room or not (line.beside or _reads_on(paragraph, line, language))
    if line.indent > 6 and e.room:
        return True
    if indents and not is_item:
        # an unindented line goes on, unless the one before it plainly ended
        return e.room and e.stopped and (e.same_column or short > 3)
    if e.room and not (e.stopped or e.same_column):
        # a sentence that stops short at the end of a column: its words decide
        return short > SHORT_ENDING and not _reads_on(paragraph, line, language)
    return e.room


def _runs_on(before: FlowLine, opening: _Opening, line: FlowLine, language: Language) -> bool:
    """Whether a line that begins with a small letter goes on with a sentence at first sight: nothing about it or the
    line before it speaks for anything else. It saves most lines of spaced languages the other questions."""
    if opening.number is not None or opening.labelled or before.line.style is not line.line.style:
        return False
    if before.short > SHORT_ENDING or before.set_right or line.box.y1 - before.box.y1 > SPACED * before.pitch:
        return False
    return not (_stopped(before.text, language) or language.list_item.match(line.text))


def _reads_on(paragraph: Sequence[FlowLine], line: FlowLine, language: Language) -> bool:
    """Whether a paragraph that stops inside a sentence likely goes on with a line, by the words of both."""
    text = join([f.text for f in paragraph[-READ:]])
    if min(text_width(text), text_width(line.text)) < PROSE or language.list_item.match(line.text):
        return False
    return continuation(text, line.text, language, one_story=True).score > 0


def _follows_in_list(opening: _Opening, line: str) -> bool:
    """Whether a line continues a list: the next number, or a label and a colon like the item before."""
    if opening.number is not None and (number := _number.match(line)):
        return int(number[1]) == opening.number + 1
    return opening.labelled and _labelled.match(line) is not None


def _hang(paragraph: Sequence[FlowLine], line: FlowLine) -> float | None:
    """The left edge of a list item's further lines, once there is one; the line itself while there is none."""
    further = [f for f in paragraph[1:] if f.column == line.column and f.line.page == line.line.page]
    if further:
        return further[-1].box.x0
    first = paragraph[0]
    if first.column == line.column and first.line.page == line.line.page and line.box.x0 - first.box.x0 <= 4 * line.em:
        return line.box.x0
    return None
