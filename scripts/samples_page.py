"""Pages and flow for the sample documents: a canvas over PyMuPDF, slugs of lead, and frames that they run through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf
from samples_pictures import picture
from samples_story import LINE_BREAK, Block, Figure, Issue, Story
from samples_type import BLACK, Color, Face, Line, Style, break_lines

Draw = Callable[[int, float, float], None]


class Book:
    """A document in the making. Text goes out in the order it is set, in runs of one colour."""

    def __init__(self, width: float, height: float, issue: Issue) -> None:
        self.width, self.height, self.issue = width, height, issue
        self.doc = pymupdf.open()
        self._writer: pymupdf.TextWriter | None = None
        self._key: tuple[int, Color] | None = None

    def add_page(self) -> int:
        """A new page; its number counts from 1."""
        self.doc.new_page(width=self.width, height=self.height)
        self.issue.page_count = len(self.doc)
        return len(self.doc)

    def _flush(self) -> None:
        if self._writer is not None and self._key is not None:
            page, color = self._key
            self._writer.write_text(self.doc[page - 1], color=color)
        self._writer = self._key = None

    def text(self, page: int, x: float, y: float, text: str, face: Face, size: float, color: Color = BLACK) -> float:
        """One run on a baseline; returns its width."""
        if self._key != (page, color):
            self._flush()
            self._writer = pymupdf.TextWriter(self.doc[page - 1].rect)
            self._key = (page, color)
        assert self._writer is not None
        self._writer.append((x, y), text, font=face.font, fontsize=size)
        return face.width(text, size)

    def rect(
        self,
        page: int,
        box: tuple[float, float, float, float],
        fill: Color | None = None,
        stroke: Color | None = None,
        width: float = 0.7,
        dashes: str | None = None,
    ) -> None:
        """A box, filled or framed."""
        self._flush()
        self.doc[page - 1].draw_rect(
            pymupdf.Rect(box), color=stroke, fill=fill, width=width if stroke else 0, dashes=dashes
        )

    def rule(
        self,
        page: int,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        width: float = 0.6,
        color: Color = BLACK,
        dashes: str | None = None,
    ) -> None:
        """A straight rule."""
        self._flush()
        self.doc[page - 1].draw_line((x0, y0), (x1, y1), color=color, width=width, dashes=dashes)

    def image(self, page: int, box: tuple[float, float, float, float], name: str) -> None:
        """A generated picture that fills the box."""
        self._flush()
        width, height = box[2] - box[0], box[3] - box[1]
        self.doc[page - 1].insert_image(pymupdf.Rect(box), stream=picture(name, width, height), keep_proportion=False)

    def furniture(self, page: int, x: float, y: float, text: str, style: Style, width: float = 0.0) -> None:
        """A line that belongs to no article, noted as such; ``width`` aligns it inside that measure."""
        shift = {"right": 1.0, "center": 0.5}.get(style.align, 0.0)
        x += shift * (width - style.face.width(text, style.size))
        self.text(page, x, y, text, style.face, style.size, style.color)
        self.issue.furniture.append((page, text.strip()))

    def save(self, path: Path, title: str) -> None:
        """Write the file with nothing in it that differs from run to run."""
        self._flush()
        self.doc.set_metadata({"title": title, "producer": "docparse make_samples", "creator": "make_samples.py"})
        self.doc.ez_save(path, no_new_id=True, clean=True)


@dataclass(frozen=True)
class Frame:
    """A column that text runs through."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Slug:
    """A thing of a certain height that goes into a column; ``keep`` ties it to the next one."""

    height: float
    draw: Draw
    before: float = 0.0
    keep: bool = False


def columns(
    page: int,
    x: float,
    y: float,
    width: float,
    height: float,
    count: int,
    gap: float,
    cut: tuple[float, float, float, float] | None = None,
) -> list[Frame]:
    """Equal columns, less the part of each that the box ``cut`` covers."""
    column = (width - gap * (count - 1)) / count
    frames: list[Frame] = []
    for number in range(count):
        frame = Frame(page, x + number * (column + gap), y, column, height)
        if cut and cut[0] < frame.x + column - 1 and cut[2] > frame.x + 1:
            above = replace(frame, height=max(0.0, min(height, cut[1] - y)))
            below = replace(frame, y=cut[3], height=max(0.0, y + height - cut[3]))
            frames += [part for part in (above, below) if part.height > 1]
        else:
            frames.append(frame)
    return frames


def flow(slugs: list[Slug], frames: list[Frame]) -> tuple[list[tuple[Slug, Frame, float]], list[Slug]]:
    """Run slugs through frames; what does not fit comes back."""
    placed: list[tuple[Slug, Frame, float]] = []
    rest, room = list(slugs), list(frames)
    top = 0.0
    while rest and room:
        count = next((n + 1 for n, slug in enumerate(rest) if not slug.keep), len(rest))
        group, frame = rest[:count], room[0]
        heights = [slug.height + (slug.before if top or n else 0.0) for n, slug in enumerate(group)]
        if top + sum(heights) > frame.height + 0.5:
            room.pop(0)
            top = 0.0
            continue
        for slug, height in zip(group, heights, strict=True):
            placed.append((slug, frame, frame.y + top + height - slug.height))
            top += height
        rest = rest[count:]
    return placed, rest


def draw_all(placed: list[tuple[Slug, Frame, float]]) -> None:
    """Put placed slugs on their pages."""
    for slug, frame, y in placed:
        slug.draw(frame.page, frame.x, y)


def least_height(slugs: list[Slug], frames: Callable[[float], list[Frame]], most: float, step: float) -> float | None:
    """The least height at which everything fits into the columns: they end level, as a compositor would have it."""
    height = step
    while height <= most + 0.5:
        if not flow(slugs, frames(height))[1]:
            return height
        height += step
    return None


@dataclass
class Setter:
    """Makes slugs of stories for one document: its styles and the width of a column."""

    book: Book
    body: Style
    heading: Style
    caption: Style
    signature: Style
    subheading: Style | None = None
    quote: Style | None = None
    item: Style | None = None
    drop_cap: Style | None = None
    bullet: str = "•"
    end_mark: str = ""
    credit_form: str = "{}"

    def lines(
        self, story: Story | None, text: str, style: Style, width: float, before: float = 0.0, keep: bool = False
    ) -> list[Slug]:
        """A text as slugs, a line each; forced breaks are honoured."""
        lines: list[Line] = []
        for part in text.split(LINE_BREAK):
            lines += break_lines(part, style, lambda _: width)
        return [
            Slug(
                style.leading,
                self._line_drawer(story, line, style),
                before if number == 0 else 0.0,
                keep or (number == 0 and len(lines) > 1 and not style.cjk),
            )
            for number, line in enumerate(lines)
        ]

    def _line_drawer(self, story: Story | None, line: Line, style: Style) -> Draw:
        def draw(page: int, x: float, y: float) -> None:
            baseline = y + (style.leading - style.size) / 2 + 0.86 * style.size
            for offset, text, face in line.pieces:
                if style.tracking:
                    for char in text:
                        offset += self.book.text(page, x + offset, baseline, char, face, style.size, style.color)
                        offset += style.tracking
                else:
                    self.book.text(page, x + offset, baseline, text, face, style.size, style.color)
            if story is not None:
                story.pages.add(page)

        return draw

    def story(self, story: Story, width: float, cap: bool = True) -> list[Slug]:
        """The body of a story with its signature, without its head and the figures that span columns."""
        slugs: list[Slug] = []
        for block in story.blocks:
            if block.kind == "text" and cap and self.drop_cap and not slugs:
                slugs += self._with_cap(story, block.text, width)
            else:
                slugs += self.block(story, block, width)
        if story.fields.get("signature_place") != "head" and story.shown("signature"):
            slugs += self.lines(story, story.shown("signature") + self.end_mark, self.signature, width)
        return slugs

    def block(self, story: Story, block: Block, width: float) -> list[Slug]:
        """One piece of the body."""
        lead = self.body.leading
        if block.kind == "heading":
            style = self.subheading if block.level == 2 and self.subheading else self.heading
            return self.lines(story, block.text, style, width, before=0.5 * lead, keep=True)
        if block.kind == "figure" and block.figure:
            return [] if block.figure.span > 1 else [self.figure(story, block.figure, width)]
        if block.kind == "quote":
            return [self._pull_quote(block.text, width)]
        if block.kind == "item":
            style = self.item or self.body
            slugs = self.lines(story, block.text, style, width)
            return [self._with_bullet(slugs[0], style), *slugs[1:]]
        return self.lines(story, block.text, self.body, width)

    def _with_bullet(self, slug: Slug, style: Style) -> Slug:
        def draw(page: int, x: float, y: float) -> None:
            baseline = y + (style.leading - style.size) / 2 + 0.86 * style.size
            self.book.text(page, x + (style.indent - 0.9) * style.size, baseline, self.bullet, style.face, style.size)
            slug.draw(page, x, y)

        return replace(slug, draw=draw)

    def _with_cap(self, story: Story, text: str, width: float) -> list[Slug]:
        """A paragraph whose first letter stands three lines deep."""
        cap, body = self.drop_cap, replace(self.body, indent=0.0)
        assert cap is not None
        inset = cap.face.width(text[0], cap.size) + 3
        lines = break_lines(text[1:], body, lambda number: width - (inset if number < 3 else 0))
        slugs = []
        for number, line in enumerate(lines):
            if number < 3:
                line = Line([(x + inset, piece, face) for x, piece, face in line.pieces], line.width)
            slugs.append(Slug(body.leading, self._line_drawer(story, line, body), keep=number < 2))

        def draw(page: int, x: float, y: float) -> None:
            baseline = y + 2 * body.leading + (body.leading - body.size) / 2 + 0.86 * body.size
            self.book.text(page, x, baseline, text[0], cap.face, cap.size, cap.color)
            slugs[0].draw(page, x, y)

        return [replace(slugs[0], draw=draw), *slugs[1:]]

    def _pull_quote(self, text: str, width: float) -> Slug:
        style = self.quote or self.body
        slugs = self.lines(None, text, style, width - 12)
        height = len(slugs) * style.leading + 14

        def draw(page: int, x: float, y: float) -> None:
            self.book.rule(page, x, y + 6, x + width, y + 6, 1.6, style.color)
            for number, slug in enumerate(slugs):
                slug.draw(page, x + 6, y + 9 + number * style.leading)
            self.book.rule(page, x, y + height, x + width, y + height, 0.5, style.color)

        return Slug(height + 5, draw, before=4)

    def figure(self, story: Story, figure: Figure, width: float) -> Slug:
        """A picture over its caption and credit, as high as whole lines of the body."""
        picture_height = width * figure.ratio
        below = self._caption(story, figure, width)
        used = picture_height + 3 + sum(slug.height for slug in below)
        height = -(-used // self.body.leading) * self.body.leading

        def draw(page: int, x: float, y: float) -> None:
            extra = (height - used) / 2
            self.book.image(page, (x, y + extra, x + width, y + extra + picture_height), figure.picture)
            top = y + extra + picture_height + 3
            for slug in below:
                slug.draw(page, x, top)
                top += slug.height
            story.pages.add(page)
            figure.page = page

        return Slug(height, draw, before=0.5 * self.body.leading)

    def _caption(self, story: Story, figure: Figure, width: float) -> list[Slug]:
        """The caption with the credit run on in the other face."""
        credit = f" *{self.credit_form.format(figure.credit)}*" if figure.credit else ""
        return self.lines(story, figure.caption + credit, self.caption, width) if figure.caption else []

    def place(self, slugs: list[Slug], page: int, x: float, y: float) -> float:
        """Set slugs one below the other; returns where they end."""
        for slug in slugs:
            y += slug.before
            slug.draw(page, x, y)
            y += slug.height
        return y
