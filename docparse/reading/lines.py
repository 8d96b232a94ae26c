"""Pieces become lines: they are put on baselines, whatever order they were drawn in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Any

import regex

from ..geometry import Box, median
from ..languages import is_han, is_wide
from .page import Line, Span
from .pieces import (
    ASCENT,
    BETWEEN_HAN,
    DESCENT,
    OTHER_SIZE,
    SAME_BASELINE,
    SOFT_HYPHEN,
    TOUCHING,
    Piece,
    StyleOf,
    of_sure_span,
    pieces_of,
)
from .stretched import alike, bridged
from .vertical import columns_joined, stacks, vertical_line

FAR = 0.9  # em between two pieces of one line; MuPDF starts a new piece beyond 0.8 em, gutters are wider
MARKER = 3.0  # em between a bullet or number and its item
MARKER_LENGTH = 4  # characters of the longest, (12)
OPEN_ROWS = 8  # rows that a piece may still belong to: pages have that many columns with baselines of their own
STRANGE = 0.4  # em between pieces of one line that differ in face and size
_marker = regex.compile(r"^(?:[•●▪■◆‣○*·–-]|[(（]?(?:\d{1,2}|[a-z])[.)）、])$")


def lines_of_blocks(blocks: Iterable[dict[str, Any]], page: int, style_of: StyleOf) -> tuple[Line, ...]:
    """The lines of the blocks of a `TextPage`, sorted from top to bottom, then from left to right."""
    pieces: list[Piece] = []
    vertical: list[Line] = []
    for block in blocks:
        for raw in block.get("lines", ()):
            spans = raw["spans"]
            if spans and "chars" not in spans[0]:  # sure lines are horizontal
                pieces.extend(of_sure_span(spans[0], style_of))
            elif raw["wmode"] == 1 or abs(raw["dir"][1]) > abs(raw["dir"][0]):
                vertical.extend(vertical_line(raw, page, style_of))
            else:
                pieces.extend(pieces_of(raw, style_of))
    return lines_of(pieces, vertical, page)


def lines_of(pieces: list[Piece], vertical: list[Line], page: int, gutters: Sequence[Box] = ()) -> tuple[Line, ...]:
    """The lines that pieces make, and those that are vertical, from top to bottom, then from left to right.

    No line goes over one of the `gutters`, narrow as they may be.
    """
    stacked, pieces = stacks(pieces, page)
    lines = [_line(run, page) for run in bridged(_runs(pieces, gutters))]
    return tuple(sorted(lines + columns_joined([*vertical, *stacked]), key=lambda line: (line.box.y0, line.box.x0)))


def _runs(pieces: list[Piece], gutters: Sequence[Box]) -> list[list[Piece]]:
    """Pieces that stand on one baseline, close to each other and of one size, from left to right."""
    rows: list[list[Piece]] = []
    bases: list[tuple[float, float]] = []  # of each row the baseline, and how far others may be from it
    for piece in sorted(pieces, key=attrgetter("baseline", "x0")):
        baseline, reach = piece.baseline, SAME_BASELINE * piece.size
        for i in range(len(rows) - 1, max(-1, len(rows) - 1 - OPEN_ROWS), -1):
            base, most = bases[i]
            if abs(base - baseline) <= (reach if reach < most else most):
                rows[i].append(piece)
                break
        else:
            rows.append([piece])
            bases.append((baseline, reach))
    runs: list[list[Piece]] = []
    for row in rows:
        row.sort(key=attrgetter("x0"))
        last = row[0]
        run = [last]
        for piece in row[1:]:
            if _is_next(last, piece) and not any(_parts(g, last, piece) for g in gutters):
                run.append(piece)
            else:
                runs.append(run)
                run = [piece]
            last = piece
        runs.append(run)
    return runs


def _is_next(last: Piece, piece: Piece) -> bool:
    """Whether a piece goes on with the line of the last one on its baseline."""
    white, size, other = piece.x0 - last.x1, piece.size, last.size
    small, large = (size, other) if size < other else (other, size)
    if white > MARKER * small:
        return False
    if len(last.text) <= MARKER_LENGTH and _marker.match(last.text):
        return True  # often of a font of its own
    return white <= FAR * small and large <= OTHER_SIZE * small and (white <= STRANGE * small or alike(last, piece))


def _parts(gutter: Box, last: Piece, piece: Piece) -> bool:
    """Whether a gutter lies between two pieces, into which the white half of a mark's square may reach."""
    level = gutter.y0 <= piece.baseline <= gutter.y1 + piece.size
    return level and last.x0 < gutter.cx < piece.x1 and last.x1 <= gutter.x1 and piece.x0 >= gutter.x0


def _line(run: list[Piece], page: int) -> Line:
    if len(run) == 1 and len(run[0].spans) == 1:  # most lines
        (piece,) = run
        (span,) = piece.spans
        size, text = span.style.size, span.text
        box = Box(piece.x0, piece.baseline - ASCENT * size, piece.x1, piece.baseline + DESCENT * size)
        if not text.isascii() or "  " in text:
            text = " ".join(text.split())
        return Line(page, box, text, span.style, piece.spans, piece.confidence)
    spans = _merged(run[0].spans if len(run) == 1 else _spaced(run))
    style = spans[0].style if len(spans) == 1 else max(spans, key=lambda s: len(s.text.strip())).style
    size = max([piece.size for piece in run])
    baseline = run[0].baseline
    box = Box(run[0].x0, baseline - ASCENT * size, max([p.x1 for p in run]), baseline + DESCENT * size)
    text = " ".join("".join([s.text for s in spans]).split())
    return Line(page, box, text, style, tuple(spans), _confidence(run))


def _spaced(run: list[Piece]) -> list[Span]:
    """The spans of pieces on one baseline, with a space where white stands between two."""
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
    return spans


def _confidence(run: list[Piece]) -> float:
    """The mean over the characters; a text layer's is 1."""
    if all(p.confidence == 1.0 for p in run):
        return 1.0
    return sum(p.confidence * len(p.text) for p in run) / sum(len(p.text) for p in run)


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Neighbours of one style as one span: some tools write each character by itself."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].style == span.style:
            last = merged[-1]
            merged[-1] = Span(last.text + span.text, last.style, last.x0, max(last.x1, span.x1))
        else:
            merged.append(span)
    return merged
