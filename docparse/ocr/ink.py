"""Which pixels of a scan are printed on it: letters and lines, whatever the paper's shade."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Gray: TypeAlias = NDArray[np.uint8]  # rows, columns
Mask: TypeAlias = NDArray[np.bool_]
Components: TypeAlias = NDArray[np.int32]  # a row each: x, y, width, height, area

GROUND_SIDE = 1200  # pixels: the size at which the paper's shade is looked for; it changes slowly
GROUND_REACH = 31  # pixels at that size: wider than any stroke of a headline, narrower than the shadow of a fold
DARKEST_GROUND = 96  # of 255: what is darker is compared with this, or the noise of a black edge would be letters
NOISE = 0.15  # of the paper's shade: paper grain and compression, which tell nothing about how black the ink is
FULL_INK = 90  # percentile of what is darker than noise: how black the letters are, though most pixels are their edges
LEAST_CONTRAST = 0.22  # of the paper's shade: what shines through from the back stays below, worn print above


def gray_of(image: NDArray[np.uint8]) -> Gray:
    """The picture in shades of grey; one that is grey already is handed back as it is."""
    if image.ndim == 2:
        return image
    if image.shape[2] == 1:
        return image[:, :, 0]
    return np.asarray(cv2.cvtColor(image[:, :, :3], cv2.COLOR_RGB2GRAY), np.uint8)


def reduced(gray: Gray, side: int) -> tuple[Gray, float]:
    """The picture with its longer side no longer than `side`, and how many pixels one of its pixels was."""
    factor = max(gray.shape) / side
    if factor <= 1:
        return gray, 1.0
    size = (max(1, round(gray.shape[1] / factor)), max(1, round(gray.shape[0] / factor)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def ground_of(gray: Gray) -> Gray:
    """The shade of what is printed on, at every pixel: letters closed, shadows, tints and black edges kept."""
    small, _ = reduced(gray, GROUND_SIDE)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (GROUND_REACH, GROUND_REACH))
    closed = cv2.morphologyEx(cv2.medianBlur(small, 3), cv2.MORPH_CLOSE, kernel, borderType=cv2.BORDER_REPLICATE)
    smooth = cv2.blur(closed, (GROUND_REACH // 4, GROUND_REACH // 4))
    return np.asarray(cv2.resize(smooth, gray.shape[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def ink(gray: Gray) -> Mask:
    """Where letters and lines are printed.

    Darkness counts against the paper around, so that gradients and shadows fall out, and against the letters of the
    same page: what is less than half as black as they are shines through from the back.
    """
    ground = ground_of(gray)
    depth = cv2.subtract(ground, gray)  # uint8, never below 0
    paper = np.maximum(ground, DARKEST_GROUND)
    dark = depth[::3, ::3] / paper[::3, ::3]
    printed = dark[dark > NOISE]
    if printed.size == 0:
        return np.zeros(gray.shape, np.bool_)
    least = max(LEAST_CONTRAST, float(np.percentile(printed, FULL_INK)) / 2)
    needed = cv2.convertScaleAbs(paper, alpha=least)
    return np.asarray(depth > needed, np.bool_)


def components(mask: Mask) -> tuple[NDArray[np.int32], Components]:
    """The connected pieces of a mask: for each pixel the number of its piece (0: none), and the pieces' measures."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def kept(labels: NDArray[np.int32], keep: NDArray[np.bool_]) -> Mask:
    """The mask of those pieces whose entry in `keep` is true; piece 0 is no piece."""
    keep = keep.copy()
    keep[0] = False
    return np.asarray(keep[labels], np.bool_)
