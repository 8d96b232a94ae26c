"""Cheap signs that a text may be unseen: unpainted, in the colour of its ground, under a picture, too small to read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ..geometry import Box
from .page import Reason
from .textpage import Image

UNPAINTED = 8  # of 255: an opacity that prints nothing
CLIPPING = 64  # bit of a span's "char_flags": the letters are a window that something may be painted through
TINY = 2.0  # points: no type on paper is smaller
TINY_SHARE = 0.2  # of the page's own type: a page that was shrunk as a whole is readable
DARK = 0x60  # a colour with every channel below this stands out on paper and may be lost on a dark ground
STANDS_OUT = 0x40  # of 255 in one channel: a contrast that needs no proof
LEAST_GROUND = 4.0  # points a side: what is smaller hides no letter
OPAQUE = 0xF0  # of 255: what lies under it is not seen
PAPER = 0xFFFFFF
DRAWN = 0.4  # of a line's length, at least, that letters fill

Span = dict[str, Any]
Block = dict[str, Any]


class Suspect(NamedTuple):
    """A span that may be unseen, and why. `proof` says whether only a look at the page can tell."""

    span: Span
    box: Box
    reason: Reason
    proof: bool = True
    window: bool = False  # whether something may be painted through its letters


class _Ground(NamedTuple):
    """A filled shape that text may stand on or lie under; `order` counts the page's blocks as they were drawn."""

    order: int
    box: Box
    color: int


def suspects(blocks: Sequence[Block], pictures: Sequence[Image]) -> list[Suspect]:
    """The spans that may be unseen; none on most pages."""
    grounds = [g for i, b in enumerate(blocks) if b["type"] == 3 and (g := _ground(i, b)) is not None]
    dark = any(_is_dark(g.color) for g in grounds)
    shapes: list[Box] | None = None
    found: list[Suspect] = []
    tiny: list[Span] = []
    plain: set[tuple[int, float, int]] = set()  # looks that raise no suspicion where nothing dark is
    last, under = -1, list[_Ground]()  # the block at hand, and the shapes that it stands on
    for order, span in spans(blocks):
        color = span["color"]
        look = (span["alpha"], span["size"], color)
        if order != last:
            last, under = order, _grounds_under(order, blocks[order]["bbox"], grounds)
        clear = not under or (not dark and _is_dark(color))
        if clear and look in plain:
            continue
        if span["alpha"] <= UNPAINTED:
            if shapes is None:
                shapes = [Box(*b["bbox"]) for b in blocks if b["type"] == 3 and not b.get("isrect")]
            window, box = bool(span["char_flags"] & CLIPPING), Box(*span["bbox"])
            if window or not _drawn_as_shapes(box, shapes):
                found.append(Suspect(span, box, "unpainted", window, window))
        elif span["size"] < TINY:
            tiny.append(span)
        elif not _stands_out(color, PAPER if clear else _ground_at(span["bbox"], under)):
            found.append(Suspect(span, Box(*span["bbox"]), "ground"))
        elif clear:
            plain.add(look)
    if tiny:
        own = _own_size(blocks)
        found += [Suspect(s, Box(*s["bbox"]), "tiny", False) for s in tiny if s["size"] < TINY_SHARE * own]
    named = {id(s.span) for s in found}
    found += [s for s in _covered(blocks, grounds, pictures) if id(s.span) not in named]
    return [s for s in found if s.span["text"].strip()]


def spans(blocks: Iterable[Block]) -> Iterator[tuple[int, Span]]:
    for order, block in enumerate(blocks):
        for line in block.get("lines", ()):
            for span in line["spans"]:
                yield order, span


def _ground(order: int, block: Block) -> _Ground | None:
    box = Box(*block["bbox"])
    if block.get("stroked") or block.get("alpha", 255) < OPAQUE or min(box.width, box.height) < LEAST_GROUND:
        return None
    return _Ground(order, box, int(block.get("color") or 0))


def _grounds_under(order: int, bbox: tuple[float, float, float, float], grounds: Sequence[_Ground]) -> list[_Ground]:
    """The shapes that a block of text stands on, in the order in which they were drawn."""
    x0, y0, x1, y1 = bbox
    return [
        ground
        for ground in grounds
        for drawn, (left, top, right, bottom), _ in [ground]
        if drawn < order and left <= x1 and right >= x0 and top <= y1 and bottom >= y0
    ]


def _ground_at(bbox: tuple[float, float, float, float], grounds: Sequence[_Ground]) -> int:
    """The colour of the shape that was drawn last at the middle of a text, or of the paper."""
    x0, y0, x1, y1 = bbox
    for ground in reversed(grounds):
        if ground.box.contains_point((x0 + x1) / 2, (y0 + y1) / 2):
            return ground.color
    return PAPER


def _covered(blocks: Sequence[Block], grounds: Sequence[_Ground], pictures: Sequence[Image]) -> list[Suspect]:
    """Spans that a picture or a shape was drawn over."""
    texts = [(i, b) for i, b in enumerate(blocks) if b["type"] == 0]
    if not texts:
        return []
    first = texts[0][0]
    later: list[_Ground | Image] = [*(g for g in grounds if g.order > first), *(p for p in pictures if p.order > first)]
    if not later:
        return []
    covers = np.array([cover.box for cover in later], dtype=float)
    drawn = np.array([cover.order for cover in later])
    boxes = np.array([block["bbox"] for _, block in texts], dtype=float)[:, None, :]
    meets = (
        (covers[:, 0] < boxes[..., 2])
        & (covers[:, 2] > boxes[..., 0])
        & (covers[:, 1] < boxes[..., 3])
        & (covers[:, 3] > boxes[..., 1])
        & (drawn > np.array([order for order, _ in texts])[:, None])
    )
    found: list[Suspect] = []
    for i in np.flatnonzero(meets.any(axis=1)):
        near = [Box(*map(float, cover)) for cover in covers[meets[i]]]
        for line in texts[i][1]["lines"]:
            for span in line["spans"]:
                box = Box(*span["bbox"])
                if in_any(box, near):
                    found.append(Suspect(span, box, "covered"))
    return found


def _drawn_as_shapes(box: Box, shapes: Iterable[Box]) -> bool:
    """Whether letters or words were drawn as shapes where the text stands: it is there to be copied."""
    wide = box.width if box.width >= box.height else box.height
    inside = (s for s in shapes if box.contains_point(s.cx, s.cy) and box.grown(0.25 * box.height).contains(s))
    drawn = sum(s.width if box.width >= box.height else s.height for s in inside)
    return drawn >= DRAWN * wide


def in_any(box: Box, covers: Sequence[Box]) -> bool:
    return any(c.contains_point(box.cx, box.cy) for c in covers)


@lru_cache(maxsize=4096)
def _is_dark(color: int) -> bool:
    return max(channels(color)) <= DARK


@lru_cache(maxsize=4096)
def _stands_out(color: int, ground: int) -> bool:
    return max(abs(a - b) for a, b in zip(channels(color), channels(ground), strict=True)) >= STANDS_OUT


def channels(color: int) -> tuple[int, int, int]:
    return color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF


def _own_size(blocks: Iterable[Block]) -> float:
    """The size of the type that fills most of the page, so that many tiny letters do not pass for its text."""
    told: Counter[float] = Counter()
    for _, span in spans(blocks):
        told[span["size"]] += len(span["text"])
    filled: dict[float, float] = defaultdict(float)
    for size, count in told.items():
        filled[round(size, 1)] += count * size**2
    return max(filled, key=lambda size: filled[size])
