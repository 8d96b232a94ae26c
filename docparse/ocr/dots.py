"""Dotted rules between columns: engines read their dots as colons, and two columns as one line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ..geometry import Box
from ..reading.placing import Affine
from .ink import Gray, components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .engine import Image

DOT = 0.3  # em: what is larger is a letter or a stroke of one
STEP = 0.75  # em from dot to dot at most; marks at the ends of lines are a line's pitch apart
ASIDE = 0.1  # em by which a dot may stand beside the one above
LEAST_LENGTH = 4.0  # em: the dots of an ellipsis in vertical text take two
FEWEST = 12  # dots
FAINT = 0.1  # of the paper's shade: small dots are grey where letters are black
EVEN, MOSTLY = 0.25, 0.7  # of the usual step by which one may differ, and of the steps that do not; specks stand anyhow


def dotted_rules(gray: Gray, em: float, skew: float) -> list[NDArray[np.intp]]:
    """The dots of each upright dotted rule of a sheet that lies askew: a row of x, y, width, height each."""
    side = 2 * round(DOT * em) + 1
    ground = cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    _, pieces = components(np.asarray(cv2.subtract(ground, gray) > FAINT * ground.astype(np.float32), np.bool_))
    small = pieces[1:][np.maximum(pieces[1:, 2], pieces[1:, 3]) <= DOT * em][:, :4].astype(np.intp)
    turn = math.radians(skew)
    xs, ys = small[:, 0] + small[:, 2] / 2, small[:, 1] + small[:, 3] / 2
    down, across = ys * math.cos(turn) - xs * math.sin(turn), xs * math.cos(turn) + ys * math.sin(turn)
    order = np.argsort(down)
    chains: list[list[int]] = []
    last: dict[int, list[int]] = {}  # by the place across in steps of ASIDE: the chain whose last dot stands there
    cell = ASIDE * em
    for i in order:
        at = int(across[i] // cell)
        near = [last[k] for k in (at - 1, at, at + 1) if k in last and down[i] - down[last[k][-1]] <= STEP * em]
        near = [c for c in near if abs(across[c[-1]] - across[i]) <= cell]
        chain = min(near, key=lambda c: abs(across[c[-1]] - across[i]), default=None)
        if chain is None:
            chains.append(chain := [])
        else:
            del last[int(across[chain[-1]] // cell)]
        chain.append(int(i))
        last[at] = chain
    long = [c for c in chains if len(c) >= FEWEST and down[c[-1]] - down[c[0]] >= LEAST_LENGTH * em]
    return [small[c] for c in long if _is_even(np.diff(down[c]))]


def _is_even(steps: NDArray[np.float64]) -> bool:
    usual = float(np.median(steps))
    return bool(np.mean(np.abs(steps - usual) <= EVEN * usual) >= MOSTLY)


def without_dots(image: Image, rules: Sequence[NDArray[np.intp]]) -> Image:
    """The picture with the paper's shade where the dots are; itself where there are none."""
    if not rules:
        return image
    cleaned = image.copy()
    for x, y, width, height in np.concatenate(rules):
        edge = max(2, width // 2)  # their soft edge, and the paper around it
        x0, y0, x1, y1 = max(0, x - edge), max(0, y - edge), x + width + edge, y + height + edge
        around = cleaned[y0:y1, x0:x1]
        sides = np.concatenate([around[:, :1], around[:, -1:]], axis=1)
        around[...] = np.median(sides, axis=(0, 1)).astype(np.uint8)
    return cleaned


def boxes(rules: Sequence[NDArray[np.intp]], placed: Affine) -> list[Box]:
    """The rules where `placed` puts them."""
    found = []
    for dots in rules:
        (x0, y0), (x1, y1) = (placed.point(*(float(v) for v in dot[:2] + dot[2:] / 2)) for dot in (dots[0], dots[-1]))
        found.append(Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found
