"""Whether the author and the date that were given for a text are printed in it, and where."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ..model import Field, Location
from .dates import dates
from .folding import fold, lowered, unquoted
from .quotation import ALSO
from .searchable import Piece, Searchable
from .verdict import Printed, Standing

# Where an author is looked for first: what signs a text before what only speaks of somebody.
_SIGNING: tuple[Field, ...] = (
    "byline",
    "source",
    "org",
    "credit",
    "publication",
    "dateline",
    "date",
    "subtitle",
    "title",
)
_NAMES = regex.compile(r"\s*(?:[、，,;；/|]|\band\b|&|\s{2,}|(?<=\p{Han})\s+(?=\p{Han}))\s*")


def author(source: Searchable, name: str, article: str | None = None) -> Printed:
    """All of `name` in one place, or else each of the names in it."""
    places = _places(source, name, article)
    if places:
        return Printed(verdict="verbatim", at=places)
    found = [_places(source, single, article) for single in _NAMES.split(name) if single.strip()]
    met = tuple(places[0] for places in found if places)
    standing: Standing = "verbatim" if met and len(met) == len(found) else "near" if met else "nowhere"
    return Printed(verdict=standing, at=met)


def publish_date(source: Searchable, date: str, article: str | None = None) -> Printed:
    """`date`, however it is written; near where the page prints only a part of it, or it only a part of the page's."""
    wanted = next((iso for _, _, iso in dates(date)), None)
    if wanted is None:
        places = _places(source, date, article)
        return Printed(verdict="verbatim" if places else "nowhere", at=places)
    same: list[tuple[Piece, Location]] = []
    like: list[tuple[Piece, Location]] = []
    for piece, place, iso in source.dates:
        if iso == wanted:
            same.append((piece, place))
        elif iso.startswith(wanted) or wanted.startswith(iso):
            like.append((piece, place))
    standing: Standing = "verbatim" if same else "near" if like else "nowhere"
    return Printed(verdict=standing, at=_in_order(same or like, article))


def _places(source: Searchable, words: str, article: str | None) -> tuple[Location, ...]:
    wanted = lowered(unquoted(fold(words)).text)  # a byline may be set in capitals
    found = []
    for start in source.finds_lowered(wanted):
        places = source.locations(start, start + len(wanted))
        if len(places) == 1:  # a name does not run from one field into another
            found.append((source.piece(places[0]), places[0]))
    return _in_order(found, article)


def _in_order(found: Sequence[tuple[Piece, Location]], article: str | None) -> tuple[Location, ...]:
    def rank(pair: tuple[Piece, Location]) -> tuple[bool, int]:
        piece = pair[0]
        signing = _SIGNING.index(piece.field) if piece.field in _SIGNING else len(_SIGNING)
        return article is not None and piece.article not in (article, None), signing

    return tuple(place for _, place in sorted(found, key=rank)[:ALSO])
