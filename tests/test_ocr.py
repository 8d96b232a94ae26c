"""Real scans through the real engine: what is read from a picture of a page is what the page's own text says."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from builders import SENTENCES, Sheet
from scans import askew, overlap_of, picture_of, png

import docparse
from docparse.geometry import Box, union
from docparse.model import Article, Document
from docparse.reading.placing import Affine, quarter_turns, turned

ROOT = Path(__file__).parent.parent
DPI, SKEW, GROUND = 150, 2.0, 225
PARTS = {  # page and height of an article of a sample
    "zh-newsletter-sample": (7, 262, 660),
    "en-newsletter-sample": (2, 40, 300),
}


@cache
def part(name: str) -> bytes:
    """One article of a sample, as a PDF of one page."""
    number, top, bottom = PARTS[name]
    with pymupdf.open(ROOT / "samples" / f"{name}.pdf") as pdf:
        pdf.select([number - 1])
        pdf[0].set_cropbox(pymupdf.Rect(0, top, pdf[0].rect.width, bottom))
        return bytes(pdf.tobytes())


@cache
def scan(name: str, turns: int) -> bytes:
    """The same on grey paper, laid in askew, then turned."""
    with pymupdf.open(stream=part(name), filetype="pdf") as pdf:
        pixels = picture_of(pdf[0], DPI)
    grey = np.minimum(pixels, GROUND).astype(np.uint8)
    return png(np.rot90(askew(grey, SKEW, GROUND), -turns), DPI)


def to_scan(name: str, turns: int) -> Affine:
    """From the PDF's page to the scan's."""
    with pymupdf.open(stream=part(name), filetype="pdf") as pdf:
        width, height = pdf[0].rect.width, pdf[0].rect.height
    return turned(-math.radians(SKEW), width, height).then(quarter_turns(turns, width, height))


def plain(text: str | None) -> str:
    """Without spaces and widths; the models see a blurred i as one without its dot."""
    return "".join(unicodedata.normalize("NFKC", text or "").replace("ı", "i").split())


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, plain(a), plain(b), autojunk=False).ratio()


def main_article(document: Document) -> Article:
    return max(document.articles, key=lambda a: len(a.text))


def codes(document: Document) -> set[str]:
    return {w.code for w in document.warnings}


def around(regions: tuple[docparse.Region, ...]) -> Box:
    return union(Box(*r.bbox) for r in regions)


def assert_alike(found: Document, truth: Document, there: Affine) -> None:
    mine, theirs = main_article(found), main_article(truth)
    assert (plain(mine.title), plain(mine.org)) == (plain(theirs.title), plain(theirs.org))
    assert [(p.role, plain(p.name)) for p in mine.byline] == [(p.role, plain(p.name)) for p in theirs.byline]
    assert (mine.source, plain(mine.byline_text)) == (theirs.source, plain(theirs.byline_text))
    assert likeness(mine.text, theirs.text) >= 0.97
    assert len(mine.paragraphs) == len(theirs.paragraphs)
    assert any(p.confidence < 1 for p in mine.paragraphs), "the engine's, not a text layer's"
    for a, b in zip(mine.paragraphs, theirs.paragraphs, strict=True):
        assert likeness(a.text, b.text) >= 0.95
        assert 0.8 < a.confidence <= 1
        assert len(a.regions) == len(b.regions)
        for mine_at, theirs_at in zip(a.regions, b.regions, strict=True):
            assert overlap_of(mine_at.bbox, there.box(Box(*theirs_at.bbox))) > 0.8
    assert overlap_of(around(mine.regions["title"]), there.box(around(theirs.regions["title"]))) > 0.6


@pytest.mark.parametrize(("name", "turns"), [(n, t) for n in PARTS for t in (0, 1, 2) if t == 0 or n.startswith("zh")])
def test_a_scan_says_what_its_page_says(name: str, turns: int) -> None:
    found, truth = docparse.parse(scan(name, turns), jobs=1), docparse.parse(part(name))
    (told,) = found.pages
    assert (told.method, told.engine, told.part, told.reason) == ("ocr", "rapidocr", None, "picture-page")
    assert told.rotation == (-90 * turns) % 360 and told.skew == pytest.approx(SKEW, abs=0.2)
    assert found.language == truth.language and codes(found) - {"ocr-texture"} == {"read-by-ocr"}
    assert_alike(found, truth, to_scan(name, turns))


def test_the_command_reads_a_scan(tmp_path: Path) -> None:
    (tmp_path / "scan.png").write_bytes(scan("en-newsletter-sample", 0))
    command = [sys.executable, "-m", "docparse", str(tmp_path / "scan.png"), "-o", str(tmp_path / "out.json")]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=300)
    assert done.returncode == 0 and done.stdout == b""
    said = done.stderr.decode().splitlines()
    assert len(said) == 1 and said[0].startswith("docparse: warning: ") and said[0].endswith("(read-by-ocr)")
    document = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert document["source"]["media_type"] == "image/png"
    truth = main_article(docparse.parse(part("en-newsletter-sample")))
    assert truth.title in [article["title"] for article in document["articles"]]


# ---- PDFs whose text layer says something else than the page


def misread(data: bytes) -> bytes:
    """The file with tables of characters that take each letter for the one after it."""
    pdf = pymupdf.open(stream=data, filetype="pdf")
    for xref in range(1, pdf.xref_length()):
        kind, _ = pdf.xref_get_key(xref, "ToUnicode")
        if kind == "null" and pdf.xref_get_key(xref, "Type") == ("name", "/Font"):
            table = pdf.get_new_xref()
            pdf.update_object(table, "<<>>")
            codes = "".join(f"<{c:02x}> <{0x61 + (c * 7 + 5) % 26:04x}>\n" for c in range(0x41, 0x7B))
            stream = (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
                "1 begincodespacerange <00> <ff> endcodespacerange\n"
                f"{0x7B - 0x41} beginbfchar\n{codes}endbfchar endcmap end end"
            )
            pdf.update_stream(table, stream.encode())
            pdf.xref_set_key(xref, "ToUnicode", f"{table} 0 R")
    return bytes(pdf.tobytes())


def column_of_english(headline: str | None) -> pymupdf.Document:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    if headline:
        sheet.text(headline, 60, 110, 24)
    for i, text in enumerate(SENTENCES * 2):
        sheet.text(text, 60 if i % 6 else 72, 150 + 14 * i)
    return pdf


BODY_TEXT = " ".join(SENTENCES)


def test_a_table_of_characters_that_lies() -> None:
    data = misread(bytes(column_of_english("Harbour office opens").tobytes()))
    lie = docparse.parse(data, ocr="never")
    assert "harbour" not in lie.to_json().lower() and codes(lie) == {"doubtful-text"}
    found = docparse.parse(data, jobs=1)
    (article,) = found.articles
    assert (found.pages[0].method, found.pages[0].reason) == ("ocr", "no-words")
    assert article.title == "Harbour office opens"
    assert likeness(article.text, f"Harbour office opens {BODY_TEXT} {BODY_TEXT}") >= 0.97


def test_a_headline_that_is_a_picture_over_a_text() -> None:
    drawn = Sheet(pymupdf.open())
    drawn.text("Harbour office opens", 60, 110, 24)
    box = pymupdf.Rect(50, 82, 330, 120)
    pdf = column_of_english(None)
    pdf[0].insert_image(box, pixmap=drawn.page.get_pixmap(dpi=150, clip=box))
    found = docparse.parse(bytes(pdf.tobytes()), jobs=1)
    (article,) = found.articles
    assert (found.pages[0].method, found.pages[0].engine) == ("mixed", "rapidocr")
    assert found.pages[0].reason == "pictured-line" and codes(found) == {"read-by-ocr"}
    assert article.title == "Harbour office opens" and article.figures == ()
    (truth,) = docparse.parse(bytes(column_of_english("Harbour office opens").tobytes())).articles
    assert article.text == truth.text
    assert {p.confidence for p in article.paragraphs} == {1.0}
    assert overlap_of(article.regions["title"][0].bbox, truth.regions["title"][0].bbox) > 0.7
