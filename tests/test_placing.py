"""Boxes of straightened pages come back to where they stand on the page as it is displayed."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import pytest
from builders import column, line, page, parsed
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from scans import BODY, HEADLINE, Marked, MarkReader, Pixels, askew, marked, overlap_of, picture_of, png

import docparse
from docparse.articles.placing import placed
from docparse.geometry import Box
from docparse.model import (
    Article,
    Document,
    Figure,
    Furniture,
    OcrMode,
    Page,
    Paragraph,
    Region,
    Section,
    Source,
    Table,
)
from docparse.model import Warning as Notice
from docparse.reading.placing import Affine, moved, quarter_turns, scaled, turned

UseEngine = Callable[[Any], list[Any]]
SHEET = (300.0, 400.0)
SHEET_SIZE = (420.0, 450.0)  # of a marked sheet

# ---- by hand


def test_a_box_on_a_sheet_that_is_turned_clockwise() -> None:
    """The box stands at the top left: 10 from the left, 20 from the top, 30 by 40."""
    box = Box(10, 20, 40, 60)
    assert [quarter_turns(count, *SHEET).box(box) for count in range(5)] == [
        box,
        Box(340, 10, 380, 40),  # the left edge is now the top one, the top edge the right one
        Box(260, 340, 290, 380),
        Box(20, 260, 60, 290),
        box,
    ]


def test_quarter_turns_are_those_of_pixels() -> None:
    pixels = np.zeros((400, 300), np.uint8)
    pixels[20:60, 10:40] = 1
    for count in range(4):
        ys, xs = np.nonzero(np.rot90(pixels, -count))
        found = Box(float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))
        assert quarter_turns(count, *SHEET).box(Box(10, 20, 40, 60)) == found


def test_a_line_that_runs_down_becomes_level() -> None:
    down = math.radians(3)
    turning = turned(down, *SHEET)
    start, end = (50.0, 100.0), (50 + 200 * math.cos(down), 100 + 200 * math.sin(down))
    (x0, y0), (x1, y1) = turning.point(*start), turning.point(*end)
    assert y0 == pytest.approx(y1) and x1 - x0 == pytest.approx(200)
    assert turning.point(150, 200) == pytest.approx((150, 200)), "the middle stays where it is"


def test_one_map_after_the_other() -> None:
    assert scaled(2).then(moved(10, 5)).point(3, 4) == (16, 13)
    assert moved(10, 5).then(scaled(2)).point(3, 4) == (26, 18)
    assert scaled(2).then(moved(10, 5)).inverse().point(16, 13) == (3, 4)
    with pytest.raises(ZeroDivisionError):
        Affine(a=0.0).inverse()


def test_the_box_of_a_leaning_box_is_around_it() -> None:
    box = turned(math.radians(45), 0, 0).box(Box(-10, -10, 10, 10))
    assert box == pytest.approx((-14.142, -14.142, 14.142, 14.142), abs=0.001)


# ---- whatever the numbers

numbers = st.floats(-1000, 1000, allow_nan=False)
sizes = st.floats(1, 5000, allow_nan=False)
angles = st.floats(-math.pi, math.pi, allow_nan=False)
steps = st.one_of(
    st.builds(scaled, st.floats(0.05, 20)),
    st.builds(moved, numbers, numbers),
    st.builds(turned, angles, sizes, sizes),
    st.builds(quarter_turns, st.integers(0, 3), sizes, sizes),
)
maps = st.lists(steps, max_size=4).map(lambda found: combined(found))


def combined(found: list[Affine]) -> Affine:
    whole = Affine()
    for step in found:
        whole = whole.then(step)
    return whole


@given(maps, numbers, numbers)
def test_the_way_back_leads_back(there: Affine, x: float, y: float) -> None:
    assert there.inverse().point(*there.point(x, y)) == pytest.approx((x, y), abs=1e-3, rel=1e-6)
    assert there.then(there.inverse()).point(x, y) == pytest.approx((x, y), abs=1e-3, rel=1e-6)


@given(maps, maps, maps, numbers, numbers)
def test_maps_follow_each_other(a: Affine, b: Affine, c: Affine, x: float, y: float) -> None:
    step_by_step = c.point(*b.point(*a.point(x, y)))
    assert a.then(b).then(c).point(x, y) == pytest.approx(step_by_step, abs=1e-2, rel=1e-6)
    assert a.then(b.then(c)).point(x, y) == pytest.approx(step_by_step, abs=1e-2, rel=1e-6)


@given(st.integers(-8, 8), sizes, sizes, st.floats(0, 1), st.floats(0, 1))
def test_four_quarters_are_a_whole_and_keep_the_sheet(
    count: int, width: float, height: float, x: float, y: float
) -> None:
    turning = quarter_turns(count, width, height)
    sides = (height, width) if count % 2 else (width, height)
    assert turning.box(Box(0, 0, width, height)) == pytest.approx((0, 0, *sides))
    once = quarter_turns(1, width, height).then(quarter_turns(3, height, width))
    assert once.point(x * width, y * height) == pytest.approx((x * width, y * height), abs=1e-6)


@given(maps, numbers, numbers, sizes, sizes, st.floats(0, 1), st.floats(0, 1))
def test_what_is_in_a_box_stays_in_it(
    there: Affine, x: float, y: float, width: float, height: float, right: float, down: float
) -> None:
    around = there.box(Box(x, y, x + width, y + height)).grown(1e-3 * (1 + abs(there.e) + abs(there.f)))
    assert around.contains_point(*there.point(x + right * width, y + down * height))


# ---- a document goes back

HERE = Region(page=2, bbox=(10, 20, 40, 60))
BACK = (340.0, 10.0, 380.0, 40.0)


def test_everything_with_a_place_goes_back() -> None:
    """Pages 2 and 3 of the layout are the halves of page 7 of the file; the sheet was turned."""
    turning = quarter_turns(1, *SHEET)
    document = Document(
        generator="test",
        source=Source(sha256="", media_type="image/png", pages=9),
        articles=(
            Article(
                id="a01",
                sections=(
                    Section(heading="H", heading_regions=(HERE,), paragraphs=(Paragraph(text="T", regions=(HERE,)),)),
                ),
                figures=(Figure(page=2, bbox=HERE.bbox, caption_regions=(HERE,)),),
                tables=(Table(page=2, bbox=HERE.bbox),),
                regions={"title": (HERE,), "byline": (Region(page=1, bbox=(1, 2, 3, 4)),)},
                pages=(1, 2, 3),
            ),
        ),
        pages=tuple(
            Page(page=n, width=400, height=300, furniture=(Furniture(kind="header", text="f", bbox=HERE.bbox),))
            for n in (1, 2, 3)
        ),
        warnings=(Notice(page=3, code="x", message=""), Notice(page=None, code="y", message="")),
    )
    read = [page(number=1), page(number=2, placing=turning), page(number=3, placing=turning)]
    back = placed(document, read, {1: 4, 2: 7, 3: 7})
    (article,) = back.articles
    region = Region(page=7, bbox=BACK)
    assert article.sections[0].heading_regions == article.sections[0].paragraphs[0].regions == (region,)
    assert (article.figures[0].page, article.figures[0].bbox) == (7, BACK)
    assert article.figures[0].caption_regions == article.regions["title"] == (region,)
    assert (article.tables[0].page, article.tables[0].bbox) == (7, BACK)
    assert article.regions["byline"] == (Region(page=4, bbox=(1, 2, 3, 4)),), "this page was not turned"
    assert article.pages == (4, 7), "both halves are one page"
    assert [(p.page, p.furniture[0].bbox) for p in back.pages] == [(4, HERE.bbox), (7, BACK), (7, BACK)]
    assert [w.page for w in back.warnings] == [7, None]


def test_a_document_of_text_pages_is_handed_back_as_it_is() -> None:
    content = page(line("A headline of some size", 50, 100, 24), *column(["some text"] * 4, 50, 140))
    document = parsed(content)
    assert placed(document, [content], {1: 1}) is document


# ---- from picture to JSON


def stands(document: Document, text: str) -> Region:
    """Where a paragraph or title stands."""
    for article in document.articles:
        if article.title == text:
            return article.regions["title"][0]
        for paragraph in article.paragraphs:
            if paragraph.text == text:
                (region,) = paragraph.regions
                return region
    raise AssertionError(f"{text} was not read: {[a.text for a in document.articles]}")


def assert_in_place(document: Document, sheet: Marked, to_page: Affine, least: float = 0.6) -> None:
    for text, box in sheet.parts:
        region = stands(document, text)
        assert overlap_of(region.bbox, to_page.box(box)) >= least, (text, region.bbox, to_page.box(box))


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_scan_that_was_laid_in_turned(use_engine: UseEngine, turns: int) -> None:
    sheet = marked()
    use_engine(MarkReader(sheet.texts))
    document = docparse.parse(png(np.rot90(sheet.picture(), -turns), 150))
    (shown,) = document.pages
    assert (shown.width, shown.height) == pytest.approx(SHEET_SIZE[::-1] if turns % 2 else SHEET_SIZE, abs=0.6)
    assert shown.rotation == (-90 * turns) % 360, "clockwise, what makes the page upright"
    assert (shown.method, shown.engine, shown.part, shown.reason) == ("ocr", "marks", None, "picture-page")
    assert abs(shown.skew) < 0.15
    assert_in_place(document, sheet, quarter_turns(turns, *SHEET_SIZE))
    assert [a.title for a in document.articles] == [HEADLINE]


@pytest.mark.parametrize(("degrees", "turns"), [(-3.0, 0), (2.0, 3)])
def test_a_scan_askew(use_engine: UseEngine, degrees: float, turns: int) -> None:
    sheet = marked()
    use_engine(MarkReader(sheet.texts))
    pixels = np.rot90(askew(sheet.picture(), degrees), -turns)
    document = docparse.parse(png(pixels, 150))
    assert document.pages[0].skew == pytest.approx(degrees, abs=0.15)
    to_scan = turned(-math.radians(degrees), *SHEET_SIZE).then(quarter_turns(turns, *SHEET_SIZE))
    for text, box in sheet.parts:
        found, around = Box(*stands(document, text).bbox), to_scan.box(box)
        assert (found.cx, found.cy) == pytest.approx((around.cx, around.cy), abs=3)
        assert overlap_of(found, around) > 0.7


def spread() -> tuple[Marked, Marked, Pixels]:
    left = marked()
    right = marked("旧书交换下月开始", BODY[::-1], first=len(left.texts))
    return left, right, np.hstack([left.picture(), right.picture()])


@pytest.mark.parametrize("turns", [0, 1])
def test_the_halves_of_a_spread(use_engine: UseEngine, turns: int) -> None:
    left, right, pixels = spread()
    use_engine(MarkReader((*left.texts, *right.texts)))
    document = docparse.parse(png(np.rot90(pixels, -turns), 150))
    first, second = document.pages
    assert (first.page, first.part, second.page, second.part) == (1, 1, 1, 2)
    assert document.source.pages == 1 and first.rotation == second.rotation == (-90 * turns) % 360
    assert (first.width, first.height) == (second.width, second.height), "boxes are boxes of the whole scan"
    back = quarter_turns(turns, 2 * SHEET_SIZE[0], SHEET_SIZE[1])
    assert_in_place(document, left, back)
    assert_in_place(document, right, moved(SHEET_SIZE[0], 0).then(back))
    assert [a.pages for a in document.articles] == [(1,), (1,)]
    assert [w.code for w in document.warnings] == ["read-by-ocr"], "one warning for both halves"


def test_pages_after_a_spread_keep_their_numbers(use_engine: UseEngine, tmp_path: Path) -> None:
    left, right, pixels = spread()
    single = marked(first=len(left.texts) + len(right.texts))
    frames = [Image.fromarray(p) for p in (pixels, single.picture())]
    path = tmp_path / "in.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="tiff_lzw", dpi=(150, 150))
    use_engine(MarkReader((*left.texts, *right.texts, *single.texts)))
    document = docparse.parse(path)
    assert [(p.page, p.part) for p in document.pages] == [(1, 1), (1, 2), (2, None)]
    assert {r.page for a in document.articles for p in a.paragraphs for r in p.regions} == {1, 2}
    assert document.source.pages == 2
    only = docparse.parse(path, pages="2")
    assert [(p.page, p.part) for p in only.pages] == [(2, None)]
    assert stands(only, BODY[0] + BODY[1]).page == 2


@pytest.mark.parametrize(("rotation", "ocr"), [(90, "auto"), (180, "always"), (270, "always")])
def test_a_scan_in_a_pdf_that_turns_its_pages(use_engine: UseEngine, rotation: int, ocr: OcrMode) -> None:
    """The picture lies in the file turned, and the file says how it is displayed: upright."""
    sheet = marked()
    pixels = np.ascontiguousarray(np.rot90(sheet.picture(), rotation // 90))
    pdf = pymupdf.open()
    shown = pdf.new_page(width=pixels.shape[1] * 0.48, height=pixels.shape[0] * 0.48)
    shown.insert_image(shown.rect, stream=png(pixels, 150))
    shown.set_rotation(rotation)
    use_engine(MarkReader(sheet.texts))
    document = docparse.parse(bytes(pdf.tobytes()), ocr=ocr)
    (told,) = document.pages
    assert told.rotation == rotation and (told.width, told.height) == pytest.approx(SHEET_SIZE, abs=0.6)
    assert_in_place(document, sheet, Affine())


def test_a_picture_on_a_turned_scan_is_cropped_where_it_is(use_engine: UseEngine, tmp_path: Path) -> None:
    sheet = marked(height=700)
    shade = np.tile(np.linspace(40, 200, 400, dtype=np.uint8), (300, 1))
    grain = np.random.default_rng(3).integers(0, 40, shade.shape, np.uint8)
    photo = np.stack([shade + grain, shade // 2, 200 - shade], axis=-1)
    sheet.pdf[0].insert_image((80, 430, 340, 625), stream=png(photo, 150), keep_proportion=False)
    use_engine(MarkReader(sheet.texts))
    upright = picture_of(sheet.pdf[0], 150)
    document = docparse.parse(png(np.rot90(upright, -1), 150), figures=tmp_path / "out")
    ((figure,),) = (list(a.figures) for a in document.articles if a.figures)
    expected = quarter_turns(1, 420, 700).box(Box(80, 430, 340, 625))
    assert overlap_of(figure.bbox, expected) > 0.9
    assert figure.image is not None
    with Image.open(figure.image) as crop:
        assert crop.size == pytest.approx((195 / 72 * 200, 260 / 72 * 200), rel=0.05)
