"""Stories become articles: every field from the line that prints it, and nothing that none prints."""

from __future__ import annotations

import pytest
from builders import column, line, page, parsed
from msgspec.structs import replace
from test_layout import WORDS, head, prose

from docparse.articles import briefs, contents
from docparse.articles.captions import figure
from docparse.geometry import Box
from docparse.languages import rules_for
from docparse.layout.types import PlacedFigure
from docparse.model import Article, Document, Figure, Paragraph, Section
from docparse.reading.page import Frame, Line, Picture
from docparse.text.words import NO_VOCABULARY

ZH, EN = rules_for("zh"), rules_for("en")
SENTENCE = "港务所星期一开门迎客居民前来参观新海图"


def han_prose(top: float, *last: str, rows: int = 8) -> list[Line]:
    """Paragraphs of full Chinese lines, the first one indented; `last` are the paragraphs that end the text."""
    lines = [line(SENTENCE[:18], 70, top, width=180)]
    lines += [line(SENTENCE + "，", 50, top + 15 * i, width=200) for i in range(1, rows)]
    lines.append(line("大家都笑了。", 50, top + 15 * rows, width=60))
    for i, text in enumerate(last, rows + 1):
        lines.append(line(text, 70, top + 15 * i))
    return lines


def only(document: Document) -> Article:
    (article,) = document.articles
    return article


def english(*under: Line, tail: str = "") -> Article:
    """The article with these lines between its headline and its text."""
    body = prose("Text", 50, 250, 14)
    if tail:
        body += [line(tail, 62, 250 + 15 * 14, width=150)]
    return only(parsed(page(head("Pier opens today"), *under, *body)))


def chinese(*under: Line, last: tuple[str, ...] = ()) -> Article:
    return only(parsed(page(line("新码头开门迎客", 50, 150, 24), *under, *han_prose(250, *last))))


# ---- fields under the headline


def test_a_headline_and_its_text() -> None:
    article = english()
    assert (article.title, article.kind, article.pages) == ("Pier opens today", "article", (1,))
    assert (article.byline, article.byline_text, article.source, article.org, article.kicker) == (
        (),
        None,
    ) + (None,) * 3
    assert article.text.startswith("Pier opens today\nText")


def test_a_byline_is_no_text() -> None:
    article = english(line("By Jane Doe", 50, 190, 9))
    assert [(p.role, p.name) for p in article.byline] == [("author", "Jane Doe")]
    assert article.byline_text == "By Jane Doe" and "Jane" not in article.text


def test_a_post_under_a_byline_makes_a_reporter() -> None:
    article = english(line("By Jane Doe", 50, 190, 9), line("Staff Writer", 50, 201, 9))
    assert [(p.role, p.name) for p in article.byline] == [("reporter", "Jane Doe")]
    assert article.subtitle is None


def test_a_smaller_headline_under_a_headline_is_its_subtitle() -> None:
    article = english(line("Forty people came on the first day", 50, 180, 14, face="Display"))
    assert article.subtitle == "Forty people came on the first day"


def test_a_deck_over_a_text_in_a_size_of_its_own_is_no_paragraph() -> None:
    own = [line(f"boat {i} went out and came back at night", 300, 200 + 17 * i, 12, width=250) for i in range(8)]
    deck = line("Forty people came", 370, 180, 11, face="Sans")
    document = parsed(page(*prose("Text", 50, 100, 40), head("Pier opens today", 300, 150, width=250), deck, *own))
    found = next(a for a in document.articles if a.title == "Pier opens today")
    assert found.subtitle == "Forty people came" and "Forty" not in found.paragraphs[0].text


def test_a_label_over_a_headline_is_its_kicker() -> None:
    kicker = line("HARBOUR WORKS", 50, 132, 10, bold=True)
    article = only(parsed(page(kicker, head("Pier opens today"), *prose("Text", 50, 200, 14))))
    assert article.kicker == "HARBOUR WORKS" and article.rubric is None


def test_a_label_that_stands_over_several_headlines_is_a_rubric() -> None:
    pages = [
        page(
            line("HARBOUR WORKS", 50, 132, 10, bold=True, page=n),
            head(f"Pier {n} opens today", number=n),
            *prose("Text", 50, 200, 14, number=n),
            number=n,
        )
        for n in (1, 2)
    ]
    assert [(a.rubric, a.kicker) for a in parsed(*pages).articles] == [("HARBOUR WORKS", None)] * 2


@pytest.mark.parametrize(("left", "org"), [(115, "东江市柳堤社区"), (70, None)], ids=["centred", "at the edge"])
def test_an_organisation_in_the_type_of_the_text_stands_in_its_middle(left: float, org: str | None) -> None:
    under = line("东江市柳堤社区", left, 120, 10)
    (article,) = parsed(page(head("老渡口有了新码头", 50, 60), under, *han_prose(150))).articles
    assert article.org == org


def test_a_chinese_head_has_its_subtitle_organisation_and_byline() -> None:
    article = chinese(
        line("——柳堤社区的三年", 50, 180, 14),
        line("东江市柳堤社区", 50, 210, 9),
        line("本报记者 何春生", 50, 225, 9),
    )
    assert article.subtitle == "——柳堤社区的三年"
    assert article.org == "东江市柳堤社区"
    assert [(p.role, p.name) for p in article.byline] == [("reporter", "何春生")]
    assert article.text.startswith("新码头开门迎客\n" + SENTENCE[:18])


def test_every_field_says_where_it_stands() -> None:
    article = english(line("By Jane Doe", 50, 190, 9))
    assert article.regions["title"][0].bbox == (50, 150, 250, 174)
    assert article.regions["byline"][0].bbox[:2] == (50, 190)
    assert all(p.regions and p.regions[0].page == 1 for p in article.paragraphs)


# ---- the end of the text


def test_a_signature_at_the_end_is_a_byline() -> None:
    article = chinese(last=("海鸥又飞回来了。（供稿：柳堤社区 何春生）",))
    assert [(p.role, p.name, p.org) for p in article.byline] == [("contributor", "何春生", "柳堤社区")]
    assert article.paragraphs[-1].text == "海鸥又飞回来了。"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("（水清浅）", ["水清浅"]),
        ("（莫云笙 费小舟）", ["莫云笙", "费小舟"]),
        ("（县民政局办公室）", []),
    ],
)
def test_names_in_brackets_at_the_right_sign_a_chinese_text(text: str, names: list[str]) -> None:
    sign = line(text, 190, 250 + 15 * 9, width=60)
    article = only(parsed(page(line("新码头开门迎客", 50, 150, 24), *han_prose(250), sign)))
    assert [person.name for person in article.byline] == names


def test_a_source_at_the_end_is_the_source() -> None:
    article = chinese(last=("海鸥又飞回来了。", "（来源：东江晚报）"))
    assert article.source == "东江晚报" and article.paragraphs[-1].text == "海鸥又飞回来了。"


def test_a_last_paragraph_of_hearsay_stays_in_the_text() -> None:
    """It is how half of all Chinese news ends; its paragraph was taken from the article."""
    article = chinese(last=("据悉，新码头明年完工。",))
    assert article.source is None and article.paragraphs[-1].text == "据悉，新码头明年完工。"


# ---- sections


def test_a_bold_line_between_paragraphs_is_a_heading() -> None:
    body = [*prose("One", 50, 200, 8), line("Who will pay", 50, 335, bold=True), *prose("Two", 50, 355, 8)]
    article = only(parsed(page(head("Pier opens today"), *body)))
    assert [(s.heading, s.level, len(s.paragraphs)) for s in article.sections] == [
        (None, 0, 1),
        ("Who will pay", 1, 1),
    ]
    assert "\nWho will pay\n" in article.text


@pytest.mark.parametrize(
    ("colour", "face", "is_heading"), [(0x008060, "Sans", True), (0x606060, "Sans", False), (0x008060, "Body", False)]
)
def test_a_much_smaller_bold_line_is_a_heading_where_face_and_colour_set_it_off(
    colour: int, face: str, is_heading: bool
) -> None:
    small = line("Who will pay", 50, 335, 8, bold=True, face=face)
    style = replace(small.style, color=colour)
    small = replace(small, style=style, spans=(replace(small.spans[0], style=style),))
    article = only(parsed(page(head("Pier opens today"), *prose("One", 50, 200, 8), small, *prose("Two", 50, 355, 8))))
    assert [s.heading for s in article.sections][1:] == (["Who will pay"] if is_heading else [])


@pytest.mark.parametrize(("end", "headings"), [("of science.", 0), ("of science?", 1)])
def test_a_bold_sentence_of_two_lines_is_no_heading_of_one(end: str, headings: int) -> None:
    asked = [line("Some fear that this is in place", 50, 335, bold=True, width=195), line(end, 50, 350, bold=True)]
    article = only(parsed(page(head("Pier opens today"), *prose("One", 50, 200, 8), *asked, *prose("Two", 50, 370, 8))))
    assert sum(section.heading is not None for section in article.sections) == headings
    assert f"Some fear that this is in place {end}" in article.text


@pytest.mark.parametrize(("first", "headings"), [("3.2", ["3.2 Who will pay"]), ("Money", ["Money", "Who will pay"])])
def test_a_heading_goes_on_behind_its_number(first: str, headings: list[str]) -> None:
    row = [line(first, 50, 335, bold=True), line("Who will pay", 90, 335, bold=True)]
    article = only(parsed(page(head("Pier opens today"), *prose("One", 50, 200, 8), *row, *prose("Two", 50, 355, 8))))
    assert [section.heading for section in article.sections[1:]] == headings


def test_words_set_off_at_the_start_of_a_text_are_no_heading() -> None:
    full = [line("Bold words that begin a text and fill", 50, 335, bold=True, width=200)]
    rest = [line(f"small letters go on {WORDS[i]}", 50, 350 + 15 * i, width=200) for i in range(4)]
    body = [*prose("One", 50, 200, 8), *full, *rest]
    assert only(parsed(page(head("Pier opens today"), *body))).sections[0].heading is None
    assert len(only(parsed(page(head("Pier opens today"), *body))).sections) == 1


@pytest.mark.parametrize("row", [0, 3], ids=["first words", "in the middle"])
def test_a_full_line_that_the_sentence_goes_over_is_no_heading(row: int) -> None:
    before, text = han_prose(250), han_prose(400)
    text[row] = line(text[row].text, text[row].box.x0, text[row].box.y0, width=text[row].box.width, bold=True)
    text = [*before, *text]
    article = only(parsed(page(line("新码头开门迎客", 50, 150, 24), *text)))
    assert [section.heading for section in article.sections] == [None]


def test_a_numbered_line_is_a_heading_though_the_line_before_is_full() -> None:
    open_end = [line(SENTENCE + "，", 50, 250 + 15 * i, width=200) for i in range(6)]
    rank = line("（一）" + SENTENCE[:17], 50, 340, bold=True, width=200)
    article = only(parsed(page(line("新码头开门迎客", 50, 150, 24), *open_end, rank, *han_prose(355))))
    assert rank.text in [section.heading for section in article.sections]


def test_a_label_in_a_box_is_the_kicker_of_the_one_article_there() -> None:
    box = Frame(Box(40, 90, 270, 420), tinted=True)
    inside = [line("Comment", 50, 100, 12, face="Sans"), head("Pier opens today", 100, 130, size=20, width=120)]
    document = parsed(page(*inside, *prose("Text", 50, 170, 12), *prose("Other", 300, 170, 30), frames=(box,)))
    found = next(a for a in document.articles if a.title == "Pier opens today")
    assert found.kicker == "Comment"


NUMBERED = [
    *(line("一、从头说起", 70, 370, 12, bold=True), *han_prose(390)),
    *(line("二、后来的事", 70, 540, 12, bold=True), *han_prose(560)),
]


def test_chinese_headings_by_their_numbers() -> None:
    article = only(parsed(page(line("新码头开门迎客", 50, 150, 24), *han_prose(200), *NUMBERED)))
    assert [(s.heading, s.level) for s in article.sections] == [
        (None, 0),
        ("一、从头说起", 1),
        ("二、后来的事", 1),
    ]


def test_a_numbered_heading_right_under_the_title_is_no_subtitle() -> None:
    article = only(parsed(page(line("新码头开门迎客", 50, 320, 24), *NUMBERED)))
    assert [s.heading for s in article.sections] == ["一、从头说起", "二、后来的事"]


# ---- pictures


def test_a_picture_has_its_caption_and_its_credit() -> None:
    picture = Picture(1, Box(300, 200, 500, 300))
    caption = line("The new pier. Photo by Ann Lee", 300, 304, 8, width=150)
    text = [head("Pier opens today"), *prose("Text", 50, 200, 14)]
    article = only(parsed(page(*text, caption, pictures=(picture,))))
    (figure,) = article.figures
    assert (figure.caption, figure.credit, figure.page) == ("The new pier.", "Photo by Ann Lee", 1)
    assert figure.bbox == (300, 200, 500, 300)
    assert "The new pier" not in article.text


def test_a_caption_that_stops_at_a_comma_goes_on_though_its_lines_measure_otherwise() -> None:
    lines = (line("港务所星期一开门，", 50, 320, 8.8), line("居民前来参观新海图。", 50, 332, 10))
    placed = PlacedFigure(Picture(1, Box(50, 200, 250, 310)), lines)
    shown = figure(placed, ZH, NO_VOCABULARY)
    assert (shown.caption, shown.credit) == ("港务所星期一开门，居民前来参观新海图。", None)


@pytest.mark.parametrize(
    ("lines", "caption", "credit"),
    [
        (("Gulls rest on the pier. Photo:", "Jane Doe"), "Gulls rest on the pier.", "Jane Doe"),
        (("Gulls rest on the pier.", "Jane Doe"), "Gulls rest on the pier.", "Jane Doe"),
        (("Gulls rest on the pier and", "look at us."), "Gulls rest on the pier and look at us.", None),
    ],
)
def test_a_credit_may_begin_or_stand_in_the_last_line(lines: tuple[str, str], caption: str, credit: str | None) -> None:
    placed = PlacedFigure(Picture(1, Box(0, 0, 200, 100)), tuple(column(lines, 0, 104, leading=10, size=8)))
    shown = figure(placed, EN, NO_VOCABULARY)
    assert shown.caption == caption
    assert (shown.credit or "").removeprefix("Photo: ") == (credit or "")


def test_a_picture_without_caption_has_none() -> None:
    picture = Picture(1, Box(300, 200, 500, 300))
    article = only(parsed(page(head("Pier opens today"), *prose("Text", 50, 200, 14), pictures=(picture,))))
    assert [(f.caption, f.credit) for f in article.figures] == [(None, None)]


# ---- datelines and kinds


def test_a_dateline_is_a_field_and_stays_in_the_text() -> None:
    first = line("EASTPORT — The pier opened today", 50, 200, width=200)
    article = only(parsed(page(head("Pier opens today"), first, *prose("Text", 50, 215, 14))))
    assert article.dateline == "EASTPORT" and article.paragraphs[0].text.startswith("EASTPORT — The pier")


def kind(title: str, *lines: str, chinese: bool = False) -> str:
    """The kind of a story with this title, beside another one that is an article."""
    other = [*column([SENTENCE] * 12, 300, 200, width=200)] if chinese else prose("Other", 300, 200, 24)
    story = [line(text, 50, 200 + 15 * i) for i, text in enumerate(lines)]
    found = parsed(page(line(title, 50, 150, 20), head("另一篇文章" if chinese else "Another", 300), *story, *other))
    return next(a.kind for a in found.articles if a.title == title)


def test_a_list_of_editors_and_addresses_is_a_masthead() -> None:
    assert kind("东江邻里", "主编：何春生", "责任编辑：陆小满", "地址：东江市文庙街2号", chinese=True) == "masthead"
    assert kind("Harbour News Staff", "Editor: Ann Lee", "Publisher: Jane Doe", "Phone: 555-0100") == "masthead"


def test_a_chinese_notice_by_its_title() -> None:
    assert kind("征稿启事", "本刊长期征集居民来稿，欢迎投稿。", chinese=True) == "notice"


def test_a_page_of_pictures_shows_photographs() -> None:
    pictures = (Picture(1, Box(50, 100, 550, 300)), Picture(1, Box(50, 400, 550, 600)))
    captions = [line("The pier in May.", 50, 304, 9), line("The pier in June.", 50, 604, 9)]
    story = page(head("Summer at the pier", number=2), *prose("Text", 50, 200, 14, number=2), number=2)
    found = parsed(page(*captions, pictures=pictures), story)
    (photos,) = [a for a in found.articles if a.kind == "photos"]
    assert [f.caption for f in photos.figures] == ["The pier in May.", "The pier in June."]


# ---- contents


def test_entries_with_leaders_rubrics_and_page_numbers() -> None:
    lines = [
        line("邻里故事", 50, 80, 12),
        line("新码头开门迎客······东江市柳堤社区（3）", 50, 100),
        line("老船工的一天······文庙街社区（12）", 50, 115),
    ]
    found = contents.entries(lines, ZH)
    assert [(e.rubric, e.title, e.org, e.page_label) for e in found] == [
        ("邻里故事", "新码头开门迎客", "东江市柳堤社区", "3"),
        ("邻里故事", "老船工的一天", "文庙街社区", "12"),
    ]


def test_a_rubric_without_entries_is_not_lost() -> None:
    lines = [
        *column(("Pier opens ......... 3", "Library closes ......... 5"), 50, 100),
        line("Advertisers", 50, 140, 12),
    ]
    said = [word for e in contents.entries(lines, EN) for word in (e.rubric, e.title)]
    assert "Advertisers" in said


def test_an_entry_of_two_rows_is_one() -> None:
    rows = ("Pier opens to all", "who want to swim ......... 3", "Library is closing ......... 5")
    assert [(e.title, e.page_label) for e in contents.entries(column(rows, 50, 100), EN)] == [
        ("Pier opens to all who want to swim", "3"),
        ("Library is closing", "5"),
    ]


def test_a_year_that_ends_a_title_is_no_page() -> None:
    rows = ("Cheers for the class of 2026", "Pier opens 3", "Library closes 5", "Market moves 7")
    assert "026" not in [e.page_label for e in contents.entries(column(rows, 50, 100, leading=30), EN)]


def test_no_lines_no_entries() -> None:
    assert contents.entries([], ZH) == ()


def test_entries_find_their_articles_and_give_them_their_rubric() -> None:
    lines = [
        line("邻里故事", 50, 80, 12),
        line("新码头开门迎客······（3）", 50, 100),
        line("不见了的文章······（9）", 50, 115),
    ]
    stories = (Article(id="a01", title="新码头开门迎客"), Article(id="a02", title="别的文章"))
    entries, articles = contents.link(contents.entries(lines, ZH), stories)
    assert [e.article for e in entries] == ["a01", None]
    assert [a.rubric for a in articles] == ["邻里故事", None]


def test_an_entry_finds_its_article_though_a_word_differs_and_no_masthead() -> None:
    lines = [line("Pier opens to all swimmers ......... 3", 50, 100)]
    stories = (
        Article(id="a01", kind="masthead", title="Pier opens to all swimmers"),
        Article(id="a02", title="Pier opened to all swimmers"),
        Article(id="a03", kind="photos", figures=(Figure(page=1, bbox=(0, 0, 1, 1), caption="Swimmers"),)),
    )
    assert [e.article for e in contents.link(contents.entries(lines, EN), stories)[0]] == ["a02"]


# ---- short items under one label


def test_one_signature_at_the_end_of_several_sections_signs_them_all() -> None:
    sections = [
        *(line("从头说起", 70, 190, 12, bold=True), *han_prose(210)),
        *(line("后来的事", 70, 360, 12, bold=True), *han_prose(380, "海鸥又飞回来了。（供稿：柳堤社区 何春生）")),
    ]
    article = only(parsed(page(line("码头开门", 50, 150, 24), *sections)))
    assert [s.heading for s in article.sections] == ["从头说起", "后来的事"]
    assert [p.name for p in article.byline] == ["何春生"]


def test_lines_that_greet_or_sign_do_not_make_an_item_long() -> None:
    said = "You wrote about the harbour and its noise, which nobody there had ever heard before."

    def item(heading: str, *told: str) -> Section:
        return Section(heading=heading, level=1, paragraphs=tuple(Paragraph(text=text) for text in told))

    short = item("Thanks", "To the Editor:", said, said, said, "Jon Noonan", "Mill Pond")
    assert briefs.group("Letters", (), (short, short), EN)
    assert not briefs.group("Letters", (), (short, item("A story", *[said] * 5)), EN)
    assert not briefs.group("Police log", (), (item("Monday, Feb. 24", said), item("Saturday", said)), EN), "its days"


def test_each_letter_of_a_group_is_signed_by_its_own_writer() -> None:
    rows = [line("LETTERS", 50, 150, 20, face="Display")]
    letters = (("Leave the gulls alone", "Edwina Stroud"), ("Thanks to the crew", "Jon Noonan"))
    for top, (title, writer) in zip((200, 320), letters, strict=True):
        rows += [
            line(title, 50, top, 11, width=120, face="Display", bold=True),
            line("You wrote about the harbour and its noise,", 62, top + 15, width=188),
            line("which nobody there had ever heard before,", 50, top + 30, width=200),
            line("and all of us laughed.", 50, top + 45, width=100),
            line(writer, 190, top + 60, 9, width=60, bold=True),
            line("Mill Pond", 205, top + 72, 8, width=45),
        ]
    found = parsed(page(*rows)).articles
    assert [(a.rubric, a.title, [p.name for p in a.byline]) for a in found] == [
        ("LETTERS", "Leave the gulls alone", ["Edwina Stroud"]),
        ("LETTERS", "Thanks to the crew", ["Jon Noonan"]),
    ]
    assert [a.byline_text for a in found] == ["Edwina Stroud Mill Pond", "Jon Noonan Mill Pond"]
    assert all(a.paragraphs[-1].text.endswith("all of us laughed.") for a in found)


@pytest.mark.parametrize(("under", "names"), [("Executive Director", ["Jane Doe"]), ("Monday to Friday", [])])
def test_a_name_in_its_own_type_over_a_post_signs_a_letter(under: str, names: list[str]) -> None:
    signed = [line("Jane Doe", 50, 335, 12, italic=True, face="Script"), line(under, 50, 352, 9, face="Sans")]
    article = only(parsed(page(head("Pier opens today"), *prose("Dear friends", 50, 200, 8), *signed)))
    assert [person.name for person in article.byline] == names
    assert ("Jane Doe" in article.text) != bool(names)


@pytest.mark.parametrize(
    ("under", "name"), [("竹石", "竹石"), ("竹  石", "竹石"), ("随笔", None), ("一等奖", None), ("海图挂满墙", None)]
)
def test_a_short_word_under_a_title_is_a_pen_name_unless_it_names_the_kind(under: str, name: str | None) -> None:
    article = chinese(line(under, 50, 190, 12, face="Sans"))
    assert [person.name for person in article.byline] == ([name] if name else [])


@pytest.mark.parametrize("name", ["何春生", "次仁曲珍"])
def test_a_letter_is_signed_with_its_date(name: str) -> None:
    text = [*han_prose(250), line(f"{name}　八月二日", 178, 385, 9)]
    article = only(parsed(page(line("新码头开门迎客", 50, 150, 24), *text)))
    assert [person.name for person in article.byline] == [name]
    assert article.paragraphs[-1].text.endswith("大家都笑了。")


@pytest.mark.parametrize(("first", "kind"), [("Business", "notice"), ("Mill site sold to potters", "contents")])
def test_an_index_of_sections_is_a_notice_row_by_row(first: str, kind: str) -> None:
    """A list of articles is the contents of the issue."""
    rows = [(first, "B1"), ("Obituaries" if kind == "notice" else "Ferry stops for good", "A6")]
    lines = [
        li
        for i, (name, label) in enumerate(rows)
        for li in (line(name, 60, 240 + 15 * i), line(label, 230, 240 + 15 * i))
    ]
    boxed = [line("INDEX", 60, 215, 14, face="Display", bold=True), *lines]
    story = [head("Pier opens today", 50, 300), *prose("Text", 50, 330, 12)]
    document = parsed(page(*boxed, *story, frames=(Frame(Box(50, 200, 260, 280), False),)))
    index = next(a for a in document.articles if a.title == "INDEX")
    assert index.kind == kind and bool(document.contents) == (kind == "contents")
    assert [p.text for p in index.paragraphs] == (["Business B1", "Obituaries A6"] if kind == "notice" else [])


def test_an_item_of_a_group_keeps_the_printed_words_of_its_source() -> None:
    rows = [line("短讯", 50, 150, 24)]
    for top, title, source in ((190, "码头开门", "东江晚报"), (380, "书馆闭门", "西江晚报")):
        rows += [line(title, 70, top, 12, bold=True), *han_prose(top + 20, f"海鸥又飞回来了。（来源：{source}）")]
    found = parsed(page(*rows)).articles
    assert [(a.rubric, a.source, a.byline_text) for a in found] == [
        ("短讯", "东江晚报", "（来源：东江晚报）"),
        ("短讯", "西江晚报", "（来源：西江晚报）"),
    ]
    assert all(a.regions["source"] for a in found)


def test_a_columnist_over_the_title_is_a_byline_and_no_kicker() -> None:
    over = [line("JANE DOE", 50, 124, 9, bold=True), line("Harbour columnist", 50, 136, 9)]
    article = only(parsed(page(*over, head("Pier opens today"), *prose("Text", 50, 200, 14))))
    assert (article.kicker, [p.name for p in article.byline]) == (None, ["JANE DOE"])


# ---- the publication


@pytest.mark.parametrize(
    ("named", "edition", "section"),
    [
        ([("A03", 50, 10), ("社区", 75, 12)], "A03", "社区"),
        ([("A03社区", 50, 10)], "A03", "社区"),
        ([("街坊 B02", 50, 10)], "B02", "街坊"),
        ([("民生", 200, 22), ("A07", 50, 10)], "A07", "民生"),
    ],
)
def test_a_page_head_names_paper_page_and_section(
    named: list[tuple[str, float, float]], edition: str, section: str
) -> None:
    heads = [line(text, x0, 40, size) for text, x0, size in named]
    paper, date = line("江岸晚报", 330, 40, 12), line("2026年5月20日 星期三", 430, 42, 9)
    rule = Box(50, 60, 550, 61)
    story = (
        line("新码头开门迎客", 50, 150, 24),
        *han_prose(250),
        *(line(SENTENCE + "，", 340, 150 + 15 * i, width=210) for i in range(12)),
    )
    found = parsed(page(*heads, paper, date, *story, rules=(rule,))).publication
    assert (found.title, found.edition, found.section, found.date) == ("江岸晚报", edition, section, "2026-05-20")


def test_a_nameplate_names_the_publication_and_its_issue() -> None:
    plate = [
        line("Harbour News", 50, 40, 48, width=400, face="Plate"),
        line("Volume 12, Issue 3", 50, 95, 9),
        line("May 2026", 450, 95, 9),
    ]
    story = [head("Pier opens today"), *prose("Text", 50, 200, 20)]
    second = [head("Library will close", 300), *prose("Right", 300, 200, 20)]
    found = parsed(page(*plate, *story, *second))
    assert (found.publication.title, found.publication.issue) == ("Harbour News", "Volume 12, Issue 3")
    assert found.publication.date == "2026-05"
    assert "Harbour News" not in [a.title for a in found.articles]


def test_a_page_that_prints_no_name_has_none() -> None:
    assert parsed(page(head("Pier opens today"), *prose("Text", 50, 200, 20))).publication.issue is None


# ---- whole documents


def test_articles_are_numbered_in_reading_order() -> None:
    pages = [page(head(f"Story {n} begins", number=n), *prose("Text", 50, 200, 14, number=n), number=n) for n in (1, 2)]
    assert [(a.id, a.title) for a in parsed(*pages).articles] == [("a01", "Story 1 begins"), ("a02", "Story 2 begins")]


def test_a_paragraph_that_a_page_cut_is_one_with_two_regions() -> None:
    first = column([f"Opening {i} of a long sentence that" for i in range(8)], 50, 600, width=200)
    second = prose("Goes", 50, 100, 8, number=2)
    found = parsed(page(head("Pier opens today", top=550), *first), page(*second, number=2))
    (article,) = found.articles
    assert article.pages == (1, 2)
    assert [[r.page for r in p.regions] for p in article.paragraphs] == [[1, 2]]


def test_pages_without_anything_are_pages_all_the_same() -> None:
    found = parsed(page(), page(number=2))
    assert (found.articles, [p.page for p in found.pages], found.kind) == ((), [1, 2], "other")
