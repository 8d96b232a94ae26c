"""Facts are compared with the document that they were drawn from: where each stands, and which stand nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..model import Document, Location
from . import signature
from .facts import given
from .folding import fold
from .quotation import find
from .searchable import Searchable
from .verdict import Difference, Part, Printed, Verdict

__all__ = ["Difference", "Part", "Printed", "Searchable", "Verdict", "check", "locate"]

_LOCATED = frozenset({"title", "heading", "paragraph", "caption"})


def check(document: Document | Searchable, facts: Iterable[Mapping[str, Any]]) -> tuple[Verdict, ...]:
    """A verdict for each fact, in their order.

    A fact is what an extraction stage writes: `content` is the quotation; `article` or `id`, or what stands behind # in
    `url`, names the article where it is looked for first; `author` and `publish_date` are looked for as well.
    """
    source = document if isinstance(document, Searchable) else Searchable.of_document(document)
    return tuple(_checked(source, dict(fact)) for fact in facts)


def locate(document: Document, quote: str) -> tuple[Location, ...]:
    """See `docparse.locate`."""
    source = Searchable.of_document(document)
    wanted = fold(quote).text
    found = [source.locations(start, start + len(wanted)) for start in source.finds(wanted)]
    return tuple(place for places in found if all(p.field in _LOCATED for p in places) for place in places)


def _checked(source: Searchable, fact: dict[str, Any]) -> Verdict:
    article = _article(fact)
    name, date = given(fact.get("author")), given(fact.get("publish_date"))
    said = Verdict(
        fact=fact,
        source=source.name,
        author=signature.author(source, name, article) if name else None,
        publish_date=signature.publish_date(source, date, article) if date else None,
    )
    content = fact.get("content")
    if not isinstance(content, str):
        return said
    standing, similarity, parts = find(source, content, article)
    pages = sorted({region.page for part in parts for place in part.at for region in place.regions})
    return Verdict(
        fact=fact,
        source=source.name,
        verdict=standing,
        similarity=similarity,
        pages=tuple(pages),
        parts=parts,
        author=said.author,
        publish_date=said.publish_date,
    )


def _article(fact: Mapping[str, Any]) -> str | None:
    named = fact.get("article", fact.get("id"))
    if named is None and isinstance(url := fact.get("url"), str) and "#" in url:
        named = url.rsplit("#", 1)[1]
    return named if isinstance(named, str) else None
