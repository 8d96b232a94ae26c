"""Drop caps: the large letter that begins a text, joined to the line that it begins."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import Box, y_overlap
from ..reading.page import Line, Span
from .typography import Typography

LARGE = 1.8  # times the body size
LETTERS = 1  # of a drop cap


def is_initial(line: Line, type_: Typography) -> bool:
    """A drop cap: one large letter, with or without the quotation mark before it."""
    letter = line.text.strip("“\"'‘")
    return line.size >= LARGE * type_.size and len(letter) <= LETTERS and letter.isalnum()


def with_initials(lines: Sequence[Line], type_: Typography) -> tuple[tuple[Line, ...], dict[int, Box]]:
    """Drop caps joined to the line that they begin; the second value has the initial's box by the joined line's id."""
    initials = [line for line in lines if is_initial(line, type_)]
    if not initials:
        return tuple(lines), {}
    rest = [line for line in lines if line not in initials]
    joined: dict[int, Box] = {}
    for initial in initials:
        beside = [
            line
            for line in rest
            if -0.3 * type_.size <= line.box.x0 - initial.box.x1 <= 2 * type_.size
            and y_overlap(line.box, initial.box) > 0.5 * line.box.height
            and not is_initial(line, type_)
        ]
        if not beside:
            rest.append(initial)
            continue
        first = min(beside, key=lambda line: line.box.y0)
        span = first.spans[0]
        spans = (Span(initial.text + span.text, span.style, span.x0, span.x1), *first.spans[1:])
        line = replace(first, text=initial.text + first.text, spans=spans)
        rest[rest.index(first)] = line
        joined[id(line)] = initial.box
    return tuple(rest), joined
