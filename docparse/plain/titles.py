"""Headlines, headings and signatures as they were set: which of their spaces are the author's.

A Chinese headline sets its clauses apart by a space, and a converter puts one wherever a line of it ended.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ..articles import fields
from ..languages import is_han, letters, text_width
from ..text.continuity.across import words_across
from ..text.joining import join, tidy
from ..text.spacing import Spacing
from .contents import Listing

LEAST_CLAUSE = 4.0  # em
ALIKE = 0.55  # of the longer clause: what the shorter is at least
_space = regex.compile(r"(?<=\S) +(?=\S)")
_clause_number = regex.compile(r"^(?:第?[一二三四五六七八九十\d]+[、．.章节]|[（(][一二三四五六七八九十\d]+[)）])\s*")
_function = ("的", "和", "与", "及", "到", "在", "对", "向", "为", "将", "把", "被", "是", "会", "之", "等", "了", "着")
_never_first = ("的", "等", "和", "与", "及", "之", "者", "们", "性", "化", "了", "着", "关于")


def title(texts: Sequence[str], listed: Listing, spacing: Spacing) -> str:
    """The headline of a story; where the contents page prints it without a space, the space was a line's end."""
    text = " ".join(texts) if not spacing.language.spaced else join(texts)
    text = tidy(text)
    if spacing.language.spaced:
        return text
    entry = listed.names(text)
    if entry and letters(entry.title).startswith(letters(text)):
        text = _spaced_like(text, entry.title)
    return heading(text, spacing)


def heading(text: str, spacing: Spacing) -> str:
    """A headline or heading with the spaces between its clauses, and no others."""
    if not spacing.mend or spacing.language.spaced or not any(map(is_han, text)):
        return text
    text = tidy(text)
    kept = ""
    last = 0
    for match in _space.finditer(text):
        before, after = kept + text[last : match.start()], text[match.end() :]
        kept = before + (" " if _parts_clauses(before, after, spacing) else "")
        last = match.end()
    return kept + text[last:]


def _parts_clauses(before: str, after: str, spacing: Spacing) -> bool:
    """Whether a space stands between two clauses: both long enough, alike in length, and no word across."""
    left = _clause_number.sub("", before.rsplit(" ", 1)[-1])
    right = after.split(" ", 1)[0]
    if not is_clause_edge(before[-1:]) or not is_clause_edge(after[:1]):
        return False
    if before.endswith(_function) or after.startswith(_never_first):
        return False
    shorter, longer = sorted((text_width(left), text_width(right)))
    if shorter < LEAST_CLAUSE or shorter < ALIKE * longer:
        return False
    return words_across(before, after, spacing.language) <= 0 or not (is_han(before[-1]) and is_han(after[0]))


def is_clause_edge(char: str) -> bool:
    """Whether a clause may begin or end with a character: a letter, a digit, a quote or a bracket."""
    return bool(char) and (char.isalnum() or char in "“”\"'‘’《》「」()（）")


def _spaced_like(text: str, other: str) -> str:
    """`text` without the spaces that another printing of the same letters does not have."""
    spaces = set()
    count = 0
    for char in other:
        if char == " ":
            spaces.add(count)
        count += char.isalnum()
    found = []
    count = 0
    for char in text:
        if char != " " or count in spaces:
            found.append(char)
        count += char.isalnum()
    return "".join(found)


def with_sign(text: str, spacing: Spacing) -> str:
    """A paragraph without stray spaces; in the signature at its end, spaces part names."""
    sign = fields.end_sign(text, spacing.language)
    if not sign:
        return spacing.running(text)
    said = sign[0]
    return spacing.running(said) + text[len(said) :]
