"""The English newsletter sample: four Letter pages in plum and Garamond; the lead jumps to page 3."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import samples_en_newsletter_text as words
from samples_page import Frame, Setter, Slug, columns, draw_all, flow, least_height
from samples_sheet import Sheet
from samples_story import Issue, Story, parse
from samples_type import BLACK, Color, Faces, Style

WIDTH, HEIGHT = 612.0, 792.0
LEFT, RIGHT, TOP, BOTTOM = 48.0, WIDTH - 48.0, 72.0, HEIGHT - 58.0
MEASURE = RIGHT - LEFT
GAP = 18.0
THIRD = (MEASURE - 2 * GAP) / 3
PLUM: Color = (0.38, 0.12, 0.27)
SAND: Color = (0.96, 0.93, 0.87)
GREY: Color = (0.33, 0.31, 0.32)
TITLE, DATE = "The Quarry Bell", "October 2025"
PUBLICATION = {
    "title": TITLE,
    "issue": "Volume 11, Number 2",
    "date": "2025-10",
    "publisher": "Stonebridge Village Society",
}
#: The contents box names stories in short, as editors do.
IN_THIS_ISSUE = (
    "The Late Bus Is Running Again",
    "Seed Library Lends Its Ten-Thousandth Packet",
    "The Winter the Mail Came by Sled",
    "A Chair, a Lathe and Forty Years of Sawdust",
)


def source() -> str:
    """Text that holds every character of the document."""
    return Path(words.__file__).read_text("utf-8") + Path(__file__).read_text("utf-8")


class Newsletter(Sheet):
    """Sets the four pages."""

    left, measure, bottom, rule_color = LEFT, MEASURE, BOTTOM, GREY

    def __init__(self, faces: Faces) -> None:
        super().__init__(faces, Issue("newsletter", "en", PUBLICATION), WIDTH, HEIGHT)
        body = Style(faces["garamond"], 11.4, 14.2, indent=1.2, alt=faces["garamond-italic"])
        self.setter = Setter(
            self.book,
            body,
            heading=Style(faces["cabin-bold"], 10.8, 14.2, PLUM, "left"),
            caption=Style(faces["cabin"], 7.9, 10, GREY, "left", alt=faces["garamond-italic"]),
            signature=Style(faces["garamond-italic"], 10.5, 13.4, align="left"),
            quote=Style(faces["garamond-italic"], 15, 18, PLUM, "center"),
            item=replace(body, indent=1.3, hanging=1.3),
            drop_cap=Style(faces["garamond"], 52, 40, PLUM),
            bullet="•",
        )

    def style(self, face: str, size: float, leading: float = 0.0, color: Color = BLACK, align: str = "left") -> Style:
        """An English style of this document."""
        return Style(self.faces[face], size, leading or size * 1.25, color, align)

    def new_page(self) -> None:
        """A page with its folio line at the foot and a rule at the head."""
        self.page, self.y = self.book.add_page(), TOP
        small = self.style("cabin", 8.4, color=GREY)
        self.book.rect(self.page, (LEFT, 44, RIGHT, 47), fill=PLUM)
        self.book.furniture(self.page, LEFT, 60, f"{TITLE} • {DATE}", small)
        self.book.furniture(
            self.page,
            LEFT,
            60,
            str(self.page),
            replace(small, align="right", face=self.faces["cabin-bold"], size=11),
            MEASURE,
        )

    def head(self, story: Story) -> list[Slug]:
        """Kicker, headline, subtitle and By line."""
        return self.narrow_head(story, MEASURE, 22)

    def narrow_head(self, story: Story, width: float, size: float) -> list[Slug]:
        """The same for any measure."""
        slugs: list[Slug] = []
        if story.shown("kicker"):
            slugs += self.setter.lines(story, story.shown("kicker"), self.style("cabin-bold", 9.5, 14, GREY), width)
        slugs += self.setter.lines(story, story.shown("title"), self.style("garamond-bold", size, size * 1.14), width)
        if story.shown("subtitle"):
            style = self.style("garamond-italic", 13, 16.5, GREY)
            slugs += self.setter.lines(story, story.shown("subtitle"), style, width, before=2)
        slugs += self.setter.lines(story, story.shown("signature"), self.style("cabin", 9.2, 15, PLUM), width, before=3)
        return [*slugs, Slug(5, lambda page, x, y: None)]

    def nameplate(self) -> None:
        """The head of the first page."""
        page = self.page = self.book.add_page()
        self.book.rect(page, (0, 0, WIDTH, 112), fill=PLUM)
        white = self.style("garamond", 58, color=(1, 1, 1), align="center")
        self.book.furniture(page, LEFT, 72, TITLE, white, MEASURE)
        motto = self.style("garamond-italic", 13, color=(0.95, 0.88, 0.8), align="center")
        self.book.furniture(page, LEFT, 98, "News of the Stonebridge Village Society", motto, MEASURE)
        line = self.style("cabin", 9.5, color=PLUM)
        self.book.furniture(page, LEFT, 127, "Volume 11, Number 2", line)
        self.book.furniture(page, LEFT, 127, DATE, replace(line, align="right"), MEASURE)
        self.book.rule(page, LEFT, 134, RIGHT, 134, 0.8, PLUM)

    def front_page(self) -> list[Slug]:
        """The lead over two columns with the boxes beside it; returns what jumps."""
        self.nameplate()
        page, story, wide = self.page, parse(words.LEAD, "en"), 2 * THIRD + GAP
        self.issue.stories.append(story)
        y = self.setter.place(self.narrow_head(story, wide, 27), page, LEFT, 144)
        picture = self.setter.figure(story, story.figures[0], wide)
        picture.draw(page, LEFT, y)
        y += picture.height + 6
        frames = columns(page, LEFT, y, wide, BOTTOM - 8 - y, 2, GAP)
        frames[1] = replace(frames[1], height=frames[1].height - 2 * 14.2)
        placed, rest = flow(self.setter.story(story, THIRD), frames)
        draw_all(placed)
        jump = replace(self.style("cabin", 8.4, color=PLUM), align="right")
        self.book.furniture(page, LEFT, placed[-1][2] + 30, "Continued on page 3", jump, wide)
        self.sidebar(page)
        return rest

    def sidebar(self, page: int) -> None:
        """The contents and the calendar beside the lead. The pages named are checked in ``build``."""
        x = RIGHT - THIRD
        listing = Story("en", "contents", {"title": "In this issue"})
        title = self.style("cabin-bold", 13, 22, PLUM)
        slugs = self.setter.lines(listing, "In this issue", title, THIRD - 22)
        for name, label in zip(IN_THIS_ISSUE, ("2", "2", "3", "4"), strict=True):
            slugs += self._entry(listing, name, label, THIRD - 22)
        self.issue.stories.append(listing)
        y = self.box(page, x, 150, THIRD, slugs)
        dates = parse(words.DATES, "en", by_line=True)
        y = self.box(page, x, y + 18, THIRD, self.notice(dates, THIRD - 22))
        self.box(page, x, y + 18, THIRD, self.notice(parse(words.HELP, "en"), THIRD - 22))

    def _entry(self, listing: Story, title: str, label: str, width: float) -> list[Slug]:
        style = self.style("garamond", 10.6, 13)
        slugs = self.setter.lines(listing, title, style, width - 24, before=5)
        number = self.faces["cabin-bold"]

        def draw(page: int, x: float, y: float) -> None:
            last.draw(page, x, y)
            self.book.text(page, x + width - number.width(label, 10.5), y + 10, label, number, 10.5, PLUM)

        last = slugs[-1]
        self.issue.contents.append({"rubric": None, "title": title, "org": None, "page_label": label})
        return [*slugs[:-1], replace(last, draw=draw)]

    def notice(self, story: Story, width: float) -> list[Slug]:
        """The words of a notice or staff box."""
        self.issue.stories.append(story)
        slugs = self.setter.lines(story, story.shown("title"), self.style("cabin-bold", 13, 22, PLUM), width)
        for block in story.blocks:
            slugs += self.setter.lines(story, block.text, self.style("cabin", 8.8, 12), width, before=4)
        return slugs

    def box(self, page: int, x: float, y: float, width: float, slugs: list[Slug]) -> float:
        """A tinted box around slugs; returns its lower edge."""
        height = sum(slug.height + slug.before for slug in slugs) + 20
        self.book.rect(page, (x, y, x + width, y + height), fill=SAND)
        self.book.rect(page, (x, y, x + 3, y + height), fill=PLUM)
        self.setter.place(slugs, page, x + 13, y + 8)
        return y + height

    def jumped(self, rest: list[Slug]) -> None:
        """The end of the lead on the third page."""
        style = self.style("cabin-bold", 9.5, 14, PLUM)
        self.book.furniture(self.page, LEFT, self.y + 9, "Swimming pond, continued from page 1", style)
        self.book.rule(self.page, LEFT, self.y + 14, RIGHT, self.y + 14, 0.6, PLUM)
        self.y += 22
        self.run(rest, 3, GAP, 26)

    def beside(self, markup: str) -> Story:
        """A story in two columns; the caller fills the third."""
        story, wide = parse(markup, "en"), 2 * THIRD + GAP
        self.issue.stories.append(story)
        y = self.setter.place(self.narrow_head(story, wide, 22), self.page, LEFT, self.y)
        slugs = self.setter.story(story, THIRD)

        def frames(height: float) -> list[Frame]:
            return columns(self.page, LEFT, y, wide, height, 2, GAP)

        height = least_height(slugs, frames, BOTTOM - y, self.setter.body.leading / 2)
        assert height, "the story beside the boxes is too long"
        draw_all(flow(slugs, frames(height))[0])
        self.y = y + height + 26
        return story


def build(path: Path, faces: Faces) -> Issue:
    """Set the newsletter and write its PDF."""
    maker = Newsletter(faces)
    rest = maker.front_page()
    maker.new_page()
    maker.article(parse(words.BUS, "en"), 3, GAP, 26)
    maker.article(parse(words.SEEDS, "en"), 2, 20.0)
    maker.new_page()
    maker.jumped(rest)
    maker.article(parse(words.ARCHIVE, "en"), 3, GAP)
    maker.new_page()
    top = maker.y
    lathe = maker.beside(words.LATHE)
    x = RIGHT - THIRD
    below = maker.box(maker.page, x, top, THIRD, maker.notice(parse(words.STAFF, "en", by_line=True), THIRD - 22))
    maker.setter.figure(lathe, lathe.figures[1], THIRD).draw(maker.page, x, below + 24)
    maker.box(maker.page, LEFT, maker.y, MEASURE, maker.notice(parse(words.MEETING, "en"), MEASURE - 22))
    for entry in maker.issue.contents:
        story = next(story for story in maker.issue.stories if story.value("title") == entry["title"])
        assert str(min(story.pages)) == entry["page_label"], f"{entry['title']} is on {sorted(story.pages)}"
    maker.book.save(path, f"{TITLE}, {DATE}")
    return maker.issue
