"""Drawn rectangles become rules (thin), frames (boxes with a border or a tint) and nothing (the page's own ground)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from ..geometry import Box, overlap, union, x_overlap
from .page import Frame

THIN = 4.0  # points: no frame that holds text is lower than this, no rule is thicker
LONG = 8.0  # times its thickness: what a rule is at least
LEAST_FRAME = 18.0  # points a side: room for one short line
LEAST_TAG = 9.0  # points: the lowest tint behind a few words
LEAST_ROW = 8.0  # points: the lowest row of a table
WHOLE_PAGE = 0.8  # of the page's area: a ground, not a box
BAND = 0.12  # of the page's height: a band that runs off the page at both sides holds its head or its foot
LEAST_DASHES, MOST_WHITE = 8, 2.0  # of a dashed rule, and times the length of a dash between two of them
NEAR = 3.0  # points: sides that belong together, with their line widths
MOST_RECTANGLES = 4000  # a page with more is a drawing, not a layout
WHITE = 0xF8  # each channel above this is paper


class Graphics(NamedTuple):
    rules: tuple[Box, ...]
    frames: tuple[Frame, ...]
    tags: tuple[Box, ...] = ()  # tints too low for a frame, which may stand behind a label


def graphics_of(blocks: Iterable[dict[str, Any]], page: Box) -> Graphics:
    """Rules and frames among the vector blocks of a `TextPage`."""
    rectangles = [b for b in blocks if b["type"] == 3 and b.get("isrect")]
    if len(rectangles) > MOST_RECTANGLES:
        return Graphics((), ())
    rules: set[Box] = set()
    tints: set[Box] = set()
    tags: set[Box] = set()
    dashes: set[Box] = set()
    borders: set[Box] = set()
    for block in rectangles:
        box = Box(*block["bbox"]).rounded()
        if not block.get("alpha", 255):
            continue
        thickness, length = sorted((box.width, box.height))
        if thickness <= THIN:
            if length >= LONG * max(thickness, 0.5):
                rules.add(box)
            else:
                dashes.add(box)
        elif not _is_paper(int(block.get("color") or 0)) and (edge := edge_of_band(box, page)):
            rules.add(edge)
        elif min(box.width, box.height) >= LEAST_FRAME and not is_ground(box, page):
            if block.get("stroked"):
                borders.add(box)
            elif not _is_paper(int(block.get("color") or 0)):
                tints.add(box)
        elif LEAST_TAG <= box.height < box.width < LONG * box.height and not _is_paper(int(block.get("color") or 0)):
            tags.add(box)
    merged = merge_rules(sorted(rules | _dashed(dashes)))
    borders |= set(frames_of_rules(merged))
    return Graphics(tuple(merged), frames_of(_stacked(tints), sorted(borders)), tuple(sorted(tags)))


def _dashed(dashes: Collection[Box]) -> set[Box]:
    """Rules whose dashes or dots were drawn one by one."""
    found: set[Box] = set()
    for along in (0, 1):
        across = 1 - along
        own = [b for b in dashes if b[along + 2] - b[along] >= b[across + 2] - b[across]]
        row: list[Box] = []
        for dash in sorted(own, key=lambda b: (round(b[across]), b[along])):
            if row and not _goes_on(row[-1], dash, along):
                found |= _whole(row)
                row = []
            row.append(dash)
        found |= _whole(row)
    return found


def _goes_on(last: Box, dash: Box, along: int) -> bool:
    """Whether a dash is the next one on the line of the last one, of its length and not far from it."""
    across = 1 - along
    length, white = last[along + 2] - last[along], dash[along] - last[along + 2]
    alike = abs((dash[along + 2] - dash[along]) - length) <= 0.5 * length
    return alike and abs(dash[across] - last[across]) <= 0.5 and 0 < white <= MOST_WHITE * length + 1


def _whole(row: Sequence[Box]) -> set[Box]:
    return {union(row)} if len(row) >= LEAST_DASHES else set()


def is_ground(box: Box, page: Box) -> bool:
    """Colour of the page itself, or a band that runs off it at both sides: no box around a text."""
    return _bleeds(box, page) or box.area >= WHOLE_PAGE * page.area


def _bleeds(box: Box, page: Box) -> bool:
    return box.x0 <= page.x0 + NEAR and box.x1 >= page.x1 - NEAR


def edge_of_band(band: Box, page: Box) -> Box | None:
    """The edge that faces the middle of the page, where a low band runs off the page at both sides: it divides as a
    rule does."""
    if band.height > BAND * page.height or not _bleeds(band, page):
        return None
    return band._replace(y0=band.y1) if band.cy < page.cy else band._replace(y1=band.y0)


def _is_paper(color: int) -> bool:
    return all((color >> shift) & 0xFF >= WHITE for shift in (0, 8, 16))


def merge_rules(rules: Sequence[Box]) -> list[Box]:
    """Pieces of one drawn line as one rule: word processors draw a border paragraph by paragraph."""
    horizontal = [r for r in rules if r.width >= r.height]
    vertical = [r for r in rules if r.width < r.height]
    return _chained(horizontal, along=0) + _chained(vertical, along=1)


def _chained(rules: Sequence[Box], along: int) -> list[Box]:
    across = 1 - along
    merged: list[Box] = []
    for rule in sorted(rules, key=lambda r: (round(r[across]), r[along])):
        last = merged[-1] if merged else None
        if last and abs(last[across] - rule[across]) <= NEAR / 2 and rule[along] - last[along + 2] <= NEAR:
            merged[-1] = union([last, rule])
        else:
            merged.append(rule)
    return merged


def frames_of_rules(rules: Sequence[Box]) -> list[Box]:
    """Boxes whose four sides are drawn as separate lines; a grid of them is one box."""
    horizontal = [r for r in rules if r.width >= r.height and r.width >= LEAST_FRAME]
    vertical = [r for r in rules if r.width < r.height and r.height >= LEAST_ROW]
    found: list[Box] = []
    for i, top in enumerate(horizontal):
        if any(box.contains(top, NEAR) and top.y0 < box.y1 - NEAR for box in found):
            continue
        closed = []
        for bottom in horizontal[i + 1 :]:
            if bottom.y0 - top.y1 < LEAST_ROW or abs(top.x0 - bottom.x0) > NEAR or abs(top.x1 - bottom.x1) > NEAR:
                continue
            box = union([top, bottom])
            if all(_side(vertical, x, box) for x in (box.x0, box.x1)):
                closed.append(box)
        grid = [box for box in closed if _divided(vertical, box)]
        if grid:
            found.append(grid[-1])
        elif closed and closed[0].height >= LEAST_FRAME:
            found.append(closed[0])
    return found


def _divided(vertical: Sequence[Box], box: Box) -> bool:
    """Whether a line runs from top to bottom inside a box."""
    inner = sorted(v.cx for v in vertical if box.x0 + NEAR < v.cx < box.x1 - NEAR)
    return any(_side(vertical, x, box) for x in inner)


def _side(vertical: Sequence[Box], x: float, box: Box) -> bool:
    drawn = sum(max(0.0, overlap(v.y0, v.y1, box.y0, box.y1)) for v in vertical if abs((v.x0 + v.x1) / 2 - x) <= NEAR)
    return drawn >= 0.9 * box.height


def _stacked(tints: Iterable[Box]) -> list[Box]:
    """Tints that touch above each other with the same sides as one: a tint that was laid paragraph by paragraph."""
    merged: list[Box] = []
    for box in sorted(tints, key=lambda b: (b.y0, b.x0)):
        for i, other in enumerate(merged):
            same_sides = abs(other.x0 - box.x0) <= NEAR and abs(other.x1 - box.x1) <= NEAR
            if same_sides and box.y0 - other.y1 <= NEAR:
                merged[i] = union([other, box])
                break
        else:
            merged.append(box)
    return merged


def frames_of(tints: Sequence[Box], borders: Sequence[Box]) -> tuple[Frame, ...]:
    """Each box once, though it has a tint and a border."""
    frames: list[Frame] = []
    for box, tinted in [*((b, True) for b in tints), *((b, False) for b in borders)]:
        twin = any(
            x_overlap(f.box, box) >= 0.9 * box.width and f.box.contains(box, NEAR)
            for f in frames
            if box.contains(f.box, NEAR)
        )
        if not twin:
            frames.append(Frame(box, tinted))
    return tuple(sorted(frames, key=lambda f: (f.box.y0, f.box.x0)))
