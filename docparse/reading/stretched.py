"""Lines that justification drove apart: in a narrow column the white between two words may be wider than a gutter.

Pieces on one baseline are one line where a line close above or below has the same edges, and no other row close by has
a gap at the same place, as it would at a gutter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from ..languages import is_han, is_wide
from .pieces import SAME_BASELINE, Piece

STRETCHED = 8.0  # em between words of one justified line in a narrow column
CLOSE = 4.5  # sizes from baseline to baseline: lines whose edges tell those of a stretched one
SET_WIDE = 3.0  # em between the characters of a Chinese word that is set wide, as in 目  录
EVEN = 0.25  # em that the white between them differs
ALIGNED = 0.35  # sizes that the left edge of a column may stray
MOST_OVER = 2  # lines over a gap for each row that leaves it: headlines, but no text, go over gutters
CLOSE_ROWS = 12  # rows above and below among which they are looked for

Run = list[Piece]


class _Row(Struct, frozen=True, gc=False):
    """Runs of pieces on one baseline, from left to right."""

    baseline: float
    runs: list[Run]
    edges: list[tuple[float, float]]  # left and right of each run
    gaps: list[tuple[float, float]]  # left and right of the white between each two


def bridged(runs: Sequence[Run]) -> list[Run]:
    """The runs, those that are one justified line joined. `runs` are sorted by baseline, then from left to right."""
    grouped: list[list[Run]] = []
    baseline = float("-inf")  # of the last group
    for run in runs:
        first = run[0]
        if abs(first.baseline - baseline) <= SAME_BASELINE * first.size:
            grouped[-1].append(run)
        else:
            grouped.append([run])
            baseline = first.baseline
    rows = [_row(group) for group in grouped]
    found: list[Run] = []
    for i, row in enumerate(rows):
        if len(row.runs) == 1:
            found.append(row.runs[0])
        else:
            found.extend(_joined(rows, i))
    return found


def _row(runs: list[Run]) -> _Row:
    baseline = runs[0][0].baseline
    runs = sorted(runs, key=lambda run: run[0].x0)
    edges = [(run[0].x0, run[-1].x1) for run in runs]
    return _Row(baseline, runs, edges, [(left, right) for (_, left), (right, _) in pairwise(edges)])


def _joined(rows: Sequence[_Row], i: int) -> list[Run]:
    """The runs of row `i`, those of one line together."""
    row = rows[i]
    if _is_set_wide(row):
        return [[piece for run in row.runs for piece in run]]
    may_join = [_may_join(a[-1], b[0]) for a, b in pairwise(row.runs)]
    if not any(may_join):
        return row.runs
    may_join = [may and not _is_gutter(rows, i, k) for k, may in enumerate(may_join)]
    if not any(may_join):
        return row.runs
    near = [*rows[max(0, i - CLOSE_ROWS) : i], *rows[i + 1 : i + 1 + CLOSE_ROWS]]
    found: list[Run] = []
    start = 0
    while start < len(row.runs):
        end = start
        while end < len(may_join) and may_join[end]:
            end += 1
        if end > start:
            end = _last_of_line(row, start, end, near)
        found.append([piece for run in row.runs[start : end + 1] for piece in run])
        start = end + 1
    return found


def _is_set_wide(row: _Row) -> bool:
    """Whether a row holds nothing but single Chinese characters of one look, evenly and not too far apart."""
    if len(row.runs[0][0].text) > 1:
        return False
    pieces = [run[0] for run in row.runs]
    if any(len(run) != 1 or len(run[0].text) != 1 or not is_han(run[0].text) for run in row.runs):
        return False
    widths = [right - left for left, right in row.gaps]
    size, style = pieces[0].size, pieces[0].spans[0].style
    same = all(p.spans[0].style == style for p in pieces)
    return same and max(widths) <= SET_WIDE * size and max(widths) - min(widths) <= EVEN * size


def _may_join(before: Piece, after: Piece) -> bool:
    """Whether two neighbours may be words of one line if no gutter parts them: alike, and not too far apart."""
    if not 0 < after.x0 - before.x1 <= STRETCHED * before.size:
        return False
    return not (is_wide(before.spans[-1].text[-1:]) or is_wide(after.spans[0].text[:1])) and alike(before, after)


def _last_of_line(row: _Row, start: int, most: int, near: Sequence[_Row]) -> int:
    """The last of the runs `start` to `most` that ends where a line close by, with the same left edge, ends too."""
    size = row.runs[start][0].size
    first = row.edges[start][0]
    farthest, nearest, reach = first - 2.5 * size, first + 0.5 * size, CLOSE * size
    rights = [
        right
        for other in near
        if abs(other.baseline - row.baseline) <= reach
        for i, (left, right) in enumerate(other.edges)
        if farthest <= left <= nearest and abs(other.runs[i][0].size - size) <= 0.08 * size
    ]
    for end in range(most, start, -1):
        if any(abs(row.edges[end][1] - right) <= 0.5 * size for right in rights):
            return end
    return start


def _is_gutter(rows: Sequence[_Row], i: int, k: int) -> bool:
    """Whether two other rows leave gap `k` of row `i`, at least with its right edge, where columns begin.

    One is not enough: two stretched lines under each other may break at the same place. In a narrow column more may,
    but then the lines around them go over that place.
    """
    start, stop = rows[i].gaps[k]
    stray, latest = ALIGNED * rows[i].runs[k][-1].size, 0.5 * (start + stop)
    nearest, farthest = stop - stray, stop + stray
    alike = 0
    for distance in range(1, CLOSE_ROWS + 1):  # the nearest first: in them a gutter shows at once
        for other in (i - distance, i + distance):
            if not 0 <= other < len(rows):
                continue
            for left, right in rows[other].gaps:
                if nearest <= right <= farthest and left <= latest:
                    alike += 1
                    if alike > 1:
                        if distance <= MOST_OVER:
                            return True  # the rows between are too few to say more
                        near = rows[max(0, i - distance) : i + 1 + distance]
                        over = [1 for row in near for left, right in row.edges if left <= start and right >= stop]
                        return len(over) <= MOST_OVER * alike
    return False


def alike(a: Piece, b: Piece) -> bool:
    """Whether two pieces may be parts of one text by their looks: a caption between two columns is none of either."""
    one, other = a.spans[-1].style, b.spans[0].style
    return one is other or one.face == other.face or abs(one.size - other.size) <= 0.02 * one.size
