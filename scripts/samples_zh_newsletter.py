"""The Chinese newsletter sample: eight pages in large 16mo, teal and ochre, in two and three columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import samples_zh_newsletter_text as words
from samples_page import Setter, Slug
from samples_sheet import Sheet
from samples_story import Block, Figure, Issue, Story, parse
from samples_type import BLACK, Color, Faces, Style

WIDTH, HEIGHT = 595.3, 807.9  # 210 × 285 mm
LEFT, RIGHT, TOP, BOTTOM = 52.0, WIDTH - 52.0, 76.0, HEIGHT - 66.0
MEASURE = RIGHT - LEFT
TEAL: Color = (0.06, 0.35, 0.38)
OCHRE: Color = (0.76, 0.45, 0.12)
PALE: Color = (0.93, 0.96, 0.94)
WHITE: Color = (1.0, 1.0, 1.0)
GREY: Color = (0.35, 0.37, 0.38)
FIRST_NUMBERED = 3  # the cover and the contents page carry no number
ISSUE_LINE = "2026年第1期"
COVER_CAPTION = "2026年2月，石舫镇渡口社区新春龙舟彩排现场"
SLOGAN = "一条街 一座院 一群人"
BACK_CAPTION = (
    "3月6日，城关街道“春光走街”志愿服务活动在古桥头举行，来自十一个社区的"
    "志愿者为居民磨剪刀、修雨伞、量血压，现场还展出了居民自己拍摄的老街照片。"
)

PUBLICATION = {
    "title": "青岚邻里",
    "issue": ISSUE_LINE,
    "total_issue": "总第9期",
    "date": "2026-03",
    "publisher": "青岚县社区服务促进会",
}


class Newsletter(Sheet):
    """Sets the whole issue; page numbers of the contents are known once the articles are placed."""

    left, measure, bottom, rule_color = LEFT, MEASURE, BOTTOM, GREY

    def __init__(self, faces: Faces) -> None:
        super().__init__(faces, Issue("newsletter", "zh", PUBLICATION), WIDTH, HEIGHT)
        body = Style(self.faces["hei"], 10.1, 17.0, indent=2.0, cjk=True, alt=self.faces["kai"])
        self.setter = Setter(
            self.book,
            body,
            heading=Style(self.faces["song-bold"], 11.6, 17.0, color=TEAL, align="left", cjk=True),
            subheading=replace(body, face=self.faces["kai-bold"], size=10.8, align="left"),
            caption=Style(self.faces["kai"], 8.8, 13.0, GREY, "center", cjk=True, alt=self.faces["kai-bold"]),
            signature=Style(self.faces["kai"], 9.6, 17.0, align="right", cjk=True),
            end_mark="■",
            credit_form="{} 摄",
        )

    def style(
        self,
        face: str,
        size: float,
        leading: float = 0.0,
        color: Color = BLACK,
        align: str = "left",
        tracking: float = 0.0,
    ) -> Style:
        """A Chinese style of this document."""
        return Style(self.faces[face], size, leading or size * 1.4, color, align, cjk=True, tracking=tracking)

    def new_page(self) -> None:
        """A page with its running header and number."""
        self.page, self.y = self.book.add_page(), TOP
        page, label = self.page, str(self.page - FIRST_NUMBERED + 1)
        small = self.style("kai", 9.2, color=GREY)
        self.book.furniture(page, LEFT, 50, "青岚邻里", replace(small, face=self.faces["kai-bold"], color=TEAL))
        self.book.furniture(page, LEFT, 50, ISSUE_LINE, replace(small, align="right"), MEASURE)
        self.book.rule(page, LEFT, 57, RIGHT, 57, 1.4, TEAL)
        self.book.rule(page, LEFT, 59.5, RIGHT, 59.5, 0.4, TEAL)
        # Numbers stand at the outer edge, on a small ochre tab.
        outer = RIGHT - 20 if int(label) % 2 else LEFT
        self.book.rect(page, (outer, HEIGHT - 48, outer + 20, HEIGHT - 32), fill=OCHRE)
        self.book.furniture(
            page, outer, HEIGHT - 36.4, label, Style(self.faces["hei-bold"], 9.5, 12, WHITE, "center"), 20
        )

    def head(self, story: Story) -> list[Slug]:
        """Rubric tag, headline, subtitle and org line, across the page."""
        book = self.book

        def tag(page: int, x: float, y: float) -> None:
            label = story.shown("rubric")
            width = self.faces["kai-bold"].width(label, 10.5) + 16
            book.rect(page, (x, y, x + width, y + 17), fill=TEAL)
            book.rule(page, x + width, y + 16.5, x + MEASURE, y + 16.5, 0.8, TEAL)
            book.text(page, x + 8, y + 12.4, label, self.faces["kai-bold"], 10.5, WHITE)

        slugs = [Slug(19, tag)]
        slugs += self.setter.lines(story, story.shown("title"), self.style("song-bold", 22, 32), MEASURE, before=8)
        if story.shown("subtitle"):
            subtitle = self.style("kai-bold", 13.5, 21, GREY)
            slugs += self.setter.lines(story, story.shown("subtitle"), replace(subtitle, indent=1.5), MEASURE)
        org = self.style("kai", 11, 20, OCHRE)
        slugs += self.setter.lines(story, "● " + story.shown("org"), org, MEASURE)
        return [*slugs, Slug(7, lambda page, x, y: None)]

    def boxed(self, story: Story, page: int, x: float, y: float, width: float, body: Style, title: Style) -> float:
        """A notice in a double frame; returns its lower edge."""
        inner = width - 28
        slugs = self.setter.lines(story, story.shown("title"), title, inner)
        for block in story.blocks:
            last = block is story.blocks[-1] and block.text.endswith("编辑部")
            style = replace(body, align="right", indent=0) if last else body
            slugs += self.setter.lines(story, block.text, style, inner)
        height = sum(slug.height + slug.before for slug in slugs) + 24
        self.book.rect(page, (x, y, x + width, y + height), fill=PALE, stroke=TEAL, width=1.6)
        self.book.rect(page, (x + 3.5, y + 3.5, x + width - 3.5, y + height - 3.5), stroke=TEAL, width=0.4)
        self.setter.place(slugs, page, x + 14, y + 11)
        self.issue.stories.append(story)
        return y + height

    def preview(self) -> None:
        """The box that closes page 4: the story after it begins a page."""
        story = parse(words.PREVIEW, "zh", by_line=True)
        title = self.style("kai-bold", 14, 24, TEAL)
        self.boxed(story, self.page, LEFT, self.y, MEASURE, self.style("hei", 9.6, 17), title)
        self.new_page()

    def photo_story(
        self, page: int, picture: str, caption: str, title: str | None, box: tuple[float, float, float, float]
    ) -> Story:
        """A cover picture; its words are placed by the caller."""
        story = Story("zh", "photos", {"title": title} if title else {})
        story.pages.add(page)
        story.blocks.append(Block("figure", figure=Figure(picture, caption, page=page)))
        self.book.image(page, box, picture)
        self.issue.stories.append(story)
        return story

    def cover(self) -> None:
        """Front cover: a coloured head with the title, the picture to the edges, the publisher below."""
        page = self.book.add_page()
        self.book.rect(page, (0, 0, WIDTH, 246), fill=TEAL)
        self.book.rect(page, (0, 246, WIDTH, 252), fill=OCHRE)
        self.book.furniture(page, 0, 148, "青岚邻里", self.style("smiley", 96, color=WHITE, align="center"), WIDTH)
        spelled = self.style("hei", 13, color=(0.85, 0.92, 0.9), align="center")
        self.book.furniture(page, 0, 190, "QINGLAN LINLI", spelled, WIDTH)
        line = self.style("kai", 14, color=WHITE)
        self.book.furniture(page, LEFT, 226, "2026年第1期（总第9期）", line)
        self.book.furniture(page, LEFT, 226, "二〇二六年三月", replace(line, align="right"), MEASURE)
        self.photo_story(page, "bridge-3", COVER_CAPTION, None, (0, 252, WIDTH, 640))
        caption = self.setter.lines(None, COVER_CAPTION, self.style("kai", 11, 18, GREY), MEASURE)
        self.setter.place(caption, page, LEFT, 648)
        self.book.furniture(page, LEFT, 704, "本期关注：老渡口有了新码头", self.style("song-bold", 17, color=TEAL))
        self.book.rule(page, LEFT, 738, RIGHT, 738, 0.6, OCHRE)
        self.book.furniture(
            page,
            LEFT,
            764,
            "青岚县社区服务促进会 主办",
            self.style("hei-bold", 13, color=TEAL, align="center"),
            MEASURE,
        )

    def back_cover(self) -> None:
        """Back cover: slogan above the picture, its long caption below."""
        page = self.book.add_page()
        self.book.rect(page, (0, 0, WIDTH, HEIGHT), fill=PALE)
        story = self.photo_story(page, "street-4", BACK_CAPTION, SLOGAN, (LEFT, 190, RIGHT, 560))
        slogan = self.style("smiley", 42, 60, TEAL, "center")
        self.setter.place(self.setter.lines(story, SLOGAN, slogan, MEASURE), page, LEFT, 100)
        caption = replace(self.style("kai", 12, 20, BLACK, "justify"), indent=2)
        self.setter.place(self.setter.lines(story, BACK_CAPTION, caption, MEASURE), page, LEFT, 574)
        self.book.rule(page, LEFT, 720, RIGHT, 720, 3, OCHRE)

    def contents_page(self, page: int) -> None:
        """Masthead at the left, contents with leaders at the right, the call for papers below."""
        masthead = parse(words.MASTHEAD, "zh", by_line=True)
        self.book.rect(page, (LEFT, 64, LEFT + 146, 500), fill=PALE)
        self.book.rect(page, (LEFT, 64, LEFT + 146, 70), fill=TEAL)
        slugs = self.setter.lines(masthead, masthead.shown("title"), self.style("smiley", 27, 46, TEAL), 122)
        small = self.style("hei", 9, 24)
        for block in masthead.blocks:
            slugs += self.setter.lines(masthead, block.text, small, 122, before=4)
        self.setter.place(slugs, page, LEFT + 12, 82)
        listing = Story("zh", "contents", {"title": "目录"})
        x, width = LEFT + 166, MEASURE - 166
        title = self.setter.lines(listing, "目　录", self.style("song-bold", 24, 40, TEAL), width)
        y = self.setter.place(title, page, x, 64)
        self.issue.stories[1:1] = [masthead, listing]
        self._entries(listing, page, x, y + 2, width)
        body = replace(self.style("hei", 9.2, 15.2, align="justify"), indent=2)
        self.boxed(
            parse(words.CALL, "zh"), page, LEFT, 540, MEASURE, body, self.style("kai-bold", 17, 32, TEAL, "center")
        )
        self.issue.stories.insert(3, self.issue.stories.pop())

    def _entries(self, listing: Story, page: int, x: float, y: float, width: float) -> None:
        rubric = None
        for story in [story for story in self.issue.stories if story.kind == "article"]:
            if story.value("rubric") != rubric:
                rubric = story.value("rubric")
                y = self._rubric_line(listing, page, x, y, rubric or "")
            label = str(min(story.pages) - FIRST_NUMBERED + 1)
            title = (story.value("title") or "") + (story.value("subtitle") or "")
            y = self._entry(listing, page, x, y, width, title, story.value("org") or "", label)
            self.issue.contents.append(
                {"rubric": rubric, "title": title, "org": story.value("org"), "page_label": label}
            )
        for rubric, title in (("封面", COVER_CAPTION), ("封底", SLOGAN)):
            y = self._rubric_line(listing, page, x, y, rubric)
            y = self.setter.place(self.setter.lines(listing, title, self.style("hei", 10, 17), width), page, x, y)
            self.issue.contents.append({"rubric": rubric, "title": title, "org": None, "page_label": None})

    def _rubric_line(self, listing: Story, page: int, x: float, y: float, rubric: str) -> float:
        style = self.style("kai-bold", 11.5, 21, OCHRE)
        self.book.rect(page, (x, y + 16, x + 7, y + 23), fill=OCHRE)
        return self.setter.place(self.setter.lines(listing, rubric, style, 120, before=9), page, x + 12, y)

    def _entry(
        self, listing: Story, page: int, x: float, y: float, width: float, title: str, org: str, label: str
    ) -> float:
        """Title, then leaders up to the org and the page number at the right edge, on one line or on two."""
        style, org_face, number_face = self.style("hei", 10, 17), self.faces["kai"], self.faces["hei-bold"]
        lines = self.setter.lines(listing, title, style, width, before=2)
        y = self.setter.place(lines, page, x, y)
        tail = org_face.width(org, 9.4) + 26
        start = x + self.faces["hei"].width(title, 10) if len(lines) == 1 else x + width
        if start + tail + 30 > x + width:
            start, y = x + 24, y + 16
        baseline = y - 17 + 3.5 + 8.6
        dot = self.faces["hei"].width("·", 9)
        dots = int((x + width - tail - start - 10) / dot)
        self.book.text(page, start + 5, baseline, "·" * dots, self.faces["hei"], 9, GREY)
        self.book.text(page, x + width - tail + 2, baseline, org, org_face, 9.4, GREY)
        self.book.text(page, x + width - number_face.width(label, 10), baseline, label, number_face, 10)
        return y


def source() -> str:
    """Text that holds every character of the document."""
    return Path(words.__file__).read_text("utf-8") + Path(__file__).read_text("utf-8")


def build(path: Path, faces: Faces) -> Issue:
    """Set the newsletter and write its PDF."""
    maker = Newsletter(faces)
    maker.cover()
    contents = maker.book.add_page()
    maker.new_page()
    for name, count in (
        ("FERRY", 2),
        ("SCISSORS", 3),
        ("PREVIEW", 0),
        ("COURTYARD", 2),
        ("NIGHT_SCHOOL", 3),
        ("CROSSING", 2),
        ("REPAIR", 3),
    ):
        if count:
            maker.article(parse(getattr(words, name), "zh"), count, 22.0 if count == 2 else 17.0)
        else:
            maker.preview()
    maker.contents_page(contents)
    maker.back_cover()
    maker.book.save(path, "青岚邻里 2026年第1期")
    return maker.issue
