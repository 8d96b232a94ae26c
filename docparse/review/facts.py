"""Facts that were looked for in the document, as the review page shows them.

They are the lines that `docparse ground` writes, taken as plain values; only this module knows their form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ..errors import NotCheckedFacts
from ..model import Document, Region, Value
from .pieces import Piece, Story, furniture

VERDICTS = ("verbatim", "near", "nowhere")
NUMBERED = ("heading", "paragraph", "caption")  # fields that an article has more than one of
AS_ONE = ("byline",)  # shown with its white space joined: its characters are not counted


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a piece's words, counted as JavaScript counts them."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with its verdict: its words in stretches, each with what is printed instead where that differs."""

    kind: str  # quotation, author or date
    words: tuple[tuple[str, str | None], ...]
    verdict: str
    places: tuple[Place, ...]
    regions: tuple[Region, ...]


class _At(Value, frozen=True, kw_only=True):
    article: str | None
    field: str
    index: int
    start: int
    end: int
    regions: tuple[Region, ...] = ()


class _Difference(Value, frozen=True, kw_only=True):
    was: str
    start: int
    end: int


class _Part(Value, frozen=True, kw_only=True):
    differences: tuple[_Difference, ...] = ()
    at: tuple[_At, ...] = ()


class _Printed(Value, frozen=True, kw_only=True):
    verdict: str
    at: tuple[_At, ...] = ()


class _Line(Value, frozen=True, kw_only=True):
    fact: dict[str, Any]
    verdict: str | None
    parts: tuple[_Part, ...] = ()
    author: _Printed | None = None
    publish_date: _Printed | None = None


def read(path: Path) -> list[Any]:
    """The lines of a file as plain values. Raises NotCheckedFacts for what is no file of facts."""
    try:
        lines = path.read_bytes().splitlines()
        return [msgspec.json.decode(line) for line in lines if line.strip()]
    except OSError as error:
        raise NotCheckedFacts(str(path), error.strerror or str(error)) from error
    except msgspec.DecodeError as error:
        raise NotCheckedFacts(str(path), str(error)) from error


def facts(lines: Sequence[Any], document: Document, stories: Sequence[Story], name: str = "facts") -> tuple[Fact, ...]:
    """The facts with their places among the pieces of the document; a place that it does not have is left out."""
    try:
        parsed = msgspec.convert(lines, tuple[_Line, ...])
    except msgspec.ValidationError as error:
        raise NotCheckedFacts(name, str(error)) from error
    pieces = _Pieces(document, stories)
    return tuple(fact for line in parsed for fact in _facts(line, pieces))


def _facts(line: _Line, pieces: _Pieces) -> Iterator[Fact]:
    if line.verdict is not None:
        at = [place for part in line.parts for place in part.at]
        differences = [difference for part in line.parts for difference in part.differences]
        words = _compared(str(line.fact.get("content") or ""), differences)
        yield Fact("quotation", words, line.verdict, *pieces.find(at))
    for kind, field, printed in (("author", "author", line.author), ("date", "publish_date", line.publish_date)):
        if printed:
            words = ((str(line.fact.get(field) or ""), None),)
            yield Fact(kind, words, printed.verdict, *pieces.find(printed.at))


def _compared(content: str, differences: Sequence[_Difference]) -> tuple[tuple[str, str | None], ...]:
    """The quotation cut where it differs; an empty stretch stands where something printed was left out."""
    stretches: list[tuple[str, str | None]] = []
    at = 0
    for difference in sorted(differences, key=lambda d: d.start):
        if difference.start < at:
            continue
        stretches += [
            (content[at : difference.start], None),
            (content[difference.start : difference.end], difference.was),
        ]
        at = difference.end
    return tuple((text, was) for text, was in (*stretches, (content[at:], None)) if text or was)


class _Pieces:
    """The pieces of a document by article, field and index."""

    def __init__(self, document: Document, stories: Sequence[Story]) -> None:
        self.ids = {story.article.id: story for story in stories}
        self.pieces = {piece.key: piece for story in stories for piece in story.pieces}
        self.furniture = furniture(document)

    def find(self, at: Sequence[_At]) -> tuple[tuple[Place, ...], tuple[Region, ...]]:
        """The places that are shown in the text, and all regions."""
        places: list[Place] = []
        regions: list[Region] = []
        for place in at:
            piece = self._piece(place)
            regions += place.regions or (piece.regions if piece else ())
            if piece:
                whole = place.field in AS_ONE or (place.field == "source" and piece.kind in AS_ONE)
                start, end = (0, len(piece.text)) if whole else (place.start, place.end)
                places.append(Place(piece.key, _units(piece.text, start), _units(piece.text, end)))
        return tuple(places), tuple(dict.fromkeys(regions))

    def _piece(self, place: _At) -> Piece | None:
        if place.field == "furniture":
            return self.furniture[place.index] if 0 <= place.index < len(self.furniture) else None
        story = self.ids.get(place.article or "")
        if story is None:
            return None
        field = place.field if f"{story.key}-{place.field}" in self.pieces or place.field != "source" else "byline"
        return self.pieces.get(f"{story.key}-{field}{place.index if field in NUMBERED else ''}")


def _units(text: str, place: int) -> int:
    """A place in a text as JavaScript counts it: characters beyond the first plane are two."""
    return len(text[: max(0, place)].encode("utf-16-le", "surrogatepass")) // 2
