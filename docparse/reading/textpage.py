"""One pass of MuPDF over a page for both its characters and the places of its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymupdf

from ..geometry import Box

FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_PRESERVE_IMAGES
)
_IMAGE = pymupdf.mupdf.FZ_STEXT_BLOCK_IMAGE


def blocks_and_images(page: pymupdf.Page) -> tuple[list[dict[str, Any]], list[Box]]:
    """The page's text and vectors as `page.get_text("rawdict")` has them, and the boxes of its pictures as drawn."""
    textpage = page.get_textpage(flags=FLAGS)
    images = [block for block in _chain(textpage) if block.type == _IMAGE]
    boxes = [Box(b.bbox.x0, b.bbox.y0, b.bbox.x1, b.bbox.y1) for b in images]
    with _unlinked(textpage, images):
        return textpage.extractRAWDICT()["blocks"], boxes


def _chain(textpage: Any) -> Iterator[Any]:
    block = textpage.this.m_internal.first_block
    while block is not None:
        yield block
        block = block.next


@contextmanager
def _unlinked(textpage: Any, blocks: list[Any]) -> Iterator[None]:
    """MuPDF's chain of blocks without these, for a while: a dictionary of them would hold a copy of every picture, and
    asking for the places alone would read the page a second time, which takes as long as the first. They have to come
    back, since MuPDF gives up what hangs on its chain."""
    chain = textpage.this.m_internal
    places = []
    for block in blocks:
        places.append((block.prev, block, block.next))
        _link(chain, block.prev, block.next)
    try:
        yield
    finally:
        for before, block, after in reversed(places):
            _link(chain, before, block)
            _link(chain, block, after)


def _link(chain: Any, first: Any, second: Any) -> None:
    """`second` follows `first`; None stands for either end of the chain."""
    if first is None:
        chain.first_block = second
    else:
        first.next = second
    if second is None:
        chain.last_block = first
    else:
        second.prev = first
