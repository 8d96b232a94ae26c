"""Zones of all pages become stories: a headline opens one; text without a headline goes on with one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..languages import letters
from ..languages.rules import Language
from ..layout.types import PageLayout, Zone
from ..layout.typography import Typography
from ..model import Warning
from .story import Story

FEW_WORDS = 260  # characters of text beside captions: a page that only shows pictures
SHARED_WORDS = 0.5  # of a jump line's letters that the title must have


@dataclass(frozen=True, slots=True)
class Segmented:
    stories: tuple[Story, ...]
    nameplates: tuple[Zone, ...]  # cover and nameplate: furniture that the publication's fields are read from
    warnings: tuple[Warning, ...]


def segment(pages: Sequence[PageLayout], type_: Typography, language: Language) -> Segmented:
    """The stories of a document in the order in which they begin."""
    stories: list[list[Zone]] = []
    showing: set[int] = set()
    nameplates: list[Zone] = []
    warnings: list[Warning] = []
    last: int | None = None  # the story that the previous zone belongs to
    for page in pages:
        zones = list(page.zones)
        if _shows_pictures(zones, type_, language, first=page is pages[0]):
            cover = page is pages[0]
            showing.add(len(stories))
            if cover:
                nameplates += zones
            if not cover or any(figure.caption for zone in zones for figure in zone.figures):
                stories.append([_one_zone(zones, cover)])
            else:
                showing.discard(len(stories))
            continue
        if page is pages[0]:
            plate = _nameplate(zones, type_)
            nameplates += plate
            zones = [zone for zone in zones if zone not in plate]
        for zone in zones:
            if zone.headline is not None:
                stories.append([zone])
                last = last if zone.frame else len(stories) - 1
                continue
            if zone.frame:
                stories.append([zone])
                continue
            owner = (
                _jumped(zone, stories, page.label, language) if zone.jump_from else _open(stories, last, zone, language)
            )
            if owner is None:
                if zone.jump_from:
                    warnings.append(
                        Warning(
                            page=zone.page,
                            code="jump-without-start",
                            message=f"no article found that continues at “{zone.jump_from.text}”",
                        )
                    )
                stories.append([zone])
                last = len(stories) - 1
            else:
                stories[owner].append(zone)
                last = owner
    return Segmented(
        tuple(Story(tuple(zones), i in showing) for i, zones in enumerate(stories)), tuple(nameplates), tuple(warnings)
    )


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
    return replace(
        largest,
        headline=None if cover else largest.headline,
        head=(),
        flow=(),
        figures=tuple(figure for zone in zones for figure in zone.figures),
    )


def _nameplate(zones: Sequence[Zone], type_: Typography) -> list[Zone]:
    """The paper's name at the head of page 1: the largest headline there, with no text of its own."""
    titled = [zone for zone in zones if zone.headline and not zone.frame]
    if len(titled) < 2:
        return []
    first = min(titled, key=lambda z: z.box.y0)
    size = first.headline.style.size if first.headline else 0.0
    bare = not first.figures and not any(type_.is_body(line.line.style) and line.short < 3 for line in first.flow)
    if not bare or any(zone.headline and zone.headline.style.size > size for zone in titled):
        return []
    start = min(zone.box.y0 for zone in titled if zone is not first)
    lines = [z for z in zones if not z.headline and not z.frame and not z.figures and z.box.y1 <= start + 1]
    return [first, *(z for z in lines if not any(type_.is_body(f.line.style) and f.short < 1 for f in z.flow))]


def _jumped(zone: Zone, stories: Sequence[Sequence[Zone]], label: str | None, language: Language) -> int | None:
    """The story that a jump line continues: it says so at its end, names this page, and shares words with the line."""
    match = language.jump_from.match(zone.jump_from.text) if zone.jump_from else None
    words = set((match["words"] or "").lower().split()) if match else set()
    best, best_score = None, 0.0
    for i, story in enumerate(stories):
        headline = story[0].headline
        title = set(" ".join(line.text for line in headline.lines).lower().split()) if headline else set()
        shared = len({letters(w) for w in words} & {letters(w) for w in title}) / len(words) if words else 0.0
        score = shared if shared >= SHARED_WORDS else 0.0
        jump = story[-1].jump_to
        if jump and (said := language.jump_to.search(jump.text)):
            score += 1.0 if label is None or said["page"] == label else 0.3
        if score > best_score:
            best, best_score = i, score
    return best


def _open(stories: Sequence[Sequence[Zone]], last: int | None, zone: Zone, language: Language) -> int | None:
    """The story that text without a headline goes on with: the last one, unless it said that it ended."""
    if last is None or not zone.flow:
        return last
    story = stories[last]
    if story[-1].jump_to:
        waiting = [i for i in range(last) if not stories[i][-1].jump_to and not stories[i][0].frame]
        return waiting[-1] if waiting else None
    end = next((z.flow[-1].text for z in reversed(story) if z.flow), "")
    closed = end.endswith(("■", "□", "◆")) or any(p.search(end) for p in language.end_signs)
    begins = zone.flow[0].indent >= 1.2
    return None if closed and begins else last
