"""What the publication says of itself: on its cover, under its nameplate, in its masthead and running heads."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import regex

from ..geometry import x_overlap, y_overlap
from ..languages import letters
from ..languages.rules import Language
from ..layout.pagehead import is_label, says_head
from ..layout.types import Zone
from ..model import Publication
from ..reading.page import Line
from ..text.joining import join
from .story import zone_lines

_chinese_digits = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
BESIDE = 1.6  # sizes of the page label between it and the name of its section
_digits = regex.compile(r"[A-Z]?\d{1,3}")
# a page label and its section in one run of text: A07民生, 副刊 B12, C4 SPORTS
_label_and_section = regex.compile(
    r"^(?:(?P<label>[A-Z]{0,2}\d{1,3})[\s:：|·]*(?P<section>\p{Han}{2,6}|\p{Lu}[\p{L} ]{2,18})"
    r"|(?P<section>\p{Han}{2,6}|\p{Lu}[\p{L} ]{2,18}?)[\s:：|·]*(?P<label>[A-Z]{0,2}\d{1,3}))$"
)
_spaces = regex.compile(r"(?<=[\p{Han}\d])\s+(?=[\p{Han}\d])")


def publication(
    plates: Sequence[Zone],
    heads: Sequence[Sequence[Line]],
    mastheads: Sequence[str],
    furniture: Sequence[str],
    language: Language,
) -> Publication:
    """The publication's fields.

    `plates` are cover and nameplate, `heads` the page heads with their page numbers, page by page; `mastheads` and
    `furniture` are other printed lines. Edition and section are those of the page, where there is only one.
    """
    plate_lines = [line.text for zone in plates for line in zone_lines(zone)]
    lines = [*plate_lines, *(line.text for head in heads for line in head), *mastheads, *furniture]
    edition, section, rest = _edition(heads[0], language) if heads else (None, None, [])
    single = len(heads) == 1
    return Publication(
        title=_title(plates, rest, mastheads, furniture, language),
        issue=_first(lines, language.issue),
        total_issue=_first(lines, language.total_issue),
        date=next((d for line in lines if (d := iso_date(line, language))), None),
        publisher=_publisher(lines, language),
        edition=edition if single else None,
        section=section if single else None,
    )


def _edition(head: Sequence[Line], language: Language) -> tuple[str | None, str | None, list[Line]]:
    """Page label, name of the section, and what else a page head prints in words: the paper's name."""
    labelled = next((line for line in head if is_label(line.text)), None)
    labelled = labelled or next((line for line in head if language.page_label.search(line.text)), None)
    words = [line for line in head if line is not labelled and not says_head(line.text, language)]
    words = [line for line in words if any(c.isalpha() for c in line.text)]
    for line in words if labelled is None and len(words) > 1 else ():
        if both := _label_and_section.match(line.text.strip()):
            return both["label"], both["section"].strip(), [other for other in words if other is not line]
    if labelled is None:
        return None, None, words
    found = language.page_label.search(labelled.text)
    edition = found["label"] if found else next(iter(_digits.findall(labelled.text)), None)
    named = [line for line in words if language.paper_name.search(line.text)]
    others = [line for line in words if line not in named] if named else words if len(words) > 1 else []
    beside = [line for line in others if _gap(line, labelled) <= BESIDE * labelled.size]
    beside += [line for line in others if line.text.isupper()]
    beside += [max(others, key=lambda line: line.size)] if named and others else []
    section = beside[0] if beside else None
    return edition, section.text if section else None, [line for line in words if line is not section]


def _gap(a: Line, b: Line) -> float:
    """White between two lines on one height; infinite where they are not."""
    if y_overlap(a.box, b.box) <= 0.3 * min(a.box.height, b.box.height):
        return float("inf")
    return max(0.0, -x_overlap(a.box, b.box))


def _title(
    plates: Sequence[Zone], head: Sequence[Line], mastheads: Sequence[str], furniture: Sequence[str], language: Language
) -> str | None:
    """The largest words of cover, nameplate or page head; else what the masthead and the running heads repeat."""
    headlines = [zone.headline for zone in plates if zone.headline]
    named = [line for line in head if language.paper_name.search(line.text)]
    if headlines and not named:
        return join(line.text for line in max(headlines, key=lambda h: h.style.size).lines)
    if head:
        return max(named or head, key=lambda line: line.size).text
    counted = Counter(_without_issue(text, language) for text in furniture)
    repeated = [
        (n, text) for text, n in counted.items() if n > 1 and len(letters(text)) >= 2 and not letters(text).isdigit()
    ]
    for text in mastheads[:1]:
        if any(letters(text) == letters(name) for _, name in repeated):
            return text
    return max(repeated, default=(0, None), key=lambda pair: pair[0])[1]


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
    return next((iso for _, _, iso in dates(unicodedata.normalize("NFKC", text), language)), None)


def dates(text: str, language: Language) -> Iterator[tuple[int, int, str]]:
    """Where each date in `text` begins and ends, and what it is as ISO 8601, as precise as printed."""
    for pattern in language.dates:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            year = _number(groups["year"])
            month = language.months.get(groups["month"].lower()[:3]) or _number(groups["month"])
            day = _number(groups["day"]) if groups.get("day") else None
            try:
                date(year, month, day or 1)
            except ValueError:
                continue  # the 31st of February
            yield match.start(), match.end(), f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def _number(text: str) -> int:
    """`2025`, `二〇二五`, `十二`, `二十三` as a number."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if "十" in text:
        tens, ones = text.split("十", 1)
        return 10 * (_chinese_digits.get(tens, 1) if tens else 1) + (_chinese_digits[ones] if ones else 0)
    return int("".join(str(_chinese_digits[c]) for c in text))
