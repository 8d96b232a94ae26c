"""What each fragment of a text is: headline, heading, text, caption, the lines of a masthead, furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..articles import fields
from ..articles.contents import likeness
from ..languages import letters, text_width
from ..languages.rules import Language
from ..model import ContentsEntry
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
GOES_ON = 1.0  # of `follows`: a fragment goes on in the next one


@dataclass(frozen=True, slots=True)
class Outline:
    """A text's pieces in order, and the contents page that was found among them."""

    pieces: tuple[Piece, ...]
    listing: Listing


def outline(fragments: Sequence[Fragment], joins: Joins) -> Outline:
    """The pieces of a text."""
    language = joins.language
    fragments = _joined_headings(fragments, language)
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
        if role is Role.TEXT:
            under = next((p.role for p in reversed(found) if p.role is not Role.FURNITURE), None)
            if under in (Role.TITLE, Role.HEAD, Role.INFO) and info(f.text, language):
                role = Role.INFO
            elif under in (Role.TITLE, Role.HEAD, Role.INFO) and _is_head(f, listed.names(title), language):
                role = Role.HEAD
            elif is_sign(f.text, language):
                role = Role.SIGN
            elif _is_caption(fragments, i, found, listed, joins):
                role = Role.CAPTION
            elif is_display(f, language):
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
    return Habits(
        listed=listed,
        signed=sum(ends_story(f.text, language) for f in free) > 1,
        rank=min(named or [f.rank for f in free if f.rank], default=0),
        news=sum(info(f.text, language) is not None for f in fragments) >= LIST,
    )


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
        without = joins.words(last.text, behind.text) + BEHIND_PICTURE
        return without > joins.words(last.text, f.text) + joins.words(f.text, behind.text)
    if is_closed(f.text, language):
        return last is not None and last.role in (Role.TITLE, Role.PLATE) and (behind is None or behind.apart)
    return behind is None or behind.apart or behind.rank > 0


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
    if not behind.rank and not behind.indented and joins.words(f.text, behind.text) > GOES_ON:
        return False  # the first words of a paragraph
    return not is_display(behind, language) or language.ends_sentence(behind.text)
