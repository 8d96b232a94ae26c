"""Characters that an engine took for others: 官传 for 宣传, 小肘 for 小时.

A character is changed only where it forms no word with its neighbours, where one that looks like it does, and where
the phrase around it becomes far likelier: by how much depends on whether the document itself has that word elsewhere.
Correction by a dictionary alone changes more than one right character in a thousand.
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
SURE, LIKELY, FAIR = 0.98, 0.9, 0.8  # confidence: the same three characters elsewhere, the same two, a usual phrase
# What the phrase has to gain in likelihood, natural logarithm: 6 is 400 times.
LIKELIER = {SURE: 6.0, LIKELY: 6.0, FAIR: 14.0}


@cache
def lookalikes() -> dict[str, str]:
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
    for i, offers in list(_doubted(text.text, words)):
        first, last = max(0, i - AROUND), i + AROUND + 1
        before, after = text.text[first:i], text.text[i + 1 : last]
        stands = likelihood(text.text[first:last], language)
        gains = {right: likelihood(before + right + after, language) - stands for right in offers}
        right = max(offers, key=lambda char: gains[char] - LIKELIER[offers[char]])
        if gains[right] < LIKELIER[offers[right]]:
            continue
        changed = text.text[:i] + right + text.text[i + 1 :]
        shown = slice(max(0, i - 2), i + 3)
        text = text.changed("ocr", text.text[shown], changed[shown], changed, offers[right])
    return text


def _doubted(text: str, words: Words) -> Iterator[tuple[int, Mapping[str, float]]]:
    """The characters that form no word with a neighbour: their places, and what may be meant instead."""
    for i, char in enumerate(text):
        if not is_han(char):
            continue
        left = text[i - 1] if i and is_han(text[i - 1]) else ""
        right = text[i + 1] if i + 1 < len(text) and is_han(text[i + 1]) else ""
        if (left and known_pair(left, char)) or (right and known_pair(char, right)) or not (left or right):
            continue
        if offers := _offers(char, left, right, words):
            yield i, offers


def _offers(char: str, left: str, right: str, words: Words) -> Mapping[str, float]:
    """The characters that look like `char` and form words with its neighbours, each with the confidence in it."""
    own = max(words.pairs[left + char] if left else 0, words.pairs[char + right] if right else 0)
    offers: dict[str, float] = {}
    for other in lookalikes().get(char, ""):
        sides = [pair for pair, side in ((left + other, left), (other + right, right)) if side and known_pair(*pair)]
        told = [words.pairs[pair] for pair in sides if words.pairs[pair] >= ELSEWHERE]
        if sides and own <= max([1, *(RARE * count for count in told)]):
            whole = words.threes[left + other + right] if left and right and told else 0
            near = whole or len(told) > 1 or (told and _closed_word(other, left, right, words))
            offers[other] = SURE if whole else LIKELY if near else FAIR
    return offers


def _closed_word(other: str, left: str, right: str, words: Words) -> bool:
    """Whether the word would be one of two characters of its own, and `other` is bound to no other neighbour."""
    pairs = [pair for pair, side in ((left + other, left), (other + right, right)) if side]
    return any(words.pairs[pair] >= 2 * ELSEWHERE and known_pair(*pair) for pair in pairs)
