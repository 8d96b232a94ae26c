"""What is known of a scanned sheet before it is read.

How large its letters are is measured here; what on it is print is in `ink`, which way it is turned in `turn`, where its
paper ends and where it is folded in `sheet`.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .ink import Gray, Mask, components, gray_of, ink, kept, reduced
from .sheet import fold, sheet
from .turn import LARGEST_LETTER, ink_on_paper, letters, sideways, sideways_of, skew, skew_of, turned
from .turn import SIDE as TURN_SIDE

__all__ = ["fold", "gray_of", "ink", "letter_height", "sheet", "sideways", "skew"]

HEIGHT_SIDE = 2800  # pixels: letters are measured at this size; those of a broadsheet are then 15 to 25 pixels high
SMALLEST_PIECE = 4  # pixels: the shorter side of what may be a letter; dots and dither are lower
LEAST_LINE = 4.0  # times its height: how long a piece of a line is at least; drawings and single letters are shorter
LARGEST_FILL = 0.9  # of a piece's box that is ink: above are bars and dots
LINE_FILL = 0.3  # of a line's box that is ink with its gaps bridged: below are drawings
FIRST_BRIDGE = 1.3  # times the size of pieces of letters: joins the letters of a word, and most words
BRIDGE = 0.8  # em: joins the words of a line; gutters are wider
LINE_PER_EM = 0.93  # from the top of the highest to the foot of the lowest letter of a line, Han as well as Latin
SAME_SIZE = 1.06  # times: heights that are one, with what measuring adds
LEAST_FULL = 0.72  # of a line's full height: what a stretch of it without risers or without descenders has
FULL_SHARE = 0.25  # of the letters of a size stand in stretches of full height; fewer are another, larger size
FEWEST_LETTERS = 24.0  # the widths of a page's lines in their heights: less may be the grain of a picture


def letter_height(gray: Gray) -> float | None:
    """The font size of the body text in pixels (the em), or None where no text is seen.

    Han fill their em; for Latin it is told from the height of whole lines, from the risers to the descenders, which
    is about the same share of the em. The body is the size of most letters on the page. Skew and a quarter turn do
    not matter.
    """
    small, factor = reduced(gray, HEIGHT_SIDE)
    if max(small.shape) <= HEIGHT_SIDE / 2:  # so few dots that strokes melt: in between there is more to tell them by
        small, factor = np.asarray(cv2.resize(small, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8), 0.5
    level = _letters(_levelled(small))
    if not level.any():
        return None
    _, pieces = components(level)
    size = pieces[1:, 2:4].max(axis=1).astype(np.float64)
    rough = _body(*_lines(level, FIRST_BRIDGE * _weighted_median(size, size)))
    height = rough and _body(*_lines(level, rough * BRIDGE / LINE_PER_EM))
    return height / LINE_PER_EM * factor if height else None


def _body(heights: NDArray[np.float64], letters_in: NDArray[np.float64]) -> float | None:
    """The full height of the lines that have most of the letters."""
    if letters_in.sum() < FEWEST_LETTERS:
        return None
    best, body = 0.0, None
    for full in np.unique(heights):
        same = (heights >= full * LEAST_FULL) & (heights <= full * SAME_SIZE)
        upper = same & (heights >= full / SAME_SIZE)
        total = letters_in[same].sum()
        if total > best and letters_in[upper].sum() >= FULL_SHARE * total:
            best, body = total, _weighted_median(heights[upper], letters_in[upper])
    return body


def _levelled(gray: Gray) -> Mask:
    """The ink with its lines level."""
    mask, found = ink_on_paper(gray), letters(reduced(gray, TURN_SIDE)[0])
    if sideways_of(found):
        mask, found = np.ascontiguousarray(mask.T), turned(found)
    angle = skew_of(found)
    if not angle:
        return mask
    height, width = mask.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(mask.view(np.uint8), turn, (width, height), flags=cv2.INTER_NEAREST), np.bool_)


def _letters(mask: Mask) -> Mask:
    """The pieces of the ink that may be letters or parts of them, of body text as well as of headlines."""
    labels, pieces = components(mask)
    width, height, area = pieces[:, 2], pieces[:, 3], pieces[:, 4]
    longer = np.maximum(width, height)
    solid = area > LARGEST_FILL * width * height
    return kept(labels, (longer >= SMALLEST_PIECE) & (longer < LARGEST_LETTER * max(mask.shape)) & ~solid)


def _lines(mask: Mask, bridge: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The height of each stretch of a text line on a level page, and about how many letters it has."""
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, round(bridge) | 1), 1))
    _, lines = components(cv2.morphologyEx(mask.view(np.uint8), cv2.MORPH_CLOSE, kernel).view(np.bool_))
    long, high = lines[1:, 2].astype(np.float64), lines[1:, 3].astype(np.float64)
    line = (long >= LEAST_LINE * high) & (lines[1:, 4] >= LINE_FILL * long * high) & (high > SMALLEST_PIECE)
    return high[line], long[line] / high[line]


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    total = np.cumsum(weights[order])
    return float(values[order][int(np.searchsorted(total, total[-1] / 2))])
