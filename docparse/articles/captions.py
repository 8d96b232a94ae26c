"""A placed picture becomes a figure: its caption and its credit apart."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages import text_width
from ..languages.rules import Language
from ..layout.types import PlacedFigure
from ..model import Figure
from ..reading.page import Line, Style
from ..text.joining import join, tidy
from ..text.words import Vocabulary
from . import fields
from .story import regions

LETTER_AND_STOP = 2  # characters of an initial
CREDIT_SIZE = 0.9  # of the caption's size
LONGEST_CREDIT = 24.0  # em
COMMAS = ("，", "、", ",")


def figure(placed: PlacedFigure, language: Language, vocabulary: Vocabulary) -> Figure:
    """Caption and credit apart: the credit has its own words, or its own face at the caption's end."""
    caption_lines, credit_lines = _credit_lines(placed, language)
    caption = fields.without_bullet(tidy(join((line.text for line in caption_lines), vocabulary)))
    credit = tidy(join(line.text for line in credit_lines)) or None
    if caption and not credit:
        caption, credit = _credit_inside(caption, caption_lines, language)
    if credit:
        credit = language.credit_mark.sub("", credit).strip(" （）()") or credit
    return Figure(
        caption=caption or None,
        credit=credit,
        page=placed.picture.page,
        bbox=placed.picture.box.rounded(),
        caption_regions=regions(placed.caption),
    )


def _credit_lines(placed: PlacedFigure, language: Language) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines that are a credit from end to end stand apart from the caption."""
    lines = placed.caption
    credit = tuple(line for line in lines if (m := language.credit.search(line.text)) and m.start() == 0)
    if not credit and len(lines) > 1 and lines[0].size <= CREDIT_SIZE * lines[1].size and _is_short(lines[0].text):
        credit = (lines[0],)  # between picture and caption, set smaller
    if credit and len(credit) < len(lines):
        return tuple(line for line in lines if line not in credit), credit
    if len(lines) < 2 or _goes_over_the_end(lines[-2].text, lines[-1].text, language):
        return tuple(lines), ()
    if _ends(lines[-2].text, language) and fields.names_alone(lines[-1].text, language):
        return tuple(lines[:-1]), (lines[-1],)  # on a scan a name may look like the caption
    if (
        _look(lines[-1]) != _look(lines[0])
        and len(lines[-1].spans) == 1
        and not lines[-2].text.endswith("\u00ad")
        and (language.ends_sentence(lines[-2].text) or lines[-1].box.x0 > placed.picture.box.cx)
    ):
        return tuple(lines[:-1]), (lines[-1],)
    return tuple(lines), ()


def _is_short(text: str) -> bool:
    """Whether a line is as short as a name with what its bearer does, and goes on nowhere."""
    return text_width(text) <= LONGEST_CREDIT and not text.endswith(COMMAS)


def _ends(text: str, language: Language) -> bool:
    """Whether a line ends a sentence; the stop behind an initial does not."""
    return language.ends_sentence(text) and len(text.rsplit(" ", 1)[-1]) > LETTER_AND_STOP


def _goes_over_the_end(before: str, after: str, language: Language) -> bool:
    """Whether a credit begins in one line and ends in the next: “Photo:” and, under it, the name."""
    match = language.credit.search(join((before, after)))
    return match is not None and match.start() < len(before)


def _look(line: Line) -> tuple[float, str, bool]:
    style = line.spans[-1].style
    return (style.size, style.face, style.italic)


def _credit_inside(caption: str, lines: Sequence[Line], language: Language) -> tuple[str, str | None]:
    match = language.credit.search(caption)
    if _set_apart(lines[-1].spans[-1].style, lines[0].spans[0].style):
        tail = " ".join(join(_tail_of(lines)).split())
        before = len(caption) - len(tail)
        head = caption[:before].strip()
        # a credit that begins before them has its end in the words set apart, and no caption stops at a comma
        if (
            tail
            and caption.endswith(tail)
            and head
            and not ((match and match.start() < before) or head.endswith(COMMAS))
        ):
            return head, tail
    if match and caption[: match.start()].strip():
        return caption[: match.start()].strip(" 　("), match["credit"].strip()
    return caption, None


def _set_apart(style: Style, other: Style) -> bool:
    """Another slant or size; another face alone is not enough, since quotes and digits often have their own."""
    return (
        style.italic != other.italic or style.color != other.color or abs(style.size - other.size) > 0.05 * other.size
    )


def _tail_of(lines: Sequence[Line]) -> list[str]:
    """The text in the style of the caption's last words, as far back as it reaches."""
    style = lines[-1].spans[-1].style
    tail: list[str] = []
    for line in reversed(lines):
        own: list[str] = []
        for span in reversed(line.spans):
            if span.style != style:
                return ["".join(own), *tail] if own else tail
            own.insert(0, span.text)
        tail.insert(0, "".join(own))
    return tail
