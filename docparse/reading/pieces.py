"""Characters become pieces: what was drawn one after the other on one baseline, without what nobody typed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from operator import itemgetter, lt, sub
from typing import Any

from msgspec import Struct

from ..geometry import median
from ..languages import WIDE, is_han, is_wide
from .page import Span, Style

ASCENT, DESCENT = 0.88, 0.12  # em above and below the baseline: the ideographic box, right for any face
SAME_BASELINE = 0.2  # em; scans and faces mixed in one line shift the baseline less than this
TOUCHING = 0.15  # em; two pieces closer than this are one word
BETWEEN_HAN = 0.22  # em beyond the usual pitch between pieces: a space that was drawn as white only
TYPED_SPACE = 0.2  # em beyond the usual pitch of the line: a gap between Han characters that somebody typed
OTHER_SIZE = 1.35  # times: sizes that do not stand in one line of text
MISSED = 0.1  # em: the narrowest white between words; MuPDF sees spaces from 0.15 em on
LETTER_SPACED = 0.06  # em between the letters of a word: type sets them closer
NO_WIDTH = 0.01  # points: what rounding leaves of no width
LETTERS = 4  # letters of a letter-spaced word at least
WIDE_RUN = 2.5  # em of typed spaces: positioning, not a word space, so the line is cut there
SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010"

_bbox, _synthetic = map(itemgetter, ("bbox", "synthetic"))

StyleOf = Callable[[dict[str, Any]], Style]


class Piece(Struct, frozen=True, gc=False):
    """Characters that were drawn one after the other on one baseline; their `size` is that of the first."""

    baseline: float
    x0: float
    x1: float
    spans: tuple[Span, ...]
    text: str
    size: float
    confidence: float = 1.0

    @classmethod
    def of(cls, baseline: float, x0: float, x1: float, spans: tuple[Span, ...], confidence: float = 1.0) -> Piece:
        text = "".join([span.text for span in spans])
        return cls(baseline, x0, x1, spans, text, spans[0].style.size, confidence)


def pieces_of(raw: dict[str, Any], style_of: StyleOf) -> list[Piece]:
    """One MuPDF line character by character, cut where typed spaces leave a gap as wide as a gutter."""
    if len(raw["spans"]) == 1 and (plain := _plain(raw["spans"][0], style_of)) is not None:
        return [plain]
    chars = [(c, span["size"], style) for span in raw["spans"] for style in (style_of(span),) for c in span["chars"]]
    every = len(chars)
    chars = _without_artefacts(_with_ligatures(chars))
    whole = len(chars) == every
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
    return [piece for run in runs if (piece := _piece(run, whole)) is not None]


def of_sure_span(span: dict[str, Any], style_of: StyleOf) -> list[Piece]:
    """The one span of a line whose spaces are beyond doubt."""
    text = span["text"].strip(" ")
    if not text:
        return []
    style, (x0, _, x1, _) = style_of(span), span["bbox"]
    return [Piece(span["origin"][1], x0, x1, (Span(text, style, x0, x1),), text, style.size)]


def _plain(span: dict[str, Any], style_of: StyleOf) -> Piece | None:
    """The one span of a line without soft hyphens or doubtful spaces: most lines, made quickly."""
    text, chars = span["text"], span["chars"]
    if not text or text[0] == " " or text[-1] == " " or "   " in text:
        return None
    if not text.isprintable() or any(map(_synthetic, chars)):  # no soft hyphen is, no other white space
        return None
    boxes = list(map(_bbox, chars))
    rights = [box[2] for box in boxes]
    if " " not in text and max(map(sub, [box[0] for box in boxes[1:]], rights), default=0.0) > MISSED * span["size"]:
        return None
    if not text.isascii() and max(text) >= WIDE and not _evenly_set([box[0] for box in boxes], rights, span["size"]):
        return None
    x0, x1 = boxes[0][0], max(rights)
    return Piece.of(chars[0]["origin"][1], x0, x1, (Span(text, style_of(span), x0, x1),))


def _evenly_set(lefts: list[float], rights: list[float], size: float) -> bool:
    """Whether no two gaps between the characters differ by a space's width, and every character has one."""
    gaps = list(map(sub, lefts[1:], rights)) or [0.0]
    return bool(max(gaps) - min(gaps) <= BETWEEN_HAN * size and min(map(sub, rights, lefts)) > 0.01)


def _strangers(a: Any, b: Any) -> bool:
    """Two neighbours of quite different size with white between them: text of two columns on one baseline."""
    small, large = sorted((a[1], b[1]))
    return bool(large > OTHER_SIZE * small and b[0]["bbox"][0] - a[0]["bbox"][2] > 0.5 * small)


def _with_ligatures(chars: list[Any]) -> list[Any]:
    """The characters, those of a ligature as wide together as it is.

    Of fonts drawn by a program MuPDF gives each of them the whole width, one behind the other; the next glyph begins
    behind the first of them.
    """
    lefts = [item[0]["bbox"][0] for item in chars]
    if all(map(lt, lefts, lefts[1:])):
        return chars
    found = list(chars)
    for i in range(1, len(chars) - 1):
        if lefts[i + 1] > lefts[i] + NO_WIDTH:
            continue
        first = i
        while first and _is_as_wide(chars[first - 1], chars[i]) and lefts[first] > lefts[i + 1] + NO_WIDTH:
            first -= 1
        if first and _is_as_wide(chars[first - 1], chars[i]) and abs(lefts[first] - lefts[i + 1]) <= NO_WIDTH:
            for k in range(first, i + 1):
                char, size, style = chars[k]
                _, y0, _, y1 = char["bbox"]
                found[k] = ({**char, "bbox": (lefts[first], y0, lefts[first], y1)}, size, style)
    return found


def _is_as_wide(a: Any, b: Any) -> bool:
    """Whether two characters have the same width, and some."""
    (a0, _, a1, _), (b0, _, b1, _) = a[0]["bbox"], b[0]["bbox"]
    return bool(abs((a1 - a0) - (b1 - b0)) <= NO_WIDTH < a1 - a0)


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
            and x1 - x0 <= NO_WIDTH
            and c == kept[-1][0]["c"]
            and kept[-1][0]["bbox"][2] - kept[-1][0]["bbox"][0] <= NO_WIDTH
        ):
            continue
        kept.append(item)
        if not c.isspace() and c != SOFT_HYPHEN:
            ink = max(ink, x1)
    return kept


def _piece(chars: list[Any], whole: bool) -> Piece | None:
    """Characters with one baseline; soft hyphens inside are dropped, spaces that nobody typed too.

    `whole` says that nothing was left out between them.
    """
    shown = [i for i, item in enumerate(chars) if not item[0]["c"].isspace()]
    chars = chars[shown[0] : shown[-1] + 1] if shown else []
    if not chars:
        return None
    broken_word = _ends_in_soft_hyphen(chars)
    printed = [item for item in chars if item[0]["c"] != SOFT_HYPHEN]
    if not printed:
        return None
    whole, chars = whole and len(printed) == len(chars), printed
    usual = _usual_gap(chars)
    untyped = whole and not any(item[0]["c"].isspace() and not item[0]["synthetic"] for item in chars)
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
        if text and c != " " and _is_missed_space(text[-1], c, char["bbox"][0] - end - usual, size, untyped):
            text.append(" ")
        text.append(c)
        end = max(end, char["bbox"][2])
    if broken_word:
        while text and text[-1] in HYPHENS:
            text.pop()
        text.append(SOFT_HYPHEN)
    spans.append(Span("".join(text), style, start, end))
    right = max(s.x1 for s in spans)
    return Piece.of(chars[0][0]["origin"][1], spans[0].x0, right, tuple(s for s in spans if s.text))


def _is_missed_space(before: str, after: str, gap: float, size: float, untyped: bool) -> bool:
    """Whether white that MuPDF took for none parts two words. `gap` is how much more it is than usual.

    Between Chinese characters it sees no space at all; between Latin words none that is too narrow, as TeX, which types
    no spaces, sets them in a tight line (`untyped`).
    """
    if is_han(before) and is_han(after):
        return gap > BETWEEN_HAN * size
    return untyped and before != " " and gap > MISSED * size and not (is_wide(before) or is_wide(after))


def _ends_in_soft_hyphen(chars: list[Any]) -> bool:
    tail = "".join(item[0]["c"] for item in chars[-2:])
    return tail.endswith(SOFT_HYPHEN) or (len(tail) == 2 and tail[0] == SOFT_HYPHEN and tail[1] in HYPHENS)


def _usual_gap(chars: list[Any]) -> float:
    """The median gap between characters that follow each other, where justification or letter spacing adds one."""
    shown = [item[0] for item in chars if not item[0]["c"].isspace()]
    if 2 * sum(item[0]["synthetic"] for item in chars) > len(shown) > LETTERS:
        # letter-spaced words: every second character is a gap that nobody typed
        return median([b["bbox"][0] - a["bbox"][2] for a, b in pairwise(shown)])
    found = []
    for (a, _, _), (b, _, _) in pairwise(chars):
        if is_han(a["c"]) and is_han(b["c"]):
            found.append(b["bbox"][0] - a["bbox"][2])
    if found:
        return median(found)
    close = [
        b["bbox"][0] - a["bbox"][2]
        for (a, _, _), (b, _, _) in pairwise(chars)
        if not (a["c"].isspace() or b["c"].isspace())
    ]
    usual = median(close) if len(close) >= LETTERS else 0.0
    return usual if usual > LETTER_SPACED * chars[0][1] else 0.0


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
