"""The type of each line: what was measured line by line is made the same for lines that are set in one type."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..geometry import x_overlap
from ..languages import is_han, text_width
from .letters import Look
from .stretches import Stretch

PITCH, HAN_PITCH = 1.5, 2.3  # em from line to line at most, inside one text
ONE_SIZE = 0.07  # of the size: how far measured sizes of one type lie apart
HAN_SLACK, LATIN_SLACK = 0.035, 0.08  # of the height of letters, by which neighbours of one type may differ
FEW_HAN, FEW_HAN_SLACK = 4, 0.085  # characters: none of them may fill its square, as 一 and 的 do not
FEW_LATIN = 10  # characters: too few to tell how high the body of a face's letters is
ONE_PIXEL = 1.0  # of the scan, that the height of letters is measured too large or too small
SAME_LEVEL = 0.01  # of the size: rounding
ALMOST = 0.12  # of the size: how far lines of the body text may be measured apart from it
ONE_WEIGHT = 0.2  # of the stroke: how far measured strokes of one face lie apart
BOLD = 1.26  # times the body text's stems: other regular faces have 1.2 at most, bold ones 1.28 on a blurred scan
BOLD_HALF = 1.2  # the same of a line's lighter half: less, and only its first words are bold
ONE_FACE = 0.2  # of the evenness of strokes: the same
ALMOST_AS_BOLD = 0.88  # of the weight of bold lines, in one size and face with them
OTHER_FACE = 1.09  # times the body text's evenness (or as much less) that long texts of another face have
TALLER, ROOM = 1.5, 0.98  # times the body's size, and times a line's size: what a line of it needs to the next baseline
DOUBT = 0.7  # em, divided by how much text there is, to be added: letters differ, lines of one face by a tenth
DISPLAY = 1.3  # times the body's size: hairlines of large letters are thinner beside their stems, in any face
COLOURFUL = 70  # of 255 between the strongest and the weakest channel: no grey
EVEN, UNEVEN, COLOURED = "even", "uneven", "coloured"  # names of faces
OTHER_COLOUR = 70  # of 255 in one channel between letters and those of the body text
FEW_LINES = 2  # in one colour under each other: more are text
LIGHT = 160  # of 255: white letters on a dark ground


class Type(NamedTuple):
    """`size` in pixels, `color` in coarse steps. `face` is empty for that of the body text: others have no name but
    how their strokes differ from it."""

    size: float
    face: str
    bold: bool
    color: int


def types(stretches: Sequence[Stretch], grain: float = 1.0) -> list[Type]:
    """The type of each stretch. `grain` are the pixels that a pixel of the scan makes in the enlarged picture.

    Lines under each other that measure about the same share their median. What then still lies close together on the
    page is of one size, and so are bold Latin lines that lie a little farther apart.
    """
    groups = _neighbours(stretches, grain)
    members = [[stretches[i] for i in group] for group in groups]
    weights = [sum(len(s.text) for s in lines) for lines in members]
    sizes = _levelled([_median_of(lines, lambda look: look.em) for lines in members], weights, ONE_SIZE)
    body = _body(members, sizes, grain)
    bold = _bold(members, sizes, body)
    few = [g for g, lines in enumerate(members) if bold[g] and not any(map(_is_chinese, lines))]
    for g, size in zip(few, _levelled([sizes[g] for g in few], [weights[g] for g in few], ALMOST), strict=True):
        sizes[g] = size
    sizes = _set_as_body(groups, stretches, sizes, bold, body)
    sizes = _no_higher_than_rows(groups, stretches, sizes, body)
    faces = _faces(members, sizes, bold, body)
    found: dict[int, Type] = {}
    for group, lines, size, face, heavy in zip(groups, members, sizes, faces, bold, strict=True):
        found |= dict.fromkeys(group, Type(size, face, heavy, _colour(_middle(lines))))
    return [found[i] for i in range(len(stretches))]


def _levelled(measured: Sequence[float], weights: Sequence[int], apart: float) -> list[float]:
    """The sizes, one for what lies close together: the heaviest first takes what is near."""
    level: dict[int, float] = {}
    for heaviest in sorted(range(len(measured)), key=lambda g: -weights[g]):
        if heaviest in level:
            continue
        near = [g for g in range(len(measured)) if g not in level and _close(measured[g], measured[heaviest], apart)]
        level |= dict.fromkeys(near, _weighted_median([(measured[g], weights[g]) for g in near]))
    return [level[g] for g in range(len(measured))]


def _neighbours(stretches: Sequence[Stretch], grain: float) -> list[list[int]]:
    """Stretches in groups: each with the one right under it if both look the same."""
    order = sorted(range(len(stretches)), key=lambda i: stretches[i].look.ink.y0)
    group: dict[int, list[int]] = {i: [i] for i in order}
    for at, i in enumerate(order):
        mine = stretches[i].look
        pitch = HAN_PITCH if _is_chinese(stretches[i]) else PITCH
        for j in order[at + 1 :]:
            other = stretches[j].look
            if other.baseline - mine.baseline > pitch * mine.em:
                break
            below = other.baseline - mine.baseline > 0.5 * mine.em and x_overlap(mine.ink, other.ink) > 0
            if below and _same_type(stretches[i], stretches[j], grain):
                if group[i] is not group[j]:
                    joined = group[i] + group[j]
                    group |= dict.fromkeys(joined, joined)
                break
    return list({id(g): g for g in group.values()}.values())


def _same_type(a: Stretch, b: Stretch, grain: float) -> bool:
    """Whether two lines under each other look the same. What Latin letters measure depends on which they are."""
    slack = LATIN_SLACK
    if _is_chinese(a):
        slack = FEW_HAN_SLACK if min(len(a.text), len(b.text)) <= FEW_HAN else HAN_SLACK
    same_height = abs(a.look.body - b.look.body) <= ONE_PIXEL * grain + slack * a.look.body
    if not _is_chinese(a) and min(len(a.text), len(b.text)) <= FEW_LATIN:
        same_height = same_height or _close(a.look.em, b.look.em, ALMOST)
    same_face = _close(a.look.evenness, b.look.evenness, ONE_FACE)
    return same_height and same_face and _close(a.look.stroke, b.look.stroke, ONE_WEIGHT)


def _bold(groups: Sequence[Sequence[Stretch]], sizes: Sequence[float], body: _Body) -> list[bool]:
    """Which groups are bold: those with heavy stems, and what is almost as heavy in one size and face with them."""
    heavy = [_stems(lines, body) for lines in groups]
    bold = [_is_bold(lines, size, weight, body) for lines, size, weight in zip(groups, sizes, heavy, strict=True)]
    keys = [(size, _face(lines, body)) for lines, size in zip(groups, sizes, strict=True)]
    usual = {
        key: _weighted_median([(heavy[g], 1) for g, other in enumerate(keys) if bold[g] and other == key])
        for key in {key for key, is_bold in zip(keys, bold, strict=True) if is_bold}
    }
    return [b or w >= ALMOST_AS_BOLD * usual.get(key, math.inf) for b, w, key in zip(bold, heavy, keys, strict=True)]


def _is_bold(lines: Sequence[Stretch], size: float, weight: float, body: _Body) -> bool:
    stroke = _median_of(lines, lambda look: look.stroke / look.em)
    lightest = _median_of(lines, lambda look: look.lightest / look.em)
    return weight > BOLD and weight * lightest > BOLD_HALF * stroke and stroke * size > body.share * body.size


def _stems(lines: Sequence[Stretch], body: _Body) -> float:
    """How heavy the letters are, times the body text's: the mean stroke lies between stems and hairlines, and a face
    without hairlines is not bold for that."""
    stroke = _median_of(lines, lambda look: look.stroke / look.em) / body.share
    return stroke / math.sqrt(_median_of(lines, lambda look: look.evenness) / body.evenness)


def _set_as_body(
    groups: Sequence[Sequence[int]],
    stretches: Sequence[Stretch],
    sizes: Sequence[float],
    bold: Sequence[bool],
    body: _Body,
) -> list[float]:
    """The sizes, the body's for Latin lines in its face and weight that stand in its rows.

    The distance from baseline to baseline is exact to a pixel, however the letters of a line measure. A line nearly of
    the body's size is in its rows if one beside it is, any other if that above it and that below it are. Chinese
    characters measure well enough.
    """
    group_of = {
        i: g
        for g, group in enumerate(groups)
        if not bold[g]
        and not any(_is_chinese(stretches[i]) for i in group)
        and _is_plain([stretches[i] for i in group], body)
        for i in group
    }
    own = {i: _close(sizes[g], body.size, SAME_LEVEL) for i, g in group_of.items()}
    rows = sorted(group_of, key=lambda i: _baseline(stretches[i]))
    under = [(i, j) for at, i in enumerate(rows) if (j := _next_row(i, rows[at + 1 :], stretches, body)) is not None]
    pitches = {(i, j): _baseline(stretches[j]) - _baseline(stretches[i]) for i, j in under}
    usual = [(pitch, 1) for (i, j), pitch in pitches.items() if own[i] and own[j]]
    if not usual:
        return list(sizes)
    pitch = _weighted_median(usual)
    close = [pair for pair in under if abs(pitches[pair] - pitch) <= ONE_PIXEL * body.grain]
    beside = Counter(i for pair in close for i in pair)
    between = Counter(i for a, b in close for i, other in ((a, b), (b, a)) if own[other])
    found = list(sizes)
    for g in set(group_of.values()):
        least = 1 if _close(sizes[g], body.size, ALMOST) else 2
        inside = [(beside if least == 1 else between)[i] >= least for i in groups[g]]
        if sum(inside) > 0.5 * len(inside):
            found[g] = body.size
    return found


def _no_higher_than_rows(
    groups: Sequence[Sequence[int]], stretches: Sequence[Stretch], sizes: Sequence[float], body: _Body
) -> list[float]:
    """The sizes, the body's for Chinese lines so close to one of the body that no larger type has room there: what the
    next line reaches in was measured with them."""
    own = [i for group, size in zip(groups, sizes, strict=True) if _close(size, body.size, ONE_SIZE) for i in group]
    found = list(sizes)
    for g, group in enumerate(groups):
        if not body.size < sizes[g] <= TALLER * body.size or not all(_is_chinese(stretches[i]) for i in group):
            continue
        tight = sum(any(_is_close_over(stretches[i], stretches[j], sizes[g], body) for j in own) for i in group)
        if 2 * tight > len(group):
            found[g] = body.size
    return found


def _is_close_over(line: Stretch, other: Stretch, size: float, body: _Body) -> bool:
    """Whether two lines of one column are closer, from baseline to baseline, than a line of this size is high."""
    distance = abs(_baseline(line) - _baseline(other))
    shared = x_overlap(line.look.ink, other.look.ink)
    return 0.5 * body.size < distance < ROOM * size and shared > 0.5 * min(line.look.ink.width, other.look.ink.width)


def _next_row(i: int, below: Sequence[int], stretches: Sequence[Stretch], body: _Body) -> int | None:
    """The line right under a line."""
    for j in below:
        distance = _baseline(stretches[j]) - _baseline(stretches[i])
        if distance > HAN_PITCH * body.size:
            return None
        if distance > 0.5 * body.size and x_overlap(stretches[i].look.ink, stretches[j].look.ink) > 0:
            return j
    return None


def _is_chinese(stretch: Stretch) -> bool:
    return any(map(is_han, stretch.text))


def _baseline(stretch: Stretch) -> float:
    return stretch.look.baseline


def _is_plain(lines: Sequence[Stretch], body: _Body) -> bool:
    """Whether the lines are in the body's weight and face, whatever size they measure."""
    stroke = _median_of(lines, lambda look: look.stroke)
    return _close(stroke, body.share * body.size, ONE_WEIGHT) and not _face(lines, body)


def _faces(groups: Sequence[Sequence[Stretch]], sizes: Sequence[float], bold: Sequence[bool], body: _Body) -> list[str]:
    """The face of each group. What has a size or weight of its own is in one face on the whole page."""
    alike: dict[object, list[Stretch]] = {}
    keys = [
        (size, heavy) if heavy or size != body.size else i
        for i, (size, heavy) in enumerate(zip(sizes, bold, strict=True))
    ]
    for key, lines in zip(keys, groups, strict=True):
        alike.setdefault(key, []).extend(lines)
    faces = {key: _face(lines, body) for key, lines in alike.items()}
    return [
        "" if size > DISPLAY * body.size else faces[key] or _own_colour(lines, body)
        for key, size, lines in zip(keys, sizes, groups, strict=True)
    ]


def _own_colour(lines: Sequence[Stretch], body: _Body) -> str:
    """A line or two in another colour are set off by it as by a face: a label on a bar, a name under a headline."""
    if len(lines) > FEW_LINES:
        return ""
    apart = max(abs(a - b) for a, b in zip(_channels(_middle(lines)), _channels(body.color), strict=True))
    return COLOURED if apart >= OTHER_COLOUR else ""


def _face(lines: Sequence[Stretch], body: _Body) -> str:
    """What tells the face of some lines from the body text's, if anything does."""
    evenness = _median_of(lines, lambda look: look.evenness)
    # strokes are measured to a share of the scan's own pixel
    least = 1.0 + body.grain * (OTHER_FACE - 1.0) + DOUBT / sum(text_width(s.text) for s in lines)
    if evenness > least * body.evenness:
        return EVEN
    return UNEVEN if evenness * least < body.evenness else ""


class _Body(NamedTuple):
    """The body text: its size in pixels, its stroke as a share of its em, how even its strokes are, its colour; and the
    grain of the picture."""

    size: float
    share: float
    evenness: float
    color: int
    grain: float


def _body(groups: Sequence[Sequence[Stretch]], sizes: Sequence[float], grain: float) -> _Body:
    """The usual looks of the commonest type."""
    amount: dict[float, int] = {}
    for lines, size in zip(groups, sizes, strict=True):
        amount[size] = amount.get(size, 0) + sum(len(s.text) for s in lines)
    if not amount:
        return _Body(math.inf, math.inf, 1.0, 0, grain)
    usual = max(amount, key=lambda size: amount[size])
    text = [s for lines, size in zip(groups, sizes, strict=True) if size == usual for s in lines]
    share = _median_of(text, lambda look: look.stroke / look.em)
    return _Body(usual, share, _median_of(text, lambda look: look.evenness), _middle(text), grain)


def _close(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(a, b)


def _median_of(lines: Sequence[Stretch], measure: Callable[[Look], float]) -> float:
    return _weighted_median([(measure(s.look), len(s.text)) for s in lines])


def _weighted_median(values: Sequence[tuple[float, int]]) -> float:
    half = sum(weight for _, weight in values) / 2
    for value, weight in sorted(values):
        half -= weight
        if half <= 0:
            return value
    return sorted(values)[-1][0]


def _middle(lines: Sequence[Stretch]) -> int:
    """The colour of some lines: that of the middle one."""
    colors = sorted(s.look.color for s in lines)
    return colors[len(colors) // 2]


def _channels(color: int) -> tuple[int, int, int]:
    return color >> 16 & 0xFF, color >> 8 & 0xFF, color & 0xFF


def _colour(color: int) -> int:
    """Black, white, or a colour in coarse steps: scans vary."""
    channels = _channels(color)
    if max(channels) - min(channels) < COLOURFUL:
        return 0xFFFFFF if min(channels) > LIGHT else 0
    red, green, blue = (c & 0xC0 for c in channels)
    return red << 16 | green << 8 | blue
