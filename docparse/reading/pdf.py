"""PDF files: opened with MuPDF, read page by page."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pymupdf

from ..errors import DamagedInput, NoPages, PasswordNeeded, WrongPassword
from ..geometry import Box, intersection
from . import image
from .drawn import Drawn, drawn
from .graphics import graphics_of
from .hidden import seen
from .kinds import picture_type
from .lines import lines_of_blocks
from .page import PageContent, Picture, Style
from .rounded import with_round_boxes
from .tables import tables_on
from .textpage import BROKEN, Image, TextPage

ITALIC, BOLD = 2, 16  # bits of a span's "flags"
FILLED, STROKED, PAINTED_TWICE = 16, 32, 8  # bits of a span's "char_flags"
BOLD_WEIGHT = 600  # /FontWeight from which a face is bold
LEAST_PICTURE = 24.0  # points a side; what is smaller is an ornament
BACKGROUND = 0.9  # of the page: a ground picture, not an illustration
_bold_name = re.compile(r"bold|black|heavy|semibold|demi(?!l)", re.IGNORECASE)
_italic_name = re.compile(r"italic|oblique", re.IGNORECASE)
_style_suffix = re.compile(
    r"[-,]?(bold|black|heavy|semi|demi|italic|oblique|regular|roman|medium|light|book|mt|ps)+.*$", re.IGNORECASE
)
_type3_name = re.compile(r"Type3 \((\d+) 0 R\)")


@contextmanager
def opened(
    data: bytes, name: str, password: str | None, dpi: float | None = None
) -> Iterator[tuple[pymupdf.Document, dict[int, str]]]:
    """The open document (a picture as a PDF, at `dpi`) and what is wrong with which of its pages.

    Raises the error class of what keeps it closed.
    """
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    document, failed = image.pdf_of(data, name, dpi) if picture_type(data) else (_pdf(data, name, password), {})
    try:
        try:
            pages = document.page_count
        except BROKEN as error:
            raise DamagedInput(name, _one_line(error)) from error
        if pages == 0:
            raise DamagedInput(name, "none of its pages is left") if document.is_repaired else NoPages(name)
        yield document, failed
    finally:
        document.close()


def _pdf(data: bytes, name: str, password: str | None) -> pymupdf.Document:
    try:
        document = pymupdf.open(stream=data, filetype="pdf")
    except BROKEN as error:
        raise DamagedInput(name, _one_line(error)) from error
    if document.needs_pass and not (password is not None and _opens(document, password)):
        document.close()
        raise PasswordNeeded(name) if password is None else WrongPassword(name)
    return document


def joined(parts: Sequence[tuple[str, bytes]], password: str | None, dpi: float | None = None) -> bytes:
    """One PDF with the pages of several, in their order. Raises what `opened` raises for the first it cannot read."""
    target = pymupdf.open()
    try:
        for name, data in parts:
            with opened(data, name, password, dpi) as (document, _):
                target.insert_pdf(document)
        return bytes(target.tobytes())
    finally:
        target.close()


def _opens(document: pymupdf.Document, password: str) -> bool:
    try:
        return bool(document.authenticate(password))
    except (TypeError, UnicodeError):
        return False  # characters that no password of a PDF can have


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or error.__class__.__name__


def _mostly_in(box: Box, page: Box) -> bool:
    """Whether more than half of a box is on the page; most are whole, which is asked faster."""
    x0, y0, x1, y1 = page
    left, top, right, bottom = box
    whole = x0 <= left < right <= x1 and y0 <= top < bottom <= y1
    return whole or intersection(box, page) > 0.5 * box.area


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without the garbage collector: a page's characters are a hundred thousand values that soon go, and none is in a
    ring. Each time it looks through them it takes as long as MuPDF takes for the page."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class PdfReader:
    """Pages of one open document; remembers the document's fonts."""

    def __init__(self, document: pymupdf.Document) -> None:
        self.document = document
        self._styles: dict[tuple[Any, ...], Style] = {}
        self._faces: dict[str, tuple[str, bool, bool]] = {}

    def page(self, number: int) -> PageContent:
        """Page `number` (from 1). Raises RuntimeError or ValueError where MuPDF cannot read it."""
        return self.read(number)[0]

    def read(self, number: int) -> tuple[PageContent, Drawn]:
        """Page `number` and what else it shows, from which `trust.doubt` tells whether the text can be believed."""
        page = self.document[number - 1]
        rotation = page.rotation
        if rotation:
            page.remove_rotation()  # from here on the page's own coordinates are those of the displayed page
        with _no_collection():
            return self._read(page, number, rotation)

    def _read(self, page: pymupdf.Page, number: int, rotation: int) -> tuple[PageContent, Drawn]:
        text = TextPage(page)
        box = Box(*page.rect)
        shown = _shown(text.images, box)
        images = [image.box for image in shown]
        sight = seen(page, text, shown)
        blocks = with_round_boxes(page, sight.blocks)
        graphics = graphics_of(blocks, box)
        lines = lines_of_blocks(blocks, number, self._style)
        inside = tuple(line for line in lines if _mostly_in(line.box, box))
        pictures = _pictures(images, number, box)
        middles = [line.box.middle for line in inside]
        frames = tuple(
            f
            for f in graphics.frames
            if f.box.indices(middles) and not any(intersection(p.box, f.box) > 0.7 * f.box.area for p in pictures)
        )
        tables = tables_on(self.document, number, frames, graphics.rules)
        content = PageContent(
            number=number,
            width=round(box.width, 1),
            height=round(box.height, 1),
            rotation=rotation,
            method="text" if inside else "empty",
            lines=inside,
            pictures=pictures,
            rules=graphics.rules,
            frames=frames,
            tags=graphics.tags,
            tables=tables,
            hidden=sight.hidden,
        )
        return content, drawn(blocks, images, sight.ocr_layer)

    def _style(self, span: dict[str, Any]) -> Style:
        key = (span["font"], span["size"], span["flags"], span.get("char_flags"), span["color"])
        style = self._styles.get(key)
        if style is None:
            face, bold, italic = self._face(span["font"])
            flags = span["flags"]
            # a matrix that only enlarges shows in the size, a fake bold in the way the glyphs are painted
            painted = span.get("char_flags", 0)
            fake = bool(painted & PAINTED_TWICE) or painted & (FILLED | STROKED) == FILLED | STROKED
            bold = bold or bool(flags & BOLD) or fake
            style = Style(round(span["size"], 1), face, bold, italic or bool(flags & ITALIC), span["color"])
            self._styles[key] = style
        return style

    def _face(self, font: str) -> tuple[str, bool, bool]:
        """Name, bold, italic of a font. Type 3 fonts have no name of their own; their descriptor often has one."""
        known = self._faces.get(font)
        if known is None:
            name, weight = font, 0
            if match := _type3_name.search(font):
                xref = int(match[1])
                name = self._descriptor(xref, "FontName").lstrip("/") or "Type3"
                weight = int(self._descriptor(xref, "FontWeight") or 0)
            name = name.split("+", 1)[-1]
            bold = bool(_bold_name.search(name)) or weight >= BOLD_WEIGHT
            known = (_style_suffix.sub("", name), bold, bool(_italic_name.search(name)))
            self._faces[font] = known
        return known

    def _descriptor(self, xref: int, key: str) -> str:
        try:
            kind, value = self.document.xref_get_key(xref, f"FontDescriptor/{key}")
        except BROKEN:
            return ""
        return value if kind != "null" else ""


def _shown(images: Sequence[Image], box: Box) -> list[Image]:
    """The part of every picture that the page shows, in the order in which they were drawn."""
    parts = [
        Image(Box(max(x0, box.x0), max(y0, box.y0), min(x1, box.x1), min(y1, box.y1)), order)
        for (x0, y0, x1, y1), order in images
    ]
    return [part for part in parts if part.box.width > 0 and part.box.height > 0]


def _pictures(images: Sequence[Box], number: int, box: Box) -> tuple[Picture, ...]:
    """The illustrations: neither ornaments nor the ground of the page."""
    found = {b for b in images if min(b.width, b.height) >= LEAST_PICTURE and b.area < BACKGROUND * box.area}
    return tuple(Picture(number, b) for b in sorted(found, key=lambda b: (b.y0, b.x0)))
