"""Characters become lines: what MuPDF gives in content order is put on baselines, whatever order it was drawn in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, NamedTuple

import regex

from ..geometry import Box, median
from ..languages import is_han, is_wide
from .page import Line, Span, Style

ASCENT, DESCENT = 0.88, 0.12  # em above and below the baseline: the ideographic box, right for any face
SAME_BASELINE = 0.2  # em; scans and faces mixed in one line shift the baseline less than this
FAR = 0.9  # em between two pieces of one line; MuPDF starts a new piece beyond 0.8 em, gutters are wider
TOUCHING = 0.15  # em; two pieces closer than this are one word
BETWEEN_HAN = 0.35  # em beyond the usual pitch between pieces: a space that was drawn as white only
TYPED_SPACE = 0.2  # em beyond the usual pitch of the line: a gap between Han characters that somebody typed
MARKER = 3.0  # em between a bullet or number and its item
OTHER_SIZE = 1.35  # times: sizes that do not stand in one line of text
STRETCHED = 3.0  # em between words of one justified line in a narrow column
WIDE_RUN = 2.5  # em of typed spaces: positioning, not a word space, so the line is cut there
SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010"
_marker = regex.compile(r"^(?:[•●▪■◆‣○*·–-]|[(（]?(?:\d{1,2}|[a-z])[.)）、])$")

StyleOf = Callable[[dict[str, Any]], Style]


class Piece(NamedTuple):
    """Characters that were drawn one after the other on one baseline."""

    baseline: float
    x0: float
    x1: float
    spans: tuple[Span, ...]

    @property
    def size(self) -> float:
        return self.spans[0].style.size


def lines_from_rawdict(blocks: Iterable[dict[str, Any]], page: int, style_of: StyleOf) -> tuple[Line, ...]:
    """The lines of `page.get_text("rawdict")["blocks"]`, sorted from top to bottom, then from left to right."""
    pieces: list[Piece] = []
    vertical: list[Line] = []
    for block in blocks:
        for raw in block.get("lines", ()):
            if raw["wmode"] == 1 or abs(raw["dir"][1]) > abs(raw["dir"][0]):
                vertical.extend(_vertical_line(raw, page, style_of))
            else:
                pieces.extend(_pieces(raw, style_of))
    lines = [_line(run, page) for run in _bridged(_runs(pieces))]
    return tuple(sorted(lines + vertical, key=lambda line: (line.box.y0, line.box.x0)))


def _pieces(raw: dict[str, Any], style_of: StyleOf) -> list[Piece]:
    """One MuPDF line, cut where typed spaces leave a gap as wide as a gutter."""
    chars = [(c, span["size"], style) for span in raw["spans"] for style in (style_of(span),) for c in span["chars"]]
    chars = _without_artefacts(chars)
    runs: list[list[Any]] = [[]]
    blank = 0.0
    last = None  # the last character that shows
    for item in chars:
        char, size, _ = item
        if char["c"].isspace():
            blank += char["bbox"][2] - char["bbox"][0]
        else:
            if blank > WIDE_RUN * size or (last is not None and _strangers(last, item)):
                runs.append([])
            blank, last = 0.0, item
        runs[-1].append(item)
    return [piece for run in runs if (piece := _piece(run)) is not None]


def _strangers(a: Any, b: Any) -> bool:
    """Two neighbours of quite different size with white between them: text of two columns on one baseline."""
    small, large = sorted((a[1], b[1]))
    return bool(large > OTHER_SIZE * small and b[0]["bbox"][0] - a[0]["bbox"][2] > 0.5 * small)


def _without_artefacts(chars: list[Any]) -> list[Any]:
    """Control characters go, and what ligatures leave.

    Doubled letters without width, spaces under a glyph's own width.
    """
    kept: list[Any] = []
    ink = float("-inf")  # right edge of the widest glyph so far
    for item in chars:
        char = item[0]
        c, (x0, _, x1, _) = char["c"], char["bbox"]
        if c < " " or c in "\u200b\u200c\u200d\ufeff\x7f":
            continue
        if char["synthetic"] and x0 < ink - TOUCHING * item[1]:
            continue
        if (
            kept
            and x1 - x0 <= 0.01
            and c == kept[-1][0]["c"]
            and kept[-1][0]["bbox"][2] - kept[-1][0]["bbox"][0] <= 0.01
        ):
            continue
        kept.append(item)
        if not c.isspace() and c != SOFT_HYPHEN:
            ink = max(ink, x1)
    return kept


def _piece(chars: list[Any]) -> Piece | None:
    """Characters with one baseline; soft hyphens inside are dropped, spaces that nobody typed too."""
    while chars and chars[0][0]["c"].isspace():
        chars = chars[1:]
    while chars and chars[-1][0]["c"].isspace():
        chars = chars[:-1]
    if not chars:
        return None
    broken_word = _ends_in_soft_hyphen(chars)
    chars = [item for item in chars if item[0]["c"] != SOFT_HYPHEN]
    if not chars:
        return None
    usual = _usual_gap(chars)
    spans: list[Span] = []
    text: list[str] = []
    start, style = chars[0][0]["bbox"][0], chars[0][2]
    end = start
    for i, (char, size, char_style) in enumerate(chars):
        c = char["c"]
        if c.isspace():
            c = " "
            if char["synthetic"] and not _somebody_typed(chars, i, size, usual):
                continue
        if char_style is not style and char_style != style and c != " ":
            spans.append(Span("".join(text), style, start, end))
            text, start, style = [], char["bbox"][0], char_style
        if text and is_han(c) and is_han(text[-1]) and char["bbox"][0] - end > usual + BETWEEN_HAN * size:
            text.append(" ")
        text.append(c)
        end = max(end, char["bbox"][2])
    if broken_word:
        while text and text[-1] in HYPHENS:
            text.pop()
        text.append(SOFT_HYPHEN)
    spans.append(Span("".join(text), style, start, end))
    return Piece(chars[0][0]["origin"][1], spans[0].x0, max(s.x1 for s in spans), tuple(s for s in spans if s.text))


def _ends_in_soft_hyphen(chars: list[Any]) -> bool:
    tail = "".join(item[0]["c"] for item in chars[-2:])
    return tail.endswith(SOFT_HYPHEN) or (len(tail) == 2 and tail[0] == SOFT_HYPHEN and tail[1] in HYPHENS)


def _usual_gap(chars: list[Any]) -> float:
    """The median gap between Han characters that follow each other: what justification or letter spacing adds."""
    found = []
    for (a, _, _), (b, _, _) in itertools.pairwise(chars):
        if is_han(a["c"]) and is_han(b["c"]):
            found.append(b["bbox"][0] - a["bbox"][2])
    return median(found) if found else 0.0


def _somebody_typed(chars: list[Any], i: int, size: float, usual: float) -> bool:
    """Whether a gap that MuPDF took for a space is one.

    Always between Latin words, between Han only if it stands out.
    """
    before, after = chars[i - 1][0], chars[i + 1][0]
    if not (is_wide(before["c"]) or is_wide(after["c"])):
        return bool(after["bbox"][0] - before["bbox"][2] > max(usual, 0.0) + TOUCHING * size)
    if is_han(before["c"]) and is_han(after["c"]):
        return bool(after["bbox"][0] - before["bbox"][2] > max(usual, 0.0) + TYPED_SPACE * size)
    return False


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
            near = piece.x0 - last.x1 <= reach * min(piece.size, last.size)
            if near and (reach > FAR or max(piece.size, last.size) <= OTHER_SIZE * min(piece.size, last.size)):
                run.append(piece)
            else:
                runs.append(run)
                run = [piece]
        runs.append(run)
    return runs


def _bridged(runs: list[list[Piece]]) -> list[list[Piece]]:
    """Words that justification drove apart in a narrow column, put together again.

    A gap on one baseline is no gutter where a line close above or below covers it and no other row has a gap there.
    """
    bridged: list[list[Piece]] = []
    for i, run in enumerate(runs):
        before = bridged[-1] if bridged else None
        if (
            before is None
            or abs(before[0].baseline - run[0].baseline) > SAME_BASELINE * run[0].size
            or before[-1].x1 > run[0].x0
        ):
            bridged.append(run)
            continue
        size, gap = run[0].size, (before[-1].x1, run[0].x0)
        wide = is_wide(before[-1].spans[-1].text[-1:]) or is_wide(run[0].spans[0].text[:1])
        if wide or gap[1] - gap[0] > STRETCHED * size or abs(before[-1].size - size) > 0.08 * size:
            bridged.append(run)
            continue
        near = [
            r for r in runs[max(0, i - 60) : i + 60] if 0.5 * size < abs(r[0].baseline - run[0].baseline) <= 2.2 * size
        ]
        covered = any(r[0].x0 < gap[0] and r[-1].x1 > gap[1] and abs(r[0].size - size) <= 0.08 * size for r in near)
        if covered and not any(_same_gap(a, b, gap) for a, b in pairwise(near)):
            bridged[-1] = [*before, *run]
        else:
            bridged.append(run)
    return bridged


def _same_gap(left: list[Piece], right: list[Piece], gap: tuple[float, float]) -> bool:
    """Whether two neighbours on one baseline leave a gap at the same place, as a gutter would."""
    if abs(left[0].baseline - right[0].baseline) > SAME_BASELINE * left[0].size or left[-1].x1 > right[0].x0:
        return False
    shared = min(gap[1], right[0].x0) - max(gap[0], left[-1].x1)
    return shared > 0.8 * (gap[1] - gap[0])


def _line(run: list[Piece], page: int) -> Line:
    spans: list[Span] = []
    usual = median([b.x0 - a.x1 for a, b in pairwise(run)]) if len(run) > 2 else 0.0
    for piece in run:
        if spans:
            last = spans[-1]
            gap = piece.x0 - last.x1 - max(0.0, usual)
            before, after = last.text[-1:], piece.spans[0].text[:1]
            if is_wide(before) or is_wide(after):
                spaced = is_han(before) and is_han(after) and gap > BETWEEN_HAN * piece.size
            else:
                spaced = gap > TOUCHING * piece.size
            if spaced and not before == " " and not last.text.endswith(SOFT_HYPHEN):
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


def _vertical_line(raw: dict[str, Any], page: int, style_of: StyleOf) -> list[Line]:
    text = "".join(c["c"] for span in raw["spans"] for c in span["chars"] if c["c"] >= " ")
    text = " ".join(text.replace(SOFT_HYPHEN, "").split())
    if not text:
        return []
    box = Box(*raw["bbox"])
    span = max(raw["spans"], key=lambda s: len(s["chars"]))
    style = style_of(span)
    return [Line(page, box, text, style, (Span(text, style, box.x0, box.x1),), vertical=True)]
