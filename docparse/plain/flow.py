"""The pieces of one story in the order in which they were written, and its paragraphs whole again.

A converter that lost the columns leaves sentences that stop where another piece goes on. Pieces are moved only where a
sentence is left open that its next piece does not finish: what follows what is then decided for the whole story at
once, by one matching, in which the printed order counts for much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..articles.matching import best_matching
from ..languages.rules import Language
from ..text.joining import join_two
from .fragments import Fragment
from .joins import Joins
from .roles import Piece, Role, is_closed, is_display, is_garbled

NEXT = 3.0  # of `follows`: what the printed order counts for
FIRM = 2.5  # of `follows`: a piece that stands elsewhere goes on at least as well
JOINED = 1.0  # of `follows`: a short line is the beginning of a paragraph
AFTER_STOP = -3.0  # a piece behind a whole sentence begins a paragraph, most likely
DOUBT = 0.0  # of `follows`: a printed successor below it is none, most likely
SHORT_LINE = 30.0  # em: a longer line that begins like one of a masthead is a paragraph
INSIDE = 3  # captions that stand together inside a sentence
BETTER = 1.5  # what another order has to be better by


@dataclass(frozen=True, slots=True)
class Flow:
    """A story's pieces in order, whole paragraphs among them; `moved` counts the pieces that stood elsewhere."""

    pieces: tuple[Piece, ...]
    moved: int = 0
    garbled: int = 0


def flow(pieces: Sequence[Piece], joins: Joins, reorder: bool = True) -> Flow:
    """The pieces under one headline with their sentences put together."""
    pieces = _between(pieces, joins)
    ordered = _ordered(pieces, joins) if reorder else list(pieces)
    moved = sum(piece is not other for piece, other in zip(ordered, pieces, strict=True))
    found: list[Piece] = []
    for piece in ordered:
        last = _open_paragraph(found, piece, joins)
        if last is None:
            found.append(piece)
        else:
            found[last] = Piece(_joined(found[last].fragment, piece.fragment), Role.TEXT)
    return Flow(tuple(found), moved, sum(p.role is Role.TEXT and is_garbled(p.text) for p in ordered))


def _joined(first: Fragment, second: Fragment) -> Fragment:
    return Fragment(join_two(first.text, second.text), first.mark, 0, first.apart, first.picture, first.page)


def _open_paragraph(found: Sequence[Piece], piece: Piece, joins: Joins) -> int | None:
    """The number of the paragraph that a piece goes on with, if it does."""
    if piece.role is not Role.TEXT:
        return None
    for i in range(len(found) - 1, -1, -1):
        if found[i].role is Role.TEXT:
            return i if goes_on(found[i].fragment, piece.fragment, joins) else None
        if found[i].role is not Role.CAPTION:
            return None
    return None


def goes_on(first: Fragment, second: Fragment, joins: Joins) -> bool:
    """Whether the paragraph of one piece goes on in the next."""
    language = joins.language
    if second.mark == "item" or (second.mark == "quote") > (first.mark == "quote"):
        return False
    if is_closed(first.text, language) or first.text.rstrip().endswith((":", "：")):
        return False
    if language.dateline.match(second.text) or language.inline_byline.match(second.text):
        return False  # an article begins
    if language.masthead_line.match(second.text) or (
        language.masthead_line.match(first.text) and first.width < SHORT_LINE
    ):
        return False  # an address, a telephone number
    starts_item = bool(language.list_item.match(second.text))
    if starts_item and joins.words(first.text, second.text) <= 0:
        return False
    if is_display(first, language) and first.width < SHORT_LINE / 2 and joins.words(first.text, second.text) < JOINED:
        return False  # a line that says something by itself
    return not (second.indented and not first.indented and language.spaced)


def _between(pieces: Sequence[Piece], joins: Joins) -> list[Piece]:
    """The pieces, short lines that stand between the halves of a sentence as captions."""
    found = list(pieces)
    for i, piece in enumerate(pieces):
        if piece.role is not Role.TEXT or not _is_open(piece.text, joins.language):
            continue
        inside = []
        for k in range(i + 1, min(len(pieces), i + 1 + INSIDE)):
            if pieces[k].role is Role.TEXT and not _may_move(pieces[k], joins.language):
                inside.append(k)
            elif pieces[k].role is not Role.CAPTION:
                break
        else:
            continue
        if not inside or pieces[k].role is not Role.TEXT:
            continue
        behind = joins.words(piece.text, pieces[k].text)
        if behind >= FIRM and all(joins.words(piece.text, pieces[n].text) < behind for n in inside):
            for n in inside:
                found[n] = replace(pieces[n], role=Role.CAPTION)
    return found


def _ordered(pieces: Sequence[Piece], joins: Joins) -> list[Piece]:
    """The pieces, runs of them moved to where their sentences began."""
    texts = [i for i, piece in enumerate(pieces) if _may_move(piece, joins.language)]
    following = dict(pairwise(texts))
    printed = {i: j for i, j in following.items() if _adjacent(pieces, i, j)}
    behind_text = set(printed.values())  # what stands under a heading begins a paragraph
    ends = [i for i in texts if _is_open(pieces[i].text, joins.language)]
    if not any(i not in printed or joins.words(pieces[i].text, pieces[printed[i]].text) < DOUBT for i in ends):
        return list(pieces)
    printed = {i: j for i, j in printed.items() if i in ends}
    behind_open = set(printed.values())
    weights: dict[tuple[int, int], float] = {}
    for i in ends:
        for j in behind_text - {i}:
            weight = joins.words(pieces[i].text, pieces[j].text)
            if printed.get(i) == j:
                weights[i, j] = max(weight + NEXT, NEXT / 2)
            elif weight >= FIRM:
                weights[i, j] = weight + (0.0 if j in behind_open else AFTER_STOP)
    chosen = best_matching(weights)
    gain = sum(weights[pair] for pair in chosen.items()) - sum(weights[pair] for pair in printed.items())
    better = chosen != printed and gain >= BETTER and behind_open <= set(chosen.values())
    return _relinked(pieces, chosen, printed) if better else list(pieces)


def _may_move(piece: Piece, language: Language) -> bool:
    """Whether a piece is part of a running text, and no item or line that stands by itself."""
    if piece.role is not Role.TEXT or piece.fragment.mark == "item":
        return False
    return not (is_display(piece.fragment, language) and piece.fragment.width < SHORT_LINE / 2)


def _is_open(text: str, language: Language) -> bool:
    return not is_closed(text, language) and not text.rstrip().endswith((":", "："))


def _adjacent(pieces: Sequence[Piece], i: int, j: int) -> bool:
    """Whether nothing but captions stands between two pieces."""
    return all(pieces[k].role in (Role.CAPTION, Role.TABLE) for k in range(i + 1, j))


def _relinked(pieces: Sequence[Piece], chosen: dict[int, int], printed: dict[int, int]) -> list[Piece]:
    """Runs of pieces, each behind the one whose sentence it finishes; the rest as printed."""
    cut = [i for i in {**printed, **chosen} if chosen.get(i) != printed.get(i)]
    headings = [i for i, piece in enumerate(pieces) if piece.role is Role.HEADING]
    starts = {0, *headings, *(i + 1 for i in cut), *(chosen[i] for i in cut if i in chosen)}
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
