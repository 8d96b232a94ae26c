"""How many facts stand where, for each model that wrote them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .verdict import Printed, Verdict

ALL = "all"
HEAD = ("facts", "verbatim", "near", "nowhere", "author", "date")


@dataclass(frozen=True)
class Row:
    """Counts of one model; `author` and `date` are (printed, given)."""

    name: str
    verbatim: int
    near: int
    nowhere: int
    author: tuple[int, int]
    date: tuple[int, int]

    @property
    def facts(self) -> int:
        return self.verbatim + self.near + self.nowhere


def rows(verdicts: Sequence[Verdict]) -> list[Row]:
    """A row for each model in the order in which they come, and one for all where there are several."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(str(verdict.fact.get("model", ALL)), []).append(verdict)
    counted = [_row(name, group) for name, group in groups.items()]
    return [*counted, _row(ALL, verdicts)] if len(counted) != 1 else counted


def table(verdicts: Sequence[Verdict]) -> str:
    """The rows as a table in plain text."""
    counted = rows(verdicts)
    width = max(_width(row.name) for row in counted)
    lines = [" ".join([" " * width, *(f"{name:>8}" for name in HEAD)])]
    for row in counted:
        numbers = (row.facts, row.verbatim, row.near, row.nowhere)
        signed = (f"{printed}/{given}" if given else "-" for printed, given in (row.author, row.date))
        cells = [*(f"{number:>8}" for number in numbers), *(f"{cell:>8}" for cell in signed)]
        lines.append(" ".join([row.name + " " * (width - _width(row.name)), *cells]))
    return "\n".join(lines)


def _row(name: str, group: Sequence[Verdict]) -> Row:
    counts = {word: sum(v.verdict == word for v in group) for word in ("verbatim", "near", "nowhere")}
    return Row(
        name,
        counts["verbatim"],
        counts["near"],
        counts["nowhere"],
        _printed(v.author for v in group),
        _printed(v.publish_date for v in group),
    )


def _printed(found: Iterable[Printed | None]) -> tuple[int, int]:
    given = [printed for printed in found if printed is not None]
    return sum(printed.verdict != "nowhere" for printed in given), len(given)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
