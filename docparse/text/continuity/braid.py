"""Columns that a converter ran together, put apart by sense: no place on the page is known any more.

Two ways of running together are known: line by line in turn, so that each line goes on in the next but one; and side
by side, so that each line is half of one column and half of the next. Both are told by one thing: the lines as printed
make no sentences, and another reading of them does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ...languages import text_width
from ...languages.rules import Language
from .across import words_across

# Natural logarithms of how much likelier two lines are together than apart (`words_across`).
MOST, LEAST = 10.0, -4.0  # a name that no model knows is no proof against, a usual phrase none for
SENSE = 0.5  # of lines that follow each other for certain
FIRM = 3.0  # of lines that follow each other although others stand between
OPENS = -5.0  # a second column begins
TURNS, STAYS = -2.0, -0.5  # columns begin to alternate, and stop doing so
LEAST_FIRM = 3  # of a stretch: fewer are single pieces that stand elsewhere
TURNED = 0.5  # of the lines of a stretch go on in the next but one
WAITS = -0.2  # a line for which the other column waits
IDLE = 4  # lines that a column waits for its next line where nothing else says that it goes on
GAIN = 1.5  # a line: what another reading has to be better by
LINES = 6  # fewer tell nothing
WAYS = 24  # readings that are followed up
RAGGED = 2.5  # em by which the lines of a column differ in width
UNEVEN = -0.5  # an em of such a difference
SHORT = -1.0  # a paragraph ends in the left column, and its line is short
PARTED = 0.8  # of the lines of a stretch have both halves
GAP = 2.0  # a space where a line is cut
WIDEST = 100.0  # em: two columns side by side are no wider
MIDDLE = (0.3, 0.7)  # of the full lines' width: where two columns of about one width can be cut


_Ask = Callable[[str, str], float]


def _ask(language: Language) -> _Ask:
    """How well lines follow each other; each pair is asked once."""

    @cache
    def sense(before: str, after: str) -> float:
        return min(MOST, max(LEAST, words_across(before, after, language))) if before and after else 0.0

    return sense


def _doubtful(lines: Sequence[str], sense: _Ask, language: Language) -> Iterator[tuple[int, int]]:
    """Where lines stop inside a sentence that the next one does not go on with, again and again."""
    stops = [i for i, (a, b) in enumerate(pairwise(lines)) if sense(a, b) < 0.0 and not language.ends_sentence(a)]
    start = 0
    for k in range(1, len(stops) + 1):
        if k == len(stops) or stops[k] - stops[k - 1] > IDLE:
            if k - start >= LINES / 2:
                yield max(0, stops[start] - IDLE), min(len(lines), stops[k - 1] + 2 + IDLE)
            start = k


# ---- line by line in turn


def unbraided(lines: Sequence[str], language: Language) -> tuple[int, ...]:
    """The numbers of the lines in the order in which they read; as printed where no other order is far better."""
    sense = _ask(language)
    order: list[int] = []
    for start, end in _doubtful(lines, sense, language):
        origins, gain = _followed(lines[start:end], sense)
        crossed = [(origin, i) for i, origin in enumerate(origins) if origin is not None and origin != i - 1]
        if gain < GAIN * len(crossed):
            continue
        for first, last in _stretches(crossed):
            inside = [
                (lines[start + origin], lines[start + i]) for origin, i in crossed if first <= origin and i <= last
            ]
            firm = sum(sense(a, b) >= FIRM for a, b in inside)
            if firm < LEAST_FIRM or len(inside) < TURNED * (last - first):
                continue
            order += range(len(order), start + first)
            order += (start + i for i in _by_column(lines[start:end], origins, first, last, sense))
    return (*order, *range(len(order), len(lines)))


def _followed(lines: Sequence[str], sense: _Ask) -> tuple[list[int | None], float]:
    """Which line each line goes on from, None where it opens a column; and what that is better by than the print.

    At each line two are open: the one before it, and the last one of the other column. Each line goes on with one of
    them, or opens another column: the best sequence of such choices (Viterbi 1967), the likeliest few at a time.
    """
    start = _State(None, turns=False)
    ways: list[dict[_State, _Way]] = [{start: _Way(0.0, start, None)}]
    for i in range(1, len(lines)):
        as_printed = sense(lines[i - 1], lines[i])
        reached: dict[_State, _Way] = {}
        for state, way in ways[-1].items():
            other = state.other
            stays = as_printed + (STAYS if state.turns else 0.0)
            choices = [(_State(other, False), stays, i - 1), (_State(i - 1, True), OPENS, None)]
            if other is not None:
                goes_on = sense(lines[other], lines[i])
                if i - other <= IDLE or goes_on >= FIRM:
                    waited = WAITS * max(0, i - other - 2)
                    choices.append((_State(i - 1, True), goes_on + waited + (0.0 if state.turns else TURNS), other))
                else:
                    choices.append((_State(None, False), stays, i - 1))  # the other column has ended
            for after, value, origin in choices:
                if after not in reached or way.score + value > reached[after].score:
                    reached[after] = _Way(way.score + value, state, origin)
        ways.append(dict(sorted(reached.items(), key=lambda item: -item[1].score)[:WAYS]))
    last, best = max(ways[-1].items(), key=lambda item: item[1].score)
    origins: list[int | None] = []
    for i in range(len(lines) - 1, -1, -1):
        way = ways[i][last]
        origins.append(way.origin)
        last = way.came
    return origins[::-1], best.score - sum(sense(a, b) for a, b in pairwise(lines))


@dataclass(frozen=True, slots=True)
class _State:
    """The last line of the other column; whether the columns alternate."""

    other: int | None
    turns: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """A reading up to a line: the state before, and which line this one goes on from."""

    score: float
    came: _State
    origin: int | None


def _stretches(crossed: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last line of each stretch in which two columns alternate."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(crossed):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found


def _by_column(
    lines: Sequence[str], origins: Sequence[int | None], first: int, last: int, sense: _Ask
) -> Iterator[int]:
    """The lines of a stretch, the column that began first before the other; with those behind it that end the first."""
    columns: list[list[int]] = []
    for i in range(first, last + 1):
        column = next((c for c in columns if c[-1] == origins[i]), None)
        if column is None:
            columns.append([i])
        else:
            column.append(i)
    end = last + 1
    if columns[0][-1] == last:  # the longer column goes on under the shorter one
        while end < len(lines) and origins[end] == end - 1 and sense(lines[end - 1], lines[end]) > SENSE:
            columns[0].append(end)
            end += 1
    for column in columns:
        yield from column


# ---- side by side


@dataclass(frozen=True, slots=True)
class Halves:
    """Lines `first` up to `last`, without it, that hold two columns side by side."""

    first: int
    last: int
    left: tuple[str, ...]
    right: tuple[str, ...]


def unhalved(lines: Sequence[str], language: Language) -> tuple[Halves, ...]:
    """The stretches of lines that are half of one column and half of the next."""
    sense = _ask(language)
    found: list[Halves] = []
    for start, end in _doubtful(lines, sense, language):
        cuts = _cut(lines[start:end], sense, language)
        for first, last in _runs([cut < len(line) for cut, line in zip(cuts, lines[start:end], strict=True)]):
            halves = _halves_of(lines[start:end], cuts, first, last)
            if start + first >= (found[-1].last if found else 0) and _is_better(halves, lines[start:end], cuts, sense):
                found.append(replace(halves, first=start + first, last=start + last))
    return tuple(found)


def _halves_of(lines: Sequence[str], cuts: Sequence[int], first: int, last: int) -> Halves:
    inside = list(zip(lines[first:last], cuts[first:last], strict=True))
    right = tuple(half for line, cut in inside if (half := line[cut:].strip()))
    return Halves(first, last, tuple(line[:cut].strip() for line, cut in inside), right)


def _is_better(halves: Halves, lines: Sequence[str], cuts: Sequence[int], sense: _Ask) -> bool:
    """Whether two columns read far better than their lines as printed."""
    printed = lines[halves.first : halves.last]
    if len(halves.right) < max(LINES, PARTED * len(printed)):
        return False
    as_printed = sum(sense(a, b) for a, b in pairwise(printed))
    inside = sum(sense(line[:cut], line[cut:]) for line, cut in zip(printed, cuts[halves.first :], strict=False))
    apart = sum(sense(a, b) for a, b in [*pairwise(halves.left), *pairwise(halves.right)])
    return as_printed <= SENSE * len(printed) and apart - inside - as_printed >= GAIN * len(halves.right)


def _cut(lines: Sequence[str], sense: _Ask, language: Language) -> list[int]:
    """Where each line is best cut in two, behind its end where it is not: all at once (Viterbi 1967)."""
    full = sorted(map(text_width, lines))[len(lines) * 9 // 10]
    places = [_places(line, full, language) for line in lines]
    ways: list[dict[int, tuple[float, int]]] = [{cut: (_halves(lines[0], cut, sense), 0) for cut in places[0]}]
    for (above, below), cuts in zip(pairwise(lines), places[1:], strict=True):
        reached: dict[int, tuple[float, int]] = {}
        for cut in cuts:
            values = {
                before: score + _follow(above, before, below, cut, sense, language)
                for before, (score, _) in ways[-1].items()
            }
            came = max(values, key=lambda before: values[before])
            reached[cut] = values[came] + _halves(below, cut, sense), came
        ways.append(reached)
    cut = max(ways[-1], key=lambda place: ways[-1][place][0])
    chosen = []
    for way in reversed(ways):
        chosen.append(cut)
        cut = way[cut][1]
    return chosen[::-1]


def _halves(line: str, cut: int, sense: _Ask) -> float:
    """What speaks for cutting a line there, as far as the line itself tells."""
    if cut == len(line):
        return 0.0
    return (GAP if " " in line[cut - 1 : cut + 1] else 0.0) - sense(line[:cut], line[cut:])


def _follow(above: str, before: int, below: str, cut: int, sense: _Ask, language: Language) -> float:
    """How well the halves of one line go on in those of the next."""
    left, right = below[:cut], below[cut:]
    said = sense(above[:before], left) + sense(above[before:], right)
    if before == len(above) or not right:
        return said
    uneven = abs(text_width(left) - text_width(above[:before]))
    if uneven > RAGGED:  # but for the last line of a paragraph, and the one behind it
        ends = language.ends_sentence(left) or language.ends_sentence(above[:before])
        return said + (SHORT if ends else LEAST * 2)
    return said + UNEVEN * uneven


def _runs(cut: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where lines that are cut stand together, whole ones among them where a paragraph ends in one of the columns."""
    places = [i for i, is_cut in enumerate(cut) if is_cut]
    start = 0
    for k in range(1, len(places) + 1):
        if k == len(places) or places[k] - places[k - 1] > 2:
            yield places[start], places[k - 1] + 1
            start = k


def _places(line: str, full: float, language: Language) -> list[int]:
    """Where a line may be cut in two: between words near the middle, behind a sentence; and behind its end."""
    at = 0.0
    found: list[int] = []
    if full > WIDEST:
        return [len(line)]
    for i, char in enumerate(line):
        near = MIDDLE[0] * full <= at <= MIDDLE[1] * full
        ends = at <= MIDDLE[1] * full and language.ends_sentence(line[:i].rstrip())
        if i and (near or ends) and (not language.spaced or char == " "):
            found.append(i)
        at += text_width(char)
    return [*found, len(line)]
