"""Where facts stand: word for word, nearly, put together, or nowhere; who signs, and when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents import document, paragraphs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import docparse
from docparse.cli import main
from docparse.errors import NoSuchMaterial, NotADocument, NotFacts, NotGroundable, NothingToGround
from docparse.grounding import Searchable, Verdict, check
from docparse.grounding.facts import read_facts
from docparse.grounding.folding import fold
from docparse.grounding.sources import check_all, read_sources
from docparse.model import Article, Figure, Furniture, Page, Paragraph, Person, Region, Section

FERRY = (
    "渡口社区地处石舫镇东头，因古渡得名。桥通以后，渡口冷清下来，岸边先是堆了沙石，后来又成了临时停车的地方，"
    "居民意见不小。去年春天，社区把“老渡口怎么办”写在一张大红纸上，贴到村口的樟树下，请大家出主意。"
)
LAMPS = (
    "维修队的发起人是退休电工尤建国。前年夏天，楼道里的灯坏了，物业迟迟没有来，他搬来梯子，二十分钟就修好了。"
    "如今队里一共七个人，两名电工、两名水暖工、一名木工、一名锁匠，还有一位专门负责接电话的语文老师。"
)
TUNNEL = (
    "The tunnel beneath the Narrows opens to traffic at six the next morning. It is 1.4 miles long, cost $612 million "
    "and was finished eleven months late. Three numbers explain most of the difference."
)
HERE, THERE = Region(page=3, bbox=(10, 20, 30, 40)), Region(page=4, bbox=(10, 20, 30, 40))
NEWS = document(
    Article(
        id="a01",
        title="老渡口有了新码头",
        org="石舫镇渡口社区",
        byline=(Person(role="reporter", name="沈若川"), Person(role="photographer", name="柏淑珍")),
        byline_text="记者 沈若川 摄影 柏淑珍",
        sections=(
            Section(paragraphs=(Paragraph(text=FERRY, regions=(HERE, THERE)),)),
            Section(heading="二、修灯的人", level=1, paragraphs=(Paragraph(text=LAMPS, regions=(THERE,)),)),
        ),
        figures=(Figure(caption="新码头的木栈道。", page=3, bbox=(0, 0, 1, 1), caption_regions=(HERE,)),),
        regions={"byline": (HERE,)},
    ),
    Article(
        id="a02", title="Ferry", sections=(Section(paragraphs=paragraphs(TUNNEL, "It was finished on May 3, 2026.")),)
    ),
)


def verdict(content: str, **more: str) -> Verdict:
    (found,) = check(NEWS, [{"content": content, **more}])
    return found


def changes(content: str) -> list[tuple[str, str]]:
    return [(d.was, d.now) for part in verdict(content).parts for d in part.differences]


# ---- word for word


@pytest.mark.parametrize(
    "quote",
    [
        "桥通以后，渡口冷清下来",
        "桥通以后, 渡口\n冷清下来",
        "‘老渡口怎么办’写在一张大红纸上",
        "“桥通以后，渡口冷清下来”",
        "cost $612 million and was ﬁnished eleven months late",
        "…桥通以后，渡口冷清下来……",
    ],
)
def test_white_space_width_and_shapes_do_not_count(quote: str) -> None:
    found = verdict(quote)
    assert (found.verdict, found.similarity, len(found.parts)) == ("verbatim", 1.0, 1)


def test_a_fact_has_article_field_place_pages_and_boxes() -> None:
    found = verdict("两名电工、两名水暖工")
    (place,) = found.parts[0].at
    assert (place.article, place.field, place.index, place.regions) == ("a01", "paragraph", 1, (THERE,))
    assert LAMPS[place.start : place.end] == "两名电工、两名水暖工"
    assert found.pages == (4,)


def test_a_quotation_runs_over_a_paragraphs_end() -> None:
    (part,) = verdict("请大家出主意。二、修灯的人 维修队的发起人").parts
    assert [place.field for place in part.at] == ["paragraph", "heading", "paragraph"]
    assert [LAMPS[p.start : p.end] for p in part.at if p.index == 1] == ["维修队的发起人"]


def test_no_quotation_runs_over_an_articles_end() -> None:
    assert verdict("还有一位专门负责接电话的语文老师。Ferry").verdict == "near"
    assert docparse.locate(NEWS, "语文老师。Ferry") == ()


def test_other_places_of_the_same_words_are_told() -> None:
    twice = document(Article(id="a1", title="新码头开放"), Article(id="a2", title="新码头开放"))
    (found,) = check(twice, [{"content": "新码头"}])
    assert ([p.article for p in found.parts[0].at], [p.article for p in found.parts[0].also]) == (["a1"], ["a2"])
    for named in ({"article": "a2"}, {"id": "a2"}, {"url": "in.pdf#a2"}):
        (found,) = check(twice, [{"content": "新码头", **named}])
        assert [p.article for p in found.parts[0].at] == ["a2"]


def test_all_that_is_printed_is_searched() -> None:
    page = Page(page=1, width=1, height=1, furniture=(Furniture(kind="header", text="第八版", bbox=(0, 0, 1, 1)),))
    made = docparse.Document(generator="x", source=NEWS.source, articles=NEWS.articles, pages=(page,))
    for words, field in (("记者 沈若川", "byline"), ("新码头的木栈道", "caption"), ("第八版", "furniture")):
        (found,) = check(made, [{"content": words}])
        assert found.parts[0].at[0].field == field


# ---- put together


@pytest.mark.parametrize("joint", ["……", "...", "…", "[...]", "（……）", ""])
def test_a_quotation_that_joins_two_places_is_found_as_two(joint: str) -> None:
    quote = f"渡口社区地处石舫镇东头，因古渡得名。{joint}维修队的发起人是退休电工尤建国。"
    found = verdict(quote)
    assert found.verdict == "verbatim"
    first, second = found.parts
    assert (first.at[0].index, second.at[0].index) == (0, 1)
    assert quote[first.start : first.end] == "渡口社区地处石舫镇东头，因古渡得名。"
    assert quote[second.start : second.end] == "维修队的发起人是退休电工尤建国。"
    assert found.pages == (3, 4)


def test_words_joined_inside_a_clause_are_not_word_for_word() -> None:
    found = verdict("岸边先是堆了沙石，后来又成了临时停车还有一位专门负责接电话的语文老师")
    assert (found.verdict, len(found.parts)) == ("near", 2)


def test_a_changed_part_beside_one_that_is_not() -> None:
    found = verdict("渡口社区地处石舫镇西头，因古渡得名。……维修队的发起人是退休电工尤建国。")
    assert found.verdict == "near"
    assert [[(d.was, d.now) for d in part.differences] for part in found.parts] == [[("东", "西")], []]


def test_a_part_that_stands_nowhere_spoils_the_quotation() -> None:
    assert verdict("渡口社区地处石舫镇东头……全县的渡口都要在明年年底以前拆掉重新建设").verdict == "nowhere"


# ---- small edits are near, with what differs


@pytest.mark.parametrize(
    ("quote", "differences"),
    [
        ("桥通以后，渡口热闹起来，岸边先是堆了沙石，后来又成了临时停车的地方", [("冷清下", "热闹起")]),
        ("如今队里一共八个人，两名电工、两名水暖工", [("七", "八")]),
        ("前年夏天，楼道里的灯坏了，物业没有来，他搬来梯子", [("迟迟", "")]),
        ("二十分钟就全部修好了。如今队里一共七个人", [("", "全部")]),
        ("社区把老渡口怎么办写在一张大红纸上", [("“", ""), ("”", "")]),
        ("It is 1.4 miles long, cost $621 million and was finished eleven months late.", [("12", "21")]),
        ("was not finished eleven months late. Three numbers explain", [("", "not ")]),
        ("维修队的发起人是退休电工尤建国！", [("。", "！")]),
    ],
)
def test_a_small_edit_is_near_and_marked(quote: str, differences: list[tuple[str, str]]) -> None:
    found = verdict(quote)
    assert found.verdict == "near" and 0.8 <= found.similarity < 1
    assert [(a.strip(), b.strip()) for a, b in changes(quote)] == [(a.strip(), b.strip()) for a, b in differences]


def test_a_difference_stands_where_it_says() -> None:
    quote = "如今队里一共八个人，两名电工、两名水暖工"
    ((difference,),) = (part.differences for part in verdict(quote).parts)
    assert quote[difference.start : difference.end] == difference.now == "八"


# ---- the same told in other words stands nowhere


@pytest.mark.parametrize(
    "told",
    [
        "石舫镇东边的渡口社区得名于一座古老的渡口，大桥建成后这里逐渐变得冷清。",
        "社区在樟树下张贴红纸，征集居民对老渡口改造的意见。",
        "尤建国退休前是电工，他发起了这支维修队，目前共有七名成员。",
        "维修队由电工、水暖工、木工、锁匠和一位语文老师组成，共七人。",
        "居民对沙石堆放和临时停车的现象表示不满。",
        "The 1.4-mile tunnel, which cost $612 million, will open eleven months behind schedule.",
        "Cars may use the new tunnel under the Narrows from six in the morning.",
        "市政府将投入三千万元用于渡口改造。",
        "从来没有",
        "？",
    ],
)
def test_a_paraphrase_stands_nowhere(told: str) -> None:
    found = verdict(told)
    assert (found.verdict, found.parts, found.pages) == ("nowhere", (), ())
    assert found.similarity < 0.8


# ---- author and date


@pytest.mark.parametrize(
    ("name", "standing", "fields"),
    [
        ("沈若川", "verbatim", ["byline"]),
        ("沈若川、柏淑珍", "verbatim", ["byline", "byline"]),
        ("沈若川 柏淑珍", "verbatim", ["byline", "byline"]),
        ("沈若川、王小明", "near", ["byline"]),
        ("石舫镇渡口社区", "verbatim", ["org"]),
        ("社区工作通讯", "verbatim", ["publication"]),
        ("王小明", "nowhere", []),
        ("FERRY", "verbatim", ["title"]),
    ],
)
def test_whether_an_author_is_printed(name: str, standing: str, fields: list[str]) -> None:
    printed = verdict("渡口", author=name).author
    assert printed is not None
    assert (printed.verdict, [place.field for place in printed.at]) == (standing, fields)


@pytest.mark.parametrize(
    ("date", "standing", "field"),
    [
        ("2026-05-03", "verbatim", "paragraph"),
        ("2026年5月3日", "verbatim", "paragraph"),
        ("3 May 2026", "verbatim", "paragraph"),
        ("2026-05", "near", "paragraph"),
        ("2025年2月", "verbatim", "publication"),
        ("2025-02-14", "near", "publication"),
        ("2024-05-03", "nowhere", None),
        ("last spring", "nowhere", None),
    ],
)
def test_whether_a_date_is_printed(date: str, standing: str, field: str | None) -> None:
    printed = verdict("渡口", publish_date=date).publish_date
    assert printed is not None
    assert (printed.verdict, printed.at[0].field if printed.at else None) == (standing, field)


def test_a_date_in_full_width_and_chinese_figures() -> None:
    made = Searchable.of_text("x", "日期：２０２４年１２月３日\n二〇二三年一月十五日")
    found = check(made, [{"publish_date": "2024-12-03"}, {"publish_date": "2023年1月15日"}])
    assert [v.publish_date and v.publish_date.verdict for v in found] == ["verbatim", "verbatim"]
    assert [v.verdict for v in found] == [None, None]


@pytest.mark.parametrize("nothing", ["NA", "", "  "])
def test_no_author_and_no_date_given(nothing: str) -> None:
    found = verdict("渡口", author=nothing, publish_date=nothing)
    assert found.author is None and found.publish_date is None


# ---- what holds for every text

drawn = settings(deadline=None)
DOTS = (".", "…")
TEXTS = st.text(alphabet="渡口社区的新码头，。“”ab. …—-１é\n", max_size=80)


@drawn
@given(TEXTS)
def test_folding_knows_where_each_character_comes_from(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    for i, char in enumerate(folded.text):
        assert fold(text[folded.starts[i] : folded.ends[i]]).text == char or not char.isascii() or char in "e.-"


@drawn
@given(st.lists(TEXTS, min_size=1, max_size=5), st.data())
def test_every_part_of_a_text_stands_in_it(texts: list[str], data: st.DataObject) -> None:
    made = document(Article(id="a1", sections=(Section(paragraphs=paragraphs(*texts)),)))
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end]
    for cut in (start, end):  # half of an elision is none
        assume(not (text[cut - 1 : cut] in DOTS and text[cut : cut + 1] in DOTS))
    (found,) = check(made, [{"content": quote}])
    kept = fold(quote).text.strip('"…')
    assert found.verdict == ("verbatim" if kept else found.verdict)


@drawn
@given(TEXTS, TEXTS)
def test_any_quotation_gets_a_verdict_with_places_that_exist(text: str, quote: str) -> None:
    made = document(Article(id="a1", sections=(Section(paragraphs=paragraphs(text)),)))
    (found,) = check(made, [{"content": quote}])
    assert 0 <= found.similarity <= 1
    for part in found.parts:
        assert 0 <= part.start <= part.end <= len(quote)
        assert all(0 <= place.start <= place.end <= len(text) for place in part.at if place.field == "paragraph")


# ---- facts as they come

REPORT = """focus statement:
#x
raw materials: one

llm model: first/model
hallucination times: 0
total results: 3
author and publish time(not formated): {'source': '沈若川', 'publish_date': '2024年12月03日'}
infos(not formated):
{'focus': '社区', 'content': '渡口冷清下来。\\n"居民"意见不小。'}
{'focus': '社区', 'content': '这里的'引号'没有关好'}
渡口冷清下来[url2] http://example.org/a
************

llm model: second/model
total results: 1
author and publish time(not formated): {'source': 'NA', 'publish_date': 'NA'}
infos(not formated):

************
"""


def test_a_report_is_read_in_both_of_its_ways() -> None:
    read = read_facts("report.txt", REPORT)
    signed, first, broken, plain, unsigned = read.facts
    assert signed == {"material": "one", "model": "first/model", "author": "沈若川", "publish_date": "2024年12月03日"}
    assert (
        first["content"] == '渡口冷清下来。\n"居民"意见不小。'
        and first["focus"] == "社区"
        and first["model"] == "first/model"
    )
    assert broken["content"] == "这里的'引号'没有关好"
    assert (plain["content"], plain["reference"], plain["address"]) == ("渡口冷清下来", "url2", "http://example.org/a")
    assert unsigned["model"] == "second/model" and "content" not in unsigned
    assert read.notes == ("one / second/model: the report counts 1 facts and holds 0",)


def test_json_lines_are_handed_through(tmp_path: Path) -> None:
    facts = read_facts("x", '\ufeff{"content": "渡口", "mine": [1, {"a": null}]}\n\n{"author": "x"}\n').facts
    found = check(NEWS, facts)
    assert [json.loads(v.to_json())["fact"] for v in found] == [
        {"content": "渡口", "mine": [1, {"a": None}]},
        {"author": "x"},
    ]


@pytest.mark.parametrize("text", ["some words", '{"content": 3}', "{broken", "[]", '{"content": "x"}\n[1]'])
def test_what_is_no_facts(text: str) -> None:
    with pytest.raises(NotFacts):
        read_facts("facts.jsonl", text)


def test_an_empty_file_has_no_facts() -> None:
    assert read_facts("x", " \n").facts == ()


# ---- several texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "one.txt").write_text("渡口冷清下来。\n居民意见不小。", "utf-8")
    (texts / "two.txt").write_text("渡口热闹起来。", "utf-8")
    (texts / "news.json").write_text(NEWS.to_json(), "utf-8")
    return texts


def test_a_fact_is_looked_for_in_the_text_that_it_names(folder: Path) -> None:
    facts = [
        {"content": "渡口冷清下来", "material": "one"},
        {"content": "渡口冷清下来", "material": "two"},
        {"content": "渡口冷清下来", "url": "newsletter.pdf#a01"},
        {"content": "热闹起来"},
    ]
    found = list(check_all(read_sources([folder]), facts))
    assert [(v.verdict, v.source) for v in found] == [
        ("verbatim", "one.txt"),
        ("nowhere", "two.txt"),
        ("verbatim", "newsletter.pdf"),
        ("verbatim", "two.txt"),
    ]


def test_a_line_of_a_text_has_its_number(folder: Path) -> None:
    (found,) = check_all(read_sources([folder / "one.txt"]), [{"content": "下来。居民意见"}])
    assert [(p.article, p.field, p.index) for p in found.parts[0].at] == [(None, "line", 0), (None, "line", 1)]


def test_a_material_that_was_not_given(folder: Path) -> None:
    with pytest.raises(NoSuchMaterial, match="three"):
        list(check_all(read_sources([folder]), [{"content": "x", "material": "three"}]))


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"II*\0picture"])
def test_what_is_neither_a_document_nor_a_text(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(data)
    with pytest.raises(NotGroundable):
        read_sources([tmp_path / "in.pdf"])


def test_a_folder_without_texts_and_a_file_that_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(NothingToGround):
        read_sources([tmp_path])
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(NotADocument, match=r"x\.json"):
        read_sources([tmp_path])


# ---- the command


def test_the_command_writes_a_line_a_fact_and_counts(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(REPORT, "utf-8")
    assert main(["ground", str(folder), str(report), "-o", str(tmp_path / "checked.jsonl")]) == 0
    lines = [json.loads(line) for line in (tmp_path / "checked.jsonl").read_text("utf-8").splitlines()]
    assert [line["verdict"] for line in lines] == [None, "near", "nowhere", "verbatim", None]
    said = capsys.readouterr()
    assert said.out == ""
    rows = {line.split()[0]: line.split()[1:] for line in said.err.splitlines()[2:]}
    assert rows["first/model"] == ["3", "1", "1", "1", "0/1", "0/1"]
    assert rows["second/model"] == ["0", "0", "0", "0", "-", "-"]
    assert rows["all"] == ["3", "1", "1", "1", "0/1", "0/1"]


def test_the_command_writes_to_standard_output(
    folder: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text('{"content": "桥通以后"}\n', "utf-8")
    assert main(["ground", str(folder / "news.json"), str(facts), "-q"]) == 0
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["verdict"] == "verbatim" and err == b""


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["ground", "facts.jsonl"], 2),
        (["ground", "missing.json", "facts.jsonl"], 3),
        (["ground", "text.txt", "missing.jsonl"], 3),
        (["ground", "text.txt", "text.txt"], 3),
        (["ground", "text.txt", "facts.jsonl", "-o", "no/such/folder.jsonl"], 6),
        (["ground", "text.txt", "facts.jsonl", "-o", "facts.jsonl"], 2),
    ],
)
def test_what_goes_wrong_has_its_exit_code(
    args: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("facts.jsonl").write_text('{"content": "x"}\n')
    Path("text.txt").write_text("x")
    assert main(args) == code
    assert Path("facts.jsonl").read_text() == '{"content": "x"}\n'


# ---- the real report, where it is there

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"


@pytest.mark.skipif(not (SEEDS / "extraction").is_dir(), reason="the report of the extraction stage is not here")
def test_every_fact_of_the_report_gets_a_verdict() -> None:
    (report,) = SEEDS.glob("000_*.txt")
    read = read_facts(report.name, report.read_text("utf-8"))
    found = [v for v in check_all(read_sources([SEEDS / "extraction"]), read.facts) if v.verdict]
    assert len(found) == 192 and not read.notes
    differences = [(d.was, d.now) for v in found for part in v.parts for d in part.differences]
    assert ("2", "4") in differences  # 2022年 that a model made 2024年
    assert ("曲靖", "云南") in differences
    assert sum(v.verdict == "verbatim" for v in found) == 186
    assert all(len(v.parts) == 1 for v in found)
