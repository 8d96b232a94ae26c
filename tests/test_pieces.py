"""Characters, pieces and rows in round numbers: what nobody typed, text that stands upright, lines driven apart."""

from __future__ import annotations

from typing import Any

import pytest
from builders import raw_line

from docparse.geometry import Box
from docparse.reading.lines import lines_of
from docparse.reading.page import Span, Style
from docparse.reading.pieces import SOFT_HYPHEN, Piece, pieces_of
from docparse.reading.stretched import bridged
from docparse.reading.vertical import stacks, vertical_line

PLAIN = Style(10.0, "Body")


def style_of(span: dict[str, Any]) -> Style:
    return Style(span["size"], span["font"])


def read(*raw: dict[str, Any]) -> list[Piece]:
    """The pieces of one MuPDF line whose spans are those of the lines given."""
    return pieces_of({**raw[0], "spans": [span for line in raw for span in line["spans"]]}, style_of)


def texts(*raw: dict[str, Any]) -> list[str]:
    return [piece.text for piece in read(*raw)]


def chars(raw: dict[str, Any]) -> list[Any]:
    return list(raw["spans"][0]["chars"])


# ---- pieces


def test_a_plain_line_is_one_piece() -> None:
    (piece,) = read(raw_line("the harbour", 50, 100))
    assert piece == Piece.of(100, 50, 105, (Span("the harbour", PLAIN, 50, 105),))
    assert (piece.text, piece.size) == ("the harbour", 10)


def test_the_quick_way_and_the_long_way_agree() -> None:
    """A line of one span is read at once; cut into spans of one style it takes the long way."""
    text = "the harbour, 2026"
    half = raw_line(text[:8], 50), raw_line(text[8:], 50 + 8 * 5)
    (quick,), (slow,) = read(raw_line(text, 50)), read(*half)
    assert slow == quick


@pytest.mark.parametrize("ligature", ["Th", "ffi"])
def test_a_ligature_is_as_wide_as_its_glyph(ligature: str) -> None:
    """MuPDF may give each of its characters the width of the glyph, beyond where the next one begins."""
    first, rest = raw_line(ligature, 50, pitch=11), raw_line("end", 61)
    for i, char in enumerate(chars(first)):
        char["bbox"] = (50 + 11 * i, 91, 61 + 11 * i, 101)
    (piece,) = read(first, rest)
    assert (piece.text, piece.x0, piece.x1) == (ligature + "end", 50, 76)
    (alone,) = read(raw_line("and ", 20), first)
    assert alone.text == "and " + ligature


def test_a_run_of_typed_spaces_wider_than_a_gutter_cuts() -> None:
    assert texts(raw_line("left    right")) == ["left  " + "  right"], "2 em"
    assert texts(raw_line("left      right")) == ["left", "right"], "3 em"


def test_text_of_quite_another_size_is_a_stranger_where_white_parts_them() -> None:
    assert texts(raw_line("small", 0), raw_line("LARGE", 35, size=20)) == ["small", "LARGE"]
    assert texts(raw_line("small", 0), raw_line("LARGE", 26, size=20)) == ["smallLARGE"], "no white between"
    assert texts(raw_line("small", 0), raw_line("alike", 35, size=12)) == ["smallalike"], "sizes of one line"


def test_what_a_ligature_leaves_is_no_letter() -> None:
    raw = raw_line("office  ")
    for i in (1, 2):  # both letters of the ligature without width, at one place
        chars(raw)[i]["bbox"] = (5.0, 91.2, 5.0, 101.2)
    assert texts(raw) == ["ofice"]


def test_a_space_under_a_glyph_is_none() -> None:
    raw = raw_line("W est  ", synthetic=True)
    chars(raw)[0]["bbox"] = (0.0, 91.2, 11.0, 101.2)
    assert texts(raw) == ["West"]


@pytest.mark.parametrize("code", ["\x01", "\x7f", "\u200b", "\ufeff"])
def test_what_does_not_show_goes(code: str) -> None:
    assert texts(raw_line(f"pi{code}er")) == ["pier"]


def test_half_a_character_becomes_one_that_can_be_written() -> None:
    assert texts(raw_line("pi\ud800er")) == ["pi\ufffder"]


def test_a_broken_word_ends_in_one_soft_hyphen() -> None:
    assert texts(raw_line(f"harb{SOFT_HYPHEN}")) == [f"harb{SOFT_HYPHEN}"]
    assert texts(raw_line(f"harb{SOFT_HYPHEN}-")) == [f"harb{SOFT_HYPHEN}"], "the hyphen that it prints is its own"
    assert texts(raw_line(f"har{SOFT_HYPHEN}bour")) == ["harbour"], "a chance that was not used"


def test_nothing_but_blanks_is_no_piece() -> None:
    assert texts(raw_line("    ")) == texts(raw_line(SOFT_HYPHEN)) == []


def test_spaces_between_han_are_typed_where_they_stand_out() -> None:
    assert texts(raw_line("港 务 所", pitch=6, synthetic=True)) == ["港务所"], "letter spacing"
    raw = raw_line("港务所 新海图", synthetic=True)
    assert texts(raw) == ["港务所 新海图"], "half an em where the others have none"


def test_a_space_that_is_too_narrow_for_mupdf_is_one_where_none_was_typed() -> None:
    def set_apart(text: str, at: int, white: float, *, typed: bool) -> str:
        raw = raw_line(text, synthetic=not typed)
        for char in chars(raw)[at:]:
            x0, y0, x1, y1 = char["bbox"]
            char["bbox"] = (x0 + white, y0, x1 + white, y1)
        return "".join(texts(raw))

    assert set_apart("thenew pier", 3, 1.4, typed=False) == "the new pier", "as TeX sets a tight line"
    assert set_apart("thenewpier", 3, 1.4, typed=False) == "the newpier", "a line without any space that MuPDF saw"
    assert set_apart("thenew pier", 3, 1.4, typed=True) == "thenew pier", "spaces were typed: this is kerning"
    assert set_apart("thenew pier", 3, 0.8, typed=False) == "thenew pier", "too little"


def test_a_change_of_style_begins_a_span() -> None:
    (piece,) = read(raw_line("plain ", 0), raw_line("bold", 30, font="Bold"))
    assert piece.spans == (Span("plain ", PLAIN, 0, 30), Span("bold", Style(10, "Bold"), 30, 50))


# ---- vertical text


def at(text: str, x0: float, baseline: float, size: float = 10.0, face: str = "Body") -> Piece:
    """A piece with a character an em where there is one alone, else half an em each."""
    x1 = x0 + (size if len(text) == 1 else 0.5 * size * len(text))
    return Piece.of(baseline, x0, x1, (Span(text, Style(size, face), x0, x1),))


def upright(text: str, x0: float, baseline: float, pitch: float) -> list[Piece]:
    return [at(c, x0, baseline + pitch * i) for i, c in enumerate(text)]


def test_characters_under_each_other_are_a_vertical_line() -> None:
    (line,), rest = stacks(upright("港务所", 50, 100, 12), 3)
    assert (line.text, line.vertical, line.page, rest) == ("港务所", True, 3, [])
    assert line.box == pytest.approx((50, 91.2, 60, 125.2))


def test_two_characters_stand_under_each_other_by_chance() -> None:
    pieces = upright("港务", 50, 100, 12)
    assert stacks(pieces, 1) == ([], pieces)


def test_neighbours_at_the_side_that_stand_closer_make_lines_of_them() -> None:
    """Chinese that is drawn character by character, in three lines: 2 points beside, 5 under each other."""
    pieces = [
        at(c, 50 + 12 * i, 100 + 15 * row)
        for row, text in enumerate(("港务所", "新海图", "开门了"))
        for i, c in enumerate(text)
    ]
    assert stacks(pieces, 1) == ([], pieces)


def test_columns_of_characters_far_apart_stay_two() -> None:
    lines, rest = stacks([*upright("港务所", 80, 100, 12), *upright("新海图", 50, 100, 12), at("words", 200, 100)], 1)
    assert [line.text for line in lines] == ["港务所", "新海图"] and [p.text for p in rest] == ["words"]


def test_two_columns_of_a_vertical_headline_may_be_as_close_as_their_characters() -> None:
    close = [*upright("港务所今天", 80, 100, 13), *upright("新海图挂出", 68, 100, 13)]
    lines, rest = stacks([*close, at("words", 200, 100)], 1)
    assert [line.text for line in lines] == ["港务所今天", "新海图挂出"] and [p.text for p in rest] == ["words"]
    small = [at("海图", 94, 100 + 13 * i, 4) for i in range(5)]
    assert len(stacks([*close, *small], 1)[0]) == 2, "small type may stand closer beside them"
    beside = [at(c, 56, 100 + 13 * i) for i, c in enumerate("一行一行的")]
    assert stacks([*close, *beside, *[at(c, 44, 100 + 13 * i) for i, c in enumerate("都是横排字")]], 1)[0] == []


@pytest.mark.parametrize(
    "pieces",
    [
        upright("abc", 50, 100, 12),
        upright("港务所", 50, 100, 25),
        [at("港", 50, 100), at("务", 58, 112), at("所", 66, 124)],
        [at("港", 50, 100), at("务", 50, 112, 14), at("所", 50, 124)],
    ],
    ids=["Latin letters", "far apart", "a slope", "of other sizes"],
)
def test_what_is_no_vertical_line(pieces: list[Piece]) -> None:
    assert stacks(pieces, 1) == ([], pieces)


def test_a_line_that_the_file_calls_vertical() -> None:
    raw = raw_line(f"港务{SOFT_HYPHEN}所  开\x01门", direction=(0, 1))
    (line,) = vertical_line(raw, 2, style_of)
    assert (line.text, line.vertical, line.page) == ("港务所 开门", True, 2)
    assert vertical_line(raw_line("  "), 1, style_of) == []


# ---- lines that justification drove apart


def run(
    x0: float, x1: float, baseline: float, text: str = "words", face: str = "Body", size: float = 10.0
) -> list[Piece]:
    return [Piece.of(baseline, x0, x1, (Span(text, Style(size, face), x0, x1),))]


def joined(*runs: list[Piece]) -> list[tuple[float, float]]:
    """The edges of the lines on the first baseline."""
    return [(r[0].x0, r[-1].x1) for r in bridged(runs) if r[0].baseline == 100]


FULL = run(0, 200, 115)  # a line below, from edge to edge


def test_a_gap_is_bridged_where_a_line_close_by_has_both_edges() -> None:
    assert joined(run(0, 80, 100), run(130, 200, 100), FULL) == [(0, 200)]


def test_three_words_of_one_line() -> None:
    assert joined(run(0, 40, 100), run(80, 120, 100), run(160, 200, 100), FULL) == [(0, 200)]


def test_without_a_line_close_by_nothing_is_bridged() -> None:
    apart = [(0, 80), (130, 200)]
    assert joined(run(0, 80, 100), run(130, 200, 100)) == apart
    assert joined(run(0, 80, 100), run(130, 200, 100), run(0, 200, 150)) == apart, "five sizes away"


def test_a_gap_that_two_other_rows_leave_too_is_a_gutter() -> None:
    rows = [run(0, 80, 130), run(130, 200, 130), run(0, 60, 145), run(130, 200, 145)]
    assert joined(run(0, 80, 100), run(130, 200, 100), FULL, *rows) == [(0, 80), (130, 200)]
    assert joined(run(0, 80, 100), run(130, 200, 100), FULL, *rows[:2]) == [(0, 200)], "two stretched lines may agree"


def test_lines_that_go_over_a_gap_are_stronger_than_stretched_lines_that_break_there() -> None:
    rows = [run(0, 80, 130), run(130, 200, 130), run(0, 60, 175), run(130, 200, 175)]
    text = [run(0, 200, baseline) for baseline in (85, 115, 145, 160)]
    assert joined(run(0, 80, 100), run(130, 200, 100), *text[1:], *rows) == [(0, 80), (130, 200)]
    assert joined(*text[:1], run(0, 80, 100), run(130, 200, 100), *text[1:], run(0, 200, 155), *rows) == [(0, 200)]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (run(0, 80, 100, "港务所"), run(130, 200, 100, "新海图")),
        (run(0, 80, 100), run(130, 200, 100, face="Caption", size=8)),
        (run(0, 80, 100), run(165, 200, 100)),
    ],
    ids=["Han", "a caption beside", "over eight em"],
)
def test_what_is_never_bridged(left: list[Piece], right: list[Piece]) -> None:
    assert joined(left, right, FULL) == [(left[0].x0, left[0].x1), (right[0].x0, right[0].x1)]


def test_of_two_columns_each_line_is_bridged_in_its_own() -> None:
    """The first column ends at 200; beyond it the next one begins, as the line below shows."""
    below = [FULL, run(220, 420, 115)]
    row = [run(0, 80, 100), run(130, 200, 100), run(220, 420, 100)]
    assert joined(*row, *below) == [(0, 200), (220, 420)]


def test_no_line_goes_over_a_gutter_into_which_the_white_half_of_a_mark_reaches() -> None:
    pieces = [piece for x0, x1 in ((0, 107), (108, 200)) for piece in run(x0, x1, 100, "港务所，")]
    assert len(lines_of(pieces, [], 1)) == 1
    assert len(lines_of(pieces, [], 1, [Box(102, 90, 108, 102)])) == 2
    assert len(lines_of(pieces, [], 1, [Box(102, 290, 108, 302)])) == 1, "at another height"
