"""Where quoted words stand in a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Literal

from .model import Article, Document, Location, Region

Field = Literal["title", "heading", "paragraph", "caption"]
_SHAPES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "―": "-", "‐": "-", "…": "."})


def locate(document: Document, quote: str) -> tuple[Location, ...]:
    """See `docparse.locate`."""
    wanted, _ = _folded(quote)
    if not wanted:
        return ()
    found: list[Location] = []
    for article in document.articles:
        for field, index, text, regions in _fields(article):
            folded, places = _folded(text)
            start = folded.find(wanted)
            while start >= 0:
                end = start + len(wanted)
                found.append(
                    Location(
                        article=article.id,
                        field=field,
                        index=index,
                        start=places[start],
                        end=places[end - 1] + 1,
                        regions=regions,
                    )
                )
                start = folded.find(wanted, end)
    return tuple(found)


def _fields(article: Article) -> Iterator[tuple[Field, int, str, tuple[Region, ...]]]:
    if article.title:
        yield "title", 0, article.title, article.regions.get("title", ())
    headings = [section for section in article.sections if section.heading]
    for i, section in enumerate(headings):
        yield "heading", i, section.heading or "", section.heading_regions
    for i, paragraph in enumerate(article.paragraphs):
        yield "paragraph", i, paragraph.text, paragraph.regions
    for i, figure in enumerate(article.figures):
        if figure.caption:
            yield "caption", i, figure.caption, figure.caption_regions


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place in `text` that it came from."""
    kept: list[str] = []
    places: list[int] = []
    for i, char in enumerate(text):
        if char.isspace():
            continue
        for c in unicodedata.normalize("NFKC", char).translate(_SHAPES):
            kept.append(c)
            places.append(i)
    return "".join(kept), places
