"""The reading order of zones."""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import x_overlap, y_overlap
from .types import Zone


def ordered(found: Sequence[Zone]) -> list[Zone]:
    """Reading order of the zones: a zone comes after those above it, and after those at its left."""
    rest = sorted(found, key=lambda z: (z.box.y0, z.box.x0))
    ordered: list[Zone] = []
    while rest:
        for zone in rest:
            if not any(_before(other, zone) for other in rest if other is not zone):
                break
        else:
            zone = rest[0]
        ordered.append(zone)
        rest.remove(zone)
    return ordered


def _before(a: Zone, b: Zone) -> bool:
    """Whether `a` is read before `b`: above it in a shared column, or at its left at one height (Breuel 2003)."""
    if x_overlap(a.box, b.box) > 0.1 * min(a.box.width, b.box.width):
        return a.box.y0 < b.box.y0
    return y_overlap(a.box, b.box) > 0 and a.box.x1 <= b.box.x0 + 0.1 * b.box.width
