"""Whether letters form a word: only used to tell a word that a line's end broke from a compound."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import regex

_word = regex.compile(r"\p{L}+(?:-\p{L}+)*")
_BROKEN_AT = "-\u2010\u00ad"


def _unpacked() -> str:
    return gzip.decompress(files("docparse.text").joinpath("data/english-words.txt.gz").read_bytes()).decode("ascii")


@cache
def _common() -> frozenset[str]:
    """About 133,000 English words; where they come from stands beside them in `data/README.md`."""
    return frozenset(_unpacked().split())


def is_word(text: str) -> bool:
    """Whether `text` is a known English word, whatever its case."""
    return text.lower() in _common()


def known_words() -> frozenset[str]:
    """All of them, in lower case."""
    return _common()


@dataclass(frozen=True)
class Vocabulary:
    """The words that a document prints unbroken, lower case: compounds with their hyphens. `text` holds them."""

    text: str = ""

    @classmethod
    def of(cls, lines: Iterable[str]) -> Vocabulary:
        """The vocabulary of printed lines; the last word of a line may be a broken one and does not count."""
        whole = (line.rpartition(" ")[0] if line[-1:] in _BROKEN_AT else line for line in lines)
        # and the first one may be the rest of one
        return cls("\n".join([line.partition(" ")[2] for line in whole]).lower())

    @cached_property
    def words(self) -> frozenset[str]:
        """All of them."""
        return frozenset(_word.findall(self.text))

    @cached_property
    def compounds(self) -> frozenset[str]:
        """Those with a hyphen, which are gathered sooner."""
        return frozenset(_word.findall("\n".join([line for line in self.text.split("\n") if "-" in line])))

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Whether `first-second`, cut at its hyphen by a line's end, is a compound and not one broken word."""
        first, second = first.lower(), second.lower()
        if f"{first}-{second}" in self.compounds:
            return True
        last, start = first.rsplit("-", 1)[-1], second.split("-", 1)[0]
        if is_word(last + start) or not (is_word(last) and is_word(start)):
            return False
        return first + second not in self.text or first + second not in self.words


NO_VOCABULARY = Vocabulary()
