"""Characters, words and pictures of a page in one pass are what MuPDF says in two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest
from builders import SENTENCES, Sheet

from docparse.reading.sure import Word, Words, by_line, is_sure, is_sure_text
from docparse.reading.textpage import FLAGS, TextPage

Draw = Callable[[Sheet], None]
ALONE = FLAGS & ~pymupdf.TEXT_PRESERVE_IMAGES


def text(sheet: Sheet) -> None:
    for i, sentence in enumerate(SENTENCES):
        sheet.text(sentence, 60, 60 + 14 * i)


def tracked(sheet: Sheet) -> None:
    """A heading whose letters stand apart: MuPDF makes up a space behind each."""
    for i, letter in enumerate("HARBOUR"):
        sheet.text(letter, 60 + 11 * i, 300)


def chinese(sheet: Sheet) -> None:
    sheet.page.insert_text((60, 400), "港务所今天开放新海图展览", fontname="china-s")


def picture(sheet: Sheet) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8), False)
    pixels.clear_with(128)
    sheet.page.insert_image(pymupdf.Rect(300, 60, 360, 120), pixmap=pixels)


def page_of(*steps: Draw) -> Sheet:
    sheet = Sheet(pymupdf.open())
    for step in steps:
        step(sheet)
    return sheet


def spans(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]


@pytest.mark.parametrize(
    "drawn",
    [(), (text,), (picture,), (picture, text), (text, tracked, picture), (chinese,), (picture, text, picture, tracked)],
    ids=lambda drawn: "-".join(step.__name__ for step in drawn) or "nothing",
)
def test_one_pass_gives_what_two_give(drawn: tuple[Draw, ...]) -> None:
    page = page_of(*drawn).page
    shown = TextPage(page)
    rawdict = page.get_text("rawdict", flags=ALONE)["blocks"]
    for _ in range(2):  # what was taken out of MuPDF's chain is back in it
        blocks = shown.blocks()
        assert [block["type"] for block in blocks] == [block["type"] for block in rawdict]
        for span, whole in zip(spans(blocks), spans(rawdict), strict=True):
            assert span["text"] == "".join(char["c"] for char in whole["chars"])
            assert span["bbox"] == pytest.approx(whole["bbox"])
            assert span["origin"] == pytest.approx(whole["origin"])
            assert span.get("chars", whole["chars"]) == whole["chars"]
    assert [tuple(image.box) for image in shown.images] == [info["bbox"] for info in page.get_image_info()]


def test_characters_are_asked_for_where_spaces_are_in_doubt() -> None:
    assert not any("chars" in span for span in spans(TextPage(page_of(text).page).blocks()))
    mixed = spans(TextPage(page_of(text, tracked).page).blocks())
    assert ["chars" in span for span in mixed] == [len(span["text"]) < 20 for span in mixed]
    assert all("chars" in span for span in spans(TextPage(page_of(chinese).page).blocks()))


def test_characters_can_be_asked_for_by_the_place_of_a_block() -> None:
    shown = TextPage(page_of(picture, text, picture).page)
    blocks = shown.blocks()
    spelled = shown.spelled(blocks, {0})
    assert all("chars" in span for span in spans(spelled[:1]))
    assert spelled[1:] == blocks[1:]


def test_a_picture_knows_what_was_drawn_before_it() -> None:
    shown = TextPage(page_of(picture, text, picture).page)
    assert [image.order for image in shown.images] == [0, len(shown.blocks())]


@pytest.mark.parametrize(
    ("white", "sure"),
    [
        ((3.0, 3.1, 2.8), True),  # the spaces of a justified line differ little
        ((3.0, 1.0, 3.0), False),  # beside a kerned letter
        ((1.8, 5.0, 5.0), False),  # letters set wide, of which two stand far apart
        ((9.0, 9.0, 9.0), True),
        ((9.0, 5.0, 9.0), True),  # wide enough to be spaces, all of them
    ],
)
def test_spaces_are_sure_where_the_white_between_words_is_even(white: tuple[float, ...], sure: bool) -> None:
    words: list[Word] = []
    x = 0.0
    for i, gap in enumerate((*white, 0.0)):
        words.append((x, 0.0, x + 20.0, 10.0, "word", 0, 0, i))
        x += 20.0 + gap
    span = {"text": " ".join(["word"] * len(words)), "size": 10.0, "bbox": (0, 0, x, 10)}
    line = {"wmode": 0, "dir": (1.0, 0.0), "spans": [span]}
    (own,) = by_line(words).values()
    assert is_sure(line, own) is sure
    assert not is_sure(line | {"dir": (0.0, -1.0)}, own), "a line that runs up"
    assert not is_sure(line | {"spans": [span, span]}, own), "two styles"


def test_the_words_of_a_page_are_told_line_by_line() -> None:
    words: list[Word] = [
        (10, 0, 30, 9, "one", 0, 0, 0),
        (33, 0, 50, 9, "two", 0, 0, 1),
        (10, 12, 20, 21, "three", 0, 1, 0),
        (60, 0, 90, 9, "four", 1, 0, 0),
    ]
    assert by_line(words) == {
        (0, 0): Words(2, 10, 50, [3]),
        (0, 1): Words(1, 10, 20, []),
        (1, 0): Words(1, 60, 90, []),
    }
    assert by_line([]) == {}


@pytest.mark.parametrize("content", ["pi\u00ader", "a   b", "magnif ii cent", "港务所 open", "\uf0b7 item"])
def test_some_lines_are_never_sure(content: str) -> None:
    assert not is_sure_text(content)


def test_the_chain_of_blocks_is_whole_again() -> None:
    page = page_of(picture, text, tracked, picture).page
    textpage = page.get_textpage(flags=FLAGS)
    before = [block["type"] for block in textpage.extractDICT()["blocks"]]
    original = pymupdf.Page.get_textpage
    try:
        pymupdf.Page.get_textpage = lambda page, **_: textpage
        TextPage(page).blocks()
    finally:
        pymupdf.Page.get_textpage = original
    assert [block["type"] for block in textpage.extractDICT()["blocks"]] == before
    assert 1 in before
