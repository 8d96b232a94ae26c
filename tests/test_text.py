"""Lines become whole paragraphs: hyphens, spaces, indents, and text that another program broke."""

from __future__ import annotations

import pytest
from builders import flowing
from hypothesis import given
from hypothesis import strategies as st

import docparse
from docparse.languages import rules_for
from docparse.layout.types import FlowLine
from docparse.text.joining import join, tidy
from docparse.text.paragraphs import paragraphs
from docparse.text.words import NO_VOCABULARY, Vocabulary, is_word

ZH, EN = rules_for("zh"), rules_for("en")


# ---- joining


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The harbour", "office opened."], "The harbour office opened."),
        (["港务所星期一", "开门。"], "港务所星期一开门。"),
        (["港务所引进 AI", "系统。"], "港务所引进 AI系统。"),
        (["他说：“", "好。”"], "他说：“好。”"),
        (["she said, “", "yes”"], "she said, “ yes”"),
        (["har\u00ad", "bour"], "harbour"),
        (["and/", "or"], "and/or"),
        (["1914–", "1918"], "1914–1918"),
        (["wait —", "no"], "wait — no"),
        (["one", "", "two"], "one two"),
        ([], ""),
        (["only"], "only"),
    ],
)
def test_lines_are_joined_as_they_were_before_they_were_broken(lines: list[str], text: str) -> None:
    assert join(lines) == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the libra-", "rian came"], "the librarian came"),
        (["a well-", "known man"], "a well-known man"),
        (["Jean-", "Paul came"], "Jean-Paul came"),
        (["the 10-", "year plan"], "the 10-year plan"),
    ],
)
def test_a_hyphen_at_the_end_is_kept_where_it_belongs_to_the_word(lines: list[str], text: str) -> None:
    assert join(lines) == text


@pytest.mark.parametrize("broken", [["on Mon-", "day"], ["on Sun-", "day"]])
def test_a_weekday_is_one_word(broken: list[str]) -> None:
    assert "-" not in join(broken)


def test_the_documents_own_words_decide_before_any_list_does() -> None:
    assert join(["the quay-", "side market"], Vocabulary.of(["our quayside market is open"])) == "the quayside market"
    assert join(["the quay-", "side market"], Vocabulary.of(["our quay-side market is open"])) == "the quay-side market"


def test_a_vocabulary_leaves_out_words_that_a_line_may_have_cut() -> None:
    assert Vocabulary.of(["bour is near the har-"]).words == {"is", "near", "the"}
    assert NO_VOCABULARY.words == frozenset()
    assert is_word("Harbor") and not is_word("harb")


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("新码头 ，开门", "新码头，开门"),
        ("《 新码头 》", "《新码头》"),
        ("何春生 陆小满", "何春生 陆小满"),
        ("a, b", "a, b"),
    ],
)
def test_spaces_beside_chinese_punctuation_are_not_typed(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


# ---- paragraphs


def starts(*lines: FlowLine, chinese: bool = False) -> list[str]:
    """The first word of every paragraph."""
    return [p[0].text.split()[0] for p in paragraphs(lines, ZH if chinese else EN)]


def test_an_indent_begins_a_paragraph() -> None:
    assert starts(
        flowing("One begins here", 20, 0),
        flowing("and goes on to the edge", 0, 15),
        flowing("until here.", 0, 30),
        flowing("Two begins", 20, 45),
        flowing("and goes on.", 0, 60),
    ) == ["One", "Two"]


def test_a_short_line_that_stops_ends_a_paragraph() -> None:
    assert starts(
        flowing("One begins here", 0, 0),
        flowing("ends.", 0, 15, x1=60),
        flowing("Two begins here", 0, 30),
        flowing("ends.", 0, 45, x1=60),
    ) == ["One", "Two"]


def test_white_between_lines_parts_paragraphs() -> None:
    assert starts(
        flowing("One begins here", 0, 0),
        flowing("and is full.", 0, 15),
        flowing("Two begins here", 0, 40),
        flowing("and is full.", 0, 55),
    ) == ["One", "Two"]


def test_a_full_line_goes_on_in_the_next_one_though_a_sentence_ended() -> None:
    assert starts(flowing("One is full.", 0, 0), flowing("Not two, it goes on", 0, 15)) == ["One"]


@pytest.mark.parametrize(("word", "parts"), [("Jan.", ["An"]), ("it.", ["An", "17."])])
def test_an_abbreviation_at_the_end_of_a_column_ends_no_paragraph(word: str, parts: list[str]) -> None:
    assert (
        starts(
            flowing("An open house is planned by the harbour for", 0, 700),
            flowing(f"{word}", 0, 715, x1=20),
            flowing("17. Visitors should dress warmly and may also", 300, 100, x1=500, left=300, right=500, column=1),
            flowing("whistle.", 300, 115, x1=340, left=300, right=500, column=1),
        )
        == parts
    )


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    assert starts(
        flowing("One fills its column and", 0, 700),
        flowing("goes on in the next and", 300, 100, x1=500, left=300, right=500, column=1),
        flowing("on the next page.", 0, 100, page=2, column=2),
    ) == ["One"]


def test_a_broken_word_never_ends_a_paragraph() -> None:
    assert starts(flowing("One har\u00ad", 0, 0, x1=100), flowing("bour", 0, 15)) == ["One"]


@pytest.mark.parametrize(
    ("second", "begun"),
    [("carpenters of the island had mended the roof.", 1), ("They were asked to leave before noon on Sunday", 2)],
)
def test_a_sentence_that_stops_short_at_a_columns_end_goes_on_where_its_words_do(second: str, begun: int) -> None:
    first = flowing("The society opened its hall again after the", 0, 700, x1=150)
    place = {"x1": 500.0, "left": 300.0, "right": 500.0, "column": 1}
    assert len(starts(first, flowing(second, 300, 100, **place))) == begun


@pytest.mark.parametrize(
    ("second", "begun"),
    [("字以内为宜，请写上姓名，并附上电话。", 1), ("护城河今年变清了，住在河边的人都说好。", 2)],
)
def test_an_indent_behind_a_full_line_that_stops_inside_a_sentence_is_doubted(second: str, begun: int) -> None:
    first = flowing("本刊向全校师生征集故事，来稿以八百", 0, 0)
    assert len(starts(first, flowing(second, 13, 15), chinese=True)) == begun


def test_list_items_are_paragraphs_and_their_further_lines_hang() -> None:
    assert starts(
        flowing("• one is an item", 0, 0),
        flowing("whose second line hangs.", 10, 15, x1=150),
        flowing("• two is the next", 0, 30),
        flowing("and hangs too.", 10, 45, x1=100),
    ) == ["•", "•"]


def test_a_drop_cap_begins_a_paragraph() -> None:
    assert starts(flowing("One is full", 0, 0), flowing("Two begins large", 30, 15, initial=True)) == ["One", "Two"]


def test_chinese_paragraphs_begin_two_characters_in() -> None:
    assert starts(
        flowing("第一段从这里开始，写满了一行", 20, 0),
        flowing("然后写到这里就停了。", 0, 15, x1=100),
        flowing("第二段从这里开始，写满了一行", 20, 30),
        flowing("也停了。", 0, 45, x1=40),
        chinese=True,
    ) == ["第一段从这里开始，写满了一行", "第二段从这里开始，写满了一行"]


def test_no_lines_no_paragraphs() -> None:
    assert paragraphs([], EN) == []


@given(
    st.lists(st.tuples(st.sampled_from(["word on", "ends.", "• item", "新码头。"]), st.integers(0, 90)), max_size=12)
)
def test_every_line_is_in_exactly_one_paragraph(rows: list[tuple[str, int]]) -> None:
    lines = [flowing(text, x0, 15 * i, x1=200 - x0) for i, (text, x0) in enumerate(rows)]
    for language in (ZH, EN):
        assert [line for p in paragraphs(lines, language) for line in p] == lines


# ---- repair


def test_broken_lines_are_joined_to_a_paragraph_a_line() -> None:
    broken = "The harbour office opened in Septem-\nber and forty people came to look\nat the charts.\n\nA new room."
    assert docparse.repair_text(broken) == (
        "The harbour office opened in September and forty people came to look at the charts.\nA new room."
    )


def test_chinese_loses_the_spaces_that_nobody_typed() -> None:
    broken = "港务所 星期一开门，四十位居民前来参观。新 海图\n挂在大厅里，孩子们围着看了很久，谁也不愿意先走。"
    assert docparse.repair_text(broken) == (
        "港务所星期一开门，四十位居民前来参观。新海图挂在大厅里，孩子们围着看了很久，谁也不愿意先走。"
    )


def test_an_indent_and_a_number_begin_a_paragraph_of_their_own() -> None:
    assert docparse.repair_text("　　第一段写到这里\n　　第二段写到这里").count("\n") == 1
    assert docparse.repair_text("1. one thing here\n2. another one\n3. a third").count("\n") == 2


def test_a_byline_keeps_the_space_between_its_names() -> None:
    assert docparse.repair_text("何春生 陆小满") == "何春生 陆小满"


def test_a_sentence_that_a_page_cut_is_whole_again() -> None:
    broken = "新的码头从清晨开到傍晚，老人们坐船过河去对岸的市\n\n场买菜，再也不用绕远路了。\n\n第二班船下午三点开。"
    assert docparse.repair_text(broken).split("\n") == [
        "新的码头从清晨开到傍晚，老人们坐船过河去对岸的市场买菜，再也不用绕远路了。",
        "第二班船下午三点开。",
    ]


def test_a_headline_and_a_dateline_begin_anew() -> None:
    broken = "河边小镇修好了走了三代人的旧码头\n\n本报讯 星期一上午，新码头开了。\n\n## 摆渡的人\n\n他今年七十岁。"
    assert docparse.repair_text(broken).split("\n") == [
        "河边小镇修好了走了三代人的旧码头",
        "本报讯 星期一上午，新码头开了。",
        "## 摆渡的人",
        "他今年七十岁。",
    ]


LEFT = (
    "老渡口修了一条新的木栈道，坐轮椅的",
    "老人也能到河边看看水了。邻居们说，",
    "以前下雨天连年轻人都不敢走快，如今",
    "早晨和傍晚都有人在亭子里唱歌下棋，",
    "孩子们放学以后也愿意到这里来写作业",
    "和画画，河边一天比一天热闹了起来。",
    "社区打算明年再修一段路，把码头和市",
    "场连在一起，让大家买菜不用绕远路。",
)
RIGHT = (
    "图书馆从下个月开始延长开放时间，每",
    "天晚上九点钟才关门，方便上班的居民",
    "下班以后来借书。馆长介绍说，去年有",
    "三万多人来过图书馆，其中一半是学生",
    "和老人。今年馆里还要添置两千本新书",
    "，并且请几位老师给孩子们讲故事，活",
    "动安排在每个星期六的上午，不收费用",
    "，需要提前打电话或者到服务台报名。",
)


def test_columns_side_by_side_are_parted_by_sense() -> None:
    braided = "\n".join(f"{left} {right}" for left, right in zip(LEFT, RIGHT, strict=True))
    assert docparse.repair_text(braided).replace("\n", "") == "".join(LEFT + RIGHT)


def test_columns_line_by_line_in_turn_are_parted_by_sense() -> None:
    braided = "\n\n".join(line for pair in zip(LEFT, RIGHT, strict=True) for line in pair)
    assert docparse.repair_text(braided).replace("\n", "") == "".join(LEFT + RIGHT)


def test_a_column_of_its_own_stays_as_it_is() -> None:
    assert docparse.repair_text("\n".join(LEFT + RIGHT)).replace("\n", "") == "".join(LEFT + RIGHT)


def test_a_misread_character_is_put_right_where_the_text_has_it_right() -> None:
    text = "社区开展宣传活动，志愿者宣传垃圾分类。\n\n活动现场，居民领取官传手册，听人讲解。"
    assert docparse.repair_text(text).endswith("居民领取宣传手册，听人讲解。")


def test_a_paragraph_that_stands_twice_is_kept_once() -> None:
    story = "星期一上午新码头开了，四十位老人坐第一班船过河，去对岸的市场买菜，他们说等这一天等了整整三年。"
    assert docparse.repair_text(f"{story}\n\n下午又下起了雨。\n\n{story}") == f"{story}\n下午又下起了雨。"


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\r\n", "\u00ad"])
def test_nothing_stays_nothing(text: str) -> None:
    assert docparse.repair_text(text) == ""


def test_a_line_of_soft_hyphens_is_no_paragraph() -> None:
    assert docparse.repair_text("one.\n\n\u00ad\n\ntwo.") == "one.\ntwo."


@given(st.text(st.sampled_from("ab 中文。.-\n　\r1•"), max_size=60))
def test_repair_loses_no_letter_and_leaves_no_empty_line(text: str) -> None:
    repaired = docparse.repair_text(text)
    assert [c for c in repaired if c.isalnum()] == [c for c in text if c.isalnum()]
    assert "\r" not in repaired and "" not in repaired.split("\n")[1:]


@pytest.mark.parametrize(("widths", "verse"), [((90, 50, 50, 80, 60, 50), True), ((90, 50, 90, 90, 50, 50), False)])
def test_each_line_of_a_chinese_poem_is_a_paragraph(widths: tuple[float, ...], verse: bool) -> None:
    """Prose has lines that reach the edge one under the other."""
    said = ["走廊把灯一盏一盏地", "递到你手上", "输液泵滴答", "比钟表更懂得分寸", "你把困意叠好", "还没有拆开"]
    lines = [
        flowing(text, 0, 15 * i, x1=width, right=90.0) for i, (text, width) in enumerate(zip(said, widths, strict=True))
    ]
    assert (len(paragraphs(lines, ZH)) == len(lines)) == verse
