"""PAGE-XML: a file for each page, a region for each box, and the articles as the reading order."""

from __future__ import annotations

from pathlib import PurePath

from ..model import Box, Document
from .blocks import Block, Sheet, require_places, sheets, stories
from .xml import filled_in, packed

DPI = 300  # PAGE measures in whole pixels; this is what pages are scanned with
_KINDS = {  # what PAGE calls them; anything else is "other"
    "title": "heading",
    "heading": "heading",
    "paragraph": "paragraph",
    "caption": "caption",
    "header": "header",
    "page-head": "header",
    "footer": "footer",
    "page-number": "page-number",
    "byline": "credit",
    "source": "credit",
}
NO_TIME = "1970-01-01T00:00:00"  # PAGE wants a time; the same document gives the same file, so it says none


def render(document: Document) -> bytes:
    """A zip with page/0001.xml, page/0002.xml, …"""
    require_places(document, "page-xml")
    pages = sheets(document, stories(document))
    return packed({f"page/{sheet.number:04d}.xml": _page(document, sheet) for sheet in pages})


def pixels(value: float) -> int:
    return round(value * DPI / 72)


def points(box: Box) -> str:
    """The corners of a box; PAGE has no place left of or above the page."""
    x0, y0, x1, y1 = (max(0, pixels(value)) for value in box)
    return f"{x0},{y0} {x1},{y0} {x1},{y1} {x0},{y1}"


def _page(document: Document, sheet: Sheet) -> str:
    return filled_in(
        "page.xml.j2",
        file=PurePath(document.source.file or "document").name,
        generator=document.generator,
        created=NO_TIME,
        sheet=sheet,
        width=pixels(sheet.page.width),
        height=pixels(sheet.page.height),
        dpi=DPI,
        points=points,
        kind=_kind,
    )


def _kind(block: Block) -> str:
    return _KINDS.get(block.kind, "other")
