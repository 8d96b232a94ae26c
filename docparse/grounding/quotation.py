"""A quotation is found: word for word, nearly, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..model import Location
from .folding import Folded, fold, parts, unquoted
from .near import Stretch, stretches
from .searchable import Searchable
from .verdict import Difference, Part, Standing

# Characters of the quotation and its places that are the same, twice over their sum. A word put in, left out or changed
# leaves 0.9 and more, a clause left out about 0.85; a sentence told in other words shares 0.3 to 0.7 with the one that
# it tells.
NEAR = 0.8
NEAR_PART = 0.6  # a part that was put together with others may have changed more at its joints
ALSO = 20  # further places that are told: a name that stands everywhere is a fact of no place
CLAUSE_ENDS = "。！？；，、：.!?;,:"  # where a quotation may be cut without breaking a clause
DIGITS = 4  # of a similarity

Found = tuple[Standing, float, tuple[Part, ...]]
NOWHERE: Found = ("nowhere", 0.0, ())


def find(source: Searchable, quote: str, article: str | None = None) -> Found:
    """Verdict, similarity and the parts of `quote`. Of several places, that in `article` is told first."""
    folded = unquoted(fold(quote))
    if not folded.text:
        return NOWHERE
    if part := _verbatim(source, folded, article):
        return "verbatim", 1.0, (part,)
    found = _near(source, folded, quote, article)
    elided = list(parts(folded))
    if found[0] == "verbatim" or [p.text for p in elided] == [folded.text]:
        return found
    together = _elided(source, elided, quote, article)
    return max(found, together, key=_rank)


def _rank(found: Found) -> tuple[bool, bool, float]:
    return found[0] == "verbatim", found[0] == "near", found[1]


def _verbatim(source: Searchable, folded: Folded, article: str | None) -> Part | None:
    places = [source.locations(start, start + len(folded.text)) for start in source.finds(folded.text)]
    places.sort(key=lambda place: article is not None and place[0].article != article)  # stable: else in reading order
    if not places:
        return None
    start, end = folded.span(0, len(folded.text))
    also = tuple(place[0] for place in places[1 : 1 + ALSO])
    return Part(start=start, end=end, similarity=1.0, at=places[0], also=also)


def _elided(source: Searchable, elided: Sequence[Folded], quote: str, article: str | None) -> Found:
    """A quotation with dots where something was left out: each part by itself."""
    found: list[tuple[Folded, Found]] = []
    for folded in elided:
        part = _verbatim(source, folded, article)
        found.append((folded, ("verbatim", 1.0, (part,)) if part else _near(source, folded, quote, article)))
    letters = sum(len(folded.text) for folded, _ in found)
    similarity = sum(len(folded.text) * likeness for folded, (_, likeness, _) in found) / max(letters, 1)
    if all(standing == "verbatim" for _, (standing, _, _) in found):
        return "verbatim", 1.0, _told(found)
    if similarity >= NEAR and all(standing != "nowhere" for _, (standing, _, _) in found):
        return "near", round(similarity, DIGITS), _told(found)
    return "nowhere", round(similarity, DIGITS), ()


def _told(found: Sequence[tuple[Folded, Found]]) -> tuple[Part, ...]:
    return tuple(part for _, (_, _, told) in found for part in told)


def _near(source: Searchable, folded: Folded, quote: str, article: str | None) -> Found:
    met = stretches(source, folded.text)
    letters = len(folded.text)
    similarity = sum((s.quote[1] - s.quote[0]) * s.similarity for s in met) / letters
    if all(not s.changes for s in met) and met and _fairly_joined(source, met):
        return "verbatim", 1.0, tuple(_part(source, folded, quote, s) for s in met)
    if similarity < NEAR or any(s.similarity < NEAR_PART for s in met):
        return "nowhere", round(similarity, DIGITS), ()
    return "near", round(min(similarity, 1.0), DIGITS), tuple(_part(source, folded, quote, s) for s in met)


def _fairly_joined(source: Searchable, met: Sequence[Stretch]) -> bool:
    """Whether no joint breaks a clause: the words before it end one, and those after it begin one."""
    return all(
        _ends_clause(source, before.place[1]) and _begins_clause(source, after.place[0])
        for before, after in pairwise(met)
    )


def _ends_clause(source: Searchable, place: int) -> bool:
    return source.text[place - 1] in CLAUSE_ENDS or place in source.seams or source.text[place] in CLAUSE_ENDS


def _begins_clause(source: Searchable, place: int) -> bool:
    return place in source.seams or place == 0 or source.text[place - 1] in CLAUSE_ENDS


def _part(source: Searchable, folded: Folded, quote: str, met: Stretch) -> Part:
    start, end = folded.span(*met.quote)
    return Part(
        start=start,
        end=end,
        similarity=round(met.similarity, DIGITS),
        differences=tuple(_difference(source, folded, quote, c.place, c.quote) for c in met.changes),
        at=source.locations(*met.place),
        also=_elsewhere(source, met),
    )


def _elsewhere(source: Searchable, met: Stretch) -> tuple[Location, ...]:
    if met.changes:
        return ()
    starts = source.finds(source.text[slice(*met.place)])
    return tuple(source.locations(s, s + 1)[0] for s in starts if s != met.place[0])[:ALSO]


def _difference(
    source: Searchable, folded: Folded, quote: str, place: tuple[int, int], written: tuple[int, int]
) -> Difference:
    start, end = folded.span(*written)
    return Difference(was=source.printed(*place), now=quote[start:end], start=start, end=end)
