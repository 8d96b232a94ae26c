"""Texts whose marks say what is what: Markdown with a title of its own, bylines under headlines, pages of the web."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import parse_text as parse

import docparse
from docparse.export import markdown

SAMPLES = Path(__file__).parent.parent / "samples"

ISSUE = """# 渡口周报

2026年第3期 · 2026-03-05

*河边故事*

## 老船工又上了船

**——一条旧船的第二次下水**

渡口社区 · 记者 何春生

三月一日一早，七十岁的老船工邵德厚又坐上了他划了四十年的木船，岸上站满了来送他的邻居。

### 船是怎样修好的

村里的木匠花了两个月，把烂掉的船板一块一块换了下来。

> 老船工在船头

*河边故事*

## 图书角搬进了候船室

等船的孩子们有了看书的地方，大人们也愿意早来半个小时。
"""


def test_under_the_title_of_a_whole_text_the_next_rank_opens_articles() -> None:
    document = parse(ISSUE)
    assert document.publication.title == "渡口周报"
    first, second = document.articles
    assert (first.title, second.title) == ("老船工又上了船", "图书角搬进了候船室")
    assert (first.rubric, second.rubric) == ("河边故事", "河边故事")
    assert first.subtitle == "——一条旧船的第二次下水"
    assert first.org == "渡口社区"
    assert [(p.role, p.name) for p in first.byline] == [("reporter", "何春生")]
    assert [s.heading for s in first.sections] == [None, "船是怎样修好的"]
    assert [f.caption for f in first.figures] == ["老船工在船头"]


def test_one_article_with_headings_stays_one() -> None:
    text = (
        "# Ferry returns\n\nThe ferry crossed the sound again on Monday, nine weeks after its engine failed.\n\n"
        "## A long detour\n\nDrivers had gone round by the bridge, an hour each way.\n\n"
        "## What comes next\n\nThe county will look at a second boat.\n"
    )
    (article,) = parse(text).articles
    assert [s.heading for s in article.sections] == [None, "A long detour", "What comes next"]


@pytest.mark.parametrize("name", ["zh-newsletter-sample", "en-newsletter-sample", "zh-newspaper-sample"])
def test_markdown_that_docparse_wrote_is_read_again(name: str) -> None:
    document = docparse.parse(SAMPLES / f"{name}.pdf")
    again = parse(markdown.render(document))
    titles = [a.title for a in document.articles if a.kind == "article" and a.title]
    assert set(titles) <= {a.title for a in again.articles}
    signed = {a.title: a.byline for a in document.articles if a.byline}
    kept = [a.byline == signed[a.title] for a in again.articles if a.title in signed]
    assert sum(kept) >= 0.6 * len(signed)


def test_bylines_under_headlines_open_articles_of_a_plain_text() -> None:
    story = "The ferry crossed the sound again on Monday, nine weeks after its engine failed, and people cheered.\n\n"
    text = "".join(
        f"{title}\n\nBy {name}\n\n{story}"
        for title, name in (("Ferry returns", "Joan Pell"), ("A new room", "Tom Wick"))
    )
    assert [a.title for a in parse(text, "in.txt").articles] == ["Ferry returns", "A new room"]


def test_a_long_title_in_a_list_of_articles() -> None:
    entry = "{}\nHe An Wan Bao· 2026-03-0{} 10:00\n新的码头从清晨开到傍晚，老人们坐船去对岸买菜，再也不用绕远路了...\n"
    titles = [
        "渡口开了新码头",
        "快递小哥当上小区的副楼长，每天顺手替独居老人把垃圾带下楼",
        "图书角搬进候船室",
        "老船上岸",
    ]
    text = "渡口\n" + "".join(entry.format(title, i) for i, title in enumerate(titles, 1))
    assert [a.title for a in parse(text, "in.txt").articles] == titles


def test_headings_that_the_extractor_of_a_page_lost() -> None:
    body = "<p>新的码头从清晨开到傍晚，老人们坐船过河去对岸的市场买菜，再也不用绕远路，孩子们也跟着去。</p>"
    page = "".join(
        f"<h2>{title}</h2>{body.replace('新的', new)}" for title, new in (("码头", "新的"), ("市场", "旧的"))
    )
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><h1>渡口周报</h1>{page}</body></html>'
    document = docparse.parse(html.encode())
    assert {"码头", "市场"} <= {t for a in document.articles for t in (a.title, *(s.heading for s in a.sections))}
