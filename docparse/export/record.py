"""What the line formats say of an article, in one place: author, date, and the text an LLM reads."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

from ..model import Article, Document


def author(article: Article, document: Document) -> str | None:
    """The names of the byline, each once, in one string."""
    names = dict.fromkeys(person.name for person in article.byline)
    return ("、" if document.language == "zh" else ", ").join(names) or None


def publish_date(article: Article, document: Document) -> str | None:
    """The article's own date, or that of the issue it stands in."""
    return article.date or document.publication.date


def captions(article: Article) -> list[str]:
    return [figure.caption for figure in article.figures if figure.caption]


def content(article: Article) -> str:
    """The article's text; of a photo story, which has no paragraphs, the captions are the text."""
    if article.paragraphs:
        return article.text
    lines = article.text.splitlines()
    return "\n".join([*lines, *(caption for caption in captions(article) if caption not in lines)])


def uri(document: Document, article: Article | None = None) -> str:
    """A name for a document or an article that is the same wherever it is read: the file's digest (RFC 6920)."""
    try:
        digest = base64.urlsafe_b64encode(bytes.fromhex(document.source.sha256)).decode().rstrip("=")
    except ValueError:
        digest = quote(document.source.sha256, safe="")
    return f"ni:///sha-256;{digest}" + (f"#{quote(article.id, safe='')}" if article else "")


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """`values` without those that are not printed."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, ())}
