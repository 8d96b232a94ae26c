"""What a publication says of itself in a text: cover, masthead, running heads and page numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import regex

from ..languages import is_han, letters
from ..languages.rules import Language
from ..reading.blocks import WEAK
from .contents import Listing
from .fragments import Fragment
from .info import info
from .roles import Role, is_sign

REPEATED = 3  # times that a running head stands in a text
RUNNING_HEAD = 30.0  # em: a longer fragment that is repeated is no running head
MASTHEAD = 3  # lines that name editors, addresses and the like, from which on they are a masthead
NAME = 16.0  # em: a paper's name is no longer
LIST = 3  # lines with a source and a date, from which on a text is a list of articles
CAPTION = 90.0  # em: a longer fragment is no caption
PAGE_NUMBER = regex.compile(r"^[\s\-–—·•~*_|第]*(?:[Pp]age\s*)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?[\s\-–—·•~*_|页]*$")
MENU = 50.0  # em: a longer fragment is no line of a menu
_path = regex.compile(r"^\S.{0,40}?\s[>»]\s\S.{0,30}$")  # the way to a page
_digits = regex.compile(r"\d+")


def furniture(fragments: Sequence[Fragment], language: Language) -> set[int]:
    """Page numbers; running heads, which stand in the text again and again; what web pages say of themselves."""
    counted = Counter(_undated(f.text) for f in fragments if f.width <= RUNNING_HEAD)
    first = next((i for i, f in enumerate(fragments) if f.text), 0)
    name = letters(fragments[first].text) if fragments and fragments[first].width <= NAME else ""
    found = set()
    for i, f in enumerate(fragments):
        key = letters(f.text)
        same = counted[_undated(f.text)]
        numbered = PAGE_NUMBER.match(f.text) and f.rank in (0, WEAK)
        named = name and name in key and f.text.strip() != fragments[first].text and _only_repeats(f, name, language)
        repeated = key and same >= REPEATED and f.width <= RUNNING_HEAD and not is_sign(f.text, language)
        menu = f.width <= MENU and (language.web_line.match(f.text.strip()) or _path.search(f.text))
        if numbered or named or repeated or menu:
            found.add(i)
    return found


def _undated(text: str) -> str:
    """The letters of a text without its numbers: a running head counts pages and issues."""
    return _digits.sub("0", letters(text))


def _only_repeats(fragment: Fragment, name: str, language: Language) -> bool:
    """Whether a fragment holds the paper's name and nothing but numbers, dates or Latin letters beside it."""
    rest = letters(fragment.text).replace(name, "", 1)
    return fragment.width <= RUNNING_HEAD and not language.spaced and not any(map(is_han, rest)) and len(rest) > 0


def masthead(fragments: Sequence[Fragment], roles: dict[int, Role], language: Language) -> dict[int, Role]:
    """The lines that name editors, addresses and the like, with those between and the heading over them."""
    name = letters(fragments[0].text) if fragments else ""
    told = [i for i, f in enumerate(fragments) if i not in roles and language.masthead_line.match(f.text)]
    groups: list[list[int]] = []
    for i in told:
        near = groups and all(
            fragments[k].width <= RUNNING_HEAD and not fragments[k].rank for k in range(groups[-1][-1] + 1, i)
        )
        if near and i - groups[-1][-1] <= 8:
            groups[-1].append(i)
        else:
            groups.append([i])
    found: dict[int, Role] = {}
    for group in groups:
        if len(group) < MASTHEAD:
            continue
        start, end = group[0], group[-1]
        above = start
        while above > 0 and above - 1 not in roles and _is_short_line(fragments[above - 1], language):
            above -= 1
            if letters(fragments[above].text) == name:
                break
        if above > 0 and above - 1 not in roles and fragments[above - 1].rank:
            above -= 1
        named = letters(fragments[above].text) == name or fragments[above].rank > 0
        start = above if named or start - above <= 2 else start
        while end + 1 < len(fragments) and end + 1 not in roles and _is_short_line(fragments[end + 1], language):
            end += 1
        found |= dict.fromkeys(range(start, end + 1), Role.MASTHEAD)
    return found


def _is_short_line(fragment: Fragment, language: Language) -> bool:
    ended = language.ends_sentence(fragment.text.rstrip(" :："))
    return not fragment.rank and fragment.width <= RUNNING_HEAD and not ended


def cover(
    fragments: Sequence[Fragment], roles: dict[int, Role], listed: Listing, language: Language
) -> dict[int, Role]:
    """The cover at the head of a text: the paper's name, its issue, date and publisher, and what a picture shows."""
    found: dict[int, Role] = {}
    if sum(info(f.text, language) is not None for f in fragments) >= LIST:
        return {}
    named = _nameplate(fragments, roles, language)
    if named is None:
        return {}
    for i, f in enumerate(fragments):
        if i in roles:
            continue
        says = any(pattern.search(f.text) for pattern in (language.issue, language.total_issue, *language.dates))
        says = says or any(pattern.match(f.text) for pattern in language.publisher)
        if (
            i == named
            or letters(f.text) == letters(fragments[named].text)
            or (f.width <= RUNNING_HEAD and says and not (f.rank and listed.names(f.text)) and f.mark != "item")
        ):
            found[i] = Role.PLATE
        elif found and f.rank and f.text.isascii() and not language.spaced and f.text.upper() == f.text:
            found[i] = Role.PLATE  # the name in Latin letters
        elif (
            named is not None
            and f.width <= CAPTION
            and f.picture
            and not f.rank
            and _is_cover_caption(f, listed, language)
        ):
            found[i] = Role.CAPTION
        else:
            break
    return found


def _nameplate(fragments: Sequence[Fragment], roles: dict[int, Role], language: Language) -> int | None:
    """The number of the fragment that is the paper's name: the first of the text, which others repeat.

    Where none does, the lines under it say issue, date or publisher, and masthead or contents follow.
    """
    first = next((i for i, f in enumerate(fragments) if f.text), None)
    if first is None or fragments[first].width > NAME or roles.get(first) is Role.CONTENTS:
        return None
    name = letters(fragments[first].text)
    lines = [f for f in fragments[first + 1 :] if f.width <= RUNNING_HEAD and not language.ends_sentence(f.text)]
    repeated = any(name == letters(f.text) or (not language.spaced and name in letters(f.text)) for f in lines)
    return first if len(name) >= 2 and (repeated or _opens_an_issue(fragments, first, roles, language)) else None


def _opens_an_issue(fragments: Sequence[Fragment], first: int, roles: dict[int, Role], language: Language) -> bool:
    """Whether nothing but short lines stands between the first fragment and masthead or contents, one with a date."""
    says = False
    for i in range(first + 1, len(fragments)):
        f = fragments[i]
        if roles.get(i) in (Role.CONTENTS, Role.MASTHEAD):
            return says
        if f.width > RUNNING_HEAD or language.ends_sentence(f.text):
            return False
        said = (*language.dates, language.issue, language.total_issue, *language.publisher)
        says = says or any(pattern.search(f.text) for pattern in said)
    return False


def _is_cover_caption(fragment: Fragment, listed: Listing, language: Language) -> bool:
    """Whether a fragment among the cover's says what its picture shows: the contents say so, or it is no headline."""
    covers = [letters(e.title) for e in listed.entries if e.rubric and language.cover_entry.match(e.rubric)]
    shown = letters(fragment.text)
    return any(shown in title or title in shown for title in covers) or not language.ends_sentence(fragment.text)
