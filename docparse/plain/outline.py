"""What each fragment of a text is: headline, heading, text, caption, the lines of a masthead, furniture.

All evidence for a headline is added up before it is decided: what the contents name, what the text before it ends
with, what stands under it, its mark and its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

import regex

from ..articles import fields
from ..languages import is_han, letters, text_width
from ..languages.rules import Language
from ..reading.blocks import WEAK
from ..text.likely import han_fit
from ..articles.contents import likeness
from ..model import ContentsEntry
from .contents import SAME, Listing, listing
from .fragments import Fragment
from .info import info
from .items import items, shown_twice_from
from .joins import Joins

LONGEST = {True: 50.0, False: 45.0}  # em by `Language.spaced`: a longer fragment is no headline
REPEATED = 3  # times that a running head stands in a text
RUNNING_HEAD = 30.0  # em: a longer fragment that is repeated is no running head
MASTHEAD = 3  # lines that name editors, addresses and the like, from which on they are a masthead
NAME = 16.0  # em: a paper's name is no longer
CAPTION = 90.0  # em: a longer fragment is no caption
GOES_ON = 1.0  # of `follows`: a fragment goes on in the next one
GARBLED_FROM = 10  # neighbouring Han characters from which on chance can be told from words
GARBLED = 0.26  # of them in words: names of people and places have more
LIST = 3  # lines with a source and a date, from which on a text is a list of articles
COUPLET = 0.9  # of the longer line: what the other line of a headline in two lines is at least
SHARED = 4  # characters in a row that a heading shares with the headline it belongs to
END_MARKS = ("■", "□", "◆", "◇", "●")
_page_number = regex.compile(r"^[\s\-–—·•~*_|第]*(?:[Pp]age\s*)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?[\s\-–—·•~*_|页]*$")
_digits = regex.compile(r"\d+")
_quotes = "“”\"'‘’「」『』"
_open_pairs = ("“”", "（）", "()", "《》", "「」", "『』", "【】")


class Role(Enum):
    """What a fragment is for."""

    TITLE = "title"
    HEAD = "head"  # between title and text: subtitle, organisation, byline
    HEADING = "heading"
    TEXT = "text"
    CAPTION = "caption"
    INFO = "info"  # source and date of the headline above
    SIGN = "sign"  # a byline or a source
    CONTENTS = "contents"
    MASTHEAD = "masthead"
    PLATE = "plate"
    FURNITURE = "furniture"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Piece:
    """A fragment and its role. `why` are the pieces of evidence of a headline, with their weights; `opens` says that
    an article without a headline begins here."""

    fragment: Fragment
    role: Role
    why: tuple[tuple[str, float], ...] = field(default=())
    opens: bool = False

    @property
    def text(self) -> str:
        return self.fragment.text


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
    roles |= {i: Role.FURNITURE for i in _repeated(fragments, language) if i not in roles}
    roles |= _masthead(fragments, roles, language)
    roles |= _plate(fragments, roles, listed, language)
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


def is_display(fragment: Fragment, language: Language) -> bool:
    """Whether a fragment may be a headline or a heading: marked as one, or short and no sentence."""
    text = fragment.text
    if fragment.rank:
        return text_width(text) <= 2 * LONGEST[language.spaced]
    if is_garbled(text):
        return False
    if fragment.mark or not any(c.isalpha() for c in text) or text_width(text) > LONGEST[language.spaced]:
        return False
    bare = text.rstrip(language.closing)
    if bare.endswith(tuple("。；;，,、.：:")) or is_sign(text, language) or language.masthead_line.match(text):
        return False
    numbered = any(rank.match(text) for rank in language.ranks)
    return numbered or not language.list_item.match(text)


def is_garbled(text: str) -> bool:
    """Whether a text is what a converter made of lines too narrow for it: characters that form no words."""
    fit = han_fit(text)
    return fit.pairs.of >= GARBLED_FROM and fit.pairs.part <= GARBLED


def is_sign(text: str, language: Language) -> bool:
    """Whether a fragment is a byline or a source and nothing else."""
    return fields.byline(text, language) is not None


def is_closed(text: str, language: Language) -> bool:
    """Whether a text ends with a sentence, a signature or an end mark."""
    bare = text.rstrip()
    if bare.endswith((*END_MARKS, "...", "…")) or fields.end_sign(bare, language):
        return True
    return language.ends_sentence(bare) and not bare.endswith(("：", ":", "；", ";")) and not _left_open(bare)


def ends_story(text: str, language: Language) -> bool:
    """Whether a text ends as a whole article does: with a signature or an end mark."""
    bare = text.rstrip()
    return bare.endswith(END_MARKS) or fields.end_sign(bare, language) is not None or is_sign(bare, language)


def _left_open(text: str) -> bool:
    """Whether a text ends inside brackets or quotes."""
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _open_pairs if pair[0] != pair[1])


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
    return text.endswith((",", "，", "、")) or _left_open(text) or text.count('"') % 2 == 1


def _repeated(fragments: Sequence[Fragment], language: Language) -> set[int]:
    """Page numbers, and running heads: short fragments that stand in the text again and again."""
    counted = Counter(_undated(f.text) for f in fragments if f.width <= RUNNING_HEAD)
    first = next((i for i, f in enumerate(fragments) if f.text), 0)
    name = letters(fragments[first].text) if fragments and fragments[first].width <= NAME else ""
    found = set()
    for i, f in enumerate(fragments):
        key = letters(f.text)
        same = counted[_undated(f.text)]
        if _page_number.match(f.text) and f.rank in (0, WEAK):
            found.add(i)
        elif name and name in key and f.text.strip() != fragments[first].text and _only_repeats(f, name, language):
            found.add(i)
        elif key and same >= REPEATED and f.width <= RUNNING_HEAD and not is_sign(f.text, language):
            found.add(i)
    return found


def _undated(text: str) -> str:
    """The letters of a text without its numbers: a running head counts pages and issues."""
    return _digits.sub("0", letters(text))


def _only_repeats(fragment: Fragment, name: str, language: Language) -> bool:
    """Whether a fragment holds the paper's name and nothing but numbers, dates or Latin letters beside it."""
    rest = letters(fragment.text).replace(name, "", 1)
    return fragment.width <= RUNNING_HEAD and not language.spaced and not any(map(is_han, rest)) and len(rest) > 0


def _masthead(fragments: Sequence[Fragment], roles: dict[int, Role], language: Language) -> dict[int, Role]:
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


def _plate(
    fragments: Sequence[Fragment], roles: dict[int, Role], listed: Listing, language: Language
) -> dict[int, Role]:
    """The cover at the head of a text: the paper's name, its issue, date and publisher, and what a picture shows."""
    found: dict[int, Role] = {}
    if sum(info(f.text, language) is not None for f in fragments) >= LIST:
        return {}
    named = _nameplate(fragments, roles, language)
    for i, f in enumerate(fragments):
        if i in roles:
            continue
        says = any(pattern.search(f.text) for pattern in (language.issue, language.total_issue, *language.dates))
        says = says or any(pattern.match(f.text) for pattern in language.publisher)
        if i == named or (named is not None and letters(f.text) == letters(fragments[named].text)):
            found[i] = Role.PLATE
        elif f.width <= RUNNING_HEAD and says and not (f.rank and listed.names(f.text)) and not f.mark == "item":
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
    """The number of the fragment that is the paper's name: the first of the text, which the masthead or others repeat."""
    first = next((i for i, f in enumerate(fragments) if f.text), None)
    if first is None or fragments[first].width > NAME or first in roles and roles[first] is Role.CONTENTS:
        return None
    name = letters(fragments[first].text)
    others = [letters(f.text) for f in fragments[first + 1 :] if f.width <= RUNNING_HEAD]
    dated = any(
        pattern.search(f.text)
        for f in fragments[first + 1 : first + 5]
        if f.width <= RUNNING_HEAD
        for pattern in (language.issue, language.total_issue)
    )
    return first if len(name) >= 2 and (dated or any(name in other for other in others)) else None


def _is_cover_caption(fragment: Fragment, listed: Listing, language: Language) -> bool:
    """Whether a fragment among the cover's says what its picture shows: the contents say so, or it is no headline."""
    covers = [letters(e.title) for e in listed.entries if e.rubric and language.cover_entry.match(e.rubric)]
    shown = letters(fragment.text)
    return any(shown in title or title in shown for title in covers) or not language.ends_sentence(fragment.text)


def _pieces(
    fragments: Sequence[Fragment], roles: dict[int, Role], listed: Listing, joins: Joins
) -> tuple[Piece, ...]:
    """Headlines, headings, captions and text among what has no role yet."""
    language = joins.language
    free = [i for i in range(len(fragments)) if i not in roles]
    marked = sum(ends_story(fragments[i].text, language) for i in free) > 1
    named = [fragments[i].rank for i in free if fragments[i].rank and listed.names(fragments[i].text)]
    usual = min(named or [fragments[i].rank for i in free if fragments[i].rank], default=0)
    found: list[Piece] = []
    title = ""
    listed_news = sum(info(f.text, language) is not None for f in fragments) >= LIST
    for i, f in enumerate(fragments):
        role, why = roles.get(i, Role.TEXT), ()
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
                why = _evidence(fragments, i, found, title, listed, marked, usual, listed_news, language)
                if sum(weight for _, weight in why) > 0:
                    role, title = Role.TITLE, f.text
                elif _may_be_heading(fragments, i, found, joins):
                    role = Role.HEADING
            if listed_news and not title and role is not Role.TITLE:
                role = Role.FURNITURE  # what a list's page says over its first article
        found.append(Piece(f, role, tuple(why)))
    return tuple(found)


def _is_head(fragment: Fragment, entry: ContentsEntry | None, language: Language) -> bool:
    """Whether a fragment under a headline is its subtitle, its organisation or its byline."""
    text = fields.without_bullet(fragment.text)
    if language.subtitle.match(text) or is_sign(text, language):
        return True
    if entry and entry.org and likeness(letters(entry.org), letters(text)) >= SAME:
        return True
    marked = text != fragment.text or not fragment.rank
    return marked and fields.is_organisation(text, language) and fragment.mark != "item"


def _is_caption(
    fragments: Sequence[Fragment], i: int, before: Sequence[Piece], listed: Listing, joins: Joins
) -> bool:
    """Whether a fragment stands under a picture and belongs to no sentence before or behind it."""
    language = joins.language
    f = fragments[i]
    if f.rank or f.mark or not f.picture or f.width > CAPTION or listed.names(f.text):
        return False
    behind = next((g for g in fragments[i + 1 :] if g.text), None)
    last = next((p for p in reversed(before) if p.role not in (Role.FURNITURE, Role.CAPTION)), None)
    if last and last.role is Role.TEXT and not is_closed(last.text, language):
        # inside a sentence: it goes on either here or behind the caption
        return behind is not None and joins.follows(last.text, behind.text) > joins.follows(last.text, f.text)
    if is_closed(f.text, language):
        return bool(last) and last.role in (Role.TITLE, Role.PLATE) and (behind is None or behind.apart)
    return behind is None or behind.apart or behind.rank > 0


def _evidence(
    fragments: Sequence[Fragment],
    i: int,
    before: Sequence[Piece],
    title: str,
    listed: Listing,
    marked: bool,
    usual: int,
    listed_news: bool,
    language: Language,
) -> tuple[tuple[str, float], ...]:
    """What speaks for and against a fragment opening an article. `title` is the headline before it."""
    f = fragments[i]
    found: list[tuple[str, float]] = []
    last = next((p for p in reversed(before) if p.role not in (Role.FURNITURE, Role.CAPTION, Role.TABLE)), None)
    behind = [g for g in fragments[i + 1 : i + 4] if not _page_number.match(g.text)]
    joint = f.text + behind[0].text if behind and is_display(behind[0], language) else ""
    if listed.names(f.text) or (listed.names(joint) and not listed.names(behind[0].text)):
        found.append(("named by the contents", 6.0))
    elif listed.entries:
        found.append(("not in the contents", -2.0))
    if any(rank.match(f.text) for rank in language.ranks):
        found.append(("numbered", -5.0))
    if listed_news and not (behind and info(behind[0].text, language)):
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
    elif ends_story(last.text, language):
        found.append(("behind an end", 3.0))
    elif not is_closed(last.text, language):
        found.append(("inside a sentence", -4.0))
    elif marked:
        found.append(("no end before it", -3.0))
    if behind:
        found += _below(f, behind, language)
    if language.notice_title.search(f.text.strip()) and (f.rank or f.apart):
        found.append(("a notice", 2.0))
    if f.rank:
        found.append(("marked as a headline", 1.0) if f.rank <= usual else ("a lower heading", -2.0))
    return tuple(found)


def _is_second_line(first: Fragment, second: Fragment) -> bool:
    """Whether two headlines are the lines of one: alike in rank and in length, as couplets are."""
    alike = min(first.width, second.width) >= COUPLET * max(first.width, second.width)
    return first.rank == second.rank > 0 and alike and not second.apart


def _below(f: Fragment, behind: Sequence[Fragment], language: Language) -> list[tuple[str, float]]:
    """What the fragments under a headline say of it."""
    first = behind[0]
    text = fields.without_bullet(first.text)
    if language.dateline.match(text):
        return [("over a dateline", 3.0)]
    if info(first.text, language):
        return [("over its source and date", 8.0)]
    if is_sign(text, language):
        return [("over a byline", 3.0)]
    if fields.is_organisation(text, language) and not first.rank:
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


def _shares(title: str, text: str) -> bool:
    """Whether a heading repeats words of the headline."""
    a, b = letters(title), letters(text)
    return any(b[i : i + SHARED] in a for i in range(len(b) - SHARED + 1))


def _may_be_heading(fragments: Sequence[Fragment], i: int, before: Sequence[Piece], joins: Joins) -> bool:
    """Whether a fragment that opens no article is a heading inside one, and no rest of a sentence."""
    language = joins.language
    f = fragments[i]
    if f.rank:
        return True
    last = next((p for p in reversed(before) if p.role in (Role.TEXT, Role.HEADING, Role.TITLE, Role.SIGN)), None)
    behind = next((g for g in fragments[i + 1 :] if g.text and not _page_number.match(g.text)), None)
    if last is None or behind is None:
        return False
    if last.role is Role.TEXT and not is_closed(last.text, language):
        return False
    if any(rank.match(f.text) for rank in language.ranks[:2]):
        return True
    if not behind.rank and not behind.indented and joins.follows(f.text, behind.text) > GOES_ON:
        return False  # the first words of a paragraph
    return behind.width > LONGEST[language.spaced] or language.ends_sentence(behind.text)
