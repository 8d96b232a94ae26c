"""The English newspaper sample: the front of a local section in five columns, with a box, briefs and adverts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import samples_en_newspaper_text as words
from samples_grid import Grid
from samples_page import Setter, Slug
from samples_story import Issue, Story
from samples_type import BLACK, Color, Faces, Style

WIDTH, HEIGHT = 828.0, 1476.0  # 11.5 × 20.5 inches
BOTTOM = HEIGHT - 40.0
NAVY: Color = (0.09, 0.19, 0.36)
TINT: Color = (0.91, 0.94, 0.97)
GREY: Color = (0.35, 0.35, 0.37)
WHITE: Color = (1.0, 1.0, 1.0)
PAPER = "The Penhallow Mercury"
PUBLICATION = {"title": PAPER, "date": "2026-04-24", "edition": "C1", "section": "LOCAL"}


def source() -> str:
    """Text that holds every character of the document."""
    return Path(words.__file__).read_text("utf-8") + Path(__file__).read_text("utf-8")


class Newspaper(Grid):
    """Sets the page from the top down."""

    def __init__(self, faces: Faces) -> None:
        super().__init__(faces, Issue("newspaper", "en", PUBLICATION), (WIDTH, HEIGHT), 40.0, 5, 16.0)
        body = Style(faces["pt-serif"], 9.7, 12.6, indent=1.1, alt=faces["pt-serif-italic"])
        self.setter = Setter(
            self.book,
            body,
            heading=Style(faces["pt-narrow-bold"], 11.4, 12.6, NAVY, "left"),
            caption=Style(faces["pt-narrow"], 8.9, 11, align="left", alt=faces["pt-serif-italic"]),
            signature=Style(faces["pt-narrow-bold"], 9.6, 12.6, align="left"),
        )

    def style(self, face: str, size: float, leading: float = 0.0, color: Color = BLACK, align: str = "left") -> Style:
        """An English style of this document."""
        return Style(self.faces[face], size, leading or size * 1.2, color, align)

    def page_head(self) -> float:
        """Nameplate between rules, with the date line below."""
        put, page = self.book.furniture, self.page
        self.book.rule(page, self.left, 36, self.right, 36, 3, NAVY)
        put(page, self.left, 88, "LOCAL", self.style("pt-narrow-bold", 52, color=NAVY))
        put(page, self.left, 78, PAPER, self.style("old-standard", 38, align="right"), self.measure)
        small = self.style("pt-narrow", 10, color=GREY)
        put(page, self.left, 112, "Friday, April 24, 2026", small)
        put(page, self.left, 112, "Section C", replace(small, align="center"), self.measure)
        put(page, self.left, 112, "C1", self.style("pt-narrow-bold", 14, color=NAVY, align="right"), self.measure)
        self.book.rule(page, self.left, 98, self.right, 98, 0.5)
        self.book.rule(page, self.left, 118, self.right, 118, 0.5)
        return 130.0

    def head(self, story: Story, width: float, size: float) -> list[Slug]:
        """Kicker, headline, subtitle, By line and the writer's post, which belongs to no field."""
        set_lines, slugs = self.setter.lines, []
        if story.shown("kicker"):
            slugs += set_lines(story, story.shown("kicker"), self.style("pt-narrow-bold", 13, 18, NAVY), width)
        slugs += set_lines(story, story.shown("title"), self.style("pt-serif-bold", size, size * 1.12), width)
        if story.shown("subtitle"):
            style = self.style("pt-serif-italic", 13.2, 17.5, GREY)
            slugs += set_lines(story, story.shown("subtitle"), style, width, before=3)
        if story.shown("signature"):
            name, post = self.setter.signature, self.style("pt-narrow", 9.2, 12, GREY)
            slugs += set_lines(story, story.shown("signature"), name, width, before=4)
            slugs += set_lines(story, story.shown("post"), post, width)
        return [*slugs, Slug(5, lambda page, x, y: None)]

    def lead(self, y: float) -> float:
        """Three columns under a picture as wide; returns where they end."""
        story, width = self.add(words.LEAD), self.across(3)
        y = self.setter.place(self.head(story, width, 31), self.page, self.left, y)
        picture = self.setter.figure(story, story.figures[0], width)
        picture.draw(self.page, self.left, y)
        return self.level(self.setter.story(story, self.column), self.left, y + picture.height + 6, width, 3)

    def boxed(self, y: float) -> float:
        """The tinted analysis at the right, two narrow columns; returns its lower edge."""
        story, x, width = self.add(words.BOXED), self.at(3), self.across(2)
        inner, gap = width - 24, 12.0
        head, slugs = self.head(story, inner, 18.5), self.setter.story(story, (inner - gap) / 2)
        top = y + 12 + self.total(head)
        bottom = self.level(slugs, x + 12, top, inner, 2, gap, draw=False) + 12
        self.book.rect(self.page, (x, y, x + width, bottom), fill=TINT)
        self.book.rect(self.page, (x, y, x + width, y + 4), fill=NAVY)
        self.setter.place(head, self.page, x + 12, y + 12)
        self.level(slugs, x + 12, top, inner, 2, gap)
        return bottom

    def market(self, y: float, bottom: float) -> None:
        """Two columns under the box, filled down to the end of the lead."""
        story, x, width = self.add(words.MARKET), self.at(3), self.across(2)
        self.book.rule(self.page, x, y, x + width, y, 0.6)
        y = self.setter.place(self.head(story, width, 22), self.page, x, y + 10)
        self.stretch(story, x, y, width, 2, bottom)

    def school(self, y: float) -> float:
        """Four columns under a wide headline; returns where they end."""
        story, width = self.add(words.SCHOOL), self.across(4)
        y = self.setter.place(self.head(story, width, 28), self.page, self.left, y)
        return self.level(self.setter.story(story, self.column), self.left, y, width, 4)

    def weather(self, y: float, bottom: float) -> None:
        """A framed notice in the last column, and a small advert below it."""
        story, x, width = self.add(words.WEATHER), self.at(4), self.column
        slugs = self.setter.lines(story, story.shown("title"), self.style("pt-narrow-bold", 14, 20, NAVY), width - 16)
        for block in story.blocks:
            slugs += self.setter.lines(story, block.text, self.style("pt-narrow", 9.6, 12), width - 16, before=5)
        end = y + self.total(slugs) + 14
        self.book.rect(self.page, (x, y, x + width, end), stroke=NAVY, width=1)
        self.setter.place(slugs, self.page, x + 8, y + 6)
        self.advert(
            (x, end + 12, x + width, bottom),
            [
                ("Tuttle & Finch", "old-standard", 17),
                ("Chandlers since 1911", "pt-serif-italic", 10),
                ("Rope, lamps, oilskins", "pt-narrow", 10.5),
                ("18 Quay Street", "pt-narrow-bold", 11),
            ],
            BLACK,
            None,
        )

    def briefs(self, y: float) -> float:
        """Three items side by side under one label; returns where the lowest ends."""
        label = self.style("pt-narrow-bold", 12, color=WHITE)
        name = "Around the Narrows"
        self.book.rect(self.page, (self.left, y, self.right, y + 20), fill=NAVY)
        self.book.text(self.page, self.left + 8, y + 14, name, label.face, label.size, label.color)
        width, bottom = (self.measure - 2 * 20) / 3, y
        for number, markup in enumerate((words.BRIEF_1, words.BRIEF_2, words.BRIEF_3)):
            story, x = self.add(markup), self.left + number * (width + 20)
            top = self.setter.place(self.head(story, width, 15), self.page, x, y + 30)
            bottom = max(bottom, self.setter.place(self.setter.story(story, width), self.page, x, top))
        for number in (1, 2):
            x = self.left + number * (width + 20) - 10
            self.book.rule(self.page, x, y + 32, x, bottom, 0.4, GREY)
        return bottom

    def advert(
        self,
        box: tuple[float, float, float, float],
        lines: list[tuple[str, str, float]],
        color: Color,
        fill: Color | None,
    ) -> None:
        """Centred lines in a frame; an advert's words are in no paragraph."""
        story = Story("en", "advert", {"title": lines[0][0]})
        story.pages.add(self.page)
        self.issue.stories.append(story)
        self.book.rect(self.page, box, fill=fill, stroke=BLACK, width=1.6)
        room = box[3] - box[1] - sum(size * 1.4 for _, _, size in lines)
        y = box[1] + room / 2
        for text, face, size in lines:
            x = (box[0] + box[2] - self.faces[face].width(text, size)) / 2
            self.book.text(self.page, x, y + size * 1.1, text, self.faces[face], size, color)
            y += size * 1.4

    def rule_under(self, y: float) -> float:
        """A rule between two rows; returns where the next begins."""
        self.book.rule(self.page, self.left, y + 12, self.right, y + 12, 0.8)
        return y + 22


def build(path: Path, faces: Faces) -> Issue:
    """Set the page and write its PDF."""
    maker = Newspaper(faces)
    top = maker.page_head()
    bottom = maker.lead(top)
    below = maker.boxed(top + 4)
    maker.market(below + 14, bottom)
    y = maker.rule_under(bottom)
    bottom = maker.school(y)
    maker.weather(y, bottom)
    bottom = maker.briefs(maker.rule_under(bottom))
    maker.advert(
        (maker.left, bottom + 18, maker.right, BOTTOM),
        [
            ("Saltwind Bicycles", "old-standard", 36),
            ("Spring tune-up, all makes, $45 through May 9", "pt-serif-italic", 17),
            ("210 Chandler Street, Penhallow • 555-0177", "pt-narrow-bold", 16),
        ],
        WHITE,
        NAVY,
    )
    maker.book.save(path, f"{PAPER}, April 24, 2026, C1")
    return maker.issue
