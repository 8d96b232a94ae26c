"""Text that another program made of printed pages, made whole and nothing else: no article is cut, no line left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from ..languages import language_of, rules_for, text_width
from ..languages.rules import Language
from ..reading.blocks import Block
from ..reading.grid import parted
from ..text.joining import join_two, tidy
from ..text.mending import ALL, duplicates
from ..text.mending.setting import Setting
from ..text.mending.value import Mended
from ..text.spacing import Spacing
from .columns import columns_parted
from .flow import FIRM, flow
from .fragments import Fragment
from .joins import Joins
from .roles import Piece, Role

FULL = 0.85  # of the widest line: a line that filled its column
RUNNING = 24.0  # em: a longer text is prose, in which nobody types spaces between Chinese characters
_blank = regex.compile(r"\n\s*\n|\f")
_marked = regex.compile(r"^ {0,3}#{1,6}\s|^\s*[-*+|>]\s")  # Markdown's headings, items, tables, quotations
_entry = regex.compile(r"(?:\.{3,}|…{1,}|·{3,}|．{3,}).{0,40}\p{N}\s*[)）]?\s*$")  # of contents: leaders, a page
_indent = regex.compile(r"^(?:\u3000{1,2}| {2,}|\t)\s*\S")


def repair(text: str) -> str:
    """See `docparse.repair_text`."""
    language = rules_for(language_of(text))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    apart = parted(text)
    found = [fragment for lines in _blocks(apart, apart != text, language) for fragment in _fragments(lines, language)]
    spacing = Spacing.of((fragment.text for fragment in found), language)
    joins = Joins.of((fragment.text for fragment in found), language)
    ordered = [piece for group in _groups(list(_pieces(found, joins))) for piece in flow(group, joins).pieces]
    texts = [spacing.running(p.text) if p.fragment.width > RUNNING else p.text for p in ordered]
    setting = Setting.of(texts, language, ALL, converted=True, read=True)
    texts = [setting(Mended(text), True).text for text in texts]
    copied = duplicates.copies(texts)
    return "\n".join(text for i, text in enumerate(texts) if i not in copied)


def _blocks(text: str, placed: bool, language: Language) -> Iterator[list[str]]:
    """The lines between blank ones, columns that were run together without their places one after the other."""
    found = [Block(lines, placed=placed) for part in _blank.split(text) if (lines := _lines(part))]
    for block in columns_parted(found, language):
        yield list(block.lines)


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in block.split("\n") if line.strip())


def _groups(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """What stands under one heading; no text moves over it."""
    group: list[Piece] = []
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if piece.role is Role.HEADING and before is not None and before.role is Role.TEXT:
            yield group
            group = []
        group.append(piece)
    yield group


def _pieces(fragments: Sequence[Fragment], joins: Joins) -> Iterator[Piece]:
    """Which fragments are running text. A short one is, where it is a sentence or the next one finishes it."""
    for i, fragment in enumerate(fragments):
        running = fragment.width > RUNNING or joins.language.ends_sentence(fragment.text)
        if not running and i + 1 < len(fragments):
            running = joins.follows(fragment.text, fragments[i + 1].text) >= FIRM
        alone = _marked.match(fragment.text) or _entry.search(fragment.text)
        yield Piece(fragment, Role.TEXT if running and not alone else Role.HEADING)


def _fragments(lines: list[str], language: Language) -> Iterator[Fragment]:
    """The paragraphs of a block, their lines joined."""
    widest = max((text_width(line.strip()) for line in lines), default=0.0)
    before = ""
    found: list[Fragment] = []
    for line in lines:
        if found and not _begins(before, line, widest, language):
            found[-1] = Fragment(join_two(found[-1].text, line.strip()), indented=found[-1].indented)
        else:
            found.append(Fragment(line.strip(), indented=bool(_indent.match(line))))
        before = line
    for fragment in found:
        if text := tidy(fragment.text.replace("\u00ad", "")):
            yield Fragment(text, indented=fragment.indented)


def _begins(before: str, line: str, widest: float, language: Language) -> bool:
    if _marked.match(line) or _marked.match(before) or _entry.search(before):
        return True
    if _indent.match(line) or language.list_item.match(line.strip()) or language.dateline.match(line.strip()):
        return True
    stopped = language.ends_sentence(before)
    return text_width(before.strip()) < FULL * widest and (stopped or text_width(line.strip()) < 0.5 * widest)
