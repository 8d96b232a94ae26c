"""Running heads, page numbers and other furniture: it repeats at one place with only digits changing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import regex
from msgspec.structs import replace

from ..geometry import x_overlap, y_overlap
from ..languages import han_share, is_labelled, letters
from ..languages.rules import Language
from ..reading.page import Line, PageContent
from .pagehead import is_label, page_head

MARGIN = 0.14  # of the page's height at top and bottom: where furniture is looked for
SIDE = 0.1  # of the page's width: the same at its sides
MOST_ALONG = 2  # lines of furniture at the sides: more are a table or a page of text that was turned
SAME_PLACE = 0.012  # of the page's height
LARGEST = 1.6  # times the body size: a headline may stand twice at the same place, a running head is small
WHOLE_ROW = 2  # known lines of a row in the margin from which on the whole row is furniture
NAME, SMALL_NAME = 1.8, 1.0  # times the body size: a nameplate at least, and at most a running head with its words
LEAST_NAME = 3  # letters
APART = 1.0  # sizes of white over the lowest row of a page that is no part of the text
LABELS = 3  # with what they tell, in one line, at least
MOST_ROWS = 4  # rows of furniture at one end of a page
_digits = re.compile(r"[0-9]+|[〇零一二三四五六七八九十]+(?=[月年期日])")
_number = re.compile(
    r"^[\s\-–—―·•.|/~＿_]*(?:第|page|p\.)?\s*(?P<label>[A-Z]?\d{1,4}|[ivxlc]{1,6})\s*(?:页|版)?[\s\-–—―·•.|/~＿_]*$",
    re.IGNORECASE,
)
_bare_label = re.compile(r"[A-Z]{0,2}\d{1,3}")
_address = re.compile(r"\S@\S|https?://|(?<![\w.])[\w-]+(?:\.[\w-]+)+(?:/\S*)?$", re.ASCII)
_labels = regex.compile(r"(?<!\S)\p{L}{2,8}[:：]")
_last_number = re.compile(r"(?:page|第)?\s*(?P<label>[A-Z]?\d{1,4})\s*页?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Separated:
    """A page without its furniture, the furniture with its kind, and the page label that it prints."""

    content: PageContent
    furniture: tuple[tuple[str, Line], ...]
    label: str | None


def separate(pages: Sequence[PageContent], body: float, language: Language) -> tuple[Separated, ...]:
    """Furniture taken from every page; `body` is the size of the body text in points."""
    repeated = _repeated(pages, body)
    names = _names(pages, body)
    return tuple(_with_head(_separate(page, repeated, names, body), body, language) for page in pages)


def _with_head(page: Separated, body: float, language: Language) -> Separated:
    """The page's head taken from its text, as furniture; frames that held nothing else go with it."""
    head = page_head(page.content, body, language)
    if not head:
        return page
    gone = {id(line) for line in head}
    lines = tuple(line for line in page.content.lines if id(line) not in gone)
    middles = [line.box.middle for line in lines]
    frames = tuple(f for f in page.content.frames if f.box.indices(middles))
    label = next(
        (match[0] for line in head if is_label(line.text) and (match := _bare_label.search(line.text))), page.label
    )
    furniture = (*page.furniture, *(("page-head", line) for line in head))
    return Separated(replace(page.content, lines=lines, frames=frames), furniture, label)


def _key(line: Line) -> str:
    return _digits.sub("#", letters(line.text))


def _in_margin(line: Line, page: PageContent) -> bool:
    _, top, _, bottom = line.box
    return bottom < MARGIN * page.height or top > (1 - MARGIN) * page.height


def _repeated(pages: Sequence[PageContent], body: float) -> dict[tuple[str, int], list[float]]:
    """Text with its digits masked, and page number, to the heights at which other pages print the same."""
    places: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if _in_margin(line, page) and line.size <= LARGEST * body:
                places[_key(line)].append((page.number, line.box.cy / page.height))
    repeated: dict[tuple[str, int], list[float]] = {}
    for key, seen in places.items():
        if len({number for number, _ in seen}) > 1:
            for number, _ in seen:
                repeated[key, number] = [y for other, y in seen if other != number]
    return repeated


def _names(pages: Sequence[PageContent], body: float) -> dict[str, set[int]]:
    """What stands large in the margin at the top of pages, with their numbers: a nameplate, which running heads of
    other pages repeat in small type at another height."""
    names: dict[str, set[int]] = defaultdict(set)
    if len(pages) > 1:
        for page in pages:
            for line in page.lines:
                large = line.size >= NAME * body and line.box.y1 < MARGIN * page.height
                if large and len(key := _key(line)) >= LEAST_NAME:
                    names[key].add(page.number)
    return names


def _separate(
    page: PageContent, repeated: dict[tuple[str, int], list[float]], names: dict[str, set[int]], body: float
) -> Separated:
    found: dict[int, tuple[str, Line]] = {}

    def kind(line: Line, top: bool) -> str | None:
        if not _in_margin(line, page):
            return None
        if _number.match(line.text):
            return "page-number"
        if any(abs(y - line.box.cy / page.height) <= SAME_PLACE for y in repeated.get((_key(line), page.number), ())):
            return "header" if top else "footer"
        if top and line.size <= SMALL_NAME * body and names.get(_key(line), set()) - {page.number}:
            return "header"
        return None

    for top in (True, False):
        rows = _rows(sorted(page.lines, key=lambda line: line.box.y0 if top else -line.box.y1))
        for above, row in enumerate(islice(rows, MOST_ROWS)):
            kinds = [(kind(line, top), line) for line in row]
            if not any(k for k, _ in kinds):
                if top or above or not _is_colophon(row, page):
                    break
                kinds = [("footer", line) for line in row]
            known = sum(k is not None for k, _ in kinds)
            if known >= WHOLE_ROW and 2 * known > len(row):  # the section's name beside paper and page number
                kinds = [(k or ("header" if top else "footer"), line) for k, line in kinds]
            found |= {id(line): (k, line) for k, line in kinds if k}
    along = [line for line in page.lines if id(line) not in found and _runs_along(line, page)]
    if len(along) <= MOST_ALONG:
        found |= {id(line): ("header", line) for line in along}
    rest = tuple(line for line in page.lines if id(line) not in found)
    return Separated(replace(page, lines=rest), tuple(found.values()), _label(tuple(found.values())))


def _runs_along(line: Line, page: PageContent) -> bool:
    """Whether a line of Latin script runs along the side of the page, beside all text: a mark or a section's name."""
    if not line.vertical or han_share(line.text) > 0:
        return False
    box = line.box
    if SIDE * page.width < box.x1 and box.x0 < (1 - SIDE) * page.width:
        return False
    return not any(x_overlap(o.box, box) > 0 for o in page.lines if not o.vertical)


def _is_colophon(row: Sequence[Line], page: PageContent) -> bool:
    """Whether the lowest row of a page, white over it, says who made the publication or where it can be reached."""
    alone = len(row) == 1  # a label or two alone may end a text
    said = all(
        _address.search(line.text) or (len(_labels.findall(line.text)) >= LABELS if alone else is_labelled(line.text))
        for line in row
    )
    if not said or not all(_in_margin(line, page) for line in row):
        return False
    top, size = min(line.box.y0 for line in row), row[0].size
    return not any(line not in row and top - line.box.y1 < APART * size for line in page.lines)


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Rows in the order of their lines, one by one: hardly more than the first are ever looked at."""
    row: list[Line] = []
    for line in lines:
        if row and y_overlap(row[0].box, line.box) <= 0.3 * line.box.height:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _label(furniture: Sequence[tuple[str, Line]]) -> str | None:
    """The printed page number: a line of its own first, else the number that ends a running foot or head."""
    for kind, line in furniture:
        if kind == "page-number" and (match := _number.match(line.text)):
            return match["label"]
    for wanted in ("footer", "header"):
        for kind, line in furniture:
            if (
                kind == wanted
                and re.search(r"page|第\s*\d+\s*页", line.text, re.IGNORECASE)
                and (match := _last_number.search(line.text))
            ):
                return match["label"]
    return None
