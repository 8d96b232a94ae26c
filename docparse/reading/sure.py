"""Lines of Latin script whose spaces are beyond doubt, told by their words alone.

MuPDF makes up a space wherever white stands between two characters. It may be wrong beside a kerned letter, in words
that are set wide, and between Chinese characters, where white means something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import sub
from typing import Any

from msgspec import Struct

from ..languages import WIDE

Word = tuple[float, float, float, float, str, int, int, int]  # a box, the text, numbers of block, line and word
CLOSE = 0.2  # em: where spaces are set as narrow as this, MuPDF misses those that are a little narrower
LONG_WORD = 16  # characters: longer ones may be words run together
NARROW = 0.3  # em: less white may be that of letters set wide, if the line has wider white too
UNEVEN = 0.12  # em between the narrowest and the widest white of a line: more is neither justification nor kerning


class Words(Struct, frozen=True, gc=False):
    """How many words a line has, the edges of the first and the last, and the white between each two, in points."""

    count: int
    x0: float
    x1: float
    white: Sequence[float]


NO_WORDS = Words(0, 0.0, 0.0, ())


def by_line(words: Sequence[Word]) -> dict[tuple[int, int], Words]:
    """The words of a page by the numbers of their block and line; blocks that are no text are not counted."""
    starts = [i for i, word in enumerate(words) if not word[7]]
    lefts, rights = [word[0] for word in words], [word[2] for word in words]
    white = list(map(sub, lefts[1:], rights))
    return {
        words[start][5:7]: Words(stop - start, lefts[start], rights[stop - 1], white[start : stop - 1])
        for start, stop in pairwise([*starts, len(words)])
    }


def is_sure_text(text: str) -> bool:
    """Whether a line has neither invisible nor wide characters, and no spaces to place something with."""
    return (
        text.isprintable()
        and (text.isascii() or max(text) < WIDE)
        and "   " not in text
        and not ("ii" in text or "fll" in text or "fff" in text)  # what ligatures leave, and words hardly have
    )


def is_sure(line: dict[str, Any], words: Words) -> bool:
    """Whether a line of `page.get_text("dict")`, horizontal and of one style, has just the spaces that show."""
    spans, (x, y) = line["spans"], line["dir"]
    if len(spans) != 1 or line["wmode"] or x <= abs(y):
        return False
    span = spans[0]
    text = span["text"].strip(" ")
    lengths = list(map(len, text.split()))
    count, white = words.count, words.white
    if count != len(lengths) or not is_sure_text(text) or (count and max(lengths) > LONG_WORD):
        return False
    if count < 2:
        return True
    least, size = min(white), span["size"]
    if least < CLOSE * size or (least < NARROW * size and max(white) - least > UNEVEN * size):
        return False
    return 2 * lengths.count(1) <= count


def with_edges(span: dict[str, Any], words: Words) -> None:
    """The span of a sure line gets the edges of its words, which blanks at its ends do not move."""
    if words.count:
        _, y0, _, y1 = span["bbox"]
        span["bbox"] = (words.x0, y0, words.x1, y1)
