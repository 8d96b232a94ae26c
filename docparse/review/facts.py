"""Facts that were looked for in the document, as the review page shows them.

They come as JSON Lines, as `docparse ground` writes them: `content`, `verdict`, and `places` with `article`, `field`,
`index`, `start`, `end` and `regions`. Only this module knows that form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ..errors import FactsNotReadable
from ..model import Region, Value
from .pieces import Piece, Story

VERDICTS = ("verbatim", "near", "nowhere")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands: a stretch of a piece's words, counted as JavaScript counts them, and its regions."""

    key: str
    start: int
    end: int
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with its verdict."""

    content: str
    verdict: str
    places: tuple[Place, ...]


class _Place(Value, frozen=True, kw_only=True):
    article: str
    field: str = "paragraph"
    index: int = 0
    start: int = 0
    end: int = 0
    regions: tuple[Region, ...] = ()


class _Line(Value, frozen=True, kw_only=True):
    content: str | None
    verdict: str
    places: tuple[_Place, ...] = ()


def read(path: Path) -> list[Mapping[str, Any]]:
    """The lines of a file as plain values. Raises FactsNotReadable for what is no file of facts."""
    try:
        lines = path.read_bytes().splitlines()
        return [msgspec.json.decode(line) for line in lines if line.strip()]
    except OSError as error:
        raise FactsNotReadable(str(path), error.strerror or str(error)) from error
    except msgspec.DecodeError as error:
        raise FactsNotReadable(str(path), str(error)) from error


def facts(lines: Sequence[Mapping[str, Any]], stories: Sequence[Story], name: str = "facts") -> tuple[Fact, ...]:
    """The facts with their places among the pieces of the document; a place that it does not have is left out."""
    try:
        parsed = [
            msgspec.convert(line, _Line) for line in lines if not (isinstance(line, dict) and "verdict" not in line)
        ]
    except (msgspec.ValidationError, TypeError) as error:
        raise FactsNotReadable(name, str(error)) from error
    ids = {story.article.id: story for story in stories}
    keys = {piece.key: piece for story in stories for piece in story.pieces}
    return tuple(Fact(line.content or "", line.verdict, tuple(_places(line, ids, keys))) for line in parsed)


def _places(line: _Line, ids: Mapping[str, Story], keys: Mapping[str, Piece]) -> Iterator[Place]:
    for place in line.places:
        story = ids.get(place.article)
        if story is None:
            continue
        numbered = place.field in ("heading", "paragraph", "caption")
        piece = keys.get(f"{story.key}-{place.field}{place.index if numbered else ''}")
        if piece is None:
            continue
        start, end = (_units(piece.text, at) for at in (place.start, place.end))
        yield Place(piece.key, start, end, place.regions or piece.regions)


def _units(text: str, place: int) -> int:
    """A place in a text as JavaScript counts it: characters beyond the first plane are two."""
    return len(text[: max(0, place)].encode("utf-16-le", "surrogatepass")) // 2
