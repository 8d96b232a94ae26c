"""Documents made by hand, for tests of what is done with one."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from lxml import etree

from docparse.export import by_name
from docparse.model import (
    Article,
    Document,
    Figure,
    Page,
    Paragraph,
    Person,
    Publication,
    Section,
    Source,
    Table,
)
from docparse.model import Warning as Notice


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(text=text) for text in texts)


STORY = Article(
    id="a01",
    rubric="情暖社区",
    kicker="新春走基层",
    title="小院里的笑声",
    subtitle="一个老旧小区的新生活",
    org="某市委社会工作部",
    byline=(
        Person(role="reporter", name="景静"),
        Person(role="photographer", name="李明"),
        Person(role="author", name="景静"),
    ),
    source="某某日报",
    byline_text="本报记者 景静 李明 文/图",
    sections=(
        Section(paragraphs=paragraphs("小院里又有了笑声。", "老人们坐在树下。")),
        Section(heading="一、从头说起", level=1, paragraphs=paragraphs("* 去年春天，一切刚刚开始。")),
    ),
    figures=(Figure(caption="老人们在下棋。", credit="李明 摄", page=1, bbox=(0, 0, 1, 1), image="fig/p001-1.png"),),
    tables=(Table(page=1, bbox=(0, 0, 1, 1), rows=(("项目", "数|量"), ("座位", "12"))),),
    pages=(1, 2),
    text="小院里的笑声\n小院里又有了笑声。\n老人们坐在树下。\n一、从头说起\n* 去年春天，一切刚刚开始。",
)
PHOTOS = Article(
    id="a02",
    kind="photos",
    title="春到社区",
    date="2025-03-01",
    figures=(
        Figure(caption="桃花开了。", page=3, bbox=(0, 0, 1, 1)),
        Figure(caption=None, page=3, bbox=(0, 0, 1, 1)),
    ),
    pages=(3,),
    text="春到社区",
)
NOTICE = Article(
    id="a03", kind="notice", sections=(Section(paragraphs=paragraphs("明天停水。")),), pages=(3,), text="明天停水。"
)


def document(*articles: Article, language: str = "zh", warnings: tuple[Notice, ...] = (), pages: int = 3) -> Document:
    return Document(
        generator="docparse test",
        source=Source(file="newsletter.pdf", sha256="0" * 64, media_type="application/pdf", pages=pages),
        kind="newsletter",
        language=language,
        publication=Publication(title="社区工作通讯", issue="2025年第2期", date="2025-02"),
        articles=articles,
        pages=tuple(Page(page=number, width=420, height=595) for number in range(1, pages + 1)),
        warnings=warnings,
    )


def unpacked(name: str, made: Document) -> dict[str, etree._Element]:
    """The XML files of a package."""
    data = by_name(name).render(made)
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {file: etree.fromstring(archive.read(file)) for file in archive.namelist()}


def told(name: str, made: Document) -> dict[str, Any]:
    """A format that is one JSON object, read back."""
    loaded = json.loads(by_name(name).render(made))
    assert isinstance(loaded, dict)
    return loaded
