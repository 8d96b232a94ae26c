"""Which text goes on where: every run of text without a headline is matched to the place that it continues.

All runs and all open places of the document are weighed pair by pair and decided at once, by one matching. Each link
keeps its evidence. (Title and body matching over pages as a bipartite problem: Gao et al. 2013.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ..geometry import Box, overlap, union, x_overlap, y_overlap
from ..languages import letters
from ..languages.rules import Language
from ..layout.types import PageLayout, Zone
from ..layout.typography import SAME_SIZE, Typography, of_lines
from ..model import Region
from ..text.continuity import FOLLOWS, End, Evidence, Start, end_of, start_of
from .matching import best_matching

REACH = 2  # pages over which a text may go on without a jump line
NEAR = 3.5  # em: white between columns of one article at most
COLUMN = 1.5  # times a column's width: text as wide stands in one column
SAME_WIDTH = 0.15  # of the width


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
    return (
        bool(zone.flow)
        and not (zone.frame and not zone.jump_from)
        and (zone.headline is None or zone.jump_from is not None)
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """A zone with text, and what is asked of it for every pair."""

    number: int
    zone: Zone
    type_: Typography
    measure: float
    end: End
    start: Start
    box: Box
    last: bool  # of its page's text
    first: bool
    foot: bool  # nothing else stands under it in its column
    interrupted: bool  # a headline of its column's width stands under it


def link(pages: Sequence[PageLayout], language: Language) -> tuple[Link, ...]:
    """The links between the zones of a document; zones are numbered through, page by page."""
    runs = _runs(pages, language)
    labels = {page.page: page.label for page in pages}
    rules = {page.page: page.rules for page in pages}
    near: dict[int, list[_Run]] = defaultdict(list)
    for run in runs:
        for page in range(run.zone.page, run.zone.page + REACH + 1):
            near[page].append(run)
    offers: dict[tuple[int, int], Link] = {}
    for after in runs:
        if not is_open(after.zone):
            continue
        for before in runs if after.zone.jump_from else near[after.zone.page]:
            if before is after or (before.zone.frame and not before.zone.jump_to):
                continue
            i, j = before.number, after.number
            # on one page it is the place that tells which comes first
            ordered = before.zone.page == after.zone.page or i < j
            if ordered or (after.zone.jump_from and before.zone.jump_to):
                found = _evidence(before, after, labels, rules, language)
                offers[2 * i, j] = Link(i, j, False, tuple(found))
            if before.zone.headline and not before.zone.jump_from and before.zone.page == after.zone.page:
                found = _leading(before, after, rules[before.zone.page])
                offers[2 * i + 1, j] = Link(i, j, True, tuple(found))
    chosen = best_matching({pair: offer.weight for pair, offer in offers.items()})
    return tuple(sorted((offers[pair] for pair in chosen.items()), key=lambda link: link.after))


def _runs(pages: Sequence[PageLayout], language: Language) -> list[_Run]:
    runs: list[_Run] = []
    number = 0
    for page in pages:
        texts = [zone for zone in page.zones if zone.flow and not zone.frame]
        for zone in page.zones:
            if zone.flow:
                run = _Run(
                    number=number,
                    zone=zone,
                    type_=of_lines([f.line for f in zone.flow]),
                    measure=max(f.right - f.left for f in zone.flow),
                    end=end_of(zone.flow[-1], language),
                    start=start_of(zone.flow[0], language),
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


def _evidence(
    before: _Run,
    after: _Run,
    labels: dict[int, str | None],
    rules: dict[int, tuple[Box, ...]],
    language: Language,
) -> list[Evidence]:
    """What speaks for and against `after` going on where `before` stops."""
    found = [_sense(before.end, after.start), *_type(before, after)]
    a, b = before.zone, after.zone
    if b.jump_from or a.jump_to:
        return [*found, *_jump(a, b, labels, language)]
    if a.page == b.page:
        return [*found, *_place(before, after, rules[a.page])]
    if before.last and after.first and b.page == a.page + 1:
        return [*found, Evidence("over the page", 2.0)]
    return [*found, Evidence("pages apart", -2.0 * (b.page - a.page))]


def _sense(end: End, start: Start) -> Evidence:
    return Evidence(f"{end.value} then {start.value}", FOLLOWS[end, start])


def _type(before: _Run, after: _Run) -> list[Evidence]:
    """Size, face and measure of the two texts."""
    a, b = before.type_, after.type_
    if abs(a.size - b.size) > SAME_SIZE * a.size or a.bold != b.bold:
        return [Evidence("another type", -4.0)]
    found = [Evidence("same type", 1.0 if a.face == b.face else -0.5)]
    if abs(before.measure - after.measure) <= SAME_WIDTH * max(before.measure, after.measure):
        found.append(Evidence("same measure", 0.5))
    return found


def _place(before: _Run, after: _Run, rules: Sequence[Box]) -> list[Evidence]:
    """Where the two stand on one page."""
    end, start = before.zone.flow[-1], after.zone.flow[0]
    left, right = before.box, after.box
    em = end.em
    if right.y0 < left.y1 and -em <= right.x0 - left.x1 <= NEAR * em:
        found = [Evidence("next column", 2.0)]
        if before.foot:
            found.append(Evidence("at the foot of its column", 0.5))
        elif before.interrupted:
            found.append(Evidence("another headline under it", -3.0))
        if y_overlap(left, right) <= 0:
            found.append(Evidence("not side by side", -1.0))
        if _divided(left, right, rules):
            found.append(Evidence("rule between", -2.5))
        return found
    if start.box.y0 >= end.box.y0 and x_overlap(left, right) > 0.5 * min(left.width, right.width):
        found = [Evidence("below", 0.5)]
        crossing = [r for r in rules if r.width > r.height and x_overlap(r, start.box) > 0]
        if any(end.box.y1 <= r.cy <= start.box.y0 for r in crossing):
            found.append(Evidence("rule between", -2.0))
        return found
    return [Evidence("far", -5.0)]


def text_box(zone: Zone) -> Box:
    """The box around a zone's text, with its headline."""
    headline = [zone.headline.box] if zone.headline else []
    return union([*(f.box for f in zone.flow), *headline])


def _divided(left: Box, right: Box, rules: Sequence[Box]) -> bool:
    """Whether a vertical rule runs between two neighbours, along most of the lower one's height."""
    for rule in rules:
        between = rule.height > rule.width and left.x1 - 2 <= rule.cx <= right.x0 + 2
        if between and overlap(rule.y0, rule.y1, right.y0, right.y1) > 0.6 * min(right.height, left.height):
            return True
    return False


def _jump(before: Zone, after: Zone, labels: dict[int, str | None], language: Language) -> list[Evidence]:
    """What the jump lines say: the page, and words of the title."""
    if not after.jump_from:
        return [Evidence("goes on elsewhere", -8.0)]
    found: list[Evidence] = []
    said = language.jump_to.search(before.jump_to.text) if before.jump_to else None
    came = language.jump_from.match(after.jump_from.text.strip("（()） "))
    if said:
        match = same_label(said["page"], labels[after.page])
        found.append(Evidence("page named", 3.0 if match else (0.5 if match is None else -3.0)))
    if came:
        match = same_label(came["page"], labels[before.page])
        found.append(Evidence("page it came from", 1.5 if match else (0.0 if match is None else -3.0)))
    theirs = _words([line.text for line in before.headline.lines] if before.headline else [])
    theirs |= _words([said.groupdict().get("words") or ""] if said else [])
    own = _words([line.text for line in after.headline.lines] if after.headline else [])
    own |= _words([(came.groupdict().get("words") or "") if came else ""])
    if own:
        shared = len(own & theirs) / len(own)
        found.append(Evidence("words of the title", 8.0 * shared - 3.0))
    elif not said:
        found.append(Evidence("no sign", -6.0))
    return found


def same_label(said: str | None, label: str | None) -> bool | None:
    """Whether a jump line names a page's label; None where the page prints none."""
    if not said or not label:
        return None
    numbers = ["".join(c for c in text if c.isdigit()).lstrip("0") for text in (said, label)]
    letters_ = ["".join(c for c in text if c.isalpha()).upper() for text in (said, label)]
    return numbers[0] == numbers[1] and (letters_[0] == letters_[1] or not all(letters_))


def _words(texts: Sequence[str]) -> set[str]:
    """The words of a title; of a Chinese one the pairs of neighbouring characters."""
    found: set[str] = set()
    for text in texts:
        for word in text.lower().split():
            bare = letters(word)
            if bare and not bare.isascii() and len(bare) > 1:
                found.update(bare[i : i + 2] for i in range(len(bare) - 1))
            elif len(bare) > 2:
                found.add(bare)
    return found


def _leading(before: _Run, after: _Run, rules: Sequence[Box]) -> list[Evidence]:
    """What speaks for text at the left of a headline's columns being the article's beginning."""
    flow = before.zone.flow
    em = flow[0].em
    gap = min(f.left for f in flow) - after.box.x1
    if y_overlap(before.box, after.box) <= 0 or not -em <= gap <= NEAR * em:
        return [Evidence("not beside", -9.0)]
    found = [Evidence("column at the left", 1.0), _sense(after.end, before.start), *_type(after, before)]
    if after.start is not Start.INDENTED:
        found.append(Evidence("begins inside a paragraph", -4.0))
    if _divided(after.box, before.box, rules):
        found.append(Evidence("rule between", -2.5))
    return found
