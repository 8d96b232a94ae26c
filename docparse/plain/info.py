"""The line of a web page or of a list of articles that says where and when: `Ha Er Bin Ri Bao· 2025-07-09 23:19`."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

import regex

from ..articles import fields
from ..articles.publication import iso_date
from ..languages import text_width
from ..languages.rules import Language

LONGEST = 45.0  # em
_time = regex.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b|(?<=\d)日?\s*\d{1,2}时\d{1,2}分")
_label = regex.compile(
    r"^(?:发布|发表|更新|编辑)?(?:时间|日期|于)\s*[:：]?\s*|^(?i:published|posted|updated|date)\s*(?:on)?\s*:?\s*"
)
_separated = regex.compile(r"^[^·•|｜]{2,60}?\s*[·•|｜]\s*$")
_marks = " ·•|｜—–-,，:：()（）[]"


class Info(NamedTuple):
    """Where an article was taken from, and its date as printed, in ISO 8601."""

    source: str | None
    date: str


def info(text: str, language: Language) -> Info | None:
    """What a line says that holds a date and nothing but a source beside it; None for every other line."""
    if text_width(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text)
    date = iso_date(plain, language) or _numeric(plain)
    if date is None:
        return None
    rest = _time.sub(" ", plain)
    for pattern in (*language.dates, _NUMERIC):
        if match := pattern.search(rest):
            rest = f"{rest[: match.start()]}\0{rest[match.end() :]}"
            break
    before, _, after = rest.partition("\0")
    before = _label.sub("", before.strip())
    if not (before + after).strip(_marks + "日"):
        return Info(None, date)
    if _separated.match(before) and not after.strip(_marks):
        return Info(before.strip(_marks), date)
    for part in (before, after):
        said = fields.byline(part.strip(_marks), language)
        if said and said.source and not (before + after).replace(part, "").strip(_marks):
            return Info(said.source, date)
    return None


_NUMERIC = regex.compile(
    r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>1[0-2]|0?[1-9])[-/.](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)


def _numeric(text: str) -> str | None:
    match = _NUMERIC.search(text)
    return f"{match['year']}-{int(match['month']):02d}-{int(match['day']):02d}" if match else None
