"""How the letters of a line on a picture look: where its ink stands, how large it is, how heavy, in what colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ..geometry import Box
from ..languages import is_han
from . import latin

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .engine import Image

FAINT_HAN_ROW = 0.12  # of the ink of the fullest rows: less is of the next line, or noise
WITHIN = 0.15  # of the box's height: white inside one line, as between the strokes of 二
WORD_GAP = 0.2  # of a line's height: white between words, not letters
HAN_INK = 0.92  # em: height of the ink of a line of Chinese characters
HAN_ABOVE = 0.84  # em: ink of Chinese characters above the baseline
ENLARGED = 2  # times: strokes of two pixels are too coarse to measure
THIN, LONG = 0.2, 1.4  # em: a dash that takes two squares
BULLET_REACH = 2.0  # em before the line in which its bullet stands
BULLET_SIZE = (0.22, 0.85)  # em
LIKE = 0.35  # of its size: how far dots of a leader differ
SOLID = 0.68  # of its square that a bullet fills: a disc 0.79, a lozenge less
SPECK = 0.02  # of an em's square: dirt
APART = 0.3  # em from a line to dirt beside it; a full stop stands closer
NARROW, THROUGH = 0.15, 0.9  # em wide, and of the line's height: a drawn line
CONTRAST = 60  # of 255 between ink and paper
SOFT_EDGE = 0.5  # pixels that every stroke seems wider, whatever its size: the edge of ink is grey
LEAD_IN = 8.0  # em: a shorter line does not begin with a few words in another weight
LONG_RUN = 0.3  # em: ink that goes on longer runs along a stroke, not across it


@dataclass(frozen=True, slots=True)
class Look:
    """A line's looks in pixels: its ink, its em, its baseline, the mean stroke of its letters, its colour (0xRRGGBB).

    `body` is the height of the small letters alone, which is the same for all lines of one face. `lightest` is the
    stroke of that half of a long line that has the thinner one. `evenness` tells faces apart: how thick the strokes
    across are beside the upright ones, about 0.8 where they are thin (serif faces, 宋体) and 1 where all are alike.

    `columns` tells for each pixel from `ink.x0` on whether there is ink in that column; `dashes` are the first and last
    of those that hold nothing but a long thin stroke.
    """

    ink: Box
    em: float
    body: float
    baseline: float
    stroke: float
    lightest: float
    evenness: float
    color: int
    columns: tuple[bool, ...]
    dashes: tuple[tuple[int, int], ...] = ()


def look(image: Image, gray: NDArray[np.uint8], box: Box, text: str) -> Look | None:
    """The looks of the horizontal line `text` inside `box`; None where there is no ink."""
    import numpy as np

    x0, y0 = max(0, int(box.x0)), max(0, int(box.y0))
    part = gray[y0 : int(box.y1) + 1, x0 : int(box.x1) + 1]
    if min(part.shape) < 3:
        return None
    mask = _ink(part)
    if len(text) > 1:  # the strokes of a single letter may fill its box
        mask[:, mask.mean(axis=0) > THROUGH] = False  # the edge of a picture, a line between columns
        mask[mask.mean(axis=1) > THROUGH] = False
    rows = np.asarray(mask.mean(axis=1), dtype=np.float64)
    han = any(map(is_han, text))
    if han:
        top, bottom = latin.heaviest(rows, FAINT_HAN_ROW * latin.fullest(rows), WITHIN * len(rows))
    else:
        top, bottom = latin.rows_of(rows, mask.shape[1])
    mask = mask[top:bottom]
    columns: NDArray[np.bool_] = np.asarray(mask.any(axis=0))
    if not columns.any():
        return None
    em, baseline, body = (
        _han_size(top, bottom) if han else latin.measured(rows, top, bottom, text, _length(columns, bottom - top))
    )
    shown = _without_specks(mask, inked([bool(c) for c in columns], 0, len(columns)), em)
    if not shown:
        return None
    left, right = shown[0][0], shown[-1][1]
    pixels = image[y0 + top : y0 + bottom, x0 : x0 + part.shape[1]][mask]
    red, green, blue = (int(v) for v in np.median(pixels, axis=0))
    return Look(
        Box(x0 + left, y0 + top, x0 + right, y0 + bottom),
        em,
        body,
        y0 + baseline,
        *_strokes(part[top:bottom, left:right], em),
        red << 16 | green << 8 | blue,
        tuple(bool(c) for c in columns[left:right]),
        _dashes(mask[:, left:right], em),
    )


def _han_size(top: int, bottom: int) -> latin.Size:
    """Chinese characters fill their height."""
    em = (bottom - top) / HAN_INK
    return latin.Size(em, top + HAN_ABOVE * em, bottom - top)


def _length(columns: NDArray[np.bool_], height: int) -> float:
    """Columns that words take, without the white between them."""
    stretches = inked([bool(c) for c in columns], 0, len(columns))
    white = sum(b[0] - a[1] for a, b in pairwise(stretches) if b[0] - a[1] > WORD_GAP * height)
    return stretches[-1][1] - stretches[0][0] - white if stretches else 0.0


def _without_specks(mask: NDArray[np.bool_], stretches: list[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """The stretches of ink without what is no part of the line before and after it: dirt, and lines between columns."""
    while len(stretches) > 1 and _stands_apart(mask, stretches[0], stretches[1][0] - stretches[0][1], em):
        stretches = stretches[1:]
    while len(stretches) > 1 and _stands_apart(mask, stretches[-1], stretches[-1][0] - stretches[-2][1], em):
        stretches = stretches[:-1]
    return stretches


def _stands_apart(mask: NDArray[np.bool_], stretch: tuple[int, int], white: int, em: float) -> bool:
    if white <= APART * em:
        return False
    part = mask[:, stretch[0] : stretch[1]]
    drawn = part.shape[1] <= NARROW * em and part.any(axis=1).mean() > THROUGH
    return bool(drawn or part.sum() < SPECK * em * em)


def _dashes(mask: NDArray[np.bool_], em: float) -> tuple[tuple[int, int], ...]:
    """Columns of long strokes that are no part of a character."""
    height = mask.sum(axis=0)
    thin = tuple(bool(c) for c in (height > 0) & (height <= THIN * em))
    return tuple((a, b) for a, b in inked(thin, 0, len(thin)) if b - a >= LONG * em)


def _ink(part: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """What is letter in a small picture of one line: the rarer of the two tones (Otsu), be it dark or light."""
    import cv2
    import numpy as np

    _, dark = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    mask = dark > 0 if np.count_nonzero(dark) <= dark.size / 2 else dark == 0
    return np.asarray(mask, dtype=np.bool_)


def _strokes(part: NDArray[np.uint8], em: float) -> tuple[float, float, float]:
    """The mean stroke of the letters, that of the lighter half of the line, and how even strokes are."""
    import cv2
    import numpy as np

    large = cv2.resize(part, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    mask = _ink(np.asarray(large, dtype=np.uint8))
    white = np.flatnonzero(~mask.any(axis=0))
    width = mask.shape[1]
    divides = len(white) and width >= LEAD_IN * em * ENLARGED
    middle = int(white[np.abs(white - width / 2).argmin()]) if divides else width
    halves = [_area_and_outline(mask[:, :middle]), _area_and_outline(mask[:, middle:])]
    across, down = (_runs(m, LONG_RUN * em * ENLARGED) for m in (mask, mask.T))
    return (
        _width(sum(area for area, _ in halves), sum(outline for _, outline in halves)),
        min((_width(*half) for half in halves if half[1]), default=0.0),
        down / across if across and down else 1.0,
    )


def _area_and_outline(mask: NDArray[np.bool_]) -> tuple[float, float]:
    """Of the ink in an enlarged picture, in its pixels."""
    import cv2

    if not mask.size:
        return 0.0, 0.0
    contours = cv2.findContours(mask.astype("uint8"), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)[0]
    return float(mask.sum()), float(sum(cv2.arcLength(contour, True) for contour in contours))


def _width(area: float, outline: float) -> float:
    """Mean width of strokes, without the soft edge of a scan: twice the ink's area to its outline's length."""
    return max(0.0, 2.0 * area / outline / ENLARGED - SOFT_EDGE) if outline else 0.0


def _runs(mask: NDArray[np.bool_], longest: float) -> float:
    """Mean length of what is inked without a break in the rows, without the runs along a stroke."""
    import numpy as np

    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).ravel().astype(np.int8))
    lengths = np.flatnonzero(edges < 0) - np.flatnonzero(edges > 0)
    lengths = lengths[lengths < longest]
    return float(lengths.mean()) if len(lengths) else 0.0


def white_gaps(columns: Sequence[bool]) -> list[tuple[int, int]]:
    """Stretches without ink inside a line: first column and the column after the last."""
    stretches = inked(columns, 0, len(columns))
    return [(a[1], b[0]) for a, b in pairwise(stretches)]


def inked(columns: Sequence[bool], left: int, right: int) -> list[tuple[int, int]]:
    """Stretches with ink between two columns: first column and the column after the last."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for i in range(left, right + 1):
        shown = i < right and columns[i]
        if shown and start is None:
            start = i
        elif not shown and start is not None:
            found.append((start, i))
            start = None
    return found


def has_bullet(gray: NDArray[np.uint8], line: Look) -> bool:
    """Whether a solid round or square mark stands by itself before the line; engines read none."""
    import cv2

    ink, em = line.ink, line.em
    x0, x1 = int(ink.x0 - BULLET_REACH * em), int(ink.x0 - 0.1 * em)
    part = gray[int(ink.y0) : int(ink.y1) + 1, max(0, x0) : x1]
    if x0 < 0 or min(part.shape) < 3 or int(part.max()) - int(part.min()) < CONTRAST:
        return False
    count, _, stats, middles = cv2.connectedComponentsWithStats(_ink(part).astype("uint8"))
    marks = [(stats[i], middles[i]) for i in range(1, count) if stats[i][4] > SPECK * em * em]
    if len(marks) != 1:
        return False
    (x, y, width, height, area), (_, middle) = marks[0]
    low, high = BULLET_SIZE
    return bool(
        low * em <= min(width, height)
        and max(width, height) <= min(high * em, 1.3 * min(width, height))
        and area >= SOLID * width * height
        and x > 0
        and x + width < part.shape[1]
        and y > 0
        and y + height < part.shape[0]
        and abs(middle - part.shape[0] / 2) <= 0.25 * em
        and not _ends_leader(gray, ink, x0 + x, max(width, height), em)
    )


def _ends_leader(gray: NDArray[np.uint8], ink: Box, left: int, size: int, em: float) -> bool:
    """Whether more marks of one size stand on the line before a mark: dots that lead from a title to a page number."""
    import cv2

    part = gray[int(ink.y0) : int(ink.y1) + 1, max(0, int(left - BULLET_REACH * em)) : left - 1]
    if min(part.shape) < 3 or int(part.max()) - int(part.min()) < CONTRAST:
        return False
    stats = cv2.connectedComponentsWithStats(_ink(part).astype("uint8"))[2][1:]
    return any(abs(max(width, height) - size) <= LIKE * size for _, _, width, height, _ in stats)
