"""What is said of the document as a whole: its pages, its kind, its contents."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import letters
from ..languages.rules import Language
from ..layout.types import PageLayout, Zone
from ..model import Article, ContentsEntry, DocumentKind, Furniture, Page
from ..reading.page import Line, PageContent
from . import contents
from .story import zone_lines

BROADSHEET = 700.0  # points: a page wider than A4 and Letter by far is a newspaper's
NEWS_SIGNS = 2  # articles with a dateline: news


def listed(layouts: Sequence[PageLayout], language: Language) -> tuple[ContentsEntry, ...]:
    """The entries of every contents page or box."""
    zones = [zone for layout in layouts for zone in layout.zones if _is_contents(zone, language)]
    return tuple(
        entry for zone in zones for entry in contents.entries([*zone.head, *(f.line for f in zone.flow)], language)
    )


def only_listed(layout: PageLayout, language: Language) -> frozenset[str]:
    """What stands on a page in its contents and nowhere else, line by line, as letters: no headlines there."""
    listing = [zone for zone in layout.zones if _is_contents(zone, language)]
    rows = {letters(line.text) for zone in listing for line in zone_lines(zone)}
    others = {letters(line.text) for zone in layout.zones if zone not in listing for line in zone_lines(zone)}
    return frozenset(rows - others)


def _is_contents(zone: Zone, language: Language) -> bool:
    title = "".join(line.text for line in zone.headline.lines) if zone.headline else ""
    return contents.lists_the_issue(title, [*zone.head, *(f.line for f in zone.flow)], language)


def headlines(layouts: Sequence[PageLayout]) -> frozenset[str]:
    """The headlines that the layout found, as letters, each with and without its deck."""
    found: set[str] = set()
    for layout in layouts:
        for zone in layout.zones:
            if zone.headline:
                title = letters("".join(line.text for line in zone.headline.lines))
                below = [*zone.headline.deck, *zone.head]
                found |= {
                    title,
                    *(title + letters("".join(d.text for d in below[:n])) for n in range(1, len(below) + 1)),
                }
    return frozenset(found)


def labels(layouts: Sequence[PageLayout]) -> frozenset[str]:
    """The labels over headlines that the layout found, as letters."""
    heads = [zone.headline for layout in layouts for zone in layout.zones if zone.headline]
    return frozenset(letters("".join(line.text for line in (*h.kicker, *h.rubric))) for h in heads)


def page_heads(layouts: Sequence[PageLayout]) -> tuple[tuple[Line, ...], ...]:
    """The head of every page with the page number wherever it stands, empty for pages without a head."""
    return tuple(
        tuple(line for kind, line in layout.furniture if kind in ("page-head", "page-number"))
        if any(kind == "page-head" for kind, _ in layout.furniture)
        else ()
        for layout in layouts
    )


def pages(
    read: Sequence[PageContent], layouts: Sequence[PageLayout], plates: Sequence[Zone], jump_heads: Sequence[Line]
) -> tuple[Page, ...]:
    """The document's pages with their furniture; nameplates, covers and repeated headlines are furniture too."""
    found = [
        *(("nameplate", line) for zone in plates for line in zone_lines(zone)),
        *(("jump-head", line) for line in jump_heads),
    ]
    return tuple(
        _page(content, layout, [(kind, line) for kind, line in found if line.page == content.number])
        for content, layout in zip(read, layouts, strict=True)
    )


def _page(content: PageContent, layout: PageLayout, lines: Sequence[tuple[str, Line]]) -> Page:
    width, height = content.size or (content.width, content.height)
    return Page(
        page=content.number,
        part=content.part,
        label=layout.label,
        width=width,
        height=height,
        rotation=content.rotation,
        method=content.method,
        engine=content.engine,
        reason=content.reason,
        skew=content.skew,
        furniture=tuple(_furniture(kind, line) for kind, line in (*layout.furniture, *lines)),
    )


def _furniture(kind: str, line: Line) -> Furniture:
    return Furniture(kind=kind, text=line.text.replace("\u00ad", ""), bbox=line.box.rounded())


def kind(read: Sequence[PageContent], articles: Sequence[Article]) -> DocumentKind:
    """Newspapers are broadsheets or carry datelines; newsletters are what else has articles."""
    if not any(a.kind in ("article", "notice", "photos") and (a.title or a.paragraphs) for a in articles):
        return "other"
    broad = sum(content.width >= BROADSHEET and content.height >= BROADSHEET for content in read)
    datelines = sum(a.dateline is not None for a in articles)
    return "newspaper" if 2 * broad > len(read) or datelines >= NEWS_SIGNS else "newsletter"
