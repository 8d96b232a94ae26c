"""Scanned sheets before they are read, on pages drawn here and on a sample laid askew."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from docparse.ocr.bend import flattened
from docparse.ocr.dots import dotted_rules, without_dots
from docparse.ocr.ink import Gray
from docparse.ocr.prepare import fold, gray_of, ink, letter_height, sheet, sideways, skew

SAMPLES = Path(__file__).parent.parent / "samples"
SENTENCE = "The library keeps longer hours and people ask for more of them every spring "


def rasterised(name: str, number: int, dpi: int) -> Gray:
    with pymupdf.open(SAMPLES / name) as document:
        pixmap = document[number - 1].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width).copy()


def page(width: int, height: int, columns: list[tuple[int, int]], size: int = 16, ground: int = 235) -> Gray:
    """Columns of text from x0 to x1 on paper."""
    image = np.full((height, width), ground, np.uint8)
    font = ImageFont.load_default(size)
    pitch = round(1.4 * size)
    text = Image.new("L", (round(font.getlength(SENTENCE * 2)), pitch), ground)
    ImageDraw.Draw(text).text((0, 0), SENTENCE * 2, 20, font)
    line = np.asarray(text, np.uint8)
    for x0, x1 in columns:
        for number, y in enumerate(range(60, height - 60, pitch)):
            start = number * 97 % (line.shape[1] // 2)
            part = line[:, start : start + x1 - x0]
            image[y : y + pitch, x0 : x0 + part.shape[1]] = part
    return image


def laid_askew(gray: Gray, degrees: float, fill: int = 235) -> Gray:
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(gray, turn, (width, height), borderValue=fill), np.uint8)


def worn(gray: Gray) -> Gray:
    """With a shadow to the left, print from the back shining through and the grain of paper."""
    grain = np.random.default_rng(7).normal(0, 8, gray.shape)
    back = 0.15 * (255.0 - np.roll(np.fliplr(gray), 37, axis=0))
    shade = np.linspace(0.6, 1.0, gray.shape[1])[None]
    return np.asarray(np.clip((gray - back) * shade + grain, 0, 255), np.uint8)


def test_ink_is_what_is_printed_on_this_side_whatever_the_shade_of_the_paper() -> None:
    clean = page(900, 700, [(60, 840)])
    seen, printed = ink(worn(clean)), clean < 128
    assert np.count_nonzero(seen & printed) > 0.9 * np.count_nonzero(printed)
    near = cv2.dilate(printed.view(np.uint8), np.ones((5, 5), np.uint8)).view(np.bool_)
    assert np.count_nonzero(seen & ~near) < 0.01 * np.count_nonzero(printed)
    assert not ink(np.full((300, 300), 240, np.uint8)).any()


def test_ink_of_a_bilevel_scan_is_its_black() -> None:
    bilevel = np.where(page(900, 700, [(60, 840)]) < 128, 0, 255).astype(np.uint8)
    assert np.count_nonzero(ink(bilevel) != (bilevel == 0)) < 0.01 * np.count_nonzero(bilevel == 0)


def test_gray_weighs_the_channels_in_their_order() -> None:
    red = np.zeros((4, 4, 3), np.uint8)
    red[..., 0] = 255
    assert 70 <= int(gray_of(red)[0, 0]) <= 80
    gray = np.full((4, 4), 9, np.uint8)
    assert gray_of(gray) is gray


@pytest.mark.parametrize("dpi", [72, 150, 300])
@pytest.mark.parametrize(
    ("name", "number", "size"),
    [
        ("zh-newspaper-sample.pdf", 1, 11.8),
        ("en-newsletter-sample.pdf", 2, 11.4),
        ("zh-newsletter-sample.pdf", 3, 10.5),
    ],
)
def test_the_size_of_the_body_text_is_measured_at_every_resolution(
    name: str, number: int, size: float, dpi: int
) -> None:
    assert letter_height(rasterised(name, number, dpi)) == pytest.approx(size * dpi / 72, rel=0.15)


def test_letters_are_as_high_on_a_page_that_lies_askew_or_was_laid_in_sideways() -> None:
    upright = rasterised("zh-newspaper-sample.pdf", 1, 100)
    measured = letter_height(upright)
    assert measured is not None
    assert letter_height(laid_askew(upright, 6, 255)) == pytest.approx(measured, rel=0.1)
    assert letter_height(np.ascontiguousarray(np.rot90(upright))) == pytest.approx(measured, rel=0.1)


def test_a_page_without_text_has_no_letters() -> None:
    noise = np.random.default_rng(3).integers(0, 255, (400, 300), dtype=np.uint8)
    blank = np.full((400, 300), 240, np.uint8)
    assert letter_height(blank) is None
    assert letter_height(cv2.GaussianBlur(noise, (0, 0), 6)) is None
    assert skew(blank) == 0.0
    assert not sideways(blank)
    assert fold(np.hstack([blank, blank])) is None


@pytest.mark.parametrize("degrees", [-8.7, -1.3, -0.3, 0.0, 0.45, 2.0, 9.4])
def test_the_skew_is_found_to_a_tenth_of_a_degree(degrees: float) -> None:
    assert skew(worn(laid_askew(page(1000, 1300, [(80, 460), (540, 920)]), degrees))) == pytest.approx(degrees, abs=0.1)


def test_columns_with_lines_of_their_own_share_one_skew() -> None:
    sample = rasterised("zh-newspaper-sample.pdf", 1, 150)
    assert skew(laid_askew(sample, 1.4, 255)) == pytest.approx(1.4, abs=0.1)


@pytest.mark.parametrize("name", ["zh-newspaper-sample.pdf", "en-newsletter-sample.pdf"])
def test_a_page_that_was_laid_in_sideways_is_seen_though_askew(name: str) -> None:
    upright = laid_askew(rasterised(name, 1, 100), 2.5, 255)
    assert not sideways(upright)
    assert sideways(np.ascontiguousarray(np.rot90(upright)))
    assert sideways(np.ascontiguousarray(np.rot90(upright, 3)))


def test_black_edges_are_not_the_sheet_and_a_dark_advert_is() -> None:
    paper = page(800, 1000, [(60, 740)])
    cv2.rectangle(paper, (0, 850), (800, 1000), 25, -1)
    cv2.putText(paper, "OPEN ON SUNDAY", (120, 940), cv2.FONT_HERSHEY_SIMPLEX, 2, 240, 6)
    scan = cv2.copyMakeBorder(paper, 0, 0, 40, 70, cv2.BORDER_CONSTANT, value=12)
    assert sheet(scan) == pytest.approx((40, 0, 840, 1000), abs=6)
    assert sheet(paper) == (0, 0, 800, 1000)


def test_a_page_photographed_on_a_dark_table_is_cut_out() -> None:
    table = np.random.default_rng(5).normal(45, 5, (1300, 1100)).astype(np.uint8)
    table[120:1120, 150:950] = page(800, 1000, [(60, 740)])
    assert sheet(table) == pytest.approx((150, 120, 950, 1120), abs=6)


def test_a_dark_picture_that_bleeds_off_the_page_is_part_of_the_sheet() -> None:
    cover = page(800, 1000, [(60, 740)])
    cover[:400] = np.linspace(10, 110, 800, dtype=np.uint8)[None]
    assert sheet(cover) == (0, 0, 800, 1000)


def spread(left: Gray, right: Gray, shadow: bool) -> Gray:
    both = np.hstack([left, right]).astype(np.float64)
    if shadow:
        middle = left.shape[1]
        both *= 1 - 0.3 * np.exp(-(((np.arange(both.shape[1]) - middle) / 15) ** 2))
    return np.asarray(both, np.uint8)


@pytest.mark.parametrize("shadow", [False, True])
@pytest.mark.parametrize("lean", [0.0, 2.0])
def test_a_spread_is_cut_at_its_fold(shadow: bool, lean: float) -> None:
    left = laid_askew(page(700, 950, [(60, 330), (370, 640)]), 0.8)
    right = laid_askew(page(700, 950, [(60, 330), (370, 640)]), -0.6)
    cut = fold(laid_askew(spread(left, right, shadow), lean))
    assert cut == pytest.approx(700, abs=25)


def test_a_spread_on_a_black_lid_is_cut_though_it_lies_askew() -> None:
    both = spread(page(700, 950, [(60, 330), (370, 640)]), page(700, 950, [(60, 330), (370, 640)]), True)
    scan = laid_askew(cv2.copyMakeBorder(both, 16, 16, 16, 16, cv2.BORDER_CONSTANT, value=12), 0.7, 12)
    paper = sheet(scan)
    cut = fold(scan[int(paper.y0) : int(paper.y1), int(paper.x0) : int(paper.x1)])
    assert cut == pytest.approx(716 - paper.x0, abs=25)


def test_columns_on_one_broad_page_are_not_two_pages() -> None:
    four = [(60, 370), (400, 710), (740, 1050), (1080, 1390)]
    assert fold(page(1450, 950, four)) is None
    two = page(1450, 950, [(60, 710), (740, 1390)])
    assert fold(two) is None
    assert fold(cv2.line(two, (725, 60), (725, 890), 20, 3)) is None, "a rule is no fold"


def test_a_headline_across_holds_a_spread_together() -> None:
    both = np.hstack([page(700, 950, [(60, 640)]), page(700, 950, [(60, 640)])])
    both[:160] = 235
    cv2.putText(both, "ONE STORY OVER TWO PAGES", (150, 120), cv2.FONT_HERSHEY_SIMPLEX, 2.4, 20, 6)
    assert fold(both) is None


def test_a_page_laid_in_sideways_has_no_fold() -> None:
    assert fold(np.ascontiguousarray(np.rot90(rasterised("en-newsletter-sample.pdf", 2, 100)))) is None


def test_lines_that_a_bent_page_curves_are_laid_straight() -> None:
    flat = page(1000, 1300, [(80, 460), (540, 920)])
    em = letter_height(flat) or 0.0
    assert flattened(flat, flat, em) is flat
    xs, ys = np.meshgrid(np.arange(1000, dtype=np.float32), np.arange(1300, dtype=np.float32))
    bent = np.asarray(cv2.remap(flat, xs, ys - 30 * np.exp(-xs / 150), cv2.INTER_CUBIC, borderValue=235), np.uint8)
    straight = flattened(bent, bent, em)
    rows = [np.var(np.mean(image[:, 80:240], axis=1)) for image in (flat, bent, straight)]
    assert rows[1] < 0.5 * rows[0] and rows[2] > 0.8 * rows[0]


def test_a_page_that_lies_askew_is_not_bent() -> None:
    askew = worn(laid_askew(page(1000, 1300, [(80, 460), (540, 920)]), 0.1))
    assert flattened(askew, askew, 16.0) is askew


@pytest.mark.parametrize("degrees", [0.0, 3.0, -8.0])
def test_dotted_rules_are_found_and_taken_off(degrees: float) -> None:
    columns = page(1000, 1300, [(80, 460), (540, 920)])
    dotted = columns.copy()
    dotted[60:1240:9, 499:502] = 120
    askew = laid_askew(dotted, degrees)
    (rule,) = dotted_rules(askew, 16.0, degrees)
    assert len(rule) == pytest.approx(131, abs=3)
    left = without_dots(askew, [rule])
    assert np.mean(np.abs(left.astype(float) - laid_askew(columns, degrees)) > 40) < 1e-4


def test_specks_and_the_stops_of_lines_are_no_dotted_rule() -> None:
    columns = page(1000, 1300, [(80, 460), (540, 920)])
    assert dotted_rules(columns, 16.0, 0.0) == []
    places = np.random.default_rng(4).integers(0, 1299, (4000, 2))
    columns[places[:, 0], places[:, 1] % 1000] = 60
    assert dotted_rules(columns, 16.0, 0.0) == []
    assert without_dots(columns, []) is columns
