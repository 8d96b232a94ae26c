"""Where words stand that were changed a little, or that were put together from several places.

Runs of letters that quotation and document share are chained to the cheapest reading of the quotation: as few places
as possible, in each of them as little as possible left out or put in. Each place is then compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from .searchable import WALL, Script, Searchable

RUNS = 32  # shared runs that are weighed, the longest first: more cost time and change nothing
LETTERS_PER_RUN = 16  # … and in a quotation of many lines one more for so many letters,
MOST_RUNS = 1000  # … but no more than are weighed in a second
EDIT = 1.0  # letters that a change inside one place costs: of two readings the one with fewer changes is better
SWAPPED = 2  # letters: a changed end as short as this replaces what the document has there; a longer one was put in
MORE = 2  # letters that the document may have more at a changed end


@dataclass(frozen=True)
class Run:
    """Letters that stand the same in the quotation and in the document."""

    quote: int
    place: int
    length: int

    def without(self, letters: int) -> Run:
        return Run(self.quote + letters, self.place + letters, self.length - letters)


@dataclass(frozen=True)
class Change:
    """Folded characters of the document, and those of the quotation that stand for them."""

    place: tuple[int, int]
    quote: tuple[int, int]


@dataclass(frozen=True)
class Stretch:
    """A part of a quotation, and the one place that it comes from; ends are exclusive, characters are folded."""

    quote: tuple[int, int]
    place: tuple[int, int]
    same: int  # characters that are the same
    changes: tuple[Change, ...] = ()

    @property
    def similarity(self) -> float:
        """1 for the same words, less for each character left out or put in."""
        both = self.quote[1] - self.quote[0] + self.place[1] - self.place[0]
        return 2 * self.same / both if both else 0.0


def stretches(source: Searchable, quote: str) -> list[Stretch]:
    """The places that `quote` was put together from, in its own order; empty where no run of letters is shared."""
    chain = _chained(_runs(source, quote), source)
    groups: list[list[Run]] = []
    for run in chain:
        if groups and _is_one_place(groups[-1][-1], run, source):
            groups[-1].append(run)
        else:
            groups.append([run])
    # what stands between two places was put in behind the first
    begins = [0, *(group[0].quote for group in groups[1:])]
    ends = [*begins[1:], len(quote)]
    return [_compared(source, quote, g, b, e) for g, b, e in zip(groups, begins, ends, strict=True)] if groups else []


def _runs(source: Searchable, quote: str) -> list[Run]:
    """The longest runs of letters that both have, in the order of the quotation."""
    size, grams = source.script.gram, source.grams
    by_diagonal: dict[int, list[int]] = {}  # place minus quote: the same for all letters of a run
    runs: list[tuple[int, list[int]]] = []
    for start in range(len(quote) - size + 1):
        for place in grams.get(quote[start : start + size], ()):
            diagonal = place - start
            reached = by_diagonal.get(diagonal)
            if reached is not None and reached[1] >= start:
                reached[1] = start + size
            else:
                by_diagonal[diagonal] = reached = [start, start + size]
                runs.append((diagonal, reached))
    most = min(max(RUNS, len(quote) // LETTERS_PER_RUN), MOST_RUNS)
    if len(runs) > most:
        runs = nlargest(most, runs, key=lambda run: run[1][1] - run[1][0])
    return sorted(
        (Run(start, start + diagonal, end - start) for diagonal, (start, end) in runs),
        key=lambda run: (run.quote, run.place),
    )


def _chained(runs: Sequence[Run], source: Searchable) -> list[Run]:
    """The runs of the cheapest reading: letters explained, less what each jump to another place costs."""
    script = source.script
    worth: list[float] = []
    before: list[int] = []
    kept: list[Run] = []
    for j, run in enumerate(runs):
        best, link, chosen = float(run.length), -1, run
        for i in range(j):
            overlap = runs[i].quote + runs[i].length - run.quote
            if overlap >= run.length:
                continue
            later = run.without(overlap) if overlap > 0 else run
            cost = EDIT if _is_one_place(runs[i], later, source) else script.jump
            if worth[i] + later.length - cost > best:
                best, link, chosen = worth[i] + later.length - cost, i, later
        worth.append(best)
        before.append(link)
        kept.append(chosen)
    chain: list[Run] = []
    at = max(range(len(runs)), key=worth.__getitem__, default=-1)
    while at >= 0:
        chain.append(kept[at])
        at = before[at]
    return chain[::-1]


def _is_one_place(first: Run, second: Run, source: Searchable) -> bool:
    script: Script = source.script
    end = first.place + first.length
    if not 0 <= second.place - end <= script.skip or second.quote - first.quote - first.length > script.skip:
        return False
    return WALL not in source.text[end : second.place]


def _compared(source: Searchable, quote: str, runs: Sequence[Run], begin: int, end: int) -> Stretch:
    """The quotation from `begin` to `end` beside the place of `runs`, letter by letter."""
    from rapidfuzz.distance import Levenshtein

    low, high = source.room(runs[0].place)
    start, stop = runs[0].place, runs[-1].place + runs[-1].length
    lead, tail = quote[begin : runs[0].quote], quote[runs[-1].quote + runs[-1].length : end]
    if len(lead) <= source.script.skip:
        before = source.text[max(low, start - len(lead) - MORE) : start]
        start -= _reach(before[::-1], lead[::-1])
    if len(tail) <= source.script.skip:
        stop += _reach(source.text[stop : min(high, stop + len(tail) + MORE)], tail)
    window = source.text[start:stop]
    steps = [
        (op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in Levenshtein.opcodes(window, quote[begin:end])
        if op.tag != "equal"
    ]
    return Stretch(
        quote=(begin, end),
        place=(start, stop),
        same=len(window) - sum(b - a for a, b, _, _ in steps),
        changes=tuple(Change((start + a, start + b), (begin + c, begin + d)) for a, b, c, d in _joined(steps)),
    )


Step = tuple[int, int, int, int]  # from and to in the document, from and to in the quotation


def _reach(text: str, end: str) -> int:
    """How many of the first characters of `text` are what `end`, the changed end of a quotation, stands for."""
    from rapidfuzz.distance import Levenshtein

    if not end:
        return 0
    distances = [Levenshtein.distance(text[:length], end) for length in range(len(text) + 1)]
    least = min(distances)
    if len(distances) > len(end) and distances[len(end)] == least and _stands_for(text[: len(end)], end):
        return len(end)
    return distances.index(least)


def _stands_for(printed: str, written: str) -> bool:
    """Whether a changed end replaces what the document has there, rather than being put in."""
    if len(printed) > SWAPPED:
        return any(a == b for a, b in zip(printed, written, strict=True))
    return all(a.isalnum() == b.isalnum() for a, b in zip(printed, written, strict=True))


def _joined(steps: Sequence[Step]) -> list[Step]:
    """Changes with a single letter between them are one change: no reader takes them apart."""
    joined: list[Step] = []
    for step in steps:
        if joined and step[0] - joined[-1][1] <= 1 and step[2] - joined[-1][3] <= 1:
            joined[-1] = (joined[-1][0], step[1], joined[-1][2], step[3])
        else:
            joined.append(step)
    return joined
