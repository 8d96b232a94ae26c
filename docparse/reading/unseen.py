"""Whether suspected text leaves ink: its part of the page is rendered with its text and without."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pymupdf

from ..geometry import Box, intersection, union
from .suspects import Block, Suspect, channels, spans

INK = 8  # of 255 in one channel: what the text changes at least where it can be seen
LEAST_INK = 0.02  # of the inside of a letter's box: letters cover ten times as much
SEEN = 0.5  # of a text's letters, at least: a picture may leave a few of those under it uncovered
WINDOW = 0x28  # of 255 in one channel: difference inside a box where something was painted through letters
INSIDE = 0.25  # of a line's height: its margin, into which the lines above and below may reach
RESOLUTION = 1.0  # pixels a point: 8 point type still leaves half its black
MOST_PIXELS = 4_000_000  # of one rendering; a larger part of a page is drawn smaller

Pixels = npt.NDArray[np.int16]


def proved(page: pymupdf.Page, blocks: Sequence[Block], found: Sequence[Suspect]) -> list[Suspect]:
    """The suspects that leave no ink; those in doubt are looked at together, in one part of the page."""
    doubted = [s for s in found if s.proof]
    shown = Box(*page.rect)
    boxes = [b for s in doubted if (b := _shared(s.box, shown)) is not None]
    if not boxes:
        return [s for s in found if not s.proof]
    with_text, without, place = _rendered(page, union(boxes))

    suspected = {id(s.span) for s in found}
    others = [Box(*span["bbox"]) for _, span in spans(blocks) if id(span) not in suspected]

    def leaves_ink(box: Box, color: int | None) -> bool:
        y, x = place(box)
        return _ink(with_text[y, x], without[y, x], color) >= LEAST_INK

    def is_unseen(s: Suspect) -> bool:
        if s.window:
            y, x = place(s.box)
            return not _has_window(with_text[y, x])
        letters = [Box(*c["bbox"]) for c in s.span["chars"] if not c["c"].isspace()]
        # an outline has a colour that MuPDF does not tell, so colours count only where other text stands at that place
        color = s.span["color"] if any(intersection(s.box, other) for other in others) else None
        return sum(leaves_ink(box, color) for box in letters) < SEEN * len(letters)

    return [s for s in found if not s.proof or is_unseen(s)]


def _shared(a: Box, b: Box) -> Box | None:
    box = Box(max(a.x0, b.x0), max(a.y0, b.y0), min(a.x1, b.x1), min(a.y1, b.y1))
    return box if box.width > 0 and box.height > 0 else None


def _ink(with_text: Pixels, without: Pixels, color: int | None) -> float:
    """Share of the pixels that text changes; where a colour is given, that it brings nearer to this colour."""
    if color is None:
        changed = np.abs(with_text - without)
    else:
        own = np.array(channels(color), dtype=np.int16)
        changed = np.abs(without - own) - np.abs(with_text - own)
    return float((changed.max(axis=2) >= INK).mean())


def _has_window(pixels: Pixels) -> bool:
    return bool(np.ptp(pixels, axis=(0, 1)).max() >= WINDOW)


def _rendered(page: pymupdf.Page, part: Box) -> tuple[Pixels, Pixels, Callable[[Box], tuple[slice, slice]]]:
    """A part of the page with its text, the same without it, and where the inside of a box is in them."""
    scale = min(RESOLUTION, math.sqrt(MOST_PIXELS / max(part.area, 1.0)))
    width, height = max(1, math.ceil(part.width * scale)), max(1, math.ceil(part.height * scale))

    def place(box: Box) -> tuple[slice, slice]:
        margin = INSIDE * min(box.width, box.height)
        x0, x1 = (box.x0 + margin - part.x0) * scale, (box.x1 - margin - part.x0) * scale
        y0, y1 = (box.y0 + margin - part.y0) * scale, (box.y1 - margin - part.y0) * scale
        return _pixels(y0, y1, height), _pixels(x0, x1, width)

    def draw(text: bool) -> Pixels:
        mu = pymupdf.mupdf
        pixmap = _paper(width, height)
        device = mu.fz_new_draw_device(mu.FzMatrix(scale, 0, 0, scale, -part.x0 * scale, -part.y0 * scale), pixmap)
        if not text:
            # without these MuPDF draws everything else; clipping by text stays, as pictures may show through it
            for name in ("fill_text", "stroke_text"):
                setattr(device.m_internal, name, None)
        # not by way of a display list: MuPDF never ends making one of some pages that it draws at once
        mu.fz_run_page_contents(page.this, device, mu.FzMatrix(), mu.FzCookie())
        mu.fz_close_device(device)
        samples = np.frombuffer(pymupdf.Pixmap("raw", pixmap).samples, dtype=np.uint8)
        return samples.reshape(height, width, 3).astype(np.int16)

    return draw(True), draw(False), place


def _paper(width: int, height: int) -> Any:
    """White paper."""
    mu = pymupdf.mupdf
    pixmap = mu.fz_new_pixmap(mu.fz_device_rgb(), width, height, mu.FzSeparations(), 0)
    mu.fz_clear_pixmap_with_value(pixmap, 0xFF)
    return pixmap


def _pixels(start: float, stop: float, size: int) -> slice:
    """At least one pixel, inside the picture."""
    first = min(max(0, math.floor(start)), size - 1)
    return slice(first, min(max(first + 1, math.ceil(stop)), size))
