"""How large Latin letters are, from the ink of one line: three measures, of which none is right for every line.

The whole height tells the em, whatever the face, if it is known which letters stand out above and below; but the line
above may reach in, and dots may be lost. The body of the letters is what most of the ink is in; but faces differ in
it, and capitals have another. The length is right for all of them to a tenth, since letters of all faces are about as
wide.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

X_HEIGHT, CAPITALS = 0.47, 0.71  # em above the baseline, in the faces that text is set in
FAINT_PIXELS = 1.5  # of ink in a row: a single y may be all that reaches below a line
DOT_GAP = 0.07  # of the rows: white between the dot of an i and its stem
DENSE_ROW = 0.45  # of the ink of the fullest rows: the body of the letters, without what stands out of it
WITHIN = 0.15  # of the rows: white inside the body
SLACK = 0.1  # em more than letters usually reach above and below their body
FEW_CAPITALS = 0.3  # of the letters and figures: the body of the line is that of its small letters
AGREED = 0.12  # natural logarithm: height and body say the same, so that a face that is narrower still is no doubt
LEVEL = 0.06  # em that round letters reach below the line
SAME = 0.25  # natural logarithm: measures that say the same; condensed faces are a fifth narrower
_capitals = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_high = ((_capitals | frozenset("bdfhklij0123456789'\"“”‘’!?()[]/&$%|"), CAPITALS), (frozenset("t"), 0.6))
_deep = ((frozenset("gjpqy()[]|"), 0.21), (frozenset(",;Q"), 0.12))  # em below the baseline
# em that characters are wide, with the white beside them
_widths = (
    (frozenset("ijl.,;:'’‘|!I"), 0.27),
    (frozenset('frt()-"“”[]/'), 0.35),
    (frozenset("mwMW—@%"), 0.82),
    (_capitals, 0.66),
)
USUAL_WIDTH = 0.5


class Size(NamedTuple):
    """In pixels: the em, the baseline (a row), and the height of the small letters' body."""

    em: float
    baseline: float
    body: float


def rows_of(rows: NDArray[np.float64], width: int) -> tuple[int, int]:
    """First row of the line's ink and the row after its last; `rows` are the shares of ink, of a line so wide."""
    return heaviest(rows, FAINT_PIXELS / width, max(1.0, DOT_GAP * len(rows)))


def measured(rows: NDArray[np.float64], top: int, bottom: int, text: str, length: float) -> Size:
    """The size of a line whose ink stands in `top` to `bottom` and whose words are `length` pixels long in all."""
    if len(text) == 1 and text in _capitals:
        em = (bottom - top) / CAPITALS
        return Size(em, bottom, X_HEIGHT * em)
    above = next((height for marks, height in _high if any(c in marks for c in text)), X_HEIGHT)
    below = next((depth for marks, depth in _deep if any(c in marks for c in text)), 0.0)
    whole = (bottom - top) / (above + below)
    by_length = length / sum(_width(c) for c in text if not c.isspace())
    first, last = heaviest(rows, DENSE_ROW * fullest(rows), WITHIN * len(rows))
    height = min((X_HEIGHT, CAPITALS), key=lambda h: _apart((last - first) / h, by_length))
    # height and body are two measures where something stands out of the body
    condensed = above > X_HEIGHT and _apart((last - first) / X_HEIGHT, whole) <= AGREED and _in_small_letters(text)
    if "f" in text and not below:  # it reaches below the line in some slanted faces, and makes them seem large
        condensed = condensed and bottom - last <= LEVEL * whole
    if condensed:
        height = X_HEIGHT
    by_body = (last - first) / height
    # no face reaches much further above and below the body of its letters: what does is another line
    high = max(top, first - (SLACK + above - height) * by_body)
    low = min(bottom, last + (SLACK + below) * by_body)
    trimmed = (low - high) / (above + below)
    candidates = [trimmed, whole] if _apart(by_body, by_length) <= 1.3 * SAME else [whole]
    for em in candidates:
        if condensed or _apart(em, by_length) <= SAME:
            return Size(em, last, X_HEIGHT * by_body)
    em = sorted((whole, by_body, by_length))[1]
    return Size(em, last if _apart(by_body, em) <= 1.3 * SAME else bottom - below * em, X_HEIGHT * em)


def _in_small_letters(text: str) -> bool:
    """Whether the body of a line is surely that of its small letters."""
    letters = [c for c in text if c.isalnum()]
    return sum(c in _capitals or c.isdigit() for c in letters) <= FEW_CAPITALS * len(letters)


def _width(char: str) -> float:
    return next((width for chars, width in _widths if char in chars), USUAL_WIDTH)


def _apart(a: float, b: float) -> float:
    return abs(math.log(a / b)) if a > 0 and b > 0 else math.inf


def fullest(rows: NDArray[np.float64]) -> float:
    """The share of ink in the fullest rows."""
    import numpy as np

    return float(np.sort(rows)[-max(1, len(rows) // 4) :].mean())


def heaviest(rows: NDArray[np.float64], least: float, white: float) -> tuple[int, int]:
    """First row and the row after the last of the heaviest stretch of rows with more than `least` of their ink.

    More than `white` rows with less end a stretch.
    """
    import numpy as np

    shown = np.flatnonzero(rows > least)
    if not len(shown):
        return 0, len(rows)
    cuts = np.flatnonzero(np.diff(shown) > white + 1) + 1
    best = max(np.split(shown, cuts), key=lambda s: float(rows[s].sum()))
    return int(best[0]), int(best[-1]) + 1
