"""The best set of pairs: a maximum-weight matching between two sides, each member used at most once.

Successive best augmenting paths (Bellman-Ford on the residual graph): exact, and quick enough for the few dozen
members of a document's open ends. Method: Edmonds & Karp 1972, for assignment with unmatched members allowed.
"""

from __future__ import annotations

from collections.abc import Mapping


def best_matching(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Left to right members with the greatest sum of weights; pairs that are absent or not positive never match."""
    edges = {pair: w for pair, w in weights.items() if w > 0}
    left = sorted({a for a, _ in edges})
    out: dict[int, list[int]] = {a: [] for a in left}
    for a, b in sorted(edges):
        out[a].append(b)
    match: dict[int, int] = {}  # left -> right
    taken: dict[int, int] = {}  # right -> left
    while True:
        gain, path = _best_path(left, out, edges, match, taken)
        if gain <= 1e-9:
            return match
        for a, b in path:
            match[a] = b
            taken[b] = a


def _best_path(
    left: list[int],
    out: dict[int, list[int]],
    edges: Mapping[tuple[int, int], float],
    match: Mapping[int, int],
    taken: Mapping[int, int],
) -> tuple[float, list[tuple[int, int]]]:
    """The alternating path from a free left member to a free right one that gains most, as the pairs to make."""
    best: dict[int, float] = {a: 0.0 for a in left if a not in match}
    came: dict[int, tuple[int, int]] = {}  # left member -> (left member before, right member between)
    changed = set(best)
    while changed:
        frontier, changed = changed, set()
        for a in sorted(frontier):
            for b in out[a]:
                if b in taken and match.get(a) != b:
                    owner = taken[b]
                    value = best[a] + edges[a, b] - edges[owner, b]
                    if value > best.get(owner, float("-inf")) + 1e-9:
                        best[owner] = value
                        came[owner] = (a, b)
                        changed.add(owner)
    gain, end = 0.0, None
    for a, value in best.items():
        for b in out[a]:
            if b not in taken and value + edges[a, b] > gain + 1e-9:
                gain, end = value + edges[a, b], (a, b)
    if end is None:
        return 0.0, []
    path = [end]
    a = end[0]
    while a in came:
        before, between = came[a]
        path.append((before, between))
        a = before
    return gain, path
