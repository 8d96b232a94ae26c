"""What an engine saw becomes lines: cut at gutters, with levelled types, then put together like the text of a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..geometry import Box
from ..reading.lines import lines_of
from ..reading.page import Line, Span, Style
from ..reading.pieces import Piece
from .engine import Seen
from .gutters import crossed, gutters
from .initials import without_initial
from .levels import Type, types
from .slips import mended
from .stretches import Stretch, bearing, bounds, stretches_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .engine import Image


def lines_seen(
    seen: Sequence[Seen], image: Image, gray: NDArray[np.uint8], scale: float, page: int, grain: float = 1.0
) -> tuple[Line, ...]:
    """The lines of an upright page, in points of `scale` a pixel, as `reading.lines` gives them for a PDF.

    `grain` are the pixels that a pixel of the scan makes in an enlarged picture.
    """
    parts = [part for one in seen for part in without_initial(one, gray)]
    level = [one for one in parts if not one.vertical]
    cut = [stretches_of(one, image, gray) for one in level]
    across = gutters([s for stretches in cut for s in stretches])
    if across:
        cut = [
            stretches_of(one, image, gray, across) if any(crossed(s, across) for s in stretches) else stretches
            for one, stretches in zip(level, cut, strict=True)
        ]
    stretches = [s for own in cut for s in own]
    pieces = [_piece(s, type_, scale) for s, type_ in zip(stretches, types(stretches, grain), strict=True)]
    vertical = [_vertical(one, scale, page) for one in parts if one.vertical]
    return lines_of(pieces, vertical, page, [Box(*(v * scale for v in white)) for white in across])


def _piece(stretch: Stretch, type_: Type, scale: float) -> Piece:
    style = Style(round(type_.size * scale, 1), type_.face, bold=type_.bold, color=type_.color)
    ink = stretch.look.ink
    x0 = (ink.x0 - bearing(stretch.text[0], at_start=True) * type_.size) * scale
    x1 = (ink.x1 + bearing(stretch.text[-1], at_start=False) * type_.size) * scale
    span = Span(stretch.text, style, x0, x1)
    return Piece.of(stretch.look.baseline * scale, x0, x1, (span,), stretch.confidence)


def _vertical(seen: Seen, scale: float, page: int) -> Line:
    box = Box(*(v * scale for v in bounds(seen)))
    style = Style(round(box.width, 1))
    return Line(page, box, mended(seen.text), style, (Span(seen.text, style, box.x0, box.x1),), seen.confidence, True)
