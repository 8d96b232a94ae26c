"""Names and rare words that two texts have in common: they are about the same thing."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import regex

from ...languages.rules import Language
from .ngrams import UNKNOWN, ngrams

RARE = 9.0  # natural logarithm of how rare a word is at least to count: one in 8,000
MOST = 4  # words that count: more of them say nothing more
MEMORY = 2048
_han = regex.compile(r"\p{Han}+")
_word = regex.compile(r"\p{L}{3,}")


def shared_words(before: str, after: str, language: Language) -> float:
    """How rare the words are that stand in both, the rarest ones added up; 0 where there are none."""
    left, right = _rare(before, language.code, language.spaced), _rare(after, language.code, language.spaced)
    common = sorted((left[word] for word in left.keys() & right.keys()), reverse=True)
    return sum(common[:MOST])


@lru_cache(MEMORY)
def _rare(text: str, code: str, spaced: bool) -> dict[str, float]:
    """The rare words of `text` (pairs of characters, where words stand together) and by how much they are too rare."""
    model = ngrams(code)
    if model is None:
        return {}
    if spaced:
        words = {w.lower() for w in _word.findall(text)}
    else:
        words = {a + b for run in _han.findall(text) for a, b in pairwise(run)}
    found: dict[str, float] = {}
    for word in words:
        rarity = model.rarity(word)
        over = (-UNKNOWN if rarity is None else rarity) - RARE
        if over > 0:
            found[word] = over
    return found
