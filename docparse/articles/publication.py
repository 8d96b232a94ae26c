"""What the publication says of itself: on its cover, under its nameplate, in its masthead and running heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import regex

from ..languages import letters
from ..languages.rules import Language
from ..layout.types import Zone
from ..model import Publication
from ..text.joining import join
from .story import zone_lines

_chinese_digits = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_spaces = regex.compile(r"(?<=[\p{Han}\d])\s+(?=[\p{Han}\d])")


def publication(
    plates: Sequence[Zone], mastheads: Sequence[str], furniture: Sequence[str], language: Language
) -> Publication:
    """The publication's fields. `plates` are cover and nameplate, the others printed lines, in the order of trust."""
    plate_lines = [line.text for zone in plates for line in zone_lines(zone)]
    lines = [*plate_lines, *mastheads, *furniture]
    title = _title(plates, mastheads, furniture, language)
    return Publication(
        title=title,
        issue=_first(lines, language.issue),
        total_issue=_first(lines, language.total_issue),
        date=next((d for line in lines if (d := iso_date(line, language))), None),
        publisher=_publisher(lines, language),
    )


def _title(
    plates: Sequence[Zone], mastheads: Sequence[str], furniture: Sequence[str], language: Language
) -> str | None:
    """The largest words of cover or nameplate; else what the masthead and the running heads repeat."""
    heads = [zone.headline for zone in plates if zone.headline]
    if heads:
        return join(line.text for line in max(heads, key=lambda h: h.style.size).lines)
    counted = Counter(_without_issue(text, language) for text in furniture)
    named = [
        (n, text) for text, n in counted.items() if n > 1 and len(letters(text)) >= 2 and not letters(text).isdigit()
    ]
    for text in mastheads[:1]:
        if any(letters(text) == letters(name) for _, name in named):
            return text
    return max(named, default=(0, None), key=lambda pair: pair[0])[1]


def _without_issue(text: str, language: Language) -> str:
    for pattern in (language.issue, *language.dates):
        text = pattern.sub("", text)
    return text.strip(" ·•|-—")


def _first(lines: Iterable[str], pattern: regex.Pattern[str]) -> str | None:
    for line in lines:
        if match := pattern.search(_spaces.sub("", line)):
            return " ".join(match[0].split())
    return None


def _publisher(lines: Sequence[str], language: Language) -> str | None:
    for line in lines:
        for pattern in language.publisher:
            if match := pattern.search(line.strip()):
                return str(match["publisher"]).strip()
    return None


def iso_date(text: str, language: Language) -> str | None:
    """The first date in `text` as ISO 8601, as precise as printed."""
    for pattern in language.dates:
        if match := pattern.search(text):
            groups = match.groupdict()
            year = _number(groups["year"])
            month = language.months.get(groups["month"].lower()[:3]) or _number(groups["month"])
            day = _number(groups["day"]) if groups.get("day") else None
            return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")
    return None


def _number(text: str) -> int:
    """`2025`, `二〇二五`, `十二`, `二十三` as a number."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return 10 * (_chinese_digits.get(tens, 1) if tens else 1) + (_chinese_digits[ones] if ones else 0)
    return int("".join(str(_chinese_digits[c]) for c in text))
