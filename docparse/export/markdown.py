"""Markdown for people: a document's articles in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Article, Document, Figure, Person, Publication, Table

_SIGNS = re.compile(r"([\\`*_<\[\]])")
_LINE_START = re.compile(r"^([#>+=~-])")


def render(document: Document) -> str:
    """The whole document; each article under a heading of its own."""
    blocks = _masthead(document.publication)
    for article in document.articles:
        blocks += _article(article, article_level=2 if document.publication.title else 1)
    return "\n\n".join(blocks) + "\n" if blocks else ""


def escape(text: str) -> str:
    """`text` with the signs that Markdown would take for its own made plain."""
    return _LINE_START.sub(r"\\\1", _SIGNS.sub(r"\\\1", text))


def _masthead(publication: Publication) -> list[str]:
    if not publication.title:
        return []
    facts = (publication.issue, publication.total_issue, publication.date, publication.edition, publication.section)
    line = " · ".join(escape(fact) for fact in (*facts, publication.publisher) if fact)
    return [f"# {escape(publication.title)}", *([line] if line else [])]


def _article(article: Article, article_level: int) -> list[str]:
    blocks = [f"*{escape(label)}*" for label in (article.rubric, article.kicker) if label]
    if article.title:
        blocks.append(f"{'#' * article_level} {escape(article.title)}")
    elif article_level > 1:
        blocks.append("---")  # an article without a title still begins somewhere
    if article.subtitle:
        blocks.append(f"**{escape(article.subtitle)}**")
    if signature := _signature(article):
        blocks.append(signature)
    for section in article.sections:
        if section.heading:
            blocks.append(f"{'#' * min(article_level + section.level, 6)} {escape(section.heading)}")
        blocks += [escape(paragraph.text) for paragraph in section.paragraphs]
    return [*blocks, *_figures(article.figures), *(_table(table) for table in article.tables if table.rows)]


def _signature(article: Article) -> str:
    """The organisation, the byline as printed (or its names) and the source, on one line."""
    byline = " ".join((article.byline_text or "").split()) or _names(article.byline)
    source = article.source if article.source and article.source not in byline else None
    return " · ".join(escape(part) for part in (article.org, byline, source) if part)


def _names(byline: Sequence[Person]) -> str:
    return ", ".join(dict.fromkeys(person.name for person in byline))


def _figures(figures: Sequence[Figure]) -> list[str]:
    return [block for figure in figures if (block := _figure(figure))]


def _figure(figure: Figure) -> str:
    words = " ".join(escape(part) for part in (figure.caption, figure.credit and f"({figure.credit})") if part)
    if not figure.image:
        return f"> {words}" if words else ""
    return f"![{words}](<{figure.image}>)"


def _table(table: Table) -> str:
    width = max(len(row) for row in table.rows)
    rows = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in table.rows]
    lines = [rows[0], ["---"] * width, *rows[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return escape(" ".join(text.split())).replace("|", "\\|")
