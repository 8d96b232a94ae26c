"""Phrases of newsletters and newspapers: what each of them is, and what only looks like it."""

from __future__ import annotations

import pytest

from docparse.articles import fields
from docparse.articles.publication import iso_date
from docparse.languages import han_share, is_han, is_wide, language_of, letters, letters_by_line, rules_for, text_width
from docparse.model import Person

ZH, EN = rules_for("zh"), rules_for("en")
LANGUAGES = {"zh": ZH, "en": EN}
People = list[tuple[str, ...]]


def people(found: fields.Signed | None) -> People | None:
    """Role, name and organisation of everyone who signs; None where nothing is signed."""
    if found is None:
        return None
    return [(p.role, p.name, *([p.org] if p.org else [])) for p in found.people]


# ---- characters


def test_what_is_han_and_what_is_wide() -> None:
    assert [c for c in "中a，。1かＡ“ " if is_han(c)] == ["中"]
    assert [c for c in "中a，。1かＡ“ " if is_wide(c)] == ["中", "，", "。", "か", "Ａ"]
    assert not is_wide("") and not is_han("")


def test_measures_of_a_text() -> None:
    assert text_width("中文ab") == 3
    assert letters("“Hello,” 第 3 版!") == "hello第3版"


@pytest.mark.parametrize(
    ("code", "text", "day"),
    [
        ("en", "Monday, Feb. 24", True),
        ("en", "Sat., Mar. 8–9", True),
        ("en", "Tuesdays and Thursdays", True),
        ("en", "May Day", False),
        ("en", "March of the penguins", False),
        ("en", "12", False),
        ("zh", "3月7日 星期五", True),
        ("zh", "5日（周一）上午", True),
        ("zh", "周恩来", False),
    ],
)
def test_a_line_that_says_only_when(code: str, text: str, day: bool) -> None:
    assert bool(LANGUAGES[code].day.match(text)) == day


def test_the_letters_of_many_texts_are_those_of_each() -> None:
    said = ["The Clock, 1905", "第 3 版!", "", "“Hello,” she said"]
    assert sorted(letters_by_line(said).split("\n")) == sorted(map(letters, said))
    assert han_share("") == 0 and han_share("123") == 0
    assert han_share("中文ab") == 0.5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("港务所星期一开门。", "zh"),
        ("港务所引进 AI 系统，提供 Wi-Fi 和 USB 接口。", "zh"),
        ("The harbour office (港务所) opens on Monday at nine.", "en"),
        ("", "en"),
        ("2026 - 14", "en"),
    ],
)
def test_the_language_of_a_text(text: str, code: str) -> None:
    assert language_of(text) == code


def test_an_unknown_language_is_read_by_english_rules() -> None:
    assert rules_for("xx") is EN


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_fills_the_form(code: str) -> None:
    rules = LANGUAGES[code]
    assert rules.code == code and rules.stop_marks and rules.roles and rules.dates
    assert {"names", "sign"} & {g for p in rules.byline_lines for g in p.groupindex}
    assert all("sign" in p.groupindex for p in rules.end_signs)
    assert all({"year", "month"} <= p.groupindex.keys() for p in rules.dates)
    assert "page" in rules.jump_to.groupindex and {"page", "words"} <= rules.jump_from.groupindex.keys()
    assert all("publisher" in p.groupindex for p in rules.publisher)


# ---- bylines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报记者 何春生", [("reporter", "何春生")]),
        ("本报记者 何春生 陆小满 文/图", [("reporter", "何春生"), ("reporter", "陆小满")]),
        ("通讯员 李想 本报记者 何春生", [("correspondent", "李想"), ("reporter", "何春生")]),
        ("记者 何春生 摄影 陆小满", [("reporter", "何春生"), ("photographer", "陆小满")]),
        ("本刊记者 欧阳小满", [("reporter", "欧阳小满")]),
        ("见习记者：何春生", [("reporter", "何春生")]),
        ("作者：陆小满", [("author", "陆小满")]),
        ("撰稿：何春生 编辑：陆小满", [("contributor", "何春生"), ("editor", "陆小满")]),
        ("供稿：柳堤社区 何春生", [("contributor", "何春生", "柳堤社区")]),
        ("（供稿：柳堤社区 何春生）", [("contributor", "何春生", "柳堤社区")]),
        ("供稿/骨科", [("contributor", "骨科")]),
        ("供稿：东江市柳堤街道办事处", [("contributor", "东江市柳堤街道办事处")]),
        ("何春生 摄", [("photographer", "何春生")]),
        ("何春生 文/图", [("author", "何春生")]),
        ("●本报记者 何春生", [("reporter", "何春生")]),
        ("本报记者 何春生■", [("reporter", "何春生")]),
    ],
)
def test_chinese_bylines(text: str, expected: People) -> None:
    assert people(fields.byline(fields.without_bullet(text), ZH)) == expected


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("来源：《东江晚报》", "东江晚报"),
        ("（来源：东江晚报）", "东江晚报"),
        ("摘自《邻里周刊》", "邻里周刊"),
        ("（据新华社）", "新华社"),
    ],
)
def test_chinese_sources(text: str, source: str) -> None:
    found = fields.byline(text, ZH)
    assert found and (found.source, found.people) == (source, ())


@pytest.mark.parametrize(
    "text",
    [
        "港务所星期一开门迎客",
        "记者从港务所了解到，新海图已经挂好。",
        "四十位居民前来参观。",
        "2026年3月5日",
        "第二版",
        "",
    ],
)
def test_what_is_no_chinese_byline(text: str) -> None:
    assert fields.byline(text, ZH) is None


@pytest.mark.parametrize(
    "text", ["据悉，新码头将于明年建成。", "据统计，今年共有三千人参加。", "来源于居民，服务于居民。"]
)
def test_a_sentence_that_begins_with_hearsay_is_no_source(text: str) -> None:
    assert fields.byline(text, ZH) is None


@pytest.mark.parametrize("text", ["记者手记", "作者简介", "编辑部全体同志", "摄影作品展开幕"])
def test_a_heading_that_begins_with_a_role_word_is_no_byline(text: str) -> None:
    assert fields.byline(text, ZH) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("通讯员 陆小满 周文", [("correspondent", "陆小满"), ("correspondent", "周文")], id="a name in 文"),
        pytest.param("文/何春生 图/陆小满", [("author", "何春生"), ("photographer", "陆小满")], id="文/… 图/…"),
    ],
)
def test_chinese_bylines_with_text_and_picture(text: str, expected: People) -> None:
    assert people(fields.byline(text, ZH)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Jane Doe", [("author", "Jane Doe")]),
        ("BY JANE DOE", [("author", "JANE DOE")]),
        ("By Jane Doe and John Roe", [("author", "Jane Doe"), ("author", "John Roe")]),
        ("By Jane Doe, Staff Writer", [("reporter", "Jane Doe")]),
        ("By Jane Doe, Director", [("author", "Jane Doe")]),
        ("By Jane Doe, Garden Club", [("author", "Jane Doe", "Garden Club")]),
        ("By Jane Doe & John Roe, Volunteers", [("author", "Jane Doe"), ("author", "John Roe")]),
        ("By Jane van der Berg", [("author", "Jane van der Berg")]),
        ("By Dr. Ana Núñez", [("author", "Dr. Ana Núñez")]),
        ("By Mary-Kate O’Brien", [("author", "Mary-Kate O’Brien")]),
        ("Photos by Ann Lee", [("photographer", "Ann Lee")]),
        ("Compiled by Ann Lee", [("editor", "Ann Lee")]),
        ("Submitted by Ann Lee", [("contributor", "Ann Lee")]),
        ("— Jane Doe", [("author", "Jane Doe")]),
        ("—Jane Doe, Library Friends", [("author", "Jane Doe", "Library Friends")]),
    ],
)
def test_english_bylines(text: str, expected: People) -> None:
    assert people(fields.byline(text, EN)) == expected


@pytest.mark.parametrize(
    "text", ["By 10 a.m. the hall was full", "By the time it ended", "Bye for now", "By and by it rained", ""]
)
def test_what_is_no_english_byline(text: str) -> None:
    assert fields.byline(text, EN) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Jane Doe, John Roe and Ann Lee", [("author", n) for n in ("Jane Doe", "John Roe", "Ann Lee")]),
        ("Story and photos by Jane Doe", [("author", "Jane Doe")]),
    ],
)
def test_longer_english_bylines(text: str, expected: People) -> None:
    assert people(fields.byline(text, EN)) == expected


@pytest.mark.parametrize("text", ["Staff Writer", "Business Reporter", "Special to the Courier", "Club President"])
def test_a_post_under_a_byline(text: str) -> None:
    assert EN.byline_second.match(text)


@pytest.mark.parametrize(("post", "role"), [("Staff Writer", "reporter"), ("Reporter", "reporter")])
def test_a_post_makes_an_author_a_reporter(post: str, role: str) -> None:
    assert EN.reporter_posts.search(post)
    assert fields.promoted([Person(role="author", name="Jane Doe")])[0].role == role
    assert fields.promoted([Person(role="photographer", name="Ann Lee")])[0].role == "photographer"


# ---- signatures at the end of a text


@pytest.mark.parametrize(
    ("text", "kept", "expected"),
    [
        ("大家都笑了。（通讯员 何春生）", "大家都笑了。", [("correspondent", "何春生")]),
        ("大家都笑了。（供稿：柳堤社区 何春生）", "大家都笑了。", [("contributor", "何春生", "柳堤社区")]),
        ("大家都笑了。（本报记者 何春生 文/图）■", "大家都笑了。", [("reporter", "何春生")]),
    ],
)
def test_chinese_signatures(text: str, kept: str, expected: People) -> None:
    found = fields.end_sign(text, ZH)
    assert found and (found[0], people(found[2])) == (kept, expected)


@pytest.mark.parametrize(
    ("text", "kept", "expected"),
    [
        ("Thank you all. — Jane Doe", "Thank you all.", [("author", "Jane Doe")]),
        ("Thank you all.” —Jane Doe, Library Friends", "Thank you all.”", [("author", "Jane Doe", "Library Friends")]),
    ],
)
def test_english_signatures(text: str, kept: str, expected: People) -> None:
    found = fields.end_sign(text, EN)
    assert found and (found[0], people(found[2])) == (kept, expected)


def test_a_source_in_a_bracket_at_the_end() -> None:
    assert fields.end_sign("水质好转。（来源：东江晚报）", ZH) == (
        "水质好转。",
        "（来源：东江晚报）",
        fields.Signed(source="东江晚报"),
    )
    found = fields.end_sign("It closes at five. (Source: Town Clerk)", EN)
    assert found and found[2].source == "Town Clerk"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("大家都笑了。", "zh"),
        ("她住在这里（柳堤社区）", "zh"),
        ("She left — and never came back.", "en"),
        ("It was over (at last)", "en"),
    ],
)
def test_what_ends_a_text_without_signing_it(text: str, code: str) -> None:
    assert fields.end_sign(text, LANGUAGES[code]) is None


def test_a_remark_in_a_bracket_is_no_source() -> None:
    assert fields.end_sign("到场居民三千人。（据不完全统计）", ZH) is None


# ---- organisations, names


@pytest.mark.parametrize("text", ["东江市柳堤社区", "青石县文化馆志愿者协会", "柳堤街道办公室", "东江大学附属医院"])
def test_a_line_that_names_an_organisation(text: str) -> None:
    assert fields.is_organisation(text, ZH)


@pytest.mark.parametrize("text", ["新码头开门迎客", "我们来到柳堤社区。", "东" * 40 + "社区"])
def test_a_line_that_names_none(text: str) -> None:
    assert not fields.is_organisation(text, ZH)


def test_two_names_run_together_are_two_if_both_have_a_surname() -> None:
    assert fields.split_names("何春生陆小满", ZH) == ("何春生", "陆小满")
    assert fields.split_names("何春陆小满", ZH) == ("何春", "陆小满")
    assert fields.split_names("何春生", ZH) == ("何春生",)
    assert fields.split_names("柳堤居委会", ZH) == ("柳堤居委会",)


# ---- jumps, credits, datelines


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("（下转第3版）", "3"),
        ("下转 A4 版", "A4"),
        ("（转二版）", "二"),
        ("Continued on page 7", "7"),
        ("continued on B4", "B4"),
        ("Please turn to page 12", "12"),
        ("See FERRY, page 3", "3"),
        ("Cont’d on Page A6.", "A6"),
    ],
)
def test_jump_lines_say_where_a_text_goes_on(text: str, page: str) -> None:
    match = (ZH if han_share(text) else EN).jump_to.search(text)
    assert match and match["page"] == page


@pytest.mark.parametrize(
    ("text", "page", "words"),
    [
        ("（上接第1版）", "1", "）"),
        ("上接A1版 港务所开门", "A1", " 港务所开门"),
        ("FERRY, continued from page 1", "1", "FERRY"),
        ("Ferry: from Page A1", "A1", "Ferry"),
        ("Continued from front page", "front page", ""),
    ],
)
def test_jump_lines_say_where_a_text_began(text: str, page: str, words: str) -> None:
    match = (ZH if han_share(text) else EN).jump_from.search(text)
    assert match and (match["page"], match["words"] or "") == (page, words)


@pytest.mark.parametrize(
    "text", ["He continued on foot.", "Letters from page boys", "The ferry turned to port", "see page"]
)
def test_sentences_that_are_no_jump_lines(text: str) -> None:
    assert not EN.jump_to.search(text) and not EN.jump_from.match(text)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("新码头一角。 何春生 摄", "何春生 摄"),
        ("新码头一角。本报记者 何春生 摄", "本报记者 何春生 摄"),
        ("新码头一角。（资料图片）", "资料图片"),
        ("新码头一角。 摄影：何春生", "摄影：何春生"),
        ("The new pier. Photo by Ann Lee", "Photo by Ann Lee"),
        ("The new pier. Photos courtesy of the Historical Society", "Photos courtesy of the Historical Society"),
        ("The new pier. ANN LEE / The Courier", "ANN LEE / The Courier"),
        ("The new pier. File photo", "File photo"),
    ],
)
def test_credits_at_the_end_of_a_caption(text: str, credit: str) -> None:
    match = (ZH if han_share(text) > 0.5 else EN).credit.search(text)
    assert match and match["credit"] == credit


@pytest.mark.parametrize(
    "text", ["居民在新码头看水。", "The new pier on its first day.", "Visitors photograph the pier."]
)
def test_captions_without_a_credit(text: str) -> None:
    assert not (ZH if han_share(text) > 0.5 else EN).credit.search(text)


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("本报讯 新码头昨日开放。", "本报讯"),
        ("新华社东江3月5日电 新码头昨日开放。", "新华社东江3月5日电"),
        ("EASTPORT — The new pier opened.", "EASTPORT —"),
        ("PORT ELLEN, Maine — The new pier opened.", "PORT ELLEN, Maine —"),
    ],
)
def test_datelines(text: str, dateline: str) -> None:
    match = (ZH if han_share(text) > 0.5 else EN).dateline.match(text)
    assert match and match["dateline"].strip() == dateline


@pytest.mark.parametrize("text", ["本报将于明年改版。", "The pier — new and white — opened.", "NASA said so."])
def test_openings_without_a_dateline(text: str) -> None:
    assert not (ZH if han_share(text) > 0.5 else EN).dateline.match(text)


# ---- dates and issues


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026年3月", "2026-03"),
        ("出版日期：2026年3月5日", "2026-03-05"),
        ("2026 年 12 月 5 日", "2026-12-05"),
        ("二〇二六年三月", "2026-03"),
        ("二○二六年十二月二十三日", "2026-12-23"),
        ("2026-03-05", "2026-03-05"),
        ("2026/3/5 星期四", "2026-03-05"),
        ("第3期", None),
        ("2026年", None),
    ],
)
def test_chinese_dates(text: str, date: str | None) -> None:
    assert iso_date(text, ZH) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("May 2026", "2026-05"),
        ("Friday, April 24, 2026", "2026-04-24"),
        ("24 April 2026", "2026-04-24"),
        ("Sept. 5, 2026", "2026-09-05"),
        ("Dec 31st, 2026", "2026-12-31"),
        ("2026-04-24", "2026-04-24"),
        ("Spring", None),
        ("Mayor 2026", None),
    ],
)
def test_english_dates(text: str, date: str | None) -> None:
    assert iso_date(text, EN) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("２０２６年３月５日", "2026-03-05", id="full-width digits"),
        pytest.param("20２６年3月", "2026-03", id="digits of two widths (KeyError)"),
        pytest.param("2026年2月31日", None, id="no such day"),
    ],
)
def test_chinese_dates_as_typesetters_write_them(text: str, date: str | None) -> None:
    assert iso_date(text, ZH) == date


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("2026年第3期", "2026年第3期"),
        ("第十二期", "第十二期"),
        ("Volume 12, Issue 3", "Volume 12, Issue 3"),
        ("Vol. XII No. 4", "Vol. XII No. 4"),
        ("Issue 31", "Issue 31"),
    ],
)
def test_issues(text: str, issue: str) -> None:
    match = (ZH if han_share(text) else EN).issue.search(text)
    assert match and match[0] == issue


def test_the_total_issue_is_another_number() -> None:
    match = ZH.total_issue.search("2026年第3期（总第45期）")
    assert match and match[0] == "总第45期"


# ---- kinds of boxes


@pytest.mark.parametrize("text", ["目录", "目 录", "本期导读", "In This Issue", "INSIDE", "Contents"])
def test_titles_of_contents(text: str) -> None:
    assert (ZH if han_share(text) else EN).contents_title.match(text)


@pytest.mark.parametrize(
    "text", ["主编：何春生", "责任编辑: 陆小满", "地址：东江市文庙街2号", "Editor: Ann Lee", "Phone: 555"]
)
def test_lines_of_a_masthead(text: str) -> None:
    assert (ZH if han_share(text) else EN).masthead_line.match(text)


@pytest.mark.parametrize("text", ["征稿启事", "停水通知", "Upcoming Events", "Volunteers Wanted", "Office Hours"])
def test_titles_of_notices(text: str) -> None:
    assert (ZH if han_share(text) else EN).notice_title.search(text)


@pytest.mark.parametrize("text", ["● 第一项", "（一）第一项", "1. 第一项", "一、第一项", "• one", "2) two", "a. three"])
def test_list_items(text: str) -> None:
    assert (ZH if han_share(text) else EN).list_item.match(text)


@pytest.mark.parametrize("text", ["1.5万人", "一个人", "2026 was wet", "a day later"])
def test_what_is_no_list_item(text: str) -> None:
    assert not (ZH if han_share(text) else EN).list_item.match(text)
