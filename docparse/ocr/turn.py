"""Which way the lines of a scanned page run: turned by a quarter, or a little askew."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .ink import Gray, Mask, components, ground_of, ink, kept, reduced

SIDE = 1400  # pixels: the size at which lines are looked at; a broadsheet's letters are 10 pixels high
LARGEST_LETTER = 1 / 14  # of the longer side: larger pieces are pictures, frames and headlines
PAPER = 80  # percentile of a page's ground that is its paper
LEAST_PAPER = 0.75  # of the paper's shade: a darker ground is a picture or a dark band; its edges run as they like
MOST_SKEW = 10.0  # degrees either way
COARSE, FINE, FINEST = 0.25, 0.05, 0.01  # degrees between the angles that are tried
STRIPS = 5  # upright strips that are looked at each by itself: columns need not share their lines
FINE_STRIPS = 2  # wider ones, once the angle is about known: the longer the lines the finer
MOST_POINTS = 40_000  # edge pixels that are enough to tell; a broadsheet has five times as many
FEWEST_POINTS = 150  # edge pixels: fewer are no text
SURE = 1.1  # times as clear as lines across must lines downwards be: an upright page is the rule
CLEAR = 1.12  # times the score of an ordinary angle: what the best angle needs, or no lines run anywhere

ROWS = 2  # rows a pixel
SMOOTH = np.array([0.25, 0.5, 0.25])  # over rows: what is left of the favour for 0 degrees


class Letters(NamedTuple):
    """The letters of a page, and how much darker than the ground each pixel is."""

    mask: Mask
    depth: Gray


class Points(NamedTuple):
    xs: NDArray[np.float64]
    ys: NDArray[np.float64]
    width: float


def skew(gray: Gray) -> float:
    """Degrees by which the lines of text run down to the right, from -10 to 10; 0.0 where no text decides."""
    return skew_of(letters(reduced(gray, SIDE)[0]))


def sideways(gray: Gray) -> bool:
    """Whether the lines of text run from top to bottom: the page was laid in turned by 90 or 270 degrees."""
    return sideways_of(letters(reduced(gray, SIDE)[0]))


def skew_of(letters: Letters) -> float:
    """As `skew`, from the letters of a page."""
    points = edges(letters)
    if points.xs.size < FEWEST_POINTS:
        return 0.0
    angle, clear = _best(points)
    if clear < CLEAR:
        return 0.0
    for step, reach in ((FINE, 2 * COARSE), (FINEST, FINE)):
        angles = np.arange(angle - reach, angle + reach + step / 2, step)
        angle = float(angles[int(np.argmax([score(points, a, FINE_STRIPS) for a in angles]))])
    return max(-MOST_SKEW, min(MOST_SKEW, round(angle, 2))) or 0.0  # never -0.0


def sideways_of(letters: Letters) -> bool:
    """As `sideways`, from the letters of a page."""
    across, down = edges(letters), edges(turned(letters))
    if min(across.xs.size, down.xs.size) < FEWEST_POINTS:
        return False
    return _best(down)[1] > max(CLEAR, SURE * _best(across)[1])


def letters(gray: Gray) -> Letters:
    """The ink on paper without what is too large or too small for letters, and without what stands on pictures."""
    ground = ground_of(gray)
    labels, pieces = components(ink_on_paper(gray))
    largest = LARGEST_LETTER * max(gray.shape)
    width, height, area = pieces[:, 2], pieces[:, 3], pieces[:, 4]
    mask = kept(labels, (width < largest) & (height < largest) & (area > 2))
    return Letters(mask, np.asarray(cv2.subtract(ground, gray), np.uint8))


def ink_on_paper(gray: Gray) -> Mask:
    """The ink that stands on the paper and not on pictures and dark bands."""
    ground = ground_of(gray)
    paper = ground >= LEAST_PAPER * float(np.percentile(ground, PAPER))
    return np.asarray(ink(gray) & paper, np.bool_)


def turned(letters: Letters) -> Letters:
    """With rows for columns."""
    return Letters(np.ascontiguousarray(letters.mask.T), np.ascontiguousarray(letters.depth.T))


def edges(letters: Letters) -> Points:
    """The lower edges of the letters: most stand on the base line, which makes it the sharpest thing on the page.

    To a part of a pixel, by how much of the next pixel the letter covers: whole pixels would favour 0 degrees.
    """
    lower = letters.mask.copy()
    lower[:-1] &= ~letters.mask[1:]
    lower[-1] = False
    ys, xs = np.nonzero(lower)
    step = max(1, xs.size // MOST_POINTS)
    ys, xs = ys[::step], xs[::step]
    inside = letters.depth[ys, xs].astype(np.float64)
    covered = np.minimum(letters.depth[ys + 1, xs] / np.maximum(inside, 1.0), 1.0)
    return Points(xs.astype(np.float64), ys.astype(np.float64) + covered, float(letters.mask.shape[1]))


def _best(points: Points) -> tuple[float, float]:
    """The angle at which most edges fall into line, and how many times its score is that of an ordinary angle."""
    angles = np.arange(-MOST_SKEW, MOST_SKEW + COARSE / 2, COARSE)
    scores = np.array([score(points, a) for a in angles])
    return float(angles[int(np.argmax(scores))]), float(scores.max() / np.median(scores))


def score(points: Points, angle: float, strips: int = STRIPS) -> float:
    """How much the edges gather in few rows once the page is turned back by this angle."""
    rows = points.ys - points.xs * np.tan(np.radians(angle))
    rows *= ROWS
    rows -= rows.min()
    count = int(rows.max()) + 2
    strip = np.minimum(points.xs * (strips / points.width), strips - 1).astype(np.intp)
    histogram = np.bincount(strip * count + rows.astype(np.intp), minlength=count * strips).astype(np.float64)
    return float(np.square(np.convolve(histogram, SMOOTH, "same")).sum())
