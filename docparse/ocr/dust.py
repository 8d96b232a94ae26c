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
KERNEL, LARGE_KERNEL = 3, 5  # pixels of that median; specks are smaller by one
LARGE_EM = 34.0  # pixels of body text from which strokes are wide enough for the large one
LONELY = 0.5  # em from any print: what stands there is no full stop
DUSTY = 1 / 400  # lonely specks for each em's square of the sheet: a cleaner one is left as it is


def without_dust(image: Image, gray: NDArray[np.uint8], em: float) -> Image:
    """The picture with the paper's shade where specks were; itself where it is clean."""
    kernel = KERNEL if em < LARGE_EM else LARGE_KERNEL
    labels, stats = components(ink(gray))
    side = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    sharp = np.zeros(len(stats), np.bool_)
    sharp[labels[cv2.subtract(cv2.medianBlur(gray, kernel), gray) > SHARP]] = True
    specks = kept(labels, sharp & (side < kernel))
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
