"""Rubric labels: a short line over a row or a column of short articles gives all of them its name."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import Box, union, x_overlap
from ..languages import letters, text_width
from ..languages.rules import Language
from ..reading.page import Line
from .pagehead import says_head
from .types import Headline, Zone
from .typography import Typography, styled

UNDER = 4.0  # em of body text between a label and the headlines that it names
LISTED = 8.0  # em of body text between a label that the contents name and its headline
ONE_HEIGHT = 1.3  # em that the tops of headlines in a row may differ
LEFT_END = 1.5  # em between the left end of a bar and an item that begins under it
SHORT = 18.0  # em: a longer line is no label
SHORT_OVER = 12.0  # em: the same over a column, where the label is as large as a headline
AS_LARGE, OVER_BAR = 1.1, 2.0  # times the label's size: headlines that it may name, and if it stands on a bar
ONE_LOOK = 0.18  # of the size: how far headlines of one look are measured apart
LEAST = 2  # headlines: over one alone a label is its kicker


def over_rows(
    heads: Sequence[Headline], lines: Sequence[Line], rules: Sequence[Box], type_: Typography, language: Language
) -> tuple[tuple[Headline, ...], tuple[Line, ...]]:
    """Headlines that stand in a row under a label, with the label as their rubric; and the labels that were found.

    A kicker is such a label where a rule or a bar at its height runs on over the next headlines.
    """
    found = list(heads)
    labels: list[Line] = []
    kickers = [line for h in heads for line in h.kicker]
    for label in styled([*lines, *kickers], type_.is_other):
        if label.vertical:
            continue
        row = _row_under(label, found, type_)
        if len(row) < LEAST or any(h.rubric for h in row) or not _may_be_label(label, lines, language):
            continue
        over = [r for r in rules if _at_height(r, label) and r.x0 <= label.box.x1]
        spans = any(r.x1 >= row[1].box.x0 for r in over)
        bound = any(label in h.kicker for h in row)
        if not spans and (bound or any(x_overlap(line.box, label.box) > 0 for line in _between(label, row[0], lines))):
            continue
        if not spans and label.box.x0 > row[0].box.x0 + type_.size:
            continue
        labels.append(label)
        for headline in row:
            kicker = tuple(line for line in headline.kicker if line is not label)
            found[found.index(headline)] = replace(headline, rubric=(label,), kicker=kicker)
    return tuple(found), tuple(labels)


def listed(
    heads: Sequence[Headline], lines: Sequence[Line], names: frozenset[str], type_: Typography
) -> tuple[tuple[Headline, ...], tuple[Line, ...]]:
    """Labels that the contents page names, wherever they stand over their headline; `names` as letters."""
    found = list(heads)
    labels: list[Line] = []
    for line in lines:
        if not names or type_.is_body(line.style) or letters(line.text) not in names:
            continue
        under = [h for h in found if 0 <= h.box.y0 - line.box.y1 <= LISTED * type_.size and not h.rubric]
        if under:
            nearest = min(under, key=lambda h: (h.box.y0, abs(h.box.cx - line.box.cx)))
            found[found.index(nearest)] = replace(nearest, rubric=(line,))
            labels.append(line)
    return tuple(found), tuple(labels)


def over_boxes(zones: Sequence[Zone], names: frozenset[str], type_: Typography) -> list[Zone]:
    """Labels that the contents page names and that stand by themselves over a box, as the rubric of what is in it."""
    kept = list(zones)
    for label in zones:
        if label.headline or label.figures or len(label.flow) != 1 or letters(label.flow[0].text) not in names:
            continue
        under = [
            z
            for z in kept
            if z.frame and z.headline and not z.headline.rubric and 0 <= z.box.y0 - label.box.y1 <= LISTED * type_.size
        ]
        if under:
            nearest = min(under, key=lambda z: (z.box.y0, z.box.x0))
            if nearest.headline:
                named = replace(nearest, headline=replace(nearest.headline, rubric=(label.flow[0].line,)))
                kept[kept.index(nearest)] = named
            kept.remove(label)
    return kept


def _may_be_label(line: Line, lines: Sequence[Line], language: Language) -> bool:
    """A short line by itself that ends no sentence."""
    if text_width(line.text) > SHORT:
        return False
    if language.ends_sentence(line.text) or says_head(line.text, language):
        return False
    credit = language.credit.search(line.text)
    if (credit and credit.start() == 0) or language.is_byline(line.text):
        return False
    top, near = line.box.y0, 2 * line.size
    return not any(
        abs(o.box.y0 - top) < near and o is not line and x_overlap(o.box, line.box) > 0 and o.style == line.style
        for o in lines
    )


def _row_under(label: Line, heads: Sequence[Headline], type_: Typography) -> list[Headline]:
    """Headlines of one look that begin at one height close under the label, from left to right."""
    near = [
        h
        for h in heads
        if not h.vertical
        and -2 <= h.box.y0 - label.box.y1 <= UNDER * type_.size
        and h.box.x0 >= label.box.x0 - type_.size
    ]
    if not near:
        return []
    first = min(near, key=lambda h: h.box.x0)
    row = [
        h
        for h in near
        if abs(h.box.y0 - first.box.y0) <= ONE_HEIGHT * type_.size
        and abs(h.style.size - first.style.size) <= 0.1 * first.style.size
        and h.style.face == first.style.face
    ]
    return sorted(row, key=lambda h: h.box.x0)


def _at_height(rule: Box, label: Line) -> bool:
    return rule.width > rule.height and label.box.y0 - label.size <= rule.y0 and rule.y1 <= label.box.y1 + label.size


def _between(label: Line, headline: Headline, lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if label.box.y1 <= line.box.cy <= headline.box.y0]


def over_columns(zones: Sequence[Zone], rules: Sequence[Box]) -> list[Zone]:
    """A short headline without a text of its own names the zones under it in its column or box."""
    zones = [part for zone in zones for part in _without_rests(zone, zones, rules)]
    rubric: dict[int, Headline] = {}
    kicker: dict[int, Headline] = {}
    labels: set[int] = set()
    for zone in zones:
        if not (zone.headline and _is_label(zone, zone.headline)):
            continue
        reach = _reach(zone.headline, rules)
        named = [z for z in zones if _stands_under(z, zone, zone.headline, reach)] or _items_under(zone, zones, reach)
        if len(named) >= LEAST:
            labels.add(id(zone))
            rubric |= {id(z): zone.headline for z in named}
        elif zone.frame and (only := _only_one_under(zone, zones)):
            labels.add(id(zone))
            kicker[id(only)] = zone.headline
    kept = [zone for zone in zones if id(zone) not in labels]
    return _with_shared_kickers([with_label(zone, rubric.get(id(zone)), kicker.get(id(zone))) for zone in kept])


def _with_shared_kickers(zones: Sequence[Zone]) -> list[Zone]:
    """The label over the first of several articles in one box names them all."""
    boxes: dict[Box, list[Zone]] = {}
    for zone in zones:
        if zone.frame and zone.headline:
            boxes.setdefault(zone.frame, []).append(zone)
    shared: dict[int, Headline] = {}
    for inside in boxes.values():
        first, *others = sorted(((z, z.headline) for z in inside if z.headline), key=lambda pair: pair[0].box.y0)
        alike = all(_alike(head, first[1]) and not (head.kicker or head.rubric) for _, head in others)
        if others and alike and first[1].kicker and not first[1].rubric:
            label = first[1].kicker
            shared |= {id(z): replace(head, rubric=label, kicker=()) for z, head in (first, *others)}
    return [replace(zone, headline=shared[id(zone)]) if id(zone) in shared else zone for zone in zones]


def _without_rests(zone: Zone, zones: Sequence[Zone], rules: Sequence[Box]) -> list[Zone]:
    """A label on a bar over several columns, apart from the text that seems to be its own: where an item begins under
    the bar in the first column, what begins the next ones is the rest of items."""
    head = zone.headline
    if head is None or not zone.flow or not _is_short(head):
        return [zone]
    reach = _reach(head, rules)
    if reach == head.box:
        return [zone]
    em = zone.flow[0].em
    first = next((z for z in zones if _begins_under(z, zone, reach, em)), None)
    if first is None or min(f.left for f in zone.flow) < max(f.right for f in first.flow if f.column == 0) - em:
        return [zone]
    text = union(f.box for f in zone.flow)
    label = replace(zone, box=head.box, head=(), flow=(), figures=(), tables=())
    return [label, replace(zone, headline=None, box=text)]


def _begins_under(item: Zone, label: Zone, reach: Box, em: float) -> bool:
    """Whether an item begins under the left end of a label's bar."""
    if item.headline is None or item is label or not item.flow or item.frame != label.frame:
        return False
    box = item.headline.box
    return abs(box.x0 - reach.x0) <= LEFT_END * em and -2 <= box.y0 - reach.y1 <= UNDER * em


def _only_one_under(label: Zone, zones: Sequence[Zone]) -> Zone | None:
    """The one article in a label's box, if it stands under the label and has no kicker of its own."""
    others = [z for z in zones if z.frame == label.frame and z is not label]
    if len(others) != 1 or others[0].headline is None or others[0].headline.kicker:
        return None
    return others[0] if others[0].headline.box.y0 >= label.box.y1 - 2 else None


def _reach(headline: Headline, rules: Sequence[Box]) -> Box:
    """How wide a label rules: as wide as the bar that it stands on, else as the rule at its height."""
    line = headline.lines[0]
    wide = [r for r in rules if _at_height(r, line) and x_overlap(r, line.box) > 0]
    wide = [r for r in wide if r.contains_point(line.box.cx, line.box.cy)] or wide
    return union([headline.box, *wide])


def _is_label(zone: Zone, headline: Headline) -> bool:
    empty = not (zone.flow or zone.figures or zone.head or zone.tables or zone.jump_from)
    return empty and _is_short(headline)


def _is_short(headline: Headline) -> bool:
    return len(headline.lines) == 1 and text_width(headline.lines[0].text) <= SHORT_OVER


def _stands_under(zone: Zone, label: Zone, headline: Headline, reach: Box) -> bool:
    """Whether a zone has a smaller headline under the label, in its box or in its column."""
    own = zone.headline
    if own is None or not zone.flow or zone.frame != label.frame or own.style.size > 0.9 * headline.style.size:
        return False
    in_column = x_overlap(own.box, reach) > 0.5 * min(own.box.width, reach.width)
    return own.box.y0 >= headline.box.y1 - 2 and (zone.frame is not None or in_column)


def _items_under(label: Zone, zones: Sequence[Zone], reach: Box) -> list[Zone]:
    """The articles under a label as large as their headlines, which another look or a bar sets apart from them: those
    of one look that follow each other in its column."""
    own = label.headline
    if own is None:
        return []
    under = [
        z
        for z in zones
        if z.headline
        and z.frame == label.frame
        and z.headline.box.y0 >= own.box.y1 - 2
        and x_overlap(z.headline.box, reach) > 0.5 * min(z.headline.box.width, reach.width)
    ]
    items: list[Zone] = []
    for zone in sorted(under, key=lambda z: z.box.y0):
        head = zone.headline
        first = items[0].headline if items else None
        if head is None or not zone.flow or head.kicker or (first and not _alike(head, first)):
            break
        on_bar = reach != own.box
        if head.style.size > (OVER_BAR if on_bar else AS_LARGE) * own.style.size or (
            head.style == own.style and not on_bar
        ):
            break
        items.append(zone)
    return items


def _alike(head: Headline, first: Headline) -> bool:
    """Whether two headlines are of one size; on a scan each is measured by itself, and so is its weight."""
    return abs(head.style.size - first.style.size) <= ONE_LOOK * first.style.size


def with_label(zone: Zone, rubric: Headline | None, kicker: Headline | None) -> Zone:
    """The zone with a label as its rubric or its kicker, before those that it has."""
    head = zone.headline
    if head is None or (rubric is None and kicker is None):
        return zone
    over = _first(rubric.lines, head.rubric) if rubric else head.rubric
    close = _first(kicker.lines, head.kicker) if kicker else head.kicker
    return replace(zone, headline=replace(head, rubric=over, kicker=close))


def _first(label: tuple[Line, ...], others: tuple[Line, ...]) -> tuple[Line, ...]:
    """A label before other lines, but for those of its words: a rubric that a page prints again."""
    said = {line.text for line in label}
    return (*label, *(line for line in others if line.text not in said))
