"""Everything goes back to where it stands in the file: from straightened pages to the pages as they are displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ..geometry import Box
from ..model import Article, Document, Figure, Furniture, Page, Paragraph, Region, Section, Table
from ..reading.page import PageContent
from .links import Joint


def placed(parsed: Document, read: Sequence[PageContent], numbers: Mapping[int, int]) -> Document:
    """The document with pages of the file and boxes on the displayed pages.

    `read` are the pages as they were laid out, `numbers` leads from their numbers to those of the file.
    """
    if all(content.placing is None for content in read) and all(k == v for k, v in numbers.items()):
        return parsed
    back = _Back({content.number: content for content in read}, numbers)
    return replace(
        parsed,
        articles=tuple(back.article(a) for a in parsed.articles),
        pages=tuple(back.page(p) for p in parsed.pages),
        warnings=tuple(replace(w, page=w.page and numbers.get(w.page, w.page)) for w in parsed.warnings),
    )


def placed_joints(
    joints: Sequence[Joint], read: Sequence[PageContent], numbers: Mapping[int, int]
) -> tuple[Joint, ...]:
    """The joints with pages of the file and boxes on the displayed pages."""
    back = _Back({content.number: content for content in read}, numbers)
    return tuple(Joint(back.region(j.before), back.region(j.after), j.evidence) for j in joints)


class _Back:
    """The way back for each kind of value."""

    def __init__(self, contents: Mapping[int, PageContent], numbers: Mapping[int, int]) -> None:
        self.contents, self.numbers = contents, numbers

    def _box(self, page: int, bbox: tuple[float, float, float, float]) -> Box:
        placing = self.contents[page].placing
        return placing.box(Box(*bbox)).rounded() if placing else Box(*bbox)

    def _regions(self, regions: Sequence[Region]) -> tuple[Region, ...]:
        return tuple(self.region(r) for r in regions)

    def region(self, region: Region) -> Region:
        return Region(page=self.numbers[region.page], bbox=self._box(region.page, region.bbox))

    def article(self, article: Article) -> Article:
        pages = dict.fromkeys(self.numbers[p] for p in article.pages)
        return replace(
            article,
            sections=tuple(self._section(s) for s in article.sections),
            figures=tuple(self._figure(f) for f in article.figures),
            tables=tuple(self._table(t) for t in article.tables),
            regions={name: self._regions(regions) for name, regions in article.regions.items()},
            pages=tuple(pages),
        )

    def _section(self, section: Section) -> Section:
        return replace(
            section,
            heading_regions=self._regions(section.heading_regions),
            paragraphs=tuple(self._paragraph(p) for p in section.paragraphs),
        )

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, regions=self._regions(paragraph.regions))

    def _figure(self, figure: Figure) -> Figure:
        return replace(
            figure,
            page=self.numbers[figure.page],
            bbox=self._box(figure.page, figure.bbox),
            caption_regions=self._regions(figure.caption_regions),
        )

    def _table(self, table: Table) -> Table:
        return replace(table, page=self.numbers[table.page], bbox=self._box(table.page, table.bbox))

    def page(self, page: Page) -> Page:
        furniture = tuple(self._furniture(page.page, f) for f in page.furniture)
        return replace(page, page=self.numbers[page.page], furniture=furniture)

    def _furniture(self, page: int, furniture: Furniture) -> Furniture:
        return replace(furniture, bbox=self._box(page, furniture.bbox))
