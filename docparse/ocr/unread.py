"""Drop caps that the engine left out: a large letter beside lines that make room for it, read by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..geometry import Box
from .engine import Engine, Seen
from .initials import of_letter, without_initial
from .stretches import bounds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEIGHT = (1.6, 6.0)  # em: of letters two to five lines high
WIDEST = 1.6  # times its height that a letter is wide: a W
BESIDE = 1.2  # em between the letter and the lines beside it, or by which an engine's boxes reach over it
ABOVE, BELOW = 0.8, 0.5  # em that a letter begins above the box of its first line, or below its upper edge
LEAST = 8  # characters of a line that a letter begins
LINES = 2  # beside it
EDGE = 0.6  # em between the letter's left side and that of the lines under it
UNDER = 1.6  # em from the letter to the next line under it
READ = 40  # pixels high that engines read a letter best
MARGIN = 60  # pixels of white around it
PAPER = 95  # percentile of the shades in the letter's box that is paper
SURE = 0.6  # confidence of a letter that stands by itself
BAR, SLIM = 0.9, 2.5  # of its box that is ink, and its height in widths: no other letter than an I


def with_unread(seen: Sequence[Seen], gray: NDArray[np.uint8], em: float, engine: Engine) -> list[Seen]:
    """What was seen, and the drop caps at which lines begin in the middle of a word or a sentence.

    The lines beside a drop cap, seen or not, are taken without what their boxes hold of it.
    """
    boxes = [bounds(one) for one in seen]
    alone = [without_initial(one, gray)[0] for one in seen if len(one.text) == 1 and one.text.isupper()]
    letters = [box for one in alone if (box := bounds(one)).height >= HEIGHT[0] * em]
    added: list[Seen] = []
    for i in sorted(range(len(seen)), key=lambda i: boxes[i].y0):
        letter = _letter(boxes, i, gray, em) if _lacks_its_beginning(seen[i]) else None
        if letter is None or letter in letters:
            continue
        text, confidence = _read(letter, gray, engine, seen[i])
        if text:
            letters.append(letter)
            added.append(of_letter(letter, text, confidence))
    found = list(seen)
    for letter in letters:
        found = [_behind(one, letter, em) for one in found]
    return [*found, *added]


def _lacks_its_beginning(line: Seen) -> bool:
    """A small letter begins no text; nor, where the first words are set in capitals, can it be told."""
    text = line.text
    return not line.vertical and len(text) >= LEAST and text[0].isascii() and (text[0].islower() or text[:2].isupper())


def _letter(boxes: Sequence[Box], first: int, gray: NDArray[np.uint8], em: float) -> Box | None:
    """The large piece of ink at the left of a line, beside which the lines under it begin as far right."""
    import cv2

    line = boxes[first]
    x0, y0 = max(0, int(line.x0 - HEIGHT[1] * em)), max(0, int(line.y0 - ABOVE * em))
    part = gray[y0 : int(line.y0 + HEIGHT[1] * em), x0 : int(line.x0 + BESIDE * em) + 1]
    if min(part.shape) < 3:
        return None
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    for x, y, width, height, _ in cv2.connectedComponentsWithStats(ink)[2][1:].tolist():
        box = Box(x0 + x, y0 + y, x0 + x + width, y0 + y + height)
        cut = x == 0 or y == 0 or y + height == part.shape[0] or x + width == part.shape[1]
        as_high = HEIGHT[0] * em <= height <= HEIGHT[1] * em and width <= WIDEST * height
        if as_high and not cut and box.y0 <= line.y0 + BELOW * em and _has_room(box, boxes, em):
            return box
    return None


def _has_room(letter: Box, boxes: Sequence[Box], em: float) -> bool:
    """Whether lines begin behind the letter, the next one under it begins as far left as it does, and none holds it."""
    held = [b for b in boxes if b.contains_point(letter.cx, letter.cy)]
    if any(b.x0 < letter.x0 - EDGE * em or b.x1 < letter.x1 + EDGE * em for b in held):
        return False
    beside = [b for b in boxes if letter.y0 <= b.cy <= letter.y1 and abs(b.x0 - letter.x1) <= BESIDE * em]
    if len(beside) < LINES:
        return False
    lowest = max(letter.y1, *(b.cy for b in beside))
    under = [b for b in boxes if b.cy > lowest and b.y0 - letter.y1 <= UNDER * em and b.x0 < letter.cx < b.x1]
    return any(abs(b.x0 - letter.x0) <= EDGE * em for b in under)


def _read(letter: Box, gray: NDArray[np.uint8], engine: Engine, line: Seen) -> tuple[str, float]:
    """The letter as the engine reads it on a white ground; an upright bar is an I, which no engine sees as text."""
    import cv2
    import numpy as np

    x0, y0, x1, y1 = (int(v) for v in letter)
    part = gray[y0:y1, x0:x1]
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    if np.count_nonzero(ink) >= BAR * ink.size and letter.height >= SLIM * letter.width:
        return "I", line.confidence
    zoom = READ / part.shape[0]
    small = cv2.resize(part, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA)
    paper = int(np.percentile(part, PAPER))
    edges = (MARGIN, MARGIN, MARGIN, MARGIN)
    alone = cv2.copyMakeBorder(small, *edges, borderType=cv2.BORDER_CONSTANT, value=(paper,))
    said = list(engine.read(np.asarray(cv2.cvtColor(alone, cv2.COLOR_GRAY2RGB), np.uint8)))
    if len(said) != 1 or said[0].confidence < SURE or not (len(said[0].text) == 1 and said[0].text.isalpha()):
        return "", 0.0
    return said[0].text.upper(), said[0].confidence


def _behind(one: Seen, letter: Box, em: float) -> Seen:
    """A line beside the letter without what its box takes of it."""
    box = bounds(one)
    x = letter.x1 + 1
    if one.vertical or not (letter.y0 <= box.cy <= letter.y1 and box.x0 < x <= box.x0 + BESIDE * em + 1 < box.x1):
        return one
    places = tuple(min(1.0, max(0.0, (box.x0 + p * box.width - x) / (box.x1 - x))) for p in one.places)
    _, (x1, y1), (x2, y2), (_, y3) = one.quad
    return replace(one, places=places, quad=((x, one.quad[0][1]), (x1, y1), (x2, y2), (x, y3)))
