"""What each fragment of a text is: headline, heading, text, caption, the lines of a masthead, furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from ..articles import fields
from ..articles.contents import likeness
from ..languages import letters, text_width
from ..languages.rules import Language
from ..model import ContentsEntry
from ..reading.blocks import WEAK
from . import cover
from .contents import SAME, Listing, listing
from .cover import CAPTION, LIST, PAGE_NUMBER
from .fragments import Fragment
from .headlines import Habits, evidence
from .info import info
from .items import items, shown_twice_from
from .joins import Joins
from .roles import LONGEST, Piece, Role, ends_story, is_closed, is_display, is_organisation, is_sign, left_open

BEHIND_PICTURE = 2.0  # of `words`: a short line behind a picture is its caption, sooner than a part of the sentence
HEAD_LINE = 60.0  # em: a longer line is no byline
_divider = regex.compile(r"\s[·•|｜]\s")
GOES_ON = -0.3  # of `follows`: a short line is the beginning of the paragraph behind it, as likely as not


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's pieces in order, and the contents page that was found among them."""

    pieces: tuple[Piece, ...]
    listing: Listing


def outline(fragments: Sequence[Fragment], joins: Joins) -> Outline:
    """The pieces of a text."""
    language = joins.language
    fragments = _joined_headings(_labels(_told_apart(fragments, language)), language)
    listed = listing(fragments, language)
    roles: dict[int, Role] = dict.fromkeys(listed.members, Role.CONTENTS)
    roles |= {i: Role.TABLE for i, f in enumerate(fragments) if f.rows}
    roles |= {i: Role.FURNITURE for i in cover.furniture(fragments, language) if i not in roles}
    roles |= cover.masthead(fragments, roles, language)
    roles |= cover.cover(fragments, roles, listed, language)
    pieces = _pieces(fragments, roles, listed, joins)
    if begun := items(fragments):
        last = max(begun)
        pieces = tuple(
            replace(piece, opens=i in begun or _ends_items(fragments, i, last)) for i, piece in enumerate(pieces)
        )
    return Outline(pieces, listed)


def _ends_items(fragments: Sequence[Fragment], i: int, last: int) -> bool:
    """Whether a fragment is the first behind the last item."""
    return i > last and shown_twice_from(fragments, last) == i


def _told_apart(fragments: Sequence[Fragment], language: Language) -> list[Fragment]:
    """The fragments; an organisation and a byline that share a line are one each."""
    found: list[Fragment] = []
    for f in fragments:
        parts = [part.strip() for part in _divider.split(f.text)] if not f.mark and f.width <= HEAD_LINE else []
        signs = len(parts) > 1 and all(is_sign(p, language) or is_organisation(p, language) for p in parts)
        found += (replace(f, text=part) for part in parts) if signs else (f,)
    return found


def _labels(fragments: Sequence[Fragment]) -> list[Fragment]:
    """The fragments; a line in italics is a label only over a headline."""
    behind = (f.rank for f in (*fragments[1:], Fragment("")))
    return [
        replace(f, mark="") if f.mark == "label" and not 0 < rank < WEAK else f
        for f, rank in zip(fragments, behind, strict=False)
    ]


def _joined_headings(fragments: Sequence[Fragment], language: Language) -> tuple[Fragment, ...]:
    """A heading that its converter broke in two is put together: it stopped at a comma or inside quotes."""
    found: list[Fragment] = []
    for fragment in fragments:
        before = found[-1] if found else None
        if (
            before
            and not fragment.apart
            and is_display(fragment, language)
            and text_width(before.text + fragment.text) <= LONGEST[language.spaced]
            and (before.rank or fragment.rank or is_display(before, language))
            and _stops_inside(before.text)
            and not any(rank.match(fragment.text) for rank in language.ranks)
        ):
            joint = before.joined(fragment)
            found[-1] = joint if joint.rank else Fragment(joint.text, "heading", fragment.rank or 6, before.apart)
        else:
            found.append(fragment)
    return tuple(found)


def _stops_inside(text: str) -> bool:
    return text.endswith((",", "，", "、")) or left_open(text) or text.count('"') % 2 == 1


def _pieces(fragments: Sequence[Fragment], roles: dict[int, Role], listed: Listing, joins: Joins) -> tuple[Piece, ...]:
    """Headlines, headings, captions and text among what has no role yet."""
    language = joins.language
    habits = _habits(fragments, roles, listed, language)
    found: list[Piece] = []
    title = ""
    for i, f in enumerate(fragments):
        role = roles.get(i, Role.TEXT)
        why: tuple[tuple[str, float], ...] = ()
        if f.mark in ("label", "caption") and role is Role.TEXT:
            role = Role.LABEL if f.mark == "label" else Role.CAPTION
        if role is Role.TEXT:
            under = next((p.role for p in reversed(found) if p.role is not Role.FURNITURE), None)
            if under in (Role.TITLE, Role.HEAD, Role.INFO) and info(f.text, language):
                role = Role.INFO
            elif under is Role.TITLE and f.rank == WEAK and found[-1].fragment.rank < WEAK and habits.ranked:
                role = Role.DECK
            elif under in (Role.TITLE, Role.DECK, Role.HEAD, Role.INFO) and _is_head(f, listed.names(title), language):
                role = Role.HEAD
            elif is_sign(f.text, language):
                role = Role.SIGN
            elif _is_caption(fragments, i, found, listed, joins) or (
                habits.ranked and _is_quoted_caption(fragments, i)
            ):
                role = Role.CAPTION
            elif is_display(f, language) or (habits.news and _is_listed(fragments, i, language)):
                why = evidence(fragments, i, found, title, habits, language)
                if sum(weight for _, weight in why) > 0:
                    role, title = Role.TITLE, f.text
                elif _may_be_heading(fragments, i, found, joins):
                    role = Role.HEADING
            if habits.news and not title and role is not Role.TITLE:
                role = Role.FURNITURE  # what a list's page says over its first article
        found.append(Piece(f, role, why))
    return tuple(found)


def _habits(fragments: Sequence[Fragment], roles: dict[int, Role], listed: Listing, language: Language) -> Habits:
    free = [f for i, f in enumerate(fragments) if i not in roles]
    named = [f.rank for f in free if f.rank and listed.names(f.text)]
    ranks = [f.rank for f in free if 0 < f.rank < WEAK]
    under = cover.document_title(fragments, language)
    if under is not None:  # it may be among the cover's lines already
        ranks = [rank for rank in ranks if rank > fragments[under].rank]
    tiers = len(set(ranks)) > 1 and ranks.count(min(ranks)) > 1 and ranks[0] == min(ranks)
    return Habits(
        listed=listed,
        signed=sum(_ends(free, i, language) for i in range(len(free))) > 1,
        topped=sum(is_display(a, language) and is_sign(b.text, language) for a, b in pairwise(free)) > 1,
        rank=min(named or ranks or [f.rank for f in free if f.rank], default=0),
        ranked=(under is not None or tiers) and not named,
        news=sum(info(f.text, language) is not None for f in fragments) >= LIST,
    )


def _is_listed(fragments: Sequence[Fragment], i: int, language: Language) -> bool:
    """Whether a fragment is a title in a list of articles: source and date stand under it."""
    behind = next((g for g in fragments[i + 1 :] if g.text), None)
    text = fragments[i].text
    titled = text_width(text) <= 2 * LONGEST[language.spaced] and not language.ends_sentence(text)
    return titled and behind is not None and info(behind.text, language) is not None


def _ends(free: Sequence[Fragment], i: int, language: Language) -> bool:
    """Whether a fragment ends a story: a signature behind a sentence, or a sentence with an end mark."""
    text = free[i].text
    if is_sign(text, language):
        return i > 0 and language.ends_sentence(free[i - 1].text)
    return ends_story(text, language)


def _is_head(fragment: Fragment, entry: ContentsEntry | None, language: Language) -> bool:
    """Whether a fragment under a headline is its subtitle, its organisation or its byline."""
    text = fields.without_bullet(fragment.text)
    if language.subtitle.match(text) or is_sign(text, language):
        return True
    if entry and entry.org and likeness(letters(entry.org), letters(text)) >= SAME:
        return True
    marked = text != fragment.text or not fragment.rank
    return marked and is_organisation(text, language) and fragment.mark != "item"


def _is_caption(fragments: Sequence[Fragment], i: int, before: Sequence[Piece], listed: Listing, joins: Joins) -> bool:
    """Whether a fragment stands under a picture and belongs to no sentence before or behind it."""
    language = joins.language
    f = fragments[i]
    if f.rank or f.mark or not f.picture or f.width > CAPTION or listed.names(f.text):
        return False
    behind = next((g for g in fragments[i + 1 :] if g.text), None)
    last = next((p for p in reversed(before) if p.role not in (Role.FURNITURE, Role.CAPTION)), None)
    if last and last.role is Role.TEXT and not is_closed(last.text, language):
        # inside a sentence: it goes on either here or behind the caption
        if behind is None or behind.apart or behind.rank or not is_display(f, language):
            return False
        without = joins.follows(last.text, behind.text) + BEHIND_PICTURE
        return without > joins.follows(last.text, f.text) + joins.follows(f.text, behind.text)
    if is_closed(f.text, language):
        return last is not None and last.role in (Role.TITLE, Role.PLATE) and (behind is None or behind.apart)
    return behind is None or behind.apart or behind.rank > 0


def _is_quoted_caption(fragments: Sequence[Fragment], i: int) -> bool:
    """Whether a quotation ends an article: there, docparse's own Markdown tells what its pictures show."""
    behind = fragments[i + 1] if i + 1 < len(fragments) else None
    ends = behind is None or behind.rank > 0 or behind.mark in ("quote", "label")
    return fragments[i].mark == "quote" and fragments[i].width <= CAPTION and ends


def _may_be_heading(fragments: Sequence[Fragment], i: int, before: Sequence[Piece], joins: Joins) -> bool:
    """Whether a fragment that opens no article is a heading inside one, and no rest of a sentence."""
    language = joins.language
    f = fragments[i]
    if f.rank:
        return True
    last = next((p for p in reversed(before) if p.role in (Role.TEXT, Role.HEADING, Role.TITLE, Role.SIGN)), None)
    behind = next((g for g in fragments[i + 1 :] if g.text and not PAGE_NUMBER.match(g.text)), None)
    if last is None or behind is None:
        return False
    if last.role is Role.TEXT and not is_closed(last.text, language):
        return False
    if any(rank.match(f.text) for rank in language.ranks[:2]):
        return True
    if not behind.rank and not behind.indented and joins.follows(f.text, behind.text) > GOES_ON:
        return False  # the first words of a paragraph
    return not is_display(behind, language) or language.ends_sentence(behind.text)
