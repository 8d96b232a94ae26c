"""Where a straightened page lies on the page as it is displayed: affine maps of the plane."""

from __future__ import annotations

import math
from typing import NamedTuple

from ..geometry import Box


class Affine(NamedTuple):
    """`x' = a x + c y + e`, `y' = b x + d y + f`: PDF's own order of the six numbers."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, after: Affine) -> Affine:
        """First this map, then `after`."""
        return Affine(
            after.a * self.a + after.c * self.b,
            after.b * self.a + after.d * self.b,
            after.a * self.c + after.c * self.d,
            after.b * self.c + after.d * self.d,
            after.a * self.e + after.c * self.f + after.e,
            after.b * self.e + after.d * self.f + after.f,
        )

    def inverse(self) -> Affine:
        """The way back. Raises ZeroDivisionError for a map that flattens the plane."""
        k = 1.0 / (self.a * self.d - self.b * self.c)
        a, b, c, d = self.d * k, -self.b * k, -self.c * k, self.a * k
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """The upright box around the image of a box."""
        corners = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs, ys = zip(*corners, strict=True)
        return Box(min(xs), min(ys), max(xs), max(ys))


def scaled(by: float) -> Affine:
    return Affine(by, 0.0, 0.0, by)


def moved(x: float, y: float) -> Affine:
    return Affine(e=x, f=y)


def turned(angle: float, width: float, height: float) -> Affine:
    """A sheet turned about its middle, counterclockwise by `angle` (radians): lines that ran down become level."""
    cosine, sine = math.cos(angle), math.sin(angle)
    turning = Affine(cosine, -sine, sine, cosine)
    return moved(-width / 2, -height / 2).then(turning).then(moved(width / 2, height / 2))


def quarter_turns(count: int, width: float, height: float) -> Affine:
    """A sheet of `width` by `height` turned clockwise `count` times, its top left corner at the origin again."""
    return (
        Affine(),
        Affine(0, 1, -1, 0, height, 0),
        Affine(-1, 0, 0, -1, width, height),
        Affine(0, -1, 1, 0, 0, width),
    )[count % 4]
