"""What wiseflow's extractor (4.x) reads: one JSON object an article.

Its markdown is plain: headings are marked and nothing is escaped, so that what it quotes stands word for word in the
document. Missing values are empty strings, as wiseflow's own are: it prints what it is given, and would print "None".
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any

from ..model import Article, Document
from .record import author, captions, publish_date


def render(document: Document) -> str:
    """The document as JSON Lines in wiseflow's form."""
    return "".join(json.dumps(_record(a, document), ensure_ascii=False) + "\n" for a in document.articles)


def _record(article: Article, document: Document) -> dict[str, Any]:
    lines = "\n".join(_lines(article))
    return {
        "url": f"{PurePath(document.source.file or 'document').name}#{article.id}",
        "markdown": f"<main-content>\n{lines}\n</main-content>",
        "link_dict": {},
        "title": article.title or "",
        "author": author(article, document) or "",
        "published_date": publish_date(article, document) or "",
    }


def _lines(article: Article) -> list[str]:
    lines = [f"# {article.title}"] if article.title else []
    for section in article.sections:
        if section.heading:
            lines.append(f"{'#' * min(section.level + 1, 6)} {section.heading}")
        lines += [paragraph.text for paragraph in section.paragraphs]
    return lines + captions(article)
