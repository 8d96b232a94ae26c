"""What an engine saw becomes lines: on pictures drawn here, with what an engine would say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pymupdf
import pytest
from scans import BODY, Pixels, picture_of

from docparse.geometry import Box
from docparse.ocr import page as pages
from docparse.ocr.dust import without_dust
from docparse.ocr.engine import Seen
from docparse.ocr.ink import gray_of
from docparse.ocr.letters import Look, has_bullet, inked, look, white_gaps
from docparse.ocr.levels import types
from docparse.ocr.lines import lines_seen
from docparse.ocr.raster import Raster
from docparse.ocr.slips import mended, wide
from docparse.ocr.stretches import Stretch
from docparse.reading.page import Line
from docparse.reading.placing import scaled

DPI = 150
ZOOM = DPI / 72


class Paper:
    """A page to draw on; it remembers what an engine would see on it, by `see`."""

    def __init__(self, width: float = 600, height: float = 300) -> None:
        self.page = pymupdf.open().new_page(width=width, height=height)
        self.seen: list[Seen] = []

    def text(self, text: str, x: float, y: float, size: float = 12, font: str = "helv", color: float = 0) -> float:
        """Draw one line from `x` on, its baseline at `y`; where it ends."""
        self.page.insert_text((x, y), text, fontname=font, fontsize=size, color=(color,) * 3)
        return x + pymupdf.Font(font).text_length(text, size)

    def see(self, text: str, x0: float, x1: float, y: float, size: float = 12, confidence: float = 0.95) -> None:
        """What stands between `x0` and `x1`: the engine tells a character's place by where it was drawn."""
        top, bottom = y - 0.95 * size, y + 0.3 * size
        quad = ((x0, top), (x1, top), (x1, bottom), (x0, bottom))
        left, top_, right, low = (v * ZOOM for v in (x0, top, x1, bottom))
        quad = ((left, top_), (right, top_), (right, low), (left, low))
        self.seen.append(Seen(quad, text, confidence, self._places(text, x0, x1, y)))

    def write(
        self, text: str, x: float, y: float, size: float = 12, font: str = "helv", confidence: float = 0.95
    ) -> None:
        end = self.text(text, x, y, size, font)
        self.see(text, x - 1, end + 1, y, size, confidence)

    def _places(self, text: str, x0: float, x1: float, y: float) -> tuple[float, ...]:
        drawn = [
            (char["origin"][0], sum(char["bbox"][0::2]) / 2, char["c"])
            for block in self.page.get_text("rawdict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            for char in span["chars"]
            if abs(char["origin"][1] - y) < 1 and x0 - 1 <= char["origin"][0] <= x1 and not char["c"].isspace()
        ]
        middles = iter(middle for _, middle, _ in sorted(drawn))
        places: list[float] = []
        for char in text:
            if char == " ":
                places.append(places[-1] if places else 0.0)
            else:
                places.append((next(middles, x1) - x0) / (x1 - x0))
        return tuple(places)

    def lines(self) -> tuple[Line, ...]:
        image = picture_of(self.page, DPI)
        return lines_seen(self.seen, image, gray_of(image), 1 / ZOOM, 1)

    def texts(self) -> list[str]:
        return [line.text for line in self.lines()]


def test_a_line_stands_where_its_ink_is() -> None:
    paper = Paper()
    paper.write("社区图书馆重新开放", 50, 100, 12, "china-s", 0.87)
    (line,) = paper.lines()
    assert (line.text, line.confidence, line.page) == ("社区图书馆重新开放", 0.87, 1)
    assert (line.box.x0, line.box.x1) == pytest.approx((50, 158), abs=1.5)
    assert (line.box.y0, line.box.y1) == pytest.approx((100 - 0.88 * 12, 100 + 0.12 * 12), abs=1.5)
    assert line.size == pytest.approx(12, abs=0.6)


@pytest.mark.parametrize(
    ("left", "right", "font"),
    [("社区图书馆昨天", "新码头怎么用", "china-s"), ("the harbour office", "a second room is", "helv")],
    ids=["Chinese", "Latin"],
)
def test_a_line_across_a_gutter_is_two(left: str, right: str, font: str) -> None:
    paper = Paper()
    paper.text(left, 50, 100, 12, font)
    end = paper.text(right, 200, 100, 12, font)
    paper.see(left + right if font == "china-s" else f"{left} {right}", 49, end + 1, 100)
    first, second = paper.lines()
    assert (first.text, second.text) == (left, right)
    assert first.box.x1 < 170 and second.box.x0 == pytest.approx(200, abs=1.5)


def test_a_justified_line_of_a_narrow_column_stays_whole() -> None:
    paper = Paper()
    x = 50.0
    for word in ("when", "the", "roof", "has", "been"):
        x = paper.text(word, x, 100) + 13  # wider than a gutter of the same type
    paper.see("when the roof has been", 49, x - 12, 100)
    assert paper.texts() == ["when the roof has been"]


def test_missing_spaces_between_words_are_put_back() -> None:
    paper = Paper()
    end = paper.text("when the roof has been mended", 50, 100)
    paper.see("when theroof has been mended", 49, end + 1, 100)
    assert paper.texts() == ["when the roof has been mended"]


def test_spaces_that_were_typed_between_chinese_characters() -> None:
    """Engines drop them, or see some where nobody typed one."""
    paper = Paper()
    x = paper.text("本报记者", 50, 100, 12, "china-s")
    end = paper.text("何春生", x + 8, 100, 12, "china-s")
    paper.see("本报记者何春生", 49, end + 1, 100)
    paper.text("他们说，日子（真的）好过了", 50, 140, 12, "china-s")
    paper.see("他们说，日 子（真的）好 过了", 49, 50 + 13 * 12 + 1, 140)
    assert paper.texts() == ["本报记者 何春生", "他们说，日子（真的）好过了"]


def test_a_bullet_that_the_engine_leaves_out() -> None:
    paper = Paper()
    paper.page.draw_circle((54, 96), 2.6, color=None, fill=0)
    end = paper.text("带上身份证就行", 66, 100, 12, "china-s")
    paper.see("带上身份证就行", 65, end + 1, 100)
    paper.write("不必带照片", 66, 140, 12, "china-s")
    assert paper.texts() == ["● 带上身份证就行", "不必带照片"]


@pytest.mark.parametrize("mark", ["rule", "letter", "two"])
def test_what_is_no_bullet(mark: str) -> None:
    paper = Paper()
    if mark == "rule":
        paper.page.draw_rect((53, 80, 54.5, 130), color=None, fill=0)
    elif mark == "letter":
        paper.text("人", 50, 100, 12, "china-s")
    else:
        for x in (50, 57):
            paper.page.draw_circle((x, 96), 2.6, color=None, fill=0)
    end = paper.text("带上身份证就行", 66, 100, 12, "china-s")
    paper.see("带上身份证就行", 65, end + 1, 100)
    assert paper.texts() == ["带上身份证就行"]


def test_a_long_dash_that_the_engine_leaves_out() -> None:
    paper = Paper()
    x = paper.text("门开了", 50, 100, 12, "china-s")
    paper.page.draw_rect((x + 1, 95.2, x + 23, 96), color=None, fill=0)
    end = paper.text("就在今天", x + 24, 100, 12, "china-s")
    paper.see("门开了就在今天", 49, end + 1, 100)
    assert paper.texts() == ["门开了——就在今天"]


def test_lines_of_one_type_have_one_size() -> None:
    """Lines without risers or descenders measure otherwise than lines with both."""
    paper = Paper(height=400)
    for i, text in enumerate(("a swarm once came near us", "by the big old fig tree", "we saw no one", "high and dry")):
        paper.write(text, 50, 100 + 15 * i)
    paper.write("Harbour opens", 50, 60, 24)
    sizes = [line.size for line in paper.lines()]
    assert len(set(sizes[1:])) == 1 and sizes[1] == pytest.approx(12, rel=0.15)
    assert sizes[0] == pytest.approx(2 * sizes[1], rel=0.15)


def test_bold_stands_out_from_the_body() -> None:
    paper = Paper(height=400)
    for i in range(5):
        paper.write("when the roof has been mended and the", 50, 120 + 15 * i)
    paper.write("What comes in the spring", 50, 90, 12, "hebo")
    bold, *body = paper.lines()
    assert bold.style.bold and not any(line.style.bold for line in body)


def test_a_line_that_begins_in_bold_is_not_bold() -> None:
    paper = Paper(height=400)
    end = paper.text("Harbour news:", 50, 90, 12, "hebo")
    end = paper.text("the roof was mended in spring", end + 4, 90)
    paper.see("Harbour news: the roof was mended in spring", 49, end + 1, 90)
    for i in range(5):
        paper.write("when the roof has been mended and the", 50, 120 + 15 * i)
    assert not any(line.style.bold for line in paper.lines())


def test_letters_of_another_face_are_told_from_the_body() -> None:
    """By their strokes: across thin beside the upright ones, or as thick as these."""
    paper = Paper(width=700, height=400)
    for i in range(6):
        paper.write("When the roof had been mended, the harbour office moved back in", 50, 120 + 15 * i, 12, "tiro")
    paper.write("The harbour office on the day of its opening", 50, 250, 10, "helv")
    paper.write("Harbour office", 50, 60, 30, "tibo")
    head, *body, caption = paper.lines()
    assert {line.style.face for line in body} == {""}
    assert caption.style.face not in ("", head.style.face), "large letters of the body's face have thinner hairlines"


def stretch(text: str, top: float, x0: float = 0.0, em: float = 26.0, stroke: float = 1.5) -> Stretch:
    ink = Box(x0, top, x0 + 200, top + em)
    return Stretch(text, 0.9, Look(ink, em, em / 2, top + em, stroke, stroke, 0.8, 0, (True,) * 200))


@pytest.mark.parametrize(("leading", "text"), [(30, "as body"), (34, "larger")])
def test_latin_lines_in_the_rows_of_the_body_are_of_its_size(leading: int, text: str) -> None:
    body = [stretch("when the roof has been mended", 30.0 * i) for i in range(12)]
    measured = [stretch("saw no one near us", 30.0 * i + leading * j, 300, 28.6) for i, j in ((2, 0), (2, 1), (2, 2))]
    sizes = {type_.size for type_ in types([*body, *measured])[12:]}
    assert sizes == ({26.0} if text == "as body" else {28.6})


def test_a_short_second_line_of_a_headline_is_of_its_type_though_its_letters_are_lower() -> None:
    body = [stretch("when the roof has been mended", 30.0 * i + 100) for i in range(12)]
    first = stretch("Overnight closures on", 30.0, em=30.0, stroke=2.5)
    second = Stretch("Route 9", 0.9, replace(first.look, ink=Box(0, 64, 84, 88), em=28.2, body=12.6, baseline=92.0))
    found = types([first, second, *body])
    assert found[0] == found[1] != found[2]


def test_strokes_of_a_small_scan_are_no_finer_than_its_pixels() -> None:
    body = [stretch("当屋顶修好以后港务所又搬了回来", 30.0 * i) for i in range(12)]
    other = [stretch("港务所开门的那一天来了许多街坊", 30.0 * i + 600) for i in range(4)]
    other = [replace(s, look=replace(s.look, evenness=0.92)) for s in other]
    assert {type_.face for type_ in types([*body, *other])[12:]} == {"even"}
    assert {type_.face for type_ in types([*body, *other], grain=2.6)} == {""}


def test_white_on_a_dark_ground() -> None:
    paper = Paper()
    paper.page.draw_rect((40, 80, 200, 110), color=None, fill=(0.1, 0.2, 0.3))
    end = paper.text("各地动态", 50, 100, 14, "china-s", color=1)
    paper.see("各地动态", 49, end + 1, 100, 14)
    paper.write("社区图书馆重新开放", 50, 150, 14, "china-s")
    light, dark = paper.lines()
    assert (light.style.color, dark.style.color) == (0xFFFFFF, 0)
    assert light.size == pytest.approx(dark.size, rel=0.1)
    assert (light.box.x0, light.box.x1) == pytest.approx((50, 106), abs=1.5)


def test_where_there_is_no_ink_there_is_no_line() -> None:
    paper = Paper()
    paper.see("nothing", 50, 52, 100)
    paper.seen[0] = Seen(((9.0, 9.0), (10.0, 9.0), (10.0, 10.0), (9.0, 10.0)), "x", 0.9)
    assert paper.lines() == ()


def test_vertical_text_keeps_its_box() -> None:
    quad = ((100.0, 50.0), (130.0, 50.0), (130.0, 350.0), (100.0, 350.0))
    paper = Paper()
    paper.seen.append(Seen(quad, "港务所开门迎客", 0.9, (), True))
    (line,) = paper.lines()
    assert line.vertical and line.box == pytest.approx([v / ZOOM for v in (100, 50, 130, 350)])
    assert line.size == pytest.approx(30 / ZOOM, abs=0.1)


# ---- a whole picture


class Fixed:
    """An engine that sees on any picture what it was told."""

    name = "fixed"

    def __init__(self, seen: Sequence[Seen]) -> None:
        self.seen = seen

    def read(self, image: Pixels) -> Sequence[Seen]:
        return self.seen


@cache
def with_photograph() -> tuple[Pixels, tuple[Seen, ...], Box]:
    """Text, one line of it hardly readable, and a photograph in which an engine sees a letter or two."""
    paper = Paper(420, 595)
    for i, text in enumerate(BODY):
        paper.write(text, 60, 80 + 20 * i, 12, "china-s", 0.5 if i == 3 else 0.95)
    image = picture_of(paper.page, DPI)
    box = Box(60, 340, 360, 540)
    x0, y0, x1, y1 = (round(v * ZOOM) for v in box)
    coarse = np.random.default_rng(5).integers(20, 200, (6, 9), np.uint8)
    shade = cv2.resize(coarse, (x1 - x0, y1 - y0), interpolation=cv2.INTER_CUBIC)
    image[y0:y1, x0:x1] = shade[..., None]
    return image, tuple(paper.seen), box


def texture(box: Box, confidence: float) -> Seen:
    x0, y0, x1, y1 = (v * ZOOM for v in (box.x0 + 90, box.y0 + 80, box.x0 + 115, box.y0 + 100))
    return Seen(((x0, y0), (x1, y0), (x1, y1), (x0, y1)), "川", confidence, (0.5,))


def test_texture_in_a_photograph_is_dropped_and_counted_and_a_doubtful_line_is_not() -> None:
    image, seen, box = with_photograph()
    (content,) = pages.read(Raster(image, scaled(1 / ZOOM)), 4, Fixed([*seen, texture(box, 0.4)]))
    assert content.dropped == 1 and len(content.lines) == 12
    assert [line.confidence for line in content.lines].count(0.5) == 1, "what is hardly readable is still text"
    assert {line.page for line in content.lines} == {4}
    (picture,) = content.pictures
    assert picture.box == pytest.approx(box, abs=4)


def test_words_that_are_surely_read_in_a_photograph_are_text() -> None:
    image, seen, box = with_photograph()
    (content,) = pages.read(Raster(image, scaled(1 / ZOOM)), 1, Fixed([*seen, texture(box, 0.97)]))
    assert content.dropped == 0 and len(content.lines) == 13


# ---- signs


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("2o22年", "2022年"),
        ("1O people", "10 people"),
        ("3.o5 per cent", "3.05 per cent"),
        ("$o.50", "$0.50"),
        ("in the 195os", "in the 1950s"),
        ("No 5 oaks", "No 5 oaks"),
        ("2 of 3", "2 of 3"),
        ("H2O in it", "H2O in it"),
        ("1O,OOO", "10,000"),
        ("他说:今天,开门!", "他说：今天，开门！"),
        ("社区(新村)有人", "社区（新村）有人"),
        ("at 10:30, he said: yes!", "at 10:30, he said: yes!"),
        ("比分是3:2", "比分是3:2"),
        ("好，.他们说", "好，他们说"),
        ("·社区图书馆", "社区图书馆"),
        ("》.以后", "》以后"),
        ("阿·福", "阿·福"),
    ],
)
def test_slips(read: str, meant: str) -> None:
    assert mended(read) == meant
    assert mended(meant) == meant, "what is right stays"


def test_wide_marks_follow_wide_characters_only() -> None:
    assert wide("a,b（c）,d") == "a,b（c），d"
    assert wide("(中)(x)") == "（中）(x)"


# ---- letters and dust


def test_stretches_of_ink() -> None:
    columns = [c == "#" for c in "..##.#...###"]
    assert inked(columns, 0, len(columns)) == [(2, 4), (5, 6), (9, 12)]
    assert inked(columns, 3, 10) == [(3, 4), (5, 6), (9, 10)]
    assert white_gaps(columns) == [(4, 5), (6, 9)]


def test_the_look_of_a_line() -> None:
    paper = Paper()
    paper.text("社区图书馆重新开放", 50, 100, 12, "china-s")
    paper.page.draw_rect((170, 60, 171, 130), color=None, fill=0)  # a rule between columns
    image = picture_of(paper.page, DPI)
    found = look(image, gray_of(image), Box(*(v * ZOOM for v in (45, 88, 175, 104))), "社区图书馆重新开放")
    assert found is not None
    assert found.em / ZOOM == pytest.approx(12, rel=0.06) and found.baseline / ZOOM == pytest.approx(100, abs=0.8)
    assert found.ink.x1 / ZOOM < 160, "the rule is no letter"
    assert not has_bullet(gray_of(image), found)


def speckled(count: int) -> tuple[Pixels, Pixels]:
    """A clean page, and the same with specks of one and two pixels."""
    paper = Paper(420, 300)
    for i, text in enumerate(BODY[:8]):
        paper.text(text, 60, 60 + 22 * i, 12, "china-s")
    clean = (picture_of(paper.page, DPI) * 0.7 + 60).astype(np.uint8)  # print on a scan is never black
    dirty = clean.copy()
    chance = np.random.default_rng(2)
    for y, x in zip(chance.integers(5, 600, count), chance.integers(5, 860, count), strict=True):
        dirty[y : y + 1 + y % 2, x : x + 2] = 0
    return clean, dirty


def test_dust_is_taken_off_and_every_stop_stays() -> None:
    clean, dirty = speckled(300)
    swept = without_dust(dirty, gray_of(dirty), 25)
    printed = clean.min(axis=2) < 100
    around = cv2.dilate(printed.view(np.uint8), np.ones((25, 25), np.uint8)) == 0
    assert (dirty.min(axis=2) < 100)[around].sum() > 300
    assert (swept.min(axis=2) < 100)[around].sum() < 0.02 * (dirty.min(axis=2) < 100)[around].sum()
    assert (swept.min(axis=2) < 140)[printed].mean() > 0.98


def test_a_clean_sheet_is_left_as_it_is() -> None:
    clean, hardly = speckled(3)
    assert without_dust(clean, gray_of(clean), 25) is clean
    assert without_dust(hardly, gray_of(hardly), 25) is hardly
