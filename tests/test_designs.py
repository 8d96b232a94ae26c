"""What designers do with labels, boxes, bands, credits and vertical lines, each on a page made by hand."""

from __future__ import annotations

import pytest
from builders import column, head, line, page, parsed, raw_line, read_lines
from msgspec.structs import replace
from test_layout import WORDS, prose

from docparse.articles import fields
from docparse.geometry import Box
from docparse.languages import rules_for
from docparse.layout import headlines
from docparse.layout.typography import Typography
from docparse.model import Article, Document
from docparse.reading.graphics import edge_of_band
from docparse.reading.page import Frame, Line, PageContent, Picture, Span, Style

EN, ZH = rules_for("en"), rules_for("zh")
BODY = Typography(10.0, "Body", False)
HAN = (
    "港务所星期一上午开门四十位居民前来参观新海",
    "图挂在大厅里孩子们围着看了很久谁也不愿走。",
    "第二间屋子要等到春天屋顶修好以后窗户还要刷",
    "一遍老船工们说他们等得起大家也都不着急了。",
)


def han(x0: float, top: float, lines: int = 4, **look: object) -> list[Line]:
    return column([HAN[i % 4] for i in range(lines)], x0, top, **look)  # type: ignore[arg-type]


def titled(document: Document, title: str) -> Article:
    return next(a for a in document.articles if a.title == title)


def vertical(text: str, x0: float, top: float, size: float) -> Line:
    style = Style(size, "Display")
    box = Box(x0, top, x0 + size, top + size * len(text))
    return Line(1, box, text, style, (Span(text, style, box.x0, box.x1),), vertical=True)


# ---- credits


@pytest.mark.parametrize("words", ["The new office on its first day.", "The new office on its first day"])
def test_a_name_at_the_right_edge_under_a_caption_is_the_credit(words: str) -> None:
    caption = line(words, 50, 305, 8, bold=True, face="Sans")
    name = line("Dale Ferris", 202, 316, 7, width=48, face="Sans")
    text = prose("Later", 50, 340, 12)
    (figure,) = (
        parsed(
            page(
                head("Harbour office opens", 50, 60),
                caption,
                name,
                *text,
                pictures=(Picture(1, Box(50, 100, 250, 300)),),
            )
        )
        .articles[0]
        .figures
    )
    assert (figure.caption, figure.credit) == (words, "Dale Ferris")


def test_a_byline_between_headline_and_picture_is_no_caption() -> None:
    byline = line("本报记者 何春生", 50, 92, 8, face="Sans")
    made = parsed(
        page(head("港务所开门迎客", 50, 60), byline, *han(50, 320), pictures=(Picture(1, Box(50, 104, 250, 300)),))
    )
    (article,) = made.articles
    assert [p.name for p in article.byline] == ["何春生"]
    assert [f.caption for f in article.figures] == [None]


# ---- bylines


@pytest.mark.parametrize(
    ("text", "names"),
    [("by Petra Lindgren", ["Petra Lindgren"]), ("— 本报记者 何春生 —", ["何春生"]), ("一 通讯员 霍元 一", ["霍元"])],
)
def test_bylines_as_designers_set_them(text: str, names: list[str]) -> None:
    signed = fields.byline(text, EN if text.isascii() else ZH)
    assert signed is not None and [p.name for p in signed.people] == names


def test_a_sentence_that_ends_in_a_post_is_none() -> None:
    assert EN.byline_second.match("Staff Writer") and EN.byline_second.match("Special to the Courier")
    assert not EN.byline_second.match("In September we asked members")


def test_a_name_with_its_organisation_is_an_author() -> None:
    signed = fields.name_and_org("沈若谷　江源社会科学院", ZH)
    assert signed is not None
    assert [(p.role, p.name, p.org) for p in signed.people] == [("author", "沈若谷", "江源社会科学院")]
    assert fields.name_and_org("江源社会科学院 办公室", ZH) is None
    assert fields.name_and_org("沈若谷", ZH) is None


@pytest.mark.parametrize("text", ["（后勤部 沈若谷）", "（沈若谷 后勤部）", "文/后勤部 沈若谷", "后勤部　沈若谷"])
def test_a_department_stands_before_or_behind_the_name(text: str) -> None:
    signed = fields.name_and_org(text, ZH)
    assert signed and [(p.name, p.org) for p in signed.people] == [("沈若谷", "后勤部")]


@pytest.mark.parametrize(
    ("text", "page_", "words"),
    [("From A1", "A1", None), ("MARINA, From A1", "A1", "MARINA"), ("DAM continued from page one", "page one", "DAM")],
)
def test_where_a_text_came_from(text: str, page_: str, words: str | None) -> None:
    match = EN.jump_from.match(text)
    assert match is not None and (match["page"], match["words"]) == (page_, words)
    assert EN.jump_from.match("the body draws iron from B12") is None


# ---- headlines


def test_smaller_vertical_lines_beside_a_vertical_headline_are_kicker_and_deck() -> None:
    title = vertical("列车穿过云台隧道", 300, 100, 24)
    kicker, deck = vertical("东延线今起联调", 330, 100, 11), vertical("——全线设站七座", 284, 120, 11)
    (found,) = headlines.find([title, kicker, deck], BODY, ZH, None, frozenset())
    assert ([li.text for li in found.kicker], [li.text for li in found.deck]) == (
        ["东延线今起联调"],
        ["——全线设站七座"],
    )


@pytest.mark.parametrize(("higher", "whole"), [(12, True), (30, False)])
def test_a_text_may_begin_a_little_higher_than_the_vertical_headline_beside_it(higher: float, whole: bool) -> None:
    """What begins higher than that is the end of another text."""
    document = parsed(page(vertical("列车穿过云台隧道", 50, 100, 24), *han(90, 100 - higher, 12, width=190)))
    first = titled(document, "列车穿过云台隧道").paragraphs[0].text
    assert first.startswith(HAN[0]) == whole


@pytest.mark.parametrize(("behind", "title"), [("纪小舟", "窗台上的麻雀"), ("（续）", "窗台上的麻雀（续）")])
def test_a_name_behind_a_headline_is_no_part_of_it(behind: str, title: str) -> None:
    head_, tail = line("窗台上的麻雀", 50, 100, 24, face="Display"), line(behind, 200, 112, 10, face="Sans")
    (found,) = headlines.find([head_, tail, *han(50, 140)], BODY, ZH, None, frozenset())
    assert "".join(li.text for li in found.lines) == title


def test_a_rubric_in_the_contents_heads_no_text() -> None:
    label = line("【经验交流】", 50, 100, 11, face="Display")
    row, text = line("港务所开门迎客..........5", 50, 120), line("港务所星期一上午开门，", 50, 120, width=200)
    assert headlines.find([label, text], BODY, ZH, None, frozenset())
    assert not headlines.find([label, row], BODY, ZH, None, frozenset())


def test_labels_of_one_look_open_the_parts_of_a_document() -> None:
    """Each holds for the pages up to the next one; a label of a look of its own is a headline."""

    def opened(label: str, *titles: str, number: int) -> PageContent:
        stories = [
            li
            for i, title in enumerate(titles)
            for li in (
                line(title, 50, 100 + 300 * i, 20, page=number, face="Display", width=150),
                *[replace(o, page=number) for o in han(50, 140 + 300 * i, 8, width=500)],
            )
        ]
        return page(*([line(label, 50, 50, 22, page=number, face="Sans")] if label else []), *stories, number=number)

    pages = [
        opened("", "老船工们等得起", number=1),
        opened("工作动态", "港务所开门迎客", number=2),
        opened("", "海图挂满一整面墙", number=3),
        opened("基层经验", "小账本管出大食堂", number=4),
    ]
    named = {a.title: a.rubric for a in parsed(*pages).articles}
    assert named == {
        "老船工们等得起": None,
        "港务所开门迎客": "工作动态",
        "海图挂满一整面墙": "工作动态",
        "小账本管出大食堂": "基层经验",
    }
    alone = parsed(*pages[:3]).articles
    assert all(a.rubric is None for a in alone), "one label says nothing of another"


def test_a_note_of_the_editors_in_a_box_begins_the_text_under_it() -> None:
    note = line("编者按：港务所有四十名职工，现将其做法刊发。", 60, 190, width=420)
    content = page(
        line("港务所开门迎客", 50, 100, 24, face="Display", width=400),
        note,
        *han(50, 230, 10, width=440),
        frames=(Frame(Box(50, 180, 490, 210), True),),
    )
    (article,) = parsed(content).articles
    assert article.paragraphs[0].text.startswith("编者按：") and len(article.paragraphs) > 1
    (article,) = parsed(replace(content, pictures=(Picture(1, Box(440, 184, 486, 208)),))).articles
    assert len(article.figures) == 1, "a picture in the note stays"


def test_vertical_columns_of_text_are_no_decks() -> None:
    text = [vertical("港务所星期一上午开门", 284 - 14 * i, 100, 10) for i in range(4)]
    (found,) = headlines.find([vertical("列车穿过隧道", 300, 100, 24), *text], BODY, ZH, None, frozenset())
    assert not found.deck and not found.kicker


def test_two_centred_lines_far_apart_are_one_headline_if_nothing_stands_between() -> None:
    first, second = (
        head("明前茶不明价", 250, 100, size=18, width=108),
        head("茶农心里有数", 250, 140, size=18, width=108),
    )
    (found,) = headlines.find([first, second, *han(100, 180)], BODY, ZH, None, frozenset())
    assert len(found.lines) == 2
    between = line("记者 何春生", 270, 123, 9, width=60)
    assert len(headlines.find([first, second, between], BODY, ZH, None, frozenset())) == 2


def test_characters_set_wide_are_one_line() -> None:
    title = read_lines(raw_line("目", 100, 80, 22), raw_line("录", 142, 80, 22), raw_line("港务所星期一开门", 60, 120))
    assert [li.text for li in title] == ["目 录", "港务所星期一开门"]
    far = read_lines(raw_line("目", 100, 80, 22), raw_line("录", 240, 80, 22))
    assert [li.text for li in far] == ["目", "录"]


# ---- labels


def test_a_label_on_a_bar_names_the_articles_under_it_though_their_headlines_are_as_large() -> None:
    bar = Box(50, 96, 350, 116)
    label = line("快读", 56, 100, 14, face="Display")
    items = [
        li
        for i in range(3)
        for li in (head(f"第{'一二三'[i]}座码头开门", 50, 130 + 100 * i, size=14), *han(50, 150 + 100 * i))
    ]
    made = parsed(page(label, *items, frames=(Frame(bar, True),)))
    assert [a.rubric for a in made.articles] == ["快读"] * 3


def test_a_label_in_brackets_holds_until_the_next() -> None:
    def labelled(text: str, top: float) -> Line:
        return line(text, 50, top, 11, face="Sans", bold=True)

    made = parsed(
        page(
            *(labelled("【经验】", 60), head("港务所开门迎客", 200, 100), *han(50, 140)),
            *(head("第二座码头动工", 200, 260), *han(50, 300)),
            *(labelled("【通知】", 400), head("春季海图征集", 200, 440), *han(50, 480)),
        )
    )
    assert [(a.title, a.rubric) for a in made.articles] == [
        ("港务所开门迎客", "经验"),
        ("第二座码头动工", "经验"),
        ("春季海图征集", "通知"),
    ]


# ---- boxes and bands


def test_a_box_that_the_page_cuts_goes_on_in_the_box_at_the_head_of_the_next() -> None:
    boxes = Box(40, 560, 300, 760), Box(40, 40, 300, 140)
    first = page(
        head("港务所开门迎客", 50, 60),
        *han(50, 100),
        head("修伞的人", 60, 580, size=16),
        *han(60, 620),
        frames=(Frame(boxes[0], True),),
    )
    rest = column(HAN, 60, 60, page=2)
    second = page(
        *rest,
        head("第二座码头动工", 50, 200, number=2),
        *han(50, 240, page=2),
        number=2,
        frames=(Frame(boxes[1], True),),
    )
    assert titled(parsed(first, second), "修伞的人").pages == (1, 2)


@pytest.mark.parametrize(
    ("band", "edge"),
    [
        (Box(0, 0, 600, 40), Box(0, 40, 600, 40)),  # at the head: its lower edge
        (Box(0, 770, 600, 800), Box(0, 770, 600, 770)),  # at the foot: its upper edge
        (Box(40, 0, 560, 40), None),  # does not run off the page
        (Box(0, 0, 600, 200), None),  # too high for a band
    ],
)
def test_a_band_that_runs_off_the_page_divides_like_a_rule(band: Box, edge: Box | None) -> None:
    assert edge_of_band(band, Box(0, 0, 600, 800)) == edge


def test_the_lowest_row_of_a_page_that_says_where_the_paper_is_reached_is_its_foot() -> None:
    foot = line("投稿邮箱：bianji@ganghai.example", 220, 760, 8)
    made = parsed(page(head("港务所开门迎客", 50, 60), *han(50, 100, 40), foot))
    assert [f.text for f in made.pages[0].furniture] == [foot.text]
    close = line("bianji@ganghai.example", 50, 100 + 15 * 40, 10)
    assert not parsed(page(head("港务所开门迎客", 50, 60), *han(50, 100, 40), close)).pages[0].furniture


def test_the_lowest_row_of_a_page_that_says_who_made_it_is_its_foot() -> None:
    text = (head("港务所开门迎客", 50, 60), *han(50, 100, 40))
    foot = [
        line("责编：林澄", 50, 760, 8),
        line("绘图：许衡", 220, 760, 8),
        line("来信：bianji@ganghai.example", 390, 760, 8),
    ]
    made = parsed(page(*text, *foot))
    assert {f.text for f in made.pages[0].furniture} == {f.text for f in foot}
    alone = line("开放时间：周一至周五", 50, 760, 8)
    assert not parsed(page(*text, alone)).pages[0].furniture
    row = line("刊号CN00 地址：港湾路一号 责任编辑：林澄 版式：许衡", 50, 760, 8)
    assert [f.text for f in parsed(page(*text, row)).pages[0].furniture] == [row.text]


def test_a_rule_in_its_column_under_a_signature_ends_a_text() -> None:
    signed = [head("港务所开门迎客", 50, 150), *han(50, 200, 10), line("（记者 何春生）", 170, 350)]
    after = [line(li.text + "二", li.box.x0, li.box.y0, width=200) for li in han(50, 380, 8)]
    rule = Box(50, 370, 250, 371)
    found = parsed(page(*signed, *after, rules=(rule,))).articles
    assert [(a.title, [p.name for p in a.byline]) for a in found] == [("港务所开门迎客", ["何春生"]), (None, [])]
    unsigned = [li for li in signed if "记者" not in li.text]
    assert len(parsed(page(*unsigned, *after, rules=(rule,))).articles) == 1


def test_a_running_head_repeats_the_nameplate_in_small_type() -> None:
    first = page(line("港湾简报", 50, 40, 28, face="Display"), head("港务所开门迎客", 50, 150), *han(50, 200, 20))
    running = line("港湾简报", 50, 20, 9, page=2)
    second = page(running, head("海图挂在大厅", 50, 150, number=2), *han(50, 200, 20, page=2), number=2)
    made = parsed(first, second)
    assert [(f.kind, f.text) for f in made.pages[1].furniture] == [("header", "港湾简报")]
    larger = line("港湾简报", 50, 20, 14, page=2, face="Display")
    second = page(larger, head("海图挂在大厅", 50, 150, number=2), *han(50, 200, 20, page=2), number=2)
    assert not parsed(first, second).pages[1].furniture, "a title of its own"


def test_a_list_of_contents_begins_beside_another_column() -> None:
    listed = [line("In This Issue", 300, 290, 10.5, face="Sans", bold=True)]
    listed += [line(f"{title}…{i}", 300, 310 + 14 * i, 9, face="Sans") for i, title in enumerate(WORDS[:4], 1)]
    made = parsed(page(head("Pier opens today", 50, 60), *prose("Text", 50, 100, 30), *listed))
    assert "contents" in [a.kind for a in made.articles]


def test_a_masthead_at_the_end_of_the_last_column_is_no_part_of_its_article() -> None:
    heading = line("Harbour Lines", 50, 300, 12, bold=True, face="Sans")
    names = column(
        ["Editor: Ann Sayer", "Design: Tom Blake", "Printed by the Quay Press"], 50, 320, face="Sans", size=9
    )
    made = parsed(page(head("Harbour office opens", 50, 60), *prose("Later", 50, 100, 12), heading, *names))
    assert [a.kind for a in made.articles] == ["article", "masthead"]
    assert "Editor" not in made.articles[0].text


# ---- columns and paragraphs


def test_a_short_line_under_a_drop_cap_stays_behind_the_lines_beside_it() -> None:
    cap = line("凌", 50, 100, 40, face="Display")
    beside = column([HAN[0][:16], HAN[1][:16], HAN[2][:16]], 94, 100)
    made = parsed(page(head("谁在图书馆", 50, 50), cap, *beside, line("更轻。", 50, 145), *han(50, 160, page=1)))
    assert made.articles[0].text.index("凌") < made.articles[0].text.index("更轻")


def test_a_small_letter_goes_on_with_its_sentence_though_the_edge_is_ragged() -> None:
    text = [("Seven of our nine colonies came", 150), ("through the cold winter and are", 190), ("well.", 30)]
    lines = [line(words, 50, 100 + 15 * i, width=width) for i, (words, width) in enumerate(text)]
    (article,) = parsed(page(head("The hives", 50, 60), *lines, *prose("Later", 50, 145, 8))).articles
    assert "came through the cold winter and are well." in article.text


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    read = read_lines(raw_line("\uf0b7", 60, 100, 9, font="Symbol"), raw_line("Bring a lamp", 75, 100))
    assert [li.text for li in read] == ["• Bring a lamp"]


@pytest.mark.parametrize("words", ["Call 555-0142", "Call (212) 555-0142 today", "Visit us on Main Street"])
def test_words_of_an_advert(words: str) -> None:
    assert EN.advert.search(words)
    assert not EN.advert.search("They call the old pier the Widow")
