"""A document page by page, as the formats of the digitisation world see it: blocks with a box, in reading order.

A paragraph that a column or a page cut is one text with several boxes. Its words are known, and not which of them stand
in which box; so the first block of a chain has the whole text, and those behind it say that they go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from ..errors import NoPlaces
from ..model import Article, Box, Document, Page, Region

SIGNED = ("rubric", "kicker", "title", "subtitle", "org", "byline", "source")  # fields with regions of their own


@dataclass(frozen=True)
class Block:
    """A box on a page. `text` is None where it stands in the first block of the chain, or where there is none."""

    id: str
    page: int
    box: Box
    kind: str  # a field of the article, heading, paragraph, caption, table, picture, or a kind of furniture
    text: str | None = None
    confidence: float = 1.0
    before: str | None = None  # id of the block that this one goes on from
    after: str | None = None

    @property
    def words(self) -> list[str]:
        return (self.text or "").split()


@dataclass(frozen=True)
class Story:
    """An article with its blocks, chain by chain: each is a text with all boxes that it stands in."""

    number: int
    article: Article
    chains: tuple[tuple[Block, ...], ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for chain in self.chains for block in chain)


@dataclass(frozen=True)
class Sheet:
    """A page of the file; both halves of a spread are one."""

    number: int
    page: Page
    stories: tuple[tuple[Story, tuple[Block, ...]], ...]  # those that stand on it, with what of them stands on it
    furniture: tuple[Block, ...]

    @property
    def method(self) -> str:
        return self.page.method


def require_places(document: Document, format: str) -> None:
    """Raises NoPlaces for what was read from a text, not from pages: all its words would be missing."""
    if document.source.media_type.startswith("text/"):
        raise NoPlaces(document.source.file or "the document", format)


def stories(document: Document) -> tuple[Story, ...]:
    return tuple(Story(i, article, tuple(_chains(i, article))) for i, article in enumerate(document.articles, start=1))


def sheets(document: Document, told: Sequence[Story]) -> tuple[Sheet, ...]:
    pages: dict[int, list[Page]] = {}
    for page in document.pages:
        pages.setdefault(page.page, []).append(page)
    made = []
    for number, halves in sorted(pages.items()):
        here = ((story, tuple(b for b in story.blocks if b.page == number)) for story in told)
        items = [item for half in halves for item in half.furniture]
        furniture = tuple(
            Block(id=f"p{number:03d}_f{i}", page=number, box=item.bbox, kind=item.kind, text=item.text)
            for i, item in enumerate(items, start=1)
        )
        made.append(Sheet(number, halves[0], tuple((s, blocks) for s, blocks in here if blocks), furniture))
    return tuple(made)


def _chains(number: int, article: Article) -> Iterator[tuple[Block, ...]]:
    start = f"a{number:02d}"
    signed = article.byline_text or "、".join(dict.fromkeys(person.name for person in article.byline)) or None
    for field in SIGNED:
        text = signed if field == "byline" else getattr(article, field)
        yield from _chain(f"{start}_{field}", field, text, article.regions.get(field, ()))
    numbers = count(1)  # paragraphs are counted through all sections
    for i, section in enumerate(article.sections, start=1):
        yield from _chain(f"{start}_h{i}", "heading", section.heading, section.heading_regions)
        for paragraph in section.paragraphs:
            name = f"{start}_t{next(numbers)}"
            yield from _chain(name, "paragraph", paragraph.text, paragraph.regions, paragraph.confidence)
    for i, figure in enumerate(article.figures, start=1):
        yield (Block(id=f"{start}_g{i}", page=figure.page, box=figure.bbox, kind="picture"),)
        said = " ".join(words for words in (figure.caption, figure.credit) if words)
        yield from _chain(f"{start}_c{i}", "caption", said, figure.caption_regions)
    for i, table in enumerate(article.tables, start=1):
        cells = "\n".join("\t".join(row) for row in table.rows)
        yield (Block(id=f"{start}_r{i}", page=table.page, box=table.bbox, kind="table", text=cells or None),)


def _chain(
    name: str, kind: str, text: str | None, regions: Sequence[Region], confidence: float = 1.0
) -> Iterator[tuple[Block, ...]]:
    if not text or not regions:
        return
    names = [name if i == 0 else f"{name}_{i + 1}" for i in range(len(regions))]
    yield tuple(
        Block(
            id=names[i],
            page=region.page,
            box=region.bbox,
            kind=kind,
            text=text if i == 0 else None,
            confidence=confidence,
            before=names[i - 1] if i else None,
            after=names[i + 1] if i + 1 < len(names) else None,
        )
        for i, region in enumerate(regions)
    )
