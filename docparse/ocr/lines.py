"""What an engine saw becomes lines: cut at gutters, with levelled sizes, then put together like the text of a PDF."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ..geometry import Box, x_overlap
from ..languages import is_han
from ..reading.lines import FAR, lines_of
from ..reading.page import Line, Span, Style
from ..reading.pieces import Piece
from .engine import Seen
from .letters import Look, has_bullet, inked, look, white_gaps
from .slips import AFTER, BEFORE, mended

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .engine import Image

HAN_BEARING = 0.07  # em: white between the ink of a Chinese character and the side of its square
BEARING = 0.5  # em: white that a wide bracket, quotation mark or stop has at its open side
WORD_SPACE = 0.15  # em of white between two Latin words at least
WORD_GAP, WIDE_GAP = 0.2, 0.35  # em of white that two letters of a word hardly have, and never, between them
AS_WIDE = 0.75  # of the usual white where a space was seen
STANDS_OUT = 1.7  # times the usual white between the words of a line: a gutter, not justification
AGREED = 0.4  # em between where a character's ink stands and where the engine saw it
ECHO = 0.6  # em between the middles of two characters at least
WIDEST = 1.15  # em of ink without a gap: no Chinese character is wider
HAN_SPACE = 0.22  # em beyond the usual pitch between two Chinese characters: a space that somebody typed
BULLET = "●"
DASH = "——"
PITCH, HAN_PITCH = 1.5, 2.3  # em from line to line at most, inside one text
ONE_SIZE = 0.07  # of the size: how far measured sizes of one type lie apart
ONE_PIXEL = 1.0  # that the height of letters is measured too large or too small
ONE_WEIGHT = 0.2  # of the stroke: how far measured strokes of one face lie apart
OTHER_TYPE = 0.35  # of the size: two columns that were seen as one line
BOLD = (
    1.26  # times the body text's stroke, in em: other regular faces have 1.2 at most, bold ones 1.28 on a blurred scan
)
COLOURED = 70  # of 255 between the strongest and the weakest channel: no grey
LIGHT = 160  # of 255: white letters on a dark ground


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text without a gutter in it, measured in pixels."""

    text: str
    confidence: float
    look: Look


def lines_seen(
    seen: Sequence[Seen], image: Image, gray: NDArray[np.uint8], scale: float, page: int
) -> tuple[Line, ...]:
    """The lines of an upright page, in points of `scale` a pixel, as `reading.lines` gives them for a PDF."""
    stretches = [s for one in seen if not one.vertical for s in _stretches(one, image, gray)]
    pieces = _pieces(stretches, scale)
    upright = [_vertical(one, scale, page) for one in seen if one.vertical]
    return lines_of(pieces, upright, page)


def _stretches(seen: Seen, image: Image, gray: NDArray[np.uint8]) -> list[Stretch]:
    """What was seen, cut where the white is too wide for one line."""
    box = _bounds(seen)
    whole = look(image, gray, box, seen.text)
    if whole is None:
        return []
    places = [box.x0 + p * box.width - whole.ink.x0 for p in (seen.places or _even(seen.text))]
    seen, places = _without_echoes(seen, places, whole.em)
    bullet = _unread_mark(whole, places)
    if bullet and has_bullet(gray, trimmed := _from(whole, bullet)):
        whole, places = trimmed, [place - bullet for place in places]
    gaps = white_gaps(whole.columns)
    stretched = 0.0 if any(map(is_han, seen.text)) else STANDS_OUT * _usual([b - a for a, b in gaps], whole.em)
    found: list[Stretch] = []
    start, left = 0, 0
    for a, b in [*gaps, (len(whole.columns), len(whole.columns))]:
        end = next((i for i, x in enumerate(places) if x > (a + b) / 2), len(places)) if b > a else len(places)
        before, after = seen.text[start:end].rstrip(), seen.text[end:].lstrip()
        if b > a:
            if not before or not after:
                continue
            white = (b - a) / whole.em - _bearing(before[-1]) - _bearing(after[0])
            if white <= max(FAR, stretched):
                continue
        text = mended(_spaced(seen.text[start:end], places[start:end], whole, left, a).strip())
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


def _bearing(char: str, at_start: bool | None = None) -> float:
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


def _part(text: str, whole: Look, left: int, right: int, image: Image, gray: NDArray[np.uint8]) -> Look:
    """How the text between two columns of the ink looks. It is measured by itself only where it has another size."""
    if left == 0 and right == len(whole.columns):
        return whole
    ink = Box(whole.ink.x0 + left, whole.ink.y0, whole.ink.x0 + right, whole.ink.y1)
    own = look(image, gray, ink, text) if any(map(str.isalnum, text)) else None
    if own is not None and not _close(own.body, whole.body, OTHER_TYPE):
        return own
    return replace(whole, ink=ink, columns=whole.columns[left:right])


def _spaced(text: str, places: Sequence[float], whole: Look, left: int, right: int) -> str:
    """`text` with spaces between Chinese characters where their middles are further apart than the line's usual pitch.

    Middles, since characters are of different width in their squares; engines drop such spaces, or see one too many.
    """
    shown = [i for i, c in enumerate(text) if c != " "]
    dashes = [(a + b) / 2 for a, b in whole.dashes if left <= a and b <= right]
    han = [(i, j) for i, j in pairwise(shown) if is_han(text[i]) and is_han(text[j])]
    if not han and not dashes:
        return _latin_spaced(text, places, whole, left, right)
    middles = _middles(shown, places, whole.columns, whole.em, left, right)
    pitches = {(i, j): _pitch(middles[j] - middles[i], places[j] - places[i], whole.em) for i, j in han}
    usual = max(1.0, sorted(pitches.values())[(len(han) - 1) // 2]) if han else 1.0
    out: list[str] = []
    for i, j in pairwise([*shown, len(text)]):
        out.append(text[i])
        if any(places[i] < x and (j == len(text) or x < places[j]) for x in dashes) and not _is_dash(text[i : j + 1]):
            out.append(DASH)
        elif (i, j) in pitches:
            out.append(" " * (pitches[i, j] > usual + HAN_SPACE))
        elif j > i + 1:
            out.append(" ")
    return "".join(out)


def _latin_spaced(text: str, places: Sequence[float], whole: Look, left: int, right: int) -> str:
    """`text` with the spaces between words that the engine has missed: white as wide as where it saw a space."""
    gaps: list[tuple[int, int]] = []  # width, and the character after it
    for (_, a), (b, _) in pairwise(inked(whole.columns, left, right)):
        after = next((i for i, x in enumerate(places) if x > (a + b) / 2), 0)
        if after:
            gaps.append((b - a, after))
    seen = [width for width, i in gaps if " " in text[i - 1 : i + 1] and width > WORD_SPACE * whole.em]
    usual = sorted(seen)[(len(seen) - 1) // 2] if seen else 0.0
    least = max(WORD_GAP * whole.em, AS_WIDE * usual) if seen else WIDE_GAP * whole.em
    out = list(text)
    for width, i in gaps:
        if width >= least and text[i - 1 : i + 1].isalpha():
            out[i] = " " + text[i]
    return "".join(out)


def _is_dash(text: str) -> bool:
    return any(c in "-—–一―－_" for c in text)


def _pitch(inked: float, seen: float, em: float) -> float:
    """Em between two characters: by their ink, which is exact, unless dirt has made something else of it."""
    return (inked if abs(inked - seen) <= AGREED * em else seen) / em


def _middles(
    shown: Sequence[int], places: Sequence[float], columns: Sequence[bool], em: float, left: int, right: int
) -> dict[int, float]:
    """The middle of each character's ink: every stroke belongs to the character whose place is nearest."""
    edges: dict[int, tuple[int, int]] = {}
    for start, end in inked(columns, left, right):
        if end - start > WIDEST * em:
            continue  # a dash, or letters that touch
        nearest = min(shown, key=lambda i: abs(places[i] - (start + end) / 2))
        first = edges.get(nearest, (start, end))[0]
        edges[nearest] = (first, end) if end - first <= WIDEST * em else (start, end)
    return {i: sum(edges[i]) / 2 if i in edges else places[i] for i in shown}


def _with_bullet(stretch: Stretch) -> Stretch:
    ink = stretch.look.ink
    return replace(
        stretch,
        text=f"{BULLET} {stretch.text}",
        look=replace(stretch.look, ink=ink._replace(x0=ink.x0 - stretch.look.em)),
    )


def _even(text: str) -> tuple[float, ...]:
    """Places of characters of an engine that gives none: Chinese ones are twice as wide as others."""
    widths = [2 if is_han(c) else 1 for c in text]
    whole, at, places = sum(widths) or 1, 0.0, []
    for width in widths:
        places.append((at + width / 2) / whole)
        at += width
    return tuple(places)


def _bounds(seen: Seen) -> Box:
    xs, ys = zip(*seen.quad, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _pieces(stretches: Sequence[Stretch], scale: float) -> list[Piece]:
    sizes, groups = _levelled(stretches)
    body = _body(stretches, sizes)
    pieces: list[Piece] = []
    for stretch, size, group in zip(stretches, sizes, groups, strict=True):
        members = [stretches[i] for i in group]
        stroke = _weighted_median([(m.look.stroke / m.look.em, len(m.text)) for m in members])
        bold = stroke > BOLD * body.share and stroke * size > body.stroke
        style = Style(round(size * scale, 1), bold=bold, color=_colour([m.look.color for m in members]))
        ink = stretch.look.ink
        x0 = (ink.x0 - _bearing(stretch.text[0], at_start=True) * size) * scale
        x1 = (ink.x1 + _bearing(stretch.text[-1], at_start=False) * size) * scale
        baseline = stretch.look.baseline * scale
        pieces.append(Piece(baseline, x0, x1, (Span(stretch.text, style, x0, x1),), stretch.confidence))
    return pieces


def _levelled(stretches: Sequence[Stretch]) -> tuple[list[float], list[list[int]]]:
    """The size of each stretch in pixels, the same for all of one type; and its neighbours of one type.

    Lines under each other that measure about the same are of one type, and share its median. What then still lies close
    together on the page is one size: the heaviest first takes what is near.
    """
    groups = _neighbours(stretches)
    measured = [_weighted_median([(stretches[i].look.em, len(stretches[i].text)) for i in group]) for group in groups]
    weights = [sum(len(stretches[i].text) for i in group) for group in groups]
    level: dict[int, float] = {}
    for heaviest in sorted(range(len(groups)), key=lambda g: -weights[g]):
        if heaviest in level:
            continue
        near = [g for g in range(len(groups)) if g not in level and _close(measured[g], measured[heaviest], ONE_SIZE)]
        size = _weighted_median([(measured[g], weights[g]) for g in near])
        level |= dict.fromkeys(near, size)
    group_of = {i: g for g, group in enumerate(groups) for i in group}
    return [level[group_of[i]] for i in range(len(stretches))], [groups[group_of[i]] for i in range(len(stretches))]


def _neighbours(stretches: Sequence[Stretch]) -> list[list[int]]:
    """Stretches in groups: each with the one right under it if both look the same."""
    order = sorted(range(len(stretches)), key=lambda i: stretches[i].look.ink.y0)
    group: dict[int, list[int]] = {i: [i] for i in order}
    for at, i in enumerate(order):
        mine = stretches[i].look
        pitch = HAN_PITCH if any(map(is_han, stretches[i].text)) else PITCH
        for j in order[at + 1 :]:
            other = stretches[j].look
            if other.baseline - mine.baseline > pitch * mine.em:
                break
            below = other.baseline - mine.baseline > 0.5 * mine.em and x_overlap(mine.ink, other.ink) > 0
            if below and _same_type(mine, other):
                if group[i] is not group[j]:
                    joined = group[i] + group[j]
                    group |= dict.fromkeys(joined, joined)
                break
    return list({id(g): g for g in group.values()}.values())


def _same_type(a: Look, b: Look) -> bool:
    same_height = abs(a.body - b.body) <= ONE_PIXEL + 0.5 * ONE_SIZE * a.body
    return same_height and _close(a.stroke, b.stroke, ONE_WEIGHT)


def _close(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(a, b)


class _Stroke(NamedTuple):
    """The stroke of the body text: in pixels, and as a share of its em."""

    stroke: float
    share: float


def _body(stretches: Sequence[Stretch], sizes: Sequence[float]) -> _Stroke:
    """The usual stroke of the commonest size."""
    amount: dict[float, int] = {}
    for stretch, size in zip(stretches, sizes, strict=True):
        amount[size] = amount.get(size, 0) + len(stretch.text)
    if not amount:
        return _Stroke(math.inf, math.inf)
    usual = max(amount, key=lambda size: amount[size])
    text = [s for s, size in zip(stretches, sizes, strict=True) if size == usual]
    share = _weighted_median([(s.look.stroke / s.look.em, len(s.text)) for s in text])
    return _Stroke(share * usual, share)


def _weighted_median(values: Sequence[tuple[float, int]]) -> float:
    half = sum(weight for _, weight in values) / 2
    for value, weight in sorted(values):
        half -= weight
        if half <= 0:
            return value
    return sorted(values)[-1][0]


def _colour(colors: Sequence[int]) -> int:
    """Black, white, or a colour in coarse steps: scans vary."""
    color = sorted(colors)[len(colors) // 2]
    channels = [color >> shift & 0xFF for shift in (16, 8, 0)]
    if max(channels) - min(channels) < COLOURED:
        return 0xFFFFFF if min(channels) > LIGHT else 0
    red, green, blue = (c & 0xC0 for c in channels)
    return red << 16 | green << 8 | blue


def _vertical(seen: Seen, scale: float, page: int) -> Line:
    box = Box(*(v * scale for v in _bounds(seen)))
    style = Style(round(box.width, 1))
    return Line(page, box, mended(seen.text), style, (Span(seen.text, style, box.x0, box.x1),), seen.confidence, True)
