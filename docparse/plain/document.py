"""A text becomes a document."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from ..articles import build, contents, publication
from ..articles.document import kind as kind_of_document
from ..articles.story import zone_lines
from ..languages import language_of, rules_for
from ..model import Article, Document, Furniture, Page, Paragraph, Section, Source
from ..reading.blocks import Block
from ..reading.notices import no_text
from ..text.mending import ALL
from ..text.spacing import Spacing
from ..text.words import NO_VOCABULARY, Vocabulary
from ..version import __version__
from .columns import columns_parted
from .fragments import fragments
from .joins import Joins
from .outline import outline
from .stories import TYPE, stories

NOWHERE = (0.0, 0.0, 0.0, 0.0)


def document(blocks: tuple[Block, ...], source: Source, lang: str | None, kinds: Collection[str] = ALL) -> Document:
    """The articles of a text. It has pages where it has form feeds, and no places on them.

    Of the `kinds` of repairs, spacing, order and columns are made here.
    """
    code = lang or language_of("".join(line for block in blocks for line in block.lines))
    language = rules_for(code)
    if "columns" in kinds:
        blocks = columns_parted(blocks, language)
    pieces = fragments(blocks, language)
    spacing = Spacing.of((piece.text for piece in pieces), language, mend="spacing" in kinds)
    joins = Joins.of((piece.text for piece in pieces), language)
    outlined = outline(pieces, joins)
    told = stories(outlined, spacing, joins, "order" in kinds)
    texts = [piece.text for piece in pieces]
    vocabulary = Vocabulary.of(texts) if language.spaced else NO_VOCABULARY
    built = build.articles(told.stories, TYPE, language, vocabulary)
    entries = tuple(
        replace(e, title=spacing.running(e.title), org=spacing.running(e.org) if e.org else None)
        for e in outlined.listing.entries
    )
    entries, built = contents.link(entries, built)
    masthead = [t for a in built if a.kind == "masthead" for t in (a.title or "", *(p.text for p in a.paragraphs))]
    running = [line.text for _, line in told.furniture]
    last = max((block.page for block in blocks), default=1)
    return Document(
        generator=f"docparse {__version__}",
        source=replace(source, pages=last),
        kind=kind_of_document((), built),
        language=code if texts else None,
        publication=publication.publication(told.plates, (), masthead, running, language),
        contents=entries,
        articles=tuple(_nowhere(article) for article in built),
        pages=tuple(
            Page(
                page=number,
                width=0.0,
                height=0.0,
                furniture=tuple(
                    Furniture(kind=kind, text=line.text, bbox=NOWHERE)
                    for kind, line in (
                        *told.furniture,
                        *(("nameplate", line) for zone in told.plates for line in zone_lines(zone)),
                    )
                    if line.page == number
                ),
            )
            for number in range(1, last + 1)
        ),
        warnings=told.warnings if texts else (no_text(1),),
    )


def _nowhere(article: Article) -> Article:
    """The article without places: a text has none."""

    def bare(paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, regions=())

    def section(s: Section) -> Section:
        return replace(s, heading_regions=(), paragraphs=tuple(map(bare, s.paragraphs)))

    return replace(
        article,
        sections=tuple(map(section, article.sections)),
        figures=tuple(replace(f, bbox=NOWHERE, caption_regions=()) for f in article.figures),
        tables=tuple(replace(t, bbox=NOWHERE) for t in article.tables),
        regions={},
    )
