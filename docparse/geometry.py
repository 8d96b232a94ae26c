"""Boxes and intervals: pure functions over numbers, no page knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in points, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def area(self) -> float:
        x0, y0, x1, y1 = self
        return (x1 - x0) * (y1 - y0) if x1 > x0 and y1 > y0 else 0.0

    @property
    def middle(self) -> tuple[float, float]:
        x0, y0, x1, y1 = self
        return (x0 + x1) / 2, (y0 + y1) / 2

    @property
    def cx(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def cy(self) -> float:
        return (self.y0 + self.y1) / 2

    def grown(self, by: float) -> Box:
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def rounded(self) -> Box:
        """To a tenth of a point, finer than anything on paper."""
        x0, y0, x1, y1 = self
        return Box(round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))

    def contains_point(self, x: float, y: float) -> bool:
        x0, y0, x1, y1 = self
        return x0 <= x <= x1 and y0 <= y <= y1

    def indices(self, points: Sequence[tuple[float, float]]) -> list[int]:
        """Which of the points are inside; faster than to ask for one after the other."""
        x0, y0, x1, y1 = self
        return [i for i, (x, y) in enumerate(points) if x0 <= x <= x1 and y0 <= y <= y1]

    def contains(self, other: Box, slack: float = 0.0) -> bool:
        x0, y0, x1, y1 = self
        left, top, right, bottom = other
        return x0 - slack <= left and y0 - slack <= top and right <= x1 + slack and bottom <= y1 + slack


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length that two intervals share; negative is the gap between them."""
    return min(a1, b1) - max(a0, b0)


# The next two are asked for every pair of a page's boxes: taken apart and compared in place, three times faster than
# with attributes, `min` and `max`.
def x_overlap(a: Box, b: Box) -> float:
    a0, _, a1, _ = a
    b0, _, b1, _ = b
    return (a1 if a1 < b1 else b1) - (a0 if a0 > b0 else b0)


def y_overlap(a: Box, b: Box) -> float:
    _, a0, _, a1 = a
    _, b0, _, b1 = b
    return (a1 if a1 < b1 else b1) - (a0 if a0 > b0 else b0)


def intersection(a: Box, b: Box) -> float:
    """Area that two boxes share."""
    return max(0.0, x_overlap(a, b)) * max(0.0, y_overlap(a, b))


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all; raises ValueError when there is none."""
    rest = iter(boxes)
    if (first := next(rest, None)) is None:
        raise ValueError("no box to go around")
    x0, y0, x1, y1 = first
    for left, top, right, bottom in rest:
        if left < x0:
            x0 = left
        if top < y0:
            y0 = top
        if right > x1:
            x1 = right
        if bottom > y1:
            y1 = bottom
    return Box(x0, y0, x1, y1)


def merged(intervals: Iterable[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """The intervals from left to right, those together that overlap or have less than `least` between them."""
    found: list[tuple[float, float]] = []
    end = float("-inf")
    for start, stop in sorted(intervals):
        if start - end >= least:
            found.append((start, stop))
            end = stop
        elif stop > end:
            found[-1] = (found[-1][0], stop)
            end = stop
    return found


def gaps(intervals: Iterable[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """The empty stretches of at least `least` between the intervals, from left to right."""
    covered = merged(intervals, least)
    return [(a[1], b[0]) for a, b in pairwise(covered)]


def clusters(values: Iterable[float], tolerance: float) -> list[list[float]]:
    """Sorted values in groups whose neighbours differ by at most `tolerance`."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return groups


def median(values: Sequence[float]) -> float:
    """The upper median; raises IndexError when there is no value."""
    return sorted(values)[len(values) // 2]
