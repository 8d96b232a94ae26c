"""The measures of quality, on articles small enough to count by hand; and the floors that hold what was reached."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import evaluate
import floors
import metrics
import pytest
from conftest import BODY, HEADLINE, MakePdf
from hypothesis import assume, given
from hypothesis import strategies as st

ELSEWHERE = Path(__file__).parent.parent.parent / "shared" / "bench"


def article(title: str, *paragraphs: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "article", "title": title, "sections": [{"paragraphs": list(paragraphs)}], **fields}


def output(document: dict[str, Any]) -> dict[str, Any]:
    """The document as docparse would write it: paragraphs are values with a text."""
    articles = [
        {
            **a,
            "sections": [{**s, "paragraphs": [{"text": p} for p in s["paragraphs"]]} for s in a.get("sections", [])],
        }
        for a in document["articles"]
    ]
    return {**document, "articles": articles}


FIRST = article(
    "第一篇",
    "第一篇的第一段，说了很多事情。",
    "第一篇的第二段，又说了一些。",
    org="某某社区",
    byline=[{"role": "reporter", "name": "景静"}],
)
SECOND = article(
    "Second",
    "The second one is in English.",
    figures=[{"caption": "A caption."}],
    byline=[{"role": "author", "name": "A B"}],
)
TRUTH = {
    "publication": {"title": "通讯", "date": "2025-02"},
    "contents": [{"title": "第一篇"}, {"title": "Second"}],
    "articles": [FIRST, SECOND, {"kind": "advert", "title": "快来买新房"}],
    "furniture": ["社区工作通讯 2025年", "3"],
}


def test_the_truth_itself_scores_one_everywhere() -> None:
    scores = metrics.score(TRUTH, output(TRUTH))
    assert set(scores.values()) == {1.0}
    assert set(scores) == {
        *("overall", "articles", "text", "title", "byline", "org", "paragraphs", "captions", "clean"),
        *("order", "spacing", "publication", "contents"),
    }


def test_nothing_scores_nothing() -> None:
    scores = metrics.score(TRUTH, {})
    assert set(scores.values()) == {0.0}


def test_what_is_typed_differently_but_reads_alike_is_the_same() -> None:
    assert metrics.folded("“社区”  工作——２０２５ 年 …") == metrics.folded('"社区"工作-2025年......')
    assert metrics.folded("a  b") == "a b"
    assert metrics.folded(None) == ""


def test_a_wrong_title_costs_a_miss_and_an_invention() -> None:
    wrong = {**TRUTH, "articles": [{**FIRST, "title": "别的"}, SECOND]}
    assert metrics.score(TRUTH, output(wrong))["title"] == pytest.approx(0.5)
    without = {**TRUTH, "articles": [{**FIRST, "title": None}, SECOND]}
    assert metrics.score(TRUTH, output(without))["title"] == pytest.approx(2 / 3)


def test_an_invented_field_costs_its_share_of_the_articles() -> None:
    invented = {**TRUTH, "articles": [{**FIRST, "kicker": "没有印过"}, SECOND]}
    assert metrics.score(TRUTH, output(invented))["kicker"] == pytest.approx(0.5)


def test_a_cut_paragraph_is_two_inventions_and_a_miss() -> None:
    cut = {
        **FIRST,
        "sections": [{"paragraphs": ["第一篇的第一段，", "说了很多事情。", "第一篇的第二段，又说了一些。"]}],
    }
    scores = metrics.score(TRUTH, output({**TRUTH, "articles": [cut, SECOND]}))
    assert scores["paragraphs"] == pytest.approx(2 * 2 / (4 + 3))


def test_two_articles_run_together_are_one_found_at_most() -> None:
    both = article("第一篇", *FIRST["sections"][0]["paragraphs"], *SECOND["sections"][0]["paragraphs"])
    scores = metrics.score(TRUTH, output({**TRUTH, "articles": [both]}))
    assert scores["articles"] == 0.0
    assert 0 < scores["text"] < 1


def test_furniture_and_adverts_in_articles_are_leaks() -> None:
    for word in ("社区工作通讯 2025年", "快来买新房", "工作通讯 2025年"):
        dirty = article("第一篇", *FIRST["sections"][0]["paragraphs"], word)
        assert metrics.score(TRUTH, output({**TRUTH, "articles": [dirty, SECOND]}))["clean"] == pytest.approx(2 / 3)


def test_spaces_between_chinese_characters_count() -> None:
    spaced = article("第一篇", "第一篇的第 一段，说了很多事情。", "第一篇的第二段，又说了一些。")
    scores = metrics.score(TRUTH, output({**TRUTH, "articles": [spaced, SECOND]}))
    assert scores["spacing"] < 1
    assert scores["paragraphs"] == 1.0


def test_the_order_of_articles_and_their_matching_do_not_mix() -> None:
    scores = metrics.score(TRUTH, output({**TRUTH, "articles": [SECOND, FIRST]}))
    assert scores["articles"] == scores["title"] == 1.0
    assert scores["order"] < 1


def test_mean_is_over_the_documents_that_a_measure_applies_to() -> None:
    assert metrics.mean([{"overall": 0.5}, {"overall": 1.0, "org": 0.2}]) == {"overall": 0.75, "org": 0.2}


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("zh-newspaper-03", "zh-newspaper"),
        ("zh-newsletter-sample", "zh-newsletter"),
        ("scan-zh-newsletter-300-bw", "scan-zh-newsletter"),
        ("hard-tounicode-en", "hard"),
    ],
)
def test_groups(name: str, group: str) -> None:
    assert metrics.group(name) == group


texts = st.text(alphabet="社区工作 ab，。—…2", max_size=30)
articles = st.builds(
    lambda title, paragraphs, caption, kind, heading: {
        "kind": kind,
        "title": title,
        "sections": [{"heading": heading, "level": 1, "paragraphs": paragraphs}],
        "figures": [{"caption": caption}],
    },
    texts,
    st.lists(texts, max_size=3),
    texts,
    st.sampled_from(["article", "notice", "photos", "advert"]),
    st.none() | texts,
)
documents = st.builds(
    lambda found, furniture: {"articles": found, "furniture": furniture},
    st.lists(articles, max_size=4),
    st.lists(texts, max_size=3),
)


@given(documents, documents)
def test_every_measure_lies_between_zero_and_one(truth: dict[str, Any], got: dict[str, Any]) -> None:
    assert all(0 <= value <= 1 for value in metrics.score(truth, output(got)).values())


@pytest.fixture(scope="module")
def other_scorer() -> ModuleType:
    """A second, independent implementation of the same measures, where a checkout of it stands beside this one."""
    path = ELSEWHERE / "score.py"
    if not path.exists():
        pytest.skip("no second implementation here")
    spec = importlib.util.spec_from_file_location("other_scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(truth=documents, got=documents)
def test_both_implementations_agree(other_scorer: ModuleType, truth: dict[str, Any], got: dict[str, Any]) -> None:
    assume(metrics.stories(truth))  # without any article there is nothing to measure, and the other one stops
    ours, theirs = metrics.score(truth, output(got)), other_scorer.score(truth, output(got))
    assert ours == pytest.approx({**theirs, "overall": other_scorer.overall(theirs)})


# ---- floors


def test_a_floor_is_raised_and_never_lowered() -> None:
    first = floors.pin({}, "corpus", {"zh": {"overall": 0.81239, "text": 0.9}}, {"zh-1": {"overall": 0.7, "text": 1.0}})
    assert first == {
        "corpus": {"groups": {"zh": {"overall": 0.807, "text": 0.895}}, "documents": {"zh-1": {"overall": 0.695}}}
    }
    second = floors.pin(first, "corpus", {"zh": {"overall": 0.9, "text": 0.5}}, {"zh-1": {"overall": 0.1}})
    assert second["corpus"]["groups"]["zh"] == {"overall": 0.895, "text": 0.895}
    assert second["corpus"]["documents"]["zh-1"] == {"overall": 0.695}
    assert floors.pin(second, "samples", {}, {})["corpus"] == second["corpus"]


def test_floors_of_scans_leave_room_for_another_processor() -> None:
    reached = {"overall": 0.9, "byline": 0.8}
    pinned = floors.pin({}, "corpus", {"scan-zh-newspaper": reached}, {"scan-zh-newspaper-200": reached})["corpus"]
    assert pinned["groups"] == {"scan-zh-newspaper": {"overall": 0.88}}, "the main measures alone"
    assert pinned["documents"] == {"scan-zh-newspaper-200": {"overall": 0.87}}


def test_what_is_below_its_floor_is_named() -> None:
    held = {"corpus": {"groups": {"zh": {"overall": 0.8, "text": 0.9}}, "documents": {"zh-1": {"overall": 0.7}}}}
    good = {"overall": 0.8, "text": 0.95}
    assert floors.below(held, "corpus", {"zh": good}, {"zh-1": {"overall": 0.7}}) == []
    assert floors.below(held, "corpus", {"zh": {"overall": 0.75}}, {"zh-1": {"overall": 0.6}}) == [
        "corpus/zh: overall 0.7500 is below 0.800",
        "corpus/zh-1: overall 0.6000 is below 0.700",
    ]
    assert floors.below(held, "corpus", {"zh": {"overall": 0.79995}}, {}) == [], "less than the floor's last decimal"
    assert floors.below(held, "corpus", {"en": {"overall": 0.1}}, {"en-1": {"overall": 0.1}}) == [], "only reported"
    assert floors.below(held, "samples", {"zh": {"overall": 0.1}}, {}) == [], "each folder has its own"


def test_the_gate(make_pdf: MakePdf, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_pdf("set/zh-newsletter-01.pdf")
    truth = {"articles": [article(HEADLINE, "".join(BODY))]}
    (tmp_path / "set" / "zh-newsletter-01.truth.json").write_text(json.dumps(truth), "utf-8")
    (tmp_path / "set" / "en-newsletter-01.truth.json").write_text(json.dumps(truth), "utf-8")  # its PDF is missing
    pinned = tmp_path / "floors.json"
    common = [str(tmp_path / "set"), "--jobs", "1", "--floors", str(pinned)]
    assert evaluate.main([*common, "--gate", "--out", str(tmp_path / "out")]) == 0, "no floor, no failure"
    assert "en-newsletter-01: MissingInput" in capsys.readouterr().out
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["zh-newsletter-01.json"]
    assert evaluate.main([*common, "--pin", "--groups", "zh-newsletter"]) == 0
    reached = json.loads(pinned.read_text())
    assert list(reached["set"]["groups"]) == ["zh-newsletter"]
    assert evaluate.main([*common, "--gate"]) == 0
    reached["set"]["documents"]["zh-newsletter-01"]["overall"] = 1.1
    pinned.write_text(json.dumps(reached))
    assert evaluate.main([*common, "--gate"]) == 1
    assert "below its floor: set/zh-newsletter-01: overall" in capsys.readouterr().out


def test_nothing_to_score_is_no_success(tmp_path: Path) -> None:
    assert evaluate.main([str(tmp_path)]) == 2
