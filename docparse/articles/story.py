"""A story: the zones of one article in reading order, before its fields are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from ..geometry import Box, union
from ..layout.types import FlowLine, Headline, PlacedFigure, Zone
from ..model import Region
from ..reading.page import Line, Table
from ..text.joining import join


@dataclass(frozen=True)
class Story:
    """Zones in reading order, the one with the headline first. `showing` marks a page that only shows pictures.

    `source` and `date` are what a line of a web page or of a list says of the article.
    """

    zones: tuple[Zone, ...]
    showing: bool = False
    source: str | None = None
    date: str | None = None

    @property
    def headline(self) -> Headline | None:
        return self.zones[0].headline

    @property
    def framed(self) -> bool:
        return self.zones[0].frame is not None

    @property
    def head(self) -> tuple[Line, ...]:
        return self.zones[0].head

    @cached_property
    def title(self) -> str | None:
        return join(line.text for line in self.headline.lines) if self.headline else None

    @cached_property
    def flow(self) -> tuple[FlowLine, ...]:
        """All lines in order; columns are numbered through, so that no two zones share one."""
        lines: list[FlowLine] = []
        offset = 0
        for zone in self.zones:
            lines += [replace(line, column=line.column + offset) for line in zone.flow] if offset else zone.flow
            if zone.jump_to and zone.flow and zone is not self.zones[-1]:
                # a text that jumps is cut where it stands: its last line is as full as any
                lines[-1] = replace(lines[-1], right=lines[-1].box.x1)
            offset += 1 + max((line.column for line in zone.flow), default=0)
        return tuple(lines)

    @property
    def figures(self) -> tuple[PlacedFigure, ...]:
        return tuple(figure for zone in self.zones for figure in zone.figures)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for zone in self.zones for table in zone.tables)

    @property
    def pages(self) -> tuple[int, ...]:
        return tuple(sorted({zone.page for zone in self.zones}))


def regions(lines: Iterable[Line | FlowLine]) -> tuple[Region, ...]:
    """Where lines stand: one box for each run of them in one column of one page."""
    runs: list[tuple[int, list[Box]]] = []
    run: list[Box] = []
    last: tuple[int, int] | None = None
    for item in lines:
        line, column = (item.line, item.column) if isinstance(item, FlowLine) else (item, -1)
        place = (line.page, column)
        if place == last and line.box.y0 >= run[0].y0:
            run.append(line.box)
        else:
            last, run = place, [line.box]
            runs.append((line.page, run))
    return tuple([Region(page=page, bbox=union(run).rounded()) for page, run in runs])


def zone_lines(zone: Zone) -> list[Line]:
    """Every line of a zone outside its captions."""
    headline = zone.headline
    printed = [*headline.rubric, *headline.printed] if headline else []
    return [*printed, *zone.head, *(f.line for f in zone.flow)]
