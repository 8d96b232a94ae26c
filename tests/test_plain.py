"""Texts, Markdown and HTML that another program made of printed pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import parse_text as parse

import docparse
from docparse import errors
from docparse.languages import rules_for
from docparse.plain.contents import listing
from docparse.plain.fragments import fragments
from docparse.plain.info import info
from docparse.reading.blocks import blocks
from docparse.reading.encoding import decoded
from docparse.reading.grid import parted
from docparse.text.spacing import Spacing

SAMPLES = Path(__file__).parent.parent / "samples"
ZH, EN = rules_for("zh"), rules_for("en")

NEWSLETTER = """# 河畔社区简报

## HEPANSHEQUJIANBAO

河畔街道社区服务中心主办

2024年9月

## 目录

● 身边故事

旧车棚变成小书房 ………河畔街道柳岸社区(2) 一把剪刀剪了二十年 ………河畔街道桥头社区(3)

● 服务窗口

晚饭后的法律课堂(4)

## 旧车棚变成小书房

● 河畔街道柳岸社区

柳岸社区最老的一座车棚,去年还堆满了没人要的旧自行车和纸箱子。今年春天,居民们一起动手,把它改成了一间 小书房,
每天傍晚都坐满了做作业的孩子。

## 大家一起动手

书架是退休木匠老秦打的,窗帘是裁缝铺的何师傅缝的,墙上的画是孩子们自己画的。社区党支部书记杜青说,花的钱不多,花的心思不少,大家都把这里当成自己的



小书房里做作业的孩子

家来照看。到了周末,还有大学生志愿者来给孩子们讲故事。(供稿:柳岸社区)■

## 一把剪刀剪了二十年

● 河畔街道桥头社区

桥头社区的理发师傅老孟,每个月都要抽出一天时间,带着剪刀和围布,到行动不便的老人家里去理发,一剪就是二十年。(来源:河畔晚报)■

## 晚饭后的法律课堂

每周三的晚饭以后,社区活动室里总是亮着灯。律师志愿者小段在这里给居民们讲租房、借钱和遗嘱的道理,讲完以后还留下来回答大家的问题。(供稿:社区服务中心)■
"""


def texts(article: docparse.Article) -> list[str]:
    return [p.text for p in article.paragraphs]


# ---- what a file is


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_chinese_in_every_usual_encoding(encoding: str) -> None:
    text = "社区里的小书房今天开门了，孩子们放学以后都到这里来读书。\n" * 3
    assert decoded(text.encode(encoding), "in.txt") == text


def test_traditional_chinese_in_big5() -> None:
    text = "縣長昨日視察社區治理工作，表示將繼續推動老舊社區更新，改善居民生活環境。\n" * 3
    assert decoded(text.encode("big5"), "in.txt") == text


def test_english_of_an_old_windows() -> None:
    text = "“It’s a café,” she said – and it was. Nobody had known.\n"
    assert decoded(text.encode("cp1252"), "in.txt") == text


@pytest.mark.parametrize("data", [bytes(range(256)) * 20, b"\x00\x01\x02\x03" * 500], ids=["bytes", "binary"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(errors.UnsupportedType, match=r"in\.txt"):
        decoded(data, "in.txt")


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("in.txt", "A plain text of one line.", "text/plain"),
        ("in.md", "# A title\n\nA text.", "text/markdown"),
        ("in.html", "<html><body><p>A text.</p></body></html>", "text/html"),
        ("input", "<!DOCTYPE html><html><body><p>A text.</p></body></html>", "text/html"),
    ],
)
def test_media_types(name: str, text: str, kind: str) -> None:
    assert parse(text, name).source.media_type == kind


def test_an_error_page_under_the_name_of_a_pdf_is_no_text() -> None:
    with pytest.raises(errors.UnsupportedType, match="HTML"):
        parse("<html><body>404 not found</body></html>", "in.pdf")


def test_pages_of_a_text_are_parted_by_form_feeds() -> None:
    text = "# First\n\nThe first page says this.\f# Second\n\nThe second page says that."
    assert [a.pages for a in parse(text).articles] == [(1,), (2,)]
    assert [a.title for a in parse(text, pages="2").articles] == ["Second"]
    with pytest.raises(errors.NoSuchPage):
        parse(text, pages="3")


# ---- blocks and fragments


def test_marks_of_markdown() -> None:
    found = blocks(
        "# Title\n\n**Bold line**\n\n- an *item*\n\n> quoted\n\n![](a.png)\n\nA [link](https://x.org) &amp; more"
    )
    assert [(b.mark, b.rank, b.lines[0], b.picture) for b in found] == [
        ("heading", 1, "Title", False),
        ("heading", 6, "Bold line", False),
        ("item", 0, "an item", False),
        ("quote", 0, "quoted", False),
        ("", 0, "A link & more", True),
    ]


def test_a_table_keeps_its_cells() -> None:
    (table,) = blocks("| a | b |\n|---|---|\n| 1 | 2 |")
    assert table.rows == (("a", "b"), ("1", "2"))


def test_lines_of_a_column_are_joined() -> None:
    text = "The hall was full before seven and the\nchoir had not even come in from the rain\noutside."
    assert [f.text for f in fragments(blocks(text), EN)] == [text.replace("\n", " ")]


def test_lines_of_different_length_are_paragraphs() -> None:
    text = "短的一行\n" + "这一行比别的都长得多，所以它不会是一栏里的一行，而是一个完整的段落。" * 2 + "\n又一行"
    assert [f.text for f in fragments(blocks(text), ZH)] == text.split("\n")


def test_lines_that_became_blocks_each_are_joined() -> None:
    line = "社区里的小书房今天开门了大家都来看一看坐一"
    text = "\n\n".join([*[line] * 12, "坐。", *[line] * 12, "完。"])
    found = fragments(blocks(text), ZH)
    assert [f.text for f in found] == [line * 12 + "坐。", line * 12 + "完。"]


def test_columns_run_together_line_by_line_are_parted() -> None:
    left = ["One column goes", "down the left of", "the page and ends", "here, at its foot."]
    right = ["The other stands", "beside it, at the", "right of the page,", "and ends there."]
    page = "\n".join(f"{a:<24}{b}" for a, b in zip(left, right, strict=True))
    assert parted(page).split("\n") == [*left, "", *right]
    assert parted("\n".join(left)) == "\n".join(left)


def test_wide_characters_fill_two_cells_of_a_column() -> None:
    left = ["左边一栏的第一行", "左边一栏的第二行", "左边一栏的第三行", "左边一栏到此为止"]
    right = ["右边一栏的第一行", "右边一栏的第二行", "右边一栏的第三行", "右边一栏到此为止"]
    page = "\n".join(f"{a}    {b}" for a, b in zip(left, right, strict=True))
    assert parted(page).split("\n") == [*left, "", *right]


# ---- spaces


def test_spaces_that_nobody_typed() -> None:
    spacing = Spacing(ZH, closes=True)
    assert spacing.running("社区服 务中心有 30 名志愿者, 每天都来。") == "社区服务中心有30名志愿者,每天都来。"
    assert spacing.running("本报讯 昨日,社 区开门。") == "本报讯 昨日,社区开门。"
    assert spacing.running("本报讯（记者 张明）昨 日") == "本报讯（记者 张明）昨日"
    assert Spacing(ZH, True, mend=False).running("社 区") == "社 区"


def test_a_document_that_sets_digits_apart_keeps_doing_so() -> None:
    assert not Spacing.of(["共有 30 名志愿者，每天 2 人值班，一年 365 天。"], ZH).closes
    assert Spacing.of(["共有30名志愿者，每天2人值班，一年 365 天。"], ZH).closes


# ---- a newsletter


def test_a_newsletter_of_another_converter() -> None:
    document = parse(NEWSLETTER)
    assert document.publication.title == "河畔社区简报"
    assert document.publication.date == "2024-09"
    articles = [a for a in document.articles if a.kind == "article"]
    assert [a.title for a in articles] == ["旧车棚变成小书房", "一把剪刀剪了二十年", "晚饭后的法律课堂"]
    assert [a.org for a in articles] == ["河畔街道柳岸社区", "河畔街道桥头社区", None]
    assert [a.source for a in articles] == [None, "河畔晚报", None]
    assert [a.rubric for a in articles] == ["身边故事", "身边故事", "服务窗口"]
    assert [(p.role, p.name) for p in articles[0].byline] == [("contributor", "柳岸社区")]
    assert [s.heading for s in articles[0].sections] == [None, "大家一起动手"]


def test_a_caption_between_the_halves_of_a_sentence() -> None:
    article = next(a for a in parse(NEWSLETTER).articles if a.title == "旧车棚变成小书房")
    assert [f.caption for f in article.figures] == ["小书房里做作业的孩子"]
    assert "大家都把这里当成自己的家来照看。" in article.text


def test_the_contents_are_entries_with_their_articles() -> None:
    document = parse(NEWSLETTER)
    ids = {a.title: a.id for a in document.articles}
    assert [(e.rubric, e.title, e.org, e.page_label, e.article) for e in document.contents] == [
        ("身边故事", "旧车棚变成小书房", "河畔街道柳岸社区", "2", ids["旧车棚变成小书房"]),
        ("身边故事", "一把剪刀剪了二十年", "河畔街道桥头社区", "3", ids["一把剪刀剪了二十年"]),
        ("服务窗口", "晚饭后的法律课堂", None, "4", ids["晚饭后的法律课堂"]),
    ]


def test_an_entry_broken_in_two_is_put_together_as_the_headline_has_it() -> None:
    text = (
        "## 目录\n\n柳岸社区的志愿者们在车棚里\n\n办起小书房(2)\n\n另一个故事(3)\n\n"
        "## 柳岸社区的志愿者们在车棚里办起小书房\n\n" + "孩子们来了。" * 12
    )
    found = listing(fragments(blocks(text), ZH), ZH)
    assert [e.title for e in found.entries] == ["柳岸社区的志愿者们在车棚里办起小书房", "另一个故事"]


def test_no_places_are_invented() -> None:
    document = parse(NEWSLETTER)
    assert all(not p.regions for a in document.articles for p in a.paragraphs)
    assert all(not a.regions for a in document.articles)
    assert docparse.Document.from_json(document.to_json()) == document


# ---- a newspaper page


LOST_COLUMNS = """旧院子里的新故事

本报讯 城南的老院子多,院子里的老人也多。今年以来,社区把十几个没有物业的院子交给居民自己管,院里的日子一天比一天好。
记者 许衡 文/图

老院子有了自己的管家

老院子建成三十多年,楼道里的灯时亮时灭,下水道也经常堵,居民们只能自己想办

法解决问题清单上的每一件事。门口的路灯修好了,楼道的墙面刷白了,下水道再也没有堵过。

院子里还添了长椅和花架,老人们坐在一起晒太阳、下象棋,比从前热闹多了。

居民自己说了算

院子的事情由大家商量着办。自管小组的成员由居民选出来,每个月开一次会,把听到的意见一条一条写下来,列成一张
"""


def test_title_byline_and_headings_of_a_page_without_marks() -> None:
    (article,) = [a for a in parse(LOST_COLUMNS, "in.txt").articles if a.kind == "article"]
    assert article.title == "旧院子里的新故事"
    assert [(p.role, p.name) for p in article.byline] == [("reporter", "许衡")]
    assert [s.heading for s in article.sections] == [None, "老院子有了自己的管家", "居民自己说了算"]


def test_pieces_go_to_where_their_sentences_began() -> None:
    text = (
        "一条河的变化\n\n本报讯 护城河今年变清了,住在河边的人都说好。\n\n"
        "从前的护城河又黑又臭,夏天的时候两岸的居民嫌气味难闻,连窗\n\n"
        "量治理的办法,决定先截污、再清淤、后种树。\n\n"
        "户都不敢打开,现在傍晚的步道上到处都是散步的人。\n\n"
        "为了把河水治好,今年春天,区里组织环保部门和专家一起商\n\n记者 许衡\n"
    )
    document = parse(text, "in.txt")
    (article,) = document.articles
    assert "一起商量治理的办法" in article.text
    assert "连窗户都不敢打开" in article.text
    assert [w.code for w in document.warnings] == ["text-reordered"]
    kept = parse(text, "in.txt", repair=["spacing"])
    assert "一起商量" not in kept.articles[0].text


ENGLISH_COLUMNS = """# A clock that was always right

By JOAN PELL

The clock on the town hall stopped in 1931, and for ninety years nobody minded, because the church

first met in the spring to count its money and its friends. There were four of the one and eleven of the other.

“We could not buy a hand,” said Otto Brand, who repairs sewing machines, “so we thought that we might make one out of

bells were louder anyway. Then the church was sold, and the silence made people late. A committee

a ship's rudder that has been lying behind the school since before the school was built, and will outlast it.”
"""


def test_columns_of_an_english_article_are_put_in_order() -> None:
    document = parse(ENGLISH_COLUMNS)
    (article,) = document.articles
    assert "because the church bells were louder" in article.text
    assert "A committee first met in the spring" in article.text
    assert "out of a ship's rudder" in article.text
    assert [w.code for w in document.warnings] == ["text-reordered"]


def test_numbered_items_keep_their_order() -> None:
    text = (
        "# 社区的三件事\n\n1. 修好门口的路灯，让晚归的人看得见路，请大家一起商\n\n"
        "2. 把墙面刷白，再添几把长椅。\n\n3. 量一量院子，画一张图，标出花坛的位置。\n"
    )
    (article,) = parse(text).articles
    assert [p.text[:2] for p in article.paragraphs] == ["1.", "2.", "3."]


def test_lines_with_labels_are_no_sentence() -> None:
    text = "# 联系我们\n\n大家有事可以到社区来，也可以打电话。\n\n电话: 010-65550000\n\n手机: 13955550000\n"
    (article,) = parse(text).articles
    assert [p.text for p in article.paragraphs][1:] == ["电话: 010-65550000", "手机: 13955550000"]


def test_english_articles() -> None:
    text = (
        "# Ferry returns after nine weeks\n\nBy JOAN PELL\n\nPORT ELSON — The ferry crossed the sound again on Mon-\n"
        "day, nine weeks after its engine failed.\n\n## A long detour\n\n"
        "Drivers had gone round by the bridge, an hour each way.\n\n"
        "# Library adds Sunday hours\n\nBy TOM WICK\n\nThe library will open on Sundays from one to five.\n"
    )
    first, second = parse(text).articles
    assert (first.title, first.byline[0].name, first.dateline) == (
        "Ferry returns after nine weeks",
        "JOAN PELL",
        "PORT ELSON",
    )
    assert [s.heading for s in first.sections] == [None, "A long detour"]
    assert "on Monday, nine weeks" in first.text
    assert second.title == "Library adds Sunday hours"


# ---- lists


NEWS = """社区服务

Search documents
柳岸社区 把车棚改成了书房
He Pan Wan Bao· 2024-09-12 08:15
柳岸社区最老的一座车棚变成了小书房,每天傍晚都坐满了做作业的孩子,居民们都说这是今年最好的事 ...
桥头社区的剪刀声
He Pan Wan Bao· 2024-09-10 21:40
理发师傅老孟每个月都要到行动不便的老人家里去理发,一剪就是二十年。
夜里的法律课堂
Cheng Nan Bao Ke Hu Duan· 2024-09-01 19:05
The article describes a law class that volunteers give on Wednesday evenings ...
"""


def test_a_list_of_articles_with_their_sources_and_dates() -> None:
    found = parse(NEWS, "in.txt").articles
    assert [(a.source, a.date) for a in found] == [
        ("He Pan Wan Bao", "2024-09-12"),
        ("He Pan Wan Bao", "2024-09-10"),
        ("Cheng Nan Bao Ke Hu Duan", "2024-09-01"),
    ]
    assert [a.title for a in found][1:] == ["桥头社区的剪刀声", "夜里的法律课堂"]
    assert all(len(a.paragraphs) == 1 for a in found)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Ha Er Bin Ri Bao· 2025-07-09 23:19", ("Ha Er Bin Ri Bao", "2025-07-09")),
        ("来源：河畔晚报 2024-03-05", ("河畔晚报", "2024-03-05")),
        ("发布时间：2024-03-05 10:20", (None, "2024-03-05")),
        ("2024年3月5日", (None, "2024-03-05")),
        ("2024年3月5日，社区开门。", None),
        ("没有日期的一行", None),
    ],
)
def test_lines_that_say_where_and_when(line: str, said: tuple[str | None, str] | None) -> None:
    assert info(line, ZH) == said


CASES = [
    "柳岸社区把没有人管的旧车棚改成了小书房,由退休教师轮流值班,孩子们放学以后有了安静读书的地方,家长们也放了心。",
    "桥头社区请来理发、缝补、磨刀的老师傅,每个月办一次便民集市,老人们不出院子就能把家里的小事一次办完。",
    "新桥社区在小区门口设了议事亭,停车、养狗、垃圾分类都在这里商量,去年一共办成了四十六件居民提出来的事情。",
]


def test_items_that_a_page_shows_twice_are_articles() -> None:
    shown = [case for case in CASES for _ in range(2)]
    document = parse(
        "典型案例展示\n\n下面的案例由各社区报送,排名不分先后,请大家仔细阅读以后投票。\n\n" + "\n\n".join(shown),
        "in.txt",
    )
    assert [texts(a) for a in document.articles if not a.title] == [[case] for case in CASES]
    assert all(r.kind == "duplicate" for a in document.articles for p in a.paragraphs for r in p.repairs)


def test_words_thrown_into_sentences_are_taken_out() -> None:
    dirty = [
        CASES[0].replace("由退休", "xq娱乐官网由退休"),
        CASES[0],
        CASES[1],
        CASES[1].replace("老人们", "xq娱乐官网老人们"),
    ]
    dirty += [CASES[2], CASES[2]]
    document = parse("\n\n".join(dirty), "in.txt")
    assert "xq" not in "".join(a.text for a in document.articles)
    repairs = [r for a in document.articles for p in a.paragraphs for r in p.repairs if r.kind == "insertion"]
    assert repairs and all(r.was == "xq娱乐官网" and r.now == "" for r in repairs)
    untouched = parse("\n\n".join(dirty), "in.txt", repair=False)
    assert "xq娱乐官网" in "".join(a.text for a in untouched.articles)


# ---- HTML


PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>社区食堂开张了_河畔网</title>
<script>var a = "社区食堂";</script></head><body>
<div class="nav"><a href="/">首页</a> <a href="/n">新闻</a></div>
<p class="breadcrumb">当前位置：首页 &gt; 社区 &gt; 正文</p>
<h1>社区食堂开张了</h1><div class="info">来源：河畔晚报  记者 张明  2025-03-12 08:30</div>
<div class="article-content">
<p>3月11日上午，向阳社区食堂正式开张，附近二百多位老人在家门口吃上了热乎饭，大家都说饭菜又软又香。</p>
<h2>一顿饭八块钱</h2><p>食堂设在社区服务中心一楼，每天供应早中晚三餐，六十岁以上的老人持卡就餐，一顿午饭只要八块钱。</p>
<p>食堂由街道出资装修、企业负责运营、志愿者帮忙送餐，下一步还要为行动不便的老人提供上门送餐服务。</p></div>
<div class="footer">网站地图 | 关于我们 | 版权所有 河畔网</div></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_saved_page_of_the_web(charset: str) -> None:
    document = docparse.parse(PAGE.format(charset=charset).encode(charset))
    (article,) = document.articles
    assert (article.title, article.source, article.date) == ("社区食堂开张了", "河畔晚报", "2025-03-12")
    assert [(p.role, p.name) for p in article.byline] == [("reporter", "张明")]
    assert [s.heading for s in article.sections] == [None, "一顿饭八块钱"]
    assert "首页" not in article.text and "版权" not in article.text


def test_the_command_reads_texts(tmp_path: Path) -> None:
    from docparse.cli import main

    (tmp_path / "in.md").write_text(NEWSLETTER, encoding="utf-8")
    assert main([str(tmp_path / "in.md"), "-o", str(tmp_path / "out.json"), "--repair", "spacing"]) == 0
    assert "旧车棚变成小书房" in (tmp_path / "out.json").read_text("utf-8")
    assert main([str(tmp_path / "in.md"), "--repair", "spelling"]) == errors.UsageError.exit_code
    assert main([str(tmp_path / "in.md"), "--repair", "ocr", "--no-repair"]) == errors.UsageError.exit_code
