"""The review page as a file: what is in it, where its marks stand, and that no text of a document becomes markup."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pymupdf
import pytest
from msgspec.structs import replace
from PIL import Image

import docparse
from docparse.cli import main
from docparse.errors import NotCheckedFacts
from docparse.geometry import Box
from docparse.model import (
    Article,
    Document,
    Figure,
    Furniture,
    Page,
    Paragraph,
    Person,
    Publication,
    Region,
    Repair,
    Section,
    Source,
    Warning,
)
from docparse.reading.placing import Affine, quarter_turns
from docparse.review import facts, pictures
from docparse.review.labels import Label, placed
from docparse.review.make import make
from docparse.review.page import render
from docparse.review.pictures import Picture
from docparse.review.pieces import DOUBTFUL, stories
from docparse.review.sheets import sheets

SAMPLES = Path(__file__).parent.parent / "samples"
SAMPLE = SAMPLES / "zh-newsletter-sample.pdf"
HOSTILE = '</script></style><script>window.hacked = 1</script><img src=x onerror="hacked=1"> \'" {{ 7 * 7 }} <!--'


class Tags(HTMLParser):
    """The elements of a page, with their attributes, and the text of its scripts and styles left aside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def region(page: int, *bbox: float) -> Region:
    return Region(page=page, bbox=bbox)  # type: ignore[arg-type]


def document(*articles: Article, pages: int = 2, text: str = "Words") -> Document:
    return Document(
        generator="docparse",
        source=Source(file=text, sha256="0", media_type="application/pdf", pages=pages),
        publication=Publication(title=text, issue=text, publisher=text),
        articles=articles,
        pages=tuple(
            Page(
                page=n,
                label=text,
                width=600,
                height=800,
                furniture=(Furniture(kind=text, text=text, bbox=(10, 10, 50, 20)),),
            )
            for n in range(1, pages + 1)
        ),
        warnings=(Warning(page=1, code=text, message=text),),
    )


def article(*paragraphs: Paragraph, text: str = "Words", id: str = "a01") -> Article:
    return Article(
        id=id,
        title=text,
        kicker=text,
        byline=(Person(role="author", name=text, org=text),),
        byline_text=text,
        sections=(
            Section(heading=text, level=1, heading_regions=(region(1, 50, 90, 150, 100),), paragraphs=paragraphs),
        ),
        figures=(
            Figure(page=1, bbox=(50, 300, 250, 400), caption=text, caption_regions=(region(1, 50, 405, 250, 415),)),
        ),
        regions={"title": (region(1, 50, 50, 500, 80),)},
        pages=(1, 2),
    )


def drawn(pages: int = 2, upright: Affine | None = None) -> dict[int, Picture]:
    return {n: Picture(600, 800, b"picture", upright or Affine()) for n in range(1, pages + 1)}


def test_no_text_of_a_document_becomes_markup() -> None:
    paragraph = Paragraph(
        text=HOSTILE,
        regions=(region(1, 50, 110, 250, 200),),
        confidence=0.5,
        repairs=(Repair(kind=HOSTILE, was=HOSTILE, now=HOSTILE, confidence=0.9),),
    )
    bad = document(article(paragraph, text=HOSTILE, id=HOSTILE), text=HOSTILE)
    place = {"article": HOSTILE, "field": "paragraph", "index": 0, "start": 0, "end": 5}
    fact = line(HOSTILE, HOSTILE, {**place, "regions": []})
    fact["parts"][0]["differences"] = [{"was": HOSTILE, "now": "", "start": 3, "end": 9}]
    html = render(bad, drawn(), [fact], [HOSTILE])
    tags = Tags(html).found
    assert not [tag for tag, _ in tags if tag == "img" and "src" in dict(_)]
    assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
    scripts = [attributes for tag, attributes in tags if tag == "script"]
    assert [s.get("type") for s in scripts] == ["text/plain", "text/plain", None]  # two pictures and the page's own
    assert html.count("window.hacked") == html.count("&lt;script&gt;window.hacked")
    assert html.count("{{ 7 * 7 }}") > 10


def test_the_policy_allows_the_pages_own_script_and_style_and_nothing_else() -> None:
    html = render(document(article()), drawn())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.strip().split(" ", 1) for rule in policy[1].replace("&#39;", "'").split(";"))
    assert rules["default-src"] == "'none'" and rules["img-src"] == "blob:"
    import base64

    for name, tag in (("script-src", "script"), ("style-src", "style")):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(inline) == 1
        digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert not re.search(r'(?:src|href)="(?!#)', html)


def test_every_place_of_the_sample_is_marked_and_every_text_is_there() -> None:
    parsed = docparse.parse(SAMPLE)
    html = make([SAMPLE], picture_dpi=40).html
    tags = Tags(html).found
    marked = {a["data-k"] for tag, a in tags if tag == "rect" and "data-k" in a}
    told = {a["data-t"] for _, a in tags if "data-t" in a}
    shown = stories(parsed)
    placed = {piece.key for story in shown for piece in story.pieces if piece.regions}
    assert placed and placed <= marked
    assert {piece.key for story in shown for piece in story.pieces} <= told
    assert marked <= told
    assert sum(tag == "figure" and a.get("class") == "sheet" for tag, a in tags) == len(parsed.pages)
    for paragraph in (p for a in parsed.articles for p in a.paragraphs):
        assert paragraph.text in html


def test_arrows_lead_where_reading_goes_on_elsewhere() -> None:
    below = (
        Paragraph(text="a", regions=(region(1, 50, 110, 250, 200),)),
        Paragraph(text="b", regions=(region(1, 50, 205, 250, 290),)),
    )
    aside = Paragraph(text="c", regions=(region(1, 300, 110, 500, 200),))
    over = Paragraph(text="d", regions=(region(1, 300, 205, 500, 790), region(2, 50, 50, 250, 90)))
    made = document(article(*below, aside, over))
    first, second = sheets(made, stories(made), drawn())
    share, rest = first.shares[0], second.shares[0]
    starts = [arrow.line.split("C")[0] for arrow in share.arrows]
    # from the headline over both columns to the first, and from the first to the second; all else goes on below
    assert starts == ["M64.0 80.0", "M250.0 290.0"]
    assert share.after == 2 and share.before is None
    assert rest.before == 1 and rest.after is None and not rest.arrows


def test_a_label_hides_no_words() -> None:
    kicker, title, below = Box(50, 40, 90, 50), Box(50, 50, 250, 75), Box(50, 75, 250, 90)
    labels = placed([("kicker", kicker), ("title", title), ("byline", below)], [Box(50, 90, 250, 300)], 600, 1)
    assert labels["kicker", kicker] == Label(50, 39)  # nothing stands over it
    assert labels["title", title] == Label(250, 49, ends=True)  # the kicker is shorter
    assert labels["byline", below] == Label(252, 80.5)  # only beside it is room


def test_a_label_stays_on_the_page_and_in_its_picture() -> None:
    picture, corner = Box(0, 0, 600, 200), Box(560, 300, 598, 310)
    labels = placed([("figure", picture), ("page-number", corner)], [], 600, 1)
    assert labels["figure", picture] == Label(2, 7.5)
    assert labels["page-number", corner] == Label(598, 299, ends=True)


def test_where_no_room_is_a_label_covers_least() -> None:
    crowd = [Box(0, 0, 300, 49), Box(0, 50, 49, 60), Box(91, 50, 300, 60), Box(60, 61, 300, 90)]
    assert placed([("heading", Box(50, 50, 90, 60))], crowd, 300, 1)["heading", Box(50, 50, 90, 60)].y > 60


def test_a_page_that_lay_turned_is_shown_upright(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=600, height=800)
    page.draw_rect((0, 0, 60, 80), fill=(0, 0, 0))  # top left, as displayed
    told = Page(page=1, width=600, height=800, rotation=90, method="ocr")  # OCR turned it clockwise to read it
    ((number, picture),) = pictures.draw(pdf, [told], dpi=36)
    assert number == 1 and (picture.width, picture.height) == (800, 600)
    path = tmp_path / "page.webp"
    path.write_bytes(picture.webp)
    with Image.open(path) as image:
        grey = image.convert("L")
        assert grey.size == (400, 300)
        assert grey.getpixel((390, 10)) < 60 < 200 < grey.getpixel((10, 10))  # type: ignore[operator]
    assert picture.upright.box(Box(0, 0, 60, 80)) == Box(720, 0, 800, 60)


def test_a_page_that_its_file_turns_is_displayed_as_it_is() -> None:
    pdf = pymupdf.open()
    pdf.new_page(width=600, height=800).set_rotation(90)
    ((_, picture),) = pictures.draw(pdf, [Page(page=1, width=800, height=600, rotation=90)], dpi=36)
    assert (picture.width, picture.height) == (800, 600) and picture.upright == quarter_turns(0, 800, 600)


def test_the_halves_of_a_spread_are_one_sheet() -> None:
    made = document(article(Paragraph(text="a", regions=(region(1, 700, 50, 900, 90),))), pages=1)
    half = made.pages[0]
    spread = replace(made, pages=tuple(replace(half, part=part, width=1200.0) for part in (1, 2)))
    pdf = pymupdf.open()
    pdf.new_page(width=1200, height=800)
    shown = list(sheets(spread, stories(spread), dict(pictures.draw(pdf, spread.pages, dpi=36))))
    assert len(shown) == 1 and len(shown[0].parts) == 2 and len(shown[0].furniture) == 2
    assert "a spread" in render(spread, dict(pictures.draw(pdf, spread.pages, dpi=36)))


def test_doubtful_text_and_repairs_are_marked() -> None:
    repaired = Repair(kind="ocr", was="官传", now="宣传", confidence=0.98)
    paragraph = Paragraph(
        text="做好宣传工作", regions=(region(1, 50, 110, 250, 200),), confidence=DOUBTFUL - 0.1, repairs=(repaired,)
    )
    html = render(document(article(paragraph)), drawn())
    assert '做好<ins title="was: 官传">宣传</ins>工作' in html
    assert re.search(r'<p data-t="a1-paragraph0"[^>]* class="doubtful" title="Confidence 80 %"', html)
    assert 'class="paragraph doubtful"' in html
    assert '<del dir="auto">官传</del> → <ins dir="auto">宣传</ins> (ocr, 98 %)' in html


def at(place: docparse.Location | dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {**(place if isinstance(place, dict) else msgspec.to_builtins(place)), **changed}


def line(content: str, verdict: str | None, *places: Any, **more: Any) -> dict[str, Any]:
    """What docparse ground writes of a fact."""
    parts = [{"start": 0, "end": len(content), "similarity": 1.0, "differences": [], "at": list(places), "also": []}]
    return {"fact": {"content": content, **more}, "verdict": verdict, "parts": parts if places else []}


def test_facts_find_their_pieces() -> None:
    made = document(article(Paragraph(text="𠀀𠀁 and words", regions=(region(1, 50, 110, 250, 200),))))
    (place,) = docparse.locate(made, "and")
    nowhere = {"article": None, "index": 1, "start": 0, "end": 4, "regions": []}
    found, lost, furniture = facts.facts(
        [
            line("and", "verbatim", at(place)),
            line("or", "nowhere", at(place, article="a77"), at(nowhere, field="publication")),
            line("Words", "verbatim", at(nowhere, field="furniture")),
        ],
        made,
        stories(made),
    )
    assert [(p.key, p.start, p.end) for p in found.places] == [("a1-paragraph0", 5, 8)]  # 𠀀 counts two in JavaScript
    assert found.regions == (region(1, 50, 110, 250, 200),)
    assert lost.places == ()
    assert [p.key for p in furniture.places] == ["page2-furniture0"] and furniture.regions[0].page == 2


def test_what_differs_is_shown_beside_what_is_printed() -> None:
    made = document(article(Paragraph(text="three hundred and seventeen", regions=(region(1, 50, 110, 250, 200),))))
    (place,) = docparse.locate(made, "three hundred and seventeen")
    near = line("three hundred people", "near", at(place))
    near["parts"][0]["differences"] = [{"was": "and seventeen", "now": "people", "start": 14, "end": 20}]
    (fact,) = facts.facts([near], made, stories(made))
    assert fact.words == (("three hundred ", None), ("people", "and seventeen"))
    html = render(made, drawn(), [near])
    assert '<del>people</del><ins title="printed">and seventeen</ins>' in html


def test_authors_and_dates_are_facts_of_their_own() -> None:
    made = document(article(Paragraph(text="a")))
    place = {"article": "a01", "field": "byline", "index": 0, "start": 2, "end": 4, "regions": []}
    said = {
        **line("a", None, author="Words", publish_date="2026-03"),
        "author": {"verdict": "verbatim", "at": [place]},
        "publish_date": {"verdict": "nowhere", "at": []},
    }
    author, date = facts.facts([said], made, stories(made))
    assert (author.kind, author.words, [p.key for p in author.places]) == ("author", (("Words", None),), ["a1-byline"])
    assert (date.kind, date.verdict) == ("date", "nowhere")


@pytest.mark.parametrize("text", ["{", '{"verdict": 3, "content": "x"}', '[1]\n"x"'])
def test_what_is_no_file_of_facts_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text(text)
    with pytest.raises(NotCheckedFacts, match="docparse ground"):
        facts.facts(facts.read(path), document(), ())


def test_the_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.html"
    assert main(["view", str(SAMPLE), "--pages", "3-4", "-v", "-o", str(target)]) == 0
    assert "2 pages" in capsys.readouterr().err
    html = target.read_text("utf-8")
    assert "老渡口有了新码头" in html and 'id="picture-4"' in html and 'id="picture-5"' not in html


def test_json_of_the_same_file_is_shown_and_of_another_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known, target = tmp_path / "out.json", tmp_path / "review.html"
    parsed = docparse.parse(SAMPLE, pages="3")
    known.write_text(replace(parsed, publication=Publication(title="Named by hand")).to_json(), "utf-8")
    assert main(["view", str(SAMPLE), str(known), "--picture-dpi", "40", "-o", str(target)]) == 0
    assert capsys.readouterr().err == ""
    assert "Named by hand" in target.read_text("utf-8")
    other = SAMPLES / "en-newsletter-sample.pdf"
    assert main(["view", str(other), str(known), "--picture-dpi", "40", "-o", str(target)]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert "was made from another file" in line and "was made from another file" in target.read_text("utf-8")


def test_pages_of_one_issue(tmp_path: Path, make_pdf: Callable[..., Path]) -> None:
    first, second, target = make_pdf("1.pdf"), make_pdf("2.pdf"), tmp_path / "review.html"
    assert main(["view", str(first), str(second), "-o", str(target)]) == 2
    assert main(["view", str(first), str(second), "--as-issue", "-q", "-o", str(target)]) == 0
    assert target.read_text("utf-8").count('class="sheet"') == 2


def test_an_encrypted_file(tmp_path: Path, make_pdf: Callable[..., Path]) -> None:
    secret, target = make_pdf(password="open"), tmp_path / "review.html"
    assert main(["view", str(secret), "-o", str(target)]) == 4
    assert main(["view", str(secret), "--password", "open", "-o", str(target)]) == 0
    assert 'id="picture-1"' in target.read_text("utf-8")


def test_a_picture_without_a_resolution_fits_what_was_read_with_one(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.new("RGB", (1200, 1600), "white").save(path)
    known = tmp_path / "scan.json"
    parsed = docparse.parse(path, ocr="never", dpi=144)
    assert parsed.pages[0].width == 600
    known.write_text(parsed.to_json(), "utf-8")
    assert 'viewBox="0 0 600.0 800.0"' in make([path], known=known).html


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["missing.pdf", "-o", "x.html"], 3, "no such file"),
        (["out.json", "-o", "x.html"], 2, "has no pages to show"),
        (["a.json", str(SAMPLE), "b.json", "-o", "x.html"], 2, "one JSON"),
        ([str(SAMPLE), "-o", str(SAMPLE)], 2, "would overwrite an input"),
        ([str(SAMPLE), "missing.json", "-o", "x.html"], 3, "no such file"),
        ([str(SAMPLE), "--facts", "missing.jsonl", "-o", "x.html"], 3, "not a file of checked facts"),
        ([str(SAMPLE), "--pages", "99", "-o", "x.html"], 2, "no page 99"),
        ([str(SAMPLE), "-o", "missing/x.html"], 6, "cannot be written"),
    ],
)
def test_errors_are_one_line(
    arguments: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["view", *arguments]) == code
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line


def test_json_that_is_no_document_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = tmp_path / "other.json"
    known.write_text(json.dumps({"articles": 3}))
    assert main(["view", str(SAMPLE), str(known), "-o", str(tmp_path / "x.html")]) == 3
    assert "other.json" in capsys.readouterr().err


def test_a_text_has_its_articles_alone(tmp_path: Path) -> None:
    source = tmp_path / "out.md"
    source.write_text(
        "# 社区图书馆重新开放\n\n图书馆昨天重新开放，居民可以借书。\n\n开放时间是每天上午九点到下午五点。\n", "utf-8"
    )
    made = make([source])
    assert made.pages == 0 and "居民可以借书" in made.html
    assert 'class="panes pageless"' in made.html and 'class="sheet"' not in made.html


def test_the_evidence_that_joined_an_articles_parts_stands_beside_it() -> None:
    made = make([SAMPLES / "en-newsletter-sample.pdf"], picture_dpi=40)
    explained = re.findall(r'<details class="why".*?</details>', made.html, re.DOTALL)
    assert explained and "page named <b>+3.0</b>" in explained[0]
    joints: list[Any] = []
    docparse.parse(SAMPLES / "en-newsletter-sample.pdf", explain=joints.extend)
    assert joints and all(sum(e.weight for e in joint.evidence) > 0 for joint in joints)
    assert sum(text.count("<li>") for text in explained) == len(joints)
