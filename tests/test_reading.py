"""A file becomes pages: characters put on lines, drawn rules and boxes, page ranges, tables, pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest
from builders import Sheet, raw_line, read_lines, two_columns
from PIL import Image

import docparse
from docparse import errors
from docparse.geometry import Box
from docparse.reading.graphics import Graphics, graphics_of, merge_rules
from docparse.reading.page import PageContent
from docparse.reading.pdf import PdfReader, opened
from docparse.reading.ranges import page_numbers

PAGE = Box(0, 0, 600, 800)


def text_of(*raw: dict[str, Any]) -> list[str]:
    return [line.text for line in read_lines(*raw)]


def first_page(pdf: pymupdf.Document) -> PageContent:
    with opened(bytes(pdf.tobytes()), "in.pdf", None) as (document, _):
        return PdfReader(document).page(1)


# ---- characters become lines


def test_pieces_on_one_baseline_are_one_line_from_left_to_right() -> None:
    """Many tools draw each word by itself, in any order."""
    assert text_of(raw_line("world", 28), raw_line("Hello", 0)) == ["Hello world"]


def test_pieces_that_touch_are_one_word() -> None:
    assert text_of(raw_line("Hel", 0), raw_line("lo", 15)) == ["Hello"]


def test_a_gutter_keeps_two_columns_apart() -> None:
    lines = read_lines(raw_line("left column", 0), raw_line("right column", 100))
    assert [line.text for line in lines] == ["left column", "right column"]
    assert lines[0].box.x1 < lines[1].box.x0


def test_a_baseline_that_trembles_is_one_baseline() -> None:
    assert text_of(raw_line("Hello", 0, 100), raw_line("world", 28, 101)) == ["Hello world"]


def test_lines_are_sorted_from_top_to_bottom() -> None:
    assert text_of(raw_line("below", 0, 130), raw_line("above", 0, 100)) == ["above", "below"]


def test_chinese_pieces_join_without_a_space() -> None:
    assert text_of(raw_line("图书", 0), raw_line("馆开放", 20)) == ["图书馆开放"]


def test_the_space_that_letter_spacing_looks_like_is_none() -> None:
    """Justified Chinese stands a little apart; MuPDF takes the gaps for spaces."""
    assert text_of(raw_line("图 书 馆 开 放", pitch=6.5, synthetic=True)) == ["图书馆开放"]


def test_a_letter_spaced_label_has_spaces_between_its_words_only() -> None:
    """MuPDF takes some of the gaps between spaced letters for spaces of its own."""
    raw = raw_line("O UR VIEW", 0, pitch=7.0)
    raw["spans"][0]["chars"][1]["synthetic"] = True
    for char in raw["spans"][0]["chars"][2:]:
        (x0, y0, x1, y1), (x, y) = char["bbox"], char["origin"]
        char["bbox"], char["origin"] = (x0 - 7.0, y0, x1 - 7.0, y1), (x - 7.0, y)
    assert text_of(raw) == ["OUR VIEW"]


def test_a_typed_space_stays() -> None:
    assert text_of(raw_line("记者 何春生")) == ["记者 何春生"]
    assert text_of(raw_line("two words")) == ["two words"]


def test_spaces_that_only_position_cut_a_line() -> None:
    """Two columns that were typed with spaces."""
    assert text_of(raw_line("left" + " " * 20 + "right")) == ["left", "right"]


def test_a_bullet_stays_with_its_item_though_a_tab_stands_between() -> None:
    assert text_of(raw_line("•", 0), raw_line("first item", 25)) == ["• first item"]


def test_a_large_letter_beside_small_ones_is_a_line_of_its_own() -> None:
    """A drop cap stands on the baseline of a later line."""
    assert text_of(raw_line("T", 0, 100, 30), raw_line("he harbour", 16, 100)) == ["T", "he harbour"]


def test_a_soft_hyphen_is_kept_at_the_end_and_dropped_inside() -> None:
    assert text_of(raw_line("har\u00adbour\u00ad")) == ["harbour\u00ad"]
    assert text_of(raw_line("harbour\u00ad-")) == ["harbour\u00ad"]


def test_control_characters_and_what_has_no_width_are_no_text() -> None:
    assert text_of(raw_line("a\x00b\x07c\u200bd\ufeff")) == ["abcd"]
    assert text_of(raw_line(" \t "), raw_line("\u200b"), raw_line("\u00ad")) == []
    assert read_lines() == []


def test_text_that_runs_upwards_is_vertical() -> None:
    (line,) = read_lines(raw_line("on the spine", direction=(0, -1)))
    assert line.vertical and line.text == "on the spine"


def test_a_line_in_two_faces_has_two_spans_and_the_style_of_the_longer() -> None:
    (line,) = read_lines(raw_line("Note:", 0, font="Heavy"), raw_line("the office is closed", 28))
    assert [span.text.strip() for span in line.spans] == ["Note:", "the office is closed"]
    assert line.style.face == "Body"


# ---- drawn rules and frames


def rectangle(x0: float, y0: float, x1: float, y1: float, **look: Any) -> dict[str, Any]:
    return {"type": 3, "bbox": (x0, y0, x1, y1), "isrect": True, "stroked": False, "alpha": 255, "color": 0, **look}


def graphics(*blocks: dict[str, Any]) -> Graphics:
    return graphics_of(blocks, PAGE)


def test_thin_is_a_rule_and_a_tint_is_a_frame() -> None:
    found = graphics(rectangle(50, 100, 250, 101), rectangle(50, 200, 250, 300, color=0xCCCCCC))
    assert found.rules == (Box(50, 100, 250, 101),)
    assert [(f.box, f.tinted) for f in found.frames] == [(Box(50, 200, 250, 300), True)]


@pytest.mark.parametrize(
    "block",
    [
        rectangle(50, 200, 250, 300, color=0xFFFFFF),
        rectangle(0, 0, 600, 800, color=0xEEEEEE),
        rectangle(0, 100, 600, 300, color=0xEEEEEE),
        rectangle(50, 200, 250, 300, color=0xCCCCCC, alpha=0),
        rectangle(50, 200, 60, 210, color=0xCCCCCC),
        rectangle(50, 200, 250, 300, isrect=False),
    ],
    ids=["white", "the page", "a band across the page", "unseen", "an ornament", "a drawing"],
)
def test_what_is_no_frame(block: dict[str, Any]) -> None:
    assert graphics(block).frames == ()


def test_a_border_and_its_tint_are_one_frame() -> None:
    border = rectangle(50, 200, 250, 300, stroked=True)
    assert len(graphics(rectangle(51, 201, 249, 299, color=0xCCCCCC), border).frames) == 1


def test_tints_laid_paragraph_by_paragraph_are_one_frame() -> None:
    tints = [rectangle(50, y, 250, y + 40, color=0xCCCCCC) for y in (100, 140, 180)]
    assert [f.box for f in graphics(*tints).frames] == [Box(50, 100, 250, 220)]


def test_four_rules_around_a_text_are_a_frame() -> None:
    sides = [(50, 100, 250, 101), (50, 299, 250, 300), (50, 100, 51, 300), (249, 100, 250, 300)]
    assert [f.box for f in graphics(*(rectangle(*s) for s in sides)).frames] == [Box(50, 100, 250, 300)]
    assert graphics(*(rectangle(*s) for s in sides[:3])).frames == ()


def test_pieces_of_a_rule_are_one_rule() -> None:
    assert merge_rules([Box(50, 100, 100, 101), Box(101, 100, 200, 101)]) == [Box(50, 100, 200, 101)]
    assert merge_rules([Box(50, 100, 51, 150), Box(50, 151, 51, 200)]) == [Box(50, 100, 51, 200)]
    assert len(merge_rules([Box(50, 100, 100, 101), Box(150, 100, 200, 101)])) == 2


def test_a_drawing_of_thousands_of_rectangles_is_no_layout() -> None:
    assert graphics(*(rectangle(i % 500, 100, i % 500 + 90, 101 + i // 500) for i in range(9000))) == Graphics((), ())


# ---- page ranges


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (None, [1, 2, 3, 4, 5]),
        ("2", [2]),
        ("1,3-4", [1, 3, 4]),
        (" 4 - 5 , 1 ", [1, 4, 5]),
        ("3-", [3, 4, 5]),
        ("-2", [1, 2]),
        ("2,2,1-2", [1, 2]),
        ([5, 1, 5], [1, 5]),
        (range(2, 4), [2, 3]),
    ],
    ids=str,
)
def test_page_ranges(wanted: Any, numbers: list[int]) -> None:
    assert page_numbers(wanted, 5) == numbers


@pytest.mark.parametrize("wanted", ["6", "0", "4-6", "6-", [6], [0], [-1], []], ids=str)
def test_a_page_that_is_not_there(wanted: Any) -> None:
    with pytest.raises(errors.NoSuchPage, match="the file has 5 pages"):
        page_numbers(wanted, 5)


@pytest.mark.parametrize("wanted", ["", ",", "-", "x", "1-2-3", "4-2", "1.5", "--", "1;2"])
def test_what_is_no_range(wanted: str) -> None:
    with pytest.raises(errors.UsageError):
        page_numbers(wanted, 5)


def test_a_number_of_absurd_length_is_no_page() -> None:
    with pytest.raises(errors.UsageError):
        page_numbers("9" * 5000, 5)


# ---- whole files


def test_a_page_has_its_lines_pictures_and_rules() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    sheet.text("Harbour office opens", 60, 100, 24)
    sheet.rule(60, 120, 300, 120)
    sheet.picture(60, 200, 260, 300)
    sheet.picture(300, 200, 310, 210)
    content = first_page(pdf)
    assert (content.number, content.width, content.height, content.method) == (1, 600, 800, "text")
    assert [(line.text, line.size, line.style.face) for line in content.lines] == [
        ("Harbour office opens", 24, "Helvetica")
    ]
    assert len(content.rules) == 1 and content.rules[0].width == pytest.approx(240, abs=2)
    assert [p.box for p in content.pictures] == [Box(60, 200, 260, 300)], "an ornament is no picture"


def test_bold_and_italic_are_read_from_the_font() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    for i, name in enumerate(["helv", "hebo", "heit", "hebi"]):
        sheet.page.insert_text((60, 100 + 30 * i), "some words", fontname=name, fontsize=10)
    looks = [(line.style.bold, line.style.italic) for line in first_page(pdf).lines]
    assert looks == [(False, False), (True, False), (False, True), (True, True)]
    assert {line.style.face for line in first_page(pdf).lines} == {"Helvetica"}


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_displayed(rotation: int) -> None:
    """Boxes are those of the displayed page; the text is drawn so that it stands upright there."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=600, height=800)
    page.set_rotation(rotation)
    wide, high = page.rect.width, page.rect.height
    page.insert_text(pymupdf.Point(60, 100) * page.derotation_matrix, "Upright words", fontsize=10, rotate=rotation)
    content = first_page(pdf)
    (line,) = content.lines
    assert (content.width, content.height, content.rotation) == (wide, high, rotation)
    assert line.text == "Upright words" and not line.vertical
    assert line.box.x0 == pytest.approx(60, abs=1) and line.box.y1 == pytest.approx(101, abs=1)


def test_what_the_crop_box_hides_is_not_read() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    sheet.text("shown", 100, 400)
    sheet.text("hidden", 100, 20)
    sheet.page.set_cropbox(pymupdf.Rect(50, 100, 550, 700))
    content = first_page(pdf)
    assert [line.text for line in content.lines] == ["shown"]
    assert (content.width, content.height) == (500, 600)
    assert content.lines[0].box.x0 == pytest.approx(50, abs=1)


def test_letters_that_are_filled_and_drawn_round_are_bold() -> None:
    """Word processors make bold type so of a face that has none, as most Chinese ones."""
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    sheet.page.insert_text((60, 100), "港务所开门", fontname="china-s", fontsize=10, render_mode=2)
    sheet.text("居民前来参观", 60, 130, name="china-s")
    assert [(line.text, line.style.bold) for line in first_page(pdf).lines] == [
        ("港务所开门", True),
        ("居民前来参观", False),
    ]


def test_a_dashed_border_is_a_frame() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    for i in range(50):
        for y in (100.0, 199.0):
            sheet.page.draw_rect((50 + 4 * i, y, 52 + 4 * i, y + 1), color=None, fill=(0, 0, 0))
    for i in range(25):
        for x in (50.0, 247.0):
            sheet.page.draw_rect((x, 100 + 4 * i, x + 1, 102 + 4 * i), color=None, fill=(0, 0, 0))
    sheet.text("Opening hours", 60, 130)
    (frame,) = first_page(pdf).frames
    assert tuple(frame.box) == pytest.approx((50, 100, 248, 200), abs=2)


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("tinted", [True, False])
def test_a_box_may_have_round_corners(tinted: bool, rotation: int) -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    look: dict[str, Any] = {"color": None, "fill": (0.9, 0.9, 0.8)} if tinted else {"color": (0, 0, 0)}
    sheet.page.draw_rect((50, 100, 250, 200), radius=0.1, **look)
    sheet.text("Opening hours", 60, 130)
    sheet.page.draw_rect((300, 100, 500, 200), radius=0.1, **look)  # nothing in it
    sheet.page.draw_circle((150, 400), 60, **look)
    sheet.text("only a ball", 120, 400)
    sheet.page.set_rotation(rotation)
    (frame,) = first_page(pdf).frames
    assert frame.tinted == tinted
    box = (50, 100, 250, 200) if rotation == 0 else (600, 50, 700, 250)
    assert tuple(frame.box) == pytest.approx(box, abs=1)


def test_the_round_ends_of_a_label_leave_it_a_box() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    sheet.page.draw_rect((50, 100, 130, 120), radius=0.5, color=None, fill=(0.4, 0, 0))
    sheet.text("School news", 60, 114)
    (frame,) = first_page(pdf).frames
    assert tuple(frame.box) == pytest.approx((50, 100, 130, 120), abs=1)


def test_a_ground_picture_is_no_illustration() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    sheet.picture(0, 0, 600, 800)
    sheet.text("words on a photograph", 60, 400)
    assert first_page(pdf).pictures == ()


# ---- tables


def with_table(*, outer: bool = True, mediabox: str | None = None, extra: str | None = None) -> bytes:
    """A sentence, and a grid of three by three cells under it."""
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    sheet.text("The dues of members are these:", 60, 180)
    if outer:
        sheet.page.draw_rect(pymupdf.Rect(60, 200, 360, 290), width=0.7)
    for i in range(0 if not outer else 1, 4 if not outer else 3):
        sheet.rule(60, 200 + 30 * i, 360, 200 + 30 * i)
        sheet.rule(60 + 100 * i, 200, 60 + 100 * i, 290)
    for row in range(3):
        for cell in range(3):
            sheet.text(f"row {row} cell {cell}", 65 + 100 * cell, 218 + 30 * row, 9)
    if mediabox:
        pdf.xref_set_key(sheet.page.xref, "MediaBox", mediabox)
    if extra:
        pdf.xref_set_key(sheet.page.xref, *extra.split(" ", 1))
    return bytes(pdf.tobytes())


ROWS = tuple(tuple(f"row {row} cell {cell}" for cell in range(3)) for row in range(3))


def tables_of(data: bytes) -> list[tuple[tuple[str, ...], ...]]:
    return [table.rows for article in docparse.parse(data).articles for table in article.tables]


def test_a_ruled_table_is_read_cell_by_cell_and_is_no_paragraph() -> None:
    assert tables_of(with_table()) == [ROWS]
    assert "row 0" not in "".join(article.text for article in docparse.parse(with_table()).articles)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(with_table(outer=False), id="drawn with separate lines"),
        pytest.param(
            with_table(mediabox="[-100 -100 600 800]"),
            id="page origin elsewhere",
        ),
        pytest.param(
            with_table(extra="CropBox [20 20 580 780]"),
            id="cropped page",
        ),
        pytest.param(
            with_table(extra="UserUnit 2"),
            id="another unit",
        ),
    ],
)
def test_a_table_is_found_whatever_the_page_is_like(data: bytes) -> None:
    assert tables_of(data) == [ROWS]


# ---- pictures


def test_pictures_are_cropped_and_named_by_page(tmp_path: Path) -> None:
    document = docparse.parse(two_columns(pages=2), figures=tmp_path / "new" / "pictures")
    figures = [figure for article in document.articles for figure in article.figures]
    assert [Path(f.image or "").name for f in figures] == ["p001-1.png", "p002-1.png"]
    with Image.open(figures[0].image or "") as image:
        assert image.mode == "RGB"
        assert image.width / image.height == pytest.approx(220 / 120, rel=0.02)


def test_without_a_folder_nothing_is_cropped() -> None:
    assert {f.image for a in docparse.parse(two_columns()).articles for f in a.figures} == {None}
