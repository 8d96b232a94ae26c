"""What is drawn over each page: a mark for every place, arrows in reading order, numbers, and signs of going on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..geometry import Box, x_overlap
from ..model import Document, Page, Region, Warning
from .labels import Label, Named, placed
from .pictures import Picture
from .pieces import Piece, Story, furniture

COLOURS = 7  # classes c0 to c6 of the style sheet; the next seven articles have the same ones with broken outlines
UNIT = 600.0  # a page's width is this many units, so that arrows and labels look alike on A4 and broadsheet
ARROW = 5.0  # units: length of an arrow's head
REACH = 14.0  # units: how far an arrow swings out
NEXT_LINE = 24.0  # units: white between two paragraphs of one column, at most; more than that gets an arrow
SAME_COLUMN = 0.5  # of the narrower box's width
UNNAMED = "paragraph"  # the kind of most boxes, which needs no label
WIDER = 1.6  # times: a headline over several columns is no part of the first


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of a piece on one page."""

    key: str
    kind: str
    box: Box
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """A curve and its head, as SVG takes them."""

    line: str
    head: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one article has on one page."""

    story: Story
    marks: tuple[Mark, ...]
    arrows: tuple[Arrow, ...]
    number: tuple[float, float]  # where its number stands
    end: tuple[float, float]  # where it stops on this page
    before: int | None  # the page that it comes from
    after: int | None  # the page on which it goes on


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the file with everything found on it; the halves of a spread are one sheet."""

    number: int
    width: float
    height: float
    parts: tuple[Page, ...]
    shares: tuple[Share, ...]
    furniture: tuple[Mark, ...]
    labels: Mapping[Named, Label]
    warnings: tuple[Warning, ...]
    webp: bytes

    @property
    def unit(self) -> float:
        return self.width / UNIT


def sheets(document: Document, told: Sequence[Story], pictures: Mapping[int, Picture]) -> Iterator[Sheet]:
    """The sheets of all pages that have a picture, in their order."""
    left_out = furniture(document)
    for number, picture in pictures.items():
        shares = tuple(share for story in told if (share := _share(story, number, picture)))
        marginal = tuple(mark for piece in left_out for mark in _marks(piece, number, picture))
        yield Sheet(
            number,
            picture.width,
            picture.height,
            tuple(page for page in document.pages if page.page == number),
            shares,
            marginal,
            _labels(shares, marginal, picture.width),
            tuple(warning for warning in document.warnings if warning.page == number),
            picture.webp,
        )


def _labels(shares: Sequence[Share], marginal: Sequence[Mark], width: float) -> Mapping[Named, Label]:
    unit = width / UNIT
    marks = [*(mark for share in shares for mark in share.marks), *marginal]
    named = [(mark.kind, mark.box) for mark in marks if mark.kind != UNNAMED]
    unnamed = [mark.box for mark in marks if mark.kind == UNNAMED]
    numbers = [_number(*share.number, unit) for share in shares]
    return placed(named, [*unnamed, *numbers], width, unit)


def _number(x: float, y: float, unit: float) -> Box:
    """What an article's number covers, as the template draws it."""
    left, top = max(x - 11 * unit, 0), max(y - 3 * unit, 0)
    return Box(left, top, left + 10 * unit, top + 11 * unit)


def _marks(piece: Piece, page: int, picture: Picture) -> Iterator[Mark]:
    for region in piece.regions:
        if region.page == page:
            box = picture.upright.box(Box(*region.bbox)).rounded()
            yield Mark(piece.key, piece.kind, box, piece.doubtful)


def _share(story: Story, page: int, picture: Picture) -> Share | None:
    marks = tuple(mark for piece in story.pieces for mark in _marks(piece, page, picture))
    if not marks:
        return None
    flow = [mark for piece in story.flow for mark in _marks(piece, page, picture)]
    read = [mark.box for mark in flow or marks]
    first, last = read[0], read[-1]
    order = list(dict.fromkeys(r.page for piece in story.flow for r in piece.regions))
    at = order.index(page) if page in order else None
    return Share(
        story,
        marks,
        tuple(_arrows(flow, picture.width / UNIT)),
        (first.x0, first.y0),
        (last.x1, last.y1),
        order[at - 1] if at else None,
        order[at + 1] if at is not None and at + 1 < len(order) else None,
    )


def _arrows(flow: Sequence[Mark], unit: float) -> Iterator[Arrow]:
    """An arrow wherever reading does not simply go on below."""
    for before, after in pairwise(flow):
        if not _goes_on_below(before, after.box, unit):
            yield _arrow(before.box, after.box, unit)


def _goes_on_below(mark: Mark, after: Box, unit: float) -> bool:
    before = mark.box
    narrower, wider = sorted((before.width, after.width))
    spans = mark.kind == "title" and wider > WIDER * narrower
    together = x_overlap(before, after) >= SAME_COLUMN * narrower
    return together and not spans and -unit < after.y0 - before.y1 <= NEXT_LINE * unit


def _arrow(before: Box, after: Box, unit: float) -> Arrow:
    swing = REACH * unit
    if after.y0 >= before.y1 - unit:  # further down: out at the bottom, in at the top
        x0, y0, x1, y1 = before.cx, before.y1, after.x0 + min(swing, after.width / 2), after.y0
        if x_overlap(before, after) > 0 and not before.x0 <= x1 <= before.x1:
            x1 = after.cx
        elif before.x0 <= x1 <= before.x1:
            x0 = x1
        reach = min(swing, (y1 - y0) / 2)
        bends = (x0, y0 + reach, x1, y1 - reach)
        ahead = (0.0, 1.0)
    else:  # the next column: out at the side, in at the corner where it begins
        right = after.cx > before.cx
        side = 1.0 if right else -1.0
        x0, y0 = (before.x1 if right else before.x0), before.y1
        x1, y1 = (after.x0 if right else after.x1), after.y0 + ARROW * unit
        bends = (x0 + side * swing, y0, x1 - side * swing, y1)
        ahead = (side, 0.0)
    line = f"M{x0:.1f} {y0:.1f}C{bends[0]:.1f} {bends[1]:.1f} {bends[2]:.1f} {bends[3]:.1f} {x1:.1f} {y1:.1f}"
    return Arrow(line, _head(x1, y1, ahead, ARROW * unit))


def _head(x: float, y: float, ahead: tuple[float, float], length: float) -> str:
    """A triangle whose tip is at (x, y)."""
    dx, dy = ahead[0] * length, ahead[1] * length
    corners = ((x, y), (x - dx - dy / 2, y - dy - dx / 2), (x - dx + dy / 2, y - dy + dx / 2))
    return " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)


def pages_of(regions: Sequence[Region]) -> list[int]:
    return list(dict.fromkeys(region.page for region in regions))
