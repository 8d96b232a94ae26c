"""Zones of all pages become stories: a headline opens one; text without a headline goes on with one that is open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from ..languages import text_width
from ..languages.rules import Language
from ..layout.page import FEW_WORDS
from ..layout.pagehead import says_head
from ..layout.types import FlowLine, Headline, PageLayout, Zone
from ..layout.typography import Typography
from ..model import Warning
from ..reading.page import Line, Style
from .fields import bare_label
from .links import Joint, Link, joints, link
from .story import Story, zone_lines

LONGEST_LABEL = 12.0  # em: a longer headline without a text is no label
LEAST_LABELS = 2  # of one look


@dataclass(frozen=True, slots=True)
class Segmented:
    stories: tuple[Story, ...]
    nameplates: tuple[Zone, ...]  # cover and nameplate: furniture that the publication's fields are read from
    links: tuple[Link, ...]  # which zone goes on where, and why
    joints: tuple[Joint, ...]  # the same as it shows on the pages
    jump_heads: tuple[Line, ...]  # headlines that only repeat the title where a text goes on
    warnings: tuple[Warning, ...]


def segment(pages: Sequence[PageLayout], type_: Typography, language: Language) -> Segmented:
    """The stories of a document in the order in which they begin."""
    nameplates: list[Zone] = []
    kept: list[PageLayout] = []
    shown: dict[int, Zone] = {}  # by page: what a cover or a page of photographs shows
    for page in pages:
        zones = page.zones
        if _shows_pictures(zones, type_, language, first=page is pages[0]):
            cover = page is pages[0]
            if cover:
                nameplates += zones
            if not cover or any(figure.caption for zone in zones for figure in zone.figures):
                shown[page.page] = _one_zone(zones, cover)
            zones = ()
        elif page is pages[0]:
            plate = _nameplate(zones, type_, language)
            nameplates += plate
            zones = tuple(zone for zone in zones if zone not in plate)
        kept.append(replace(page, zones=zones))
    links = link(kept, language)
    stories, warnings = _stories(kept, shown, links)
    every = [zone for page in kept for zone in page.zones]
    repeated = [every[found.after].headline for found in links]
    heads = tuple(line for headline in repeated if headline for line in headline.printed)
    return Segmented(stories, tuple(nameplates), links, joints(links, every), heads, warnings)


def _stories(
    pages: Sequence[PageLayout], shown: dict[int, Zone], links: Sequence[Link]
) -> tuple[tuple[Story, ...], tuple[Warning, ...]]:
    """Follow the links: each zone that continues nothing begins a story."""
    zones = [zone for page in pages for zone in page.zones]
    looks = _label_looks(zones)
    follows = {found.before: found.after for found in links if not found.leads}
    leads = {found.before: found.after for found in links if found.leads}
    continued = {found.after for found in links}
    stories: list[Story] = []
    warnings: list[Warning] = []
    rubric: tuple[Line, ...] = ()  # the label in brackets or in the look of labels that holds until the next one
    index = 0
    for page in pages:
        if page.page in shown:
            stories.append(Story((shown[page.page],), showing=True))
        for zone in page.zones:
            start, index = index, index + 1
            if start in continued:
                continue
            if zone.headline and _is_bare(zone) and _is_label(zone.headline, looks):
                rubric = zone.headline.lines
                continue
            if zone.headline and zone.headline.rubric and zone.headline.rubric[0].style in looks:
                rubric = zone.headline.rubric
            parts = _chain(start, zones, follows, leads)
            if rubric and zone.headline and not zone.headline.rubric and not zone.frame:
                parts[0] = replace(parts[0], headline=replace(zone.headline, rubric=rubric))
            if zone.jump_from:
                said = f"no article in this file continues at “{zone.jump_from.text}”; its part stands alone"
                warnings.append(Warning(page=zone.page, code="jump-without-start", message=said))
            if parts[-1].jump_to:
                said = f"“{parts[-1].jump_to.text}”: the rest of the article is not in this file"
                warnings.append(Warning(page=parts[-1].page, code="jump-without-end", message=said))
            stories.append(Story(tuple(parts)))
    return tuple(stories), tuple(warnings)


def _is_bare(zone: Zone) -> bool:
    """Whether a zone has nothing but its headline."""
    return not (zone.flow or zone.figures or zone.head or zone.tables)


def _is_label(headline: Headline, looks: Collection[Style]) -> bool:
    return is_bracketed(headline) or (len(headline.printed) == 1 and headline.style in looks)


def is_bracketed(headline: Headline) -> bool:
    """Whether a headline is a label in brackets: 【经验交流】."""
    return len(headline.lines) == 1 and bare_label(headline.lines[0].text) != headline.lines[0].text.strip()


def _says_who_and_when(line: FlowLine, language: Language) -> bool:
    """Whether a line names the issue, its date or who publishes it."""
    return says_head(line.text, language) or any(sign.search(line.text) for sign in language.publisher)


def _label_looks(zones: Sequence[Zone]) -> set[Style]:
    """The looks of labels that open the parts of a document: headlines of a few words without a text, each before one
    with a text, two or more of one look, which no headline with a text has."""
    bare = [
        zone.headline
        for zone, after in pairwise(zones)
        if zone.headline and _is_bare(zone) and not zone.frame and after.headline and after.flow
    ]
    labels = [
        h for h in bare if len(h.printed) == 1 and not h.vertical and text_width(h.lines[0].text) <= LONGEST_LABEL
    ]
    said: dict[Style, set[str]] = defaultdict(set)
    for label in labels:
        said[label.style].add(label.lines[0].text)
    heads = {z.headline.style for z in zones if z.headline and z.flow}
    return {style for style, words in said.items() if len(words) >= LEAST_LABELS and style not in heads}


def _chain(start: int, zones: Sequence[Zone], follows: dict[int, int], leads: dict[int, int]) -> list[Zone]:
    """The zones of one story in reading order."""
    parts: list[Zone] = []
    seen: set[int] = set()
    at: int | None = start
    while at is not None and at not in seen:
        seen.add(at)
        zone = zones[at]
        if at in leads:
            # the column at the left of the headline's columns is read first
            parts += [replace(zone, flow=(), figures=(), tables=(), jump_to=None), zones[leads[at]]]
            parts.append(replace(zone, headline=None, head=()))
        else:
            parts.append(zone)
        at = follows.get(at)
    return parts


def _shows_pictures(zones: Sequence[Zone], type_: Typography, language: Language, first: bool) -> bool:
    """A cover, a back cover, a page of photographs: pictures and hardly any text, or a first page with neither."""
    lines = [line for zone in zones for line in zone.flow]
    if sum(len(line.text) for line in lines) >= FEW_WORDS or any(zone.frame and zone.headline for zone in zones):
        return False
    if any(len(zone.flow) > 2 and zone.headline and type_.same_size(zone.flow[-1].line.style) for zone in zones):
        return False
    if any(zone.figures for zone in zones):
        return True
    large = [zone.headline for zone in zones if zone.headline]
    named = any(language.issue.search(f.text) or any(d.search(f.text) for d in language.dates) for f in lines)
    return first and bool(large) and named and all(zone.headline or len(zone.flow) <= 2 for zone in zones)


def _one_zone(zones: Sequence[Zone], cover: bool) -> Zone:
    """A page of pictures as one zone; its largest headline is the title, except on a cover."""
    titled = [zone for zone in zones if zone.headline]
    largest = max(titled, key=lambda z: z.headline.style.size if z.headline else 0.0, default=zones[0])
    rest = [line for zone in zones for line in zone_lines(zone)]
    named = zone_lines(replace(largest, head=(), flow=()))
    loose = [line for line in rest if line not in named]
    return replace(
        largest,
        headline=None if cover else largest.headline,
        head=(),
        flow=() if cover else tuple(FlowLine.by_itself(line, i) for i, line in enumerate(loose)),
        figures=tuple(figure for zone in zones for figure in zone.figures),
    )


def _nameplate(zones: Sequence[Zone], type_: Typography, language: Language) -> list[Zone]:
    """The paper's name at the head of page 1: the largest headline there, without a text but for date and issue."""
    titled = [zone for zone in zones if zone.headline and not zone.frame]
    if len(titled) < 2:
        return []
    first = min(titled, key=lambda z: z.box.y0)
    size = first.headline.style.size if first.headline else 0.0
    text = sum(len(line.text) for line in first.flow)
    bare = (
        not first.figures
        and text < FEW_WORDS
        and not any(
            type_.is_body(f.line.style) and f.short < 3 and not _says_who_and_when(f, language) for f in first.flow
        )
    )
    if not bare or any(zone.headline and zone.headline.style.size > size for zone in titled):
        return []
    start = min(zone.box.y0 for zone in titled if zone is not first)
    lines = [z for z in zones if not z.headline and not z.frame and not z.figures and z.box.y1 <= start + 1]
    return [first, *(z for z in lines if not any(type_.is_body(f.line.style) and f.short < 1 for f in z.flow))]
