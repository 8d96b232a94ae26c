"""Accents that dirt gave to words: pátience for patience.

A word of small letters is changed only if it stands once in the document, is none that the language borrowed with its
accent, and is a known word without it. Names keep theirs.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable

import regex

from ...languages.rules import Language
from ..words import is_word
from .value import Mended

SHORTEST = 4  # letters: shorter words are too many, in too many languages
SURE, LIKELY = 0.98, 0.9  # confidence: the bare word stands elsewhere in the document, or only in the word list
_word = regex.compile(r"\p{L}+")
_accented = regex.compile(r"(?<!\p{L})(?=\p{Ll}*(?!\p{ASCII})\p{Ll})\p{Ll}+(?!\p{L})")


def mender(texts: Iterable[str], language: Language) -> Callable[[Mended], Mended]:
    """What takes accents off the words of one document, all of whose texts these are."""
    count = Counter(word for text in texts for word in _word.findall(text.lower()))

    def mend(text: Mended) -> Mended:
        for match in list(_accented.finditer(text.text)):
            word = match[0]
            bare = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
            if len(bare) != len(word) or len(bare) < SHORTEST or count[word] > 1:
                continue
            if word in language.borrowed or not is_word(bare):
                continue
            changed = text.text[: match.start()] + bare + text.text[match.end() :]  # as long, so that places stay
            text = text.changed("ocr", word, bare, changed, SURE if count[bare] else LIKELY)
        return text

    return mend
