"""The type of each line: what was measured line by line is made the same for lines that are set in one type."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ..geometry import x_overlap
from ..languages import is_han
from .stretches import Stretch

PITCH, HAN_PITCH = 1.5, 2.3  # em from line to line at most, inside one text
ONE_SIZE = 0.07  # of the size: how far measured sizes of one type lie apart
HAN_SLACK, LATIN_SLACK = 0.035, 0.08  # of the height of letters, by which neighbours of one type may differ
ONE_PIXEL = 1.0  # that the height of letters is measured too large or too small
ONE_WEIGHT = 0.2  # of the stroke: how far measured strokes of one face lie apart
BOLD = 1.26  # times the body text's stroke: other regular faces have 1.2 at most, bold ones 1.28 on a blurred scan
COLOURED = 70  # of 255 between the strongest and the weakest channel: no grey
LIGHT = 160  # of 255: white letters on a dark ground


class Type(NamedTuple):
    """`size` in pixels, `color` in coarse steps."""

    size: float
    bold: bool
    color: int


def types(stretches: Sequence[Stretch]) -> list[Type]:
    """The type of each stretch."""
    groups = _neighbours(stretches)
    members = [[stretches[i] for i in group] for group in groups]
    sizes = _levelled(members)
    body = _body(members, sizes)
    found: dict[int, Type] = {}
    for group, lines, size in zip(groups, members, sizes, strict=True):
        share = _weighted_median([(s.look.stroke / s.look.em, len(s.text)) for s in lines])
        bold = share > BOLD * body.share and share * size > body.stroke
        found |= dict.fromkeys(group, Type(size, bold, _colour([s.look.color for s in lines])))
    return [found[i] for i in range(len(stretches))]


def _levelled(groups: Sequence[Sequence[Stretch]]) -> list[float]:
    """The size of each group in pixels, the same for all of one type.

    Lines under each other that measure about the same share their median. What then still lies close together on the
    page is one size: the heaviest first takes what is near.
    """
    measured = [_weighted_median([(s.look.em, len(s.text)) for s in lines]) for lines in groups]
    weights = [sum(len(s.text) for s in lines) for lines in groups]
    level: dict[int, float] = {}
    for heaviest in sorted(range(len(groups)), key=lambda g: -weights[g]):
        if heaviest in level:
            continue
        near = [g for g in range(len(groups)) if g not in level and _close(measured[g], measured[heaviest], ONE_SIZE)]
        level |= dict.fromkeys(near, _weighted_median([(measured[g], weights[g]) for g in near]))
    return [level[g] for g in range(len(groups))]


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
            if below and _same_type(stretches[i], stretches[j]):
                if group[i] is not group[j]:
                    joined = group[i] + group[j]
                    group |= dict.fromkeys(joined, joined)
                break
    return list({id(g): g for g in group.values()}.values())


def _same_type(a: Stretch, b: Stretch) -> bool:
    """Whether two lines under each other look the same. What Latin letters measure depends on which they are."""
    slack = HAN_SLACK if any(map(is_han, a.text)) else LATIN_SLACK
    same_height = abs(a.look.body - b.look.body) <= ONE_PIXEL + slack * a.look.body
    return same_height and _close(a.look.stroke, b.look.stroke, ONE_WEIGHT)


class _Stroke(NamedTuple):
    """The stroke of the body text: in pixels, and as a share of its em."""

    stroke: float
    share: float


def _body(groups: Sequence[Sequence[Stretch]], sizes: Sequence[float]) -> _Stroke:
    """The usual stroke of the commonest type."""
    amount: dict[float, int] = {}
    for lines, size in zip(groups, sizes, strict=True):
        amount[size] = amount.get(size, 0) + sum(len(s.text) for s in lines)
    if not amount:
        return _Stroke(math.inf, math.inf)
    usual = max(amount, key=lambda size: amount[size])
    text = [s for lines, size in zip(groups, sizes, strict=True) if size == usual for s in lines]
    share = _weighted_median([(s.look.stroke / s.look.em, len(s.text)) for s in text])
    return _Stroke(share * usual, share)


def _close(a: float, b: float, share: float) -> bool:
    return abs(a - b) <= share * max(a, b)


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
