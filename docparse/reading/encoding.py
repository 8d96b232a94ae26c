"""Bytes of a text file become characters: UTF-8 and UTF-16 with or without their mark, GB18030, Big5,
Windows-1252."""

from __future__ import annotations

import codecs

from ..errors import UnsupportedType
from ..text.likely import han_fit

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 64_000  # bytes: enough to tell one encoding from another
HALF_EMPTY = 0.2  # of the bytes: zeros in UTF-16 text of Latin letters
ONE_SIDED = 0.05  # of them may stand on the other side
WORDS = 0.3  # of neighbouring Han characters: real text has half of them in words, chance hardly any
BINARY = 0.02  # of the characters: control characters that no text has so many of
ACCENTS = 0.1  # of the bytes: curly quotes and accents of a text in Latin letters
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1a\x1b\b")


def decoded(data: bytes, name: str) -> str:
    """The text of a file, line ends as \\n. Raises UnsupportedType where the bytes are no text in a known encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(_strict(data, encoding), name)
    if (wide := _utf_16(data)) is not None:
        return _clean(wide, name)
    if (text := _strict(data, "utf-8")) is not None:
        return _clean(text, name)
    # Every pair of bytes is a character in one of these or the other; real words tell which
    offered = [text for encoding in ("gb18030", "big5hkscs") if (text := _strict(data, encoding)) is not None]
    best = max(offered, key=_likely, default=None)
    if best is None or _likely(best) < WORDS:
        western = _strict(data, "cp1252") if sum(byte > 0x7F for byte in data[:SAMPLE]) <= ACCENTS * len(data) else None
        best = western or best
    return _clean(best, name)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without its mark: zeros beside its Latin letters and line ends, nearly all on one side; or real words."""
    sample = data[: SAMPLE // 2 * 2]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or not (low or high):
        return None
    latin = max(low, high) >= HALF_EMPTY * len(sample) and min(low, high) <= ONE_SIDED * max(low, high)
    if latin:
        return _strict(data, "utf-16-be" if low > high else "utf-16-le")
    offered = [text for side in ("utf-16-le", "utf-16-be") if (text := _strict(data, side)) is not None]
    best = max(offered, key=_likely, default="")
    return best if _likely(best) >= WORDS else None


def _likely(text: str) -> float:
    """0 to 1: how many neighbouring Han characters stand side by side in words."""
    return han_fit(text[:SAMPLE]).pairs.part


def _clean(text: str | None, name: str) -> str:
    if text is None:
        raise UnsupportedType(name, "no text in UTF-8, UTF-16, GB18030 or Big5")
    sample = text[:SAMPLE]
    controls = sum((c < " " or "\x7f" <= c < "\xa0") and c not in _TEXT_CONTROLS for c in sample)
    if controls > BINARY * len(sample):
        raise UnsupportedType(name, "binary data")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\x00", "")
