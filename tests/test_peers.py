"""The comparison with other programs: Markdown becomes articles, and each program answers from a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import markdown_cut
import metrics
import peer_read
import peers
import pytest

SAMPLES = Path(__file__).parent.parent / "samples"
SAMPLE = SAMPLES / "en-newspaper-sample.pdf"
TEXT = """Before the first heading.

# The *new* pier

It opened on **Monday**,
and people came.

## What is next

- More, [more](http://example.org).
- And \\*more\\*.

![a picture](x.png)

# The old one

| a | b |
|---|---|
| 1 | 2 |
"""


def shape(document: dict[str, Any]) -> list[tuple[Any, list[tuple[Any, list[str]]]]]:
    return [
        (a["title"], [(s["heading"], [p["text"] for p in s["paragraphs"]]) for s in a["sections"]])
        for a in document["articles"]
    ]


def test_headings_of_a_level_begin_articles_and_those_below_sections() -> None:
    assert shape(markdown_cut.cut(TEXT, 1)) == [
        (None, [(None, ["Before the first heading."])]),
        (
            "The new pier",
            [(None, ["It opened on Monday, and people came."]), ("What is next", ["More, more.", "And *more*."])],
        ),
        ("The old one", [(None, ["a b", "1 2"])]),
    ]
    assert [title for title, _ in shape(markdown_cut.cut(TEXT, 2))] == [
        None,
        "The new pier",
        "What is next",
        "The old one",
    ]


def test_the_ways_to_cut_are_the_levels_that_there_are_and_the_whole() -> None:
    assert [level for level, _ in markdown_cut.ways(TEXT)] == [1, 2, markdown_cut.WHOLE]
    assert [level for level, _ in markdown_cut.ways("one\fpage\n\n\ftwo")] == [markdown_cut.PAGES, markdown_cut.WHOLE]
    ((_, whole),) = markdown_cut.ways("plain\nwords")
    assert shape(whole) == [(None, [(None, ["plain words"])])]


def test_markdown_that_is_all_right_scores_all_that_markdown_can_say() -> None:
    truth = {
        "articles": [{"title": "A pier", "sections": [{"heading": None, "level": 0, "paragraphs": ["It opened."]}]}]
    }
    best = peers.score(truth, {"text": "# A pier\n\nIt opened.\n"})
    assert best["articles"] == best["text"] == best["title"] == best["paragraphs"] == 1
    assert peers.score(truth, {"error": "x"}) == peers.score(truth, None) == metrics.score(truth, {})


def test_docparse_answers_like_every_program() -> None:
    ours = peers.read("docparse", Path(sys.executable), [SAMPLE, SAMPLES / "missing.pdf"], seconds=120)
    answer, missing = ours.answers[str(SAMPLE)], ours.answers[str(SAMPLES / "missing.pdf")]
    assert answer["seconds"] > 0 and "MissingInput" in missing["error"]
    truth = json.loads((SAMPLES / "en-newspaper-sample.truth.json").read_text("utf-8"))
    assert peers.score(truth, answer)["articles"] == 1


def test_a_program_that_is_not_there_is_said_to_be_so() -> None:
    peer = peers.read("kreuzberg", Path(sys.executable), [SAMPLE], seconds=60)
    assert "kreuzberg" in peer.unusable and not peer.answers
    assert f"| kreuzberg | – | not measured: {peer.unusable} |" in peers.head([peer])


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_a_program_of_the_system() -> None:
    peer = peers.read("pdftotext", Path(sys.executable), [SAMPLE], seconds=60)
    assert peer.version.startswith("poppler") and len(peer.answers[str(SAMPLE)]["text"]) > 1000


def test_the_least_time_of_all_rounds_counts() -> None:
    def peer(seconds: float) -> peers.Peer:
        return peers.Peer("x", "1", answers={"a.pdf": {"seconds": seconds, "text": ""}})

    best = peers.merged([peer(3.0), peer(1.0), peer(2.0)])
    assert best.answers["a.pdf"]["seconds"] == 1.0
    yardstick = peers.Peer("mupdf", "1", answers={"a.pdf": {"seconds": 0.25, "pages": 2}, "b.pdf": {"error": "x"}})
    assert peers.rate(best, yardstick, [Path("a.pdf"), Path("b.pdf")]) == (2.0, 4.0)
    assert peers.rate(best, yardstick, [Path("b.pdf")]) is None


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells what other processes used")
def test_the_time_of_a_process_that_lives_on_is_counted() -> None:
    before = peer_read.processor_seconds()
    busy = "import time\nwhile time.process_time() < 0.5: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        alive = peer_read.processor_seconds() - before
        child.communicate(b"\n")
    assert 0.45 < alive < 5 and peer_read.processor_seconds() - before >= alive - 0.1


def test_only_what_is_quick_and_works_is_asked_again() -> None:
    asked: list[str] = []

    def read_all(name: str) -> peers.Peer:
        asked.append(name)
        if name == "missing":
            return peers.Peer(name, unusable="not there")
        seconds = 2 * peers.SLOW if name == "slow" else 1.0
        return peers.Peer(name, "1", answers={"a.pdf": {"seconds": seconds, "text": ""}})

    found = peers.in_rounds(["slow", "quick", "missing"], 2, read_all)
    assert asked == ["slow", "quick", "missing", "quick"]
    assert [peer.name for peer in found] == ["slow", "quick", "missing"]


def test_words_that_are_there_count_however_they_are_cut() -> None:
    paragraphs = ["The pier was mended.", "Nobody has told the ferryman of it."]
    truth = {"articles": [{"title": None, "sections": [{"heading": None, "level": 0, "paragraphs": paragraphs}]}]}
    whole = {"text": "Page 1\n\nThe pier was\nmended. Nobody has\n\ntold the ferryman of it.\n"}
    assert peers.there(truth, whole) == 1
    assert 0.2 < peers.there(truth, {"text": "The pier was mended."}) < 0.5
    assert peers.there(truth, {"error": "x"}) == peers.there(truth, None) == 0


def test_a_table_has_a_row_for_each_program_also_for_one_that_failed(tmp_path: Path) -> None:
    source, truth = tmp_path / "en-newsletter-1.pdf", tmp_path / "en-newsletter-1.truth.json"
    truth.write_text(json.dumps({"articles": [{"title": "A", "sections": [{"paragraphs": ["It has opened."]}]}]}))
    members = [peers.Case("en-newsletter-1", source, truth)]
    good = peers.Peer("good", "1", answers={str(source): {"seconds": 0.5, "text": "# A\n\nIt has opened.\n"}})
    bad = peers.Peer("bad", "1", answers={str(source): {"error": "no"}})
    yardstick = peers.Peer("mupdf", "1", answers={str(source): {"seconds": 0.25, "pages": 1}})
    *_, first, second = peers.table("samples: en-newsletter", members, [good, bad], yardstick).splitlines()
    assert first == "| good | 1.000 | 1.000 | 1.000 | 1.000 | – | 1.000 | – | 1.000 | 1.000 | 2.0 | 2.0 |"
    assert second == "| bad " + "| – " * 11 + "|"


def test_nothing_to_compare_and_a_program_that_nobody_knows(tmp_path: Path) -> None:
    assert peers.main([str(tmp_path)]) == 2
    assert peers.main([str(SAMPLES), "--peers", "nobody"]) == 2
