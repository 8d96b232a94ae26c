"""A picture of a page becomes lines, pictures, rules and frames: it is turned, cut at the fold, straightened, read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..geometry import Box, intersection
from ..reading.page import Frame, Line, PageContent, Picture
from ..reading.placing import Affine, moved, quarter_turns, scaled, turned
from . import prepare
from .bend import flattened
from .dots import boxes, dotted_rules, without_dots
from .dust import without_dust
from .engine import Engine, Seen
from .lines import lines_seen
from .marks import marks
from .raster import Raster
from .unread import with_unread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .engine import Image

EM = 26.0  # pixels that body text is brought to: what the models read best
FINE = (20.0, 36.0)  # pixels of body text that need no other size
LEAST_TURN = 0.15  # degrees of skew that matter: less moves no line of a column by half its height
SURE = 0.75  # mean confidence of a page that stands upright; upside down it is about half of that
TRUSTED = 0.6  # confidence of a line that is text for certain
MOST_LINES, USUAL_LINES, FEWEST_LINES = 300, 80, 12  # em along the longer side of a sheet
POINTS = (6.0, 16.0)  # of body text; where the resolution says otherwise it is wrong
USUAL_POINTS = 10.0
OVERSIZE = 8.0  # times the body text: letters only a headline has; a doubtful one is a picture's texture


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page upright, straight and flat. `to_raster` leads from its pixels to those of the raster it was cut from,
    but for the little that a bent page was laid flat by; `grain` are the pixels that one of those makes, if enlarged.
    """

    image: Image
    gray: NDArray[np.uint8]
    em: float
    skew: float
    dotted: tuple[Box, ...]  # rules that were taken off the picture
    to_raster: Affine
    grain: float


def read(raster: Raster, page: int, engine: Engine) -> tuple[PageContent, ...]:
    """The page (or the two pages of a spread) on a raster."""
    best: list[tuple[Sheet, list[Seen]]] = []
    quality = -1.0
    turns = (1, 3, 0, 2) if prepare.sideways(prepare.gray_of(raster.image)) else (0, 2, 1, 3)
    turn = 0
    for count in turns:
        tried = [(sheet, list(engine.read(sheet.image))) for sheet in sheets(raster.image, count)]
        found = _confidence([seen for _, all_seen in tried for seen in all_seen])
        if found > quality:
            best, quality, turn = tried, found, count
        if quality >= SURE or not any(all_seen for _, all_seen in tried):
            break
    parts = [None] if len(best) == 1 else range(1, len(best) + 1)
    complete = [(sheet, with_unread(seen, sheet.gray, sheet.em, engine)) for sheet, seen in best]
    return tuple(
        replace(_content(sheet, seen, raster, page, engine.name), part=part, rotation=90 * turn)
        for part, (sheet, seen) in zip(parts, complete, strict=True)
    )


def region(raster: Raster, page: int, engine: Engine) -> tuple[Line, ...]:
    """The lines on a raster of a part of an upright page, in points of that page."""
    gray = prepare.gray_of(raster.image)
    lines = lines_seen(engine.read(raster.image), raster.image, gray, raster.to_page.a, page)
    kept = (line for line in lines if line.confidence >= TRUSTED)
    return tuple(_moved(line, raster.to_page.e, raster.to_page.f) for line in kept)


def _moved(line: Line, x: float, y: float) -> Line:
    box = Box(line.box.x0 + x, line.box.y0 + y, line.box.x1 + x, line.box.y1 + y)
    return replace(line, box=box, spans=tuple(replace(s, x0=s.x0 + x, x1=s.x1 + x) for s in line.spans))


def sheets(image: Image, turns: int) -> Iterator[Sheet]:
    """The pages on a picture that is turned clockwise `turns` times: one, or the two of a spread."""
    import numpy as np

    height, width = image.shape[:2]
    upright = np.rot90(image, -turns) if turns else image
    back = quarter_turns(turns, width, height).inverse()
    gray = prepare.gray_of(upright)
    area = prepare.sheet(gray)
    inside = gray[int(area.y0) : int(area.y1), int(area.x0) : int(area.x1)]
    fold = prepare.fold(inside)
    halves = [area]
    if fold is not None:
        middle = area.x0 + fold
        halves = [area._replace(x1=middle), area._replace(x0=middle)]
    for half in halves:
        yield _straightened(upright, half, back)


def _straightened(image: Image, area: Box, back: Affine) -> Sheet:
    import cv2
    import numpy as np

    x0, y0, x1, y1 = (int(v) for v in area)
    part = image[y0:y1, x0:x1]
    gray = prepare.gray_of(part)
    em = _believable(prepare.letter_height(gray), gray)
    skew = prepare.skew(gray)
    dotted = dotted_rules(gray, em, skew)
    part = without_dots(part, dotted)
    if em >= FINE[0]:  # the full stops of smaller text are no larger than specks
        part = without_dust(part, gray, em)
    zoom = 1.0 if FINE[0] <= em <= FINE[1] else EM / em
    turn = skew if abs(skew) >= LEAST_TURN else 0.0
    height, width = part.shape[:2]
    if zoom != 1.0:  # before it is turned: a smaller picture is made of means, not of samples
        size = (max(1, round(width * zoom)), max(1, round(height * zoom)))
        how = cv2.INTER_AREA if zoom < 1.0 else cv2.INTER_LINEAR  # a sharper one makes full stops of commas
        part = cv2.resize(part, size, interpolation=how).astype(np.uint8, copy=False)
    placed = Affine(part.shape[1] / width, 0.0, 0.0, part.shape[0] / height)
    if turn:
        turning = turned(math.radians(turn), part.shape[1], part.shape[0])
        matrix = np.array([[turning.a, turning.c, turning.e], [turning.b, turning.d, turning.f]])
        straight = cv2.warpAffine(
            part, matrix, (part.shape[1], part.shape[0]), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        part = straight.astype(np.uint8, copy=False)
        placed = placed.then(turning)
    part = np.ascontiguousarray(flattened(part, prepare.gray_of(part), em * zoom))
    to_raster = placed.inverse().then(moved(x0, y0)).then(back)
    return Sheet(part, prepare.gray_of(part), em * zoom, turn, tuple(boxes(dotted, placed)), to_raster, max(1.0, zoom))


def _believable(em: float | None, gray: NDArray[np.uint8]) -> float:
    """The size of body text in pixels; what the sheet's size leads to expect where too little text tells."""
    sheet = max(gray.shape)
    return em if em and sheet / MOST_LINES <= em <= sheet / FEWEST_LINES else sheet / USUAL_LINES


def _confidence(seen: Sequence[Seen]) -> float:
    """Mean over the characters; 0 where nothing was read."""
    whole = sum(len(s.text) for s in seen)
    return sum(s.confidence * len(s.text) for s in seen) / whole if whole else 0.0


def _content(sheet: Sheet, seen: Sequence[Seen], raster: Raster, page: int, engine: str) -> PageContent:
    """The sheet's content in points of the straightened page."""
    height, width = sheet.image.shape[:2]
    to_page = sheet.to_raster.then(raster.to_page)
    scale = math.sqrt(abs(to_page.a * to_page.d - to_page.b * to_page.c))
    if not POINTS[0] <= sheet.em * scale <= POINTS[1]:
        scale = USUAL_POINTS / sheet.em
    lines = lines_seen(seen, sheet.image, sheet.gray, scale, page, sheet.grain)
    trusted = [_pixels(line.box, scale) for line in lines if not _doubtful(line, sheet.em * scale)]
    found = marks(sheet.image, trusted, sheet.em)
    pictures = [_points(box, scale) for box in found.pictures]
    kept = tuple(line for line in lines if not _texture(line, pictures, sheet.em * scale))
    return PageContent(
        number=page,
        width=round(width * scale, 1),
        height=round(height * scale, 1),
        method="ocr" if kept else "empty",
        lines=kept,
        pictures=tuple(Picture(page, box) for box in pictures),
        rules=tuple(_points(box, scale) for box in (*found.rules, *sheet.dotted)),
        frames=tuple(Frame(_points(f.box, scale), f.tinted) for f in found.frames),
        engine=engine,
        skew=round(sheet.skew, 2),
        placing=scaled(1.0 / scale).then(to_page),
        dropped=len(lines) - len(kept),
    )


def _doubtful(line: Line, em: float) -> bool:
    return line.confidence < TRUSTED or (line.size > OVERSIZE * em and line.confidence < 0.9)


def _texture(line: Line, pictures: Sequence[Box], em: float) -> bool:
    """Whether a doubtful line is no text: it stands in a picture, or is far too large."""
    if not _doubtful(line, em):
        return False
    return line.size > OVERSIZE * em or any(intersection(line.box, box) > 0.5 * line.box.area for box in pictures)


def _points(box: Box, scale: float) -> Box:
    return Box(*(v * scale for v in box)).rounded()


def _pixels(box: Box, scale: float) -> Box:
    return Box(*(v / scale for v in box))
