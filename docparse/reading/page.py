"""What reading hands on: a page as lines of text, pictures, drawn rules and frames.

From here on a scanned page and a text page are the same.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ..geometry import Box
from ..model import Method
from .placing import Affine


class Style(Struct, frozen=True, gc=False):
    """How characters look. `size` is in points, to a tenth; `face` is the font's name without style and subset tag."""

    size: float
    face: str = ""
    bold: bool = False
    italic: bool = False
    color: int = 0


class Span(Struct, frozen=True, gc=False):
    """A stretch of one line in one style."""

    text: str
    style: Style
    x0: float
    x1: float


class Line(Struct, frozen=True, gc=False):
    """One printed line (for vertical text: one column of characters) inside one text column.

    `text` has single spaces; a soft hyphen (U+00AD) at its end says that the word goes on in the next line.
    """

    page: int
    box: Box
    text: str
    style: Style
    spans: tuple[Span, ...]
    confidence: float = 1.0
    vertical: bool = False

    @property
    def size(self) -> float:
        return self.style.size


class Picture(Struct, frozen=True, gc=False):
    page: int
    box: Box


class Frame(Struct, frozen=True, gc=False):
    """A drawn rectangle with text in it: a box with a border or a tint."""

    box: Box
    tinted: bool


class Table(Struct, frozen=True, gc=False):
    """A ruled table and its cells, row by row."""

    page: int
    box: Box
    rows: tuple[tuple[str, ...], ...]


Reason = Literal["unpainted", "ground", "covered", "tiny"]


class Hidden(Struct, frozen=True, gc=False):
    """Text of the file that nobody sees on the page, and why."""

    reason: Reason
    text: str

    @property
    def characters(self) -> int:
        return sum(not c.isspace() for c in self.text)


class PageContent(Struct, frozen=True, gc=False):
    """Everything that stands on one page, in points of the displayed page. `number` counts from 1.

    A page that was read from a picture is in points of the straightened page; `placing` leads from there to the
    displayed one, whose width and height are `size`. `part` is 1 or 2 for the halves of a spread, `skew` the degrees by
    which a scan was straightened, `dropped` the number of marks that looked like letters and are none, `reason` why
    the page was not read from its text layer.
    """

    number: int
    width: float
    height: float
    rotation: int = 0
    method: Method = "text"
    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()
    rules: tuple[Box, ...] = ()
    frames: tuple[Frame, ...] = ()
    tags: tuple[Box, ...] = ()  # tints as low as a line, behind a few words
    tables: tuple[Table, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    engine: str | None = None
    skew: float = 0.0
    part: int | None = None
    placing: Affine | None = None
    size: tuple[float, float] | None = None
    dropped: int = 0
    reason: str | None = None
