"""Boxes with round corners, which modern designs draw as often as square ones.

MuPDF hands over a path by its extent alone; where one may be a box around text, its sides are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pymupdf

from ..geometry import Box
from .textpage import BROKEN

LEAST = (24.0, 10.0)  # points: width and height of the smallest label on a box
RADIUS = 30.0  # points: of a corner at most
STRAIGHT = 0.5  # of the upper and the lower side at least
NEAR = 1.5  # points: half of a line's width, and rounding
MOST_SHAPES = 200  # paths on a page that has more are a drawing

Block = dict[str, Any]


def with_round_boxes(page: pymupdf.Page, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a `TextPage`; those that are boxes with round corners say `isrect`, as square ones do."""
    shapes = [b for b in blocks if b["type"] == 3 and not b.get("isrect")]
    if not shapes or len(shapes) > MOST_SHAPES:
        return list(blocks)
    texts = [_middle(line["bbox"]) for b in blocks for line in b.get("lines", ())]
    offered = {id(b): Box(*b["bbox"]) for b in shapes if _may_hold(Box(*b["bbox"]), texts)}
    if not offered:
        return list(blocks)
    try:
        paths = page.get_cdrawings()
    except BROKEN:
        return list(blocks)  # the text can be read all the same
    boxes = [box for path in paths if _is_box(path["items"], box := Box(*path["rect"]))]
    found = {key for key, shape in offered.items() if any(_is_same(shape, box) for box in boxes)}
    return [{**b, "isrect": True} if id(b) in found else b for b in blocks]


def _middle(box: Sequence[float]) -> tuple[float, float]:
    x0, y0, x1, y1 = box
    return (x0 + x1) / 2, (y0 + y1) / 2


def _may_hold(shape: Box, texts: Sequence[tuple[float, float]]) -> bool:
    """Whether a shape is large enough for text and has some in it."""
    return shape.width >= LEAST[0] and shape.height >= LEAST[1] and bool(shape.indices(texts))


def _is_same(a: Box, b: Box) -> bool:
    return all(abs(m - n) <= 2 * NEAR for m, n in zip(a, b, strict=True))


def _is_box(items: Iterable[tuple[Any, ...]], around: Box) -> bool:
    """Whether a path, as PyMuPDF describes it, has four straight sides but for its corners."""
    x0, y0, x1, y1 = around
    straight = dict.fromkeys(("left", "top", "right", "bottom"), 0.0)
    for kind, *points in items:
        if kind != "l":
            continue
        (ax, ay), (bx, by) = points[:2]
        if abs(ax - bx) <= NEAR:
            straight["left"] += abs(ay - by) if abs(ax - x0) <= NEAR else 0.0
            straight["right"] += abs(ay - by) if abs(ax - x1) <= NEAR else 0.0
        elif abs(ay - by) <= NEAR:
            straight["top"] += abs(ax - bx) if abs(ay - y0) <= NEAR else 0.0
            straight["bottom"] += abs(ax - bx) if abs(ay - y1) <= NEAR else 0.0
    corner = min(RADIUS, around.height / 2) + NEAR
    across = max(STRAIGHT * around.width, around.width - 2 * corner)
    down = around.height - 2 * corner
    return min(straight["top"], straight["bottom"]) >= across and min(straight["left"], straight["right"]) >= down
