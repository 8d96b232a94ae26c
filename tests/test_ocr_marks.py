"""Drawn lines, frames and pictures of a scanned page, on pages drawn here."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from docparse.geometry import Box
from docparse.ocr.marks import Marks, marks
from docparse.reading.page import Frame

EM = 20.0
Picture = NDArray[np.uint8]


class Page:
    """A page of 900 by 1200 pixels, an em being 20, with the boxes of the lines that are set on it."""

    def __init__(self, ground: int = 240) -> None:
        self.image: Picture = np.full((1200, 900, 3), ground, np.uint8)
        self.lines: list[Box] = []

    def text(self, x0: int, y0: int, x1: int, y1: int, color: int = 20) -> None:
        """Lines of letters from the top to the foot of a column."""
        for y in range(y0, y1 - 20, 30):
            written = "Letters of the people who live here and go on and on and on and on and on"
            cv2.putText(self.image[:, :x1], written, (x0, y + 16), cv2.FONT_HERSHEY_COMPLEX, 0.6, (color,) * 3, 1)
            self.lines.append(Box(x0, y, x1, y + 20))

    def photo(self, x0: int, y0: int, x1: int, y1: int) -> Box:
        """Something with all shades, some as light as paper."""
        y, x = np.mgrid[y0:y1, x0:x1]
        shades = 120 + 70 * np.sin(x / 31) * np.cos(y / 23)
        self.image[y0:y1, x0:x1] = np.clip(shades + np.random.default_rng(1).normal(0, 12, shades.shape), 0, 235)[
            ..., None
        ]
        return Box(x0, y0, x1, y1)

    def fill(self, x0: int, y0: int, x1: int, y1: int, color: tuple[int, int, int]) -> Box:
        self.image[y0:y1, x0:x1] = color
        return Box(x0, y0, x1, y1)

    def border(self, x0: int, y0: int, x1: int, y1: int, width: int = 2) -> Box:
        cv2.rectangle(self.image, (x0, y0), (x1, y1), (30, 30, 30), width)
        return Box(x0, y0, x1, y1)

    def worn(self) -> None:
        grain = np.random.default_rng(2).normal(0, 7, (1200, 900, 1))
        shade = np.linspace(0.78, 1.0, 900)[None, :, None]
        self.image = np.clip(self.image * shade + grain, 0, 255).astype(np.uint8)

    def marks(self) -> Marks:
        return marks(self.image, self.lines, EM)


def is_near(box: Box, expected: Box, slack: float = 0.4 * EM) -> bool:
    return box == pytest.approx(expected, abs=slack)


@pytest.mark.parametrize("worn", [False, True])
def test_two_photographs_with_a_narrow_gap_are_two(worn: bool) -> None:
    page = Page()
    page.text(50, 50, 850, 300)
    left, right = page.photo(50, 320, 440, 600), page.photo(452, 320, 850, 600)
    page.text(50, 640, 850, 1100)
    if worn:
        page.worn()
    found = page.marks()
    assert len(found.pictures) == 2
    assert all(is_near(p, e) for p, e in zip(sorted(found.pictures), [left, right], strict=True))
    assert not found.frames
    assert not found.rules


def test_a_photograph_is_one_though_a_sign_on_it_was_read() -> None:
    page = Page()
    page.text(50, 50, 850, 300)
    photo = page.photo(200, 350, 700, 700)
    page.lines.append(Box(300, 400, 500, 430))
    (found,) = page.marks().pictures
    assert is_near(found, photo)


def test_headlines_and_text_are_no_pictures() -> None:
    page = Page()
    cv2.putText(page.image, "SNOW", (60, 180), cv2.FONT_HERSHEY_DUPLEX, 5, (10, 10, 10), 30)
    page.lines.append(Box(45, 45, 560, 200))
    page.text(50, 250, 850, 1150)
    assert page.marks() == Marks((), (), ())


@pytest.mark.parametrize("worn", [False, True])
def test_drawn_lines_are_rules_and_dashes_are_not(worn: bool) -> None:
    page = Page()
    page.text(50, 50, 430, 1100)
    page.text(470, 50, 850, 1100)
    page.fill(449, 50, 450, 1100, (90, 90, 90))
    page.fill(50, 1130, 850, 1136, (20, 20, 20))
    page.fill(600, 1160, 640, 1162, (20, 20, 20))  # an underscore of 2 em
    if worn:
        page.worn()
        page.image[1130:1136, 400:403] = 235  # a scratch
    found = page.marks()
    assert len(found.rules) == 2
    across, down = sorted(found.rules, key=lambda r: r.height)
    assert is_near(across, Box(50, 1130, 850, 1136), 6)
    assert is_near(down, Box(449, 50, 450, 1100), 6)
    assert across.height <= 10
    assert down.width <= 5
    assert not found.pictures


def test_a_box_with_four_drawn_sides_is_a_frame_where_text_is_in_it() -> None:
    page = Page()
    page.text(50, 50, 850, 300)
    box = page.border(100, 400, 500, 700)
    page.text(120, 420, 480, 690)
    page.border(550, 400, 850, 700)  # empty
    (frame,) = page.marks().frames
    assert not frame.tinted
    assert is_near(frame.box, box, 6)


@pytest.mark.parametrize(
    ("color", "letters"), [((214, 214, 214), 20), ((225, 238, 228), 20), ((250, 228, 180), 20), ((30, 40, 70), 250)]
)
def test_text_on_a_tint_or_on_a_dark_band_is_a_tinted_frame(color: tuple[int, int, int], letters: int) -> None:
    page = Page(245)
    page.text(50, 50, 850, 300)
    tint = page.fill(100, 400, 500, 700, color)
    page.text(120, 420, 480, 690, letters)
    page.text(50, 750, 850, 1100)
    found = page.marks()
    assert [f.tinted for f in found.frames] == [True]
    assert is_near(found.frames[0].box, tint)
    assert not found.pictures


def test_a_dark_band_is_a_tint_though_a_lighter_one_adjoins_it() -> None:
    page = Page()
    page.fill(50, 60, 120, 110, (110, 110, 110))
    page.fill(120, 60, 850, 110, (40, 40, 40))
    page.text(300, 75, 700, 96, 245)
    page.text(50, 200, 850, 1100)
    assert any(is_near(frame.box, Box(50, 60, 850, 110)) for frame in page.marks().frames)


def test_a_picture_that_fills_the_rest_of_a_box_is_in_it() -> None:
    page = Page()
    picture = page.photo(100, 400, 400, 700)
    page.fill(400, 400, 800, 700, (60, 60, 60))
    page.text(450, 500, 750, 620, 245)
    page.text(50, 800, 850, 1100)
    found = page.marks()
    assert is_near(found.frames[0].box, Box(100, 400, 800, 700))
    assert is_near(found.pictures[0], picture)


def test_a_tint_with_a_border_is_one_frame() -> None:
    page = Page(245)
    page.fill(100, 400, 500, 700, (220, 230, 225))
    box = page.border(100, 400, 500, 700)
    page.text(120, 420, 480, 690)
    (frame,) = page.marks().frames
    assert frame == Frame(frame.box, True)
    assert is_near(frame.box, box, 8)


def test_a_photograph_on_a_tint_is_a_picture_in_a_frame() -> None:
    page = Page(245)
    tint = page.fill(100, 400, 800, 900, (205, 220, 212))
    page.text(120, 420, 780, 560)
    photo = page.photo(250, 600, 650, 850)
    found = page.marks()
    assert len(found.frames) == len(found.pictures) == 1
    assert is_near(found.frames[0].box, tint)
    assert is_near(found.pictures[0], photo)


def test_neither_the_page_nor_a_band_that_runs_off_it_is_a_frame() -> None:
    page = Page(245)
    page.fill(0, 0, 900, 200, (60, 90, 120))
    page.text(50, 50, 850, 180, 250)
    page.text(50, 250, 850, 1150)
    page.border(8, 8, 892, 1192)
    assert not page.marks().frames


def test_a_shadow_that_cuts_a_text_is_no_box() -> None:
    sheet = Page()
    sheet.fill(450, 400, 900, 1200, (205, 205, 205))
    sheet.text(100, 100, 400, 1100)
    sheet.text(470, 100, 800, 1100)
    sheet.lines = [li._replace(y1=li.y1 + 4) for li in sheet.lines]  # set close
    assert not [f for f in sheet.marks().frames if f.box.y0 > 300]
    box = Page()
    box.fill(450, 400, 850, 900, (205, 205, 205))
    box.text(100, 100, 400, 1100)
    box.text(470, 430, 800, 880)
    assert len(box.marks().frames) == 1


def test_shades_that_lines_run_into_are_no_picture() -> None:
    sheet = Page()
    sheet.photo(300, 200, 850, 1000)
    sheet.text(100, 100, 250, 1100)
    assert sheet.marks().pictures
    sheet.text(100, 100, 800, 1100)
    assert not sheet.marks().pictures


def test_black_scanner_edges_are_no_pictures() -> None:
    page = Page()
    page.text(100, 50, 820, 1150)
    page.image[:, :60] = 10
    page.image[:, 860:] = 10
    found = page.marks()
    assert not found.pictures
    assert not found.frames


def test_a_dithered_photograph_of_a_bilevel_scan_is_a_picture() -> None:
    page = Page(255)
    page.text(50, 50, 850, 300)
    photo = page.photo(200, 350, 700, 700)
    noise = np.random.default_rng(4).integers(0, 235, page.image.shape[:2])
    page.image = np.where(page.image[..., :1] > noise[..., None], 255, 0).astype(np.uint8).repeat(3, axis=2)
    (found,) = page.marks().pictures
    assert is_near(found, photo, 0.6 * EM)


def test_the_same_page_at_twice_the_resolution_has_the_same_marks() -> None:
    page = Page()
    page.text(50, 50, 850, 300)
    page.photo(50, 320, 440, 600)
    page.fill(50, 640, 850, 643, (20, 20, 20))
    large = cv2.resize(page.image, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    found = marks(np.asarray(large, np.uint8), [Box(*(2 * v for v in b)) for b in page.lines], 2 * EM)
    once = page.marks()
    assert len(found.pictures) == len(once.pictures) == len(found.rules) == len(once.rules) == 1
    assert is_near(found.pictures[0], Box(*(2 * v for v in once.pictures[0])), 0.6 * EM)


def test_a_thick_and_a_thin_line_close_together_are_one_rule_where_they_are_long() -> None:
    page = Page()
    page.text(50, 150, 850, 1100)
    page.fill(50, 100, 850, 108, (60, 60, 60))
    page.fill(50, 110, 850, 112, (60, 60, 60))
    (rule,) = page.marks().rules
    assert is_near(rule, Box(50, 100, 850, 112), 4)


def test_a_shadow_along_the_edge_does_not_make_a_picture_of_the_page() -> None:
    page = Page()
    page.text(80, 130, 850, 600)
    photo = page.photo(300, 640, 700, 900)
    page.text(80, 940, 850, 1150)
    page.fill(0, 0, 900, 70, (20, 60, 60))  # the band at its head
    page.lines.append(Box(80, 20, 300, 50))
    shadow = np.linspace(0.45, 1.0, 60)[None, :, None]
    page.image[70:, :60] = (page.image[70:, :60] * shadow).astype(np.uint8)
    found = page.marks()
    assert any(is_near(p, photo) for p in found.pictures)
    assert all(p.width * p.height < 0.5 * 900 * 1200 for p in found.pictures)
