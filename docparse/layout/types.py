"""What the layout hands on."""

from __future__ import annotations

from msgspec import Struct

from ..geometry import Box, union
from ..reading.page import Line, Picture, Style, Table

OWN_PITCH = 1.5  # sizes: the distance of baselines where there is no second one to measure
SET_RIGHT = 3.0  # em from the left edge of the column: a line that ends at the right edge is set right


class FlowLine(Struct, frozen=True, gc=False):
    """A line in its column. `left` and `right` are the edges of the text at its height; `column` numbers the columns
    of its zone in reading order; `pitch` is the usual distance of baselines there, in points."""

    line: Line
    left: float
    right: float
    column: int
    pitch: float
    beside: bool = False  # a picture or an initial narrows the column here
    initial: bool = False  # a drop cap begins this line
    broken: bool = False  # a picture or a pull quote stands between this line and the one before

    @classmethod
    def by_itself(cls, line: Line, column: int) -> FlowLine:
        """A line that stands in no column: its own ends are the edges."""
        return cls(line, line.box.x0, line.box.x1, column, OWN_PITCH * line.size)

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def box(self) -> Box:
        return self.line.box

    @property
    def em(self) -> float:
        return self.line.style.size

    @property
    def indent(self) -> float:
        """How far the line starts behind the edge, in em."""
        return (self.line.box.x0 - self.left) / self.line.style.size

    @property
    def short(self) -> float:
        """How far the line ends before the edge, in em."""
        return (self.right - self.line.box.x1) / self.line.style.size

    @property
    def set_right(self) -> bool:
        """Whether the line stands at the right edge, as what signs a text does."""
        return self.indent >= SET_RIGHT and self.short <= 1.0


class Headline(Struct, frozen=True, gc=False):
    """The printed lines of one headline, the label over it and the smaller headline under it."""

    lines: tuple[Line, ...]
    kicker: tuple[Line, ...] = ()
    deck: tuple[Line, ...] = ()
    rubric: tuple[Line, ...] = ()  # a label that names this and other articles

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def printed(self) -> tuple[Line, ...]:
        """Kicker, headline and deck."""
        return (*self.kicker, *self.lines, *self.deck)

    @property
    def box(self) -> Box:
        return self.lines[0].box if len(self.lines) == 1 else union([line.box for line in self.lines])

    @property
    def style(self) -> Style:
        return self.lines[0].style

    @property
    def vertical(self) -> bool:
        return self.lines[0].vertical


class PlacedFigure(Struct, frozen=True, gc=False):
    """A picture with the lines that were set as its caption and credit."""

    picture: Picture
    caption: tuple[Line, ...] = ()


class Zone(Struct, frozen=True, gc=False):
    """A headline and what it rules, or text that no headline rules: the lines in reading order.

    `head` holds what stands between headline and text: deck, byline, organisation. `frame` is the box around the
    zone, if one is drawn. `jump_from` is the printed line that says where the text began.
    """

    page: int
    box: Box
    headline: Headline | None
    head: tuple[Line, ...]
    flow: tuple[FlowLine, ...]
    figures: tuple[PlacedFigure, ...] = ()
    tables: tuple[Table, ...] = ()
    frame: Box | None = None
    jump_from: Line | None = None
    jump_to: Line | None = None


class PageLayout(Struct, frozen=True, gc=False):
    """A page in zones, in reading order, and what belongs to no article."""

    page: int
    zones: tuple[Zone, ...]
    furniture: tuple[tuple[str, Line], ...]  # kind and line
    label: str | None
    rules: tuple[Box, ...] = ()
