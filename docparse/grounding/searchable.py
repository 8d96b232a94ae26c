"""A document or a plain text, made ready once for many searches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from ..model import Article, Document, Field, Location, Region
from .folding import Folded, fold, lowered

WALL = "\0"  # between texts that no quotation runs across; it stands in no folded text
FREQUENT = 64  # places of a run of letters: one that stands oftener tells nothing about where a quotation is from


@dataclass(frozen=True)
class Script:
    """Lengths in characters that differ with what a character says: a Han character is about half a word."""

    gram: int  # run of letters that is looked up
    jump: int  # what has to stand word for word at another place to be taken as quoted from there
    skip: int  # what may be left out or put in and still be one place


HAN = Script(gram=4, jump=12, skip=12)
LATIN = Script(gram=6, jump=30, skip=24)


@dataclass(frozen=True)
class Piece:
    """A text with one place in the document: a title, a paragraph, a caption."""

    article: str | None
    field: Field
    index: int
    text: str
    regions: tuple[Region, ...] = ()

    def location(self, start: int, end: int) -> Location:
        return Location(
            article=self.article, field=self.field, index=self.index, start=start, end=end, regions=self.regions
        )


@dataclass(frozen=True, eq=False)
class Searchable:
    """All texts of one document, folded and put one behind the other."""

    name: str
    pieces: tuple[Piece, ...]
    foldings: tuple[Folded, ...]
    begins: tuple[int, ...]  # of each piece in `text`
    text: str

    @classmethod
    def of_document(cls, document: Document) -> Searchable:
        """Everything that the document prints: articles, furniture, and what the publication says of itself."""
        return cls._of(document.source.file or "document", _flows(document))

    @classmethod
    def of_text(cls, name: str, text: str) -> Searchable:
        """A text as it is, a piece a line; a quotation may run over the ends of lines."""
        lines = text.split("\n")
        return cls._of(
            name, [[Piece(None, "line", i, line.rstrip("\r")) for i, line in enumerate(lines) if line.strip()]]
        )

    @classmethod
    def _of(cls, name: str, flows: Iterable[Sequence[Piece]]) -> Searchable:
        pieces: list[Piece] = []
        foldings: list[Folded] = []
        texts: list[str] = []
        begins: list[int] = []
        length = 0
        for flow in flows:
            for piece in flow:
                folded = fold(piece.text)
                pieces.append(piece)
                foldings.append(folded)
                begins.append(length)
                texts.append(folded.text)
                length += len(folded.text)
            texts.append(WALL)
            length += 1
        return cls(name, tuple(pieces), tuple(foldings), tuple(begins), "".join(texts))

    @cached_property
    def script(self) -> Script:
        letters = [c for c in self.text[:10_000] if c.isalpha()]  # the beginning tells the language
        return HAN if 2 * sum("\u3400" <= c <= "\u9fff" for c in letters) > len(letters) else LATIN

    @cached_property
    def grams(self) -> dict[str, list[int]]:
        """Where each run of letters stands, those left out that stand nearly everywhere."""
        found: dict[str, list[int]] = {}
        text, size = self.text, self.script.gram
        for i in range(len(text) - size + 1):
            found.setdefault(text[i : i + size], []).append(i)
        return {gram: places for gram, places in found.items() if len(places) <= FREQUENT}

    @cached_property
    def seams(self) -> frozenset[int]:
        """Where a piece begins or ends."""
        return frozenset(self.begins) | frozenset(self.walls)

    @cached_property
    def walls(self) -> tuple[int, ...]:
        return tuple(i for i, c in enumerate(self.text) if c == WALL)

    def room(self, place: int) -> tuple[int, int]:
        """Start and end of the texts around `place` that a quotation may run through."""
        after = bisect_right(self.walls, place)
        return (self.walls[after - 1] + 1 if after else 0), self.walls[after]

    @cached_property
    def dates(self) -> tuple[tuple[Piece, Location, str], ...]:
        """Every date with its text and place, as ISO 8601."""
        from .dates import dates

        return tuple(
            (piece, piece.location(start, end), iso) for piece in self.pieces for start, end, iso in dates(piece.text)
        )

    def finds(self, wanted: str) -> Iterator[int]:
        """Every place where the folded text `wanted` begins, none overlapping the one before."""
        return _finds(self.text, wanted)

    def finds_lowered(self, wanted: str) -> Iterator[int]:
        """The same for `wanted` in small letters, whatever letters the document has."""
        return _finds(self._lowered, wanted)

    @cached_property
    def _lowered(self) -> str:
        return lowered(self.text)

    def locations(self, start: int, end: int) -> tuple[Location, ...]:
        """What the folded characters from `start` to `end` are in the document: one location for each piece."""
        found = []
        for i in range(max(bisect_right(self.begins, start) - 1, 0), len(self.pieces)):
            if self.begins[i] >= end:
                break
            folded = self.foldings[i]
            left, right = max(start - self.begins[i], 0), min(end - self.begins[i], len(folded.text))
            if left < right:
                found.append(self.pieces[i].location(*folded.span(left, right)))
        return tuple(found)

    def printed(self, start: int, end: int) -> str:
        """The folded characters from `start` to `end` as they are printed."""
        return "".join(self.piece(place).text[place.start : place.end] for place in self.locations(start, end))

    def piece(self, place: Location) -> Piece:
        """The text that `place` is in."""
        return self.pieces[self._by_place[(place.article, place.field, place.index)]]

    @cached_property
    def _by_place(self) -> dict[tuple[str | None, str, int], int]:
        return {(piece.article, piece.field, piece.index): i for i, piece in enumerate(self.pieces)}


def _finds(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + len(wanted))


def _flows(document: Document) -> Iterator[list[Piece]]:
    for article in document.articles:
        yield list(_body(article))
        yield from ([piece] for piece in _beside(article))
    said = document.publication
    names = (said.title, said.issue, said.total_issue, said.date, said.publisher, said.edition, said.section)
    yield from ([Piece(None, "publication", i, name)] for i, name in enumerate(names) if name)
    furniture = [(page.page, item) for page in document.pages for item in page.furniture]
    for i, (number, item) in enumerate(furniture):
        yield [Piece(None, "furniture", i, item.text, (Region(page=number, bbox=item.bbox),))]


def _body(article: Article) -> Iterator[Piece]:
    """Title, headings and paragraphs in the order in which they are read."""
    if article.title:
        yield Piece(article.id, "title", 0, article.title, article.regions.get("title", ()))
    headings = paragraphs = 0
    for section in article.sections:
        if section.heading:
            yield Piece(article.id, "heading", headings, section.heading, section.heading_regions)
            headings += 1
        for paragraph in section.paragraphs:
            yield Piece(article.id, "paragraph", paragraphs, paragraph.text, paragraph.regions)
            paragraphs += 1


def _beside(article: Article) -> Iterator[Piece]:
    """What is printed with an article and not read in one go with it."""
    signed = article.byline_text or "、".join(dict.fromkeys(person.name for person in article.byline))
    single: tuple[tuple[Field, str | None], ...] = (
        ("rubric", article.rubric),
        ("kicker", article.kicker),
        ("subtitle", article.subtitle),
        ("org", article.org),
        ("byline", signed),
        ("source", article.source),
        ("dateline", article.dateline),
        ("date", article.date),
    )
    for field, text in single:
        if text:
            yield Piece(article.id, field, 0, text, article.regions.get(field, ()))
    for i, figure in enumerate(article.figures):
        here = (Region(page=figure.page, bbox=figure.bbox),)
        if figure.caption:
            yield Piece(article.id, "caption", i, figure.caption, figure.caption_regions)
        if figure.credit:
            yield Piece(article.id, "credit", i, figure.credit, figure.caption_regions or here)
    for i, table in enumerate(article.tables):
        cells = "\n".join(cell for row in table.rows for cell in row if cell)
        if cells:
            yield Piece(article.id, "table", i, cells, (Region(page=table.page, bbox=table.bbox),))


def file_name(name: str) -> str:
    """The name of a file without its folders, whatever system wrote it."""
    return PurePath(name.replace("\\", "/")).name
