"""One pass of MuPDF over a page for its characters, its drawings and the places of its pictures.

Where each character stands matters only where a line's spaces are in doubt. MuPDF hands over words three times faster
than characters, so lines of Latin script come as words, and only the blocks with a doubtful line character by
character.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple

import pymupdf

from ..geometry import Box
from ..languages import WIDE
from .sure import NO_WORDS, by_line, is_sure, with_edges

# what MuPDF raises for what it cannot read: not all of it is a RuntimeError
BROKEN = (RuntimeError, ValueError, TypeError, IndexError, pymupdf.mupdf.FzErrorBase)
FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_PRESERVE_IMAGES
)
STYLES = pymupdf.TEXT_COLLECT_STYLES  # tells what is filled and stroked, and takes many times as long
SAMPLE = 8  # blocks of a page that tell its script
MOSTLY = 0.5  # of a page's blocks: asking for words first would only cost time
_TEXT = pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT
_IMAGE = pymupdf.mupdf.FZ_STEXT_BLOCK_IMAGE
_WIDE = ord(WIDE)
_char = itemgetter("c")
# bullets of symbol fonts (Symbol, Wingdings), which word processors write where private characters stand
SYMBOLS = {
    "\uf06c": "●",
    "\uf06e": "■",
    "\uf075": "◆",
    "\uf076": "◆",
    "\uf0a7": "▪",
    "\uf0a8": "◆",
    "\uf0b7": "•",
    "\uf0d8": "‣",
    "\uf0e8": "‣",
    "\uf0fc": "•",
}

Block = dict[str, Any]


class Image(NamedTuple):
    """A picture on a page, drawn when there were `order` blocks of text and drawings."""

    box: Box
    order: int


class TextPage:
    """The text of a page, its drawings, and its pictures, all as they were drawn.

    Blocks are those of `page.get_text("dict")`. Every span has its `text`; one in whose block spaces are in doubt has
    its `chars` too, as `page.get_text("rawdict")` gives them.
    """

    def __init__(self, page: pymupdf.Page) -> None:
        self._page = page.get_textpage(flags=FLAGS)
        self._chain = list(_chain(self._page))
        self._wide = self._mostly_wide()
        if self._wide and _strokes_letters(page):
            self._page = page.get_textpage(flags=FLAGS | STYLES)
            self._chain = list(_chain(self._page))
        self._images: list[Any] = []
        self.images: list[Image] = []
        for place, block in enumerate(self._chain):
            if block.type == _IMAGE:
                box = block.bbox
                self.images.append(Image(Box(box.x0, box.y0, box.x1, box.y1), place - len(self._images)))
                self._images.append(block)

    def blocks(self) -> list[Block]:
        """The page's text and drawings, by words where these are sure."""
        if self._wide:
            return self._characters()
        with _unlinked(self._page, self._images):
            blocks: list[Block] = self._page.extractDICT()["blocks"]
            words = by_line(self._page.extractWORDS())
        if len(blocks) + len(self._images) != len(self._chain):
            return self._characters()  # MuPDF has left some out: they cannot be told by their places
        doubted = set()
        texts = (place for place, block in enumerate(blocks) if block["type"] == _TEXT)
        for number, place in enumerate(texts):
            for i, line in enumerate(blocks[place]["lines"]):
                own = words.get((number, i), NO_WORDS)
                if not is_sure(line, own):
                    doubted.add(place)
                    break
                with_edges(line["spans"][0], own)
        return self.spelled(blocks, doubted)

    def _characters(self) -> list[Block]:
        with _unlinked(self._page, self._images):
            return with_text(self._page.extractRAWDICT()["blocks"])

    def spelled(self, blocks: list[Block], places: Collection[int]) -> list[Block]:
        """The blocks of this page, those at `places` character by character."""
        if not places:
            return blocks
        chain = [block for block in self._chain if block.type != _IMAGE]
        others = [block for place, block in enumerate(chain) if place not in places]
        with _unlinked(self._page, [*others, *self._images]):
            characters = iter(with_text(self._page.extractRAWDICT()["blocks"]))
        return [next(characters) if place in places else block for place, block in enumerate(blocks)]

    def _mostly_wide(self) -> bool:
        """Whether most blocks of text begin with a wide character; some are looked at, as MuPDF is slow to ask."""
        texts = [block for block in self._chain if block.type == _TEXT]
        some = texts[:: max(1, -(-len(texts) // SAMPLE))]
        wide = narrow = 0
        while wide <= MOSTLY * len(some) and narrow < (1 - MOSTLY) * len(some):
            if _first_character(some[wide + narrow]) >= _WIDE:
                wide += 1
            else:
                narrow += 1
        return wide > MOSTLY * len(some)


def _strokes_letters(page: pymupdf.Page) -> bool:
    """Whether a page fills letters and draws their outlines too: word processors make bold type so of a face that has
    none, as most Chinese ones. MuPDF does not tell without `STYLES`."""
    try:
        return b"2 Tr" in page.read_contents()
    except BROKEN:
        return False  # what cannot be read is found out when the text is


def _first_character(block: Any) -> int:
    for line in pymupdf.mupdf.FzStextBlock(block):
        for char in line:
            return int(char.m_internal.c)
    return 0


def with_text(blocks: list[Block]) -> list[Block]:
    """The blocks of `page.get_text("rawdict")` with the text of every span, without what no text can hold."""
    for block in blocks:
        for line in block.get("lines", ()):
            for span in line["spans"]:
                text = "".join(map(_char, span["chars"]))
                span["text"] = text if text.isprintable() else _shown(span["chars"])
    return blocks


def _shown(chars: list[dict[str, Any]]) -> str:
    """The text of characters, of which those of symbol fonts and halves of characters are put right."""
    for char in chars:
        c = char["c"]
        if "\ud800" <= c <= "\udfff":
            char["c"] = "\ufffd"  # half a character: no text can hold it
        elif c in SYMBOLS:
            char["c"] = SYMBOLS[c]
    return "".join(map(_char, chars))


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
