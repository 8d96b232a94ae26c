"""Does a text go on where another stops? Evidence from the last line of the one and the first line of the other."""

from __future__ import annotations

from enum import Enum

from ...languages.rules import Language
from ...layout.types import FlowLine

FULL = 1.2  # em: a line that ends closer to its edge was full
INDENT = {True: 0.7, False: 1.2}  # em by `Language.spaced`
END_MARKS = ("■", "□", "◆")


class End(Enum):
    """How a text ends."""

    SIGNED = "signed"  # with a signature or an end mark: nothing follows
    CLOSED = "closed"  # with a stop mark in a line that had room for more
    STOPPED = "stopped"  # with a stop mark in a full line
    OPEN = "open"  # inside a sentence


class Start(Enum):
    """How a text starts."""

    INDENTED = "indented"  # a new paragraph
    FLUSH = "flush"
    LOWER = "lower"  # with a small letter or a mark that cannot start: inside a sentence


def end_of(line: FlowLine, language: Language) -> End:
    """How the text ends whose last line this is."""
    text = line.text
    if text.endswith(END_MARKS) or language.signs(text):
        return End.SIGNED
    if not language.ends_sentence(text):
        return End.OPEN
    return End.CLOSED if line.short >= FULL else End.STOPPED


def start_of(line: FlowLine, language: Language) -> Start:
    """How the text starts whose first line this is."""
    if line.indent >= INDENT[language.spaced]:
        return Start.INDENTED
    first = line.text[:1]
    return Start.LOWER if first.islower() or first in "，。、；：！？）”’,.;:!?)" else Start.FLUSH


# How well a start follows an end, from certainly (+) to hardly (-); 0 says nothing.
FOLLOWS: dict[tuple[End, Start], float] = {
    (End.OPEN, Start.LOWER): 5.0,
    (End.OPEN, Start.FLUSH): 4.0,
    (End.OPEN, Start.INDENTED): -4.0,
    (End.STOPPED, Start.LOWER): 0.0,
    (End.STOPPED, Start.FLUSH): 1.0,
    (End.STOPPED, Start.INDENTED): 1.5,
    (End.CLOSED, Start.LOWER): -3.0,
    (End.CLOSED, Start.FLUSH): -1.0,
    (End.CLOSED, Start.INDENTED): 1.5,
    (End.SIGNED, Start.LOWER): -4.0,
    (End.SIGNED, Start.FLUSH): -6.0,
    (End.SIGNED, Start.INDENTED): -6.0,
}
