"""Text, Markdown and HTML files: their bytes become blocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .blocks import Block, blocks
from .encoding import decoded
from .grid import parted
from .kinds import HTML, TEXT
from .ranges import page_numbers


def blocks_of(
    data: bytes, name: str, media_type: str, pages: str | Iterable[int] | None = None, columns: bool = True
) -> tuple[Block, ...]:
    """The blocks of a text file, of `pages` only where they are named: form feeds part the pages of a text.

    `columns` that were run together line by line are parted.

    Raises UnsupportedType where the file is no text.
    """
    if media_type == HTML:
        from .html import blocks_of_html

        found = blocks_of_html(data, name)
    else:
        text = decoded(data, name)
        apart = parted(text) if media_type == TEXT and columns else text
        found = blocks(apart)
        if apart != text:
            found = tuple(replace(block, placed=True) for block in found)
    last = max((block.page for block in found), default=1)
    wanted = page_numbers(pages, last)
    return tuple(block for block in found if block.page in wanted) if len(wanted) < last else found
