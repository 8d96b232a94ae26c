"""Items that a page shows twice, one behind the other, as lists of cases on the web do: each is an article."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from ..languages import letters
from .fragments import Fragment

LONGEST = 8  # paragraphs of one item
LEAST = 3  # items, from which on a text is a list of them
PROSE = 40  # letters: a shorter fragment is repeated for other reasons
SAME = 90.0  # likeness in percent: the two showings may differ by words that were thrown in


def items(fragments: Sequence[Fragment]) -> frozenset[int]:
    """The numbers of the fragments that begin an item; empty where the text is no list of such items."""
    texts = [letters(f.text) for f in fragments]
    found: list[int] = []
    i = 0
    while i < len(texts):
        size = _shown_twice(texts, i)
        if size:
            found.append(i)
            i += 2 * size
        else:
            i += 1
    return frozenset(found) if len(found) >= LEAST else frozenset()


def _shown_twice(texts: Sequence[str], i: int) -> int:
    """How many fragments from `i` on are at once repeated; 0 where they are not."""
    for size in range(1, LONGEST + 1):
        if i + 2 * size > len(texts):
            return 0
        pairs = [(texts[i + k], texts[i + size + k]) for k in range(size)]
        if all(len(a) >= PROSE and fuzz.ratio(a, b, score_cutoff=SAME) >= SAME for a, b in pairs):
            return size
    return 0


def shown_twice_from(fragments: Sequence[Fragment], i: int) -> int:
    """The number of the fragment behind an item that begins at `i` and behind its second showing."""
    return i + 2 * _shown_twice([letters(f.text) for f in fragments[: i + 2 * LONGEST]], i)
