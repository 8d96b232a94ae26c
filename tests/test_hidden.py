"""Text that nobody sees is in no article and in a warning; its look-alikes that are seen are read."""

from __future__ import annotations

import pymupdf
import pytest
from builders import SENTENCES, Sheet

import docparse
from docparse.reading.page import PageContent
from docparse.reading.pdf import PdfReader, opened

WORDS = "Unseen words stand here"
PICTURE = "q 300 0 0 100 60 300 cm /Im0 Do Q"  # drawn from (60, 400) to (360, 500), counted from the top
ON_PICTURE = "60 340 Td"
ON_PAPER = "60 240 Td"


def drawn(*content: str, bare: bool = False) -> bytes:
    """A page with six visible lines, and `content`: operators that may use the font helv and the picture Im0."""
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    for i, text in enumerate(() if bare else SENTENCES):
        sheet.text(text, 60, 60 + 14 * i)
    picture = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8), False)
    picture.clear_with(128)
    image = sheet.page.insert_image(pymupdf.Rect(0, 0, 1, 1), pixmap=picture)
    sheet.page.insert_text((60, 20), " ", fontname="helv")
    font = sheet.page.get_fonts()[0][0]
    pdf.xref_set_key(
        sheet.page.xref,
        "Resources",
        f"<</Font <</helv {font} 0 R>> /XObject <</Im0 {image} 0 R>>"
        " /ExtGState <</Clear <</ca 0>> /Faint <</ca 0.4>>>>>>",
    )
    stream = pdf.get_new_xref()
    pdf.update_object(stream, "<<>>")
    pdf.update_stream(stream, "\n".join(content).encode())
    before = " ".join(f"{xref} 0 R" for xref in sheet.page.get_contents())
    pdf.xref_set_key(sheet.page.xref, "Contents", f"[{before} {stream} 0 R]")
    return bytes(pdf.tobytes())


def words(where: str = ON_PAPER, before: str = "0 g", size: float = 12) -> str:
    return f"q {before} BT /helv {size} Tf {where} ({WORDS}) Tj ET Q"


def content_of(data: bytes) -> PageContent:
    with opened(data, "in.pdf", None) as (pdf, _):
        return PdfReader(pdf).page(1)


def is_read(content: PageContent) -> bool:
    return any(WORDS in line.text for line in content.lines)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ((words(before="1 g"),), "ground"),
        ((words(before="0.99 0.98 0.99 rg"),), "ground"),
        (("0.1 g 50 230 300 40 re f", words(before="0.1 g")), "ground"),
        (("0.8 g 50 230 300 40 re f", words(before="0.8 g")), "ground"),
        (("0.7 0.1 0.1 rg 50 230 300 40 re f", words(before="0.7 0.1 0.1 rg")), "ground"),
        ((words(before="3 Tr"),), "unpainted"),
        ((words(before="7 Tr"),), "unpainted"),
        ((words(before="/Clear gs"),), "unpainted"),
        ((words(ON_PICTURE), PICTURE), "covered"),
        ((words(), "1 g 50 230 300 40 re f"), "covered"),
        ((words(), "0.3 g 50 230 m 350 230 l 350 270 l 50 270 l h f"), "covered"),
        ((words(size=0.6),), "tiny"),
        ((PICTURE, words(ON_PICTURE, "3 Tr")), "unpainted"),
    ],
    ids=[
        "white on paper",
        "nearly white on paper",
        "black on black",
        "tint on tint",
        "red on red",
        "rendering mode 3",
        "rendering mode 7",
        "opacity 0",
        "under a picture",
        "under white",
        "under a shape",
        "too small",
        "mode 3 over an illustration",
    ],
)
def test_what_nobody_sees_is_left_out(content: tuple[str, ...], reason: str) -> None:
    page = content_of(drawn(*content))
    assert not is_read(page)
    assert [(h.reason, h.text, h.characters) for h in page.hidden] == [(reason, WORDS, 20)]
    assert len(page.lines) == len(SENTENCES)


@pytest.mark.parametrize(
    "content",
    [
        ("0.1 g 50 230 300 40 re f", words(before="1 g")),
        ("0.1 g 50 230 m 350 230 l 350 270 l 50 270 l h f", words(before="1 g")),
        (PICTURE, words(ON_PICTURE)),
        (PICTURE, words(ON_PICTURE, "1 g")),
        (words(before="0.8 g"),),
        (words(before="/Faint gs"),),
        (words(before="1 g 0 G 2 Tr"),),
        (words(), "/Faint gs 0.8 g 50 230 300 40 re f"),
        (words(), "q 0 G 50 230 300 40 re S Q"),
        (words(size=4),),
        ("q BT /helv 30 Tf 7 Tr 60 240 Td (" + WORDS + ") Tj ET 1 0 0 rg 0 200 600 100 re f Q",),
        ("0.1 g 50 230 300 40 re f", "1 g 55 235 290 30 re f", words()),
        (*(f"{60 + 6 * i} 240 m {64 + 6 * i} 240 l {62 + 6 * i} 248 l h f" for i in range(22)), words(before="3 Tr")),
    ],
    ids=[
        "white on a tint",
        "white on a shape",
        "black on a picture",
        "white on a picture",
        "grey on paper",
        "half opaque",
        "white with an outline",
        "under a glaze",
        "in a border drawn later",
        "small print",
        "letters filled by what is drawn through them",
        "black on white on black",
        "unpainted over letters drawn as shapes",
    ],
)
def test_what_is_seen_is_read(content: tuple[str, ...]) -> None:
    page = content_of(drawn(*content))
    assert is_read(page)
    assert page.hidden == ()


def test_letters_that_are_filled_and_clip_are_read_once() -> None:
    """Rendering mode 4: MuPDF reports the letters once for each."""
    page = content_of(drawn(words(before="4 Tr", size=30)))
    assert [line.text for line in page.lines].count(WORDS) == 1


@pytest.mark.parametrize("over", [True, False], ids=["unpainted over it", "printed and covered by it"])
def test_the_text_layer_of_a_scan_is_kept(over: bool) -> None:
    scan = "q 600 0 0 800 0 0 cm /Im0 Do Q"
    layer = [words(f"60 {700 - 20 * i} Td", "3 Tr" if over else "0 g") for i in range(20)]
    page = content_of(drawn(*([scan, *layer] if over else [*layer, scan]), bare=True))
    assert len(page.lines) == 20
    assert page.hidden == ()


def test_a_page_printed_small_is_read() -> None:
    """Sizes count beside the page's own: a sheet of many pages, or a page in other units."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=60, height=80)
    for i, text in enumerate(SENTENCES):
        page.insert_text((6, 10 + 1.4 * i), text, fontsize=1.0)
    assert len(content_of(bytes(pdf.tobytes())).lines) == len(SENTENCES)


def test_what_lies_outside_the_crop_box_is_not_read() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    sheet.text(WORDS, 60, 40)
    for i, text in enumerate(SENTENCES):
        sheet.text(text, 60, 160 + 14 * i)
    sheet.page.set_cropbox(pymupdf.Rect(20, 100, 580, 700))
    assert not is_read(content_of(bytes(pdf.tobytes())))


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_hides_the_same(rotation: int) -> None:
    with pymupdf.open(stream=drawn(words(before="1 g"), PICTURE, words(ON_PICTURE, "1 g"))) as pdf:
        pdf[0].set_rotation(rotation)
        page = content_of(bytes(pdf.tobytes()))
    assert [h.reason for h in page.hidden] == ["ground"]
    assert is_read(page)


def test_a_warning_says_what_was_left_out_and_why() -> None:
    document = docparse.parse(drawn(words(before="1 g"), words("60 200 Td", "3 Tr")))
    assert WORDS not in document.to_json(indent=None).split('"warnings"')[0]
    (warning,) = document.warnings
    assert (warning.page, warning.code) == (1, "hidden-text")
    assert warning.message == (
        "page 1 has 40 characters that nobody sees; they are left out (20 in the colour of their ground:"
        " 'Unseen words stand here', 20 painted without ink: 'Unseen words stand here')"
    )


def test_nothing_is_rendered_where_nothing_is_suspicious(monkeypatch: pytest.MonkeyPatch) -> None:
    """White on a tint and words drawn over a picture are told by what was drawn before them."""
    data = drawn("0.1 g 50 230 300 40 re f", words(before="1 g"), PICTURE, words(ON_PICTURE))
    monkeypatch.setattr(pymupdf.mupdf, "fz_new_draw_device", lambda *_: pytest.fail("rendered"))
    assert is_read(content_of(data))
