"""The review page in a real browser: clicks, search, keys, what is loaded when, and that it asks for nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pymupdf
import pytest
from browser import chromium, opened

import docparse
from docparse.review.make import make

SAMPLES = Path(__file__).parent.parent / "samples"
SAMPLE = SAMPLES / "zh-newsletter-sample.pdf"
QUOTE = "先后有三百一十七人次参加义务劳动"  # in the second paragraph of a section
HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked=1'>"
IN_VIEW = """(element) => {
    const inner = element.getBoundingClientRect();
    const outer = element.closest('.pane').getBoundingClientRect();
    return inner.bottom > outer.top && inner.top < outer.bottom && inner.right > outer.left && inner.left < outer.right;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the sample, with three facts."""
    folder = tmp_path_factory.mktemp("review")
    parsed = docparse.parse(SAMPLE)
    known, checked, target = (folder / name for name in ("out.json", "checked.jsonl", "review.html"))
    known.write_text(parsed.to_json(), "utf-8")
    places = [msgspec.to_builtins(place) for place in docparse.locate(parsed, QUOTE)]
    part = {"differences": [], "at": places}
    changed = {**part, "differences": [{"was": "一十七", "now": "多", "start": 5, "end": 6}]}
    facts = [
        {"fact": {"content": QUOTE}, "verdict": "verbatim", "parts": [part]},
        {"fact": {"content": "先后有三百多人次参加义务劳动"}, "verdict": "near", "parts": [changed]},
        {"fact": {"content": "工程花费一百万元"}, "verdict": "nowhere", "parts": []},
    ]
    checked.write_text("".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts), "utf-8")
    target.write_text(make([SAMPLE], known=known, checked=checked).html, "utf-8")
    return target


@pytest.fixture
def page(browser: Any, review: Path) -> Iterator[Any]:
    with opened(browser, review) as tab:
        yield tab


def lit(page: Any, where: str = "#pages rect") -> list[str]:
    """The keys of what is lit."""
    found = page.eval_on_selector_all(f"{where}.lit", "all => all.map(e => e.dataset.k || e.dataset.t)")
    return sorted(set(found))


def painted(page: Any, name: str) -> list[str]:
    """The words that a highlight of this name is painted over."""
    found: list[str] = page.evaluate("name => [...(CSS.highlights.get(name) || [])].map(String)", name)
    return found


def wait_for_picture(page: Any, number: int) -> None:
    end = time.monotonic() + 10
    while not page.eval_on_selector(f"#page-{number} img", "image => image.naturalWidth"):
        assert time.monotonic() < end, f"the picture of page {number} did not come"
        page.wait_for_timeout(20)


def test_a_click_on_a_paragraph_lights_its_places_and_brings_them_into_view(page: Any) -> None:
    paragraph = page.locator("#text p[data-t]", has_text="渡口公约").first  # it goes on on the next page
    key = paragraph.get_attribute("data-t")
    places = page.locator(f"#pages rect[data-k='{key}']")
    assert places.count() == 2
    assert not places.first.evaluate(IN_VIEW)
    paragraph.click()
    assert lit(page) == [key] and lit(page, "#text [data-t]") == [key]
    assert page.locator("#pages rect.lit").count() == 2
    assert places.first.evaluate(IN_VIEW)
    assert page.locator("#status").inner_text() == "Article 5, page 3, 4"


def test_a_click_on_a_place_lights_its_text_and_brings_it_into_view(page: Any) -> None:
    mark = page.locator("#page-5 rect.paragraph").first
    key = mark.get_attribute("data-k")
    words = page.locator(f"#text [data-t='{key}']")
    mark.scroll_into_view_if_needed()
    assert not words.evaluate(IN_VIEW)
    mark.click()
    assert lit(page, "#text [data-t]") == [key] and lit(page) == [key]
    assert words.evaluate(IN_VIEW)


@pytest.mark.parametrize("kind", ["title", "caption", "heading", "org", "byline", "figure"])
def test_every_kind_of_text_leads_to_its_place(page: Any, kind: str) -> None:
    piece = page.locator(f"#text [data-t^='a5-{kind}']").first
    piece.click()
    assert lit(page) == [piece.get_attribute("data-t")]
    assert page.locator("#pages rect.lit").first.evaluate(IN_VIEW)


def test_furniture_leads_to_its_text(page: Any) -> None:
    mark = page.locator("#page-3 .furniture rect").first
    mark.scroll_into_view_if_needed()
    mark.click()
    assert page.locator("#text .left-out .lit").inner_text() == "青岚邻里"


def test_an_articles_number_lights_all_of_it_and_a_sign_leads_to_the_next_page(page: Any) -> None:
    page.locator("#a5 .no").click()
    assert {key.split("-")[0] for key in lit(page)} == {"a5"} and len(lit(page)) > 10
    page.locator("#page-3 .jump", has_text="page 4").click()
    assert page.locator("#page-4 figcaption").evaluate(IN_VIEW)


def test_search_counts_and_steps_through_all_matches(page: Any) -> None:
    text = page.locator("#text").inner_text()
    page.keyboard.press("/")
    page.keyboard.insert_text("社 区")  # white space does not count
    page.locator("#count", has_text="1 of").wait_for()
    total = int(page.locator("#count").inner_text().split(" of ")[1])
    assert total > 20 and total == len(painted(page, "found")) and set(painted(page, "found")) == {"社区"}
    assert text.count("社区") >= total
    page.keyboard.press("Enter")
    assert page.locator("#count").inner_text() == f"2 of {total}"
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    assert page.locator("#count").inner_text() == f"{total} of {total}"
    assert painted(page, "current") == ["社区"] and page.locator("#text .lit").evaluate(IN_VIEW)
    page.keyboard.press("Escape")
    assert painted(page, "found") == [] and lit(page) == [] and page.locator("#query").input_value() == ""


def test_search_of_what_is_not_there_says_so(page: Any) -> None:
    page.locator("#query").fill("不在这里的话")
    page.locator("#count", has_text="0 found").wait_for()
    page.locator("#next").click()
    assert lit(page) == []


@pytest.mark.parametrize(
    ("key", "hidden"),
    [
        ("1", "#page-3 rect.paragraph"),
        ("2", "#page-3 .order"),
        ("3", "#page-3 rect.title"),
        ("4", "#page-3 rect.org"),
        ("5", "#page-3 rect.figure"),
        ("6", "#page-3 .furniture rect"),
        ("7", "#page-3 .label"),
    ],
)
def test_what_is_shown_can_be_switched_by_key_and_by_box(page: Any, key: str, hidden: str) -> None:
    mark = page.locator(hidden).first
    shown = "e => getComputedStyle(e).display !== 'none'"
    assert mark.evaluate(shown)
    page.keyboard.press(key)
    assert not mark.evaluate(shown)
    page.locator(".menu summary").click()
    page.locator("[data-toggle]").nth(int(key) - 1).check()
    assert mark.evaluate(shown)


def test_keys_move_through_pieces_and_articles(page: Any) -> None:
    page.keyboard.press("j")
    first = lit(page, "#text [data-t]")
    page.keyboard.press("j")
    second = lit(page, "#text [data-t]")
    assert first and second and first != second
    page.keyboard.press("k")
    assert lit(page, "#text [data-t]") == first == [page.evaluate("() => document.activeElement.dataset.t")]
    for _ in range(4):
        page.keyboard.press("]")
    assert {key.split("-")[0] for key in lit(page)} == {"a5"}
    assert page.locator("#a5 h2").evaluate(IN_VIEW)
    page.keyboard.press("[")
    assert {key.split("-")[0] for key in lit(page)} == {"a4"}
    page.keyboard.press("g")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    assert page.locator("#page-8 figcaption").evaluate(IN_VIEW)


def test_help_lists_the_keys_that_there_are(page: Any) -> None:
    page.keyboard.press("?")
    told = page.locator("#help").inner_text()
    assert page.locator("#help").is_visible() and "next, previous article" in told and "next, previous fact" in told
    page.keyboard.press("j")
    assert lit(page) == []  # keys wait while the box is open
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def settled(page: Any, expression: str) -> float:
    """What an expression tells once it tells the same twice: sheets that come into view take their own height."""
    last, now = None, page.evaluate(expression)
    for _ in range(50):
        if now == last:
            break
        page.wait_for_timeout(50)
        last, now = now, page.evaluate(expression)
    return float(now)


def test_pages_grow_and_shrink_about_what_is_looked_at(page: Any) -> None:
    width = "() => document.querySelector('#page-1').getBoundingClientRect().width"
    place = "() => { const p = document.getElementById('pages'); return p.scrollTop / p.scrollHeight }"
    page.locator("#a8 .no").click()
    before, at = page.evaluate(width), settled(page, place)
    page.keyboard.press("+")
    assert page.evaluate(width) == pytest.approx(before * 1.25, rel=0.02)
    assert page.evaluate(place) == pytest.approx(at, abs=0.02)
    page.keyboard.press("0")
    assert page.evaluate(width) == pytest.approx(before)
    page.keyboard.press("w")
    height = page.evaluate("() => document.querySelector('#page-5 .paper').getBoundingClientRect().height")
    assert height < page.evaluate("() => document.getElementById('pages').clientHeight")


def test_the_evidence_of_an_article_leads_to_its_places(browser: Any, tmp_path: Path) -> None:
    target = tmp_path / "review.html"
    target.write_text(make([SAMPLES / "en-newsletter-sample.pdf"], picture_dpi=40).html, "utf-8")
    with opened(browser, target) as page:
        reason = page.locator(".why").first
        reason.locator("summary").click()
        reason.locator("button").first.click()
        assert page.locator(".lit-marks rect").count() == 2  # where the text stops, and where it goes on
        assert page.locator(".lit-marks rect").first.evaluate(IN_VIEW)


def test_facts_are_shown_where_they_stand(page: Any) -> None:
    assert page.locator("#facts summary").inner_text() == "3 facts: 1 verbatim, 1 near, 1 nowhere"
    page.locator("#facts li button").first.click()
    assert painted(page, "fact") == [QUOTE]
    assert page.locator("#text .lit").evaluate(IN_VIEW)
    assert page.locator("#page-3 .lit-marks rect").count() == 1
    assert page.locator("#page-3 .lit-marks rect").evaluate(IN_VIEW)
    page.keyboard.press("f")
    page.keyboard.press("f")
    assert "nowhere" in page.locator("#facts button.lit").inner_text()
    assert painted(page, "fact") == [] and page.locator(".lit-marks rect").count() == 0
    page.locator("[data-verdict=near]").click()
    assert page.locator("#facts li:visible").count() == 1


def test_the_scheme_is_the_systems_until_it_is_chosen(browser: Any, review: Path) -> None:
    ground = "() => getComputedStyle(document.body).backgroundColor"
    with opened(browser, review, color_scheme="light") as page:
        light = page.evaluate(ground)
    with opened(browser, review, color_scheme="dark") as page:
        assert page.evaluate(ground) != light
        page.keyboard.press("t")
        assert page.evaluate(ground) == light and page.locator("#scheme").inner_text() == "Scheme: light"


def test_a_narrow_window_has_both_sides(browser: Any, review: Path) -> None:
    with opened(browser, review, viewport={"width": 480, "height": 900}) as page:
        page.locator("#a5 p[data-t^='a5-paragraph']").first.click()
        assert page.locator("#pages rect.lit").first.evaluate(IN_VIEW)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 480


def test_the_print_is_the_articles(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#pages").is_visible() and not page.locator(".bar").is_visible()
    assert page.locator("#a5 h2").is_visible()
    assert page.locator("#text").evaluate("e => e.clientHeight >= e.scrollHeight - 1")


def test_a_screen_reader_finds_its_way(page: Any) -> None:
    assert page.get_by_role("main").count() == 1 and page.get_by_role("search").count() == 1
    assert page.get_by_role("article", name="Article 5").count() == 1
    assert page.get_by_role("img", name="Page 3: article 5").count() == 1
    assert page.get_by_role("button", name="Article 5: show it on its pages").count() == 1
    assert page.get_by_role("region", name="Pages").count() == 1
    nameless = "all => all.filter(e => !e.textContent.trim() && !e.getAttribute('aria-label')).length"
    assert page.eval_on_selector_all("button", nameless) == 0
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the articles"


def test_hostile_text_does_nothing(browser: Any, tmp_path: Path) -> None:
    raw = json.loads(docparse.parse(SAMPLE, pages="3-4").to_json())
    raw["publication"]["title"] = raw["source"]["file"] = HOSTILE
    story = raw["articles"][0]
    story["title"] = story["org"] = story["byline_text"] = HOSTILE
    story["sections"][0]["paragraphs"][0]["text"] = HOSTILE
    story["figures"][0]["caption"] = HOSTILE
    raw["pages"][0]["furniture"][0]["text"] = HOSTILE
    raw["warnings"].append({"page": 3, "code": HOSTILE, "message": HOSTILE})
    known, target = tmp_path / "out.json", tmp_path / "review.html"
    known.write_text(json.dumps(raw), "utf-8")
    target.write_text(make([SAMPLE], known=known).html, "utf-8")
    with opened(browser, target) as page:
        assert page.title().startswith(HOSTILE)
        assert page.locator("#a1 h2").inner_text() == HOSTILE
        page.locator("#a1 h2").click()
        assert lit(page) == ["a1-title"]
        page.locator("#query").fill("<script>")
        page.locator("#count", has_text="1 of").wait_for()
        assert page.evaluate("() => window.hacked") is None


def test_two_hundred_pages_load_what_is_seen(browser: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "long.pdf", tmp_path / "review.html"
    with pymupdf.open(SAMPLE) as sample, pymupdf.open() as long:
        while long.page_count < 200:
            long.insert_pdf(sample)
        long.save(source)
    target.write_text(make([source], picture_dpi=50).html, "utf-8")
    with opened(browser, target) as page:
        loaded = "all => all.filter(e => e.src).length"
        heights = "all => all.map(e => Math.round(e.getBoundingClientRect().height))"
        sheets = page.locator(".sheet .paper")
        assert sheets.count() == 200
        wait_for_picture(page, 1)
        assert 0 < page.eval_on_selector_all(".sheet img", loaded) < 10
        before = page.eval_on_selector_all(".paper", heights)
        start = time.monotonic()
        page.locator("#text article").last.locator("[data-t]").first.click()
        assert page.locator("#pages rect.lit").first.evaluate(IN_VIEW)
        wait_for_picture(page, 200)
        assert time.monotonic() - start < 5  # it takes about a quarter of a second
        assert page.eval_on_selector_all(".sheet img", loaded) < 10
        assert page.eval_on_selector_all(".paper", heights) == before  # nothing moved when the pictures came
        start = time.monotonic()
        page.locator("#query").fill("社区")
        page.locator("#count", has_text="1 of").wait_for()
        assert int(page.locator("#count").inner_text().split(" of ")[1]) > 100
        assert time.monotonic() - start < 5
