"""Dates in a text, whatever the language and however they are written."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from ..articles.publication import dates as printed_dates
from ..languages import CODES, rules_for

_ISO = regex.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}  # digits: one character for one


def dates(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each date begins and ends, and what it is as ISO 8601, as precise as printed."""
    plain = text.translate(_FULL_WIDTH)
    if iso := _ISO.fullmatch(plain.strip()):
        yield 0, len(text), iso[0]
        return
    for code in CODES:
        yield from printed_dates(plain, rules_for(code))
