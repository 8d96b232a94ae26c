"""Fragments of one text put in order: the chain in which each continues the one before it best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...languages.rules import Language
from .measure import continuation

AS_GIVEN = 1.0  # for a fragment that keeps the neighbour it was given with: text is seldom torn at every place
SURE = {True: 2.0, False: 1.0}  # by `Language.spaced`: evidence that counts as one; English has more of it a join
EXACT = 11  # fragments up to which every order is weighed: 2**11 * 11 * 11 steps take a tenth of a second
ROUNDS = 50  # of improvements, where every order would be too many


@dataclass(frozen=True, slots=True)
class Order:
    """`places`: the numbers of the fragments in the order found; `joins`: how well each continues the one before it."""

    places: tuple[int, ...]
    joins: tuple[float, ...]


def order(fragments: Sequence[str], language: Language, first: int | None = None) -> Order:
    """The best order of the fragments of one text; `first` is the number of the one it starts with, if that is known.

    The sum of the continuations is made as large as can be: over all orders for few fragments (dynamic programming
    over sets), otherwise from the given order and from one joined greedily, both improved by moving stretches as long
    as that helps. Neighbours that stay together are preferred a little, so what says nothing changes nothing.
    """
    count = len(fragments)
    if count < 2:
        return Order(tuple(range(count)), ())
    joins = [
        [continuation(a, b, language).score if i != j else 0.0 for j, b in enumerate(fragments)]
        for i, a in enumerate(fragments)
    ]
    sure = SURE[language.spaced]
    gains = [[joins[i][j] / sure + (AS_GIVEN if j == i + 1 else 0.0) for j in range(count)] for i in range(count)]
    places = _best_of_all(gains, first) if count <= EXACT else _improved(gains, first)
    return Order(tuple(places), tuple(joins[a][b] for a, b in pairwise(places)))


def _best_of_all(gains: list[list[float]], first: int | None) -> list[int]:
    """The best path through all; among equals the one nearest to the given order."""
    count = len(gains)
    full = (1 << count) - 1
    best: list[dict[int, tuple[float, int]]] = [{} for _ in range(full + 1)]  # set -> last -> value, the one before
    for i in range(count) if first is None else (first,):
        best[1 << i][i] = (AS_GIVEN if i == 0 else 0.0, -1)
    for chosen in range(1, full):
        for last, (value, _) in best[chosen].items():
            for after in range(count):
                if chosen >> after & 1:
                    continue
                reached = best[chosen | 1 << after]
                gain = value + gains[last][after]
                if after not in reached or gain > reached[after][0] + 1e-9:
                    reached[after] = (gain, last)
    last = max(best[full], key=lambda i: (best[full][i][0], i))
    places = [last]
    chosen = full
    while (before := best[chosen][places[-1]][1]) >= 0:
        chosen ^= 1 << places[-1]
        places.append(before)
    return places[::-1]


def _improved(gains: list[list[float]], first: int | None) -> list[int]:
    given = list(range(len(gains)))
    if first is not None:
        given.insert(0, given.pop(first))
    tried = [_moved(start, gains, first is not None) for start in (given, _greedy(gains, first))]
    return max(tried, key=lambda places: _value(places, gains))


def _value(places: Sequence[int], gains: list[list[float]]) -> float:
    start = AS_GIVEN if places[0] == 0 else 0.0
    return start + sum(gains[a][b] for a, b in pairwise(places))


def _greedy(gains: list[list[float]], first: int | None) -> list[int]:
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


def _moved(places: list[int], gains: list[list[float]], fixed: bool) -> list[int]:
    """Stretches moved elsewhere as long as the sum grows."""
    count = len(places)
    lowest = 1 if fixed else 0
    value = _value(places, gains)
    for _ in range(ROUNDS):
        found = None
        for start in range(lowest, count):
            for end in range(start + 1, count + 1):
                stretch, rest = places[start:end], places[:start] + places[end:]
                for to in range(lowest, len(rest) + 1):
                    if to != start:
                        tried = rest[:to] + stretch + rest[to:]
                        gain = _value(tried, gains)
                        if gain > value + 1e-9:
                            value, found = gain, tried
        if found is None:
            return places
        places = found
    return places
