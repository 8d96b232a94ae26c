"""Short items under one label, each an article of its own: briefs, letters, notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from ..languages import text_width
from ..languages.rules import Language
from ..layout.types import FlowLine
from ..model import Region, Section

LEAST_BRIEFS = 2  # items under one label
BRIEF_PARAGRAPHS = 4  # of a short item at most
LINE = 20.0  # em: a shorter paragraph greets or signs
LABEL_WIDTH = {True: 12.0, False: 6.0}  # em by `Language.spaced`: a longer title is no label
STOPS = ("。", "！", "？", ".", "!", "?")  # how a sentence ends, and no label


class Group(NamedTuple):
    """A label and the sections under it that are articles."""

    label: str
    where: tuple[Region, ...]
    items: tuple[Section, ...]


def may_have_items(title: str | None, language: Language) -> bool:
    """Whether a story of this title may be a group: it is a label, or there is none and a heading may be one."""
    label = (title or "").strip()
    return not label or _is_label(label, language)


def _is_label(text: str, language: Language) -> bool:
    return text_width(text) <= LABEL_WIDTH[language.spaced] and not text.endswith(STOPS)


def group(title: str | None, where: tuple[Region, ...], found: tuple[Section, ...], language: Language) -> Group | None:
    """The items under `title` or, where there is none, under a first heading without text; None if it is one text."""
    label = (title or "").strip()
    if not label and found and found[0].heading and not found[0].paragraphs:
        # the label is set like a heading
        label, where, found = found[0].heading, found[0].heading_regions, found[1:]
        if len({section.level for section in found}) == 1:
            found = tuple(replace(section, level=1) for section in found)
    if not label or len(found) < LEAST_BRIEFS or not _is_label(label, language):
        return None
    if any(s.heading is None or s.level != 1 or not s.paragraphs or not _is_brief(s) for s in found):
        return None
    if any(rank.match(section.heading or "") for section in found for rank in language.ranks):
        return None  # numbered sections are those of one text
    if all(language.day.match((section.heading or "").strip()) for section in found):
        return None  # so are the days of a log or a calendar
    return Group(label, where, found)


def _is_brief(item: Section) -> bool:
    """Whether a section has few paragraphs, besides those that greet, sign, or say where who signs lives."""
    return sum(text_width(p.text) > LINE for p in item.paragraphs) <= BRIEF_PARAGRAPHS


def lines_of(item: Section, flow: Sequence[FlowLine]) -> tuple[FlowLine, ...]:
    """The lines of an item's text, in their order."""
    places = [region for paragraph in item.paragraphs for region in paragraph.regions]
    return tuple(f for f in flow if any(_inside(f, region) for region in places))


def _inside(flow_line: FlowLine, region: Region) -> bool:
    x0, y0, x1, y1 = region.bbox
    box = flow_line.box
    return flow_line.line.page == region.page and x0 - 1 <= box.cx <= x1 + 1 and y0 - 1 <= box.cy <= y1 + 1
