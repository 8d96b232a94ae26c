"""Bad input through the library: one class a cause, one clear line, never half a result."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from conftest import HEADLINE, MakePdf

import docparse
from docparse import errors

PDF_WITHOUT_PAGES = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
xref
0 3
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
trailer<</Size 3/Root 1 0 R>>
startxref
96
%%EOF
"""  # noqa: W291


def all_errors() -> list[type[errors.DocparseError]]:
    found, rest = [], [errors.DocparseError]
    while rest:
        found.append(rest.pop())
        rest += found[-1].__subclasses__()
    return found


def test_exit_codes_are_those_of_the_contract() -> None:
    codes = {
        errors.DocparseError: 3,
        errors.UnreadableInput: 3,
        errors.InternalError: 3,
        errors.UsageError: 2,
        errors.NoSuchPage: 2,
        errors.PasswordNeeded: 4,
        errors.WrongPassword: 4,
        errors.MissingEngine: 5,
        errors.OutputNotWritable: 6,
    }
    assert {cls: cls.exit_code for cls in codes} == codes
    assert {cls.exit_code for cls in all_errors()} == {2, 3, 4, 5, 6}


def test_every_cause_has_its_own_words() -> None:
    assert str(errors.NoSuchPage("9", 1)) == "no page 9: the file has 1 page; name pages from 1 to 1"
    assert str(errors.NoSuchPage("9", 3)) == "no page 9: the file has 3 pages; name pages from 1 to 3"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingInput, match=r"none\.pdf"):
        docparse.parse(tmp_path / "none.pdf")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(errors.UnreadableInput):
        docparse.parse(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").touch()
    with pytest.raises(errors.EmptyInput, match=r"in\.pdf"):
        docparse.parse(tmp_path / "in.pdf")
    with pytest.raises(errors.EmptyInput):
        docparse.parse(b"")


@pytest.mark.parametrize(
    "data",
    [
        b"this is no PDF\n",
        b"PK\x03\x04 a zip",
        b"\x00" * 4096,
        "只是文字".encode(),
        b"{\\rtf1 x}",
    ],
    ids=["text", "zip", "zeros", "chinese", "rtf"],
)
def test_not_a_pdf(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in.pdf").write_bytes(data)
    with pytest.raises(errors.UnsupportedType, match=r"in\.pdf"):
        docparse.parse(tmp_path / "in.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.4\n" + b"\xff" * 9000], ids=repr)
def test_a_pdf_with_nothing_left_in_it(data: bytes) -> None:
    with pytest.raises((errors.DamagedInput, errors.NoPages)):
        docparse.parse(data)


def test_a_pdf_without_pages() -> None:
    with pytest.raises(errors.NoPages):
        docparse.parse(PDF_WITHOUT_PAGES)


def test_a_pdf_cut_short_is_read_or_refused_but_nothing_else(make_pdf: MakePdf) -> None:
    data = make_pdf(pages=3).read_bytes()
    for part in range(1, 20):
        try:
            docparse.parse(data[: len(data) * part // 20])
        except errors.UnreadableInput as error:
            assert "\n" not in str(error)


def test_a_password(make_pdf: MakePdf) -> None:
    path = make_pdf(password="geheim")
    with pytest.raises(errors.PasswordNeeded, match="--password"):
        docparse.parse(path)
    with pytest.raises(errors.WrongPassword):
        docparse.parse(path, password="wrong")
    assert HEADLINE in docparse.parse(path, password="geheim").to_json()
    assert HEADLINE in docparse.parse(path, password="owner geheim").to_json()


def test_a_password_that_is_not_needed_is_no_error(make_pdf: MakePdf) -> None:
    assert HEADLINE in docparse.parse(make_pdf(), password="anything").to_json()


def test_pages_without_text_are_empty_and_said_to_be(make_pdf: MakePdf) -> None:
    document = docparse.parse(make_pdf(pages=2, empty=True))
    assert [page.method for page in document.pages] == ["empty", "empty"]
    assert sorted(warning.page or 0 for warning in document.warnings) == [1, 2]
    assert document.articles == ()


@pytest.mark.parametrize("pages", ["4", "1,4", "2-9", "0", [4], [0]], ids=str)
def test_a_page_that_the_file_does_not_have(make_pdf: MakePdf, pages: str | list[int]) -> None:
    with pytest.raises(errors.UsageError) as caught:
        docparse.parse(make_pdf(pages=3), pages=pages)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("pages", ["x", "-", "3-1", "1;2", "", "1,,2", "1.5"])
def test_a_range_that_is_none(make_pdf: MakePdf, pages: str) -> None:
    with pytest.raises(errors.UsageError):
        docparse.parse(make_pdf(pages=3), pages=pages)


@pytest.mark.parametrize(("pages", "read"), [("2", [2]), ("1,3", [1, 3]), ("2-3", [2, 3]), ([3], [3])], ids=str)
def test_only_the_pages_asked_for_are_read(make_pdf: MakePdf, pages: str | list[int], read: list[int]) -> None:
    assert [page.page for page in docparse.parse(make_pdf(pages=3), pages=pages).pages] == read


def test_the_same_from_a_path_a_string_bytes_and_a_file(make_pdf: MakePdf) -> None:
    path = make_pdf()
    data = path.read_bytes()
    texts = [[a.text for a in docparse.parse(s).articles] for s in (path, str(path), data, io.BytesIO(data))]
    assert texts[0] and texts == [texts[0]] * 4


def test_text_that_is_no_document() -> None:
    for text in ("", "{}", "[]", "nonsense", '{"articles": 1}'):
        with pytest.raises(errors.NotADocument):
            docparse.Document.from_json(text)


def test_pictures_that_cannot_be_written(make_pdf: MakePdf, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.OutputNotWritable):
        docparse.parse(with_picture(make_pdf()), figures=tmp_path / "file" / "figures")
    assert sorted(os.listdir(tmp_path)) == ["file", "in.pdf"]


def with_picture(path: Path) -> bytes:
    """The PDF with a picture and its caption on the first page."""
    import pymupdf

    picture = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 120, 90), False)
    picture.clear_with(120)
    with pymupdf.open(path) as pdf:
        pdf[0].insert_image(pymupdf.Rect(50, 200, 290, 380), pixmap=picture)
        pdf[0].insert_text((50, 395), "图为重新开放的图书馆。", fontname="china-s", fontsize=9)
        return bytes(pdf.tobytes())


def test_errors_are_where_the_library_says_they_are() -> None:
    assert docparse.WrongPassword is errors.WrongPassword
    assert issubclass(docparse.EmptyInput, docparse.DocparseError)
    with pytest.raises(AttributeError):
        docparse.no_such_name  # noqa: B018
    assert all(getattr(docparse, name) is not None for name in docparse.__all__)
