"""Text that nobody sees: unpainted, in the colour of its ground, under a picture, too small to read.

Cheap signs raise a suspicion; only then is that part of the page rendered, with its text and without, to see whether
the text leaves any ink. An unpainted text over a page-filling picture is none of these: it is the OCR layer of a scan.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pymupdf

from ..geometry import Box, intersection, union
from .page import Hidden, Reason

UNPAINTED = 8  # of 255: an opacity that prints nothing
CLIPPING = 64  # bit of a span's "char_flags": the letters are a window that something may be painted through
TINY = 2.0  # points: no type on paper is smaller
TINY_SHARE = 0.2  # of the page's own type: a page that was shrunk as a whole is readable
DARK = 0x60  # a colour with every channel below this stands out on paper and may be lost on a dark ground
STANDS_OUT = 0x40  # of 255 in one channel: a contrast that needs no proof
LEAST_GROUND = 4.0  # points a side: what is smaller hides no letter
OPAQUE = 0xF0  # of 255: what lies under it is not seen
INK = 8  # of 255 in one channel: what the text changes at least where it can be seen
LEAST_INK = 0.02  # of the inside of a letter's box: letters cover ten times as much
SEEN = 0.5  # of a text's letters, at least: a picture may leave a few of those under it uncovered
WINDOW = 0x28  # of 255 in one channel: difference inside a box where something was painted through letters
INSIDE = 0.25  # of a line's height: its margin, into which the lines above and below may reach
RESOLUTION = 1.0  # pixels a point: 8 point type still leaves half its black
MOST_PIXELS = 4_000_000  # of one rendering; a larger part of a page is drawn smaller
DRAWN = 0.4  # of a line's length, at least, that letters fill
SCAN = 0.5  # of the page covered by pictures, at least, where an unseen text is what OCR read in them
LAYER = 0.5  # of the characters that are unseen, at least: an OCR layer holds nearly the whole page

Span = dict[str, Any]
Block = dict[str, Any]
Pixels = npt.NDArray[np.int16]


class Sight(NamedTuple):
    """The blocks of a page that can be seen, what was left out, and whether the text is the OCR layer of a scan."""

    blocks: list[Block]
    hidden: tuple[Hidden, ...] = ()
    ocr_layer: bool = False


class _Suspect(NamedTuple):
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


def seen(page: pymupdf.Page, blocks: list[Block], pictures: Sequence[Box]) -> Sight:
    """What can be seen of `page.get_text("rawdict", …)["blocks"]`, collected with their vectors.

    `pictures` are the boxes of all pictures, also of those that fill the page.
    """
    found = suspects(blocks, pictures)
    if not found:
        return Sight(blocks)
    over = [s for s in found if s.reason == "covered" and _in_any(s.box, pictures)]
    if over and _pictures_first(page, over):
        cleared = {id(s.span) for s in over}
        found = [s for s in found if s.reason != "covered" or id(s.span) not in cleared]
    twice = _printed_twice(found, blocks)
    unseen = {id(s.span): s for s in _proved(page, blocks, [s for s in found if id(s.span) not in twice])}
    if _is_ocr_layer(blocks, unseen, pictures, Box(*page.rect)):
        return Sight(_without(blocks, twice), ocr_layer=True)
    return Sight(_without(blocks, twice | unseen.keys()), _told(unseen.values()))


def suspects(blocks: Sequence[Block], pictures: Sequence[Box]) -> list[_Suspect]:
    """The spans that may be unseen; none on most pages."""
    grounds = [g for i, b in enumerate(blocks) if b["type"] == 3 and (g := _ground(i, b)) is not None]
    dark = [g for g in grounds if _is_dark(g.color)]
    shapes: list[Box] | None = None
    found: list[_Suspect] = []
    tiny: list[Span] = []
    for order, span in _spans(blocks):
        color = span["color"]
        if span["alpha"] <= UNPAINTED:
            if shapes is None:
                shapes = [Box(*b["bbox"]) for b in blocks if b["type"] == 3 and not b.get("isrect")]
            window, box = bool(span["char_flags"] & CLIPPING), Box(*span["bbox"])
            if window or not _drawn_as_shapes(box, shapes):
                found.append(_Suspect(span, box, "unpainted", window, window))
        elif span["size"] < TINY:
            tiny.append(span)
        elif dark or not _is_dark(color):
            under = _standing_on(order, Box(*span["bbox"]), grounds)
            if not _stands_out(color, under.color if under else 0xFFFFFF):
                found.append(_Suspect(span, Box(*span["bbox"]), "ground"))
    if tiny:
        own = _own_size(blocks)
        found += [_Suspect(s, Box(*s["bbox"]), "tiny", False) for s in tiny if s["size"] < TINY_SHARE * own]
    named = {id(s.span) for s in found}
    found += [s for s in _covered(blocks, grounds, pictures) if id(s.span) not in named]
    return [s for s in found if any(not c["c"].isspace() for c in s.span["chars"])]


def _spans(blocks: Iterable[Block]) -> Iterator[tuple[int, Span]]:
    for order, block in enumerate(blocks):
        for line in block.get("lines", ()):
            for span in line["spans"]:
                yield order, span


def _ground(order: int, block: Block) -> _Ground | None:
    box = Box(*block["bbox"])
    if block.get("stroked") or block.get("alpha", 255) < OPAQUE or min(box.width, box.height) < LEAST_GROUND:
        return None
    return _Ground(order, box, int(block.get("color") or 0))


def _standing_on(order: int, box: Box, grounds: Sequence[_Ground]) -> _Ground | None:
    """The shape that was drawn last under a text."""
    return next((g for g in reversed(grounds) if g.order < order and g.box.contains_point(box.cx, box.cy)), None)


def _covered(blocks: Sequence[Block], grounds: Sequence[_Ground], pictures: Sequence[Box]) -> list[_Suspect]:
    """Spans inside a picture, whichever was drawn first, and spans that a shape was drawn over."""
    texts = [(i, b) for i, b in enumerate(blocks) if b["type"] == 0]
    if not texts:
        return []
    first = texts[0][0]
    later = [g for g in grounds if g.order > first]
    if not (later or pictures):
        return []
    covers = np.array([*(g.box for g in later), *pictures], dtype=float)
    drawn = np.array([g.order for g in later] + [len(blocks)] * len(pictures))
    boxes = np.array([block["bbox"] for _, block in texts], dtype=float)[:, None, :]
    meets = (
        (covers[:, 0] < boxes[..., 2])
        & (covers[:, 2] > boxes[..., 0])
        & (covers[:, 1] < boxes[..., 3])
        & (covers[:, 3] > boxes[..., 1])
        & (drawn > np.array([order for order, _ in texts])[:, None])
    )
    found: list[_Suspect] = []
    for i in np.flatnonzero(meets.any(axis=1)):
        near = [Box(*map(float, cover)) for cover in covers[meets[i]]]
        for line in texts[i][1]["lines"]:
            for span in line["spans"]:
                box = Box(*span["bbox"])
                if _in_any(box, near):
                    found.append(_Suspect(span, box, "covered"))
    return found


def _drawn_as_shapes(box: Box, shapes: Iterable[Box]) -> bool:
    """Whether letters or words were drawn as shapes where the text stands: it is there to be copied."""
    wide = box.width if box.width >= box.height else box.height
    inside = (s for s in shapes if box.contains_point(s.cx, s.cy) and box.grown(0.25 * box.height).contains(s))
    drawn = sum(s.width if box.width >= box.height else s.height for s in inside)
    return drawn >= DRAWN * wide


def _in_any(box: Box, covers: Sequence[Box]) -> bool:
    return any(c.contains_point(box.cx, box.cy) for c in covers)


def _is_dark(color: int) -> bool:
    return max(_channels(color)) <= DARK


def _stands_out(color: int, ground: int) -> bool:
    return max(abs(a - b) for a, b in zip(_channels(color), _channels(ground), strict=True)) >= STANDS_OUT


def _channels(color: int) -> tuple[int, int, int]:
    return color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF


def _own_size(blocks: Iterable[Block]) -> float:
    """The size of the type that fills most of the page, so that many tiny letters do not pass for its text."""
    filled: Counter[float] = Counter()
    for _, span in _spans(blocks):
        filled[round(span["size"], 1)] += len(span["chars"]) * span["size"] ** 2
    return max(filled, key=lambda size: filled[size])


def _pictures_first(page: pymupdf.Page, over: Sequence[_Suspect]) -> bool:
    """Whether every picture was drawn before the texts that stand in it, as captions and covers are."""
    drawn = [(kind, Box(*box)) for kind, box in page.get_bboxlog()]
    last_picture = max(
        (i for i, (kind, _) in enumerate(drawn) if kind.startswith(("fill-image", "fill-shade"))), default=-1
    )
    texts = [box for kind, box in drawn[last_picture + 1 :] if kind in ("fill-text", "stroke-text")]
    return all(_in_any(s.box, texts) for s in over)


# ---- looking at the page


def _proved(page: pymupdf.Page, blocks: Sequence[Block], found: Sequence[_Suspect]) -> list[_Suspect]:
    """The suspects that leave no ink; those in doubt are looked at together, in one part of the page."""
    doubted = [s for s in found if s.proof]
    shown = Box(*page.rect)
    boxes = [b for s in doubted if (b := _shared(s.box, shown)) is not None]
    if not boxes:
        return [s for s in found if not s.proof]
    with_text, without, place = _rendered(page, union(boxes))

    suspected = {id(s.span) for s in found}
    others = [Box(*span["bbox"]) for _, span in _spans(blocks) if id(span) not in suspected]

    def leaves_ink(box: Box, color: int | None) -> bool:
        y, x = place(box)
        return _ink(with_text[y, x], without[y, x], color) >= LEAST_INK

    def is_unseen(s: _Suspect) -> bool:
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


def _text(span: Span) -> str:
    return "".join(c["c"] for c in span["chars"])


def _ink(with_text: Pixels, without: Pixels, color: int | None) -> float:
    """Share of the pixels that text changes; where a colour is given, that it brings nearer to this colour."""
    if color is None:
        changed = np.abs(with_text - without)
    else:
        own = np.array(_channels(color), dtype=np.int16)
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


# ---- what follows from it


def _is_ocr_layer(blocks: Sequence[Block], unseen: dict[int, _Suspect], pictures: Sequence[Box], page: Box) -> bool:
    """Whether the unseen text is most of the page's and lies in pictures that cover most of the page."""
    if sum(intersection(p, page) for p in pictures) < SCAN * page.area:
        return False
    layer = sum(
        len(s.span["chars"])
        for s in unseen.values()
        if s.reason in ("unpainted", "covered") and _in_any(s.box, pictures)
    )
    return layer >= LAYER * sum(len(span["chars"]) for _, span in _spans(blocks))


def _printed_twice(found: Iterable[_Suspect], blocks: Sequence[Block]) -> set[int]:
    """The spans that only clip, of letters that are printed too (rendering modes 4 to 6): MuPDF reports both."""
    windows = [s for s in found if s.window]
    if not windows:
        return set()
    printed = {(_text(span), Box(*span["bbox"]).rounded()) for _, span in _spans(blocks) if span["alpha"] > UNPAINTED}
    return {id(s.span) for s in windows if (_text(s.span), s.box.rounded()) in printed}


def _without(blocks: list[Block], unseen: Collection[int]) -> list[Block]:
    """The blocks without the spans of these ids, and without the lines and blocks that hold nothing else."""
    if not unseen:
        return blocks
    kept = []
    for block in blocks:
        if block["type"] != 0 or not any(id(s) in unseen for line in block["lines"] for s in line["spans"]):
            kept.append(block)
            continue
        lines = [line | {"spans": [s for s in line["spans"] if id(s) not in unseen]} for line in block["lines"]]
        if lines := [line for line in lines if line["spans"]]:
            kept.append(block | {"lines": lines})
    return kept


def _told(unseen: Iterable[_Suspect]) -> tuple[Hidden, ...]:
    """What was left out, reason by reason."""
    told: dict[Reason, list[str]] = {}
    for s in unseen:
        told.setdefault(s.reason, []).append(_text(s.span).strip())
    return tuple(Hidden(reason, " ".join(texts)) for reason, texts in sorted(told.items()))
