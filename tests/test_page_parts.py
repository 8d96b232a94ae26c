"""Page heads, rubric labels, and whose picture it is."""

from __future__ import annotations

import pytest
from builders import BODY, column, head, line, page, parsed
from msgspec.structs import replace
from test_layout import WORDS, prose

from docparse.geometry import Box
from docparse.languages import rules_for
from docparse.layout import rubrics
from docparse.layout.pagehead import is_label, page_head, says_head
from docparse.layout.types import FlowLine, Headline, Zone
from docparse.model import Article
from docparse.reading.page import Frame, Line, PageContent, Picture

EN, ZH = rules_for("en"), rules_for("zh")

# ---- the head of a page

DATE = line("2026年5月20日 星期三", 50, 40, 9)
SECTION = line("社区", 300, 36, 16, face="Display")
LABEL = line("A03", 530, 40, 12)
TEXT = column(["港务所星期一开门"] * 20, 50, 200, width=500)
ACROSS = Box(50, 70, 550, 71)


def heads_of(content: PageContent) -> list[str]:
    return [li.text for li in page_head(content, 10.0, ZH)]


def test_what_stands_over_a_rule_across_the_page_is_its_head() -> None:
    content = page(DATE, SECTION, LABEL, *TEXT, rules=(ACROSS,))
    assert heads_of(content) == ["2026年5月20日 星期三", "社区", "A03"]


def test_what_stands_in_a_tinted_band_is_its_head() -> None:
    band = Frame(Box(40, 30, 560, 70), True)
    assert heads_of(page(DATE, LABEL, *TEXT, frames=(band,))) == ["2026年5月20日 星期三", "A03"]
    assert heads_of(page(DATE, LABEL, *TEXT, frames=(replace(band, tinted=False),))) == []
    beside = replace(band, box=Box(100, 30, 560, 70))
    label = replace(LABEL, box=Box(50, 45, 64, 55))
    assert heads_of(page(DATE, label, *TEXT, frames=(beside,))) == ["2026年5月20日 星期三", "A03"], "level with it"


def test_a_jump_line_over_a_rule_is_of_the_text_under_it() -> None:
    jump = line("上接第1版", 50, 80, 10)
    assert heads_of(page(DATE, LABEL, *TEXT, rules=(ACROSS,))) == ["2026年5月20日 星期三", "A03"]
    lower = Box(50, 95, 550, 96)
    assert heads_of(page(DATE, LABEL, jump, *TEXT, rules=(ACROSS, lower))) == ["2026年5月20日 星期三", "A03"]


@pytest.mark.parametrize(
    "content",
    [
        page(DATE, *TEXT),
        page(DATE, *TEXT, rules=(Box(50, 70, 300, 71),)),
        page(SECTION, *TEXT, rules=(ACROSS,)),
        page(DATE, *TEXT, rules=(Box(50, 190, 550, 191),)),
        page(DATE, line("新码头开门迎客，四十位居民前来参观", 50, 40, 24, width=400), *TEXT, rules=(ACROSS,)),
        page(DATE, *column("社区新闻", 50, 30, leading=9, size=14), *TEXT, rules=(ACROSS,)),
        page(DATE, *TEXT, rules=(ACROSS,), pictures=(Picture(1, Box(400, 38, 440, 50)),)),
    ],
    ids=["no rule", "short rule", "no sign", "too deep", "a headline", "four large lines", "beside a picture"],
)
def test_what_is_no_page_head(content: PageContent) -> None:
    assert heads_of(content) == []


def test_a_page_head_is_furniture_and_gives_the_page_its_label() -> None:
    document = parsed(page(DATE, SECTION, LABEL, head("新码头开门迎客", 50, 100, width=400), *TEXT, rules=(ACROSS,)))
    assert document.pages[0].label == "A03"
    kinds = {f.text: f.kind for f in document.pages[0].furniture}
    assert kinds == {DATE.text: "page-head", SECTION.text: "page-head", "A03": "page-number"}
    assert [a.title for a in document.articles] == ["新码头开门迎客"]


@pytest.mark.parametrize("text", ["A03", "05", " 12 ", "第3版", "第 A3 版", "B2版"])
def test_labels_of_pages(text: str) -> None:
    assert is_label(text) and says_head(text, ZH)


@pytest.mark.parametrize("text", ["2026", "3 boats", "三版", "", "社区"])
def test_what_is_no_label(text: str) -> None:
    assert not is_label(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wednesday, May 20, 2026", EN),
        ("Winter 2026", EN),
        ("Spring/Summer 2026", EN),
        ("2026年5月20日", ZH),
        ("责任编辑 何春生", ZH),
    ],
)
def test_what_only_a_page_head_says(text: str, language: object) -> None:
    assert says_head(text, language)  # type: ignore[arg-type]


# ---- rubrics

ROW = [Headline((head(text, x0, 130, size=14, width=150),)) for text, x0 in (("One", 50), ("Two", 220), ("Three", 390))]
TAG = line("In brief", 50, 112, 12, bold=True)
BAR = Box(50, 126, 540, 127)


def named(found: tuple[Headline, ...]) -> list[str | None]:
    return [h.rubric[0].text if h.rubric else None for h in found]


def test_a_label_over_a_row_of_headlines_names_all_of_them() -> None:
    found, labels = rubrics.over_rows(ROW, [TAG], [], BODY, EN)
    assert (named(found), labels) == (["In brief"] * 3, (TAG,))


def test_a_kicker_is_a_label_where_a_bar_runs_on() -> None:
    row = [replace(ROW[0], kicker=(TAG,)), *ROW[1:]]
    found, labels = rubrics.over_rows(row, [], [BAR], BODY, EN)
    assert (named(found), labels, found[0].kicker) == (["In brief"] * 3, (TAG,), ())
    assert rubrics.over_rows(row, [], [], BODY, EN) == (tuple(row), ()), "without it, it is the first one's own"


@pytest.mark.parametrize("tinted", [True, False])
def test_what_stands_alone_on_a_bar_opens_what_is_under_it(tinted: bool) -> None:
    """In the type of the text it may be; without a tint the bar is a low box, and the words are a heading at most."""
    label = line("Classroom corner", 230, 303, width=90, face="Sans", bold=True)
    text = [head("Pier opens today", 50, 20), *prose("Text", 50, 50, 14), *prose("We", 50, 330, 12, width=480)]
    document = parsed(page(*text, label, frames=(Frame(Box(40, 298, 560, 316), tinted),)))
    titles = [article.title for article in document.articles]
    assert ("Classroom corner" in titles) == tinted


@pytest.mark.parametrize(("faces", "title"), [(("Sans", "Body"), "Weather today"), (("Sans", "Sans"), None)])
def test_the_first_line_of_a_box_in_a_face_of_its_own_is_its_title(faces: tuple[str, str], title: str | None) -> None:
    inside = [line("Weather today", 60, 210, face=faces[0]), *column(WORDS[:3], 60, 230, width=180, face="Body")]
    inside.append(line("Mind the wind", 60, 276, face=faces[1]))
    text = [head("Pier opens today", 50, 20), *prose("Text", 50, 50, 8), *prose("More", 50, 320, 20)]
    document = parsed(page(*text, *inside, frames=(Frame(Box(50, 200, 260, 300), False),)))
    (boxed,) = (a for a in document.articles if "Mind the wind" in a.text)
    assert boxed.title == title


TAG_BOX, CARDS = Box(50, 96, 130, 112), (Box(50, 130, 290, 260), Box(310, 130, 550, 260))
ON_TAG = line("Alumni", 60, 99, 10, width=60, face="Display", bold=True)


def cards(count: int, top: float = 140) -> list[Line]:
    return [
        li
        for x0, name in ((60, "Jane Doe"), (320, "John Roe"))[:count]
        for li in (head(name, x0, top, size=14, width=100), *prose(name, x0, top + 25, 5, width=210))
    ]


@pytest.mark.parametrize(("count", "rubric", "kicker"), [(2, "Alumni", None), (1, None, "Alumni")])
def test_a_label_on_a_tag_names_the_boxes_under_it(count: int, rubric: str | None, kicker: str | None) -> None:
    frames = tuple(Frame(box, True) for box in CARDS[:count])
    above = [head("Pier opens today", 50, 20), *prose("Text", 50, 50, 3)]
    content = page(*above, ON_TAG, *cards(count), frames=frames, tags=(TAG_BOX,))
    named = [(a.rubric, a.kicker) for a in parsed(content).articles if a.title != "Pier opens today"]
    assert named == [(rubric, kicker)] * count
    assert "Alumni" not in "".join(a.text for a in parsed(content).articles)
    without = parsed(page(*above, ON_TAG, *cards(count), frames=frames)).articles
    assert all(a.rubric is None and a.kicker is None for a in without), "words that stand on no tag"


def test_a_label_keeps_the_labels_that_are_there() -> None:
    zone = Zone(1, Box(0, 0, 200, 100), replace(ROW[0], kicker=(line("Close over it"),)), (), ())
    named = rubrics.with_label(zone, None, Headline((TAG,))).headline
    assert named and [li.text for li in named.kicker] == [TAG.text, "Close over it"]
    twice = rubrics.with_label(rubrics.with_label(zone, Headline((TAG,)), None), Headline((TAG,)), None).headline
    assert twice and [li.text for li in twice.rubric] == [TAG.text], "printed again"


def test_a_label_on_a_tag_at_the_top_names_all_that_stands_under_it() -> None:
    tag = Frame(Box(0, 20, 90, 45), True)
    label = line("School news", 10, 27, 13, width=70, face="Display", bold=True)
    stories = [*cards(2), head("Pier opens today", 50, 400), *prose("Text", 50, 430, 8)]
    document = parsed(page(label, *stories, frames=(tag, Frame(CARDS[1], True))))
    assert [a.rubric for a in document.articles] == ["School news"] * 3


@pytest.mark.parametrize("on_bar", [True, False])
def test_items_under_a_bar_go_on_at_the_top_of_its_next_columns(on_bar: bool) -> None:
    """The text there is no text of the label's own; without a bar the label heads it as any headline does."""
    label = head("Letters to us", 60, 100, size=14, width=80)
    bar = Frame(Box(50, 96, 550, 118), True)
    left = [head("Leave the gulls", 50, 130, size=14), *column([WORDS[i % 4] for i in range(8)], 50, 155, width=230)]
    right = [line("by and they stay.", 300, 130, width=90), head("Thanks to all", 300, 200, size=14)]
    right += prose("Later", 300, 225, 5, width=230)
    document = parsed(page(label, *left, *right, frames=(bar,) if on_bar else ()))
    first = next(a for a in document.articles if a.title == "Leave the gulls")
    assert first.text.endswith("they stay.") == on_bar
    assert [a.rubric for a in document.articles if a.title != "Letters to us"] == (
        ["Letters to us"] * 2 if on_bar else [None] * 2
    )


@pytest.mark.parametrize(
    ("label", "heads"),
    [
        (TAG, ROW[:1]),
        (line("In brief", 50, 60, 12, bold=True), ROW),
        (line("In brief", 50, 112), ROW),
        (line("The news in brief, as told by the people who were there", 50, 112, 12, bold=True), ROW),
        (line("All is well.", 50, 112, 12, bold=True), ROW),
        (line("May 20, 2026", 50, 112, 12, bold=True), ROW),
        (line("In brief", 300, 112, 12, bold=True), ROW[:2]),
    ],
    ids=["one headline", "far above", "body type", "long", "a sentence", "a date", "right of them"],
)
def test_what_names_no_row(label: Line, heads: list[Headline]) -> None:
    assert rubrics.over_rows(heads, [label], [], BODY, EN) == (tuple(heads), ())


def test_headlines_of_two_looks_are_no_row() -> None:
    heads = [ROW[0], Headline((head("Two", 220, 130, size=22, width=150),))]
    assert named(rubrics.over_rows(heads, [TAG], [], BODY, EN)[0]) == [None, None]


def test_a_label_that_the_contents_name_is_the_rubric_of_the_nearest_headline() -> None:
    found, labels = rubrics.listed(ROW, [line("IN BRIEF", 390, 90, 12)], frozenset({"inbrief", "INBRIEF"}), BODY)
    assert named(found) == [None, None, "IN BRIEF"] and len(labels) == 1
    assert rubrics.listed(ROW, [TAG], frozenset(), BODY) == (tuple(ROW), ())


def zone(title: str, top: float, size: float, rows: int = 2, x0: float = 50) -> Zone:
    title_line = head(title, x0, top, size=size, width=150)
    lines = column(WORDS[:rows], x0, top + 30, width=200)
    flow = tuple(FlowLine(li, x0, x0 + 200, 0, 15) for li in lines)
    return Zone(1, Box(x0, top, x0 + 200, top + 30 + 15 * rows), Headline((title_line,)), (), flow)


def test_a_headline_without_a_text_names_the_ones_under_it() -> None:
    zones = [
        zone("In brief", 100, 20, rows=0),
        zone("One", 150, 14),
        zone("Two", 250, 14),
        zone("Far", 250, 14, x0=400),
    ]
    found = rubrics.over_columns(zones, [])
    assert [z.headline.lines[0].text for z in found if z.headline] == ["One", "Two", "Far"]
    assert named(tuple(z.headline for z in found if z.headline)) == ["In brief", "In brief", None]


@pytest.mark.parametrize(
    "zones",
    [
        [zone("In brief", 100, 20, rows=0), zone("One", 150, 14)],
        [zone("In brief", 100, 20, rows=2), zone("One", 190, 14), zone("Two", 290, 14)],
        [zone("In brief", 100, 20, rows=0), zone("One", 150, 20), zone("Two", 250, 20)],
    ],
    ids=["one alone", "it has a text", "as large"],
)
def test_what_names_no_column(zones: list[Zone]) -> None:
    assert rubrics.over_columns(zones, []) == zones


# ---- pictures


def pictured(*lines: Line, box: Box, rules: tuple[Box, ...] = ()) -> dict[str | None, int]:
    """How many pictures each article has; a picture without a home is left out of none."""
    articles: tuple[Article, ...] = parsed(page(*lines, pictures=(Picture(1, box),), rules=rules)).articles
    return {a.title: len(a.figures) for a in articles}


STORY = [head("Pier opens today", 50, 60, width=220), *prose("Text", 50, 100, 10)]
BELOW = [head("Library is closing", 50, 460, width=220), *prose("Shelves", 50, 500, 10)]


def test_a_picture_under_a_text_belongs_to_it() -> None:
    assert pictured(*STORY, *BELOW, box=Box(50, 256, 250, 356)) == {"Pier opens today": 1, "Library is closing": 0}


def test_a_picture_right_over_a_headline_belongs_to_it() -> None:
    assert pictured(*STORY, *BELOW, box=Box(50, 340, 250, 450)) == {"Pier opens today": 0, "Library is closing": 1}


def test_a_rule_under_the_picture_keeps_it_from_the_headline() -> None:
    rule = (Box(50, 454, 250, 455),)
    assert pictured(*STORY, *BELOW, box=Box(50, 340, 250, 450), rules=rule)["Library is closing"] == 0


def test_few_words_in_another_type_under_a_headline_under_a_picture_are_its_caption() -> None:
    words = column(("The pier is full of people on", "its first day in May."), 320, 330, width=200, size=8, leading=11)
    photo = Box(320, 100, 540, 280)
    lines = [*STORY, *BELOW, head("Summer at the pier", 320, 290, width=220), *words]
    articles = {a.title: a for a in parsed(page(*lines, pictures=(Picture(1, photo),))).articles}
    (figure,) = articles["Summer at the pier"].figures
    assert figure.caption == "The pier is full of people on its first day in May."
