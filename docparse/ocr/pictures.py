"""Photographs, drawings and tints on a scanned page: what is not paper and not text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from ..geometry import Box, intersection, union
from .ink import Gray, Mask, components

Depth: TypeAlias = NDArray[np.float32]  # rows, columns: how much darker or more coloured than paper, 0 to 1

LEAST_PRINTED, MOST_PRINTED = 0.04, 0.1  # of the paper's shade: tints are darker, on clean and on worn paper
LEAST_PICTURE = 2.5  # em a side
LEAST_TINT = 1.8  # em a side: room for one short line, as in reading/graphics
THIN = 0.7  # em: what is thinner is a rule, an ornament or unread text
LETTER_MARGIN = 0.2  # em: by which letters stick out of the boxes that OCR gives
STROKE = 0.5  # of a text line's height: no stroke is thicker
THIS_SIDE = 0.5  # of the paper's shade: nothing shines through as dark
STEP = 0.4  # of a tint's depth: what it differs by from the paper beside it
RIM_GROUND = 30  # percentile of the shades around a line that is its ground: letters of the next line reach in
SAME_SHADE = 0.05  # of the paper's shade: what scanning adds to the shades of one tint
ONE_SHADE = 0.97  # of a region's box in one shade: there is nothing in it to see
ONE_BOX = 0.95  # of its box that a printed region fills, if the tint and the pictures in it are one design
LEAST_TEXT = 0.04  # of a tinted box that is lines of text
RECTANGLE = 0.85  # of its box that a picture fills
SPARSE = 0.3  # of its box that a picture or a tint fills at least; what fills less is joined by a shadow
CORE = 0.5  # of a region's usual depth: what is lighter only joins its pictures
TINT_SHARE = 0.4  # of a region's box that has its most frequent shade, if it is a tint
MOST_TEXT = 0.3  # of a picture that is lines of text: signs; what has more is a text on a coloured ground
BLACK, WHITE, LEVEL = 50, 225, 4  # of 255: shades between the first two are grey, with neighbours as near as the third
MOST_GREY = 0.02  # of a page scanned in black and white
PURE, PURELY = 250, 0.8  # of 255, and of the light places of such a page: its paper is white, without any grain
BILEVEL_GAP = 1.5  # em: how far white places divide a picture that has only black and white
LEAST_SHADES = 0.12  # of the paper's shade: between the light and the dark of a picture
RIM, RIM_SHARE = 0.5, 0.3  # em, and of a side: a picture's edge has at least this share of print, its rim less
FIT_ROUNDS = 4  # of fitting the paper's shade, each without what is darker than the fit of the round before
FIT_SLACK = 0.05  # of the paper's shade


class Grounds(NamedTuple):
    pictures: list[Box]
    tints: list[Box]


def grounds_on(
    image: NDArray[np.uint8], lines: Sequence[Box], rules: Sequence[Box], out: Mask, bilevel: bool, em: float
) -> Grounds:
    """Pictures and tints of a page on which an em is about 8 pixels; `out` is what lies outside its paper."""
    depth = _depth(image, out)
    for rule in rules:
        _erase(depth, rule)
    text = _drawn(depth.shape, [line.grown(LETTER_MARGIN * em) for line in lines])
    plain = _without_letters(depth, lines, em)
    mean = np.asarray(cv2.blur(depth, (max(1, round(0.4 * em)),) * 2), np.float32)
    shade = np.where(text, plain, mean)
    light = _lightest(shade[~text & ~out])
    printed = np.asarray((shade > light) & ~out, np.uint8)
    thin = max(2, round(THIN * em))
    printed = np.asarray(cv2.morphologyEx(printed, cv2.MORPH_OPEN, np.ones((thin, thin), np.uint8)), np.uint8)
    pictures: list[Box] = []
    tints: list[Box] = []
    least = THIN * em if bilevel else LEAST_TINT * em
    labels, pieces = components(printed.view(np.bool_))
    labels, pieces = _apart(labels, pieces, plain)
    for number, (x, y, width, height, _) in enumerate(pieces.tolist()):
        if number and min(width, height) >= least:
            window = (slice(y, y + height), slice(x, x + width))
            inside = [_moved(line, -x, -y) for line in lines]
            region = np.asarray(labels[window] == number, np.bool_)
            found = _parts(region, plain[window], inside, light, em)
            if not found.tints and not bilevel:
                found = Grounds(_cores(region, plain[window], em), [])
            pictures += [_moved(b, x, y) for b in found.pictures]
            tints += [_moved(b, x, y) for b in found.tints]
    tints = [t for t in tints if min(t.width, t.height) >= LEAST_TINT * em and _ends(plain, t, em)]
    tints = [t for t in tints if any(_holds(t, line) for line in lines)]
    near = BILEVEL_GAP * em if bilevel else 0.0
    whole = _whole(pictures, lines, printed.view(np.bool_), near)
    solid = np.asarray(depth > light, np.bool_)
    tight = [_tightened(p, solid, em) for p in whole]
    return Grounds([p for p in tight if _is_picture(p, lines, em) and _has_shades(depth, p)], tints)


def _apart(
    labels: NDArray[np.int32], pieces: NDArray[np.int32], shade: Depth
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The regions, those without the shadow that joins them to the edge of the sheet which fill little of their box."""
    printed = labels > 0
    for number, (x, y, width, height, area) in enumerate(pieces.tolist()):
        if number and area < SPARSE * width * height:
            window = (slice(y, y + height), slice(x, x + width))
            region = labels[window] == number
            printed[window] &= ~region | (shade[window] > CORE * float(np.median(shade[window][region])))
    return components(printed)


def _parts(region: Mask, shade: Depth, lines: Sequence[Box], light: float, em: float) -> Grounds:
    """One printed region as the tint that text stands on and the pictures beside it, or as one picture."""
    box = Box(0, 0, region.shape[1], region.shape[0])
    counts, edges = np.histogram(shade[region], bins=100, range=(0.0, 1.0))
    usual = float(edges[int(np.argmax(np.convolve(counts, np.ones(5), "same")))]) + 0.005
    tint = region & (np.abs(shade - usual) <= SAME_SHADE)
    if np.count_nonzero(tint) >= ONE_SHADE * region.size:
        return Grounds([], [box])
    text = sum(intersection(line, box) for line in lines if box.contains_point(line.cx, line.cy))
    if np.count_nonzero(tint) < TINT_SHARE * region.size or text < LEAST_TEXT * box.area:
        return Grounds([box], [])
    size = max(2, round(2 * THIN * em))
    rest = cv2.morphologyEx((region & ~tint).view(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    _, pieces = components(rest.view(np.bool_))
    pictures = [Box(x, y, x + w, y + h) for x, y, w, h, _ in pieces[1:].tolist()]
    ground = _ground(tint, em)
    large = [p for p in pictures if min(p.width, p.height) >= LEAST_PICTURE * em]
    if ground and large and np.count_nonzero(region) >= ONE_BOX * region.size:
        ground = box  # the pictures fill the rest of one printed box
    return Grounds(large, [ground] if ground else [])


def _cores(region: Mask, shade: Depth, em: float) -> list[Box]:
    """One picture, or the rectangles in a region that is none: what shines through joins pictures and frays them."""
    whole = [Box(0, 0, region.shape[1], region.shape[0])]
    if np.count_nonzero(region) >= RECTANGLE * region.size:
        return whole
    dark = region & (shade > CORE * float(np.median(shade[region])))
    size = max(2, round(2 * THIN * em))
    _, pieces = components(cv2.morphologyEx(dark.view(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8)) > 0)
    large = [p for p in pieces[1:].tolist() if min(p[2], p[3]) >= LEAST_PICTURE * em]
    if not large or any(area < RECTANGLE * w * h for _, _, w, h, area in large):
        return whole
    return [Box(x, y, x + w, y + h) for x, y, w, h, _ in large]


def _ground(tint: Mask, em: float) -> Box | None:
    """The tint's box: its largest piece, with those of the same sides that a picture inside it parts from that."""
    size = max(2, round(THIN * em))
    _, pieces = components(cv2.morphologyEx(tint.view(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8)) > 0)
    boxes = [Box(x, y, x + w, y + h) for x, y, w, h, _ in pieces[1:].tolist()]
    largest = max(boxes, key=lambda b: b.area, default=None)
    if largest is None:
        return None
    same = [b for b in boxes if abs(b.x0 - largest.x0) <= em and abs(b.x1 - largest.x1) <= em]
    return union([largest, *same])


def _ends(plain: Depth, tint: Box, em: float) -> bool:
    """Whether the shade is another on all four sides: a tint has edges, a picture on the back has none. What is dark is
    no picture on the back, and may have another tint beside it."""
    height, width = plain.shape
    x0, y0, x1, y1 = (int(v) for v in tint)
    near, far = max(1, round(0.4 * em)), max(2, round(0.9 * em))
    inside = float(np.median(plain[y0:y1, x0:x1]))
    if inside >= THIS_SIDE:
        return True
    beside = [
        plain[y0:y1, max(0, x0 - far) : max(0, x0 - near)],
        plain[y0:y1, min(width, x1 + near) : x1 + far],
        plain[max(0, y0 - far) : max(0, y0 - near), x0:x1],
        plain[min(height, y1 + near) : y1 + far, x0:x1],
    ]
    return all(not side.size or abs(float(np.median(side)) - inside) >= STEP * inside for side in beside)


def _lightest(shade: Depth) -> float:
    """How dark a tint is at least on this page: darker than the grain of its paper and what shines through."""
    paper = shade[shade < MOST_PRINTED]
    if paper.size == 0:
        return MOST_PRINTED
    return min(MOST_PRINTED, max(LEAST_PRINTED, 2.0 * float(np.percentile(paper, 70)) + LEAST_PRINTED / 2))


def _has_shades(depth: Depth, box: Box) -> bool:
    """More than the shadow in a corner of the page."""
    inside = depth[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    low, high = np.percentile(inside, (5, 95))
    return bool(high - low >= LEAST_SHADES)


def _tightened(box: Box, solid: Mask, em: float) -> Box:
    """Without the rim that blurring has added."""
    x0, y0, x1, y1 = (int(v) for v in box)
    for _ in range(max(1, round(RIM * em))):
        if x1 - x0 < 4 or y1 - y0 < 4:
            break
        x0 += bool(solid[y0:y1, x0].mean() < RIM_SHARE)
        x1 -= bool(solid[y0:y1, x1 - 1].mean() < RIM_SHARE)
        y0 += bool(solid[y0, x0:x1].mean() < RIM_SHARE)
        y1 -= bool(solid[y1 - 1, x0:x1].mean() < RIM_SHARE)
    return Box(x0, y0, x1, y1)


def _is_picture(box: Box, lines: Sequence[Box], em: float) -> bool:
    if min(box.width, box.height) < LEAST_PICTURE * em:
        return False
    return sum(intersection(line, box) for line in lines) <= MOST_TEXT * box.area


def _whole(boxes: Sequence[Box], lines: Sequence[Box], printed: Mask, near: float) -> list[Box]:
    """Pieces whose boxes overlap, or are near with no text between, are one picture: white places divide it."""
    found: list[Box] = []
    for box in boxes:
        for other in list(found):
            both = union([box, other])
            apart = any(both.contains_point(t.cx, t.cy) and not _holds(box, t) and not _holds(other, t) for t in lines)
            beside = intersection(other.grown(near), box) > 0 and not (
                _is_full(printed, box) and _is_full(printed, other)
            )
            if intersection(other, box) > 0 or (beside and not apart):
                found.remove(other)
                box = both
        found.append(box)
    return found if len(found) == len(boxes) else _whole(found, lines, printed, near)


def _is_full(printed: Mask, box: Box) -> bool:
    """Whether a picture is printed all over, as by dither: it needs no neighbour to be whole."""
    return bool(printed[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)].mean() >= RECTANGLE)


def _holds(box: Box, line: Box) -> bool:
    return box.contains_point(line.cx, line.cy)


def is_bilevel(gray: Gray) -> bool:
    """Whether a page was scanned in black and white: no place is grey all over, though edges may have become so."""
    rows = gray[::3]
    grey = (rows[:, 1:] > BLACK) & (rows[:, 1:] < WHITE) & (cv2.absdiff(rows[:, 1:], rows[:, :-1]) <= LEVEL)
    pure = np.count_nonzero(rows > PURE) >= PURELY * np.count_nonzero(rows >= WHITE)
    return bool(pure and np.mean(grey) < MOST_GREY)


def _depth(image: NDArray[np.uint8], out: Mask) -> Depth:
    """How far every pixel is from paper, in the channel in which it is furthest."""
    channels = image[:, :, None] if image.ndim == 2 else image
    depth = np.zeros(channels.shape[:2], np.float32)
    for i in range(channels.shape[2]):
        shade = channels[:, :, i].astype(np.float32)
        np.maximum(depth, 1.0 - shade / _paper(shade, out), out=depth)
    return depth


def _paper(shade: Depth, out: Mask) -> Depth:
    """The paper's shade all over the page: a surface bent once each way through the lightest places."""
    height, width = shade.shape
    block = max(1, min(height, width) // 40)
    rows, columns = height // block, width // block
    tiles = shade[: rows * block, : columns * block].reshape(rows, block, columns, block)
    light = np.percentile(tiles, 85, axis=(1, 3)).ravel()
    inside = ~out[: rows * block, : columns * block].reshape(rows, block, columns, block).any(axis=(1, 3)).ravel()
    terms = _terms((np.arange(rows) + 0.5) / rows, (np.arange(columns) + 0.5) / columns).reshape(-1, 6)
    use = inside & (light >= np.percentile(light[inside], 40) if inside.any() else inside)
    factors = np.array([255.0, 0, 0, 0, 0, 0])
    for _ in range(FIT_ROUNDS):
        if np.count_nonzero(use) < 12:
            break
        factors = np.linalg.solve(terms[use].T @ terms[use] + 1e-6 * np.eye(6), terms[use].T @ light[use])
        fit = terms @ factors
        use = inside & (np.abs(light - fit) <= FIT_SLACK * fit)
    small = np.asarray(_terms(np.linspace(0, 1, 64), np.linspace(0, 1, 64)) @ factors, np.float32)
    return np.asarray(np.maximum(cv2.resize(small, (width, height)), 40.0), np.float32)


def _terms(ys: NDArray[np.float64], xs: NDArray[np.float64]) -> NDArray[np.float64]:
    y, x = np.meshgrid(ys, xs, indexing="ij")
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=-1)


def _without_letters(depth: Depth, lines: Sequence[Box], em: float) -> Depth:
    """What the letters are printed on, dark letters on light ground as well as light on dark."""
    plain = depth.copy()
    height, width = depth.shape
    for line in lines:
        near = line.grown(LETTER_MARGIN * em)
        x0, y0, x1, y1 = (
            max(0, int(near.x0)),
            max(0, int(near.y0)),
            min(width, int(near.x1) + 1),
            min(height, int(near.y1) + 1),
        )
        if x1 - x0 < 2 or y1 - y0 < 2:
            continue
        rim = np.concatenate([depth[y0, x0:x1], depth[y1 - 1, x0:x1], depth[y0:y1, x0], depth[y0:y1, x1 - 1]])
        plain[y0:y1, x0:x1] = np.percentile(rim, RIM_GROUND)
    return plain


def _erase(depth: Depth, rule: Box) -> None:
    """A drawn line is as light as the lighter of its two sides."""
    if rule.width < rule.height:
        depth, rule = depth.T, Box(rule.y0, rule.x0, rule.y1, rule.x1)
    last = depth.shape[0] - 1
    x0, x1 = max(0, int(rule.x0) - 1), int(rule.x1) + 2
    above, below = max(0, int(rule.y0) - 2), min(last, int(np.ceil(rule.y1)) + 1)
    depth[above : below + 1, x0:x1] = np.minimum(depth[above, x0:x1], depth[below, x0:x1])


def _drawn(shape: tuple[int, ...], boxes: Sequence[Box]) -> Mask:
    mask = np.zeros(shape[:2], np.bool_)
    for x0, y0, x1, y1 in boxes:
        mask[max(0, int(y0)) : max(0, int(np.ceil(y1))), max(0, int(x0)) : max(0, int(np.ceil(x1)))] = True
    return mask


def _moved(box: Box, x: float, y: float) -> Box:
    return Box(box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y)
