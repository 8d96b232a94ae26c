"""Specks on a scan are taken away before it is read: engines read them as full stops, quotation marks and accents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from .ink import components, ink, kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .engine import Image

SHARP = 60  # of 255 that a speck is darker than the median around it: print of that size is blurred and paler
SPECK = 0.08  # em: the longer side of a speck at most; a full stop has 0.11
BLACK_SPECK = 0.14  # em: of one that is blacker than any letter
DARK = 6  # percentile of the letters' shades: dots of worn print are paler
BLACKEST, BLACKER = 2, 12  # percentile of the letters' shades, and how much darker than that, of 255
KERNEL, LARGE_KERNEL = 3, 5  # pixels of the median; specks are smaller
LARGE_EM = 34.0  # pixels of body text from which strokes are wide enough for the large one
LONELY = 0.5  # em from any print: what stands there is no full stop
DUSTY = 1 / 400  # lonely specks for each em's square of the sheet: a cleaner one is left as it is


def without_dust(image: Image, gray: NDArray[np.uint8], em: float) -> Image:
    """The picture with the paper's shade where specks were; itself where it is clean."""
    kernel = KERNEL if em < LARGE_EM else LARGE_KERNEL
    printed = ink(gray)
    if not printed.any():
        return image
    labels, stats = components(printed)
    side = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    sharp = _with_any(labels, cv2.subtract(cv2.medianBlur(gray, kernel), gray) > SHARP)
    letters = gray[kept(labels, side > 2 * kernel)]
    if not letters.size:
        return image
    dark, darkest = np.percentile(letters, (DARK, BLACKEST))
    small = _with_any(labels, printed & (gray <= dark)) & (side <= max(1.0, SPECK * em))
    small |= _with_any(labels, printed & (gray < darkest - BLACKER)) & (side <= BLACK_SPECK * em)
    specks = kept(labels, sharp & small)
    reach = 2 * round(LONELY * em) + 1
    near = cv2.dilate(kept(labels, side > 2 * kernel).view(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    lonely = len(components(np.asarray(specks & ~near, np.bool_))[1]) - 1
    if lonely <= DUSTY * gray.size / em**2:
        return image
    around = cv2.dilate(specks.view(np.uint8), np.ones((3, 3), np.uint8)) > 0  # their soft edge
    around &= (labels == 0) | specks
    cleaned = image.copy()
    cleaned[around] = cv2.medianBlur(image, LARGE_KERNEL)[around]
    return cleaned


def _with_any(labels: NDArray[np.int32], mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """For each piece whether a pixel of it is in the mask."""
    found = np.zeros(int(labels.max()) + 1, np.bool_)
    found[labels[mask]] = True
    return found
