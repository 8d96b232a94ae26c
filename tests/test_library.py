"""The calls of the library: where a quote stands, many files at a time, what `parse` accepts and reports."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pymupdf
import pytest
from builders import SENTENCES, Sheet, two_columns
from conftest import MakePdf
from documents import document, paragraphs

import docparse
from docparse import errors
from docparse.model import Article, Document, Figure, Paragraph, Region, Section

HERE = (Region(page=1, bbox=(0, 0, 10, 10)),)
THERE = (Region(page=2, bbox=(5, 5, 9, 9)),)
NEWS = document(
    Article(
        id="a01",
        title="The new pier",
        sections=(
            Section(paragraphs=(Paragraph(text="It opened — at last — on “Monday”.", regions=HERE),)),
            Section(heading="What is next", level=1, heading_regions=THERE, paragraphs=paragraphs("More, more.")),
        ),
        figures=(Figure(page=1, bbox=(0, 0, 1, 1)), Figure(caption="The pier.", page=1, bbox=(0, 0, 1, 1))),
        regions={"title": THERE},
    ),
    Article(id="a02", sections=(Section(paragraphs=paragraphs("港务所 开门，ＡＢ２０２６……")),)),
)


def found(quote: str) -> list[tuple[str, str, int]]:
    return [(place.article, place.field, place.index) for place in docparse.locate(NEWS, quote)]


# ---- where a quote stands


def test_a_quote_is_found_in_every_field_that_prints_it() -> None:
    assert found("new pier") == [("a01", "title", 0)]
    assert found("What is next") == [("a01", "heading", 0)]
    assert found("pier.") == [("a01", "caption", 1)]


@pytest.mark.parametrize("quote", ['It opened - at last - on "Monday".', "Itopened–at last–on“Monday”", "at\n last"])
def test_white_space_and_the_shape_of_signs_do_not_count(quote: str) -> None:
    assert found(quote) == [("a01", "paragraph", 0)]


@pytest.mark.parametrize("quote", ["港务所开门", "开门,AB2026", "２０２６...", "2026……"])
def test_the_width_of_characters_does_not_count(quote: str) -> None:
    assert found(quote) == [("a02", "paragraph", 0)]


def test_a_place_counts_the_characters_of_the_text_as_printed() -> None:
    (place,) = docparse.locate(NEWS, "开门,AB")
    assert NEWS.articles[1].paragraphs[0].text[place.start : place.end] == "开门，ＡＢ"


def test_a_place_has_the_regions_of_its_field() -> None:
    assert docparse.locate(NEWS, "at last")[0].regions == HERE
    assert docparse.locate(NEWS, "new pier")[0].regions == THERE


def test_a_quote_that_stands_twice_is_found_twice_in_reading_order() -> None:
    places = docparse.locate(NEWS, "ore")
    assert [(p.index, p.start) for p in places] == [(1, 1), (1, 7)]


@pytest.mark.parametrize("quote", ["", " \n", "no such words", "the New Pier"])
def test_what_stands_nowhere(quote: str) -> None:
    assert docparse.locate(NEWS, quote) == ()


def test_what_was_parsed_can_be_located() -> None:
    """The regions of a place lie where the words were drawn."""
    parsed = docparse.parse(two_columns())
    (place, *_) = docparse.locate(parsed, "Harbour office opens")
    assert place.field == "title"
    assert place.regions[0].page == 1 and place.regions[0].bbox[0] == pytest.approx(60, abs=2)


# ---- many files


def test_many_files_one_after_the_other_in_their_order(make_pdf: MakePdf, tmp_path: Path) -> None:
    good = make_pdf()
    (tmp_path / "bad.pdf").write_bytes(b"no pdf")
    results = list(docparse.parse_many([good, tmp_path / "bad.pdf", str(good)]))
    assert [type(r) for r in results] == [Document, errors.UnsupportedType, Document]
    assert isinstance(results[0], Document) and Path(results[0].source.file or "").name == good.name
    assert "bad.pdf" in str(results[1])


def test_many_files_take_the_options_of_parse(make_pdf: MakePdf) -> None:
    (only,) = docparse.parse_many([make_pdf(pages=3)], pages="2")
    assert isinstance(only, Document) and [page.page for page in only.pages] == [2]


def test_many_files_are_read_as_they_are_asked_for(make_pdf: MakePdf) -> None:
    def paths() -> object:
        yield make_pdf()
        raise AssertionError("asked for too early")

    assert isinstance(next(iter(docparse.parse_many(paths()))), Document)  # type: ignore[arg-type]


def test_no_files_no_documents() -> None:
    assert list(docparse.parse_many([])) == []


@pytest.mark.parametrize("jobs", [0, -1])
def test_a_number_of_processes_that_makes_no_sense(jobs: int) -> None:
    with pytest.raises(ValueError, match="jobs"):
        list(docparse.parse_many([], jobs=jobs))


def test_many_files_in_two_processes(make_pdf: MakePdf) -> None:
    paths = [make_pdf(f"{i}.pdf") for i in range(3)]
    results = docparse.parse_many(paths, jobs=2)
    names = sorted(Path(r.source.file or "").name for r in results if isinstance(r, Document))
    assert names == [path.name for path in paths]


def test_a_document_among_many_says_which_file_it_is(make_pdf: MakePdf) -> None:
    paths = [make_pdf("2025/issue.pdf"), make_pdf("2026/issue.pdf")]
    files = [r.source.file for r in docparse.parse_many(paths) if isinstance(r, Document)]
    assert files == [path.as_posix() for path in paths]


def test_an_error_comes_back_from_another_process(make_pdf: MakePdf, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    results = list(docparse.parse_many([tmp_path / "bad.pdf", make_pdf()], jobs=2))
    assert {type(r) for r in results} == {errors.DamagedInput, Document}


def die(done: int, total: int) -> None:
    """Stands for what the system does to a process that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_dies_costs_its_file_and_no_other(make_pdf: MakePdf) -> None:
    results = list(docparse.parse_many([make_pdf()], jobs=2, progress=die))
    assert all(isinstance(r, errors.DocparseError) for r in results)


def test_pictures_of_many_files_do_not_overwrite_each_other(tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        (tmp_path / name).write_bytes(two_columns())
    results = docparse.parse_many([tmp_path / "one.pdf", tmp_path / "two.pdf"], figures=tmp_path / "pictures")
    images = [f.image for r in results if isinstance(r, Document) for a in r.articles for f in a.figures]
    assert len(images) == len(set(images)) == 2


# ---- parse


def test_progress_counts_the_pages_that_are_done(make_pdf: MakePdf) -> None:
    seen: list[tuple[int, int]] = []
    docparse.parse(make_pdf(pages=3), pages="1,3", progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_what_a_document_says_of_its_file(make_pdf: MakePdf) -> None:
    path = make_pdf(pages=2)
    source = docparse.parse(path, pages="1").source
    assert source.file == path.as_posix()
    assert (source.pages, source.media_type) == (2, "application/pdf")
    assert len(source.sha256) == 64
    assert docparse.parse(path.read_bytes()).source == docparse.model.Source(
        file=None, sha256=source.sha256, media_type=source.media_type, pages=2
    )


def test_the_file_is_named_as_it_was_given(make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf("2026/issue.pdf")
    monkeypatch.chdir(path.parent.parent)
    assert docparse.parse("2026/issue.pdf").source.file == "2026/issue.pdf"
    assert docparse.parse(Path("2026") / "issue.pdf").source.file == "2026/issue.pdf"


def test_parsing_twice_gives_the_same(make_pdf: MakePdf) -> None:
    path = make_pdf()
    assert docparse.parse(path).to_json() == docparse.parse(path).to_json()


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_bytes_of_any_type(make_pdf: MakePdf, kind: type) -> None:
    assert docparse.parse(kind(make_pdf().read_bytes())).articles


def test_a_file_opened_as_text() -> None:
    with pytest.raises((errors.DocparseError, TypeError), match="binary"):
        docparse.parse(io.StringIO("%PDF-1.7"))  # type: ignore[arg-type]


def test_a_document_without_a_word_has_no_language(make_pdf: MakePdf) -> None:
    parsed = docparse.parse(make_pdf(empty=True))
    assert parsed.language is None and parsed.kind == "other"
    assert docparse.parse(make_pdf()).language == "zh"
    assert docparse.parse(two_columns()).language == "en"


# ---- files of one issue


def jumping() -> tuple[bytes, bytes]:
    """Two pages: a story whose text stops inside a sentence, and the rest of it."""
    files = []
    for first in (True, False):
        pdf = pymupdf.open()
        sheet = Sheet(pdf)
        if first:
            sheet.text("Harbour office opens", 60, 60, 28)
        rows = 40 if first else 5
        for i in range(rows):
            sheet.text(SENTENCES[i % 6], 60, 120 + 14 * i)
        files.append(bytes(pdf.tobytes()))
    return files[0], files[1]


def test_a_text_goes_on_from_file_to_file() -> None:
    one, two = jumping()
    together = docparse.parse_issue([one, two])
    assert [(a.title, a.pages) for a in together.articles] == [("Harbour office opens", (1, 2))]
    assert [page.page for page in together.pages] == [1, 2] and together.source.pages == 2


def test_an_issue_of_one_file_is_that_file(make_pdf: MakePdf) -> None:
    path = make_pdf(pages=2)
    assert docparse.parse_issue([path]).articles == docparse.parse(path).articles
    assert docparse.parse_issue([path]).source == docparse.parse(path).source


def test_an_issue_names_all_its_files(make_pdf: MakePdf) -> None:
    paths = [make_pdf("a.pdf"), make_pdf("b.pdf")]
    assert docparse.parse_issue(paths).source.file == " + ".join(path.as_posix() for path in paths)


def test_what_is_wrong_with_a_file_of_an_issue_names_it(make_pdf: MakePdf, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    with pytest.raises(errors.DamagedInput, match=r"bad\.pdf"):
        docparse.parse_issue([make_pdf(), tmp_path / "bad.pdf"])
    with pytest.raises(errors.PasswordNeeded, match=r"locked\.pdf"):
        docparse.parse_issue([make_pdf(), make_pdf("locked.pdf", password="x")])
    with pytest.raises(errors.UsageError):
        docparse.parse_issue([])
