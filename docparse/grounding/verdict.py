"""What is said of a fact: a line of checked.jsonl."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from ..model import Location, Value

Standing = Literal["verbatim", "near", "nowhere"]


class Difference(Value, frozen=True, kw_only=True):
    """What the document prints (`was`) and the quotation has for it (`now`), at `start` to `end` of the quotation."""

    was: str
    now: str
    start: int
    end: int


class Part(Value, frozen=True, kw_only=True):
    """A part of the quotation, `start` to `end` of its characters, with the one place that it comes from.

    `at` has a location for each field that it runs through; `also` is where else the same words begin.
    """

    start: int
    end: int
    similarity: float
    differences: tuple[Difference, ...] = ()
    at: tuple[Location, ...] = ()
    also: tuple[Location, ...] = ()


class Printed(Value, frozen=True, kw_only=True):
    """Whether an author or a date is printed, and where."""

    verdict: Standing
    at: tuple[Location, ...] = ()


class Verdict(Value, frozen=True, kw_only=True):
    """A fact as it was given, and what was found of it; `verdict` is None for a line without `content`."""

    fact: dict[str, Any]
    source: str | None = None
    verdict: Standing | None = None
    similarity: float = 0.0
    pages: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    author: Printed | None = None
    publish_date: Printed | None = None

    def to_json(self) -> str:
        """This verdict as one line of JSON."""
        return msgspec.json.encode(self).decode()
