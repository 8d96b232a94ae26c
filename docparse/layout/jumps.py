"""Jump lines: where a text goes on, and where one that goes on came from."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import x_overlap, y_overlap
from ..languages import text_width
from ..languages.rules import Language
from ..reading.page import Line
from .types import Headline, Zone

JUMP_LINE = 40.0  # em: a longer line is no jump line
BEHIND = 1.5  # sizes of a headline between it and a jump line on its row
JUMP_GAP = 1.6  # sizes of a jump line between it and its jump head


def is_jump_from(line: Line, language: Language) -> bool:
    # most lines do not match, which is told faster than their width
    return language.jump_from.match(line.text.strip("（()） ")) is not None and text_width(line.text) <= JUMP_LINE


def jump_heads(heads: Sequence[Headline], jumps: Sequence[Line], lines: Sequence[Line]) -> dict[Line, Line]:
    """The jump line by the first line of the headline that it stands close to, or by itself where it stands alone.

    It may stand over a headline's text rather than over the headline, which `lines` tell.
    """
    found: dict[Line, Line] = {}
    for jump in jumps:
        near = [
            h for h in heads if x_overlap(h.box, jump.box) > 0 and -y_overlap(h.box, jump.box) <= JUMP_GAP * jump.size
        ]
        near = near or [h for h in heads if _stands_behind(jump, h) or _stands_over(jump, h, lines)]
        if near:
            found[min(near, key=lambda h: -y_overlap(h.box, jump.box)).lines[0]] = jump
        else:
            found[jump] = jump
    return found


def _stands_behind(jump: Line, head: Headline) -> bool:
    """Whether a jump line goes on behind a headline on its row: BRIDGE: From Page A1, in two types."""
    white = jump.box.x0 - head.box.x1
    return y_overlap(jump.box, head.box) > 0.5 * jump.box.height and 0 <= white <= BEHIND * head.style.size


def _stands_over(jump: Line, head: Headline, lines: Sequence[Line]) -> bool:
    """Whether a headline begins right under a jump line beside it, and no text under the jump line before it ends."""
    gap = head.box.y0 - jump.box.y1
    if head.vertical or not -jump.size <= gap <= JUMP_GAP * jump.size:
        return False
    return not any(x_overlap(o.box, jump.box) > 0 and jump.box.y1 - 1 <= o.box.y0 < head.box.y1 for o in lines)


def is_jump_to(line: Line, language: Language) -> bool:
    match = language.jump_to.search(line.text)
    return match is not None and len(line.text) <= len(match[0]) + 6 and text_width(line.text) <= JUMP_LINE


def with_jumps(found: list[Zone], jumps: Sequence[Line]) -> list[Zone]:
    """A jump line goes to the zone whose last line stands nearest above it."""
    for jump in jumps:
        near: list[tuple[float, int]] = []
        for i, zone in enumerate(found):
            for line in zone.flow:
                if line.box.y0 < jump.box.cy and x_overlap(line.box, jump.box) > -line.em:
                    near.append((jump.box.y0 - line.box.y1, i))
        if near:
            index = min(near)[1]
            found[index] = replace(found[index], jump_to=jump)
    return found
