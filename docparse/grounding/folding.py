"""Text as it is compared: without white space, character width and the shapes of quotation marks, dashes and dots."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

ELISION = "…"  # what three dots and more are folded to
QUOTE = '"'  # what every quotation mark is folded to: a model that quotes turns “ ” into ‘ ’ and back
_SHAPES = str.maketrans(
    dict.fromkeys("“”„«»‘’‚‛'「」『』〝〞＇＂`´", QUOTE)
    | dict.fromkeys("—–―─━−‐‑‒", "-")
    | dict.fromkeys("・•‧∙", "·")
    | dict.fromkeys("〜～", "~")
    | dict.fromkeys("…⋯", ELISION)
)
_UNSEEN = frozenset({"Cc", "Cf"})  # soft hyphens, zero-width spaces and control characters


@dataclass(frozen=True)
class Folded:
    """Folded text, and for each of its characters where it comes from in the text that was folded."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the unfolded text the folded characters from `start` to `end` stand."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else self.ends[-1] if self.ends else 0
            return place, place
        return self.starts[start], self.ends[end - 1]

    def part(self, start: int, end: int) -> Folded:
        return Folded(self.text[start:end], self.starts[start:end], self.ends[start:end])


def fold(text: str) -> Folded:
    kept: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for i, char in enumerate(text):
        for c in _folded(char):
            if c == "-" and kept and kept[-1] == "-":
                ends[-1] = i + 1  # a dash is as long as the fonts make it
                continue
            if c in (".", ELISION) and kept and kept[-1] == ELISION:
                ends[-1] = i + 1
                continue
            if c == "." and kept[-2:] == [".", "."]:
                del kept[-2:], starts[-1:], ends[-2:]
                kept.append(ELISION)
                ends.append(i + 1)
                continue
            kept.append(c)
            starts.append(i)
            ends.append(i + 1)
    return Folded("".join(kept), starts, ends)


def unquoted(folded: Folded) -> Folded:
    """Without the quotation marks at its ends: they may be those of the one who quotes."""
    left, right = 0, len(folded.text)
    while left < right and folded.text[left] == QUOTE:
        left += 1
    while left < right and folded.text[right - 1] == QUOTE:
        right -= 1
    return folded.part(left, right)


def lowered(text: str) -> str:
    """`text` in small letters, character for character."""
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def parts(folded: Folded) -> Iterable[Folded]:
    """What stands between the dots of an elision, and the brackets that may stand around them."""
    start = 0
    text = folded.text
    for i, char in enumerate([*text, ELISION]):
        if char != ELISION:
            continue
        begin, end = start, i
        while begin < end and text[begin] in ")]】":
            begin += 1
        while begin < end and text[end - 1] in "([【":
            end -= 1
        if begin < end:
            yield folded.part(begin, end)
        start = i + 1


@cache
def _folded(char: str) -> str:
    # compatibility decomposition, character by character: the same whether an accent was typed alone or with its letter
    shaped = char.translate(_SHAPES)
    plain = shaped if shaped != char else unicodedata.normalize("NFKD", char).translate(_SHAPES)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in _UNSEEN)
