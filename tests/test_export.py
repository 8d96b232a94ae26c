"""A document becomes JSON Lines, Markdown, wiseflow's form; and files are written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from documents import NOTICE, PHOTOS, STORY, document
from hypothesis import given
from hypothesis import strategies as st

from docparse.errors import OutputNotWritable
from docparse.export import FORMATS, by_ending, by_name, jsonl, markdown, split_jsonl, wiseflow
from docparse.export.files import make_folder, require_writable, write_whole
from docparse.model import Article, Document, Paragraph, Person, Section

JSONL_KEYS = ["id", "title", "author", "publish_date", "source", "publication", "issue", "pages", "content"]


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.split("\n")[:-1]]


def test_json_loses_nothing() -> None:
    whole = document(STORY, PHOTOS, NOTICE)
    written = by_name("json").render(whole)
    assert written.endswith("}\n")
    assert Document.from_json(written) == whole


def test_jsonl_has_one_line_an_article_with_the_keys_of_the_contract() -> None:
    story, photos, notice = lines(jsonl.render(document(STORY, PHOTOS, NOTICE)))
    assert list(story) == list(photos) == list(notice) == JSONL_KEYS
    assert story == {
        "id": "a01",
        "title": "小院里的笑声",
        "author": "景静、李明",
        "publish_date": "2025-02",
        "source": "某某日报",
        "publication": "社区工作通讯",
        "issue": "2025年第2期",
        "pages": [1, 2],
        "content": STORY.text,
    }


def test_jsonl_dates_an_article_by_itself_first_and_leaves_what_is_not_printed_null() -> None:
    photos, notice = lines(jsonl.render(document(PHOTOS, NOTICE)))
    assert photos["publish_date"] == "2025-03-01"
    assert notice["title"] is notice["author"] is notice["source"] is None


def test_jsonl_gives_the_captions_of_a_photo_story_as_its_text() -> None:
    (photos,) = lines(jsonl.render(document(PHOTOS)))
    assert photos["content"] == "春到社区\n桃花开了。"


def test_english_names_are_joined_with_commas() -> None:
    article = Article(id="a1", byline=(Person(role="author", name="Jane Doe"), Person(role="author", name="Ann Lee")))
    (record,) = lines(jsonl.render(document(article, language="en")))
    assert record["author"] == "Jane Doe, Ann Lee"


def test_jsonl_is_utf8_text_with_a_line_feed_inside_no_line() -> None:
    text = jsonl.render(document(STORY))
    assert "小院" in text
    assert text.count("\n") == 1


def test_max_chars_numbers_the_parts_and_cuts_between_paragraphs() -> None:
    article = Article(
        id="a1", sections=(Section(paragraphs=(Paragraph(text="x"),)),), text="题目\n" + "\n".join(["一" * 40] * 5)
    )
    parts = lines(split_jsonl(100).render(document(article)))
    assert [(p["id"], p["part"], p["parts"]) for p in parts] == [("a1", 1, 3), ("a1", 2, 3), ("a1", 3, 3)]
    assert list(parts[0]) == [*JSONL_KEYS, "part", "parts"]
    assert "\n".join(str(p["content"]) for p in parts) == article.text
    assert max(len(str(p["content"])) for p in parts) <= 100


def test_max_chars_says_one_part_of_one_where_all_fits() -> None:
    (record,) = lines(split_jsonl(5000).render(document(STORY)))
    assert (record["part"], record["parts"]) == (1, 1)
    assert record["content"] == STORY.text


def test_an_article_without_any_text_still_has_its_line() -> None:
    (record,) = lines(split_jsonl(100).render(document(Article(id="a1"))))
    assert (record["content"], record["part"], record["parts"]) == ("", 1, 1)


@pytest.mark.parametrize(
    ("text", "size", "parts"),
    [
        ("他说：“好。”她笑了。天黑了。", 7, ["他说：“好。”", "她笑了。", "天黑了。"]),
        ("他说：“好。”她笑了。天黑了。", 8, ["他说：“好。”", "她笑了。天黑了。"]),
        ("It cost 3.50 pounds. She paid. He left!", 21, ["It cost 3.50 pounds.", "She paid. He left!"]),
        ("“Why?” he asked. “No.” Then on.", 16, ["“Why?” he asked.", "“No.” Then on."]),
        ("没有句号，只有逗号，一直写下去", 6, ["没有句号，", "只有逗号，", "一直写下去"]),
        ("短。没有句号只有逗号，一直写", 9, ["短。", "没有句号只有逗号，", "一直写"]),
        ("一二三四五六七八九十", 4, ["一二三四", "五六七八", "九十"]),
        ("short", 100, ["short"]),
        ("", 10, [""]),
    ],
)
def test_a_long_paragraph_is_cut_at_sentence_ends(text: str, size: int, parts: list[str]) -> None:
    assert jsonl.split(text, size) == parts


@given(st.text(alphabet="字词。，a b.\n", max_size=200), st.integers(min_value=1, max_value=50))
def test_no_part_is_too_long_and_no_character_is_lost(text: str, size: int) -> None:
    parts = jsonl.split(text, size)
    assert all(len(part) <= size for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_wiseflow_form() -> None:
    story, photos = lines(wiseflow.render(document(STORY, PHOTOS)))
    assert story == {
        "url": "newsletter.pdf#a01",
        "markdown": (
            "<main-content>\n# 小院里的笑声\n小院里又有了笑声。\n老人们坐在树下。\n## 一、从头说起\n"
            "* 去年春天，一切刚刚开始。\n老人们在下棋。\n</main-content>"
        ),
        "link_dict": {},
        "title": "小院里的笑声",
        "author": "景静、李明",
        "published_date": "2025-02",
    }
    assert photos["author"] == "", "wiseflow would print None"


def test_wiseflow_names_the_file_without_its_folder() -> None:
    whole = document(NOTICE)
    from msgspec.structs import replace

    moved = replace(whole, source=replace(whole.source, file="archive/2025/letter.pdf"))
    (record,) = lines(wiseflow.render(moved))
    assert record["url"] == "letter.pdf#a03"


def test_markdown_reads_like_the_page() -> None:
    assert markdown.render(document(STORY, NOTICE)) == (
        "# 社区工作通讯\n\n2025年第2期 · 2025-02\n\n"
        "*情暖社区*\n\n*新春走基层*\n\n## 小院里的笑声\n\n**一个老旧小区的新生活**\n\n"
        "某市委社会工作部 · 本报记者 景静 李明 文/图 · 某某日报\n\n"
        "小院里又有了笑声。\n\n老人们坐在树下。\n\n### 一、从头说起\n\n\\* 去年春天，一切刚刚开始。\n\n"
        "![老人们在下棋。 (李明 摄)](<fig/p001-1.png>)\n\n"
        "| 项目 | 数\\|量 |\n| --- | --- |\n| 座位 | 12 |\n\n"
        "---\n\n明天停水。\n"
    )


def test_markdown_of_nothing_is_nothing() -> None:
    from msgspec.structs import replace

    assert markdown.render(replace(document(), publication=type(document().publication)())) == ""


@pytest.mark.parametrize(
    "text", ["# no heading", "- no item", "> no quotation", "a *b* _c_ `d` <e> [f](g)", "+ 1", "~~~"]
)
def test_markdown_signs_are_made_plain(text: str) -> None:
    escaped = markdown.escape(text)
    assert escaped != text
    assert escaped.replace("\\", "") == text


def test_formats_by_name_and_by_ending() -> None:
    assert [f.name for f in FORMATS] == [
        "json",
        "jsonl",
        "markdown",
        "wiseflow",
        "mets-alto",
        "page-xml",
        "jsonld",
        "ninjs",
    ]
    named = {e: f.name for e in (".json", ".JSONL", ".md", ".ndjson", ".txt", "") if (f := by_ending(Path("x" + e)))}
    assert named == {".json": "json", ".JSONL": "jsonl", ".md": "markdown", ".ndjson": "jsonl"}


def test_write_whole_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    write_whole(target, "一\n")
    write_whole(target, "二\n")
    assert target.read_bytes() == "二\n".encode()
    assert os.listdir(tmp_path) == ["out.json"]


def test_write_whole_keeps_the_old_file_where_the_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.json"
    write_whole(target, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputNotWritable, match="no space left"):
        write_whole(target, "new")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.json"]


def test_write_whole_leaves_nothing_when_it_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "out.json", "text")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_write_whole_keeps_the_mode_and_gives_new_files_the_usual_one(tmp_path: Path) -> None:
    target, new = tmp_path / "out.json", tmp_path / "new.json"
    write_whole(target, "old")
    target.chmod(0o640)
    write_whole(target, "new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    write_whole(new, "new")
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(new.stat().st_mode) == 0o666 & ~umask


@pytest.mark.skipif(os.name == "nt", reason="symbolic links")
def test_write_whole_follows_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    write_whole(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_write_whole_takes_the_longest_name_that_there_is(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 250 + ".json")
    write_whole(target, "text")
    assert target.read_text() == "text"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no /dev/null")
def test_write_whole_writes_to_a_device() -> None:
    write_whole(Path("/dev/null"), "text")
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize("name", ["missing/out.json", "file/out.json", "folder"])
def test_what_cannot_be_written_is_known_beforehand(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for attempt in (require_writable, lambda path: write_whole(path, "text")):
        with pytest.raises(OutputNotWritable) as caught:
            attempt(tmp_path / name)
        assert caught.value.exit_code == 6
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_a_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputNotWritable):
        make_folder(tmp_path / "file" / "out")
