"""Spaces between the characters of a line, told by its ink: engines drop some and see others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..languages import is_han
from .letters import Look, inked

WORD_SPACE = 0.15  # em of white between two Latin words at least
WORD_GAP, WIDE_GAP = 0.2, 0.35  # em of white that two letters of a word hardly have, and never, between them
AS_WIDE = 0.75  # of the usual white where a space was seen
AGREED = 0.4  # em between where a character's ink stands and where the engine saw it
WIDEST = 1.15  # em of ink without a gap: no Chinese character is wider
HAN_SPACE = 0.22  # em beyond the usual pitch between two Chinese characters: a space that somebody typed
DASH = "——"


def spaced(text: str, places: Sequence[float], whole: Look, left: int, right: int) -> str:
    """`text` with spaces between Chinese characters where their middles are further apart than the line's usual pitch.

    Middles, since characters are of different width in their squares; engines drop such spaces, or see one too many.
    """
    shown = [i for i, c in enumerate(text) if c != " "]
    dashes = [(a + b) / 2 for a, b in whole.dashes if left <= a and b <= right]
    han = [(i, j) for i, j in pairwise(shown) if is_han(text[i]) and is_han(text[j])]
    if not han and not dashes:
        return _latin_spaced(text, places, whole, left, right)
    middles = _middles(shown, places, whole.columns, whole.em, left, right)
    pitches = {(i, j): _pitch(middles[j] - middles[i], places[j] - places[i], whole.em) for i, j in han}
    usual = max(1.0, sorted(pitches.values())[(len(han) - 1) // 2]) if han else 1.0
    out: list[str] = []
    for i, j in pairwise([*shown, len(text)]):
        out.append(text[i])
        if any(places[i] < x and (j == len(text) or x < places[j]) for x in dashes) and not _is_dash(text[i : j + 1]):
            out.append(DASH)
        elif (i, j) in pitches:
            if pitches[i, j] > usual + HAN_SPACE:
                out.append(" ")
        elif j > i + 1:
            out.append(" ")
    return "".join(out)


def _latin_spaced(text: str, places: Sequence[float], whole: Look, left: int, right: int) -> str:
    """`text` with the spaces between words that the engine has missed: white as wide as where it saw a space."""
    gaps: list[tuple[int, int]] = []  # width, and the character after it
    for (_, a), (b, _) in pairwise(inked(whole.columns, left, right)):
        after = next((i for i, x in enumerate(places) if x > (a + b) / 2), 0)
        if after:
            gaps.append((b - a, after))
    seen = [width for width, i in gaps if " " in text[i - 1 : i + 1] and width > WORD_SPACE * whole.em]
    usual = sorted(seen)[(len(seen) - 1) // 2] if seen else 0.0
    least = max(WORD_GAP * whole.em, AS_WIDE * usual) if seen else WIDE_GAP * whole.em
    out = list(text)
    for width, i in gaps:
        # the engine's places are not exact: white beside a space that it saw is that space
        seen_beside = " " in text[max(0, i - 2) : i + 2]
        if width >= least and text[i - 1 : i + 1].isalpha() and not seen_beside:
            out[i] = " " + text[i]
    return "".join(out)


def _is_dash(text: str) -> bool:
    return any(c in "-—–一―－_" for c in text)


def _pitch(inked: float, seen: float, em: float) -> float:
    """Em between two characters: by their ink, which is exact, unless dirt has made something else of it."""
    return (inked if abs(inked - seen) <= AGREED * em else seen) / em


def _middles(
    shown: Sequence[int], places: Sequence[float], columns: Sequence[bool], em: float, left: int, right: int
) -> dict[int, float]:
    """The middle of each character's ink: every stroke belongs to the character whose place is nearest."""
    edges: dict[int, tuple[int, int]] = {}
    for start, end in inked(columns, left, right):
        if end - start > WIDEST * em:
            continue  # a dash, or letters that touch
        nearest = min(shown, key=lambda i: abs(places[i] - (start + end) / 2))
        first = edges.get(nearest, (start, end))[0]
        edges[nearest] = (first, end) if end - first <= WIDEST * em else (start, end)
    return {i: sum(edges[i]) / 2 if i in edges else places[i] for i in shown}
