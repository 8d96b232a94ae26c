"""The pieces of one story in the order in which they were written, and its paragraphs whole again.

A converter that lost the columns leaves sentences that stop where another piece goes on. Pieces are moved only where a
sentence is left open that its next piece does not surely finish: what follows what is then decided for the whole story
at once, by the measure of `text.continuity`, in which the printed order counts for much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..languages import is_labelled
from ..languages.rules import Language
from ..text.continuity import Stretch, order
from ..text.joining import join_two
from .fragments import Fragment
from .joins import Joins
from .roles import Piece, Role, is_closed, is_display, is_garbled

FIRM = 2.5  # of `follows`: a piece that stands elsewhere goes on at least as well
JOINED = 0.5  # of `follows`: a short line is the beginning of a paragraph
SHORT_LINE = 30.0  # em: a longer line that begins like one of a masthead is a paragraph
TITLE_LINE = 30.0  # em: a shorter line without a stop may be a headline that is not known as one, and no open sentence
CREDIT = (")", "）", "]", "】")  # who took a picture is told in brackets, at the end of a caption
INSIDE = 3  # captions that stand together inside a sentence


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
    if language.masthead_line.match(second.text):
        return False  # an address, a telephone number
    if first.width < SHORT_LINE and (
        language.masthead_line.match(first.text) or (is_labelled(first.text) and is_labelled(second.text))
    ):
        return False  # lines of a table without its rules
    starts_item = bool(language.list_item.match(second.text))
    if starts_item and joins.follows(first.text, second.text) <= 0:
        return False
    if is_display(first, language) and first.width < SHORT_LINE / 2 and joins.follows(first.text, second.text) < JOINED:
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
        behind = joins.follows(piece.text, pieces[k].text)
        if behind >= FIRM and all(joins.follows(piece.text, pieces[n].text) < behind for n in inside):
            for n in inside:
                found[n] = replace(pieces[n], role=Role.CAPTION)
    return found


def _ordered(pieces: Sequence[Piece], joins: Joins) -> list[Piece]:
    """The pieces, runs of them moved to where their sentences began."""
    runs = _runs(pieces, joins.language)
    stretches = [_stretch(run, joins.language) for run in runs]
    return [piece for i in order(stretches, joins.follows, first=0) for piece in runs[i]]


def _may_move(piece: Piece, language: Language) -> bool:
    """Whether a piece is part of a running text, and no item or line that stands by itself."""
    if piece.role is not Role.TEXT or piece.fragment.mark == "item":
        return False
    return not (is_display(piece.fragment, language) and piece.fragment.width < SHORT_LINE / 2)


def _is_open(text: str, language: Language) -> bool:
    return not is_closed(text, language) and not text.rstrip().endswith((":", "："))


def _runs(pieces: Sequence[Piece], language: Language) -> list[list[Piece]]:
    """Pieces that stay together: a text with the captions, items and lines behind it that stand by themselves."""
    runs: list[list[Piece]] = []
    last_text = max((i for i, piece in enumerate(pieces) if piece.role is Role.TEXT), default=-1)
    for i, piece in enumerate(pieces):
        alone = piece.role is Role.HEADING or (_may_move(piece, language) and not language.list_item.match(piece.text))
        # a signature under all text finishes no sentence; what stands over a byline is a deck
        signs = piece.role is Role.SIGN and i > last_text
        if runs and not (alone or (signs and _stretch(runs[-1], language).open)):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _stretch(run: Sequence[Piece], language: Language) -> Stretch:
    begin = run[0].text if _may_move(run[0], language) else ""
    last = next((p for p in reversed(run) if p.role not in (Role.CAPTION, Role.TABLE)), run[-1])
    title = is_display(last.fragment, language) and last.fragment.width < TITLE_LINE
    ends = _may_move(last, language) and not title and not last.text.rstrip().endswith(CREDIT)
    return Stretch(begin, last.text if ends else "", ends and _is_open(last.text, language))
