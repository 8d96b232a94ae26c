"""Fragments of one story put in order: the chain in which each continues the one before it best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

# Weights are natural logarithms of odds, as those of `measure`. Text is seldom torn at every place.
NEXT = 1.5  # for the printed successor of a sentence that was left open, where as many are right as wrong
NEXT_PARAGRAPH = 3.0  # for the printed successor of a whole sentence, behind which any paragraph may begin
LEFT_OPEN = -3.0  # for a sentence that nothing finishes
SURE = 3.0  # a printed successor that goes on as well is not doubted
BETTER = 0.75  # what another order has to be better by
LIKELY = 6  # of an open sentence: the fragments that may finish it
EXACT = 11  # stretches up to which every order is weighed: 2**11 * 11 * 11 steps take a tenth of a second
USUAL = 10  # parts of a torn story: the more there are, the likelier two fit by chance
MOST = 20  # parts: a text in more is past putting in order, or no single story
ROUNDS = 50  # of improvements, where every order would be too many


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text that stays together: what it begins and ends with, and whether its last sentence is left open.

    With nothing as `begin`, no sentence can go on in it: a heading or a picture stands first.
    """

    begin: str
    end: str
    open: bool


Follows = Callable[[str, str], float]
Gains = list[list[float]]  # of every stretch behind every other; the last column: of nothing behind it


def order(stretches: Sequence[Stretch], follows: Follows, first: int | None = None) -> tuple[int, ...]:
    """The numbers of the stretches of one story in their best order.

    `follows` says how well the second of two texts goes on where the first stops, a natural logarithm of odds;
    `first` is the number of the stretch that the story starts with, if that is known.

    Only what may be torn is moved: the given order is cut behind every open sentence that the next stretch does not
    surely finish, and before those that finish it best. Then the sum over all joins is made as large as can be: over
    all orders for few parts (dynamic programming over sets: Held and Karp 1962), otherwise from the given order and
    from one joined greedily, both improved by moving parts as long as that helps.
    """
    follows = cache(follows)  # the same pairs are asked for to find the cuts, the trust and the gains
    given = tuple(range(len(stretches)))
    bounds = _bounds(stretches, follows, first)
    if not 1 + (first is not None) < len(bounds) <= MOST:
        return given
    parts = [given[a:b] for a, b in pairwise([*bounds, len(stretches)])]
    joined = [Stretch(stretches[p[0]].begin, stretches[p[-1]].end, stretches[p[-1]].open) for p in parts]
    gains = _gains(joined, follows, _trust(stretches, follows))
    lead = None if first is None else bounds.index(first)
    places = _best_of_all(gains, lead) if len(parts) <= EXACT else _improved(gains, lead)
    gain = _value(places, gains) - _value(range(len(parts)), gains)
    return tuple(n for i in places for n in parts[i]) if gain >= BETTER else given


def _bounds(stretches: Sequence[Stretch], follows: Follows, first: int | None) -> list[int]:
    """The numbers of the stretches before which the order may be torn; none where no sentence is in doubt."""
    count = len(stretches)
    found: set[int] = set()
    for i, stretch in enumerate(stretches):
        if not stretch.open:
            continue
        if i + 1 < count and stretches[i + 1].begin and follows(stretch.end, stretches[i + 1].begin) >= SURE:
            continue
        others = [j for j, other in enumerate(stretches) if other.begin and j not in (i, first)]
        others.sort(key=lambda j: -follows(stretch.end, stretches[j].begin))
        found.update(others[:LIKELY], (i + 1,))
    if not found:
        return []
    found |= {0, *(i for i, stretch in enumerate(stretches) if not stretch.begin)}
    if first is not None:
        found |= {first, first + 1}
    return sorted(number for number in found if number < count)


def _trust(stretches: Sequence[Stretch], follows: Follows) -> float:
    """How much oftener than not an open sentence has its likeliest rest printed behind it: how whole the text is."""
    right = wrong = 1
    for i, stretch in enumerate(stretches):
        if not stretch.open:
            continue
        fits = {j: follows(stretch.end, s.begin) for j, s in enumerate(stretches) if s.begin and j != i}
        printed = fits.pop(i + 1, LEFT_OPEN)
        best = max(fits.values(), default=LEFT_OPEN)
        right += printed > best
        wrong += printed < best
    return log(right / wrong)


def _gains(parts: Sequence[Stretch], follows: Follows, trust: float) -> Gains:
    crowd = 2 * log(max(len(parts) / USUAL, 1.0))  # by so much more pairs of ends and beginnings there are
    gains = [[*(_gain(a, b, follows) for b in parts), LEFT_OPEN if a.open else 0.0] for a in parts]
    for i, (before, after) in enumerate(pairwise(parts)):
        if before.open:
            gains[i][i + 1] += NEXT + trust + crowd
        elif after.begin:
            gains[i][i + 1] += NEXT_PARAGRAPH + crowd
    return gains


def _gain(before: Stretch, after: Stretch, follows: Follows) -> float:
    if not after.begin:
        return LEFT_OPEN if before.open else 0.0
    said = follows(before.end, after.begin)
    return said if before.open else min(said, 0.0)


def _best_of_all(gains: Gains, first: int | None) -> list[int]:
    """The best path through all; among equals the one nearest to the given order."""
    count = len(gains)
    full = (1 << count) - 1
    best: list[dict[int, tuple[float, int]]] = [{} for _ in range(full + 1)]  # set -> last -> value, the one before
    for i in range(count) if first is None else (first,):
        best[1 << i][i] = (_start(i), -1)
    for chosen in range(1, full):
        for last, (value, _) in best[chosen].items():
            for after in range(count):
                if chosen >> after & 1:
                    continue
                reached = best[chosen | 1 << after]
                gain = value + gains[last][after]
                if after not in reached or gain > reached[after][0] + 1e-9:
                    reached[after] = (gain, last)
    last = max(best[full], key=lambda i: (best[full][i][0] + gains[i][-1], i))
    places = [last]
    chosen = full
    while (before := best[chosen][places[-1]][1]) >= 0:
        chosen ^= 1 << places[-1]
        places.append(before)
    return places[::-1]


def _start(number: int) -> float:
    return NEXT_PARAGRAPH if number == 0 else 0.0


def _value(places: Sequence[int], gains: Gains) -> float:
    return _start(places[0]) + sum(gains[a][b] for a, b in pairwise(places)) + gains[places[-1]][-1]


def _improved(gains: Gains, first: int | None) -> list[int]:
    given = list(range(len(gains)))
    if first is not None:
        given.insert(0, given.pop(first))
    tried = [_moved(start, gains, first is not None) for start in (given, _greedy(gains, first))]
    return max(tried, key=lambda places: _value(places, gains))


def _greedy(gains: Gains, first: int | None) -> list[int]:
    """Chains joined at their best pairs, best pair first; then the chains in the given order."""
    count = len(gains)
    pairs = sorted(
        ((i, j) for i in range(count) for j in range(count) if i != j and j != first),
        key=lambda p: (-gains[p[0]][p[1]], p),
    )
    follower: dict[int, int] = {}
    chain = list(range(count))
    for a, b in pairs:
        if a not in follower and b not in follower.values() and chain[a] != chain[b] and gains[a][b] > 0:
            follower[a] = b
            old, new = chain[b], chain[a]
            chain = [new if c == old else c for c in chain]
    heads = [i for i in range(count) if i not in follower.values()]
    heads.sort(key=lambda i: (i != first, i))
    places: list[int] = []
    for head in heads:
        places.append(head)
        while places[-1] in follower:
            places.append(follower[places[-1]])
    return places


def _moved(places: list[int], gains: Gains, fixed: bool) -> list[int]:
    """Runs of parts moved elsewhere as long as the sum grows, the best move first."""
    lowest = 1 if fixed else 0

    def edge(at: int, to: int) -> float:
        """The gain between what stand at two places; -1 and the count are the story's edges."""
        if at < 0:
            return _start(places[to]) if to < len(places) else 0.0
        return gains[places[at]][places[to] if to < len(places) else -1]

    for _ in range(ROUNDS):
        best, move = 1e-9, None
        for start in range(lowest, len(places)):
            for end in range(start + 1, len(places) + 1):
                freed = edge(start - 1, end) - edge(start - 1, start) - edge(end - 1, end)
                for to in (*range(lowest, start), *range(end + 1, len(places) + 1)):
                    gain = freed + edge(to - 1, start) + edge(end - 1, to) - edge(to - 1, to)
                    if gain > best:
                        best, move = gain, (start, end, to)
        if move is None:
            return places
        start, end, to = move
        run, rest = places[start:end], places[:start] + places[end:]
        at = to if to < start else to - (end - start)
        places = rest[:at] + run + rest[at:]
    return places
