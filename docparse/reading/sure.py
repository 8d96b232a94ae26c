"""Lines of Latin script whose spaces are beyond doubt, told by their words alone.

MuPDF makes up a space wherever white stands between two characters. It may be wrong beside a kerned letter, in words
that are set wide, and between Chinese characters, where white means something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Any

from ..languages import WIDE

Word = tuple[float, float, float, float, str, int, int, int]  # a box, the text, numbers of block, line and word
CLOSE = 0.2  # em: where spaces are set as narrow as this, MuPDF misses those that are a little narrower
LONG_WORD = 16  # characters: longer ones may be words run together
NARROW = 0.3  # em: less white may be that of letters set wide, if the line has wider white too
UNEVEN = 0.12  # em between the narrowest and the widest white of a line: more is neither justification nor kerning

_right = itemgetter(2)


def is_sure_text(text: str) -> bool:
    """Whether a line has neither invisible nor wide characters, and no spaces to place something with."""
    return (
        text.isprintable()
        and (text.isascii() or max(text) < WIDE)
        and "   " not in text
        and not ("ii" in text or "fll" in text or "fff" in text)  # what ligatures leave, and words hardly have
    )


def is_sure(line: dict[str, Any], words: Sequence[Word]) -> bool:
    """Whether a line of `page.get_text("dict")`, horizontal and of one style, has just the spaces that show."""
    spans, (x, y) = line["spans"], line["dir"]
    if len(spans) != 1 or line["wmode"] or x <= abs(y):
        return False
    span = spans[0]
    text = span["text"].strip(" ")
    lengths = list(map(len, text.split()))
    if len(words) != len(lengths) or not is_sure_text(text) or max(lengths, default=0) > LONG_WORD:
        return False
    if len(words) < 2:
        return True
    white = [after[0] - before[2] for before, after in pairwise(words)]
    least, size = min(white), span["size"]
    if least < CLOSE * size or (least < NARROW * size and max(white) - least > UNEVEN * size):
        return False
    return 2 * lengths.count(1) <= len(lengths)


def with_edges(span: dict[str, Any], words: Sequence[Word]) -> None:
    """The span of a sure line gets the edges of its words, which blanks at its ends do not move."""
    if words:
        _, y0, _, y1 = span["bbox"]
        span["bbox"] = (words[0][0], y0, max(map(_right, words)), y1)
