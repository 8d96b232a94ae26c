"""What stands between a headline and its text: deck, byline, organisation."""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import union, x_overlap, y_overlap
from ..reading.page import Line
from .typography import Typography, of_lines, styled
from .zones import Ruled

OWN_LINES = 6  # of a text, from which its own type can be told
CENTRED = 1.0  # em between the middle of the text and that of a line that is set in its middle
FLUSH = 0.3  # sizes between the left edges of a heading and of the text under it
UNDER_HEADING = 1.0  # sizes of white between them
BESIDE_CENTRED = 3.0  # em of white at both its sides: more than a paragraph's indent


def above_text(ruled: Ruled, type_: Typography) -> tuple[Line, ...]:
    """The lines between the headline and the highest line of body text, with what is centred under the headline."""
    if ruled.headline is None:
        return ()
    body = styled(ruled.lines, type_.is_body)
    if not body and len(ruled.lines) >= OWN_LINES:  # a text in a size of its own
        body = styled(ruled.lines, of_lines(list(ruled.lines)).is_body)
    body.sort(key=lambda line: line.box.y0)
    top = next((line.box.y0 for line in body if not _centred(line, ruled, type_)), None)
    if top is None:
        return ()
    above = sorted(
        (line for line in ruled.lines if line.box.cy < top), key=lambda line: (round(line.box.y1), line.box.x0)
    )
    if not above:
        return ()
    # the first headings of short items are no head: their look comes back further down, or beside them
    looks = [(line.size, line.style.face, line.style.bold) for line in ruled.lines]

    def is_item(line: Line) -> bool:
        if line.style.bold <= type_.bold and line.size < 1.02 * type_.size:
            return False
        if _heads_a_column(line, above, body):
            return True
        alike = _with_look(above, line)
        again = looks.count((line.size, line.style.face, line.style.bold)) > len(alike)
        return again or any(x_overlap(line.box, o.box) < 0 < y_overlap(line.box, o.box) for o in alike)

    return tuple(line for line in above if not is_item(line))


def _heads_a_column(line: Line, above: Sequence[Line], body: Sequence[Line]) -> bool:
    """Whether a line in another look than what stands at its left begins a column with its text: a heading at the top
    of the second column, level with the byline at the top of the first."""
    level = [o for o in above if y_overlap(o.box, line.box) > 0 and o.box.x1 <= line.box.x0]
    if not level or any(o.style == line.style for o in level):
        return False
    under = [o for o in body if o.box.y0 >= line.box.cy and x_overlap(o.box, line.box) > 0]
    if not under:
        return False
    first = min(under, key=lambda o: o.box.y0)
    flush = abs(first.box.x0 - line.box.x0) <= FLUSH * line.size
    return flush and first.box.y0 - line.box.y1 <= UNDER_HEADING * line.size


def _centred(line: Line, ruled: Ruled, type_: Typography) -> bool:
    """Whether a short line stands by itself in the middle under the headline, as what signs a text does."""
    if ruled.headline is None or not x_overlap(line.box, ruled.headline.box) > 0:
        return False
    others = [o for o in ruled.lines if o is not line]
    if not others or any(o.box.cy < line.box.cy or y_overlap(o.box, line.box) > 0.3 * line.box.height for o in others):
        return False
    text = union(o.box for o in others)
    beside = min(line.box.x0 - text.x0, text.x1 - line.box.x1)
    return beside >= BESIDE_CENTRED * type_.size and abs(line.box.cx - text.cx) <= CENTRED * type_.size


def _with_look(lines: Sequence[Line], like: Line) -> list[Line]:
    return [o for o in lines if (o.size, o.style.face, o.style.bold) == (like.size, like.style.face, like.style.bold)]
