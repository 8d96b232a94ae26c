"""What a fragment of a text may be for, and what its words alone tell of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ..articles import fields
from ..languages import text_width
from ..languages.rules import Language
from ..text.likely import han_fit
from .fragments import Fragment

LONGEST = {True: 50.0, False: 45.0}  # em by `Language.spaced`: a longer fragment is no headline
CLAUSE = 24.0  # em: a headline with a comma in it is no longer, unless it is numbered or marked as one
GARBLED_FROM = 10  # neighbouring Han characters from which on chance can be told from words
GARBLED = 0.26  # of them in words: names of people and places have more
END_MARKS = ("■", "□", "◆", "◇", "●")
_PAIRS = ("“”", "（）", "()", "《》", "「」", "『』", "【】")


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
    commas = sum(text.count(mark) for mark in "，,")
    if not numbered and (commas > 1 or (commas and text_width(text) > CLAUSE)):
        return False  # a sentence that was broken
    return numbered or not language.list_item.match(text)


def is_garbled(text: str) -> bool:
    """Whether a text is what a converter made of lines too narrow for it: characters that form no words."""
    fit = han_fit(text)
    return fit.pairs.of >= GARBLED_FROM and fit.pairs.part <= GARBLED


def is_organisation(text: str, language: Language) -> bool:
    """Whether a fragment under a headline names an organisation and says nothing of it."""
    return fields.is_organisation(text, language) and not any(mark in text for mark in "，,。；;！？")


def is_sign(text: str, language: Language) -> bool:
    """Whether a fragment is a byline or a source and nothing else."""
    return fields.byline(text, language) is not None


def is_closed(text: str, language: Language) -> bool:
    """Whether a text ends with a sentence, a signature or an end mark."""
    bare = text.rstrip()
    if bare.endswith((*END_MARKS, "...", "…")) or fields.end_sign(bare, language):
        return True
    return language.ends_sentence(bare) and not bare.endswith(("：", ":", "；", ";")) and not left_open(bare)


def ends_story(text: str, language: Language) -> bool:
    """Whether a text ends as a whole article does: with a signature or an end mark."""
    bare = text.rstrip()
    return bare.endswith(END_MARKS) or fields.end_sign(bare, language) is not None or is_sign(bare, language)


def left_open(text: str) -> bool:
    """Whether a text ends inside brackets or quotes."""
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in _PAIRS if pair[0] != pair[1])
