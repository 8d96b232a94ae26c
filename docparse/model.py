"""The public document: what `docparse.parse` returns and what the JSON holds (schema version 1.0).

Coordinates are PDF points (1/72 inch) with the origin at the top left of the page as it is displayed;
a box is `(x0, y0, x1, y1)`. Pages count from 1. A field that the page does not print is None or empty:
nothing here is inferred. Every value is frozen; `msgspec.structs.replace` makes a changed copy.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SCHEMA_VERSION = "1.0"

Box = tuple[float, float, float, float]
DocumentKind = Literal["newsletter", "newspaper", "other"]
ArticleKind = Literal["article", "notice", "masthead", "contents", "photos", "advert"]
Role = Literal["author", "reporter", "correspondent", "photographer", "contributor", "editor"]
OcrMode = Literal["auto", "always", "never"]
Method = Literal["text", "ocr", "mixed", "empty", "failed"]
Field = Literal[  # where words can stand
    "title", "heading", "paragraph", "caption",
    "rubric", "kicker", "subtitle", "org", "byline", "source", "dateline", "date", "credit", "table",
    "publication", "furniture", "line",
]  # fmt: skip


class Value(msgspec.Struct, frozen=True):
    """Base of every public value: frozen, compared by content."""


class Region(Value, frozen=True, kw_only=True):
    """Where something stands: a box on a page."""

    page: int
    bbox: Box


class Repair(Value, frozen=True, kw_only=True):
    """A change of the text, and what stood there before."""

    kind: str
    was: str
    now: str
    confidence: float


class Paragraph(Value, frozen=True, kw_only=True):
    """A whole paragraph; cut by a column or a page, it has several regions."""

    text: str
    regions: tuple[Region, ...] = ()
    confidence: float = 1.0
    repairs: tuple[Repair, ...] = ()


class Section(Value, frozen=True, kw_only=True):
    """Paragraphs under one heading; level 0 is the text before the first heading."""

    heading: str | None = None
    level: int = 0
    heading_regions: tuple[Region, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


class Person(Value, frozen=True, kw_only=True):
    """One name of a byline; `name` is an organisation where that is what signs."""

    role: Role
    name: str
    org: str | None = None


class Figure(Value, frozen=True, kw_only=True):
    """A picture with its caption; `image` is the path of the crop, where one was written."""

    caption: str | None = None
    credit: str | None = None
    page: int
    bbox: Box
    caption_regions: tuple[Region, ...] = ()
    image: str | None = None


class Table(Value, frozen=True, kw_only=True):
    """A ruled table, its cells row by row; a cell without text is an empty string."""

    page: int
    bbox: Box
    rows: tuple[tuple[str, ...], ...] = ()


class Article(Value, frozen=True, kw_only=True):
    """One article with everything that was printed with it."""

    id: str
    kind: ArticleKind = "article"
    rubric: str | None = None
    kicker: str | None = None
    title: str | None = None
    subtitle: str | None = None
    org: str | None = None
    byline: tuple[Person, ...] = ()
    source: str | None = None
    byline_text: str | None = None
    dateline: str | None = None
    date: str | None = None
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    regions: dict[str, tuple[Region, ...]] = {}
    pages: tuple[int, ...] = ()
    text: str = ""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs in order, whatever section they stand in."""
        return tuple(p for section in self.sections for p in section.paragraphs)


class ContentsEntry(Value, frozen=True, kw_only=True):
    """A line of the contents page, linked to its article where that was found."""

    rubric: str | None = None
    title: str
    org: str | None = None
    page_label: str | None = None
    article: str | None = None


class Publication(Value, frozen=True, kw_only=True):
    """What the publication says of itself; `date` is ISO 8601, as precise as printed."""

    title: str | None = None
    issue: str | None = None
    total_issue: str | None = None
    date: str | None = None
    publisher: str | None = None
    edition: str | None = None
    section: str | None = None


class Furniture(Value, frozen=True, kw_only=True):
    """Text that belongs to no article: running heads, page numbers, jump lines, pull quotes."""

    kind: str
    text: str
    bbox: Box


class Page(Value, frozen=True, kw_only=True):
    """A page of the file (or one half of a spread, `part` 1 or 2), and how it was read.

    `reason` is why its text layer was not taken: codes of `docs/json.md`, with commas between them.
    """

    page: int
    part: int | None = None
    label: str | None = None
    width: float
    height: float
    rotation: int = 0
    method: Method = "text"
    engine: str | None = None
    reason: str | None = None
    skew: float = 0.0
    furniture: tuple[Furniture, ...] = ()


class Warning(Value, frozen=True, kw_only=True):
    """Something a reader should know; `code` is stable, `message` is for people."""

    page: int | None = None
    code: str
    message: str


class Source(Value, frozen=True, kw_only=True):
    """The file that was read."""

    file: str | None = None
    sha256: str
    media_type: str
    pages: int


class Location(Value, frozen=True, kw_only=True):
    """Where quoted words stand: `start` and `end` count characters of the field's text.

    `index` counts such fields of the article from 0. Outside the articles (furniture, what the publication says of
    itself, the lines of a plain text) `article` is None.
    """

    article: str | None
    field: Field
    index: int
    start: int
    end: int
    regions: tuple[Region, ...] = ()


class Document(Value, frozen=True, kw_only=True):
    """Everything that was found in one file."""

    schema_version: str = SCHEMA_VERSION
    generator: str
    source: Source
    kind: DocumentKind = "other"
    language: str | None = None
    publication: Publication = Publication()
    contents: tuple[ContentsEntry, ...] = ()
    articles: tuple[Article, ...] = ()
    pages: tuple[Page, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def to_json(self, indent: int | None = 2) -> str:
        """This document as JSON; `indent=None` gives one line. `from_json` gives the same value back."""
        raw = msgspec.json.encode(self)
        return (msgspec.json.format(raw, indent=indent) if indent else raw).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Document:
        """The document that `to_json` wrote. Raises `docparse.errors.NotADocument` when `text` is something else."""
        from .errors import NotADocument

        try:
            return msgspec.json.decode(text, type=cls)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            raise NotADocument(str(error)) from error


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of `Document.to_json`."""
    schema = msgspec.json.schema(Document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
