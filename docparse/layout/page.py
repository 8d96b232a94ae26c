"""One page becomes zones: the stages of layout in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..geometry import Box, union, x_overlap, y_overlap
from ..languages import text_width
from ..languages.rules import Language
from ..reading.page import Frame, Line, PageContent, Picture, Span, Table
from . import captions, headlines, quotes, rubrics, zones
from .columns import flow
from .figures import settle
from .furniture import Separated
from .types import FlowLine, Headline, PageLayout, PlacedFigure, Zone
from .typography import Typography, of_lines, of_page

OWN_TYPE = 2  # lines that a box holds at least for its own body size to count
MOST_FRAMES = 120  # boxes with text on one page
COLUMN = 1.5  # times a column's width: a headline as wide stands in the column, a wider one over several
LONG = 8.0  # times its height: a bar that divides like a rule
BAR = 2.6  # sizes of its one line: the height of a bar at most
JUMP_SIZE = 1.6  # times the body size: a larger line is a headline
JUMP_LINE = 40.0  # em: a longer line is no jump line
JUMP_GAP = 1.6  # sizes of a jump line between it and its jump head
FEW_WORDS = 260  # characters: a page with pictures and less text shows pictures


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page's layout knows of the document."""

    type_: Typography
    language: Language
    titles: frozenset[str]  # of the contents page, as letters
    rubrics: frozenset[str]  # of the contents page, as letters
    wording: quotes.Wording


def lay_out(separated: Separated, setting: Setting) -> PageLayout:
    """The zones of one page in reading order."""
    content = separated.content
    setting = replace(setting, type_=of_page(content, setting.type_))
    tables = content.tables
    lines = [line for line in content.lines if not any(t.box.contains_point(line.box.cx, line.box.cy) for t in tables)]
    frames = [f for f in content.frames if not any(t.box.contains(f.box, 3.0) for t in tables)]
    if len(frames) > MOST_FRAMES:
        frames = []  # a form or a drawing
    bars = [f for f in frames if _is_bar(f, lines)]
    frames = [f for f in frames if f not in bars]
    content = replace(content, rules=(*content.rules, *(f.box for f in bars if f.box.width >= LONG * f.box.height)))
    inside = {id(line): frame for line in lines if (frame := _frame_of(line.box, frames))}
    found: list[Zone] = []
    extra: list[tuple[str, Line]] = []
    bounds = Box(0, 0, content.width, content.height)
    own = [line for line in lines if id(line) not in inside]
    own_pictures = [p for p in content.pictures if not _frame_of(p.box, frames)]
    own_tables = [t for t in tables if not _frame_of(t.box, frames)]
    walls = [f.box for f in frames]
    found += _zones(content, own, own_pictures, own_tables, bounds, None, walls, setting, extra)
    for frame in frames:
        framed = [line for line in lines if inside.get(id(line)) is frame]
        pictures = [p for p in content.pictures if _frame_of(p.box, frames) is frame]
        framed_tables = [t for t in tables if _frame_of(t.box, frames) is frame]
        walls = [f.box for f in frames if f is not frame and frame.box.contains(f.box)]
        found += _zones(content, framed, pictures, framed_tables, frame.box, frame, walls, setting, extra)
    return PageLayout(
        page=content.number,
        zones=tuple(_ordered(found)),
        furniture=tuple(sorted((*separated.furniture, *extra), key=lambda f: (f[1].box.y0, f[1].box.x0))),
        label=separated.label,
        rules=content.rules,
    )


def _is_bar(frame: Frame, lines: Sequence[Line]) -> bool:
    """A low box around one line: a label's tag, or a bar across the page; not a box with a text."""
    inside = [line for line in lines if frame.box.contains_point(line.box.cx, line.box.cy)]
    return len(inside) == 1 and frame.box.height <= BAR * inside[0].size


def _frame_of(box: Box, frames: Sequence[Frame]) -> Frame | None:
    around = [f for f in frames if f.box.contains_point(box.cx, box.cy) and f.box.area > 1.2 * box.area]
    return min(around, key=lambda f: f.box.area, default=None)


def _zones(
    content: PageContent,
    lines: Sequence[Line],
    pictures: Sequence[Picture],
    tables: Sequence[Table],
    bounds: Box,
    frame: Frame | None,
    walls: Sequence[Box],
    setting: Setting,
    extra: list[tuple[str, Line]],
) -> list[Zone]:
    if not (lines or pictures or tables):
        return []
    type_ = of_lines(list(lines)) if frame and len(lines) >= OWN_TYPE else setting.type_
    rules = [r for r in content.rules if bounds.contains(r, 1.0) and not any(w.contains(r, 3.0) for w in walls)]
    alone = bool(pictures) and frame is None and sum(len(line.text) for line in lines) < FEW_WORDS
    pulled = [line for group in quotes.find(lines, setting.type_, setting.wording) for line in group]
    lines = _without(lines, pulled)
    figures, rest = captions.bind(pictures, lines, setting.type_, setting.language, alone)
    jumps_to = [line for line in rest if _is_jump_to(line, setting.language)]
    rest = tuple(_without(rest, jumps_to))
    rest, initials = _with_initials(rest, type_)
    jumps_from = [line for line in rest if _is_jump_from(line, setting.language) and line.size < JUMP_SIZE * type_.size]
    found = headlines.find(
        [line for line in rest if line not in jumps_from], type_, setting.language, frame, setting.titles
    )
    heading = {id(line) for head in found for line in (*head.lines, *head.deck, *head.kicker)}
    loose = [line for line in rest if id(line) not in heading and line not in jumps_from]
    found, labels = rubrics.over_rows(found, loose, rules, setting.type_, setting.language)
    rest = tuple(_without(rest, labels))
    found, labels = rubrics.listed(found, rest, setting.rubrics, type_)
    rest = tuple(_without(rest, labels))
    jumps = _jump_heads(found, jumps_from)
    heads = (*found, *(Headline((line,)) for line in jumps_from if jumps.get(line) is line))
    rest = tuple(line for line in rest if line not in jumps_from or jumps.get(line) is line)
    taken = {id(line) for head in heads for line in (*head.lines, *head.kicker, *head.deck)}
    body = [line for line in rest if id(line) not in taken]
    walls = [*walls, *(p.box for p in pictures)]
    obstacles = [
        *walls,
        *((f.caption and union(line.box for line in f.caption)) or f.picture.box for f in figures),
        *(t.box for t in tables),
        *initials.values(),
    ]
    if pulled:
        obstacles += [line.box for line in pulled]
    zoned = []
    for ruled in zones.assign(body, figures, heads, rules, walls, bounds, type_):
        head = _head(ruled, type_)
        flowing = flow(
            _without(ruled.lines, head),
            obstacles,
            type_.size,
            frame.box if frame and not _something_right(ruled.lines, lines) else None,
        )
        if initials:
            flowing = [replace(f, initial=id(f.line) in initials) for f in flowing]
        alone = ruled.headline is not None and ruled.headline.lines[0] in jumps_from
        jumped = jumps.get(ruled.headline.lines[0]) if ruled.headline else None
        boxes = [*(line.box for line in ruled.lines), *(f.picture.box for f in ruled.figures)]
        if ruled.headline:
            boxes.append(ruled.headline.box)
        zoned.append(
            Zone(
                page=content.number,
                box=union(boxes),
                headline=None if alone else ruled.headline,
                head=head,
                flow=tuple(flowing),
                figures=ruled.figures,
                frame=frame.box if frame else None,
                jump_from=jumped,
            )
        )
    zoned = rubrics.over_columns(zoned, rules)
    zoned = settle(_by_column(zoned), rules, setting.type_, setting.language)
    for table in tables:
        zoned = _with_table(zoned, table, content.number, frame)
    zoned = _with_jumps(zoned, jumps_to)
    extra += [("jump-line", line) for line in (*jumps_to, *jumps_from)]
    extra += [("pull-quote", line) for line in pulled]
    return zoned


def _by_column(found: Sequence[Zone]) -> list[Zone]:
    """Text without a headline in several columns, column by column where a headline stands under one of them.

    Then the next column may go on with that headline's text, not with the column's own beginning.
    """
    headed = [z for z in found if z.headline]
    split: list[Zone] = []
    for zone in found:
        columns = sorted({f.column for f in zone.flow})
        boxes = {c: union(f.box for f in zone.flow if f.column == c) for c in columns}
        interrupted = any(
            x_overlap(h.box, boxes[c]) > 0 and h.box.y0 >= boxes[c].y1 - 1 and h.box.width <= COLUMN * boxes[c].width
            for h in headed
            for c in columns[:-1]
        ) or any(
            boxes[a].x1 <= h.box.x0 + 1 and h.box.x1 <= boxes[b].x0 + 1 for h in headed for a, b in pairwise(columns)
        )
        if zone.headline or zone.jump_from or len(columns) < 2 or not interrupted:
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


def _head(ruled: zones.Ruled, type_: Typography) -> tuple[Line, ...]:
    """The lines between the headline and the highest line of body text."""
    tops = [line.box.y0 for line in ruled.lines if type_.is_body(line.style)]
    if not (ruled.headline and tops):
        return ()
    above = sorted(
        (line for line in ruled.lines if line.box.cy < min(tops)), key=lambda line: (round(line.box.y1), line.box.x0)
    )
    # the first headings of short items are no head: their look comes back further down, or beside them
    looks = [(line.size, line.style.face, line.style.bold) for line in ruled.lines]

    def is_item(line: Line) -> bool:
        if line.style.bold <= type_.bold and line.size < 1.02 * type_.size:
            return False
        alike = _with_look(above, line)
        again = looks.count((line.size, line.style.face, line.style.bold)) > len(alike)
        return again or any(x_overlap(line.box, o.box) < 0 < y_overlap(line.box, o.box) for o in alike)

    return tuple(line for line in above if not is_item(line))


def _with_look(lines: Sequence[Line], like: Line) -> list[Line]:
    return [o for o in lines if (o.size, o.style.face, o.style.bold) == (like.size, like.style.face, like.style.bold)]


def _is_jump_from(line: Line, language: Language) -> bool:
    if text_width(line.text) > JUMP_LINE:
        return False
    return language.jump_from.match(line.text.strip("（()） ")) is not None


def _jump_heads(heads: Sequence[Headline], jumps: Sequence[Line]) -> dict[Line, Line]:
    """The jump line by the first line of the headline that it stands close to, or by itself where it stands alone."""
    found: dict[Line, Line] = {}
    for jump in jumps:
        near = [
            h for h in heads if x_overlap(h.box, jump.box) > 0 and -y_overlap(h.box, jump.box) <= JUMP_GAP * jump.size
        ]
        if near:
            found[min(near, key=lambda h: -y_overlap(h.box, jump.box)).lines[0]] = jump
        else:
            found[jump] = jump
    return found


def _is_jump_to(line: Line, language: Language) -> bool:
    match = language.jump_to.search(line.text) if text_width(line.text) <= JUMP_LINE else None
    return bool(match) and len(line.text) <= len(match[0]) + 6 if match else False


def _with_initials(lines: Sequence[Line], type_: Typography) -> tuple[tuple[Line, ...], dict[int, Box]]:
    """Drop caps joined to the line that they begin; the second value has the initial's box by the joined line's id."""
    initials = [line for line in lines if headlines.is_initial(line, type_)]
    if not initials:
        return tuple(lines), {}
    rest = [line for line in lines if line not in initials]
    joined: dict[int, Box] = {}
    for initial in initials:
        beside = [
            line
            for line in rest
            if -0.3 * type_.size <= line.box.x0 - initial.box.x1 <= 2 * type_.size
            and y_overlap(line.box, initial.box) > 0.5 * line.box.height
            and not headlines.is_initial(line, type_)
        ]
        if not beside:
            rest.append(initial)
            continue
        first = min(beside, key=lambda line: line.box.y0)
        span = first.spans[0]
        spans = (Span(initial.text + span.text, span.style, span.x0, span.x1), *first.spans[1:])
        line = replace(first, text=initial.text + first.text, spans=spans)
        rest[rest.index(first)] = line
        joined[id(line)] = initial.box
    return tuple(rest), joined


def _with_table(found: list[Zone], table: Table, page: int, frame: Frame | None) -> list[Zone]:
    """The table goes to the zone whose text stands nearest above it."""
    above = [z for z in found if z.box.y0 <= table.box.y0 and min(z.box.x1, table.box.x1) > max(z.box.x0, table.box.x0)]
    if not above:
        return [*found, Zone(page, table.box, None, (), (), tables=(table,), frame=frame.box if frame else None)]
    owner = max(above, key=lambda z: z.box.y0)
    return [replace(z, tables=(*z.tables, table)) if z is owner else z for z in found]


def _with_jumps(found: list[Zone], jumps: Sequence[Line]) -> list[Zone]:
    """A jump line goes to the zone whose last line stands nearest above it."""
    for jump in jumps:
        near: list[tuple[float, int]] = []
        for i, zone in enumerate(found):
            for line in zone.flow:
                if (
                    line.box.y0 < jump.box.cy
                    and min(line.box.x1, jump.box.x1) > max(line.box.x0, jump.box.x0) - line.em
                ):
                    near.append((jump.box.y0 - line.box.y1, i))
        if near:
            index = min(near)[1]
            found[index] = replace(found[index], jump_to=jump)
    return found


def _ordered(found: Sequence[Zone]) -> list[Zone]:
    """Reading order of the zones: a zone comes after those above it, and after those at its left."""
    rest = sorted(found, key=lambda z: (z.box.y0, z.box.x0))
    ordered: list[Zone] = []
    while rest:
        for zone in rest:
            if not any(_before(other, zone) for other in rest if other is not zone):
                break
        else:
            zone = rest[0]
        ordered.append(zone)
        rest.remove(zone)
    return ordered


def _before(a: Zone, b: Zone) -> bool:
    """Whether `a` is read before `b`: above it in a shared column, or at its left at one height (Breuel 2003)."""
    across = min(a.box.x1, b.box.x1) - max(a.box.x0, b.box.x0)
    down = min(a.box.y1, b.box.y1) - max(a.box.y0, b.box.y0)
    if across > 0.1 * min(a.box.width, b.box.width):
        return a.box.y0 < b.box.y0
    return down > 0 and a.box.x1 <= b.box.x0 + 0.1 * b.box.width


__all__ = ["FlowLine", "PlacedFigure", "Setting", "lay_out"]
