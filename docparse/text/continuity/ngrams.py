"""Which words follow which: a language's trigram model, as a table of our own that needs numpy alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

LN10 = 2.302585092994046
UNKNOWN = (
    -7.0 * LN10
)  # natural logarithm of the probability of a word that the model does not know: rarer than its rarest


class State(NamedTuple):
    """What the next word is judged by: the word before it, and the pair that this one forms with the one before."""

    word: int
    pair: int


START = State(-1, -1)  # nothing is known of what stands before


@dataclass(frozen=True, slots=True)
class Ngrams:
    """Words, pairs and triples with natural logarithms of probabilities; what is not there is backed off to.

    The pairs of a word, and the triples of a pair, stand beside each other, sorted by their last word.
    """

    words: dict[str, int]
    longest: int  # characters of the longest word
    single: Sequence[float]
    single_back: Sequence[float]
    pairs_of: Sequence[int]  # a word's pairs begin here and end where the next one's begin
    second: Sequence[int]
    pair: Sequence[float]
    pair_back: Sequence[float]
    triples_of: Sequence[int]
    third: Sequence[int]
    triple: Sequence[float]

    def follow(self, state: State, word: int) -> tuple[float, State]:
        """The logarithm of the probability that `word` comes next, and the state behind it."""
        if state.word < 0:
            return self.single[word], State(word, -1)
        low, high = self.pairs_of[state.word], self.pairs_of[state.word + 1]
        at = bisect_left(self.second, word, low, high)
        known = at < high and self.second[at] == word
        after = State(word, at if known else -1)
        back = 0.0
        if state.pair >= 0:
            low, high = self.triples_of[state.pair], self.triples_of[state.pair + 1]
            place = bisect_left(self.third, word, low, high)
            if place < high and self.third[place] == word:
                return self.triple[place], after
            back = self.pair_back[state.pair]
        if known:
            return back + self.pair[at], after
        return back + self.single_back[state.word] + self.single[word], after

    def rarity(self, word: str) -> float | None:
        """How rare a word is (minus the logarithm of its probability); None where it is not known."""
        number = self.words.get(word)
        return None if number is None else -self.single[number]


@cache
def ngrams(code: str) -> Ngrams | None:
    """The model of a language, read once; where it comes from stands beside it in `data/README.md`."""
    path = files("docparse.text").joinpath(f"data/{code}-ngrams.npz")
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as table:
        step, least, least_back = table["scale"]
        words = table["words"].tobytes().decode("utf-8").split("\n")
        pairs_of = _starts(_whole(table["followers"]))
        triples_of = _starts(_whole(table["triples"]))

        def logarithms(name: str, least: float) -> Sequence[float]:
            scale = ((np.arange(256) / step + least) * LN10).astype(np.float32)
            return memoryview(scale[table[name]])

        return Ngrams(
            words={word: i for i, word in enumerate(words)},
            longest=max(map(len, words)),
            single=logarithms("single", least),
            single_back=logarithms("single_back", least_back),
            pairs_of=memoryview(pairs_of),
            second=memoryview(_summed(_whole(table["second"]), pairs_of)),
            pair=logarithms("pair", least),
            pair_back=logarithms("pair_back", least_back),
            triples_of=memoryview(triples_of),
            third=memoryview(_summed(_whole(table["third"]), triples_of)),
            triple=logarithms("triple", least),
        )


def _whole(planes: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Whole numbers from their lowest, middle and highest bytes."""
    whole: npt.NDArray[np.int64] = planes.astype(np.int64).T @ np.array([1, 1 << 8, 1 << 16])
    return whole


def _starts(counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def _summed(steps: npt.NDArray[np.int64], starts: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Numbers from the steps between them; every group begins anew."""
    total = np.concatenate(([0], np.cumsum(steps)))
    within: npt.NDArray[np.int32] = (total[1:] - np.repeat(total[starts[:-1]], np.diff(starts))).astype(np.int32)
    return within
