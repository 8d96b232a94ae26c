"""Pieces become lines: they are put on baselines, whatever order they were drawn in."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import regex

from ..geometry import Box, median
from ..languages import is_han, is_wide
from .page import Line, Span
from .pieces import ASCENT, BETWEEN_HAN, DESCENT, OTHER_SIZE, SOFT_HYPHEN, TOUCHING, Piece, StyleOf, pieces_of
from .vertical import stacks, vertical_line

SAME_BASELINE = 0.2  # em; scans and faces mixed in one line shift the baseline less than this
FAR = 0.9  # em between two pieces of one line; MuPDF starts a new piece beyond 0.8 em, gutters are wider
MARKER = 3.0  # em between a bullet or number and its item
STRANGE = 0.4  # em between pieces of one line that differ in face and size
STRETCHED = 8.0  # em between words of one justified line in a narrow column
CLOSE = 4.5  # sizes from baseline to baseline: lines whose edges tell those of a stretched one
ALIGNED = 0.35  # sizes that the left edge of a column may stray
CLOSE_ROWS = 12  # rows above and below among which they are looked for
_marker = regex.compile(r"^(?:[•●▪■◆‣○*·–-]|[(（]?(?:\d{1,2}|[a-z])[.)）、])$")


def lines_from_rawdict(blocks: Iterable[dict[str, Any]], page: int, style_of: StyleOf) -> tuple[Line, ...]:
    """The lines of `page.get_text("rawdict")["blocks"]`, sorted from top to bottom, then from left to right."""
    pieces: list[Piece] = []
    vertical: list[Line] = []
    for block in blocks:
        for raw in block.get("lines", ()):
            if raw["wmode"] == 1 or abs(raw["dir"][1]) > abs(raw["dir"][0]):
                vertical.extend(vertical_line(raw, page, style_of))
            else:
                pieces.extend(pieces_of(raw, style_of))
    stacked, pieces = stacks(pieces, page)
    lines = [_line(run, page) for run in _bridged(_runs(pieces))]
    return tuple(sorted(lines + vertical + stacked, key=lambda line: (line.box.y0, line.box.x0)))


def _runs(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces that stand on one baseline, close to each other and of one size, from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.baseline, p.x0)):
        for row in reversed(rows[-8:]):
            if abs(row[0].baseline - piece.baseline) <= SAME_BASELINE * min(row[0].size, piece.size):
                row.append(piece)
                break
        else:
            rows.append([piece])
    runs: list[list[Piece]] = []
    for row in rows:
        row.sort(key=lambda p: p.x0)
        run = [row[0]]
        for piece in row[1:]:
            last = run[-1]
            reach = MARKER if _marker.match("".join(s.text for s in last.spans)) else FAR
            if not _alike(last, piece):
                reach = STRANGE
            near = piece.x0 - last.x1 <= reach * min(piece.size, last.size)
            if near and (reach == MARKER or max(piece.size, last.size) <= OTHER_SIZE * min(piece.size, last.size)):
                run.append(piece)
            else:
                runs.append(run)
                run = [piece]
        runs.append(run)
    return runs


def _alike(a: Piece, b: Piece) -> bool:
    """Whether two pieces may be parts of one text by their looks: a caption between two columns is none of either."""
    one, other = a.spans[-1].style, b.spans[0].style
    return one.face == other.face or abs(one.size - other.size) <= 0.02 * one.size


def _bridged(runs: list[list[Piece]]) -> list[list[Piece]]:
    """Words that justification drove apart in a narrow column, put together again.

    Pieces on one baseline are one line where a line close above or below has the same edges, and no other row close by
    has a gap at the same place, as it would at a gutter.
    """
    rows: list[list[list[Piece]]] = []
    for run in runs:
        if rows and abs(rows[-1][0][0].baseline - run[0].baseline) <= SAME_BASELINE * run[0].size:
            rows[-1].append(run)
        else:
            rows.append([run])
    bridged: list[list[Piece]] = []
    for i, row in enumerate(rows):
        if len(row) == 1:
            bridged.append(row[0])
            continue
        near = [r for r in rows[max(0, i - CLOSE_ROWS) : i + CLOSE_ROWS + 1] if r is not row]
        bridged.extend(_stretched(row, near))
    return bridged


def _stretched(row: list[list[Piece]], near: list[list[list[Piece]]]) -> list[list[Piece]]:
    """The runs of one row, those that are one justified line joined."""
    row = sorted(row, key=lambda run: run[0].x0)
    start = 0
    while start < len(row) - 1:
        end = max((_justified(row, start, line, near) for r in near for line in r), default=start)
        if end > start:
            row[start : end + 1] = [[piece for run in row[start : end + 1] for piece in run]]
        start += 1
    return row


def _justified(row: list[list[Piece]], start: int, model: list[Piece], near: list[list[list[Piece]]]) -> int:
    """Index of the run that ends the line beginning at `start`, if its edges are those of `model`; else `start`."""
    size = row[start][0].size
    first, left, right = row[start][0].x0, model[0].x0, model[-1].x1
    distance = abs(model[0].baseline - row[start][0].baseline)
    if (
        distance > CLOSE * size
        or abs(model[0].size - size) > 0.08 * size
        or not -0.5 * size <= first - left <= 2.5 * size
    ):
        return start
    for end in range(start + 1, len(row)):
        before, after = row[end - 1][-1], row[end][0]
        gap = (before.x1, after.x0)
        if is_wide(before.text[-1:]) or is_wide(after.text[:1]) or not _alike(before, after):
            return start
        if not 0 < gap[1] - gap[0] <= STRETCHED * size or _is_gutter(gap, near, size):
            return start
        if abs(row[end][-1].x1 - right) <= 0.5 * size:
            return end
        if row[end][-1].x1 > right:
            return start
    return start


def _is_gutter(gap: tuple[float, float], near: list[list[list[Piece]]], size: float) -> bool:
    """Whether one other row leaves the gap with both its edges, or two with its right edge, where columns begin."""
    begins = 0
    for row in near:
        for left, right in pairwise(sorted(row, key=lambda run: run[0].x0)):
            if abs(right[0].x0 - gap[1]) > ALIGNED * size or left[-1].x1 > gap[1]:
                continue
            if abs(left[-1].x1 - gap[0]) <= ALIGNED * size:
                return True
            begins += left[-1].x1 - gap[0] <= 0.5 * (gap[1] - gap[0])
    return begins > 1


def _line(run: list[Piece], page: int) -> Line:
    spans: list[Span] = []
    # where each character is a piece of its own, the usual gap is the pitch of the line; between words it is a space
    spelled = len(run) > 2 and sum(len(piece.text) == 1 for piece in run) >= 0.8 * len(run)
    usual = median([b.x0 - a.x1 for a, b in pairwise(run)]) if spelled else 0.0
    for piece in run:
        if spans:
            last = spans[-1]
            gap = piece.x0 - last.x1 - max(0.0, usual)
            before, after = last.text[-1:], piece.spans[0].text[:1]
            if is_wide(before) or is_wide(after):
                spaced = is_han(before) and is_han(after) and gap > BETWEEN_HAN * piece.size
            else:
                spaced = gap > TOUCHING * piece.size
            if spaced and before != " " and not last.text.endswith(SOFT_HYPHEN):
                spans[-1] = Span(last.text + " ", last.style, last.x0, last.x1)
        spans.extend(piece.spans)
    spans = _merged(spans)
    style = max(spans, key=lambda s: len(s.text.strip())).style
    size = max(piece.size for piece in run)
    baseline = run[0].baseline
    box = Box(run[0].x0, baseline - ASCENT * size, max(p.x1 for p in run), baseline + DESCENT * size)
    return Line(page, box, " ".join("".join(s.text for s in spans).split()), style, tuple(spans))


def _merged(spans: list[Span]) -> list[Span]:
    """Neighbours of one style as one span: some tools write each character by itself."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].style == span.style:
            last = merged[-1]
            merged[-1] = Span(last.text + span.text, last.style, last.x0, max(last.x1, span.x1))
        else:
            merged.append(span)
    return merged
