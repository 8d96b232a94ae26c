"""METS with ALTO 4, as digitised newspapers are kept: a file for each page, and one that tells the articles."""

from __future__ import annotations

from pathlib import PurePath

from ..model import ArticleKind, Box, Document
from .blocks import Sheet, Story, require_places, sheets, stories
from .record import author, publish_date
from .xml import filled_in, packed

UNITS = 1200 / 72  # of ALTO's measure inch1200 to a point
MARGINS = ("header", "footer", "page-number")  # furniture that ALTO wants outside the print space
# Words of the METS profiles for newspapers (ENMAP, NDNP); what they have no word for keeps ours.
_DIVISIONS: dict[ArticleKind, str] = {
    "article": "ARTICLE",
    "notice": "NOTICE",
    "masthead": "MASTHEAD",
    "contents": "TABLE_OF_CONTENTS",
    "photos": "ILLUSTRATION",
    "advert": "ADVERTISEMENT",
}
_PARTS = {"title": "HEADING", "heading": "HEADING", "paragraph": "PARAGRAPH", "byline": "AUTHOR", "picture": "IMAGE"}


def render(document: Document) -> bytes:
    """A zip with mets.xml and alto/0001.xml, alto/0002.xml, …"""
    require_places(document, "mets-alto")
    told = stories(document)
    pages = sheets(document, told)
    files = {"mets.xml": _mets(document, told, pages)}
    for sheet in pages:
        files[alto_name(sheet.number)] = _alto(document, sheet)
    return packed(files)


def alto_name(number: int) -> str:
    return f"alto/{number:04d}.xml"


def place(box: Box) -> dict[str, str]:
    """A box as ALTO measures it."""
    x0, y0, x1, y1 = (value * UNITS for value in box)
    return {"HPOS": f"{x0:.1f}", "VPOS": f"{y0:.1f}", "WIDTH": f"{x1 - x0:.1f}", "HEIGHT": f"{y1 - y0:.1f}"}


def _alto(document: Document, sheet: Sheet) -> str:
    margins = [block for block in sheet.furniture if block.kind in MARGINS]
    middle = sheet.page.height / 2
    blocks = [block for _, here in sheet.stories for block in here]
    others = [block for block in sheet.furniture if block.kind not in MARGINS]
    return filled_in(
        "alto.xml.j2",
        file=PurePath(document.source.file or "").name,
        sha256=document.source.sha256,
        generator=document.generator,
        language=document.language,
        sheet=sheet,
        tags={kind: f"kind_{i}" for i, kind in enumerate(sorted({b.kind for b in (*blocks, *sheet.furniture)}), 1)},
        top=[block for block in margins if block.box[1] + block.box[3] < 2 * middle],
        bottom=[block for block in margins if block.box[1] + block.box[3] >= 2 * middle],
        blocks=blocks,
        others=others,
        ids={block.id for block in blocks},
        place=place,
        paper=place((0, 0, sheet.page.width, sheet.page.height)),
    )


def _mets(document: Document, told: tuple[Story, ...], pages: tuple[Sheet, ...]) -> str:
    kinds = {"newspaper": "Newspaper", "newsletter": "Newsletter", "other": "Document"}
    return filled_in(
        "mets.xml.j2",
        document=document,
        kind=kinds[document.kind],
        file=PurePath(document.source.file or "document").name,
        stories=told,
        pages=pages,
        numbers={sheet.number for sheet in pages},
        divisions=_DIVISIONS,
        parts=_PARTS,
        alto_name=alto_name,
        author=author,
        publish_date=publish_date,
    )
