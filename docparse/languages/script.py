"""What a character is: Han, wide, a letter; what a line's shape says. The only language knowledge that reading needs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

WIDE = "\u2e80"  # from here on characters may fill an em
_han = regex.compile(r"\p{Han}")
_wide = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\u3000-\u303f\uff00-\uffef]")
_label = regex.compile(r"^\p{L}[\p{L}\s]{0,15}[:：]")
PRINTERS_MARKS = "’‘“”—–…•"  # most texts of Latin script have no others beyond ASCII, whose letters are told faster
_no_letters = bytes(code for code in range(128) if not chr(code).isalnum())
_han_runs, _wide_runs = regex.compile(_han.pattern + "+"), regex.compile(_wide.pattern + "+")


@lru_cache(maxsize=65536)
def is_han(char: str) -> bool:
    """Whether the character is a Chinese one (no punctuation)."""
    return char >= WIDE and _han.match(char) is not None


@lru_cache(maxsize=65536)
def is_wide(char: str) -> bool:
    """Whether the character fills an em: Chinese, kana, or their punctuation. The empty string is not wide."""
    return char >= WIDE and _wide.match(char) is not None


def han_share(text: str) -> float:
    """How much of the letters of `text` is Chinese, 0 to 1."""
    if _han.search(text) is None:
        return 0.0
    letters = "".join(filter(str.isalpha, text))
    return (len(letters) - len(_han_runs.sub("", letters))) / len(letters) if letters else 0.0


def letters(text: str) -> str:
    """Letters and digits alone, lower case: what two printings of the same words share."""
    if not text.isascii():
        for mark in PRINTERS_MARKS:
            text = text.replace(mark, "")
    if text.isascii():
        return text.lower().encode("ascii").translate(None, _no_letters).decode("ascii")
    return "".join(filter(str.isalnum, text.lower()))


def letters_by_line(texts: Sequence[str]) -> str:
    """The letters of each text as `letters` gives them, a line each, in any order: faster than one by one."""
    plain = "\n".join([text for text in texts if text.isascii()])
    plain = plain.lower().encode("ascii").translate(None, _no_letters.replace(b"\n", b"")).decode("ascii")
    return "\n".join([plain, *[letters(text) for text in texts if not text.isascii()]])


def text_width(text: str) -> float:
    """About how wide a text is, in em: Han characters 1, others one half."""
    narrow = text if text.isascii() else _wide_runs.sub("", text)
    return len(text) - 0.5 * len(narrow)


def is_labelled(text: str) -> bool:
    """Whether a line begins with what it tells and a colon, as an address or a telephone number does."""
    return _label.match(text) is not None
