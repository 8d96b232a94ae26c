"""What an engine saw, cut where the white is too wide for one line of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..geometry import Box
from ..languages import is_han, is_wide
from ..reading.lines import FAR
from .engine import Seen
from .letters import Look, has_bullet, inked, look, white_gaps
from .slips import AFTER, BEFORE, mended
from .spaces import WORD_SPACE, spaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .engine import Image

HAN_BEARING = 0.07  # em: white between the ink of a Chinese character and the side of its square
BEARING = 0.5  # em: white that a wide bracket, quotation mark or stop has at its open side
STANDS_OUT = 1.7  # times the usual white between the words of a line: a gutter, not justification
ECHO = 0.6  # em between the middles of two characters at least
LETTERSPACED = (2, 6)  # Chinese characters that may be set wide, as in 目  录
WIDEST = 3.0  # em between them at most
ALIKE = 0.25  # em that the white between them differs
OTHER_TYPE = 0.35  # of the size: two columns that were seen as one line
BULLET = "●"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text without a gutter in it, measured in pixels."""

    text: str
    confidence: float
    look: Look


def stretches_of(seen: Seen, image: Image, gray: NDArray[np.uint8], gutters: Sequence[Box] = ()) -> list[Stretch]:
    """What was seen, cut where the white is too wide for one line, or is one of the `gutters`."""
    box = bounds(seen)
    whole = look(image, gray, box, seen.text)
    if whole is None:
        return []
    places = [box.x0 + p * box.width - whole.ink.x0 for p in (seen.places or _even(seen.text))]
    seen, places = _without_echoes(seen, places, whole.em)
    bullet = _unread_mark(whole, places)
    if bullet and has_bullet(gray, trimmed := _from(whole, bullet)):
        whole, places = trimmed, [place - bullet for place in places]
    gaps = white_gaps(whole.columns)
    if any(map(is_han, seen.text)):
        stretched = WIDEST if _is_letterspaced(seen.text, gaps, whole.em) else 0.0
    else:
        stretched = STANDS_OUT * _usual([b - a for a, b in gaps], whole.em)
    found: list[Stretch] = []
    start, left = 0, 0
    for a, b in [*gaps, (len(whole.columns), len(whole.columns))]:
        end = next((i for i, x in enumerate(places) if x > (a + b) / 2), len(places)) if b > a else len(places)
        before, after = seen.text[start:end].rstrip(), seen.text[end:].lstrip()
        if b > a:
            if not before or not after:
                continue
            white = (b - a) / whole.em - bearing(before[-1]) - bearing(after[0])
            middle = whole.ink.x0 + (a + b) / 2
            if white <= max(FAR, stretched) and not any(g.contains_point(middle, whole.ink.cy) for g in gutters):
                continue
        text = mended(spaced(seen.text[start:end], places[start:end], whole, left, a).strip())
        if text:
            found.append(Stretch(text, seen.confidence, _part(text, whole, left, a, image, gray)))
        start, left = end, b
    if found and not found[0].text.startswith(BULLET) and has_bullet(gray, found[0].look):
        found[0] = _with_bullet(found[0])
    return found


def _without_echoes(seen: Seen, places: list[float], em: float) -> tuple[Seen, list[float]]:
    """Without the second of two equal Chinese characters that stand in one square: large ones are seen twice."""
    kept = [
        i
        for i, char in enumerate(seen.text)
        if not (i and char == seen.text[i - 1] and is_han(char) and places[i] - places[i - 1] < ECHO * em)
    ]
    if len(kept) == len(seen.text):
        return seen, places
    return replace(seen, text="".join(seen.text[i] for i in kept)), [places[i] for i in kept]


def _unread_mark(whole: Look, places: Sequence[float]) -> int:
    """Where the text begins, in columns of its ink, if something stands before its first character; else 0."""
    stretches = inked(whole.columns, 0, len(whole.columns))
    return stretches[1][0] if len(stretches) > 1 and places[0] > stretches[0][1] else 0


def _from(whole: Look, column: int) -> Look:
    """The line from a column of its ink on."""
    return replace(whole, ink=whole.ink._replace(x0=whole.ink.x0 + column), columns=whole.columns[column:])


def bearing(char: str, at_start: bool | None = None) -> float:
    """Em between the ink of a character and the side of its square; of marks, the side where they have white.

    `at_start` says which side is meant; None: the one that the mark opens to.
    """
    if is_han(char):
        return HAN_BEARING
    opens = (BEFORE,) if at_start else (AFTER,) if at_start is False else (BEFORE, AFTER)
    return BEARING if any(char in marks for marks in opens) else 0.0


def _usual(gaps: Sequence[int], em: float) -> float:
    """The usual white between words, in em: justified lines of a narrow column have much."""
    words = sorted(g / em for g in gaps if g > WORD_SPACE * em)
    return words[(len(words) - 1) // 2] if len(words) > 1 else 0.0


def _is_letterspaced(text: str, gaps: Sequence[tuple[int, int]], em: float) -> bool:
    """Whether a few Chinese characters stand apart evenly: one word, set wide."""
    text = "".join(text.split())
    wide = sorted((b - a) / em for a, b in gaps if b - a > FAR * em)
    few, many = LETTERSPACED
    if not few <= len(text) <= many or not all(map(is_han, text)) or len(wide) != len(text) - 1:
        return False
    return wide[-1] <= WIDEST and wide[-1] - wide[0] <= ALIKE


def _part(text: str, whole: Look, left: int, right: int, image: Image, gray: NDArray[np.uint8]) -> Look:
    """How the text between two columns of the ink looks. It is measured by itself only where it has another size."""
    if left == 0 and right == len(whole.columns):
        return whole
    ink = Box(whole.ink.x0 + left, whole.ink.y0, whole.ink.x0 + right, whole.ink.y1)
    own = look(image, gray, ink, text) if any(map(str.isalnum, text)) else None
    if own is not None and not abs(own.body - whole.body) <= OTHER_TYPE * max(own.body, whole.body):
        return own
    return replace(whole, ink=ink, columns=whole.columns[left:right])


def _with_bullet(stretch: Stretch) -> Stretch:
    ink = stretch.look.ink
    return replace(
        stretch,
        text=f"{BULLET} {stretch.text}",
        look=replace(stretch.look, ink=ink._replace(x0=ink.x0 - stretch.look.em)),
    )


def _even(text: str) -> tuple[float, ...]:
    """Places of characters of an engine that gives none: Chinese ones are twice as wide as others."""
    widths = [2 if is_wide(c) else 1 for c in text]
    whole, at, places = sum(widths) or 1, 0.0, []
    for width in widths:
        places.append((at + width / 2) / whole)
        at += width
    return tuple(places)


def bounds(seen: Seen) -> Box:
    xs, ys = zip(*seen.quad, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
