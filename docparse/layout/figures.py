"""Which zone a picture belongs to: the one that rules its place, unless it stands over a headline of its own."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import Box, union, x_overlap, y_overlap
from ..languages.rules import Language
from .types import PlacedFigure, Zone
from .typography import Typography

OVER = 2.8  # em of body text between a picture with its caption and the headline under it
UNDER_TEXT = 2.0  # em between text and the picture that follows it in its column
SHARED = 0.6  # of the narrower width
STORY_WORDS = 220  # characters under a photo story's headline at most
LARGER = 2.5  # times the text's area: a picture that is the story
CROSSED = 6.0  # em that a rule between a picture and a text counts


def settle(zones: Sequence[Zone], rules: Sequence[Box], type_: Typography, language: Language) -> list[Zone]:
    """The zones of one page or box, each with its own figures; photo stories have their text as caption."""
    owned: list[list[PlacedFigure]] = [[] for _ in zones]
    over: set[int] = set()  # zones with a picture over their headline
    for i, zone in enumerate(zones):
        for figure in zone.figures:
            box = extent(figure)
            owner = _headline_under(box, zone, zones, rules, type_)
            if owner is not None:
                over.add(owner)
            elif zone.headline is None and not _touches(box, zone, type_):
                owner = _nearest(box, zones, rules, type_)
            owned[i if owner is None else owner].append(figure)
    settled = [_with_figures(zone, figures) for zone, figures in zip(zones, owned, strict=True)]
    told = [_photo_story(zone, type_, language) if i in over else zone for i, zone in enumerate(settled)]
    return [zone for zone in told if zone.headline or zone.flow or zone.figures or zone.tables]


def extent(figure: PlacedFigure) -> Box:
    """The picture with its caption."""
    return union([figure.picture.box, *(line.box for line in figure.caption)])


def _with_figures(zone: Zone, figures: list[PlacedFigure]) -> Zone:
    if tuple(figures) == zone.figures:
        return zone
    boxes = [line.box for line in (*zone.head, *(f.line for f in zone.flow))]
    boxes += [f.picture.box for f in figures] + [t.box for t in zone.tables]
    if zone.headline:
        boxes.append(zone.headline.box)
    return replace(zone, figures=tuple(figures), box=union(boxes) if boxes else zone.box)


def _headline_under(box: Box, zone: Zone, zones: Sequence[Zone], rules: Sequence[Box], type_: Typography) -> int | None:
    """The zone whose headline stands right under the picture, where no text stands right over it."""
    above = [f for f in zone.flow if x_overlap(f.box, box) > 0.3 * box.width]
    if any(0 <= box.y0 - f.box.y1 <= UNDER_TEXT * type_.size for f in above):
        return None
    offers = []
    for i, other in enumerate(zones):
        if other.headline is None or other is zone:
            continue
        head = union([other.headline.box, *(line.box for line in other.headline.kicker)])
        gap = head.y0 - box.y1
        if not -0.5 * type_.size <= gap <= OVER * type_.size or _crossed(box, head, rules):
            continue
        if x_overlap(head, box) >= SHARED * min(head.width, box.width):
            offers.append((gap, i))
    return min(offers)[1] if offers else None


def _crossed(upper: Box, lower: Box, rules: Sequence[Box]) -> bool:
    """Whether a horizontal rule runs between two boxes."""
    return any(r.width > r.height and upper.y1 - 2 <= r.cy <= lower.y0 + 2 and x_overlap(r, lower) > 0 for r in rules)


def _touches(box: Box, zone: Zone, type_: Typography) -> bool:
    return any(_distance(box, f.box) <= UNDER_TEXT * type_.size for f in zone.flow)


def _distance(a: Box, b: Box) -> float:
    return float((max(0.0, -x_overlap(a, b)) ** 2 + max(0.0, -y_overlap(a, b)) ** 2) ** 0.5)


def _nearest(box: Box, zones: Sequence[Zone], rules: Sequence[Box], type_: Typography) -> int | None:
    """The zone with text or a headline nearest to the picture; a drawn rule between keeps them apart."""
    offers = []
    for i, zone in enumerate(zones):
        boxes = [f.box for f in zone.flow] + ([zone.headline.box] if zone.headline else [])
        for other in boxes:
            crossed = _crossed(box, other, rules) or _crossed(other, box, rules)
            offers.append((_distance(box, other) + (CROSSED * type_.size if crossed else 0.0), i))
    return min(offers)[1] if offers else None


def _photo_story(zone: Zone, type_: Typography, language: Language) -> Zone:
    """A headline under a picture, with a few words in another type than the text: these are the picture's caption."""
    lines = [*zone.head, *(f.line for f in zone.flow)]
    told = sum(len(line.text) for line in lines)
    if not lines or told > STORY_WORDS or len(zone.figures) != 1:
        return zone
    if any(type_.is_body(line.style) for line in lines) and not language.credit.search(lines[-1].text):
        # in the type of the text, a picture much larger than the text tells
        box = union(line.box for line in lines)
        if zone.figures[0].picture.box.area < LARGER * box.area or language.dateline.match(lines[0].text):
            return zone
    figure = zone.figures[0]
    return replace(zone, head=(), flow=(), figures=(replace(figure, caption=(*figure.caption, *lines)),))
