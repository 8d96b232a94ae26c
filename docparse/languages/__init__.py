"""What only a language knows, as data. Adding a language is adding a module here and naming it here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .script import WIDE, han_share, is_han, is_labelled, is_wide, letters, letters_by_line, text_width

if TYPE_CHECKING:
    from .rules import Language

CHINESE_FROM = 0.2  # share of Han letters: an English text quotes fewer, a Chinese one holds many more

CODES = ("en", "zh")

__all__ = [
    "CODES",
    "WIDE",
    "han_share",
    "is_han",
    "is_labelled",
    "is_wide",
    "language_of",
    "letters",
    "letters_by_line",
    "rules_for",
    "text_width",
]


def language_of(text: str) -> str:
    """The language code that most of `text` is written in."""
    return "zh" if han_share(text) >= CHINESE_FROM else "en"


@cache
def rules_for(code: str) -> Language:
    """The rules of a language; English where a code is unknown."""
    if code == "zh":  # only the one that is asked for: its patterns take a while to make
        from .zh import ZH

        return ZH
    from .en import EN

    return EN
