"""The Chinese newspaper sample: one page of six columns with a box, a vertical headline, briefs and an advert."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import samples_zh_newspaper_text as words
from samples_grid import Grid
from samples_page import Setter, Slug
from samples_story import Issue, Story
from samples_type import BLACK, Color, Faces, Style

WIDTH, HEIGHT = 992.1, 1530.7  # 350 × 540 mm
LEFT, RIGHT, BOTTOM = 44.0, WIDTH - 44.0, HEIGHT - 40.0
MEASURE = RIGHT - LEFT
LEAD = 17.6
RED: Color = (0.72, 0.09, 0.1)
TINT: Color = (0.99, 0.95, 0.88)
GREY: Color = (0.36, 0.36, 0.38)
WHITE: Color = (1.0, 1.0, 1.0)
PUBLICATION = {"title": "江岸时报", "date": "2026-05-20", "edition": "07", "section": "街巷"}
ADVERT = ("澜溪里 · 河畔家园", "现房实景 开放参观", "5月23日至6月7日 到访即赠绿植一盆 详询：0399-6655210")


def source() -> str:
    """Text that holds every character of the document."""
    return Path(words.__file__).read_text("utf-8") + Path(__file__).read_text("utf-8")


class Newspaper(Grid):
    """Sets the page row by row; in each row the text-only story gives the height and pictures take up the rest."""

    def __init__(self, faces: Faces) -> None:
        super().__init__(faces, Issue("newspaper", "zh", PUBLICATION), (WIDTH, HEIGHT), LEFT, 6, 18.0)
        body = Style(faces["song"], 11.8, LEAD, indent=2.0, cjk=True, alt=faces["hei-bold"])
        self.setter = Setter(
            self.book,
            body,
            heading=Style(faces["hei-bold"], 12.4, LEAD, RED, "center", cjk=True),
            caption=Style(faces["kai"], 10.4, 14.5, GREY, "left", cjk=True, alt=faces["kai-bold"]),
            signature=Style(faces["kai"], 11.2, LEAD, align="right", cjk=True),
            credit_form="{} 摄",
        )

    def style(self, face: str, size: float, leading: float = 0.0, color: Color = BLACK, align: str = "left") -> Style:
        """A Chinese style of this document."""
        return Style(self.faces[face], size, leading or size * 1.3, color, align, cjk=True)

    def page_head(self) -> float:
        """Number, section, nameplate, date and editors in a black band."""
        self.book.rect(self.page, (LEFT, 36, RIGHT, 82), fill=BLACK)
        self.book.rect(self.page, (LEFT, 36, LEFT + 66, 82), fill=RED)
        furniture, style = self.book.furniture, self.style
        furniture(self.page, LEFT, 72, "07", style("hei-bold", 34, color=WHITE, align="center"), 66)
        furniture(self.page, LEFT + 82, 71, "街巷", style("hei-bold", 28, color=WHITE))
        furniture(self.page, LEFT, 70, "江岸时报", style("kai-bold", 30, color=WHITE, align="center"), MEASURE)
        small = style("hei", 10.5, color=WHITE, align="right")
        furniture(self.page, LEFT, 56, "2026年5月20日 星期三", small, MEASURE - 12)
        furniture(self.page, LEFT, 72, "责任编辑 应晓溪　版式 冯朗　校对 裘一鸣", small, MEASURE - 12)
        return 98.0

    def head(self, story: Story, width: float, size: float, align: str = "left") -> list[Slug]:
        """Kicker, headline, subtitle and, if it stands there, the byline."""
        slugs: list[Slug] = []
        if story.shown("kicker"):
            slugs += self.setter.lines(story, story.shown("kicker"), self.style("kai", 17, 26, GREY, align), width)
        slugs += self.setter.lines(
            story, story.shown("title"), self.style("hei-bold", size, size * 1.3, align=align), width
        )
        if story.shown("subtitle"):
            style = self.style("song-bold", 17, 26, align=align)
            slugs += self.setter.lines(story, story.shown("subtitle"), style, width)
        if story.fields.get("signature_place") == "head":
            slugs += self.setter.lines(story, story.shown("signature"), self.style("kai", 11.5, 20, align=align), width)
        return [*slugs, Slug(6, lambda page, x, y: None)]

    def lead(self, story: Story, y: float) -> float:
        """Four columns with a picture over the middle two; returns where they end."""
        width, x, wide = self.across(4), self.at(1), self.across(2)
        y = self.setter.place(self.head(story, width, 39, "center"), self.page, LEFT, y)
        picture = self.setter.figure(story, story.figures[0], wide)
        picture.draw(self.page, x, y)
        cut = (x, y, x + wide, y + picture.height + 6)
        return self.level(self.setter.story(story, self.column), LEFT, y, width, 4, cut=cut)

    def service(self, story: Story, y: float, bottom: float) -> None:
        """A framed notice that fills the column below the box."""
        x, width = self.at(4), self.across(2)
        self.book.rect(self.page, (x, y, x + width, bottom), stroke=GREY, width=0.8, dashes="[3 2] 0")
        head = self.setter.lines(story, story.shown("title"), self.style("kai-bold", 17, 28, RED, "center"), width - 24)
        lines = []
        for block in story.blocks:
            lines += self.setter.lines(story, block.text, self.style("hei", 10.2, 16.5), width - 24)
        spare = bottom - y - self.total([*head, *lines])
        assert spare > 0, "no room for the notice"
        self.setter.place([*head, *lines], self.page, x + 12, y + spare / 2)

    def boxed(self, story: Story, y: float) -> float:
        """The tinted box at the right of the lead; returns its lower edge."""
        x, width = self.at(4), self.across(2)
        inner, gap = width - 28, 14.0
        head = self.head(story, inner, 25)
        slugs = self.setter.story(story, (inner - gap) / 2)
        top = y + 14 + self.total(head)
        bottom = self.level(slugs, x + 14, top, inner, 2, gap, draw=False) + 14
        self.book.rect(self.page, (x, y, x + width, bottom), fill=TINT, stroke=RED, width=1.2)
        self.setter.place(head, self.page, x + 14, y + 12)
        self.level(slugs, x + 14, top, inner, 2, gap)
        return bottom

    def vertical(self, story: Story, y: float, bottom: float) -> None:
        """A story whose headline runs down its left side."""
        self.book.rule(self.page, LEFT + 50, y, LEFT + 50, bottom, 1.2, RED)
        self.upright(story.shown("title"), "song-bold", 32, LEFT + 6, y, bottom, RED)
        self.stretch(story, LEFT + 66, y, self.across(3) - 66, 2, bottom)

    def feature(self, story: Story, y: float) -> float:
        """Three level columns at the right; returns where they end."""
        x, width = self.at(3), self.across(3)
        y = self.setter.place(self.head(story, width, 29), self.page, x, y)
        return self.level(self.setter.story(story, self.column), x, y, width, 3)

    def briefs(self, y: float) -> float:
        """Three short items under one rubric, two columns, one, and one wide; returns where the lowest ends."""
        x = self.at(2)
        self.book.rect(self.page, (x, y, x + 64, y + 24), fill=RED)
        self.book.rule(self.page, x, y + 24, RIGHT, y + 24, 1.2, RED)
        self.book.text(self.page, x + 10, y + 18, "街巷短讯", self.faces["hei-bold"], 11, WHITE)
        bottom = y
        items = ((words.BRIEF_1, 1, 19), (words.BRIEF_2, 1, 19), (words.BRIEF_3, 2, 20))
        for number, (markup, count, size) in enumerate(items):
            story, left, width = self.add(markup), self.at(2 + number), self.across(count)
            top = self.setter.place(self.head(story, width, size), self.page, left, y + 34)
            end = self.level(self.setter.story(story, self.column), left, top, width, count)
            bottom = max(bottom, end)
            if number:
                self.book.rule(self.page, left - self.gap / 2, y + 36, left - self.gap / 2, end, 0.4, GREY)
        return bottom

    def photo_story(self, story: Story, y: float, bottom: float) -> None:
        """A picture two columns wide; the words under its headline are its caption."""
        width, figure = self.across(2), story.figures[0]
        caption = replace(self.setter.caption, size=11.2, leading=16, align="justify", indent=2)
        head = self.head(story, width, 23, "center")
        body = self.setter.lines(story, f"{figure.caption} *{figure.credit} 摄*", caption, width)
        words_height = self.total([*head, *body])
        self.book.image(self.page, (LEFT, y, LEFT + width, bottom - words_height - 4), figure.picture)
        self.setter.place([*head, *body], self.page, LEFT, bottom - words_height)
        figure.page = self.page

    def advert(self, y: float) -> None:
        """What is left of the page."""
        story = Story("zh", "advert", {"title": ADVERT[0]})
        story.pages.add(self.page)
        self.issue.stories.append(story)
        self.book.image(self.page, (LEFT, y, LEFT + 330, BOTTOM), "river-21")
        self.book.rect(self.page, (LEFT + 330, y, RIGHT, BOTTOM), fill=(0.07, 0.26, 0.3))
        room, gold = MEASURE - 330, (0.95, 0.84, 0.6)
        middle = (y + BOTTOM) / 2
        looks = (("kai-bold", 46, gold, -22), ("hei-bold", 27, WHITE, 24), ("hei", 15, WHITE, 60))
        for text, (face, size, color, shift) in zip(ADVERT, looks, strict=True):
            left = LEFT + 330 + (room - self.faces[face].width(text, size)) / 2
            self.book.text(self.page, left, middle + shift, text, self.faces[face], size, color)

    def rule_under(self, y: float) -> float:
        """A double rule between two rows; returns where the next begins."""
        self.book.rule(self.page, LEFT, y + 10, RIGHT, y + 10, 1.4)
        self.book.rule(self.page, LEFT, y + 13, RIGHT, y + 13, 0.4)
        return y + 25


def build(path: Path, faces: Faces) -> Issue:
    """Set the page and write its PDF."""
    maker = Newspaper(faces)
    top = maker.page_head()
    lead, box = maker.add(words.LEAD), maker.add(words.BOX)
    service = maker.add(words.SERVICE)
    below = maker.boxed(box, top + 4)
    bottom = maker.lead(lead, top)
    maker.service(service, below + 12, bottom)
    y = maker.rule_under(bottom)
    upright, feature = maker.add(words.VERTICAL), maker.add(words.FEATURE)
    bottom = maker.feature(feature, y)
    maker.vertical(upright, y, bottom)
    y = maker.rule_under(bottom)
    photos = maker.add(words.PHOTO)
    bottom = maker.briefs(y)
    maker.photo_story(photos, y, bottom)
    maker.advert(bottom + 18)
    maker.book.save(path, "江岸时报 2026年5月20日 07版")
    return maker.issue
