"""White that an engine reads across is a gutter where lines end and begin at it, row after row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docparse.geometry import Box
from docparse.ocr.gutters import crossed, gutters
from docparse.ocr.letters import Look
from docparse.ocr.levels import types
from docparse.ocr.stretches import Stretch

EM = 25.0
LEFT, RIGHT = "港务所星期一上午开门迎客", "新海图挂在大厅里给人看"


def stretch(
    text: str, row: int, x0: float, x1: float, white: tuple[float, float] | None = None, em: float = EM
) -> Stretch:
    """A line from `x0` to `x1`, all ink but for `white`, in rows of 32 pixels."""
    a, b = white or (0.0, 0.0)
    columns = tuple(not a <= x0 + i < b for i in range(int(x1 - x0)))
    top = 32.0 * row
    look = Look(Box(x0, top, x1, top + em), em, em, top + em, 2.0, 2.0, 0.8, 0, columns)
    return Stretch(text, 0.9, look)


def two_columns(rows: int) -> list[Stretch]:
    """Columns from 0 to 300 and from 325 to 625: an em of white between them."""
    return [s for row in range(rows) for s in (stretch(LEFT, row, 0, 300), stretch(RIGHT, row, 325, 625))]


def test_a_line_across_a_gutter_is_found() -> None:
    across = stretch(LEFT + RIGHT, 6, 0, 625, (300, 325))
    lines = [*two_columns(6), across]
    found = gutters(lines)
    assert Box(300, 192, 325, 217) in found
    assert crossed(across, found)
    assert not any(crossed(line, found) for line in lines[:-1])


def test_two_lines_that_nearly_touch_are_kept_apart() -> None:
    assert any(white.x0 == 300 and white.x1 == 325 for white in gutters(two_columns(6)))


def test_columns_are_told_though_another_text_under_them_runs_across() -> None:
    under = [stretch(LEFT + RIGHT, row, 0, 625) for row in range(6, 16)]
    assert {white.y0 for white in gutters([*two_columns(6), *under])} == {32.0 * row for row in range(6)}


@pytest.mark.parametrize(
    "lines",
    [
        two_columns(1),  # one row is no column
        [stretch(LEFT + RIGHT, row, 0, 625, (300, 325)) for row in range(6)],  # nothing ends or begins there
        [*two_columns(3), *(stretch(LEFT + RIGHT, row, 0, 625) for row in range(3, 8))],  # most run on
        [stretch("the harbour office opened", row, 0, 300) for row in range(6)],  # between words
    ],
    ids=["few rows", "a space in each", "text across", "Latin"],
)
def test_what_is_no_gutter(lines: list[Stretch]) -> None:
    assert not gutters(lines)


def test_a_chinese_line_is_no_higher_than_its_rows() -> None:
    body = [stretch(LEFT, row, 0, 300) for row in range(10)]
    tall = stretch("肤品、工艺品。", 10, 0, 150, em=34.0)  # the next line reaches in
    tall = replace(tall, look=replace(tall.look, baseline=32.0 * 10 + EM))
    assert types([*body, tall])[-1].size == pytest.approx(EM)
    apart = stretch("肤品、工艺品。", 12, 0, 150, em=34.0)
    assert types([*body, apart])[-1].size == pytest.approx(34.0)
