"""The head of a newspaper page, above a rule or in a band of its own: paper, date, edition, section, editors."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from ..geometry import Box, y_overlap
from ..languages.rules import Language
from ..reading.page import Line, PageContent
from .headlines import LARGE
from .jumps import is_jump_from

DEPTH = 0.2  # of the page's height: a nameplate with its date line is no deeper
ACROSS = 0.75  # of the width that text and rules take: the rule under a page head runs across the page
MOST_LINES = 14
MOST_STOPS = {True: 3, False: 1}  # lines that end like a sentence, by `Language.spaced`: Vol. 12, No. 3. is none
MOST_LARGE = 3  # nameplate, section, label: a headline of two lines and more would be one too many
LONGEST_LARGE = 28.0  # times the body size: a longer large line is a headline
_label = regex.compile(r"^(?:[A-Z]{0,2}\d{1,3}|第\s*[A-Z]?\d{1,3}\s*版|[A-Z]?\d{1,3}\s*版)$")


def is_label(text: str) -> bool:
    """Whether a line is a page label by itself: A03, 05, 第3版."""
    return _label.match(text.strip()) is not None


def page_head(content: PageContent, body: float, language: Language) -> tuple[Line, ...]:
    """The lines of the page's head, empty where it has none. `body` is the size of the body text in points."""
    lines = [line for line in content.lines if line.box.cy < DEPTH * content.height]
    if not lines:
        return ()
    left, right = min(line.box.x0 for line in content.lines), max(line.box.x1 for line in content.lines)
    least = ACROSS * (right - left)
    bands = [f.box for f in content.frames if f.tinted and f.box.width >= least and f.box.y1 < DEPTH * content.height]
    for band in bands:
        inside = [line for line in lines if band.y0 <= line.box.cy <= band.y1]  # a label may stand beside it
        above = [line for line in lines if line.box.cy < band.y0]
        if _is_head([*above, *inside], body, language):
            return (*above, *inside)
    rules = [r for r in content.rules if r.width >= least and r.width > r.height and r.y0 < DEPTH * content.height]
    for rule in sorted(rules, key=lambda r: -r.y0):
        above = [line for line in lines if line.box.cy < rule.y0]
        if _is_head(above, body, language) and not _beside_pictures(above, content):
            return tuple(above)
    return ()


def _is_head(lines: Sequence[Line], body: float, language: Language) -> bool:
    """Few lines, short where they are large, and at least one that only a page head prints."""
    if not lines or len(lines) > MOST_LINES or any(is_jump_from(line, language) for line in lines):
        return False
    if sum(language.ends_sentence(line.text) for line in lines) > MOST_STOPS[language.spaced]:
        return False  # a text
    large = [line for line in lines if line.size >= LARGE * body]
    if len(large) > MOST_LARGE or any(line.box.width > LONGEST_LARGE * body and line.size < 3 * body for line in large):
        return False
    return any(says_head(line.text, language) for line in lines)


def says_head(text: str, language: Language) -> bool:
    """Whether a line holds a date, an issue, a page label or the page's editors."""
    return (
        is_label(text)
        or bool(language.head_words.search(text))
        or bool(language.issue.search(text))
        or any(pattern.search(text) for pattern in language.dates)
    )


def _beside_pictures(lines: Sequence[Line], content: PageContent) -> bool:
    """Text above a rule that shares its height with a picture belongs to an article."""
    top, bottom = min(line.box.y0 for line in lines), max(line.box.y1 for line in lines)
    band = Box(0, top, content.width, bottom)
    return any(y_overlap(p.box, band) > 0.5 * p.box.height for p in content.pictures)
