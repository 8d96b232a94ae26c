"""Characters and pictures of a page in one pass are what MuPDF says in two."""

from __future__ import annotations

from collections.abc import Callable

import pymupdf
import pytest
from builders import SENTENCES, Sheet

from docparse.reading.textpage import FLAGS, blocks_and_images

Draw = Callable[[Sheet], None]
ALONE = FLAGS & ~pymupdf.TEXT_PRESERVE_IMAGES


def text(sheet: Sheet) -> None:
    for i, sentence in enumerate(SENTENCES):
        sheet.text(sentence, 60, 60 + 14 * i)


def picture(sheet: Sheet) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8), False)
    pixels.clear_with(128)
    sheet.page.insert_image(pymupdf.Rect(300, 60, 360, 120), pixmap=pixels)


@pytest.mark.parametrize(
    "drawn",
    [(), (text,), (picture,), (picture, text), (text, picture), (picture, picture, text, picture, text, picture)],
    ids=lambda drawn: "-".join(step.__name__ for step in drawn) or "nothing",
)
def test_one_pass_gives_what_two_give(drawn: tuple[Draw, ...]) -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    for step in drawn:
        step(sheet)
    for _ in range(2):  # what was taken out of MuPDF's chain is back in it
        blocks, boxes = blocks_and_images(sheet.page)
        assert blocks == sheet.page.get_text("rawdict", flags=ALONE)["blocks"]
        assert [tuple(box) for box in boxes] == [info["bbox"] for info in sheet.page.get_image_info()]
    assert len(boxes) == drawn.count(picture)


def test_the_chain_of_blocks_is_whole_again() -> None:
    pdf = pymupdf.open()
    sheet = Sheet(pdf)
    for step in (picture, text, picture):
        step(sheet)
    textpage = sheet.page.get_textpage(flags=FLAGS)
    before = [block["type"] for block in textpage.extractDICT()["blocks"]]
    original = pymupdf.Page.get_textpage
    try:
        pymupdf.Page.get_textpage = lambda page, **_: textpage
        blocks_and_images(sheet.page)
    finally:
        pymupdf.Page.get_textpage = original
    assert [block["type"] for block in textpage.extractDICT()["blocks"]] == before
    assert 1 in before
