"""Lines drawn on a scanned page."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ..geometry import Box, overlap, union
from .ink import Gray, Mask

THICK = 0.5  # em: what is thicker is a bar
DOUBLE, LONG = 0.8, 20.0  # em: a thick and a thin line with their white, as under a page head, and how long they are
LEAST_RULE = 3.0  # em: what is shorter is an underscore, a dash or a stroke of a headline's letter
FAINT = 0.08  # of the ground's shade, over a stretch of ALONG: a grey hairline of half a pixel is no darker
MOST_FAINT = 0.22  # of the ground's shade: what is darker is print of this side, even on worn paper
EDGE_STEP = 0.25  # of the ground's shade: two tints beside each other differ less
ALONG = 1.0  # em
INK = 0.15  # of the ground's shade: print beside a line; less may shine through from the back
DARKEST_GROUND = 60  # of 255: what is darker is compared with this
NOISE_GAP = 0.2  # em: how far a line is interrupted by noise
PIECE_GAP = 0.8  # em: between the pieces of one line; lines over two columns are further from each other
DRIFT = 0.35  # em: by which a long line leaves its row on a page that is not quite straight
EVEN, DRAWN = 0.5, 0.88  # of a line's usual darkness, and of its length that has it
BESIDE = 0.25  # em: beside a line there is nothing; beside the stroke of a letter there are other strokes
CLEAR = 0.75  # of a line's length with nothing beside it
IN_LETTERS = 0.5  # of a line's length inside lines of text: a stroke of theirs
LETTER_CORE = 0.12  # of a text line's height at its top and its foot where a rule may run


def rules_on(gray: Gray, lines: Sequence[Box], em: float) -> list[Box]:
    """The horizontal and vertical lines drawn on an upright page; boxes and em in its pixels."""
    side = max(3, round(2 * THICK * em) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (side, side))
    ground = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, kernel)
    paper = np.maximum(ground, DARKEST_GROUND).astype(np.float32)
    depth = cv2.subtract(ground, gray).astype(np.float32) / paper
    faint = _faintest(depth, lines)
    flat = [Box(b.y0, b.x0, b.y1, b.x1) for b in lines]
    across = _horizontal(depth, gray, lines, faint, em)
    down = _horizontal(np.ascontiguousarray(depth.T), gray.T, flat, faint, em)
    return across + [Box(b.y0, b.x0, b.y1, b.x1) for b in down]


def _faintest(depth: NDArray[np.float32], lines: Sequence[Box]) -> float:
    """How faint a line may be on this page: darker than nearly all that shines through between its lines of text."""
    empty = np.ones(depth.shape, np.bool_)
    for x0, y0, x1, y1 in lines:
        empty[max(0, int(y0) - 2) : int(y1) + 3, max(0, int(x0) - 2) : int(x1) + 3] = False
    pale = depth[::2, ::2][empty[::2, ::2]]
    pale = pale[pale < MOST_FAINT]
    usual = float(np.percentile(pale, 98)) if pale.size else 0.0
    return min(MOST_FAINT, max(FAINT, 1.3 * usual))


def _horizontal(depth: NDArray[np.float32], gray: Gray, lines: Sequence[Box], faint: float, em: float) -> list[Box]:
    dark = np.asarray(depth > max(INK, faint), np.bool_)
    along = cv2.blur(depth, (max(3, round(ALONG * em)), 1))
    gap, least = max(2, round(NOISE_GAP * em)), max(8, round(LEAST_RULE * em))
    runs = cv2.dilate((along > faint).view(np.uint8), np.ones((2, 1), np.uint8))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    runs = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((1, least), np.uint8))
    runs = cv2.dilate(runs, np.ones((3, 3), np.uint8))
    dark &= runs == 0  # another drawn line may run close by
    found = []
    for outline in cv2.findContours(runs, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        x, y, width, height = cv2.boundingRect(outline)
        thickness = np.count_nonzero(runs[y : y + height, x : x + width]) / width - 3  # what the two dilations added
        thickest = DOUBLE if width >= LONG * em else THICK
        if thickness > thickest * em or height > max(thickness, 1) + DRIFT * em + 3:
            continue
        box = _trimmed(depth, Box(x + 1, y + 1, x + width - 1, max(y + height - 2, y + 2)), faint)
        if box is None or box.width < least:
            continue
        alone = _is_even(depth, box) and _is_free(dark, box, em) and _is_between(gray, box, em)
        if alone and not _is_stroke(box, lines):
            found.append(box)
    return _whole(found, em)


def _trimmed(depth: NDArray[np.float32], box: Box, faint: float) -> Box | None:
    """Without the ends that looking along the line has added."""
    x0, y0, x1, y1 = (int(v) for v in box)
    drawn = np.flatnonzero(depth[y0:y1, x0:x1].max(axis=0) > faint)
    return Box(x0 + int(drawn[0]), y0, x0 + int(drawn[-1]) + 1, y1) if drawn.size else None


def _is_even(depth: NDArray[np.float32], box: Box) -> bool:
    """Drawn all along, where letters that shine through have gaps."""
    x0, y0, x1, y1 = (int(v) for v in box)
    along = depth[y0:y1, x0:x1].max(axis=0)
    return bool(np.mean(along >= EVEN * np.median(along)) >= DRAWN)


def _is_free(dark: Mask, box: Box, em: float) -> bool:
    """Nothing is printed close above and below."""
    x0, y0, x1, y1 = (int(v) for v in box)
    reach = max(2, round(BESIDE * em))
    above = dark[max(0, y0 - 1 - reach) : max(0, y0 - 1), x0:x1].any(axis=0)
    below = dark[y1 + 2 : y1 + 2 + reach, x0:x1].any(axis=0)
    return bool(np.mean(~above) >= CLEAR and np.mean(~below) >= CLEAR)


def _is_between(gray: Gray, box: Box, em: float) -> bool:
    """The same ground above and below: where it changes there is the edge of a picture."""
    x0, y0, x1, y1 = (int(v) for v in box)
    reach = max(2, round(BESIDE * em))
    above, below = gray[max(0, y0 - 1 - reach) : max(0, y0 - 1), x0:x1], gray[y1 + 2 : y1 + 2 + reach, x0:x1]
    if not above.size or not below.size:
        return True
    one, other = sorted((float(np.median(above)), float(np.median(below))))
    return one >= (1 - EDGE_STEP) * other


def _is_stroke(rule: Box, lines: Sequence[Box]) -> bool:
    """Whether a horizontal line lies within lines of text."""
    covered = 0.0
    for line in lines:
        inner = LETTER_CORE * min(line.width, line.height)
        if line.y0 + inner < rule.cy < line.y1 - inner:
            covered += max(0.0, overlap(line.x0, line.x1, rule.x0, rule.x1))
    return covered > IN_LETTERS * rule.width


def _whole(pieces: Sequence[Box], em: float) -> list[Box]:
    """Pieces of one line together."""
    found: list[Box] = []
    for piece in sorted(pieces, key=lambda b: b.x0):
        for i, other in enumerate(found):
            if -DRIFT * em <= piece.x0 - other.x1 <= PIECE_GAP * em and abs(piece.cy - other.cy) <= DRIFT * em:
                found[i] = union([other, piece])
                break
        else:
            found.append(piece)
    return found
