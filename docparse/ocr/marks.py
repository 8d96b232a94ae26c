"""What stands on a scanned page besides text: drawn lines, frames and pictures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from ..geometry import Box, intersection, x_overlap
from ..reading.graphics import edge_of_band, frames_of, frames_of_rules, is_ground, merge_rules
from ..reading.page import Frame
from .ink import gray_of
from .pictures import grounds_on, is_bilevel
from .rules import rules_on
from .sheet import outside

if TYPE_CHECKING:
    from .engine import Image

RULE_EM = 20.0  # pixels an em: drawn lines are looked for at this size, so that hairlines are still there
PICTURE_EM = 8.0  # pixels an em: pictures and tints are looked for at this size
POINTS_EM = 10.0  # points an em: body text as `reading.graphics` supposes it
IN_PICTURE = 0.5  # of a line inside a picture: it belongs to it
LOOSE = 0.9  # em: how much smaller a tint is seen than the border around it
MANY = 2  # lines over the side of a tint: one may be two that were read as one
MANY_OVER_PICTURE = 4  # the same of a picture, on which a headline may be printed: more, and it is a shadow
LEADED, SAME_WHITE = 0.35, 1.15  # em, and times the white inside, between lines of one text; a box keeps more around it
EDGE = 0.5  # em: lines this near to a picture's edge are its edge


class Marks(NamedTuple):
    """In pixels of the page's image."""

    rules: tuple[Box, ...]
    frames: tuple[Frame, ...]
    pictures: tuple[Box, ...]


def marks(image: Image, lines: Sequence[Box], em: float) -> Marks:
    """The drawn lines, frames and pictures of an upright page on which OCR found `lines`; all in pixels.

    `em` is the size of the body text.
    """
    page = Box(0, 0, image.shape[1], image.shape[0])
    gray = gray_of(image)
    fine, fine_scale = _at(gray, RULE_EM / em)
    coarse, scale = _at(image, PICTURE_EM / em)
    found = [_scaled(r, 1 / fine_scale) for r in rules_on(fine, _all(lines, fine_scale), em * fine_scale)]
    out = outside(gray_of(coarse))
    grounds = grounds_on(coarse, _all(lines, scale), _all(found, scale), out, is_bilevel(gray), em * scale)
    pictures = [p for p in _all(grounds.pictures, 1 / scale) if _lines_over(p, lines, em) < MANY_OVER_PICTURE]
    written = [p for p in pictures if edge_of_band(p, page) and any(p.contains_point(t.cx, t.cy) for t in lines)]
    pictures = [p for p in pictures if p not in written]  # a nameplate in a band is no picture
    rules = [r for r in found if not any(_belongs(r, p.grown(EDGE * em)) for p in pictures)]
    points = POINTS_EM / em
    drawn = merge_rules(_all(rules, points))
    borders = [f for f in frames_of_rules(drawn) if not is_ground(f, _scaled(page, points))]
    edged = [t for t in _all(grounds.tints, 1 / scale) if not _cuts_text(t, lines, em)]
    tints = [_snapped(t, borders) for t in _all(edged, points)]
    bands = [*tints, *_all(written, points)]
    drawn += [edge for band in bands if (edge := edge_of_band(band, _scaled(page, points)))]
    framed = frames_of([t for t in tints if not is_ground(t, _scaled(page, points))], borders)
    frames = [Frame(_scaled(f.box, 1 / points), f.tinted) for f in framed]
    frames = [f for f in frames if any(f.box.contains_point(line.cx, line.cy) for line in lines)]
    return Marks(tuple(_all(drawn, 1 / points)), tuple(frames), tuple(pictures))


def _cuts_text(tint: Box, lines: Sequence[Box], em: float) -> bool:
    """Whether text runs over an edge of a tint, as over the edge of a shadow: lines do, or a column does."""
    if _lines_over(tint, lines, em) >= MANY:
        return True
    inside = [line for line in lines if tint.contains_point(line.cx, line.cy)]
    outside = [line for line in lines if not tint.contains_point(line.cx, line.cy)]
    first = [a for a in inside if min(abs(a.y0 - tint.y0), abs(a.y1 - tint.y1)) <= em]
    return any(_white(a, outside, em) <= min(SAME_WHITE * _white(a, inside, em), LEADED * em) for a in first)


def _lines_over(box: Box, lines: Sequence[Box], em: float) -> int:
    """How many lines run over a side of a box."""
    sides = (box.x0, box.x1)
    level = [line for line in lines if box.y0 < line.cy < box.y1]
    return sum(any(line.x0 + em <= side <= line.x1 - em for side in sides) for line in level)


def _white(line: Box, others: Sequence[Box], em: float) -> float:
    """The white between a line and the nearest one of its column above or below it."""
    column = [o for o in others if abs(o.x0 - line.x0) <= em and x_overlap(o, line) >= 0.5 * line.width]
    apart = [max(line.y0 - o.y1, o.y0 - line.y1) for o in column if o is not line]
    return min((white for white in apart if white >= 0), default=math.inf)


def _at(image: Image, scale: float) -> tuple[Image, float]:
    """The image reduced by this factor, never enlarged, and the factor."""
    if scale >= 1:
        return image, 1.0
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def _snapped(tint: Box, borders: Sequence[Box]) -> Box:
    """The border around a tint in its place: what lies between is where the border itself was left out.

    Three sides tell: where a shadow darkens the page only a part of the tint stands out.
    """
    slack = LOOSE * POINTS_EM
    for border in borders:
        if border.contains(tint, slack) and sum(abs(b - t) <= slack for b, t in zip(border, tint, strict=True)) >= 3:
            return border
    return tint


def _belongs(rule: Box, picture: Box) -> bool:
    return intersection(rule.grown(0.5), picture) >= IN_PICTURE * rule.grown(0.5).area


def _all(boxes: Sequence[Box], scale: float) -> list[Box]:
    return [_scaled(b, scale) for b in boxes]


def _scaled(box: Box, scale: float) -> Box:
    return Box(box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)
