"""The contents page: its lines become entries, and the entries find their articles."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_dataclass

import regex
from msgspec.structs import replace
from rapidfuzz import fuzz

from ..geometry import y_overlap
from ..languages import letters, text_width
from ..languages.rules import Language
from ..model import Article, ContentsEntry
from ..reading.page import Line
from ..text.joining import join_two
from .fields import bare_label, without_bullet

NUMBERED = 0.6  # of the rows that end in a number: then every such number is a page number
LONGEST_NAME = 14.0  # em: a section's name is no longer
LIKE = 0.85  # of the letters that an entry shares with a title, in order
LEADER = regex.compile(r"\s*(?:[.．·•…‥_。]{2,}|…|(?:\. ){2,}|(?:· ){2,}|-{4,})\s*")
_label = regex.compile(
    r"^(?P<before>.*?)(?:\s+(?:[Pp]age|[Pp]\.))?\s*[（(【\[]?\s*(?<!\d)(?P<label>[A-Z]?\d{1,3})\s*[)）】\]]?$"
)
_only_label = regex.compile(r"^[（(]?\s*[A-Z]?\d{1,3}\s*[)）]?$")
_bullet = regex.compile(r"^[●•◆■▪◇○★☆▲►]\s*\S")


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of the contents: its text, with the page number that stands at its right."""

    text: str
    label: str | None
    size: float
    bold: bool
    gap: float  # to the row above, in points
    apart: bool  # the page number was set by itself, beside the text
    leader: bool


def entries(lines: Sequence[Line], language: Language) -> tuple[ContentsEntry, ...]:
    """The entries of a contents page, from its lines in any order."""
    return of_rows(_rows(lines), language)


def lists_the_issue(title: str, lines: Sequence[Line], language: Language) -> bool:
    """Whether a text of this title lists what the issue holds. An index of a newspaper's sections is a service, as the
    weather is."""
    return bool(language.contents_title.match(title.strip())) and not is_index(lines, language)


def is_index(lines: Sequence[Line], language: Language) -> bool:
    """Whether a list names sections and their pages: most of them are known, and none has more than a name."""
    listed = entries(lines, language)
    known = sum(bool(language.section_name.match(entry.title.strip(" ,"))) for entry in listed)
    return 2 * known >= len(listed) > 1 and all(
        entry.page_label and not entry.org and text_width(entry.title) <= LONGEST_NAME for entry in listed
    )


def in_rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in the rows of a list, from top to bottom, each from left to right."""
    grouped: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.box.y0, line.box.x0)):
        for row in grouped[-3:]:
            if y_overlap(row[0].box, line.box) > 0.5 * min(line.box.height, row[0].box.height):
                row.append(line)
                break
        else:
            grouped.append([line])
    return [sorted(row, key=lambda line: line.box.x0) for row in grouped]


def of_rows(rows: Sequence[Row], language: Language) -> tuple[ContentsEntry, ...]:
    """The entries of a contents page, from its rows in their order."""
    found: list[ContentsEntry] = []
    rubric: str | None = None
    cover = False
    labelled = any(row.label for row in rows)
    label_first = any(row.apart and not _complete(rows, i) for i, row in enumerate(rows))
    usual = _usual_size(rows)
    mostly_bold = 2 * sum(row.bold for row in rows) > len(rows)
    pitch = sorted(row.gap for row in rows[1:])[len(rows) // 3] if len(rows) > 2 else 0.0
    entry = _Open()
    for row in rows:
        if _is_rubric(row, usual, mostly_bold):
            found += entry.closed(rubric)
            found += _without_entries(rubric, found)
            entry = _Open()
            rubric = bare_label(row.text)
            cover = bool(language.cover_entry.match(rubric))
        elif cover or not labelled:
            found += entry.closed(rubric)
            entry = _Open().joined(row)
        elif label_first and not row.leader:
            # the page number stands beside the first row of its entry
            if row.label or (row.gap > 1.25 * pitch and entry.label and row.size > 0.95 * entry.size):
                found += entry.closed(rubric)
                entry = _Open()
            entry = entry.joined(row)
        else:
            entry = entry.joined(row)
            if row.label:
                found += entry.closed(rubric)
                entry = _Open()
    found += entry.closed(rubric)
    return (*found, *_without_entries(rubric, found))


def _without_entries(rubric: str | None, found: Sequence[ContentsEntry]) -> list[ContentsEntry]:
    """A label with nothing under it is an entry itself."""
    if rubric is None or any(entry.rubric == rubric for entry in found):
        return []
    return [ContentsEntry(rubric=None, title=rubric)]


@dataclass(frozen=True, slots=True)
class _Open:
    """An entry as far as its rows were read."""

    text: str = ""
    org: str = ""  # rows under the title in smaller type
    label: str | None = None
    size: float = 0.0

    def joined(self, row: Row) -> _Open:
        """The entry with one more row."""
        if self.text and row.size < 0.95 * self.size and not row.label:
            return replace_dataclass(self, org=join_two(self.org, row.text))
        label = row.label or self.label
        return _Open(join_two(self.text, row.text), self.org, label, self.size or row.size)

    def closed(self, rubric: str | None) -> list[ContentsEntry]:
        """The entry, or none where nothing was read."""
        if not any(c.isalpha() for c in self.text):
            return []
        entry = _entry(self.text, rubric, self.label)
        return [replace(entry, org=entry.org or self.org or None)]


def _rows(lines: Sequence[Line]) -> list[Row]:
    grouped = in_rows(lines)
    rows: list[Row] = []
    above = None
    ends = [max(row, key=lambda line: line.box.x1).text for row in grouped]
    numbered = sum(end[-1:].isdigit() for end in ends) >= NUMBERED * len(ends)
    for row in grouped:
        label = None
        if len(row) > 1 and _only_label.match(row[0].text):
            row.append(row.pop(0))  # the page number stands before the title
        apart = len(row) > 1 and bool(_only_label.match(row[-1].text))
        if apart:
            label = row.pop().text.strip("（）() ")
        text = "…".join(line.text for line in row)
        # a number that ends a title (G20) is a page number only behind a leader, in a bracket, or where all rows end so
        ends_in_label = numbered or LEADER.search(text) or text.endswith((")", "）", "】", "]"))
        if label is None and ends_in_label and (match := _label.match(text)):
            text, label = match["before"], match["label"]
        top = min(line.box.y0 for line in row)
        rows.append(
            Row(
                text,
                label,
                max(line.size for line in row),
                row[0].style.bold,
                top - above if above is not None else 0.0,
                apart,
                bool(LEADER.search(text)),
            )
        )
        above = top
    return rows


def _complete(rows: Sequence[Row], i: int) -> bool:
    """Whether the row with a page number ends its entry: nothing follows close under it without a number of its own."""
    if rows[i].leader or i + 1 == len(rows):
        return True
    below = rows[i + 1]
    return below.label is not None or below.gap > 1.25 * rows[i].size * 1.2 or below.size > 1.05 * rows[i].size


def _usual_size(rows: Sequence[Row]) -> float:
    sizes = sorted(row.size for row in rows)
    return sizes[len(sizes) // 2] if sizes else 0.0


def _is_rubric(row: Row, usual: float, mostly_bold: bool) -> bool:
    if row.label or row.leader or len(row.text) > 24:
        return False
    if bare_label(row.text) != without_bullet(row.text).strip():
        return True
    return (
        (bool(_bullet.match(row.text)) and row.size > 1.02 * usual)
        or row.size > 1.08 * usual
        or (row.bold and not mostly_bold)
    )


def _entry(text: str, rubric: str | None, label: str | None) -> ContentsEntry:
    title, org = text, None
    parts = [p for p in LEADER.split(text) if p]
    if len(parts) > 1:
        title, org = parts[0], " ".join(parts[1:])
    elif parts:
        title = parts[0]
    return ContentsEntry(rubric=rubric, title=without_bullet(title).strip(" .·。"), org=org or None, page_label=label)


def titles(found: Sequence[ContentsEntry]) -> frozenset[str]:
    """The entries' titles as letters, for finding headlines that are set small."""
    return frozenset(text for entry in found if len(text := letters(entry.title)) >= 4)


def rubrics(found: Sequence[ContentsEntry]) -> frozenset[str]:
    """The rubrics that the contents print, as letters."""
    return frozenset(text for entry in found if entry.rubric and len(text := letters(entry.rubric)) >= 2)


def link(
    found: Sequence[ContentsEntry], articles: Sequence[Article]
) -> tuple[tuple[ContentsEntry, ...], tuple[Article, ...]]:
    """Each entry with its article's id, and each article with the rubric that only the contents print."""
    wanted = [letters(entry.title) for entry in found]
    names = {article.id: _names(article) for article in articles if article.kind not in ("contents", "masthead")}
    linked: list[ContentsEntry] = []
    rubrics: dict[str, str] = {}
    taken: set[str] = set()
    for entry, words in zip(found, wanted, strict=True):
        best, score = None, LIKE
        for article in articles:
            if article.id in taken or article.id not in names:
                continue
            alike = max(likeness(words, name) for name in names[article.id])
            if alike > score:
                best, score = article, alike
        if best is not None:
            taken.add(best.id)
            if entry.rubric and best.kind != "photos":
                rubrics[best.id] = entry.rubric
        linked.append(replace(entry, article=best.id if best else None))
    printed = {letters(entry.rubric) for entry in found if entry.rubric}
    return tuple(linked), tuple(_with_rubric(a, rubrics.get(a.id), printed) for a in articles)


def _names(article: Article) -> tuple[str, ...]:
    """What a contents page may call an article, as letters: its title with or without its deck, a photo's caption."""
    shown = article.figures if article.kind == "photos" else ()
    texts = ((article.title or "") + (article.subtitle or ""), article.title or "", *(f.caption or "" for f in shown))
    return tuple(dict.fromkeys(map(letters, texts)))


def _with_rubric(article: Article, listed: str | None, printed: set[str]) -> Article:
    """The rubric that the contents print; a label over the headline that is one of them is no kicker."""
    if article.kicker and letters(article.kicker) in printed:
        where = {("rubric" if field == "kicker" else field): regions for field, regions in article.regions.items()}
        return replace(article, rubric=article.kicker, kicker=None, regions=where)
    return replace(article, rubric=article.rubric or listed)


def likeness(a: str, b: str) -> float:
    """0 to 1: how alike two titles are; one may be the beginning of the other."""
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if long.startswith(short) and len(short) >= 6:
        return 0.95
    if fuzz.ratio(a, b) <= 100 * LIKE:  # it counts letters in common that stand apart too, and is told at once
        return 0.0
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()
