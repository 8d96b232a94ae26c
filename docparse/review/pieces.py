"""A document as pieces that both sides of the review page share: each has a key, its words, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..export.record import author
from ..model import Article, Document, Figure, Paragraph, Region, Repair, Table

DOUBTFUL = 0.9  # a paragraph's confidence below which it is marked: OCR of clean print gives 0.97 and more


@dataclass(frozen=True, slots=True)
class Piece:
    """One field, heading, paragraph, picture or table; `key` names it in the text and on the pages."""

    key: str
    kind: str
    text: str = ""
    regions: tuple[Region, ...] = ()
    level: int = 0
    confidence: float = 1.0
    repairs: tuple[Repair, ...] = ()

    @property
    def doubtful(self) -> bool:
        return self.confidence < DOUBTFUL


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, or a table, as two pieces: the thing itself and the words under it."""

    shown: Piece
    caption: Piece | None = None
    credit: str | None = None
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """An article as it is shown; `number` counts from 1 in reading order."""

    number: int
    article: Article
    head: tuple[Piece, ...]
    body: tuple[Piece, ...]
    pictures: tuple[Picture, ...]

    @property
    def key(self) -> str:
        return f"a{self.number}"

    @property
    def title(self) -> str:
        """What the article is called in lists and labels: its title, else how it begins."""
        words = (piece.text for piece in (*self.body, *(p.caption for p in self.pictures if p.caption)))
        return self.article.title or _beginning(next((w for w in words if w), ""))

    @property
    def pieces(self) -> Iterator[Piece]:
        yield from self.head
        yield from self.body
        for picture in self.pictures:
            yield picture.shown
            if picture.caption:
                yield picture.caption

    @property
    def flow(self) -> Iterator[Piece]:
        """What is read one after the other, from the title on."""
        yield from (piece for piece in self.head if piece.kind == "title")
        yield from self.body


def stories(document: Document) -> tuple[Story, ...]:
    """The articles of a document in its order."""
    return tuple(_story(number, article, document) for number, article in enumerate(document.articles, 1))


def furniture(document: Document) -> tuple[Piece, ...]:
    """The text of no article, in the order of the document; counted by page, since both halves of a spread are one."""
    counted: dict[int, int] = {}
    found: list[Piece] = []
    for page in document.pages:
        for item in page.furniture:
            index = counted[page.page] = counted.get(page.page, -1) + 1
            here = (Region(page=page.page, bbox=item.bbox),)
            found.append(Piece(f"page{page.page}-furniture{index}", item.kind, item.text, here))
    return tuple(found)


def _story(number: int, article: Article, document: Document) -> Story:
    key = f"a{number}"
    figures = [_figure(key, i, figure) for i, figure in enumerate(article.figures)]
    tables = [_table(key, i, table) for i, table in enumerate(article.tables)]
    return Story(number, article, tuple(_head(key, article, document)), tuple(_body(key, article)), (*figures, *tables))


def _head(key: str, article: Article, document: Document) -> Iterator[Piece]:
    byline = " ".join((article.byline_text or "").split()) or author(article, document) or ""
    signed = article.source is not None and article.source in byline  # one printed line tells both
    told: Sequence[tuple[str, str | None]] = (
        ("rubric", article.rubric),
        ("kicker", article.kicker),
        ("title", article.title),
        ("subtitle", article.subtitle),
        ("org", article.org),
        ("byline", byline),
        ("source", None if signed else article.source),
    )
    for kind, text in told:
        if text:
            regions = article.regions.get(kind, ())
            if kind == "byline" and signed:
                regions = tuple(dict.fromkeys((*regions, *article.regions.get("source", ()))))
            yield Piece(f"{key}-{kind}", kind, text, regions)


def _body(key: str, article: Article) -> Iterator[Piece]:
    headings = paragraphs = 0
    for section in article.sections:
        if section.heading:
            level = max(1, section.level)
            yield Piece(f"{key}-heading{headings}", "heading", section.heading, section.heading_regions, level)
            headings += 1
        for paragraph in section.paragraphs:
            yield _paragraph(f"{key}-paragraph{paragraphs}", paragraph)
            paragraphs += 1


def _paragraph(key: str, paragraph: Paragraph) -> Piece:
    return Piece(
        key,
        "paragraph",
        paragraph.text,
        paragraph.regions,
        confidence=paragraph.confidence,
        repairs=paragraph.repairs,
    )


def _figure(key: str, index: int, figure: Figure) -> Picture:
    shown = Piece(f"{key}-figure{index}", "figure", regions=(Region(page=figure.page, bbox=figure.bbox),))
    caption = figure.caption and Piece(f"{key}-caption{index}", "caption", figure.caption, figure.caption_regions)
    return Picture(shown, caption or None, figure.credit)


def _table(key: str, index: int, table: Table) -> Picture:
    shown = Piece(f"{key}-table{index}", "table", regions=(Region(page=table.page, bbox=table.bbox),))
    return Picture(shown, rows=table.rows)


def _beginning(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
