"""The born-digital samples against what a person typed out, and one whole document against its golden JSON.

`DOCPARSE_UPDATE_GOLDEN=1 pytest tests/test_samples.py` writes the golden file anew; look at its diff before keeping it.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

import docparse

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden" / "zh-newsletter-sample.json"
NAMES = ["zh-newsletter-sample", "en-newsletter-sample", "zh-newspaper-sample", "en-newspaper-sample"]
TOLD = frozenset({"article", "notice", "photos"})


@cache
def parsed(name: str) -> docparse.Document:
    return docparse.parse(ROOT / "samples" / f"{name}.pdf")


@cache
def truth(name: str) -> dict[str, Any]:
    return dict(json.loads((ROOT / "samples" / f"{name}.truth.json").read_text("utf-8")))


def folded(text: str | None) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))


def true_articles(name: str) -> list[dict[str, Any]]:
    return [a for a in truth(name)["articles"] if a["kind"] in TOLD]


def found(name: str, title: str) -> docparse.Article:
    articles = [a for a in parsed(name).articles if folded(a.title) == folded(title)]
    assert len(articles) == 1, title
    return articles[0]


@pytest.mark.parametrize("name", NAMES)
def test_titles_in_their_order(name: str) -> None:
    wanted = [folded(a["title"]) for a in true_articles(name) if a["title"]]
    titles = [folded(a.title) for a in parsed(name).articles if a.kind in TOLD and a.title]
    if truth(name)["kind"] == "newspaper":  # the order of a page's articles is a matter of taste
        wanted, titles = sorted(wanted), sorted(titles)
    assert titles == wanted


@pytest.mark.parametrize("name", NAMES)
def test_bylines(name: str) -> None:
    for article in true_articles(name):
        if article["title"]:
            wanted = {(p["role"], p["name"]) for p in article["byline"]}
            assert {(p.role, p.name) for p in found(name, article["title"]).byline} == wanted, article["title"]


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs_are_whole(name: str) -> None:
    for article in true_articles(name):
        if article["title"]:
            wanted = [folded(p) for s in article["sections"] for p in s["paragraphs"]]
            assert [folded(p.text) for p in found(name, article["title"]).paragraphs] == wanted, article["title"]


@pytest.mark.parametrize("name", NAMES)
def test_headings_and_captions(name: str) -> None:
    for article in true_articles(name):
        if article["title"]:
            one = found(name, article["title"])
            headings = [folded(s["heading"]) for s in article["sections"] if s["heading"]]
            assert [folded(s.heading) for s in one.sections if s.heading] == headings, article["title"]
            captions = sorted(folded(f["caption"]) for f in article["figures"] if f["caption"])
            assert sorted(folded(f.caption) for f in one.figures if f.caption) == captions, article["title"]


@pytest.mark.parametrize("name", NAMES)
def test_the_publication_and_its_contents(name: str) -> None:
    publication, wanted = parsed(name).publication, truth(name)["publication"]
    for field in ("title", "issue", "date"):
        assert folded(getattr(publication, field)) == folded(wanted[field]), field
    contents = parsed(name).contents
    assert [folded(e.title) for e in contents] == [folded(e["title"]) for e in truth(name)["contents"]]
    assert (parsed(name).kind, parsed(name).language) == (truth(name)["kind"], truth(name)["language"])


@pytest.mark.parametrize("name", NAMES)
def test_no_running_head_or_page_number_is_in_a_text(name: str) -> None:
    document = parsed(name)
    said = {folded(p.text) for a in document.articles if a.kind in TOLD for p in a.paragraphs}
    assert not said & {folded(f.text) for p in document.pages for f in p.furniture if f.kind != "pull-quote"}


def test_the_whole_document_is_what_it_was() -> None:
    """Every change of the output shows up as a change of this file."""
    document = replace(parsed("zh-newsletter-sample"), generator="docparse")
    text = replace(document, source=replace(document.source, file=None, sha256="")).to_json() + "\n"
    if os.environ.get("DOCPARSE_UPDATE_GOLDEN"):
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8"), "set DOCPARSE_UPDATE_GOLDEN=1 if the change is meant"
