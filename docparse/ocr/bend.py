"""Lines of text that run in curves, since the page was bent when it was scanned or photographed, are laid straight.

Each small part of the page has a slope of its own, as a whole page has a skew. The slopes of all parts together make
a smooth surface; its integral from left to right is how far each letter must go up or down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from .ink import Gray, reduced
from .turn import CLEAR, FEWEST_POINTS, Points, edges, letters, score

if TYPE_CHECKING:
    from .engine import Image

SIDE = 1800  # pixels: the size at which slopes are looked at; strips are narrow and need more than a whole page
STRIPS, BANDS = 20, 3  # parts of the page across and down; strips overlap by half
STEEPEST, STEP = 8.0, 0.2  # degrees that a part may slope on a straightened page, and between those that are tried
ACROSS, DOWN = 7, 2  # terms of the surface: several bends across, and a change from top to bottom
STIFF = 0.02  # how much a surface with more bends must tell to be believed
FLAT = 0.15  # em: lines that rise or fall by less are read as well as they are
SHARPER = 1.06  # times as sharp must the lines be when they are laid straight, or what was seen is no bend
PASSES = 3  # what is left of a bend is measured better than all of it

Surface = NDArray[np.float64]  # coefficients of Legendre polynomials across and down, of the shift in pixels


def flattened(image: Image, gray: Gray, em: float) -> Image:
    """The picture of a straight page with its lines laid straight; itself where they are."""
    surface = bend(gray, em)
    if surface is None:
        return image
    height, width = gray.shape
    shift = legendre.leggrid2d(np.linspace(-1, 1, width), np.linspace(-1, 1, height), surface).T.astype(np.float32)
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    flat = cv2.remap(image, xs, ys + shift, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(flat, np.uint8)


def bend(gray: Gray, em: float) -> Surface | None:
    """How far down each place of a page was moved by its bend, in pixels; None for a flat page."""
    small, factor = reduced(gray, SIDE)
    points = edges(letters(small))
    if points.xs.size < FEWEST_POINTS:
        return None
    height = float(small.shape[0])
    surface = np.zeros((ACROSS + 1, DOWN))
    for _ in range(PASSES):
        surface = surface + _surface(_moved(points, surface, height), height)
    u, v = np.meshgrid(np.linspace(-1, 1, STRIPS), np.linspace(-1, 1, BANDS))
    shift = legendre.legval2d(u, v, surface)
    if np.ptp(shift, axis=1).max() * factor < FLAT * em:
        return None
    if score(_moved(points, surface, height), 0.0) < SHARPER * score(points, 0.0):
        return None
    return np.asarray(surface * factor, np.float64)


def _moved(points: Points, surface: Surface, height: float) -> Points:
    u, v = 2 * points.xs / points.width - 1, 2 * points.ys / height - 1
    return points._replace(ys=points.ys - legendre.legval2d(u, v, surface))


def _surface(points: Points, height: float) -> Surface:
    """The shift that the slopes of the parts add up to."""
    rows, slopes, weights = [], [], []
    wide, high = 2 * points.width / (STRIPS + 1), height / BANDS
    for strip in range(STRIPS):
        across = np.abs(points.xs - (strip + 1) * wide / 2) <= wide / 2
        for band in range(BANDS):
            part = across & (np.abs(points.ys - (band + 0.5) * high) <= high / 2)
            found = _slope(Points(points.xs[part], points.ys[part], wide))
            if found:
                u, v = (strip + 1) * wide / points.width - 1, (2 * band + 1) / BANDS - 1
                rows.append(np.outer(legendre.legvander(np.array([u]), ACROSS - 1)[0], [1.0, v][:DOWN]).ravel())
                slopes.append(found[0])
                weights.append(found[1])
    if len(rows) < STRIPS:
        return np.zeros((ACROSS + 1, DOWN))
    a, b, w = np.array(rows), np.array(slopes), np.array(weights)
    stiff = np.repeat(STIFF * w.sum() * np.arange(ACROSS) ** 2 / ACROSS**2, DOWN)
    found_terms = np.zeros(a.shape[1])
    for _ in range(3):  # parts with pictures or headlines have slopes of their own: they count less
        off = np.abs(a @ found_terms - b) if found_terms.any() else np.zeros(len(b))
        trust = w / np.maximum(1.0, off / max(1e-4, 2 * float(np.median(off))))
        found_terms = np.linalg.solve(a.T @ (a * trust[:, None]) + np.diag(stiff), a.T @ (b * trust))
    slope = found_terms.reshape(ACROSS, DOWN)
    shift: Surface = legendre.legint(slope, axis=0) * points.width / 2
    return shift


def _slope(points: Points) -> tuple[float, float] | None:
    """Rows that the lines of a part go down by for each column, and how much that tells; None where no lines run."""
    if points.xs.size < FEWEST_POINTS:
        return None
    angles = np.arange(-STEEPEST, STEEPEST + STEP / 2, STEP)
    scores = np.array([score(points, a, 1) for a in angles])
    at = int(np.argmax(scores))
    clear = float(scores[at] / np.median(scores))
    if clear < CLEAR or at in (0, len(scores) - 1):
        return None
    low, top, high = scores[at - 1 : at + 2]
    angle = angles[at] + STEP * 0.5 * (low - high) / min(low - 2 * top + high, -1e-9)
    return float(np.tan(np.radians(angle))), (clear - 1) * points.xs.size
