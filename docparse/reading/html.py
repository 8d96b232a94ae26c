"""HTML files: trafilatura finds the main text among menus, adverts and footers; its Markdown becomes blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import regex

from ..languages import letters
from .blocks import Block, blocks
from .encoding import decoded

LEAST = 60  # characters of a text: a short report in Chinese has no more
LINE = 60  # characters: a line between title and text that says more is no byline
LINES = 12  # between title and text
UNSEEN = frozenset({"script", "style", "noscript", "template", "title", "head"})
_charset = regex.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", regex.IGNORECASE)
_parts = regex.compile(r"\s{2,}|[|｜\t]|\u3000")


def blocks_of_html(data: bytes, name: str) -> tuple[Block, ...]:
    """The blocks of a saved page: its title, the lines under it, its text.

    Raises UnsupportedType where the bytes are no text.
    """
    import trafilatura  # slow to load, and only pages of the web need it
    from trafilatura.settings import use_config

    tree = trafilatura.load_html(_text(data, name))
    if tree is None:
        return ()
    title = trafilatura.extract_metadata(tree).title
    visible = list(_lines(tree))
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(LEAST))
    said = trafilatura.extract(
        tree,
        output_format="markdown",
        include_comments=False,
        include_images=True,
        favor_recall=True,
        config=config,
    )
    found = list(blocks(said or "\n\n".join(visible)))
    if title and found and not found[0].rank:
        first = next((line for block in found for line in block.lines), "")
        under = [Block((line,)) for line in _between(visible, title, first)]
        found = [Block((title,), "heading", rank=1), *under, *(_lower(block) for block in found)]
    return tuple(part for block in found for part in _told_apart(block))


def _told_apart(block: Block) -> Iterator[Block]:
    """A short line that tells source, writer and time with wide spaces between is one of each."""
    parts = [part.strip() for line in block.lines for part in _parts.split(line) if part.strip()]
    if not block.mark and len(block.lines) == 1 < len(parts) and len(block.lines[0]) <= LINE:
        yield from (replace(block, lines=(part,)) for part in parts)
    else:
        yield block


def _text(data: bytes, name: str) -> str:
    """The page's text: in the encoding that it declares, if its bytes agree, else in the one that they show."""
    declared = _charset.search(data[:4096])
    if declared:
        encoding = declared[1].decode("ascii")
        try:
            return data.decode("gb18030" if encoding.lower() in ("gb2312", "gbk") else encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data, name)


def _lower(block: Block) -> Block:
    """A heading under the page's own title."""
    return replace(block, rank=max(2, block.rank)) if block.rank else block


def _lines(tree: Any) -> Iterator[str]:
    """The visible texts of a page, element by element."""
    for element in tree.iter():
        own = element.text if isinstance(element.tag, str) and element.tag not in UNSEEN else None
        for text in (own, element.tail):
            yield from (line.strip() for line in (text or "").split("\n") if line.strip())


def _between(visible: list[str], title: str, first: str) -> list[str]:
    """The short lines that stand between the title and the first words of the text: who wrote it, where, when."""
    wanted, begins = letters(title), letters(first)[:12]
    starts = [i for i, line in enumerate(visible) if letters(line) == wanted]
    for start in reversed(starts):
        found: list[str] = []
        for line in visible[start + 1 : start + 1 + LINES]:
            if begins and letters(line).startswith(begins):
                return found
            if len(line) <= LINE:
                found.append(line)
    return []
