"""Files that nobody means well with: each ends in a named error, or in a document that warns of what it lacks."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from builders import SENTENCES, Sheet, two_columns
from test_reading import with_table

import docparse
from docparse import errors

SECONDS = 5.0  # no small file may take longer


def outcome(data: bytes, **options: str) -> docparse.Document | errors.DocparseError:
    """What becomes of a file, in time; anything but a document or a named error fails the test."""
    start = time.monotonic()
    try:
        result: docparse.Document | errors.DocparseError = docparse.parse(data, **options)  # type: ignore[arg-type]
    except errors.DocparseError as error:
        assert str(error) and "\n" not in str(error)
        result = error
    except Exception as error:  # a traceback through PyMuPDF takes pytest a second to print
        return pytest.fail(f"{type(error).__name__}: {error}", pytrace=False)
    else:
        assert docparse.Document.from_json(result.to_json()) == result
    assert time.monotonic() - start < SECONDS
    return result


def read(data: bytes) -> docparse.Document:
    result = outcome(data)
    assert isinstance(result, docparse.Document), result
    return result


def changed(key: str, value: str, page: int = 1, pages: int = 3) -> bytes:
    """Three good pages, with one entry of one page's dictionary replaced."""
    with pymupdf.open(stream=two_columns(pages=pages), filetype="pdf") as pdf:
        pdf.xref_set_key(pdf[page].xref, key, value)
        return bytes(pdf.tobytes())


def with_content(stream: bytes, pages: int = 3) -> bytes:
    """Three good pages; the second one's content stream ends with `stream`."""
    with pymupdf.open(stream=two_columns(pages=pages), filetype="pdf") as pdf:
        first, *rest = pdf[min(1, pages - 1)].get_contents()
        whole = b"\n".join(pdf.xref_stream(x) for x in (first, *rest))
        pdf.update_stream(first, whole + b"\n" + stream)
        for x in rest:
            pdf.update_stream(x, b" ")
        return bytes(pdf.tobytes())


# ---- one bad page among good ones


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Contents", "99 0 R"),
        ("Contents", "(text)"),
        ("Resources", "12"),
        ("Resources", "<</Font 3/XObject (x)>>"),
        ("Type", "/Nothing"),
        ("MediaBox", "[0 0 0 0]"),
        ("MediaBox", "[0 0 600 0]"),
        ("MediaBox", "[600 800 0 0]"),
        ("MediaBox", "[0 0 0.5 0.5]"),
        ("MediaBox", "(text)"),
        ("MediaBox", "[0 0 1e30 1e30]"),
        ("MediaBox", "[-1000000 -1000000 1000000 1000000]"),
        ("CropBox", "[5000 5000 6000 6000]"),
        ("CropBox", "[0 0 1 1]"),
        ("CropBox", "/x"),
        ("UserUnit", "0"),
        ("UserUnit", "-1"),
        ("UserUnit", "1e9"),
        ("Rotate", "45"),
        ("Rotate", "-90"),
        ("Rotate", "99999999999"),
        ("Rotate", "/x"),
    ],
)
def test_a_page_with_a_wrong_entry_costs_no_other_page(key: str, value: str) -> None:
    document = read(changed(key, value))
    assert len(document.pages) == 3
    assert sum("Harbour office opens" in article.text for article in document.articles) >= 2
    unread = [p.page for p in document.pages if p.method in ("empty", "failed")]
    assert unread == [w.page for w in document.warnings]


def test_a_page_that_mupdf_gives_up_is_left_out_with_a_warning() -> None:
    document = read(with_content(b"q " * 100_000))
    assert [(w.page, w.code) for w in document.warnings] == [(2, "page-failed")]
    assert [p.method for p in document.pages] == ["text", "failed", "text"]


@pytest.mark.parametrize(
    "stream",
    [b"BT /none (a) Tf <<< Tj ]] 1 2 cm Q Q Q", b"/x Do /y gs (a) (b) (c) (d) re f", b"BI /W 3 ID xx EI", b"<< " * 999],
    ids=["text", "graphics", "inline image", "open brackets"],
)
def test_garbage_at_the_end_of_a_page_costs_nothing_else(stream: bytes) -> None:
    document = read(with_content(stream))
    assert sum("Harbour office opens" in a.text for a in document.articles) == 3


@pytest.mark.xfail(strict=True, reason="api.py: MuPDF repairs a broken page in silence, and it is said to be a scan")
def test_a_damaged_page_is_not_said_to_have_no_text_layer() -> None:
    document = read(changed("Contents", "99 0 R"))
    assert "no-text" not in [w.code for w in document.warnings]


# ---- the file as a whole


def test_a_file_cut_anywhere_is_read_or_refused() -> None:
    data = two_columns(pages=2)
    for part in range(1, 16):
        outcome(data[: len(data) * part // 16])


def test_a_file_with_flipped_bytes_is_read_or_refused() -> None:
    chance, data = random.Random(7), two_columns()
    for _ in range(25):
        broken = bytearray(data)
        for _ in range(20):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        outcome(bytes(broken))


@pytest.mark.parametrize("count", [b"1000000", b"-5", b"0", b"(x)"])
def test_a_wrong_number_of_pages(count: bytes) -> None:
    outcome(re.sub(rb"/Count \d+", b"/Count " + count, two_columns(pages=3)))


@pytest.mark.parametrize("start", [b"7", b"99999999999999999999", b"-1", b""])
def test_a_wrong_place_of_the_cross_reference_table(start: bytes) -> None:
    data = two_columns()
    assert read(data[: data.rfind(b"startxref")] + b"startxref\n" + start + b"\n%%EOF").articles


def test_a_cross_reference_table_that_points_at_itself() -> None:
    data = two_columns()
    at = data.rfind(b"startxref")
    table = re.search(rb"startxref\s+(\d+)", data[at:])
    assert table
    outcome(data.replace(b"/Type/XRef", b"/Type/XRef/Prev " + table[1], 1))
    outcome(data.replace(b"trailer\n<<", b"trailer\n<</Prev " + table[1], 1))


@pytest.mark.parametrize("kids", [b"[2 0 R 2 0 R]", b"[]"], ids=["its own child", "no children"])
def test_a_page_tree_that_is_none(kids: bytes) -> None:
    with pymupdf.open(stream=two_columns(pages=3), filetype="pdf") as pdf:
        data = bytes(pdf.tobytes(no_new_id=True))
    root = re.search(rb"(\d+) 0 obj\s*<<[^>]*/Type/Pages", data)
    assert root
    outcome(re.sub(rb"/Kids ?\[[^\]]*\]", b"/Kids " + kids.replace(b"2 0", root[1] + b" 0"), data))


def test_a_form_that_draws_itself() -> None:
    with pymupdf.open(stream=two_columns(), filetype="pdf") as pdf:
        form = pdf.get_new_xref()
        fonts = pdf.xref_get_key(pdf[0].xref, "Resources/Font")[1]
        itself = f"/Resources<</XObject<</F {form} 0 R>>>>"
        pdf.update_object(form, f"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]{itself}>>")
        pdf.update_stream(form, b"/F Do /F Do")
        pdf.xref_set_key(pdf[0].xref, "Resources", f"<</Font {fonts}/XObject<</F {form} 0 R>>>>")
        contents = pdf[0].get_contents()[0]
        pdf.update_stream(contents, pdf.xref_stream(contents) + b" /F Do")
        assert read(bytes(pdf.tobytes())).articles


@pytest.mark.parametrize(
    ("method", "password"),
    [("PDF_ENCRYPT_RC4_40", "secret"), ("PDF_ENCRYPT_AES_128", "secret"), ("PDF_ENCRYPT_AES_256", "密码")],
)
def test_encrypted_files(method: str, password: str) -> None:
    with pymupdf.open(stream=two_columns(), filetype="pdf") as pdf:
        locked = bytes(pdf.tobytes(encryption=getattr(pymupdf, method), user_pw=password, owner_pw="owner"))
        open_to_all = bytes(pdf.tobytes(encryption=getattr(pymupdf, method), user_pw="", owner_pw="x", permissions=0))
    assert isinstance(outcome(locked), errors.PasswordNeeded)
    for wrong in ("", "x" * 10_000, password[:-1]):
        assert isinstance(outcome(locked, password=wrong), errors.WrongPassword)
    assert isinstance(outcome(locked, password=password), docparse.Document)
    assert read(open_to_all).articles


def test_a_password_that_is_no_text() -> None:
    with pymupdf.open(stream=two_columns(), filetype="pdf") as pdf:
        locked = bytes(pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="a", owner_pw="b"))
    assert isinstance(outcome(locked, password="\udc80"), errors.WrongPassword)


# ---- texts


@pytest.mark.parametrize(
    "data", [b"<html><body></body></html>", b"<html>" + b"<div>" * 20_000 + b"text", b" \n", b"<!---->"]
)
def test_a_text_without_text_is_told(data: bytes) -> None:
    document = read(data)
    assert not document.articles and [w.code for w in document.warnings] == ["no-text"]


# ---- strange pages


def grey_square() -> pymupdf.Pixmap:
    square = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8), False)
    square.clear_with(128)
    return square


def drawn(draw: Callable[[pymupdf.Page], object], width: float = 600, height: float = 800) -> bytes:
    pdf = pymupdf.open()
    draw(pdf.new_page(width=width, height=height))
    return bytes(pdf.tobytes())


def scattered(page: pymupdf.Page) -> None:
    chance, shape = random.Random(1), page.new_shape()
    for i in range(600):
        at = (chance.uniform(0, 560), chance.uniform(10, 790))
        shape.insert_text(at, f"word{i}", fontsize=chance.choice([5, 7, 9]))
    shape.commit()


def rotated(degrees: int) -> Callable[[pymupdf.Page], None]:
    def draw(page: pymupdf.Page) -> None:
        for i, text in enumerate(SENTENCES):
            page.insert_text((300 + 14 * i, 400), text, fontsize=10, rotate=degrees)

    return draw


def slanted(page: pymupdf.Page) -> None:
    page.insert_text((100, 400), SENTENCES[0], fontsize=10, morph=(pymupdf.Point(100, 400), pymupdf.Matrix(45)))


def boxes(count: int) -> Callable[[pymupdf.Page], None]:
    def draw(page: pymupdf.Page) -> None:
        shape = page.new_shape()
        for i in range(count):
            x, y = 30 * (i % 20), 20 * (i // 20)
            shape.draw_rect(pymupdf.Rect(x, y, x + 28, y + 19))
        shape.finish(color=(0, 0, 0))
        shape.commit()
        page.insert_text((60, 400), SENTENCES[0])

    return draw


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(drawn(lambda p: p.insert_text((50, 50), " " * 5000, fontsize=1)), id="only spaces"),
        pytest.param(drawn(lambda p: p.insert_text((50, 50), "\u00a0\u3000", fontname="china-s")), id="wide spaces"),
        pytest.param(drawn(lambda p: p.insert_text((50, 50), "x", fontsize=0.01)), id="type too small to see"),
        pytest.param(
            drawn(lambda p: p.insert_text((50, 50), SENTENCES[0]), 14400, 14400), id="as large as a page can be"
        ),
        pytest.param(drawn(lambda p: p.insert_text((0, 2), SENTENCES[0], fontsize=0.1), 10, 10), id="a tiny page"),
        pytest.param(drawn(lambda p: p.insert_text((50, 50), "A", fontsize=700)), id="one letter fills the page"),
        pytest.param(drawn(rotated(90)), id="upwards"),
        pytest.param(drawn(rotated(180)), id="upside down"),
        pytest.param(drawn(rotated(270)), id="downwards"),
        pytest.param(drawn(slanted), id="slanted"),
        pytest.param(
            drawn(lambda p: p.insert_htmlbox((50, 50, 500, 300), "<p>افتتحت المكتبة أبوابها</p>" * 9)), id="RTL"
        ),
        pytest.param(drawn(boxes(800)), id="many boxes"),
        pytest.param(drawn(lambda p: p.insert_image((50, 50, 300, 300), pixmap=grey_square())), id="a picture alone"),
        pytest.param(drawn(scattered), id="scattered words"),
    ],
)
def test_strange_pages_are_read(data: bytes) -> None:
    document = read(data)
    assert len(document.pages) == 1
    assert bool(document.warnings) == (document.pages[0].method != "text")


def test_three_thousand_pages() -> None:
    pdf = pymupdf.open()
    for number in range(1, 3001):
        pdf.new_page().insert_text((72, 72), f"This is page {number}.")
    document = docparse.parse(pdf.tobytes())
    assert [p.page for p in document.pages] == list(range(1, 3001))
    assert document.warnings == () and {p.method for p in document.pages} == {"text"}


def test_thousands_of_rectangles() -> None:
    chance = random.Random(1)
    rules = (f"{chance.randrange(600)} {chance.randrange(800)} 90 0.5 re f" for _ in range(3000))
    assert read(with_content("\n".join(rules).encode(), pages=1)).pages[0].method == "text"
    assert read(with_content(b"5 5 9 9 re f\n" * 20_000, pages=1)).articles


def test_a_line_of_thousands_of_spaces_takes_no_time() -> None:
    """Once the time grew with the square of their number: a hundred thousand took ten seconds, now it is a third."""
    data = drawn(lambda p: p.insert_text((1, 50), "a" + " " * 100_000 + "b", fontsize=0.5), 14400)
    start = time.perf_counter()
    outcome(data)
    assert time.perf_counter() - start < 3


# ---- text that is none


@pytest.mark.parametrize("unicode", [b"D800", b"0000", b"FFFF", b"0085", b"2028"])
def test_fonts_that_say_nonsense_of_their_characters(unicode: bytes) -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_htmlbox((50, 50, 500, 300), "<p>Hello there, this is the text of a page.</p>")
        for xref in range(1, pdf.xref_length()):
            kind, value = pdf.xref_get_key(xref, "ToUnicode")
            if kind == "xref":
                table = int(value.split()[0])
                pattern = rb"<([0-9a-fA-F]{4})>\s*<[0-9a-fA-F]{4}>(?=\s*\n<)"
                lied = re.sub(pattern, rb"<\1> <" + unicode + rb">", pdf.xref_stream(table), count=6)
                pdf.update_stream(table, lied)
        data = bytes(pdf.tobytes())
    outcome(data)


# ---- tables, pictures


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param("Rotate /x", id="rotation"),
        pytest.param(
            "Resources <</Font<</helv<</Type/Font/Subtype/Type0/BaseFont/Helvetica/Encoding/Identity-H/DescendantFonts["
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica/W (x)/DW /a/CIDSystemInfo 3>>]>>>>>>",
            id="font",
        ),
    ],
)
def test_a_page_that_the_table_reader_cannot_read_costs_its_tables_only(extra: str) -> None:
    outcome(with_table(extra=extra))


def test_a_picture_too_large_to_crop(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_image((50, 50, 13000, 13000), pixmap=grey_square())
        page.insert_text((50, 13500), "Harbour office opens", fontsize=24)
        for i, text in enumerate(SENTENCES * 2):
            page.insert_text((50, 13540 + 14 * i), text, fontsize=10)

    outcome(drawn(draw, 14400, 14400), figures=str(tmp_path))


# ---- the command


def test_the_command_says_one_line_and_never_a_traceback(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    scattered(Sheet(pdf).page)
    pdf.save(tmp_path / "scattered.pdf")
    (tmp_path / "cut.pdf").write_bytes(two_columns()[:300])
    (tmp_path / "warns.pdf").write_bytes(changed("Contents", "99 0 R"))
    for name in ("scattered.pdf", "cut.pdf", "warns.pdf"):
        command = [sys.executable, "-m", "docparse", str(tmp_path / name), "-o", str(tmp_path / "out.json")]
        done = subprocess.run(command, capture_output=True, cwd=Path(__file__).parent.parent, timeout=60)
        said = done.stderr.decode()
        assert done.returncode in (0, 3) and "Traceback" not in said
        assert all(said_line.startswith("docparse: ") for said_line in said.splitlines())
        assert bool(said) == (name != "scattered.pdf"), "what is read well needs no word"


def test_the_command_says_nothing_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "table.pdf").write_bytes(with_table(extra="Resources [1 2]"))
    command = [sys.executable, "-m", "docparse", str(tmp_path / "table.pdf"), "-o", str(tmp_path / "out.json")]
    done = subprocess.run(command, capture_output=True, cwd=Path(__file__).parent.parent, timeout=60)
    assert all(said.startswith(b"docparse: ") for said in done.stderr.splitlines())
