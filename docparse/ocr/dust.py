"""Specks on a scan are taken away before it is read: engines read them as full stops, quotation marks and accents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from .ink import components, ink, kept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .engine import Image

SPECK = 0.11  # em: the longer side of a speck at most, where it stands apart; a full stop has as much and stands close
APART = 0.22  # em from anything larger: further than a full stop from its word, or the dot of an i from its stem
GROUND = 2.0  # times a speck's size: the neighbourhood whose median takes its place


def without_dust(image: Image, gray: NDArray[np.uint8], em: float) -> Image:
    """The picture with the paper's shade where specks were; itself where there are none."""
    labels, stats = components(ink(gray))
    small = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= SPECK * em
    specks = kept(labels, small)
    reach = 2 * round(APART * em) + 1
    near = cv2.dilate(kept(labels, ~small).view(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    apart = np.ones(len(stats), np.bool_)
    apart[labels[specks & near]] = False
    specks = kept(labels, small & apart)
    if not specks.any():
        return image
    around = cv2.dilate(specks.view(np.uint8), np.ones((3, 3), np.uint8)) > 0  # their soft edge
    around &= (labels == 0) | specks
    size = 2 * round(GROUND * SPECK * em) + 1
    cleaned = image.copy()
    cleaned[around] = cv2.medianBlur(image, size)[around]
    return cleaned
