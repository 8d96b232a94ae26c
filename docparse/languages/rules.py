"""The form of a language's rules. A language is one module that fills this form; code never asks which language it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import regex

from ..model import Role

Pattern = regex.Pattern[str]
NEVER: Pattern = regex.compile(r"(?!)")


@dataclass(frozen=True)
class Language:
    """Phrases that newsletters and newspapers print. Every pattern is matched against one line or one joined field."""

    code: str
    # ---- sentences
    stop_marks: str  # characters that end a sentence, closing quotes and brackets aside
    abbreviations: tuple[str, ...]  # words with a full stop behind which a sentence goes on, a space before each
    closing: str  # quotes and brackets that may follow a stop mark
    spaced: bool  # whether words stand apart
    borrowed: frozenset[str]  # words with accents, in small letters
    # ---- bylines: `names` holds the people, `org` their organisation, `role` the printed word
    roles: Mapping[str, Role]  # printed word -> role
    byline_lines: tuple[Pattern, ...]  # a whole line (or a bracket) that is a byline
    bare_names: Pattern  # group `names`: a line of names alone, a byline where a post stands under it
    byline_second: Pattern  # a line under the byline that is a post: in no field, but changes author to `post_role`
    end_signs: tuple[Pattern, ...]  # at the end of the last paragraph: group `sign` holds a byline or `source`
    inline_byline: Pattern  # group `sign`: people named in brackets at the start of the first paragraph
    source: Pattern  # group `source`
    not_people: Pattern  # words in a byline that name nobody (文/图)
    name_separators: Pattern
    role_inside: Pattern  # a role word between an organisation and a name that are set without spaces
    more_names: Pattern  # behind a name and a comma: further names, not an organisation
    org_words: Pattern  # what an organisation's name ends or begins with
    surname: Pattern  # how a person's name begins, where that is a closed list
    posts: Pattern  # a post after a name: in no field
    reporter_posts: Pattern  # a post that makes the author a reporter
    genre: Pattern  # what kind of text it is, on a line of its own where a name may stand
    # ---- layout words
    org_line: Pattern  # an organisation under the title
    subtitle: Pattern  # what only a subtitle begins with
    list_item: Pattern  # number or bullet of a list item
    ranks: tuple[Pattern, ...]  # numbering of headings, highest rank first
    day: Pattern  # a line that says when and nothing else, as those over the days of a log or a calendar
    editors_note: Pattern  # how a note of the editors begins
    jump_to: Pattern  # group `page`
    jump_from: Pattern  # groups `page`, `words`
    credit: Pattern  # a credit that stands at the end of a caption or by itself
    credit_mark: Pattern  # the word in a credit that says what the person did, where the name alone is the credit
    dateline: Pattern  # group `dateline`, at the start of the first paragraph
    # ---- kinds
    contents_title: Pattern
    section_name: Pattern  # a section of a newspaper, as its index lists them
    masthead_line: Pattern
    masthead_maker: Pattern  # a line of one that says who makes the publication; others give addresses, as notices do
    masthead_title: Pattern
    notice_title: Pattern
    advert: Pattern
    web_line: Pattern  # how a line begins that a web page says of itself: where one is, its menu, its rights
    cover_entry: Pattern  # rubric of a contents entry that names a cover picture
    # ---- publication
    page_label: Pattern  # group `label`, a page label in words
    head_words: Pattern  # what only the head of a newspaper page prints, dates and issues apart
    paper_name: Pattern  # in a page head: the name of the paper rather than of the section
    issue: Pattern
    total_issue: Pattern
    publisher: tuple[Pattern, ...]  # group `publisher`
    dates: tuple[Pattern, ...]  # groups year, month, day
    months: Mapping[str, int] = field(default_factory=dict)

    def ends_sentence(self, text: str) -> bool:
        """Whether `text` ends with a stop mark, closing quotes and brackets aside."""
        return self.stopped(text.rstrip(self.closing))

    def stopped(self, bare: str) -> bool:
        """The same of a text without closing quotes and brackets; an abbreviation's full stop stops nothing."""
        return bare.endswith(self.stops) and not f" {bare}".endswith(self.abbreviations)

    def signs(self, text: str) -> bool:
        """Whether `text` signs an article, or ends with what does."""
        return any(sign.search(text) for sign in (*self.end_signs, *self.byline_lines))

    def is_byline(self, text: str) -> bool:
        """Whether a line begins as those do that say who wrote a text."""
        return any(sign.match(text) for sign in self.byline_lines)

    @cached_property
    def stops(self) -> tuple[str, ...]:
        """The stop marks one by one."""
        return tuple(self.stop_marks)
