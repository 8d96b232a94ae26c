"""Printed lines joined to running text: hyphens, spaces, soft hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable

import regex

from ..languages import WIDE, is_wide
from .words import NO_VOCABULARY, Vocabulary

SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010"
LONGEST_WORD = 60  # characters at a line's end that a broken word may have
_broken_word = regex.compile(r"(?P<head>[\p{L}’']+(?:-[\p{L}’']+)*)[-\u2010]$")
_first_word = regex.compile(r"^[\p{L}’']+(?:-[\p{L}’']+)*")
_between_wide = regex.compile(
    r"(?<=[\p{Han}\p{P}]) +(?=[、。，．；：？！）」』】》〉”’])|(?<=[（「『【《〈“‘]) +(?=\p{Han})"
)
_beside_mark = re.compile("[（「『【《〈“‘] | [、。，．；：？！）」』】》〉”’]")  # told at once; most texts have none


def join(lines: Iterable[str], vocabulary: Vocabulary = NO_VOCABULARY) -> str:
    """One text from the lines of a paragraph; `vocabulary` holds the words that the document prints unbroken."""
    text = ""
    for line in lines:
        text = join_two(text, line.strip(" "), vocabulary)
    return text.replace(SOFT_HYPHEN, "")


def join_two(before: str, after: str, vocabulary: Vocabulary = NO_VOCABULARY) -> str:
    """`after` put behind `before`.

    Without a space between wide characters, without the hyphen of a word broken at the line's end.
    """
    if not before or not after:
        return before + after
    last, first = before[-1], after[0]
    if last.isalnum() and first.isalnum() and last < WIDE and first < WIDE:
        return f"{before} {after}"  # most lines of spaced languages
    if last == SOFT_HYPHEN:
        return before[:-1] + after
    if is_wide(last) or is_wide(first) or _quotes_wide(before, after):
        return before + after
    if last in HYPHENS and (match := _broken_word.search(before[-LONGEST_WORD:].rsplit(" ", 1)[-1])):
        return before + after if _keeps_hyphen(match["head"], after, vocabulary) else before[:-1] + after
    if last in "-/—–" and not before.endswith((" -", " –", " —", " /")):
        return before + after
    return f"{before} {after}"


def _quotes_wide(before: str, after: str) -> bool:
    """Curly quotes, dots and dashes have no width of their own: their neighbours tell whether the text is Chinese."""
    neutral = "“”‘’…—·"
    if before[-1] not in neutral and after[0] not in neutral:
        return False
    left = next((c for c in reversed(before) if c not in neutral), "")
    right = next((c for c in after if c not in neutral), "")
    return is_wide(left) or is_wide(right)


def _keeps_hyphen(head: str, after: str, vocabulary: Vocabulary) -> bool:
    """Whether the hyphen at a line's end belongs to the word (well-|known) or only broke it (col-|lege)."""
    match = _first_word.match(after)
    if not match or match[0][:1].isupper():
        return True
    return vocabulary.keeps_hyphen(head, match[0])


def tidy(text: str) -> str:
    """Spaces that nobody typed, beside Chinese punctuation."""
    return _between_wide.sub("", text) if _beside_mark.search(text) else text
