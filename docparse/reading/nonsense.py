"""Valid characters that form no words of any language: what a wrong map of characters makes of a text."""

from __future__ import annotations

import unicodedata

import regex

from ..text.likely import Share, han_fit, has_han, letter_pairs
from ..text.words import is_word

KNOWN_PAIRS = 0.12  # of neighbouring Han characters at least: prose has 0.54, names 0.34, a primer in verse 0.20
FEW_KNOWN = 0.08  # where there are few neighbours; wrong characters have 0.03, permuted common ones 0.08
MANY_PAIRS = 48  # neighbours
LEAST_PAIRS = 24  # neighbours from which their share tells
FEWEST_PAIRS = 8  # with none of them known and many rare characters, a headline tells too
COMMON = 0.75  # of the characters of such a headline, at least: print has 0.95
COMMON_ALONE = 0.4  # of Han characters without neighbours, as in tables
LEAST_HAN = 16  # characters for that
JAPANESE = 0.25  # of Han and kana are kana, at least: Japanese, which the pairs do not know
ENGLISH = 0.2  # of words in the English list, at least, or the letters are looked at: other languages have 0 to 0.3
LEAST_WORDS = 12
MOST_WORDS = 300  # of a typeface on a page are counted: as good as all
USUAL_LETTERS = 0.68  # of neighbouring letters: languages of Latin script have 0.8, permuted letters 0.6 at most
LEAST_LETTERS = 60  # neighbouring letters
DIFFERENT_LETTERS = 12  # fewer are a code, not a language
ACRONYM = 5  # capital letters at most: no word
MOJIBAKE = 0.5  # of the characters between U+00A1 and U+00FF: no language has as many
LEAST_MOJIBAKE = 24

_high = regex.compile(r"[\u00a1-\u00ff]")
_word = regex.compile(r"[\p{Latin}\p{M}]{3,}")


def nonsense(text: str) -> tuple[str, Share] | None:
    """What of a text is no language, and how much of it is; None where nothing speaks against it."""
    if has_han(text) and (share := _han_nonsense(text)) is not None:
        return "pairs of neighbouring characters", share
    # characters beyond ASCII take more than a byte, so that few bytes mean few of them
    if len(text.encode(errors="replace")) >= (1 + MOJIBAKE) * len(text) and len(text) >= LEAST_MOJIBAKE:
        high = Share(len(text) - len(_high.findall(text)), len(text))
        if 1 - high.part >= MOJIBAKE:
            return "characters", high
    if (share := _latin_nonsense(text)) is not None:
        return "pairs of neighbouring letters", share
    return None


def _han_nonsense(text: str) -> Share | None:
    pairs, common, kana = han_fit(text)
    if kana >= JAPANESE * (kana + common.of):
        return None
    if pairs.of >= LEAST_PAIRS:
        return pairs if pairs.part < (KNOWN_PAIRS if pairs.of >= MANY_PAIRS else FEW_KNOWN) else None
    if pairs.of >= FEWEST_PAIRS and pairs.found == 0 and common.part < COMMON:
        return pairs
    return common if common.of >= LEAST_HAN and common.part < COMMON_ALONE else None


def _latin_nonsense(text: str) -> Share | None:
    words: list[str] = []
    english = 0
    for match in _word.finditer(text):
        word = match[0]
        if word.isupper() and len(word) <= ACRONYM:
            continue
        words.append(word)
        english += is_word(word)
        if len(words) == MOST_WORDS or english >= ENGLISH * MOST_WORDS:
            break
    if len(words) < LEAST_WORDS or english >= ENGLISH * len(words):
        return None
    said = " ".join(words)
    pairs = letter_pairs(said)
    varied = len({c for c in unicodedata.normalize("NFKD", said.lower()) if "a" <= c <= "z"}) >= DIFFERENT_LETTERS
    return pairs if pairs.of >= LEAST_LETTERS and varied and pairs.part < USUAL_LETTERS else None
