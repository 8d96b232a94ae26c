"""Whether a fragment is the headline of an article: all evidence is added up before it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..articles import fields
from ..languages import letters
from ..languages.rules import Language
from .contents import Listing
from .cover import PAGE_NUMBER
from .fragments import Fragment
from .info import info
from .roles import Piece, Role, ends_story, is_closed, is_display, is_organisation, is_sign

COUPLET = 0.9  # of the longer line: what the other line of a headline in two lines is at least
SHARED = 4  # characters in a row that a heading shares with the headline it belongs to


@dataclass(frozen=True, slots=True)
class Habits:
    """What a text does throughout: its contents page, whether its articles end with a sign or a mark, the rank that its
    headlines have (0 where none is marked), whether it is a list of articles with their sources and dates."""

    listed: Listing
    signed: bool
    rank: int
    news: bool


def evidence(
    fragments: Sequence[Fragment],
    i: int,
    before: Sequence[Piece],
    title: str,
    habits: Habits,
    language: Language,
) -> tuple[tuple[str, float], ...]:
    """What speaks for and against a fragment opening an article. `title` is the headline before it."""
    f = fragments[i]
    found: list[tuple[str, float]] = []
    last = next((p for p in reversed(before) if p.role not in (Role.FURNITURE, Role.CAPTION, Role.TABLE)), None)
    behind = [g for g in fragments[i + 1 : i + 4] if not PAGE_NUMBER.match(g.text)]
    joint = f.text + behind[0].text if behind and is_display(behind[0], language) else ""
    if habits.listed.names(f.text) or (habits.listed.names(joint) and not habits.listed.names(behind[0].text)):
        found.append(("named by the contents", 6.0))
    elif habits.listed.entries:
        found.append(("not in the contents", -2.0))
    if any(rank.match(f.text) for rank in language.ranks):
        found.append(("numbered", -5.0))
    if habits.news and not (behind and info(behind[0].text, language)):
        found.append(("without source and date in a list", -8.0))
    if last is None or last.role in (Role.CONTENTS, Role.MASTHEAD, Role.PLATE):
        found.append(("first of the text", 3.0))
    elif last.role is Role.TITLE and before[-1].role is Role.CAPTION and f.rank:
        found.append(("behind pictures", 2.0))
    elif last.role is Role.TITLE and _is_second_line(last.fragment, f):
        found.append(("the headline's second line", 3.0))
    elif last.role in (Role.TITLE, Role.HEAD):
        found.append(("under a headline", -4.0))
    elif last.role is Role.SIGN and _is_lead(before) and _shares(title, f.text):
        found.append(("under a lead, with words of its headline", -4.0))
    elif last.role is Role.SIGN and _is_lead(before) and _has_sections(fragments[i:], language):
        found.append(("under a lead, over sections that nobody signs", -4.0))
    elif ends_story(last.text, language):
        found.append(("behind an end", 3.0))
    elif not is_closed(last.text, language):
        found.append(("inside a sentence", -4.0))
    elif habits.signed:
        found.append(("no end before it", -3.0))
    if behind:
        found += _below(f, behind, habits.news, language)
    if language.notice_title.search(f.text.strip()) and (f.rank or f.apart):
        found.append(("a notice", 2.0))
    if f.rank:
        found.append(("marked as a headline", 1.0) if f.rank <= habits.rank else ("a lower heading", -2.0))
    return tuple(found)


def _below(f: Fragment, behind: Sequence[Fragment], news: bool, language: Language) -> list[tuple[str, float]]:
    """What the fragments under a headline say of it."""
    first = behind[0]
    text = fields.without_bullet(first.text)
    if language.dateline.match(text):
        return [("over a dateline", 3.0)]
    if said := info(first.text, language):
        return [("over its source and date", 8.0)] if news or said.source else []
    if is_sign(text, language):
        return [("over a byline", 3.0)]
    if is_organisation(text, language) and not first.rank:
        return [("over an organisation", 3.0 if text != first.text else 2.0)]
    if language.subtitle.match(text):
        return [("over a subtitle", 2.0)]
    return []


def _is_lead(before: Sequence[Piece]) -> bool:
    """Whether only one paragraph stands between the headline and the signature that was just read."""
    texts = 0
    for piece in reversed(before):
        if piece.role is Role.TITLE:
            return texts == 1
        texts += piece.role is Role.TEXT
        if piece.role is Role.HEADING:
            return False
    return False


def _has_sections(rest: Sequence[Fragment], language: Language) -> bool:
    """Whether a text goes on to its end under several headings, and no signature comes any more."""
    headed = sum(is_display(f, language) and not is_sign(f.text, language) for f in rest)
    return headed > 1 and not any(ends_story(f.text, language) for f in rest)


def _shares(title: str, text: str) -> bool:
    """Whether a heading repeats words of the headline."""
    a, b = letters(title), letters(text)
    return any(b[i : i + SHARED] in a for i in range(len(b) - SHARED + 1))


def _is_second_line(first: Fragment, second: Fragment) -> bool:
    """Whether two headlines are the lines of one: alike in rank and in length, as couplets are."""
    alike = min(first.width, second.width) >= COUPLET * max(first.width, second.width)
    return first.rank == second.rank > 0 and alike and not second.apart
