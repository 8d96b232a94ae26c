"""Where the paper of a scan ends, and where a spread of two pages is folded."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ..geometry import Box
from .ink import Gray, Mask, components, ink, reduced
from .turn import sideways

EDGE_SIDE = 600  # pixels: the size at which the paper's edge is looked for
PAPER = 80  # percentile of a page's shades that is its paper
DARK = 0.5  # of the paper's shade: what is darker may be the scanner's lid or the table under the page
RIM = 0.01  # of the longer side: a background begins this near to the image's edge
PLAIN = 22.0  # of 255, standard deviation: a lid or an empty edge; photographs and adverts have more in them
MOST_HOLES = 0.01  # of a dark region: lighter spots in it; a band with white letters has more
ALL_DARK = 0.97  # of a column of pixels
LEAST_PAPER = 0.3  # of the image, or what was found is not the paper

FOLD_SIDE = 1200  # pixels: the size at which a fold is looked for
LANDSCAPE = 1.1  # width to height: what two pages beside each other have at least
MIDDLE = (0.42, 0.58)  # of the width: where a fold may be
MOST_TILT, TILT = 4.0, 0.5  # degrees: how far a fold may lean, and the steps that are tried
TALL = 0.2  # of the height: pieces of ink that are no letters but the fold itself or a rule beside it
NEAR_EMPTY = 0.004  # of the height: ink that specks and thin rules may leave in a row of pixels of an empty band
LEAST_TEXT = 0.08  # of the page's ink that stands on each side of a fold
LEAST_BAND = 0.035  # of the width: two inner margins; what is narrower is a gutter between columns
WIDER = 1.8  # times the widest gutter: two inner margins are wider than the gutters of both pages
SHADOW_BAND = 0.008  # of the width: what a fold needs that is seen by its shadow
SHADOW = 0.07  # of the paper's shade: how much darker the paper is in a fold
SHADOW_REACH = 0.06  # of the width: beyond this the paper beside a fold has its own shade again


def sheet(gray: Gray) -> Box:
    """The paper without black scanner edges and without the dark ground around a photographed page, in pixels.

    Only what is dark, plain and begins at the image's edge is cut off, so that no text can be: a dark advert at the
    foot has letters in it, a picture has shades. Where the paper lies askew wedges of the dark remain beside it.
    """
    height, width = gray.shape
    whole = Box(0, 0, width, height)
    small, factor = reduced(gray, EDGE_SIDE)
    found = outside(small)
    if not found.any():
        return whole
    _, pieces = components(cv2.erode((~found).view(np.uint8), np.ones((5, 5), np.uint8)).view(np.bool_))
    if len(pieces) < 2:
        return whole
    x, y, w, h, area = (int(v) for v in max(pieces[1:], key=lambda piece: int(piece[4])))
    if area < LEAST_PAPER * small.size:
        return whole
    reach = 2  # pixels that the opening took away at each side
    sides = [x - reach, y - reach, x + w + reach, y + h + reach]
    limits = [small.shape[1], small.shape[0]] * 2
    at_edge = [sides[0] <= reach, sides[1] <= reach, sides[2] >= limits[0] - reach, sides[3] >= limits[1] - reach]
    x0, y0, x1, y1 = (e if near else s * factor for s, e, near in zip(sides, whole, at_edge, strict=True))
    return Box(round(x0), round(y0), round(min(x1, width)), round(min(y1, height)))


def outside(small: Gray) -> Mask:
    """What is dark and plain and lies at the image's edge."""
    paper = float(np.percentile(small, PAPER))
    blurred = np.asarray(cv2.medianBlur(small, 5), np.uint8)
    labels, pieces = components(np.asarray(blurred < DARK * paper, np.bool_))
    rim = max(2, round(RIM * max(small.shape)))
    at_rim = np.zeros(small.shape, np.bool_)
    at_rim[:rim] = at_rim[-rim:] = True
    at_rim[:, :rim] = at_rim[:, -rim:] = True
    found = np.zeros(small.shape, np.bool_)
    for number in np.unique(labels[at_rim]):
        region = np.asarray(labels == number, np.bool_)
        if number and pieces[number, 4] >= rim * rim:
            found |= region if _is_plain(region, blurred) else _strips(region)
    return found


def _strips(region: Mask) -> Mask:
    """What is dark all the way down at the left and right: black edges that run into a dark advert at the foot."""
    strips = np.zeros(region.shape, np.bool_)
    light = np.flatnonzero(region.mean(axis=0) < ALL_DARK)
    if light.size:
        strips[:, : light[0]] = True
        strips[:, light[-1] + 1 :] = True
    return strips


def _is_plain(region: Mask, gray: Gray) -> bool:
    """No shades and no light letters in a dark region."""
    inner = cv2.erode(region.view(np.uint8), np.ones((3, 3), np.uint8)).view(np.bool_)
    if inner.any() and float(gray[inner].std()) > PLAIN:
        return False
    _, holes = components(~region)
    spots = [int(hole[4]) for hole in holes[1:] if hole[4] < region.size / 50]
    return sum(spots) <= MOST_HOLES * float(np.count_nonzero(region))


def fold(gray: Gray) -> float | None:
    """Where a spread of two pages is to be cut in two, in pixels from the left; None for a single page.

    Two pages lie side by side where an upright band near the middle is empty from top to bottom, text stands on both
    sides, and the band either has the shadow of a fold in it or is clearly wider than the gutters on both sides.
    """
    height, width = gray.shape
    if width < LANDSCAPE * height or sideways(gray):
        return None
    small, factor = reduced(gray, FOLD_SIDE)
    shadow = _shadow(small)
    empty = _emptiest(_print(small))
    if empty is None:
        return None
    start, stop, gutter, margin = empty
    band = (stop - start) / small.shape[1]
    if shadow is not None and start <= shadow <= stop and band >= SHADOW_BAND:
        return float(shadow * factor)
    if band >= LEAST_BAND and stop - start >= max(WIDER * gutter, margin):
        quarter = (stop - start) / 4
        return float(min(max(small.shape[1] / 2, start + quarter), stop - quarter) * factor)
    return None


def _print(small: Gray) -> Mask:
    """The ink of letters and pictures without what stands upright as a fold or a rule does, and without the wedges of
    the dark beside a page that lies askew."""
    beyond = cv2.dilate(outside(small).view(np.uint8), np.ones((5, 5), np.uint8)).view(np.bool_)
    mask = np.asarray(ink(small) & ~beyond, np.bool_)
    labels, pieces = components(mask)
    thin = (pieces[:, 3] > TALL * small.shape[0]) & (pieces[:, 2] < SHADOW_BAND * 2 * small.shape[1])
    mask[thin[labels] & (labels > 0)] = False
    return mask


def _shadow(small: Gray) -> float | None:
    """The darkest upright line near the middle, where the paper is darker there than on both sides.

    What is dark in less than `SHADOW_BAND` is no fold but a rule between columns.
    """
    width = small.shape[1]
    columns = np.asarray(np.median(small, axis=0), np.uint8)[None, :]
    shade = cv2.morphologyEx(columns, cv2.MORPH_CLOSE, np.ones((1, round(SHADOW_BAND * width) | 1), np.uint8))[0]
    first, last = (round(share * width) for share in MIDDLE)
    reach = round(SHADOW_REACH * width)
    darkest = first + int(np.argmin(shade[first:last]))
    beside = min(float(np.max(shade[darkest - reach : darkest])), float(np.max(shade[darkest : darkest + reach])))
    return float(darkest) if shade[darkest] < (1 - SHADOW) * beside else None


def _emptiest(mask: Mask) -> tuple[float, float, float, float] | None:
    """Where the widest empty band near the middle begins and ends, whichever way it leans, the widest gutter beside it
    and the narrower outer margin."""
    ys, xs = np.nonzero(mask)
    if xs.size == 0:
        return None
    height, width = mask.shape
    found: tuple[float, float, float, float] | None = None
    for tilt in np.arange(-MOST_TILT, MOST_TILT + TILT / 2, TILT):
        moved = np.clip(xs + (ys - height / 2) * np.tan(np.radians(tilt)), 0, width - 1).astype(np.intp)
        columns = np.bincount(moved, minlength=width)
        bands = _bands(columns, NEAR_EMPTY * height)
        middle = [b for b in bands if b[0] < MIDDLE[1] * width and b[1] > MIDDLE[0] * width and _both(columns, b)]
        middle = [b for b in middle if MIDDLE[0] * width <= (b[0] + b[1]) / 2 <= MIDDLE[1] * width]
        if middle:
            best = max(middle, key=lambda b: b[1] - b[0])
            gutter = max((b[1] - b[0] for b in bands if b != best), default=0.0)
            printed = np.flatnonzero(columns > NEAR_EMPTY * height)
            margin = float(min(printed[0], width - 1 - printed[-1]))
            if found is None or best[1] - best[0] > found[1] - found[0]:
                found = *best, gutter, margin
    return found


def _bands(columns: NDArray[np.intp], least: float) -> list[tuple[float, float]]:
    """The empty stretches between the first and the last column of pixels with ink."""
    full = np.flatnonzero(columns > least)
    gaps = np.flatnonzero(np.diff(full) > 1)
    return [(float(full[i] + 1), float(full[i + 1])) for i in gaps]


def _both(columns: NDArray[np.intp], band: tuple[float, float]) -> bool:
    """Whether there is print on both sides of a band."""
    total = columns.sum()
    return bool(min(columns[: int(band[0])].sum(), columns[int(band[1]) :].sum()) >= LEAST_TEXT * total)
