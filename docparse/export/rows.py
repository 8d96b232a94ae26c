"""One row an article, for tables of many documents: the values as JSON Lines, and what types the columns have."""

from __future__ import annotations

import json
from typing import Any

from ..model import Article, Document
from .record import author, captions, content, publish_date

TEXT, WHOLE, REAL, NUMBERS, TEXTS = "text", "whole", "real", "numbers", "texts"

# Columns and their types, in order; a row has a value for each of them.
COLUMNS = {
    "file": TEXT,
    "sha256": TEXT,
    "id": TEXT,
    "kind": TEXT,
    "language": TEXT,
    "publication": TEXT,
    "issue": TEXT,
    "date": TEXT,
    "edition": TEXT,
    "rubric": TEXT,
    "kicker": TEXT,
    "title": TEXT,
    "subtitle": TEXT,
    "org": TEXT,
    "author": TEXT,
    "source": TEXT,
    "pages": NUMBERS,
    "text": TEXT,
    "characters": WHOLE,
    "confidence": REAL,
    "captions": TEXTS,
}


def render(document: Document) -> str:
    """A line an article."""
    return "".join(json.dumps(row(article, document), ensure_ascii=False) + "\n" for article in document.articles)


def row(article: Article, document: Document) -> dict[str, Any]:
    text = content(article)
    own = {name: getattr(article, name) for name in ("id", "kind", "rubric", "kicker", "title", "subtitle", "org")}
    values = {
        **own,
        "file": document.source.file,
        "sha256": document.source.sha256,
        "language": document.language,
        "publication": document.publication.title,
        "issue": document.publication.issue,
        "date": publish_date(article, document),
        "edition": document.publication.edition,
        "author": author(article, document),
        "source": article.source,
        "pages": article.pages,
        "text": text,
        "characters": len(text),
        "confidence": confidence([article]),
        "captions": captions(article),
    }
    return {name: values[name] for name in COLUMNS}


def confidence(articles: list[Article] | tuple[Article, ...]) -> float | None:
    """How sure the letters of articles are, 0 to 1: the mean over their characters; None where there are none."""
    weighed = [(p.confidence, len(p.text)) for article in articles for p in article.paragraphs if p.text]
    letters = sum(count for _, count in weighed)
    return round(sum(sure * count for sure, count in weighed) / letters, 4) if letters else None
