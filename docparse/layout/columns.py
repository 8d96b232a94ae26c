"""Lines of one zone in reading order: bands from top to bottom, in each band columns from left to right.

A recursive cut along white space (Nagy & Seth 1984, XY-cut), with the gutters found anew in every horizontal band,
since the number of columns changes inside an article.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import Box, clusters, gaps, median, merged, overlap, x_overlap, y_overlap
from ..reading.page import Line
from .types import OWN_PITCH, FlowLine

GUTTER = 0.55  # em: the narrowest white band between columns
OPEN_ROWS = 3  # rows that a line may still belong to: letters of different size begin at different heights
SAME_ROW = 0.4  # of a line's height that lines of one row share
INITIAL_REACH = 3.0  # em from an initial's edge, and one inside it, in which the lines beside it begin
EXCEPTION = 0.15  # of a column's line distances: fewer are no usual distance
HALF = 0.5  # em: the white half of a mark's square
HALF_WHITE = frozenset("，。、；：？！）」』】》〉〕］")
HANGING = 0.6  # em: a stop mark may hang this far over the right edge


def flow(
    lines: Sequence[Line],
    obstacles: Sequence[Box],
    em: float,
    frame: Box | None = None,
    initials: Sequence[Box] = (),
) -> list[FlowLine]:
    """The lines in reading order, each with the edges of its column.

    `obstacles` are what text runs around; in a `frame` the margin at the left tells where short lines could have ended.
    The white between one of the `initials` and the lines beside it is no gutter.
    """
    columns = _cut(list(lines), em) if not initials else _cut_with_initials(lines, initials, em)
    widest = max((max(line.box.x1 for line in c) - min(line.box.x0 for line in c) for c in columns), default=0.0)
    placed: list[FlowLine] = []
    for number, column in enumerate(columns):
        placed.extend(_with_edges(column, number, obstacles, widest, em))
    if frame and len(columns) == 1:
        inner = frame.x1 - max(0.0, placed[0].left - frame.x0)
        placed = [replace(f, right=max(f.right, inner)) if not f.beside else f for f in placed]
    return placed


def _cut_with_initials(lines: Sequence[Line], initials: Sequence[Box], em: float) -> list[list[Line]]:
    """The columns, found with the lines beside an initial as wide as it makes them."""
    wide = [_over_initial(line, initials, em) for line in lines]
    own = {id(w): line for w, line in zip(wide, lines, strict=True)}
    return [[own[id(w)] for w in column] for column in _cut(wide, em)]


def _over_initial(line: Line, initials: Sequence[Box], em: float) -> Line:
    for initial in initials:
        beside = 0 <= line.box.x0 - initial.x1 + em <= INITIAL_REACH * em
        if beside and y_overlap(line.box, initial) > 0.15 * line.box.height:
            return replace(line, box=line.box._replace(x0=initial.x0))
    return line


def _cut(lines: list[Line], em: float) -> list[list[Line]]:
    if len(lines) < 2:
        return [lines] if lines else []
    start, end = max([line.box.x0 for line in lines]), min([line.box.x1 for line in lines])
    if start < end - em or start < min([_extent(line)[1] for line in lines]):
        return [_downwards(lines)]  # all go over one point, so there is no white between any of them
    bands = _bands(lines, em)
    if len(bands) > 1:
        columns = [column for band in bands for column in _side_by_side(band, em)]
        return _joined(columns)
    return _side_by_side(lines, em)


def _extent(line: Line) -> tuple[float, float]:
    """Where a line's ink begins and ends: half of the square of a Chinese stop mark is white, and at a line's end it
    may hang into the gutter."""
    x0, _, x1, _ = line.box
    return x0, x1 - HALF * line.style.size if line.text[-1:] in HALF_WHITE else x1


def _downwards(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.box.y0, line.box.x0))


def _side_by_side(lines: list[Line], em: float) -> list[list[Line]]:
    """The columns of one band."""
    gutters = gaps(map(_extent, lines), GUTTER * em)
    if not gutters:
        return [_downwards(lines)]
    edges = [float("-inf"), *((a + b) / 2 for a, b in gutters), float("inf")]
    columns = []
    placed = [(line.box.cx, line) for line in lines]
    for left, right in itertools.pairwise(edges):
        inside = [line for middle, line in placed if left <= middle < right]
        columns.extend(_cut(inside, em))
    return columns


def _joined(columns: list[list[Line]]) -> list[list[Line]]:
    """Bands of one column below each other are one column: a picture or a wide line only narrowed it."""
    joined: list[list[Line]] = []
    for column in columns:
        if joined and joined[-1] and _stacked(joined[-1], column):
            joined[-1] = joined[-1] + column
        else:
            joined.append(column)
    return joined


def _stacked(above: Sequence[Line], below: Sequence[Line]) -> bool:
    a0, a1 = min(line.box.x0 for line in above), max(line.box.x1 for line in above)
    b0, b1 = min(line.box.x0 for line in below), max(line.box.x1 for line in below)
    wide = max(a1 - a0, b1 - b0)
    return overlap(a0, a1, b0, b1) >= 0.9 * wide and min(line.box.y0 for line in below) >= max(
        line.box.cy for line in above
    )


def _bands(lines: list[Line], em: float) -> list[list[Line]]:
    """Rows in groups that share at least one gutter, or have none."""
    bands: list[list[Line]] = []
    covered: list[tuple[float, float]] = []  # what the lines of the last band cover
    least = GUTTER * em
    for row in _rows(lines):
        own = [_extent(line) for line in row]
        if (len(covered) > 1 or len(own) == 1) and _all_inside(own, covered):  # most rows
            bands[-1].extend(row)
            continue
        if len(own) > 1:
            own = merged(own, least)
        both = merged([*covered, *own], least)
        if bands and (len(both) > 1 or (len(covered) == 1 and len(own) == 1)):
            bands[-1].extend(row)
            covered = both
        else:
            bands.append(list(row))
            covered = own
    return bands


def _all_inside(own: Sequence[tuple[float, float]], covered: Sequence[tuple[float, float]]) -> bool:
    """Whether each of the intervals lies in a covered one."""
    for left, right in own:
        for start, stop in covered:
            if start <= left and right <= stop:
                break
        else:
            return False
    return True


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines at one height together, from top to bottom."""
    rows: list[list[Line]] = []
    tops: list[tuple[float, float]] = []  # of the first line of each: its top and its bottom
    for line in sorted(lines, key=lambda line: line.box.y0):
        _, top, _, bottom = line.box
        for i in range(len(rows) - 1, max(-1, len(rows) - 1 - OPEN_ROWS), -1):
            above, below = tops[i]
            shared = (below if below < bottom else bottom) - top  # in place, as it is asked of every line
            if shared >= 0 and shared >= SAME_ROW * min(below - above, bottom - top):
                rows[i].append(line)
                break
        else:
            rows.append([line])
            tops.append((top, bottom))
    return rows


def _with_edges(
    column: Sequence[Line], number: int, obstacles: Sequence[Box], widest: float, em: float
) -> list[FlowLine]:
    left = min(line.box.x0 for line in column)
    right = _right_edge(column, em)
    if len(column) <= 2 and right - left < widest:
        right = max(right, left + widest)
    pitch = _pitch(column)
    reach = Box(left - em, column[0].box.y0, right + em, max([line.box.y1 for line in column]))
    near = [o for o in obstacles if x_overlap(o, reach) > em and y_overlap(o, reach) > 0]
    if not near:
        return _edged(column, number, (), left, right, pitch)
    placed: list[FlowLine] = []
    group: list[Line] = []
    context: tuple[int, ...] = ()
    for line in column:
        least = 0.15 * line.box.height
        here = tuple([i for i, o in enumerate(near) if y_overlap(o, line.box) > least])
        if here != context and group:
            placed.extend(_edged(group, number, context, left, right, pitch))
            group = []
        context = here
        group.append(line)
    placed.extend(_edged(group, number, context, left, right, pitch))
    lowest = min(o.height for o in near)
    return [
        replace(f, broken=True) if i and _broken(placed[i - 1].box, f.box, near, lowest) else f
        for i, f in enumerate(placed)
    ]


def _broken(above: Box, below: Box, obstacles: Sequence[Box], lowest: float) -> bool:
    """Whether an obstacle stands between two lines; `lowest` is the least height of one."""
    return below.cy - above.cy >= lowest and any(
        o.y0 >= above.cy and o.y1 <= below.cy and x_overlap(o, below) > 0 for o in obstacles
    )


def _edged(
    group: Sequence[Line], number: int, context: tuple[int, ...], left: float, right: float, pitch: float
) -> list[FlowLine]:
    beside = bool(context)
    if beside:
        if len(group) > 1 or group[0].box.x0 - left > 3 * group[0].size:
            left = min(line.box.x0 for line in group)
        right = max(line.box.x1 for line in group)
    return [FlowLine(line, left, right, number, pitch, beside) for line in group]


def _right_edge(column: Sequence[Line], em: float) -> float:
    """The edge that most full lines reach; a hanging stop mark goes beyond it."""
    ends = sorted((line.box.x1 for line in column), reverse=True)
    reached = [x for x in ends if ends[0] - x <= HANGING * em]
    return median(reached)


def _pitch(column: Sequence[Line]) -> float:
    """The distance from baseline to baseline inside a paragraph.

    The smallest that is no exception, since paragraphs may be spaced.
    """
    distances = [b.box.y1 - a.box.y1 for a, b in itertools.pairwise(column) if b.box.y1 - a.box.y1 > 0.5 * a.size]
    if not distances:
        return OWN_PITCH * column[0].size
    groups = clusters(distances, 0.04 * column[0].size)
    usual = next((g for g in groups if len(g) >= EXCEPTION * len(distances)), distances)
    return median(usual)
