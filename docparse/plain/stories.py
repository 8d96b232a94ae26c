"""The pieces of a text become stories as layout makes them: zones of lines, so that fields are read in one way.

A text has no places. Its lines stand in a column of their own making that says what the text said: a headline is
large, a paragraph begins with an indent and ends before the edge. The places are gone again when the fields are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from ..articles.story import Story
from ..geometry import Box
from ..languages import is_labelled
from ..layout.types import FlowLine, Headline, PlacedFigure, Zone
from ..layout.typography import Typography
from ..model import Warning
from ..reading.page import Line, Picture, Span, Style, Table
from ..text.spacing import Spacing
from . import titles
from .flow import Flow, flow
from .info import info
from .joins import Joins
from .outline import Outline
from .roles import Piece, Role

BODY, HEADING, TITLE = Style(10.0), Style(12.0, bold=True), Style(20.0, bold=True)
WIDTH = 1000.0  # points of the column; no line fills it
INDENT = 20.0
STEP = 100.0  # points from line to line: no two lines belong together by their distance
OVER = (Role.LABEL, Role.TITLE, Role.DECK, Role.HEAD, Role.INFO)  # what stands over an article's text
TYPE = Typography(BODY.size, BODY.face, BODY.bold)


@dataclass(frozen=True, slots=True)
class Told:
    """The stories of a text, its cover, and what belongs to no article."""

    stories: tuple[Story, ...]
    plates: tuple[Zone, ...]
    furniture: tuple[tuple[str, Line], ...]
    warnings: tuple[Warning, ...]


class _Column:
    """Makes lines, each below the last."""

    def __init__(self) -> None:
        self._y = 0.0

    def line(self, text: str, style: Style, page: int) -> Line:
        self._y += STEP
        x0 = INDENT if style is BODY else 0.0
        box = Box(x0, self._y, WIDTH / 2, self._y + style.size)
        return Line(page, box, text, style, (Span(text, style, box.x0, box.x1),))

    def picture(self, page: int) -> Picture:
        self._y += STEP
        return Picture(page, Box(0.0, self._y, WIDTH, self._y + 1))


def stories(outline: Outline, spacing: Spacing, joins: Joins, reorder: bool = True) -> Told:
    """What a text tells, story by story; with `reorder`, pieces go to where their sentences began."""
    column = _Column()
    found: list[Story] = []
    plates: list[Zone] = []
    furniture: list[tuple[str, Line]] = []
    warnings: list[Warning] = []
    for group in _groups(outline.pieces):
        kept = []
        for piece in group:
            if piece.role is Role.FURNITURE:
                furniture.append(("furniture", column.line(piece.text, BODY, piece.fragment.page)))
            else:
                kept.append(piece)
        role = kept[0].role if kept else Role.FURNITURE
        if role is Role.PLATE:
            zone = _plate(kept, column)
            plates.append(zone)
            if zone.figures:
                found.append(Story((replace(zone, headline=None, flow=()),), showing=True))
        elif role in (Role.CONTENTS, Role.MASTHEAD):
            found.append(_listed(kept, role, column, spacing))
        elif kept:
            put = flow([p for p in kept if p.role not in OVER], joins, reorder)
            warnings += _warned(put, kept[0])
            found.append(_story(kept, put, outline, column, spacing))
    return Told(tuple(found), tuple(plates), tuple(furniture), tuple(warnings))


def _groups(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    """The pieces of each story: a headline opens one, as do the cover, the masthead and the contents.

    The contents are in one place, whatever the converter put between their rows.
    """
    contents = [piece for piece in pieces if piece.role is Role.CONTENTS]
    group: list[Piece] = []
    for piece in pieces:
        if piece.role is Role.CONTENTS:
            if piece is contents[0]:
                if group:
                    yield group
                yield contents
                group = []
            continue
        if group and _opens(group, piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _opens(group: Sequence[Piece], piece: Piece) -> bool:
    before = next((p.role for p in reversed(group) if p.role is not Role.FURNITURE), None)
    if before is None or piece.role is Role.FURNITURE:
        return False
    if piece.opens:
        return True
    apart = (Role.PLATE, Role.MASTHEAD)
    first = next(p.role for p in group if p.role is not Role.FURNITURE)
    if first is Role.PLATE and piece.role is Role.CAPTION:
        return False
    if piece.role is Role.LABEL:
        return before is not Role.LABEL
    if piece.role is Role.TITLE:
        return before not in (Role.TITLE, Role.LABEL)
    return (piece.role in apart or first in apart) and piece.role is not first


def _plate(pieces: Sequence[Piece], column: _Column) -> Zone:
    """The cover: the paper's name as a headline, its other words under it, and what its picture shows."""
    page = pieces[0].fragment.page
    name = column.line(pieces[0].text, TITLE, page)
    figures = [_figure([p], column) for p in pieces if p.role is Role.CAPTION]
    lines = [column.line(p.text.strip("•· "), BODY, page) for p in pieces[1:] if p.role is not Role.CAPTION]
    return _zone(page, Headline((name,)), (), [_flow_line(line, i) for i, line in enumerate(lines)], figures)


def _listed(pieces: Sequence[Piece], role: Role, column: _Column, spacing: Spacing) -> Story:
    """Masthead and contents: every line a paragraph of its own."""
    page = pieces[0].fragment.page
    headed = role is Role.CONTENTS or pieces[0].fragment.rank > 0
    headline = Headline((column.line(pieces[0].text, TITLE, page),)) if headed else None
    texts: list[str] = []
    for piece in pieces[1:] if headed else pieces:
        open_line = texts and role is Role.MASTHEAD and spacing.language.masthead_line.match(texts[-1])
        begins = spacing.language.masthead_line.match(piece.text) or is_labelled(piece.text) or piece.fragment.apart
        if open_line and not begins and not piece.text.startswith(("(", "（")):
            texts[-1] += piece.text
        else:
            texts.append(piece.text)
    lines = [column.line(spacing.running(text), BODY, page) for text in texts]
    return Story((_zone(page, headline, (), [_flow_line(line, i) for i, line in enumerate(lines)]),))


def _story(pieces: Sequence[Piece], put: Flow, outline: Outline, column: _Column, spacing: Spacing) -> Story:
    """One article: headline, what stands under it, headings, paragraphs and captions."""
    page = pieces[0].fragment.page
    named = [p for p in pieces if p.role is Role.TITLE]
    headline = None
    if named:
        text = titles.title([p.text for p in named], outline.listing, spacing)
        kicker = tuple(column.line(p.text, HEADING, page) for p in pieces if p.role is Role.LABEL)
        lines_of_title = (column.line(text, TITLE, page),)
        deck = tuple(column.line(p.text, HEADING, page) for p in pieces if p.role is Role.DECK)
        headline = Headline(lines_of_title, kicker, deck)
    head = [column.line(_head(p.text, spacing), BODY, page) for p in pieces if p.role is Role.HEAD]
    figures: list[PlacedFigure] = []
    tables: list[Table] = []
    lines: list[Line] = []
    signs: list[str] = []
    for piece in put.pieces:
        if piece.role is Role.CAPTION:
            figures.append(_figure([piece], column))
        elif piece.role is Role.TABLE:
            tables.append(Table(page, column.picture(page).box, piece.fragment.rows))
        elif piece.role is Role.HEADING:
            lines.append(column.line(titles.heading(piece.text, spacing), HEADING, piece.fragment.page))
        elif piece.role is Role.SIGN:
            signs.append(piece.text)
            if _stands_under_lead(put.pieces, piece):
                head.append(column.line(signs.pop(), BODY, page))
        else:
            lines += _paragraph(piece, column, spacing)
    if signs:
        lines.append(column.line(" ".join(signs), BODY, page))
    flows = [_flow_line(line, i) for i, line in enumerate(lines)]
    said = next((found for p in pieces if p.role is Role.INFO and (found := info(p.text, spacing.language))), None)
    zone = _zone(page, headline, tuple(head), flows, figures, tables)
    return Story(
        (zone,),
        showing=bool(figures) and not lines,
        source=said.source if said else None,
        date=said.date if said else None,
    )


def _stands_under_lead(pieces: Sequence[Piece], sign: Piece) -> bool:
    """Whether a byline stands inside the text, and not at its end."""
    at = next(i for i, piece in enumerate(pieces) if piece is sign)
    return any(piece.role in (Role.TEXT, Role.HEADING) for piece in pieces[at + 1 :])


def _paragraph(piece: Piece, column: _Column, spacing: Spacing) -> list[Line]:
    text = titles.with_sign(piece.text, spacing)
    return [column.line(text, BODY, piece.fragment.page)] if text else []


def _head(text: str, spacing: Spacing) -> str:
    return spacing.running(text) if spacing.language.subtitle.match(text) else text


def _figure(pieces: Sequence[Piece], column: _Column) -> PlacedFigure:
    page = pieces[0].fragment.page
    picture = column.picture(page)
    return PlacedFigure(picture, tuple(column.line(p.text, BODY, page) for p in pieces))


def _flow_line(line: Line, column: int) -> FlowLine:
    return FlowLine(line, 0.0, WIDTH, 0, 1.5 * BODY.size)


def _zone(
    page: int,
    headline: Headline | None,
    head: tuple[Line, ...],
    lines: Sequence[FlowLine],
    figures: Sequence[PlacedFigure] = (),
    tables: Sequence[Table] = (),
) -> Zone:
    return Zone(page, Box(0, 0, WIDTH, 1), headline, head, tuple(lines), tuple(figures), tuple(tables))


def _warned(put: Flow, first: Piece) -> list[Warning]:
    found = []
    page, name = first.fragment.page, first.text[:20]
    if put.moved:
        found.append(
            Warning(
                page=page,
                code="text-reordered",
                message=f"“{name}”: pieces that stood out of order were put where their sentences began",
            )
        )
    if put.garbled:
        found.append(
            Warning(
                page=page,
                code="garbled-text",
                message=f"“{name}”: {put.garbled} pieces hold characters that form no words; they are kept",
            )
        )
    return found
