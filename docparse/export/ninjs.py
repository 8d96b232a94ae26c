"""IPTC ninjs 3.1: the issue as one composite item, its articles as associated items."""

from __future__ import annotations

import json
from typing import Any

from ..model import Article, ArticleKind, Document, Figure
from .record import author, content, filled, publish_date, uri
from .xhtml import body

VERSION = "3.1"
STANDARD = {
    "name": "ninjs",
    "version": VERSION,
    "schema": f"https://www.iptc.org/std/ninjs/ninjs-schema_{VERSION}.json",
}
_KINDS: dict[ArticleKind, str] = {"photos": "picture"}  # the others are text


def render(document: Document) -> str:
    """One JSON object: the issue with all its articles."""
    said = document.publication
    whole = {
        "uri": uri(document),
        "type": "composite",
        "representationType": "full",
        "language": document.language,
        "title": said.title,
        "organisations": [{"name": said.publisher, "rel": "publisher"}] if said.publisher else None,
        "altIds": _printed(issue=said.issue, total_issue=said.total_issue, date=said.date, edition=said.edition),
        "standard": STANDARD,
        "associations": [_article(article, document) for article in document.articles],
    }
    return json.dumps(filled(whole), ensure_ascii=False, indent=2) + "\n"


def _article(article: Article, document: Document) -> dict[str, Any]:
    headlines = (("main", article.title), ("subtitle", article.subtitle), ("kicker", article.kicker))
    labels = {page.page: page.label for page in document.pages}
    pages = dict.fromkeys(labels.get(page) or str(page) for page in article.pages)
    return {"name": article.id} | filled(
        {
            "rel": article.kind,
            "uri": uri(document, article),
            "type": _KINDS.get(article.kind, "text"),
            "representationType": "full",
            "language": document.language,
            "title": article.title,
            "headlines": [{"role": role, "value": text} for role, text in headlines if text],
            "by": article.byline_text or author(article, document),
            "people": [{"name": person.name, "rel": person.role} for person in article.byline],
            "organisations": [{"name": article.org, "rel": "author"}] if article.org else None,
            "infoSources": [{"name": article.source, "role": "source"}] if article.source else None,
            "subjects": [{"name": article.rubric, "rel": "rubric"}] if article.rubric else None,
            "bodies": _bodies(article),
            "altIds": _printed(date=publish_date(article, document), pages=", ".join(pages)),
            "associations": [
                _picture(figure, number, article, document)
                for number, figure in enumerate(article.figures, start=1)
                if figure.caption or figure.image
            ],
        }
    )


def _bodies(article: Article) -> list[dict[str, Any]]:
    text = content(article)
    if not text:
        return []
    plain = {"role": "main", "contentType": "text/plain", "charCount": len(text), "value": text}
    return [plain, {"role": "richtext", "contentType": "application/xhtml+xml", "value": body(article)}]


def _picture(figure: Figure, number: int, article: Article, document: Document) -> dict[str, Any]:
    return {"name": f"{article.id}-{number}"} | filled(
        {
            "rel": "illustrates",
            "uri": f"{uri(document, article)}-{number}",
            "type": "picture",
            "by": figure.credit,
            "descriptions": [{"role": "caption", "value": figure.caption}] if figure.caption else None,
            "renditions": [{"name": "crop", "href": figure.image}] if figure.image else None,
        }
    )


def _printed(**values: str | None) -> list[dict[str, str]]:
    """What ninjs has no field for as it is printed: its dates want a time of day, which no page prints."""
    return [{"role": role, "value": value} for role, value in values.items() if value]
