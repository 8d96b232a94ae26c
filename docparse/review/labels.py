"""Where the name of a field is written beside its box, so that it hides no words of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..geometry import Box, intersection

SIZE = 7.0  # units (a page is 600 wide): height of the letters
LETTER = 4.8  # units: width of one, on average of such names in a bold sans serif, with its white rim
GAP = 1.0  # unit: between a box and its name
DROP = 5.5  # units: from the top of the letters to their base line
PICTURES = frozenset({"figure", "table"})  # a name inside them hides no words

Named = tuple[str, Box]


@dataclass(frozen=True, slots=True)
class Label:
    """A name as SVG places it: where its base line begins, or ends."""

    x: float
    y: float
    ends: bool = False


def placed(named: Iterable[Named], unnamed: Iterable[Box], width: float, unit: float) -> Mapping[Named, Label]:
    """A label for each box with a name, where it covers neither another box nor another label, or covers least."""
    wanted = dict.fromkeys(named)
    taken = [*(box for name, box in wanted if name not in PICTURES), *unnamed]
    labels: dict[Named, Label] = {}
    for name, box in wanted:
        near = [t for t in taken if t != box and t.y1 > box.y0 - 2 * SIZE * unit and t.y0 < box.y1 + 2 * SIZE * unit]
        tried: list[tuple[float, int, Label]] = []
        for label in _places(name, box, unit):
            room = _room(label, name, unit)
            if room.x0 >= 0 and room.y0 >= 0 and room.x1 <= width:
                tried.append((sum(intersection(room, other) for other in near), len(tried), label))
        labels[name, box] = min(tried)[2] if tried else Label(box.x0, box.y0 + DROP * unit)
        taken.append(_room(labels[name, box], name, unit))
    return labels


def _places(name: str, box: Box, unit: float) -> Iterator[Label]:
    """Where a name may stand, the best first: over the box, at either end; behind it, before it; under it."""
    gap, drop = GAP * unit, DROP * unit
    if name in PICTURES:
        yield Label(box.x0 + 2 * gap, box.y0 + drop + 2 * gap)
    yield Label(box.x0, box.y0 - gap)
    yield Label(box.x1, box.y0 - gap, ends=True)
    yield Label(box.x1 + 2 * gap, box.y0 + drop)
    yield Label(box.x0 - 2 * gap, box.y0 + drop, ends=True)
    yield Label(box.x0, box.y1 + drop + gap)


def _room(label: Label, name: str, unit: float) -> Box:
    """What a label covers."""
    length = LETTER * len(name) * unit
    x0 = label.x - length if label.ends else label.x
    return Box(x0, label.y - DROP * unit, x0 + length, label.y + (SIZE - DROP) * unit)
