"""What marks say about two texts: stops, brackets and quotes, numbers of a list, small and capital letters."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import regex

from ...languages.rules import Language

PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "（": "）", "(": ")", "【": "】", "[": "]"}
CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
PAUSES = "，、；：,;:"
NO_START = "，。、；：！？…—,.;:!?%％·"  # marks that stand behind a word
DIGITS = "零一二三四五六七八九"
_apostrophe = regex.compile(r"(?<=\p{L})’(?=\p{L})|(?<=s)’(?=\s)|(?<![\p{L}\p{N}])’(?=\d\ds?\b)")
_ordinals = (
    regex.compile(r"(?:^|(?<=[。；;：:，,\s]))()([一二三四五六七八九十]{1,3})是"),
    regex.compile(r"(?:^|(?<=[。；;：:，,\s]))(其)([一二三四五六七八九十]{1,2})(?=[，,是：:])"),
    regex.compile(r"()第([一二三四五六七八九十]{1,3})(?=[，,是])"),
    regex.compile(r"([（(])([一二三四五六七八九十]{1,3}|\d{1,2})[)）]"),
    regex.compile(r"(?:^|(?<=[。；;：:\s]))()([一二三四五六七八九十]{1,3})、"),
    regex.compile(r"(?:^|(?<=[。；;：:\s]))()(\d{1,2})[.．、](?!\d)"),
    regex.compile(r"()([①-⑳])"),
)


class Close(Enum):
    """How a plain text ends."""

    STOP = "a stop"
    PAUSE = "a comma"
    OPENER = "an open bracket"
    HYPHEN = "a hyphen"
    WORD = "a word"


class Begin(Enum):
    """How a plain text begins."""

    MARK = "a mark that cannot start"
    CLOSER = "a closing bracket"
    SMALL = "a small letter"
    CAPITAL = "a capital letter"
    ITEM = "an item's number"
    OTHER = "a word"


def close_of(text: str, language: Language) -> Close:
    text = text.rstrip()
    if not text:
        return Close.STOP
    bare = text.rstrip("".join(CLOSERS) + "\"'")
    last = bare[-1:] or text[-1]
    if last in language.stop_marks and last not in PAUSES:
        return Close.STOP
    if text[-1] in PAIRS:
        return Close.OPENER
    if text[-1] in PAUSES:
        return Close.PAUSE
    return Close.HYPHEN if text[-1] in "-\u2010\u00ad" else Close.WORD


def begin_of(text: str, language: Language) -> Begin:
    text = text.lstrip()
    first = text[:1]
    if not first:
        return Begin.OTHER
    if first in NO_START and not text.startswith(("——", "—", "……", "...")):
        return Begin.MARK
    if first in CLOSERS:
        return Begin.CLOSER
    if language.list_item.match(text):
        return Begin.ITEM
    return Begin.SMALL if first.islower() else Begin.CAPITAL if first.isupper() else Begin.OTHER


# How well a beginning follows an end, from certainly (+) to hardly (-): natural logarithms of odds, rounded.
FOLLOWS: dict[tuple[Close, Begin], float] = {
    (Close.STOP, Begin.MARK): -5.0,
    (Close.STOP, Begin.CLOSER): 0.0,  # the brackets tell
    (Close.STOP, Begin.SMALL): -4.0,
    (Close.STOP, Begin.CAPITAL): 1.0,
    (Close.STOP, Begin.ITEM): 0.5,
    (Close.STOP, Begin.OTHER): 0.0,
    (Close.PAUSE, Begin.MARK): -5.0,
    (Close.PAUSE, Begin.CLOSER): -4.0,
    (Close.PAUSE, Begin.SMALL): 1.5,
    (Close.PAUSE, Begin.CAPITAL): -0.5,
    (Close.PAUSE, Begin.ITEM): -0.5,
    (Close.PAUSE, Begin.OTHER): 0.5,
    (Close.OPENER, Begin.MARK): -5.0,
    (Close.OPENER, Begin.CLOSER): -5.0,
    (Close.OPENER, Begin.SMALL): 0.0,
    (Close.OPENER, Begin.CAPITAL): 1.0,
    (Close.OPENER, Begin.ITEM): 0.5,
    (Close.OPENER, Begin.OTHER): 0.5,
    (Close.HYPHEN, Begin.MARK): -5.0,
    (Close.HYPHEN, Begin.CLOSER): -5.0,
    (Close.HYPHEN, Begin.SMALL): 3.0,
    (Close.HYPHEN, Begin.CAPITAL): -1.0,
    (Close.HYPHEN, Begin.ITEM): -4.0,
    (Close.HYPHEN, Begin.OTHER): 0.0,
    (Close.WORD, Begin.MARK): 1.0,
    (Close.WORD, Begin.CLOSER): 0.5,
    (Close.WORD, Begin.SMALL): 1.5,
    (Close.WORD, Begin.CAPITAL): -1.5,
    (Close.WORD, Begin.ITEM): -3.0,
    (Close.WORD, Begin.OTHER): 0.0,
}


def _brackets(text: str) -> Iterator[str]:
    for mark in _apostrophe.sub("", text):
        if mark in PAIRS or mark in CLOSERS:
            yield mark


def left_open(text: str) -> tuple[str, ...]:
    """The opening brackets and quotes of `text` that are not closed in it, the innermost last."""
    stack: list[str] = []
    for mark in _brackets(text):
        if mark in PAIRS:
            stack.append(mark)
        elif CLOSERS[mark] in stack:
            while stack.pop() != CLOSERS[mark]:
                pass
    return tuple(stack)


def closed_first(text: str) -> tuple[str, ...]:
    """The openers of the closing brackets and quotes that `text` did not open itself."""
    stack: list[str] = []
    found: list[str] = []
    for mark in _brackets(text):
        if mark in PAIRS:
            stack.append(mark)
        elif CLOSERS[mark] in stack:
            while stack.pop() != CLOSERS[mark]:
                pass
        else:
            found.append(CLOSERS[mark])
    return tuple(found)


def ordinals(text: str) -> tuple[tuple[int, int], ...]:
    """The list numbers in `text`, each with the way it is written."""
    found: list[tuple[int, int, int]] = []
    for kind, pattern in enumerate(_ordinals):
        found += [(m.start(), kind, value_of(m[2])) for m in pattern.finditer(text)]
    return tuple((kind, value) for _, kind, value in sorted(found))


def value_of(number: str) -> int:
    """一, 十二, 2 or ② as a number."""
    if number.isascii():
        return int(number)
    if "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    tens, ten, ones = number.rpartition("十")
    return (DIGITS.find(tens or "一") * 10 if ten else 0) + (DIGITS.find(ones) if ones else 0)
