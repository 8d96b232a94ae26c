"""METS with ALTO, PAGE-XML, schema.org and ninjs: complete, and never broken by what a text holds.

Whether they are valid by their schemas is in test_export_valid.py.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import MakePdf
from documents import NOTICE, PHOTOS, STORY, document, told, unpacked
from hypothesis import HealthCheck, given, settings
from models import documents
from msgspec.structs import replace
from pyld import jsonld

import docparse
from docparse.cli import main
from docparse.export import by_ending, by_name
from docparse.export.xml import legal
from docparse.model import Article, Document, Furniture, Page, Paragraph, Region, Section

SAMPLES = Path(__file__).parent.parent / "samples"
ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"
METS = "{http://www.loc.gov/METS/}"
PAGE = "{http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15}"
XLINK = "{http://www.w3.org/1999/xlink}"
drawn = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))

CUT = Paragraph(
    text="小院里又有了笑声。 Old friends <sat> & talked.",
    regions=(Region(page=1, bbox=(36, 72, 72, 144)), Region(page=2, bbox=(0, 0, 72, 36))),
    confidence=0.93,
)
CUT_STORY = Article(
    id="a01",
    title="小院里的笑声",
    subtitle="一年以后",
    sections=(Section(paragraphs=(CUT,)),),
    regions={
        "title": (Region(page=1, bbox=(36, 36, 144, 60)),),
        "subtitle": (Region(page=1, bbox=(36, 60, 144, 70)),),
    },
    figures=STORY.figures,
    tables=STORY.tables,
    pages=(1, 2),
)
HEADER = Furniture(kind="header", text="第八版", bbox=(10, 5, 50, 12))
TWO_PAGES = replace(
    document(CUT_STORY, NOTICE),
    pages=(
        Page(page=1, label="A01", width=420, height=595, furniture=(HEADER,)),
        Page(page=2, width=420, height=595, method="ocr", engine="rapidocr"),
    ),
)


@pytest.fixture(scope="module", params=["zh-newsletter", "en-newspaper"])
def sample(request: pytest.FixtureRequest) -> Document:
    return docparse.parse(SAMPLES / f"{request.param}-sample.pdf")


# ---- our own JSON


@given(documents())
@drawn
def test_our_json_loses_nothing(made: Document) -> None:
    assert Document.from_json(made.to_json()) == made
    assert Document.from_json(made.to_json(indent=None)) == made


# ---- ALTO


def test_alto_has_a_block_for_each_box_and_the_words_once() -> None:
    files = unpacked("mets-alto", TWO_PAGES)
    assert list(files) == ["mets.xml", "alto/0001.xml", "alto/0002.xml"]
    one, two = (files[f"alto/000{i}.xml"] for i in (1, 2))
    words = [s.get("CONTENT") for s in one.iter(f"{ALTO}String")]
    assert words == ["第八版", "小院里的笑声", "一年以后", *CUT.text.split(), "项目", "数|量", "座位", "12"]
    first, second = one.find(".//*[@ID='a01_t1']"), two.find(".//*[@ID='a01_t1_2']")
    assert (first.get("HPOS"), first.get("VPOS"), first.get("WIDTH"), first.get("HEIGHT")) == (
        "600.0",
        "1200.0",
        "600.0",
        "1200.0",
    )
    assert {s.get("WC") for s in first.iter(f"{ALTO}String")} == {"0.93"}
    assert len(second) == 0 and "goes_on" in second.get("TAGREFS")


def test_alto_keeps_running_heads_in_the_margin_and_knows_the_printed_number() -> None:
    one = unpacked("mets-alto", TWO_PAGES)["alto/0001.xml"]
    assert [s.get("CONTENT") for s in one.find(f".//{ALTO}TopMargin").iter(f"{ALTO}String")] == ["第八版"]
    page = one.find(f".//{ALTO}Page")
    assert (page.get("PRINTED_IMG_NR"), page.get("WIDTH"), page.get("LANG")) == ("A01", "7000.0", "zh")
    assert one.find(f".//{ALTO}Illustration") is not None


def test_no_box_is_invented_for_a_word() -> None:
    for name, root in unpacked("mets-alto", TWO_PAGES).items():
        if name != "mets.xml":
            assert all(set(s.attrib) <= {"CONTENT", "WC"} for s in root.iter(f"{ALTO}String"))


# ---- METS


def test_mets_leads_from_articles_to_blocks(sample: Document) -> None:
    files = unpacked("mets-alto", sample)
    mets = files["mets.xml"]
    paths = {f.get("ID"): f.find(f"{METS}FLocat").get(f"{XLINK}href") for f in mets.iter(f"{METS}file")}
    logical = mets.find(f"{METS}structMap[@TYPE='LOGICAL']")
    articles = logical.findall(f"{METS}div/{METS}div")
    assert [div.get("LABEL") for div in articles] == [article.title for article in sample.articles]
    for div, article in zip(articles, sample.articles, strict=True):
        areas = list(div.iter(f"{METS}area"))
        blocks = [files[paths[a.get("FILEID")]].find(f".//*[@ID='{a.get('BEGIN')}']") for a in areas]
        assert all(block is not None for block in blocks)
        words = "".join(s.get("CONTENT") for block in blocks for s in block.iter(f"{ALTO}String"))
        for paragraph in article.paragraphs:
            assert "".join(paragraph.text.split()) in words


# ---- PAGE


def test_page_has_the_articles_as_its_reading_order() -> None:
    one = unpacked("page-xml", TWO_PAGES)["page/0001.xml"]
    (group,) = one.iter(f"{PAGE}OrderedGroupIndexed")
    assert (group.get("type"), group.get("caption")) == ("article", "小院里的笑声")
    refs = [ref.get("regionRef") for ref in group]
    assert refs[:3] == ["a01_title", "a01_subtitle", "a01_t1"]
    regions = {r.get("id"): r for r in one.iter(f"{PAGE}TextRegion")}
    assert regions["a01_t1"].findtext(f"{PAGE}TextEquiv/{PAGE}Unicode") == CUT.text
    assert regions["a01_t1"].find(f"{PAGE}Coords").get("points") == "150,300 300,300 300,600 150,600"
    two = unpacked("page-xml", TWO_PAGES)["page/0002.xml"]
    assert "continues {id:a01_t1;}" in two.find(f".//{PAGE}TextRegion").get("custom")


# ---- schema.org


# What schema.org's context does with names: each is one of its own. The context itself is in test_export_valid.py.
VOCABULARY = {"@context": {"@vocab": "https://schema.org/"}}


def expanded(made: dict[str, Any]) -> list[dict[str, Any]]:
    def load(url: str, options: Any) -> dict[str, Any]:
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": VOCABULARY}

    found = jsonld.expand(made, {"documentLoader": load})
    assert isinstance(found, list)
    return found


def test_schema_org_is_read_as_linked_data(sample: Document) -> None:
    nodes = expanded(told("jsonld", sample))
    issue, *articles = nodes
    assert issue["@type"] == ["https://schema.org/PublicationIssue"]
    wanted = [a for a in sample.articles if a.kind not in ("masthead", "contents")]
    assert len(articles) == len(wanted)
    for node, article in zip(articles, wanted, strict=True):
        assert node["https://schema.org/isPartOf"] == [{"@id": issue["@id"]}]
        if article.title:
            assert node["https://schema.org/headline"] == [{"@value": article.title}]


def test_schema_org_has_what_is_printed_and_nothing_else() -> None:
    issue, story, photos = told("jsonld", document(STORY, PHOTOS))["@graph"]
    assert issue["isPartOf"] == {"@type": "Periodical", "name": "社区工作通讯"}
    assert [person["name"] for person in story["author"]] == ["景静", "景静"]
    assert [person["name"] for person in story["contributor"]] == ["李明"]
    assert (story["datePublished"], photos["datePublished"]) == ("2025-02", "2025-03-01")
    assert story["image"] == [
        {"@type": "ImageObject", "caption": "老人们在下棋。", "creditText": "李明 摄", "contentUrl": "fig/p001-1.png"}
    ]
    assert "dateline" not in story and "author" not in photos


# ---- ninjs


def test_ninjs_has_each_article_with_its_body() -> None:
    issue = told("ninjs", document(STORY, PHOTOS))
    story, photos = issue["associations"]
    assert (issue["type"], story["type"], photos["type"]) == ("composite", "text", "picture")
    assert {h["role"]: h["value"] for h in story["headlines"]} == {
        "main": "小院里的笑声",
        "subtitle": "一个老旧小区的新生活",
        "kicker": "新春走基层",
    }
    plain, rich = story["bodies"]
    assert plain["value"] == STORY.text and plain["charCount"] == len(STORY.text)
    assert "<p>小院里又有了笑声。</p>\n<p>老人们坐在树下。</p>\n<h2>一、从头说起</h2>" in rich["value"]
    assert story["associations"][0]["renditions"] == [{"name": "crop", "href": "fig/p001-1.png"}]
    assert {"role": "date", "value": "2025-02"} in story["altIds"]


def test_names_are_the_same_for_the_same_file_and_differ_for_each_article() -> None:
    issue = told("ninjs", document(STORY, PHOTOS))
    names = [issue["uri"], *(item["uri"] for item in issue["associations"])]
    assert len(set(names)) == 3 and all(name.startswith("ni:///sha-256;AAAA") for name in names)


# ---- whatever a document holds


@given(documents())
@drawn
def test_whatever_a_document_holds_is_well_formed(made: Document) -> None:
    unpacked("mets-alto", made)
    unpacked("page-xml", made)
    told("ninjs", made)
    assert expanded(told("jsonld", made))


def test_a_character_that_xml_cannot_hold_is_replaced() -> None:
    assert legal("a\x00b\x0bc\ufffed\ud800e\tf😀") == "a\ufffdb\ufffdc\ufffdd\ufffde\tf😀"
    bad = Article(id="a1", title="No\x0cbell\x00", regions={"title": (Region(page=1, bbox=(0, 0, 9, 9)),)})
    one = unpacked("mets-alto", document(bad))["alto/0001.xml"]
    assert [s.get("CONTENT") for s in one.iter(f"{ALTO}String")] == ["No", "bell\ufffd"]


# ---- on the command line


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("out.json", "json"),
        ("out.jsonl", "jsonl"),
        ("out.zip", "mets-alto"),
        ("out.mets.zip", "mets-alto"),
        ("OUT.PAGE.ZIP", "page-xml"),
        ("out.jsonld", "jsonld"),
        ("out.ninjs.json", "ninjs"),
    ],
)
def test_the_ending_names_the_format(name: str, format: str) -> None:
    found = by_ending(Path(name))
    assert found is not None and found.name == format


@pytest.mark.parametrize("name", ["mets-alto", "page-xml", "jsonld", "ninjs"])
def test_a_folder_becomes_a_file_each(name: str, make_pdf: MakePdf, tmp_path: Path) -> None:
    make_pdf("in/a.pdf")
    make_pdf("in/deep/b.pdf")
    assert main([str(tmp_path / "in"), "--format", name, "-o", str(tmp_path / "out"), "-q"]) == 0
    ending = by_name(name).endings[0]
    out = tmp_path / "out"
    written = sorted(p.relative_to(out).as_posix() for p in out.rglob(f"*{ending}") if p.is_file())
    assert written == [f"a{ending}", f"deep/b{ending}"]


@pytest.mark.parametrize("name", ["mets-alto", "page-xml"])
def test_a_text_has_no_places(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("社区图书馆重新开放\n\n图书馆昨天重新开放，居民可以借书。\n", "utf-8")
    assert main([str(tmp_path / "a.txt"), "--format", name, "-o", str(tmp_path / "a.zip")]) == 2
    assert "a.txt" in capsys.readouterr().err and not (tmp_path / "a.zip").exists()
    assert main([str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.jsonld")]) == 0


def test_the_same_document_gives_the_same_bytes(make_pdf: MakePdf) -> None:
    parsed = docparse.parse(make_pdf())
    for name in ("mets-alto", "page-xml", "jsonld", "ninjs"):
        assert by_name(name).render(parsed) == by_name(name).render(parsed)


def test_a_package_goes_to_standard_output(make_pdf: MakePdf, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main([str(make_pdf()), "--format", "mets-alto", "-q"]) == 0
    with zipfile.ZipFile(io.BytesIO(capfdbinary.readouterr().out)) as archive:
        assert archive.testzip() is None
