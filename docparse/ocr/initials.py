"""Drop caps: engines read the large letter as the first of one of the lines beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..geometry import Box
from .engine import Seen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LARGE = 2.4  # times the letters beside it, in height: capitals are 1.5 times as high as small letters
REACH = 1.5  # heights of the line, above and below it, that a letter may reach
BEGINS = 0.4  # of the line's height from its start, within which its first letter begins
DIRT = 0.2  # of the line's height: dots and dirt are lower
AS_HIGH = 0.5  # of its box that a letter is: boxes have white above and below
LEAST = 8  # characters of a line that tells how high its letters are


def without_initial(seen: Seen, gray: NDArray[np.uint8]) -> tuple[Seen, ...]:
    """The large first letter and the rest of the line, if that is what was seen; else `seen` itself.

    A letter that was seen by itself is taken without what stands beside it in its box.
    """
    text = seen.text
    if len(text) == 1 and text.isupper() and not seen.vertical:
        return (_by_itself(seen, gray),)
    first = text[:1]
    if len(text) < LEAST or seen.vertical or not first.isupper() or not text[1:2].islower():
        return (seen,)
    xs, ys = zip(*seen.quad, strict=True)
    box = Box(min(xs), min(ys), max(xs), max(ys))
    letter = _large_letter(gray, box)
    if letter is None:
        return (seen,)
    x = letter.x1 + 1
    rest = text[1:].lstrip()
    shift = len(text) - len(rest)
    places = tuple(min(1.0, max(0.0, (box.x0 + p * box.width - x) / max(1.0, box.x1 - x))) for p in seen.places[shift:])
    _, (x1, y1), (x2, y2), _ = seen.quad
    beside = replace(seen, text=rest, places=places, quad=((x, y1), (x1, y1), (x2, y2), (x, y2)))
    return of_letter(letter, first, seen.confidence), beside


def _by_itself(seen: Seen, gray: NDArray[np.uint8]) -> Seen:
    """The letter with the box of its ink: the first piece that is as high as the box."""
    import cv2

    xs, ys = zip(*seen.quad, strict=True)
    x0, y0 = max(0, int(min(xs))), max(0, int(min(ys)))
    part = gray[y0 : int(max(ys)) + 1, x0 : int(max(xs)) + 1]
    if min(part.shape) < 3:
        return seen
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    stats = cv2.connectedComponentsWithStats(ink)[2][1:]
    high = [s for s in stats if s[cv2.CC_STAT_HEIGHT] >= AS_HIGH * part.shape[0]]
    if not high:
        return seen
    x, y, width, height, _ = (float(v) for v in min(high, key=lambda s: int(s[cv2.CC_STAT_LEFT])))
    return of_letter(Box(x0 + x, y0 + y, x0 + x + width, y0 + y + height), seen.text, seen.confidence)


def of_letter(letter: Box, text: str, confidence: float) -> Seen:
    """A letter as if it had been seen by itself."""
    x0, y0, x1, y1 = letter
    return Seen(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), text, confidence, (0.5,))


def _large_letter(gray: NDArray[np.uint8], box: Box) -> Box | None:
    """The piece of ink at the line's start that is much higher than the others in it."""
    import cv2
    import numpy as np

    reach = REACH * box.height
    x0, y0 = max(0, int(box.x0 - 2)), max(0, int(box.y0 - reach))
    part = gray[y0 : int(box.y1 + reach) + 1, x0 : int(box.x1) + 1]
    if min(part.shape) < 3:
        return None
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink)
    stats, middles = stats[1:], middles[1:]
    inside = (middles[:, 1] > box.y0 - y0) & (middles[:, 1] < box.y1 - y0)
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    small = stats[inside & (heights <= box.height) & (heights >= DIRT * box.height)]
    if len(small) < LEAST:
        return None
    usual = float(np.median(small[:, cv2.CC_STAT_HEIGHT]))
    for x, y, width, height, _ in stats[stats[:, cv2.CC_STAT_HEIGHT] >= LARGE * usual]:
        begins = x <= BEGINS * box.height and y + height >= box.cy - y0 >= y
        if begins and y > 0 and y + height < part.shape[0] and width <= 2 * height:
            return Box(x0 + float(x), y0 + float(y), x0 + float(x + width), y0 + float(y + height))
    return None
