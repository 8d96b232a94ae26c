"""Text layer, OCR or both: what is decided for each page, what is told of it, and what happens where OCR fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from builders import line, page
from conftest import MakePdf
from scans import BODY, HEADLINE, Marked, MarkReader, Pixels, marked, overlap_of, picture_of, png

import docparse
from docparse import cli, errors
from docparse.geometry import Box
from docparse.model import Document
from docparse.ocr.engine import Seen
from docparse.reading import document as reading
from docparse.reading import triage

UseEngine = Callable[[Any], list[Any]]
WRONG = tuple("".join(chr(0x4E00 + (7 * ord(c)) % 0x5000) if c not in "，。" else c for c in text) for text in BODY)


def paired(lines: Sequence[str]) -> list[str]:
    return [a + b for a, b in zip(lines[::2], lines[1::2], strict=True)]


PARAGRAPHS = paired(BODY)


class Comparer(MarkReader):
    """Reads whole pages by their marks; of single lines it says what `answer` makes of the text layer's."""

    def __init__(self, texts: Sequence[str], use_engine: UseEngine, answer: Callable[[str], str]) -> None:
        super().__init__(texts)
        self.tasks, self.answer = use_engine(self), answer
        self.compared: list[str] = []
        self.whole = 0

    def read(self, image: Pixels) -> Sequence[Seen]:
        height, width = image.shape[:2]
        if height < 100:
            said = self.tasks[-1].compare[len(self.compared)].text
            self.compared.append(said)
            return [Seen(((0, 0), (width, 0), (width, height), (0, height)), self.answer(said), 0.9)]
        self.whole += 1
        return super().read(image)


def scanned(layer: Sequence[str] | None = None) -> tuple[bytes, Marked]:
    """A scan; with an unseen text layer, as programs put it there."""
    sheet = marked()
    pdf = pymupdf.open()
    shown = pdf.new_page(width=420, height=450)
    shown.insert_image(shown.rect, stream=png(sheet.picture(100), 100))
    for i, text in enumerate(layer or ()):
        at = (50, 80) if i == 0 else (50 + 24 * (i % 2), 130 + 21 * (i - 1))
        shown.insert_text(at, text, fontname="china-s", fontsize=22 if i == 0 else 12, render_mode=3)
    return bytes(pdf.tobytes()), sheet


def codes(document: Document) -> list[tuple[int | None, str]]:
    return [(w.page, w.code) for w in document.warnings]


def texts(document: Document) -> list[str]:
    return [p.text for a in document.articles for p in a.paragraphs]


# ---- a text layer that is doubted


def test_an_old_text_layer_that_is_right_is_kept(use_engine: UseEngine) -> None:
    data, sheet = scanned((HEADLINE, *BODY))
    # what is read beside the line is of its neighbours, and no disagreement
    reader = Comparer(sheet.texts, use_engine, lambda said: f"门{said}边")
    document = docparse.parse(data)
    (told,) = document.pages
    assert (told.method, told.engine, told.reason) == ("text", None, None)
    assert codes(document) == [] and reader.whole == 0, "a few lines were looked at, not the page"
    assert len(reader.compared) == triage.SAMPLE and set(reader.compared) <= set(sheet.texts)
    assert {p.confidence for a in document.articles for p in a.paragraphs} == {1.0}
    assert texts(document) == PARAGRAPHS


def test_an_old_text_layer_with_one_wrong_letter_a_line_is_read_again(use_engine: UseEngine) -> None:
    data, sheet = scanned((HEADLINE, *(text[:4] + "夭" + text[5:] for text in BODY)))
    true = {text[:4]: text for text in (HEADLINE, *BODY)}
    reader = Comparer(sheet.texts, use_engine, lambda said: true[said[:4]])
    document = docparse.parse(data)
    (told,) = document.pages
    assert (told.method, told.engine, told.reason) == ("ocr", "marks", "ocr-layer")
    assert codes(document) == [(1, "read-by-ocr")] and reader.whole == 1
    assert texts(document) == PARAGRAPHS
    assert {p.confidence for a in document.articles for p in a.paragraphs} == {0.95}


@pytest.mark.parametrize(("right", "method"), [(0.9, "text"), (0.5, "ocr")])
def test_characters_that_form_no_words_are_compared_more_kindly(
    use_engine: UseEngine, right: float, method: str
) -> None:
    """A language that docparse does not know looks like this, and an engine reads it with some mistakes."""
    sheet = marked(body=WRONG)
    reader = Comparer((HEADLINE, *BODY), use_engine, lambda said: said[: round(right * len(said))])
    document = docparse.parse(bytes(sheet.pdf.tobytes()))
    (told,) = document.pages
    assert (told.method, told.reason) == (method, "no-words" if method == "ocr" else None)
    assert texts(document) == (PARAGRAPHS if method == "ocr" else paired(WRONG))
    (task,) = reader.tasks
    assert task.agreement == triage.AGREES and task.regions == ()


def test_a_page_that_can_be_believed_is_never_drawn(make_pdf: MakePdf, use_engine: UseEngine) -> None:
    tasks = use_engine(None)
    assert docparse.parse(make_pdf(pages=2)).pages[1].method == "text" and tasks == []


# ---- parts of a page


def with_pictured_headline() -> tuple[bytes, Marked, Box]:
    """A body of text under a headline that is a picture."""
    drawn, sheet = marked(body=()), marked(headline=" ")
    box = Box(30, 50, 290, 95)
    clip = drawn.pdf[0].get_pixmap(dpi=150, clip=box)
    pixels = np.frombuffer(clip.samples, np.uint8).reshape(clip.height, clip.width, 3).copy()
    sheet.pdf[0].insert_image(box, stream=png(pixels, 150))
    return bytes(sheet.pdf.tobytes()), sheet, box


def test_a_headline_that_is_a_picture_is_read_into_the_text(use_engine: UseEngine) -> None:
    data, _, box = with_pictured_headline()
    tasks = use_engine(MarkReader((HEADLINE,)))
    document = docparse.parse(data, ocr_engine="marks")
    (told,) = document.pages
    assert (told.method, told.engine, told.reason) == ("mixed", "marks", "pictured-line")
    assert [region.rounded() for region in tasks[0].regions] == [box]
    (article,) = document.articles
    assert article.title == HEADLINE and article.figures == ()
    assert overlap_of(article.regions["title"][0].bbox, (50, 60.6, 248, 82.6)) > 0.7
    assert texts(document) == PARAGRAPHS and {p.confidence for p in article.paragraphs} == {1.0}
    (warning,) = document.warnings
    assert warning.code == "read-by-ocr" and "parts of the page were read by marks" in warning.message


def test_a_picture_in_which_nothing_is_read_stays_a_picture(use_engine: UseEngine) -> None:
    data, _, _ = with_pictured_headline()
    tasks = use_engine(MarkReader((HEADLINE,), confidence=0.4))
    document = docparse.parse(data)
    (told,) = document.pages
    assert (told.method, told.engine, told.reason, document.warnings) == ("text", None, None, ())
    assert len(tasks) == 1 and document.articles == docparse.parse(data, ocr="never").articles


def test_lines_in_a_region_replace_what_the_text_layer_has_there() -> None:
    stays, goes = line("stays", 50, 200), line("g0es", 52, 101)
    content = page(goes, stays)
    plan = triage.Plan("pictured-line", "", regions=(Box(50, 100, 250, 112), Box(50, 300, 250, 312)))
    read = line("goes", 50, 100)
    mixed = triage.mixed(content, plan, [read], "marks")
    assert [found.text for found in mixed.lines] == ["goes", "stays"]
    assert (mixed.method, mixed.engine, mixed.reason) == ("mixed", "marks", "pictured-line")
    assert triage.mixed(content, plan, [], "marks") is content


# ---- what the caller asks for


def test_never_keeps_the_text_and_says_that_it_is_doubtful(use_engine: UseEngine, make_pdf: MakePdf) -> None:
    tasks = use_engine(None)
    data, _ = scanned((HEADLINE, *BODY))
    document = docparse.parse(data, ocr="never")
    assert document.pages[0].method == "text" and texts(document) == PARAGRAPHS
    assert codes(document) == [(1, "doubtful-text")] and "OCR is off" in document.warnings[0].message
    bare, _ = scanned()
    document = docparse.parse(bare, ocr="never")
    assert document.pages[0].method == "empty" and {code for _, code in codes(document)} == {"doubtful-text", "no-text"}
    assert docparse.parse(make_pdf(), ocr="never").warnings == () and tasks == []


def test_always_reads_a_page_whose_text_is_good(use_engine: UseEngine) -> None:
    sheet = marked()
    tasks = use_engine(MarkReader(sheet.texts, confidence=0.9))
    document = docparse.parse(bytes(sheet.pdf.tobytes()), ocr="always", dpi=130)
    (told,) = document.pages
    assert (told.method, told.engine, told.reason) == ("ocr", "marks", "asked-for")
    assert (told.width, told.height) == (420, 450)
    assert texts(document) == PARAGRAPHS and codes(document) == [(1, "read-by-ocr")]
    assert {p.confidence for a in document.articles for p in a.paragraphs} == {0.9}
    assert [(task.page, task.dpi, task.compare, task.regions) for task in tasks] == [(1, 130, (), ())]


# ---- what goes wrong


class Choking(MarkReader):
    """Cannot read what is blue."""

    def read(self, image: Pixels) -> Sequence[Seen]:
        if image[..., 2].mean() > image[..., 0].mean() + 40:
            raise ValueError("a tensor of\nthe wrong shape")
        return super().read(image)


def test_an_engine_that_chokes_on_one_page(use_engine: UseEngine, make_pdf: MakePdf) -> None:
    """Pages: a scan, text, a scan that cannot be read, a text layer in doubt over one that cannot be read."""
    sheet = marked()
    clean = sheet.picture(100)
    blue = clean.copy()
    blue[..., 0] //= 2
    pdf = pymupdf.open(make_pdf())
    for pixels, layer in ((clean, ()), (blue, ()), (blue, BODY)):
        shown = pdf.new_page(width=420, height=450)
        shown.insert_image(shown.rect, stream=png(pixels, 100))
        for i, text in enumerate(layer):
            shown.insert_text((50, 130 + 21 * i), text, fontname="china-s", fontsize=12, render_mode=3)
    use_engine(Choking(sheet.texts))
    counted: list[tuple[int, int]] = []
    document = docparse.parse(bytes(pdf.tobytes()), progress=lambda *now: counted.append(now))
    assert [p.method for p in document.pages] == ["text", "ocr", "failed", "text"]
    assert codes(document) == [(2, "read-by-ocr"), (3, "ocr-failed"), (4, "ocr-failed")]
    assert "a tensor of the wrong shape" in document.warnings[1].message
    assert counted == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert {page for a in document.articles for page in a.pages} == {1, 2, 4}


def test_a_blank_scan_is_empty(use_engine: UseEngine) -> None:
    use_engine(MarkReader(()))
    blank = np.full((625, 583, 3), 240, np.uint8)
    document = docparse.parse(png(blank, 100))
    assert [p.method for p in document.pages] == ["empty"] and document.articles == ()
    assert (1, "no-text") in codes(document)


@pytest.mark.parametrize(
    ("engine", "code", "said"), [("nosuch", 2, "there are"), ("missing", 5, "pip install missing")]
)
def test_an_engine_that_is_not_there(
    tmp_path: Path, plugged: dict[str, str], capsys: pytest.CaptureFixture[str], engine: str, code: int, said: str
) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes(png(picture_of(marked().pdf[0], 60), 60))
    assert cli.main([str(path), "--ocr-engine", engine, "-o", str(tmp_path / "out.json")]) == code
    told = capsys.readouterr()
    assert told.out == "" and said in told.err and told.err.count("\n") == 1
    assert not (tmp_path / "out.json").exists()
    with pytest.raises(errors.DocparseError) as caught:
        docparse.parse(path, ocr_engine=engine)
    assert caught.value.exit_code == code and engine in str(caught.value)


def noisy(*sides: int) -> pymupdf.Document:
    """A page for each picture, of noise of so many pixels a side."""
    pdf = pymupdf.open()
    for side in sides:
        noise = np.random.default_rng(1).integers(0, 255, (side, side), np.uint8)
        pdf.new_page().insert_image(pymupdf.Rect(0, 0, 500, 500), stream=png(noise, 72))
    return pymupdf.open(stream=pdf.tobytes(), filetype="pdf")


def test_the_heaviest_pages_are_read_first_and_parts_of_pages_last() -> None:
    plans = dict.fromkeys((1, 2, 3), triage.ASKED_FOR)
    plans[4] = triage.Plan("pictured-line", "", regions=(Box(0, 0, 10, 10),))
    order = [number for number, _ in reading._heaviest_first(noisy(20, 60, 40, 80), plans)]
    assert order == [2, 3, 1, 4]


@pytest.mark.parametrize("length", ["<<>>", "null", "1 0 R", "99 0 R"])
def test_a_picture_whose_length_is_none_is_light_and_stops_nothing(length: str) -> None:
    pdf = noisy(20)
    pdf.xref_set_key(pdf.get_page_images(0)[0][0], "Length", length)
    assert reading._picture_bytes(pdf, 1) == 0
