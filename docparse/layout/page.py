"""One page becomes zones: the stages of layout in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from ..geometry import Box, union, x_overlap, y_overlap
from ..languages.rules import Language
from ..reading.page import Frame, Line, PageContent, Picture, Table
from . import captions, headlines, quotes, rubrics, zones
from .bars import lines_on_tags, named_by_tags, with_bars_as_rules
from .beside import with_columnists, with_texts_beside
from .columns import flow
from .figures import settle
from .furniture import Separated
from .heads import above_text
from .initials import with_initials
from .jumps import is_jump_from, is_jump_to, jump_heads, with_jumps
from .notes import with_notes
from .order import ordered
from .types import Headline, PageLayout, PlacedFigure, Zone
from .typography import Typography, measure, of_lines, of_page

OWN_TYPE = 2  # lines that a box holds at least for its own body size to count
COLUMN = 1.5  # times a column's width: a headline as wide stands in the column, a wider one over several
LARGER = 1.2  # times the area of what stands in it: a box
JUMP_SIZE = 1.6  # times the body size: a larger line is a headline
FEW_WORDS = 260  # characters: a page with pictures and less text shows pictures

Placed = TypeVar("Placed", Line, Picture, Table)


class Setting(Struct, frozen=True):
    """What a page's layout knows of the document."""

    type_: Typography
    measure: float  # the width of its usual column, in points
    language: Language
    titles: frozenset[str]  # of the contents page, as letters
    rubrics: frozenset[str]  # of the contents page, as letters
    wording: quotes.Wording


@dataclass(frozen=True, slots=True)
class _Area:
    """What stands in one box, or on the page outside its boxes (`frame` is None). `walls` are boxes inside it."""

    bounds: Box
    frame: Frame | None
    lines: Sequence[Line]
    pictures: Sequence[Picture]
    tables: Sequence[Table]
    rules: Sequence[Box]
    bars: Sequence[Box]  # those of the rules that are tinted bars with a line on them
    walls: Sequence[Box]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The lines of an area by what they are; `jumps` has the jump line by the first line of the head it stands at."""

    figures: tuple[PlacedFigure, ...]
    heads: tuple[Headline, ...]
    body: list[Line]
    initials: dict[int, Box]
    jumps: dict[Line, Line]
    jumps_to: list[Line]
    jumps_from: list[Line]
    pulled: list[Line]


def lay_out(separated: Separated, setting: Setting) -> PageLayout:
    """The zones of one page in reading order."""
    tags = lines_on_tags(separated.content)
    content, bars = with_bars_as_rules(separated.content)
    own = of_page(content, setting.type_)
    if own is not setting.type_:
        setting = replace(setting, type_=own, measure=measure(content.lines, own))
    found: list[Zone] = []
    furniture = list(separated.furniture)
    for area in _areas(content, bars):
        if not (area.lines or area.pictures or area.tables):
            continue
        type_, width = setting.type_, setting.measure
        if area.frame and len(area.lines) >= OWN_TYPE:
            type_ = of_lines(list(area.lines))
            width = measure(area.lines, type_)
        parts = _taken_apart(area, type_, setting)
        found += _zones(area, parts, content.number, type_, width, setting)
        furniture += [("jump-line", line) for line in (*parts.jumps_to, *parts.jumps_from)]
        furniture += [("pull-quote", line) for line in parts.pulled]
    found = named_by_tags(rubrics.over_boxes(found, setting.rubrics, setting.type_), tags)
    return PageLayout(
        page=content.number,
        zones=tuple(ordered(with_notes(found, setting.language))),
        furniture=tuple(sorted(furniture, key=lambda f: (f[1].box.y0, f[1].box.x0))),
        label=separated.label,
        rules=content.rules,
    )


def _areas(content: PageContent, bars: Sequence[Box]) -> list[_Area]:
    """The page outside its boxes first, then box by box."""
    tables = content.tables
    lines = content.lines
    if tables:
        lines = tuple(o for o in lines if not any(t.box.contains_point(o.box.cx, o.box.cy) for t in tables))
    frames = content.frames
    own_lines, own_pictures = _by_frame(lines, frames), _by_frame(content.pictures, frames)
    own_tables = _by_frame(tables, frames)
    areas = []
    for frame in (None, *frames):
        bounds = frame.box if frame else Box(0, 0, content.width, content.height)
        walls = [f.box for f in frames if f is not frame and (frame is None or frame.box.contains(f.box))]
        areas.append(
            _Area(
                bounds=bounds,
                frame=frame,
                lines=own_lines[id(frame)],
                pictures=own_pictures[id(frame)],
                tables=own_tables[id(frame)],
                rules=[
                    r for r in content.rules if bounds.contains(r, 1.0) and not any(w.contains(r, 3.0) for w in walls)
                ],
                bars=[b for b in bars if bounds.contains(b, 1.0)],
                walls=walls,
            )
        )
    return areas


def _by_frame(placed: Sequence[Placed], frames: Sequence[Frame]) -> dict[int, list[Placed]]:
    """What stands in each frame and outside them all (None), by its id."""
    inside: dict[int, list[Placed]] = defaultdict(list)
    for item, around in zip(placed, _frames_of([item.box for item in placed], frames), strict=True):
        inside[id(around)].append(item)
    return inside


def _frames_of(boxes: Sequence[Box], frames: Sequence[Frame]) -> list[Frame | None]:
    """The smallest frame around each box, if there is one that is larger."""
    middles = [box.middle for box in boxes]
    found: list[Frame | None] = [None] * len(boxes)
    for frame in sorted(frames, key=lambda f: -f.box.area):
        most = frame.box.area / LARGER
        for i in frame.box.indices(middles):
            if boxes[i].area < most:
                found[i] = frame
    return found


def _taken_apart(area: _Area, type_: Typography, setting: Setting) -> _Parts:
    """Captions, jump lines, pull quotes and headlines taken from the lines; what is left is text."""
    language = setting.language
    alone = bool(area.pictures) and area.frame is None and sum(len(line.text) for line in area.lines) < FEW_WORDS
    pulled = [line for group in quotes.find(area.lines, setting.type_, setting.wording) for line in group]
    lines = _without(area.lines, pulled)
    figures, rest = captions.bind(area.pictures, lines, setting.type_, language, alone)
    jumps_to = [line for line in rest if is_jump_to(line, language)]
    rest, initials = with_initials(_without(rest, jumps_to), type_)
    jumps_from = [line for line in rest if is_jump_from(line, language) and line.size < JUMP_SIZE * type_.size]
    found = headlines.find(
        _without(rest, jumps_from), type_, language, area.frame, setting.titles, area.rules, area.bars
    )
    heading = [line for head in found for line in head.printed]
    loose = _without(rest, [*heading, *jumps_from])
    found, labels = rubrics.over_rows(found, loose, area.rules, setting.type_, language)
    rest = tuple(_without(rest, labels))
    found, labels = rubrics.listed(found, rest, setting.rubrics, type_)
    jumps = jump_heads(found, jumps_from, rest)
    alone_jumps = [line for line in jumps_from if jumps.get(line) is line]
    heads = (*found, *(Headline((line,)) for line in alone_jumps))
    heading = [line for head in heads for line in head.printed]
    body = _without(rest, [*labels, *jumps_from, *heading])
    return _Parts(figures, heads, body, initials, jumps, jumps_to, jumps_from, pulled)


def _zones(area: _Area, parts: _Parts, page: int, type_: Typography, width: float, setting: Setting) -> list[Zone]:
    """The zones of an area, each with its headline, its text in columns and its pictures. `width` is the usual
    column's."""
    walls = [*area.walls, *(p.box for p in area.pictures)]
    obstacles = [
        *walls,
        *(union(line.box for line in f.caption) for f in parts.figures if f.caption),
        *(t.box for t in area.tables),
        *parts.initials.values(),
        *(line.box for line in parts.pulled),
    ]
    others = _without(area.lines, parts.pulled)
    found = []
    placed = zones.assign(
        parts.body, parts.figures, parts.heads, area.rules, walls, area.bounds, type_, width, setting.language
    )
    for ruled in placed:
        head = above_text(ruled, type_)
        edge = area.bounds if area.frame and not _something_right(ruled.lines, others) else None
        flowing = flow(_without(ruled.lines, head), obstacles, type_.size, edge, tuple(parts.initials.values()))
        if parts.initials:
            flowing = [replace(f, initial=id(f.line) in parts.initials) for f in flowing]
        headline = ruled.headline
        boxes = [*(line.box for line in ruled.lines), *(f.picture.box for f in ruled.figures)]
        found.append(
            Zone(
                page=page,
                box=union([*boxes, headline.box] if headline else boxes),
                headline=None if headline and headline.lines[0] in parts.jumps_from else headline,
                head=head,
                flow=tuple(flowing),
                figures=ruled.figures,
                frame=area.frame.box if area.frame else None,
                jump_from=parts.jumps.get(headline.lines[0]) if headline else None,
            )
        )
    found = with_texts_beside(rubrics.over_columns(found, area.rules), setting.language)
    found = with_columnists(found, setting.language)
    found = settle(_by_column(found), area.rules, setting.type_, setting.language)
    for table in area.tables:
        found = _with_table(found, table, page, area.frame)
    return with_jumps(found, parts.jumps_to)


def _by_column(found: Sequence[Zone]) -> list[Zone]:
    """Text without a headline in several columns, column by column where a headline stands under one of them.

    Then the next column may go on with that headline's text, not with the column's own beginning.
    """
    headed = [z for z in found if z.headline]
    split: list[Zone] = []
    for zone in found:
        columns = sorted({f.column for f in zone.flow})
        if zone.headline or zone.jump_from or len(columns) < 2:
            split.append(zone)
            continue
        boxes = {c: union(f.box for f in zone.flow if f.column == c) for c in columns}
        interrupted = any(
            x_overlap(h.box, boxes[c]) > 0 and h.box.y0 >= boxes[c].y1 - 1 and h.box.width <= COLUMN * boxes[c].width
            for h in headed
            for c in columns[:-1]
        ) or any(
            boxes[a].x1 <= h.box.x0 + 1 and h.box.x1 <= boxes[b].x0 + 1 for h in headed for a, b in pairwise(columns)
        )
        if not interrupted:
            split.append(zone)
            continue
        for c in columns:
            figures = tuple(f for f in zone.figures if _nearest_column(f.picture.box, boxes) == c)
            flow_ = tuple(f for f in zone.flow if f.column == c)
            split.append(
                replace(zone, box=boxes[c], flow=flow_, figures=figures, tables=zone.tables if c == columns[0] else ())
            )
    return split


def _without(lines: Sequence[Line], taken: Sequence[Line]) -> list[Line]:
    """The lines that are not these very ones."""
    if not taken:
        return list(lines)
    gone = {id(line) for line in taken}
    return [line for line in lines if id(line) not in gone]


def _nearest_column(box: Box, columns: dict[int, Box]) -> int:
    return min(columns, key=lambda c: abs(columns[c].cx - box.cx))


def _something_right(own: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether other lines stand at the right of these, so that a box's edge is not their edge."""
    if not own:
        return False
    box = union(line.box for line in own)
    return any(line.box.x0 >= box.x1 and y_overlap(line.box, box) > 0 for line in lines)


def _with_table(found: list[Zone], table: Table, page: int, frame: Frame | None) -> list[Zone]:
    """The table goes to the zone whose text stands nearest above it."""
    above = [z for z in found if z.box.y0 <= table.box.y0 and x_overlap(z.box, table.box) > 0]
    if not above:
        return [*found, Zone(page, table.box, None, (), (), tables=(table,), frame=frame.box if frame else None)]
    owner = max(above, key=lambda z: z.box.y0)
    return [replace(z, tables=(*z.tables, table)) if z is owner else z for z in found]
