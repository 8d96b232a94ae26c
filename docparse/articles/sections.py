"""The flow of a story becomes sections: headings, and whole paragraphs under them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..geometry import y_overlap
from ..languages import text_width
from ..languages.rules import Language
from ..layout.types import FlowLine
from ..layout.typography import Typography, told_by_style
from ..model import Paragraph, Section
from ..reading.page import Style
from ..text.joining import join, tidy
from ..text.paragraphs import paragraphs, uses_indents
from ..text.words import Vocabulary
from . import fields
from .story import regions

AS_LARGE = 1.03  # times the text's size: a larger line stands out
SMALLEST = 0.93  # of the text's size: a smaller line is no heading
SMALLEST_BOLD = 0.84  # the same for a bold one, since bold sans faces are often set smaller than the text
LONGEST = 45.0  # em: a longer line is text in another face
SMALLEST_SET_OFF = 0.75  # the same for a bold one that another face and a colour set off as well
COLOURED = 0x30  # of 255 between the channels of a colour, or it is a grey
MOST_OF_TEXT = 0.35  # of the characters: a style that sets more is text
NEARLY = 0.1  # of the text's size: what else is larger or smaller is set so on purpose
PROSE = 10.0  # em: shorter lines are names, numbers and labels as often as sentences
OPEN = "，、,-\u2010\u00ad"  # what may end a line inside a sentence, besides letters
LEADS = ":：;；"  # stop marks behind which more comes
FULL = 1.0  # em between a line's ends and the edges of its column
RAGGED = 3.0  # em that a full line may end before the edge
HEADING_LINES = 4  # of one heading at most
BEHIND = 3.0  # em between a heading's number and the heading
HEADING_LEADING = 2.0  # sizes between the baselines of one heading
_number = re.compile(r"§? ?(?:[A-Z]\.?)?\d{1,3}(?:\.\d{1,3})*\.?|[IVX]{1,5}\.?|[A-Z]\.?")  # of a heading: 3.2, IV., B


@dataclass(frozen=True, slots=True)
class _Block:
    """A heading or a paragraph, as lines."""

    lines: tuple[FlowLine, ...]
    heading: bool


def sections(
    flow: Sequence[FlowLine], type_: Typography, language: Language, vocabulary: Vocabulary
) -> tuple[Section, ...]:
    """Sections in order. `type_` is the type of the story's own text."""
    blocks = _blocks(flow, type_, language)
    ranks = _ranks([b for b in blocks if b.heading], language)
    found: list[Section] = []
    heading: _Block | None = None
    body: list[Paragraph] = []

    def close() -> None:
        if heading is not None:
            found.append(
                Section(
                    heading=fields.without_bullet(_text(heading.lines, vocabulary)),
                    level=ranks[_key(heading, language)],
                    heading_regions=regions(heading.lines),
                    paragraphs=tuple(body),
                )
            )
        elif body:
            found.append(Section(paragraphs=tuple(body)))

    for block in blocks:
        if block.heading:
            close()
            heading, body = block, []
        else:
            text = fields.without_bullet(_text(block.lines, vocabulary)).rstrip("■□◆ ")
            if text:
                confidence = _confidence(block.lines)
                body.append(Paragraph(text=text, regions=regions(block.lines), confidence=confidence))
    close()
    return tuple(found)


def _confidence(lines: Sequence[FlowLine]) -> float:
    """The engine's mean over the characters; a text layer's is 1."""
    if all(f.line.confidence == 1.0 for f in lines):
        return 1.0
    whole = sum(len(f.text) for f in lines)
    return round(sum(f.line.confidence * len(f.text) for f in lines) / whole, 4) if whole else 1.0


def _text(lines: Sequence[FlowLine], vocabulary: Vocabulary) -> str:
    return tidy(join((line.text for line in lines), vocabulary))


def _blocks(flow: Sequence[FlowLine], type_: Typography, language: Language) -> list[_Block]:
    styles, told = told_by_style(line.line for line in flow)
    common = _common_styles(styles, told)
    body = {key for key, style in styles.items() if type_.is_body(style)}
    indents = uses_indents([line for line in flow if id(line.line.style) in body], language)
    blocks: list[_Block] = []
    run: list[FlowLine] = []

    def close() -> None:
        blocks.extend(_Block(tuple(p), False) for p in paragraphs(run, language, indents))
        run.clear()

    for i, line in enumerate(flow):
        text = id(line.line.style) in common or (run and _goes_on(run[-1], line, type_, language))
        if text or not _is_heading(line, flow, i, type_, language):
            run.append(line)
            continue
        close()
        last = blocks[-1] if blocks and blocks[-1].heading else None
        if last and flow[i - 1] is last.lines[-1] and _continues(last.lines[-1], line, language):
            blocks[-1] = _Block((*last.lines, line), True)
        else:
            blocks.append(_Block((line,), True))
    close()
    return blocks


def _common_styles(styles: Mapping[int, Style], told: Mapping[int, int]) -> set[int]:
    """The styles, by their ids, whose looks set much of the text: no headings."""
    share = Counter[tuple[float, str, bool, bool]]()
    for key, style in styles.items():
        share[_look(style)] += told[key]
    most = MOST_OF_TEXT * sum(share.values())
    return {key for key, style in styles.items() if share[_look(style)] > most}


def _look(style: Style) -> tuple[float, str, bool, bool]:
    return (style.size, style.face, style.bold, style.italic)


def _is_heading(line: FlowLine, flow: Sequence[FlowLine], i: int, type_: Typography, language: Language) -> bool:
    style = line.line.style
    text = line.text
    smallest = SMALLEST
    if style.bold > type_.bold:
        smallest = SMALLEST_SET_OFF if style.face != type_.face and _is_coloured(style) else SMALLEST_BOLD
    if style.size < smallest * type_.size or text_width(text) > LONGEST or i == len(flow) - 1 or line.set_right:
        return False
    after = flow[i + 1]
    if style.size <= AS_LARGE * type_.size and _begins_a_sentence(flow, i, language):
        return False
    if any(
        (s.style.face, s.style.bold) == (type_.face, type_.bold) and type_.same_size(s.style)
        for s in line.line.spans
        if s.text.strip()
    ):
        return _numbered_heading(line, after, language)
    if type_.is_body(style):
        return False
    last = _last_of_look(flow, i).text  # a bold paragraph of two lines is no heading of one
    ended = last.rstrip(language.closing).endswith(tuple(m for m in language.stop_marks if m not in "！？!?…：:"))
    if ended and not (language.ranks and any(r.match(text) for r in language.ranks[:2])):
        return False
    stands_out = (
        style.size > AS_LARGE * type_.size
        or style.bold > type_.bold
        or (style.face != type_.face and (line.short > 1 or line.indent > 1 or _ends_in(after, line)))
        or (style.italic and line.short > 1)
    )
    return stands_out and not fields.byline(text, language) and not fields.end_sign(text, language)


def _last_of_look(flow: Sequence[FlowLine], i: int) -> FlowLine:
    """The last of the lines that go on in the look of line `i`, close under each other."""
    last = flow[i]
    for line in flow[i + 1 : i + HEADING_LINES]:
        close = 0 < line.box.y1 - last.box.y1 <= HEADING_LEADING * line.em and line.column == last.column
        if not close or _look(line.line.style) != _look(last.line.style) or line.indent > FULL:
            break
        last = line
    return last


def _is_coloured(style: Style) -> bool:
    """Whether a type is neither black nor grey."""
    red, green, blue = style.color >> 16 & 0xFF, style.color >> 8 & 0xFF, style.color & 0xFF
    return max(red, green, blue) - min(red, green, blue) > COLOURED


def _goes_on(before: FlowLine, line: FlowLine, type_: Typography, language: Language) -> bool:
    """Whether a full line of text that stops inside a sentence goes on in one of about its size that is full too or
    ends the sentence, whatever else that one looks like: a text ends before a heading."""
    if line.short > FULL and (line.text[-1:] in LEADS or not language.ends_sentence(line.text)):
        return False
    if abs(line.em - type_.size) > NEARLY * type_.size or before.short > FULL or line.indent > FULL:
        return False
    if text_width(before.text) < PROSE or _is_item(line, language):
        return False
    return before.text[-1:].isalpha() or before.text[-1:] in OPEN


def _is_item(line: FlowLine, language: Language) -> bool:
    return any(sign.match(line.text) for sign in (language.list_item, *language.ranks))


def _begins_a_sentence(flow: Sequence[FlowLine], i: int, language: Language) -> bool:
    """Whether full lines of one look go on, in another one, inside a sentence: words set off at a text's start."""
    look = _look(flow[i].line.style)
    lines = pairwise(flow[i : i + 1 + HEADING_LINES])
    change = next(((before, after) for before, after in lines if _look(after.line.style) != look), None)
    if change is None:
        return False
    before, after = change
    if language.spaced:
        # one letter alone is a bullet or numbers an item
        small = after.text[:1].islower() and len(after.text.partition(" ")[0]) > 1
        return small and before.short <= RAGGED
    if _is_item(flow[i], language) or before.short > FULL or language.ends_sentence(before.text):
        return False
    flush = after.column == before.column and after.indent <= FULL
    return flush and (after.short <= FULL or language.ends_sentence(after.text))


def _ends_in(after: FlowLine, line: FlowLine) -> bool:
    """Whether a full line goes on in a short one of its look: a heading of two lines."""
    return _look(after.line.style) == _look(line.line.style) and after.column == line.column and after.short > 2


def _numbered_heading(line: FlowLine, after: FlowLine, language: Language) -> bool:
    """A short numbered line in the type of the text, with a new paragraph behind it."""
    if not any(r.match(line.text) for r in language.ranks[:2]):
        return False
    return (
        not language.ends_sentence(line.text) and line.short > 3 and after.indent >= 1.5 and after.column == line.column
    )


def _continues(before: FlowLine, line: FlowLine, language: Language) -> bool:
    """Whether a heading goes on in the next line: same look, close under it, no number of its own; or behind it on its
    row, as a heading does behind its number."""
    if _look(before.line.style) != _look(line.line.style) or before.line.page != line.line.page:
        return False
    if y_overlap(before.box, line.box) > 0.5 * line.box.height:
        near = 0 <= line.box.x0 - before.box.x1 <= BEHIND * line.em
        return near and _number.fullmatch(before.text) is not None
    if before.column != line.column or any(r.match(line.text) for r in language.ranks):
        return False
    return 0 < line.box.y1 - before.box.y1 <= max(HEADING_LEADING * line.em, 1.15 * line.pitch)


def _rank(block: _Block, language: Language) -> int:
    return next((i for i, pattern in enumerate(language.ranks) if pattern.match(block.lines[0].text)), -1)


def _key(block: _Block, language: Language) -> tuple[float, bool, str, bool, int]:
    style = block.lines[0].line.style
    return (-style.size, not style.bold, style.face, style.italic, _rank(block, language))


def _ranks(headings: Sequence[_Block], language: Language) -> dict[tuple[float, bool, str, bool, int], int]:
    """Level of each kind of heading: by size, weight and face; kinds of one look by their numbering."""
    keys = list(dict.fromkeys(_key(block, language) for block in headings))
    numbered = all(key[4] >= 0 for key in keys)  # then the numbers tell, whatever each kind looks like
    looks = sorted(
        {key[:4] for key in keys},
        key=lambda look: (
            min(k[4] for k in keys if k[:4] == look) if numbered else 0,
            look[0],
            look[1],
            next(i for i, k in enumerate(keys) if k[:4] == look),
        ),
    )
    levels: dict[tuple[float, bool, str, bool, int], int] = {}
    level = 0
    for look in looks:
        numbers = sorted({key[4] for key in keys if key[:4] == look and key[4] >= 0})
        steps = max(1, len(numbers))
        for key in keys:
            if key[:4] == look:
                levels[key] = level + 1 + (numbers.index(key[4]) if key[4] in numbers else 0)
        level += steps
    return levels
