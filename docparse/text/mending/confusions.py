"""Characters that an engine took for others: 官传 for 宣传, 小肘 for 小时.

A character is changed only where it forms no word with its neighbours, where one that looks like it does, where the
document itself has that word elsewhere, and where the phrase around it becomes far likelier. Correction by a dictionary
alone changes more than one right character in a thousand.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ...languages import is_han
from ...languages.rules import Language
from ..continuity.across import likelihood
from ..likely import known_pair
from .value import Mended

ELSEWHERE = 2  # times that the right word stands in the document
RARE = 0.2  # of the right word's count: what the wrong one may have
AROUND = 6  # characters on each side of which the phrase's likelihood is asked
LIKELIER = 6.0  # natural logarithm: 400 times as likely as before
SURE, LIKELY = 0.98, 0.9  # confidence: with the same three characters elsewhere, with the same two


@cache
def _table() -> dict[str, str]:
    """For each common Han character those that look most like it, the likest first."""
    raw = gzip.decompress(files("docparse.text").joinpath("data/lookalikes.txt.gz").read_bytes()).decode()
    return {row[0]: row[1:] for row in raw.split("\n")}


@dataclass(frozen=True, slots=True)
class Words:
    """How often the document has each pair and each three of Han characters."""

    pairs: Counter[str]
    threes: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Words:
        pairs: Counter[str] = Counter()
        threes: Counter[str] = Counter()
        for text in texts:
            for size, counted in ((2, pairs), (3, threes)):
                for i in range(len(text) - size + 1):
                    if all(map(is_han, text[i : i + size])):
                        counted[text[i : i + size]] += 1
        return cls(pairs, threes)


def mend(text: Mended, words: Words, language: Language) -> Mended:
    """The text with its confused characters put right."""
    for i, right, confidence in list(_found(text.text, words)):
        first, last = max(0, i - AROUND), i + AROUND + 1
        before, after = text.text[first:i], text.text[i + 1 : last]
        gain = likelihood(before + right + after, language) - likelihood(text.text[first:last], language)
        if gain < LIKELIER:
            continue
        changed = text.text[:i] + right + text.text[i + 1 :]
        shown = slice(max(0, i - 2), i + 3)
        text = text.changed("ocr", text.text[shown], changed[shown], changed, confidence)
    return text


def _found(text: str, words: Words) -> Iterator[tuple[int, str, float]]:
    for i, char in enumerate(text):
        if not is_han(char):
            continue
        left = text[i - 1] if i and is_han(text[i - 1]) else ""
        right = text[i + 1] if i + 1 < len(text) and is_han(text[i + 1]) else ""
        if (left and known_pair(left, char)) or (right and known_pair(char, right)) or not (left or right):
            continue
        if (best := _best(char, left, right, words)) is not None:
            yield i, *best


def _best(char: str, left: str, right: str, words: Words) -> tuple[str, float] | None:
    """The character that looks like `char` and forms words of the document with its neighbours."""
    own = max(words.pairs[left + char] if left else 0, words.pairs[char + right] if right else 0)
    offers: list[tuple[int, str, float]] = []
    for other in _table().get(char, ""):
        sides = [pair for pair, side in ((left + other, left), (other + right, right)) if side and known_pair(*pair)]
        told = [words.pairs[pair] for pair in sides if words.pairs[pair] >= ELSEWHERE]
        if told and own <= max(1, RARE * max(told)):
            whole = words.threes[left + other + right] if left and right else 0
            if whole or len(told) > 1 or _closed_word(other, left, right, words):
                offers.append((max(told) + 10 * whole, other, SURE if whole else LIKELY))
    if not offers:
        return None
    offers.sort(reverse=True)
    return offers[0][1], offers[0][2]


def _closed_word(other: str, left: str, right: str, words: Words) -> bool:
    """Whether the word would be one of two characters of its own, and `other` is bound to no other neighbour."""
    pairs = [pair for pair, side in ((left + other, left), (other + right, right)) if side]
    return any(words.pairs[pair] >= 2 * ELSEWHERE and known_pair(*pair) for pair in pairs)
