"""schema.org: the issue and its articles as linked data (JSON-LD)."""

from __future__ import annotations

import json
from typing import Any

from ..model import Article, ArticleKind, Document, Figure, Person
from .record import content, filled, publish_date, uri

# The masthead and the contents page speak of the issue and are no works of their own.
_TYPES: dict[ArticleKind, str] = {
    "article": "NewsArticle",
    "notice": "Article",
    "photos": "NewsArticle",
    "advert": "AdvertiserContentArticle",
}
_ROLES = {"photographer": "contributor", "contributor": "contributor", "editor": "editor"}  # the others are authors


def render(document: Document) -> str:
    """One JSON object with the issue and its articles in `@graph`."""
    articles = [_article(article, document) for article in document.articles if article.kind in _TYPES]
    whole = {"@context": "https://schema.org", "@graph": [_issue(document), *articles]}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _issue(document: Document) -> dict[str, Any]:
    said = document.publication
    kind = "Newspaper" if document.kind == "newspaper" else "Periodical"
    return filled(
        {
            "@type": "PublicationIssue",
            "@id": uri(document),
            "issueNumber": said.issue,
            "alternateName": said.total_issue,
            "datePublished": said.date,
            "inLanguage": document.language,
            "publisher": _organization(said.publisher),
            "isPartOf": {"@type": kind, "name": said.title} if said.title else None,
        }
    )


def _article(article: Article, document: Document) -> dict[str, Any]:
    labels = {page.page: page.label for page in document.pages}
    pages = [labels.get(page) or str(page) for page in article.pages]
    people: dict[str, list[dict[str, Any]]] = {}
    for person in article.byline:
        people.setdefault(_ROLES.get(person.role, "author"), []).append(_person(person))
    news = _TYPES[article.kind] == "NewsArticle"
    return filled(
        {
            "@type": _TYPES[article.kind],
            "@id": uri(document, article),
            "identifier": article.id,
            "headline": article.title,
            "alternativeHeadline": article.subtitle,
            "articleSection": article.rubric,
            **{role: people[role] for role in ("author", "contributor", "editor") if role in people},
            "sourceOrganization": _organization(article.org),
            "creditText": article.source,
            "dateline": article.dateline if news else None,
            "datePublished": publish_date(article, document),
            "printEdition": document.publication.edition if news else None,
            "printSection": document.publication.section if news else None,
            "pagination": ", ".join(dict.fromkeys(pages)),
            "inLanguage": document.language,
            "articleBody": content(article),
            "image": [_image(figure) for figure in article.figures if figure.caption or figure.image],
            "isPartOf": {"@id": uri(document)},
        }
    )


def _person(person: Person) -> dict[str, Any]:
    return filled({"@type": "Person", "name": person.name, "affiliation": _organization(person.org)})


def _organization(name: str | None) -> dict[str, Any] | None:
    return {"@type": "Organization", "name": name} if name else None


def _image(figure: Figure) -> dict[str, Any]:
    return filled(
        {"@type": "ImageObject", "caption": figure.caption, "creditText": figure.credit, "contentUrl": figure.image}
    )
