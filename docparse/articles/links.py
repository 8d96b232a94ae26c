"""Which text goes on where: every run of text without a headline is matched to the place that it continues.

All runs and all open places of the document are weighed pair by pair and decided at once, by one matching. Each link
keeps its evidence. (Title and body matching over pages as a bipartite problem: Gao et al. 2013.)
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..geometry import Box, union, x_overlap
from ..languages.rules import Language
from ..layout.types import PageLayout, Zone
from ..layout.typography import of_lines
from ..model import Region
from ..text.continuity import End, Evidence, Start, end_of, start_of
from .linking import READS_MOST, Run, divided, evidence, leading, reading_on, text_box
from .matching import best_matching

REACH = 2  # pages over which a text may go on without a jump line
MOST_TEXTS = 12  # in one box: more are the cells of a form
COLUMN = 1.5  # times a column's width: text as wide stands in one column


@dataclass(frozen=True, slots=True)
class Link:
    """Zone `after` goes on where `before` stops; with `leads` it stands between `before`'s headline and its text."""

    before: int
    after: int
    leads: bool
    evidence: tuple[Evidence, ...]

    @property
    def weight(self) -> float:
        return sum(e.weight for e in self.evidence)


@dataclass(frozen=True, slots=True)
class Joint:
    """A link as it shows on the pages: the text at `before` goes on at `after`, and why."""

    before: Region
    after: Region
    evidence: tuple[Evidence, ...]


def joints(links: Sequence[Link], zones: Sequence[Zone]) -> tuple[Joint, ...]:
    """The links with the places of their texts, in reading order; `zones` are those of all pages."""
    found = []
    for made in links:
        order = (made.after, made.before) if made.leads else (made.before, made.after)
        first, then = (Region(page=zones[i].page, bbox=text_box(zones[i]).rounded()) for i in order)
        found.append(Joint(first, then, made.evidence))
    return tuple(found)


def is_open(zone: Zone) -> bool:
    """Whether a zone's text may continue another: no headline of its own, or a jump line over it."""
    return bool(zone.flow) and (zone.headline is None or zone.jump_from is not None)


def _dividing(page: PageLayout) -> tuple[Box, ...]:
    """The rules of a page that part texts. Where the columns of one text have rules between them as well, as some
    designers draw them everywhere, those between columns say nothing."""
    upright = [rule for rule in page.rules if rule.height > rule.width]
    if upright and any(_has_column_rule(zone, upright) for zone in page.zones):
        return tuple(rule for rule in page.rules if rule.height <= rule.width)
    return page.rules


def _has_column_rule(zone: Zone, upright: Sequence[Box]) -> bool:
    """Whether a rule stands between two columns under one headline that goes over both."""
    if zone.headline is None:
        return False
    over = zone.headline.box
    spanned = [rule for rule in upright if over.x0 < rule.cx < over.x1 and rule.y0 >= over.cy]
    if not spanned:
        return False
    numbers = dict.fromkeys(f.column for f in zone.flow)
    columns = [union(f.box for f in zone.flow if f.column == number) for number in numbers]
    return any(divided(left, right, spanned) for left, right in pairwise(columns))


def _may_go_on(
    before: Zone, after: Zone, edges: Mapping[int, Box], crowded: Collection[tuple[int, Box | None]]
) -> bool:
    """Whether a box or its lack speaks against a link at once: what is in a box goes on in none but the same box, on
    its page where it is not `crowded`, or where it ends one page and begins the next; `edges` has the box around each
    page's zones."""
    a, b = before.frame, after.frame
    if before.jump_to or (after.jump_from and a is None):
        return True
    if a is None and b is None:
        return True
    if a == b and after.page == before.page:
        return (before.page, a) not in crowded
    if a is None or b is None or after.page != before.page + 1:
        return False
    em = after.flow[0].em
    same = abs(a.x0 - b.x0) <= em and abs(a.x1 - b.x1) <= em
    return same and before.box.y1 >= edges[before.page].y1 - em and after.box.y0 <= edges[after.page].y0 + em


def link(pages: Sequence[PageLayout], language: Language) -> tuple[Link, ...]:
    """The links between the zones of a document; zones are numbered through, page by page."""
    runs = _runs(pages, language)
    labels = {page.page: page.label for page in pages}
    rules = {page.page: _dividing(page) for page in pages}
    edges = {page.page: union(zone.box for zone in page.zones) for page in pages if page.zones}
    texts = Counter((run.zone.page, run.zone.frame) for run in runs)
    crowded = {box for box, count in texts.items() if count > MOST_TEXTS}
    near: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        for page in range(run.zone.page, run.zone.page + REACH + 1):
            near[page].append(run)
    offers: dict[tuple[int, int], Link] = {}
    for after in runs:
        if not is_open(after.zone):
            continue
        for before in runs if after.zone.jump_from else near[after.zone.page]:
            if before is after or not _may_go_on(before.zone, after.zone, edges, crowded):
                continue
            i, j = before.number, after.number
            # on one page it is the place that tells which comes first
            ordered = before.zone.page == after.zone.page or i < j
            if ordered or (after.zone.jump_from and before.zone.jump_to):
                found = evidence(before, after, labels, rules, language)
                offers[2 * i, j] = Link(i, j, False, tuple(found))
            if before.zone.headline and not before.zone.jump_from and before.zone.page == after.zone.page:
                found = leading(before, after, rules[before.zone.page])
                offers[2 * i + 1, j] = Link(i, j, True, tuple(found))
    offers |= {pair: _read(offers[pair], runs, language) for pair in _contested(offers, runs)}
    chosen = best_matching({pair: offer.weight for pair, offer in offers.items()})
    return tuple(sorted((offers[pair] for pair in chosen.items()), key=lambda link: link.after))


def _contested(offers: Mapping[tuple[int, int], Link], runs: Sequence[Run]) -> list[tuple[int, int]]:
    """The offers between which the words decide: no other evidence rules them out, and another is about as good."""
    by_number = {run.number: run for run in runs}
    possible = {
        pair: offer.weight
        for pair, offer in offers.items()
        if not offer.leads
        and by_number[offer.before].end is End.OPEN
        and by_number[offer.after].start is not Start.INDENTED
        and offer.weight > -READS_MOST
    }
    contested: set[tuple[int, int]] = set()
    for side in (0, 1):  # rivals go on from one place, or go on at one place
        rivals: dict[int, list[tuple[float, tuple[int, int]]]] = defaultdict(list)
        for pair, weight in possible.items():
            rivals[pair[side]].append((weight, pair))
        for group in rivals.values():
            for (less, one), (more, other) in pairwise(sorted(group)):
                if more - less <= READS_MOST:
                    contested |= {one, other}
    return [pair for pair in possible if pair in contested]


def _read(offer: Link, runs: Sequence[Run], language: Language) -> Link:
    """The offer with how the one text reads on in the other."""
    by_number = {run.number: run for run in runs}
    said = reading_on(by_number[offer.before], by_number[offer.after], language)
    return replace(offer, evidence=(*offer.evidence, said))


def _runs(pages: Sequence[PageLayout], language: Language) -> list[Run]:
    runs: list[Run] = []
    number = 0
    for page in pages:
        texts = [zone for zone in page.zones if zone.flow and not zone.frame]
        for zone in page.zones:
            if zone.flow:
                run = Run(
                    number=number,
                    zone=zone,
                    type_=of_lines([f.line for f in zone.flow]),
                    measure=max(f.right - f.left for f in zone.flow),
                    end=end_of(zone.flow[-1], language),
                    start=start_of(zone.flow[0], language),
                    signed=end_of(zone.flow[0], language) is End.SIGNED,
                    box=text_box(zone),
                    last=bool(texts) and zone is texts[-1],
                    first=bool(texts) and zone is texts[0],
                    foot=not any(_under(z, zone) for z in page.zones),
                    interrupted=any(_interrupts(z, zone) for z in page.zones),
                )
                runs.append(run)
            number += 1
    return runs


def _under(other: Zone, zone: Zone) -> bool:
    """Whether another zone stands below the end of this one's text, in the same column."""
    end = zone.flow[-1].box
    return other is not zone and other.box.y0 >= end.y1 - 1 and x_overlap(other.box, end) > 0


def _interrupts(other: Zone, zone: Zone) -> bool:
    """Whether another zone's headline stands under the end of this one's text and over its column only."""
    end = zone.flow[-1]
    if other.headline is None or other.frame or not _under(other, zone):
        return False
    return text_width_of(other) <= COLUMN * (end.right - end.left)


def text_width_of(zone: Zone) -> float:
    """The width of the text that a zone's headline rules, or of the headline itself."""
    return text_box(zone).width if zone.flow else zone.box.width
