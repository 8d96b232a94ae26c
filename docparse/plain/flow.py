"""The pieces of one story in the order in which they were written, and its paragraphs whole again.

A converter that lost the columns leaves sentences that stop where another piece goes on. Pieces are moved only where a
sentence is left open that its next piece does not finish: what follows what is then decided for the whole story at
once, by one matching, in which the printed order counts for much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..articles.matching import best_matching
from ..languages.rules import Language
from ..text.continuity import follows
from ..text.joining import join_two
from ..text.spacing import Spacing
from .fragments import Fragment
from .outline import Piece, Role, is_closed, is_garbled

NEXT = 4.0  # of `follows`: what the printed order counts for
AFTER_STOP = -3.0  # a piece behind a whole sentence begins a paragraph, most likely
DOUBT = 0.0  # of `follows`: a printed successor below it is none, most likely
SHORT_LINE = 30.0  # em: a longer line that begins like one of a masthead is a paragraph
BETTER = 2.0  # what another order has to be better by


@dataclass(frozen=True, slots=True)
class Flow:
    """A story's pieces in order, whole paragraphs among them; `moved` counts the pieces that stood elsewhere."""

    pieces: tuple[Piece, ...]
    moved: int = 0
    garbled: int = 0


def flow(pieces: Sequence[Piece], spacing: Spacing, reorder: bool = True) -> Flow:
    """The pieces under one headline with their sentences put together."""
    language = spacing.language
    ordered = _ordered(pieces, language) if reorder else list(pieces)
    moved = sum(piece is not other for piece, other in zip(ordered, pieces, strict=True))
    found: list[Piece] = []
    for piece in ordered:
        last = _open_paragraph(found, piece, language)
        if last is None:
            found.append(piece)
        else:
            found[last] = Piece(_joined(found[last].fragment, piece.fragment), Role.TEXT)
    return Flow(tuple(found), moved, sum(p.role is Role.TEXT and is_garbled(p.text) for p in ordered))


def _joined(first: Fragment, second: Fragment) -> Fragment:
    return Fragment(join_two(first.text, second.text), first.mark, 0, first.apart, first.picture, first.page)


def _open_paragraph(found: Sequence[Piece], piece: Piece, language: Language) -> int | None:
    """The number of the paragraph that a piece goes on with, if it does."""
    if piece.role is not Role.TEXT:
        return None
    for i in range(len(found) - 1, -1, -1):
        if found[i].role is Role.TEXT:
            return i if goes_on(found[i].fragment, piece.fragment, language) else None
        if found[i].role is not Role.CAPTION:
            return None
    return None


def goes_on(first: Fragment, second: Fragment, language: Language) -> bool:
    """Whether the paragraph of one piece goes on in the next."""
    if second.mark == "item" or (second.mark == "quote") > (first.mark == "quote"):
        return False
    if is_closed(first.text, language) or first.text.rstrip().endswith((":", "：")):
        return False
    if language.masthead_line.match(second.text) or (
        language.masthead_line.match(first.text) and first.width < SHORT_LINE
    ):
        return False  # an address, a telephone number
    starts_item = bool(language.list_item.match(second.text))
    if starts_item and not follows(first.text, second.text, language) > 0:
        return False
    return not (second.indented and not first.indented and language.spaced)


def _ordered(pieces: Sequence[Piece], language: Language) -> list[Piece]:
    """The pieces, runs of them moved to where their sentences began."""
    texts = [i for i, piece in enumerate(pieces) if piece.role is Role.TEXT and piece.fragment.mark != "item"]
    following = dict(zip(texts, texts[1:], strict=False))
    ends = [i for i in texts if not is_closed(pieces[i].text, language) and not pieces[i].text.endswith((":", "："))]
    if not any(_doubtful(pieces, i, following.get(i), language) for i in ends):
        return list(pieces)
    behind_open = {following[i] for i in ends if i in following and _adjacent(pieces, i, following[i])}
    weights: dict[tuple[int, int], float] = {}
    for i in ends:
        for j in texts:
            if i != j:
                weight = follows(pieces[i].text, pieces[j].text, language)
                weight += NEXT if following.get(i) == j and _adjacent(pieces, i, j) else 0.0
                weight += 0.0 if j in behind_open else AFTER_STOP
                if weight > 0:
                    weights[i, j] = weight
    chosen = best_matching(weights)
    printed = {i: following[i] for i in ends if i in following and _adjacent(pieces, i, following[i])}
    gain = sum(weights[pair] for pair in chosen.items()) - sum(weights.get(pair, 0.0) for pair in printed.items())
    if chosen == printed or gain < BETTER:
        return list(pieces)
    return _relinked(pieces, chosen, printed)


def _adjacent(pieces: Sequence[Piece], i: int, j: int) -> bool:
    """Whether nothing but captions stands between two pieces."""
    return all(pieces[k].role in (Role.CAPTION, Role.TABLE) for k in range(i + 1, j))


def _doubtful(pieces: Sequence[Piece], i: int, j: int | None, language: Language) -> bool:
    """Whether an open sentence is not finished by the piece behind it."""
    if j is None or not _adjacent(pieces, i, j):
        return True
    return follows(pieces[i].text, pieces[j].text, language) < DOUBT


def _relinked(pieces: Sequence[Piece], chosen: dict[int, int], printed: dict[int, int]) -> list[Piece]:
    """Runs of pieces, each behind the one whose sentence it finishes; the rest as printed."""
    cut = [i for i in {**printed, **chosen} if chosen.get(i) != printed.get(i)]
    starts = {0, *(i + 1 for i in cut), *(chosen[i] for i in cut if i in chosen)}
    bounds = sorted(start for start in starts if start < len(pieces))
    runs = {start: range(start, end) for start, end in zip(bounds, [*bounds[1:], len(pieces)], strict=True)}
    leads = {start: chosen[run[-1]] for start, run in runs.items() if chosen.get(run[-1]) in runs}
    led = set(leads.values())
    order: list[int] = []
    for start in bounds:
        at: int | None = start if start not in led else None
        while at is not None and at not in order:
            order.append(at)
            at = leads.get(at)
    order += [start for start in bounds if start not in order]  # a ring: as printed
    return [pieces[i] for start in order for i in runs[start]]
