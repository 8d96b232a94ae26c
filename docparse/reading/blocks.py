"""Text and Markdown become blocks: what stands between blank lines, with the marks that it carried.

The Markdown of converters is no Markdown that a parser of the standard would read well: paragraphs indented by four
spaces are paragraphs and no code, numbers that begin a paragraph begin no list, half of the headings have no mark.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import regex

Mark = Literal["", "heading", "item", "quote"]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without a blank one between them. `rank` is a heading's, 1 the highest; `gap` the number of blank lines
    before the block; `picture` says that a picture stood there. `page` counts form feeds from 1. `placed` says that
    the text kept its places by spaces, and that columns were parted by them."""

    lines: tuple[str, ...]
    mark: Mark = ""
    rank: int = 0
    gap: int = 1
    picture: bool = False
    page: int = 1
    rows: tuple[tuple[str, ...], ...] = ()  # of a table
    placed: bool = False


_heading = regex.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_underline = regex.compile(r"^ {0,3}(?:=+|-{3,})\s*$")
_item = regex.compile(r"^\s{0,8}[-*+]\s+(?=\S)")
_quote = regex.compile(r"^ {0,3}>\s?")
_rule = regex.compile(r"^ {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,}|\{?\d*\}?-{10,})$")
_row = regex.compile(r"^\s*\|(.*)\|\s*$")
_divider = regex.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*\|?\s*$")
_comment = regex.compile(r"<!--.*?-->", regex.DOTALL)
_image = regex.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])|<img\b[^>]*>|\x00picture\x00")
_link = regex.compile(r"(?<!!)\[([^\]\n]+)\]\((?:https?:|mailto:|#|/|\.)[^)\n]*\)")
_strong = regex.compile(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_bold_line = regex.compile(r"^\s{0,3}(\*\*|__)(?=\S)((?:(?!\1).|\1 \1)+?)(?<=\S)\1\s*$")
_emphasis = regex.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])")
_tag = regex.compile(r"</?(?:b|i|em|strong|u|sup|sub|span|font|div|p|center|br)\b[^>]*>", regex.IGNORECASE)
_escape = regex.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")
_soft = regex.compile(r"\u00ad(?=\S)")
WEAK = 6  # the rank of a line that is bold from end to end: a heading, of whatever rank
_PICTURE = "\x00picture\x00"  # no text holds it: reading leaves NUL out


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order."""
    found: list[Block] = []
    for number, page in enumerate(_comment.sub(_without_comment, text).split("\f"), 1):
        found += (replace(block, page=number) for block in _of_page(page.split("\n")))
    return tuple(found)


def _without_comment(comment: regex.Match[str]) -> str:
    return _PICTURE if regex.search(r"image|picture|figure", comment[0], regex.IGNORECASE) else ""


def _of_page(lines: list[str]) -> Iterator[Block]:
    gap, picture = 0, False
    lines = [line.rstrip() for line in lines]
    i = 0
    while i < len(lines):
        line = lines[i]
        if _image.search(line):
            picture, line = True, _image.sub("", line)
            lines[i] = line
        if not line.strip() or _rule.match(line):
            gap, i = gap + 1, i + 1
            continue
        block, i = _block(lines, i)
        if block.lines or block.rows:
            yield replace(block, gap=gap, picture=picture)
            gap, picture = 0, False


def _block(lines: list[str], i: int) -> tuple[Block, int]:
    """The block that begins at line `i`, and the number of the line behind it."""
    line = lines[i]
    if match := _heading.match(line):
        text = _plain(match[2])
        return Block((text,) if text.strip() else (), "heading", rank=len(match[1])), i + 1
    if match := _bold_line.match(line):
        return Block((_plain(match[2]).strip(),), "heading", rank=WEAK), i + 1
    if i + 1 < len(lines) and _divider.match(lines[i + 1]) and "|" in line:
        return _table(lines, i)
    if i + 1 < len(lines) and _underline.match(lines[i + 1]) and len(line.strip()) < 80:
        return Block((_plain(line).strip(),), "heading", rank=1 if "=" in lines[i + 1] else 2), i + 2
    mark: Mark = "item" if _item.match(line) else "quote" if _quote.match(line) else ""
    end = i + 1
    while end < len(lines) and lines[end].strip() and not _begins(lines, end, mark):
        end += 1
    kept = [_plain(_unmarked(text, mark if n == 0 or mark == "quote" else "")) for n, text in enumerate(lines[i:end])]
    return Block(tuple(text for text in kept if text.strip()), mark), end


def _begins(lines: list[str], i: int, mark: Mark) -> bool:
    """Whether line `i` begins a block of its own although no blank line stands over it."""
    line = lines[i]
    if _heading.match(line) or _bold_line.match(line) or _item.match(line) or _rule.match(line) or _image.search(line):
        return True
    if i + 1 < len(lines) and _underline.match(lines[i + 1]) and "=" in lines[i + 1]:
        return True
    return (mark == "quote") != bool(_quote.match(line))


def _unmarked(line: str, mark: Mark) -> str:
    pattern = {"item": _item, "quote": _quote}.get(mark)
    return pattern.sub("", line, count=1) if pattern else line


def _table(lines: list[str], i: int) -> tuple[Block, int]:
    rows: list[tuple[str, ...]] = []
    end = i
    while end < len(lines) and "|" in lines[end]:
        if not _divider.match(lines[end]):
            inner = match[1] if (match := _row.match(lines[end])) else lines[end]
            rows.append(tuple(_plain(cell).strip() for cell in inner.split("|")))
        end += 1
    return Block((), rows=tuple(rows)), end


def _plain(text: str) -> str:
    """A line without the marks of links, emphasis and escapes."""
    text = _soft.sub("", _link.sub(r"\1", text))
    text = _strong.sub(r"\2", text)
    text = _emphasis.sub(r"\1", text)
    text = _tag.sub("", text)
    text = html.unescape(_escape.sub(r"\1", text))
    return text.replace("\u200b", "").replace("\ufeff", "").replace("\xa0", " ")
