"""Where things stand decides what they are: furniture, columns, captions, headlines, boxes, jumps."""

from __future__ import annotations

import pytest
from builders import BODY, column, head, line, page, parsed, texts
from msgspec.structs import replace

from docparse.geometry import Box
from docparse.languages import rules_for
from docparse.layout import captions, headlines
from docparse.layout.columns import flow
from docparse.layout.quotes import Wording
from docparse.layout.typography import DEFAULT_MEASURE, DEFAULT_SIZE, measure, of_lines, styled
from docparse.reading.page import Frame, Line, Picture

EN = rules_for("en")
WORDS = (
    "the harbour office opened its doors",
    "to forty people who came to look at",
    "the new charts that hang in the hall",
    "beside the clock the old pilots gave",
)


def prose(first: str, x0: float, top: float, rows: int = 6, *, number: int = 1, width: float = 200.0) -> list[Line]:
    """Full lines of body text; `first` opens them, the last one is short and stops."""
    texts = [f"{first} {WORDS[0]}", *(WORDS[i % 4] for i in range(1, rows - 1))]
    full = column(texts, x0, top, width=width, page=number)
    return [*full, line(f"{first.lower()} ends here.", x0, top + 15 * (rows - 1), width=0.4 * width, page=number)]


def furniture(document: object) -> list[tuple[int, str, str]]:
    return [(p.page, f.kind, f.text) for p in document.pages for f in p.furniture]  # type: ignore[attr-defined]


# ---- typography


def test_body_text_is_the_size_and_face_of_most_characters() -> None:
    lines = [*column(WORDS, 0, 0, width=200), line("Headline", 0, 90, 24, bold=True), line("small", 0, 200, 7)]
    found = of_lines(lines)
    assert (found.size, found.face, found.bold) == (10, "Body", False)
    assert measure(lines, found) == pytest.approx(200, rel=0.05)
    assert measure([], found) == DEFAULT_MEASURE * 10
    assert found.is_body(line("x").style) and not found.is_body(line("x", bold=True).style)


def test_sizes_that_rounding_made_are_one_size() -> None:
    found = of_lines([line("a" * 30, size=9.9), line("b" * 30, size=10), line("c" * 40, size=14)])
    assert found.size == pytest.approx(10, abs=0.2)


def test_lines_are_picked_by_their_style_whatever_stands_between_them() -> None:
    lines = [line("a"), line("b"), line("c", bold=True), line("d"), line("e", size=14)]
    assert [o.text for o in styled(lines, lambda style: not style.bold and style.size == 10)] == ["a", "b", "d"]
    assert styled([], lambda style: True) == []


def test_a_page_without_text_has_a_type_all_the_same() -> None:
    assert of_lines([]).size == DEFAULT_SIZE


# ---- furniture


def running(number: int) -> list[Line]:
    """A page with a running head, a story, and its number at the foot."""
    return [
        line("Harbour News", 50, 30, 9, page=number),
        line("May 2026", 450, 30, 9, page=number),
        head(f"Story number {number} begins", number=number),
        *prose(f"Opening {number}", 50, 200, 20, number=number),
        line(str(number + 4), 295, 770, 9, page=number),
    ]


def test_what_repeats_at_one_place_is_furniture_and_in_no_article() -> None:
    document = parsed(*(page(*running(n), number=n) for n in (1, 2, 3)))
    assert "Harbour News" not in "".join(texts(document))
    for number in (2, 3):
        kinds = {text: kind for p, kind, text in furniture(document) if p == number}
        assert kinds["Harbour News"] == kinds["May 2026"] == "header"
        assert kinds[str(number + 4)] == "page-number"
    assert [p.label for p in document.pages] == ["5", "6", "7"]


def test_the_same_words_in_the_middle_of_pages_are_no_furniture() -> None:
    pages = [page(*running(n), line("Harbour News", 300, 400, 9, width=60, page=n), number=n) for n in (1, 2, 3)]
    assert "Harbour News" in "".join(texts(parsed(*pages)))


def test_a_headline_that_stands_twice_at_one_height_is_no_running_head() -> None:
    pages = [
        page(head("Letters to us", top=60, number=n), *prose(f"Letter {n}", 50, 100, 20, number=n), number=n)
        for n in (1, 2)
    ]
    assert [a.title for a in parsed(*pages).articles] == ["Letters to us"] * 2


# ---- columns


def order(*lines: Line, obstacles: tuple[Box, ...] = ()) -> list[str]:
    return [f.text for f in flow(lines, obstacles, 10.0)]


def test_the_left_column_is_read_before_the_right_one() -> None:
    left, right = column("abc", 0, 0, width=200), column("def", 220, 0, width=200)
    assert order(*right, *left) == ["a", "b", "c", "d", "e", "f"]


def test_a_line_across_both_columns_parts_what_is_above_from_what_is_below() -> None:
    above = [*column("ab", 0, 0, width=200), *column("cd", 220, 0, width=200)]
    below = [*column("ef", 0, 60, width=200), *column("gh", 220, 60, width=200)]
    assert order(*below, line("X", 0, 40, width=420), *above) == ["a", "b", "c", "d", "X", "e", "f", "g", "h"]


def test_a_column_knows_its_edges_and_its_lines_where_they_stand_in_them() -> None:
    placed = flow(
        [line("one", 20, 0, width=180), *column("ab", 0, 15, width=200), line("z", 0, 45, width=50)], (), 10.0
    )
    assert {(f.left, f.right) for f in placed} == {(0, 200)}
    assert [f.indent for f in placed] == [2, 0, 0, 0]
    assert [f.short for f in placed] == [0, 0, 0, 15]
    assert {f.pitch for f in placed} == {15}


def test_lines_beside_a_picture_have_the_edges_that_it_leaves_them() -> None:
    beside = column("ab", 110, 0, width=90)
    placed = flow([*beside, *column("cd", 0, 30, width=200)], (Box(0, 0, 100, 28),), 10.0)
    assert [f.beside for f in placed] == [True, True, False, False]
    assert [f.indent for f in placed] == [0, 0, 0, 0]


def test_no_lines_no_columns() -> None:
    assert flow([], (), 10.0) == []


def test_a_stop_mark_that_hangs_into_the_gutter_does_not_fill_it() -> None:
    left = [line("码头重新开放，", 0, 15 * i, width=99 if i % 2 else 104) for i in range(6)]
    right = [line("海图挂在大厅里", 107, 15 * i, width=99) for i in range(6)]
    assert [f.line for f in flow([*left, *right], (), 10.0)] == [*left, *right]


def test_a_column_whose_lines_stand_all_at_different_distances() -> None:
    """A programme, a price list, scattered labels: the whole document was lost by it."""
    lines = [line(f"entry {i}", 0, 20 * i + i * i, width=200) for i in range(9)]
    assert len(flow(lines, (), 10.0)) == 9


def test_a_name_in_a_row_of_running_heads_is_one_of_them() -> None:
    def heads(number: int, section: str) -> list[Line]:
        return [*running(number), line(section, 200, 30, 9, page=number)]

    document = parsed(*(page(*heads(n, s), number=n) for n, s in ((1, "News"), (2, "Sports"), (3, "Weather"))))
    assert (2, "header", "Sports") in furniture(document)
    assert "Sports" not in "".join(texts(document))


@pytest.mark.parametrize(
    ("text", "x0", "kept"), [("Harbour News, May", 15, False), ("Harbour News, May", 60, True), ("港务新闻", 15, True)]
)
def test_a_latin_line_along_the_side_of_a_page_is_furniture(text: str, x0: float, kept: bool) -> None:
    """One that stands over the text is not; neither is a vertical headline."""
    along = replace(line(text, size=12), box=Box(x0, 300, x0 + 12, 480), vertical=True)
    document = parsed(page(head("Pier opens today"), *prose("Text", 50, 200, 12), along))
    said = "".join([*texts(document), *(article.title or "" for article in document.articles)])
    assert (text in said) == kept
    assert (("header", text) in [(kind, words) for _, kind, words in furniture(document)]) != kept


def test_a_cover_is_furniture_and_names_the_publication() -> None:
    cover = [line("Harbour News", 50, 100, 48, width=400, face="Plate"), line("Issue 7, May 2026", 50, 170, 12)]
    inside = [head("Pier opens today", number=2), *prose("Text", 50, 200, 20, number=2)]
    shown = Picture(1, Box(50, 250, 550, 700))
    document = parsed(page(*cover, pictures=(shown,)), page(*inside, number=2))
    assert [a.title for a in document.articles] == ["Pier opens today"]
    assert {f.text for f in document.pages[0].furniture} == {"Harbour News", "Issue 7, May 2026"}
    assert (document.publication.title, document.publication.date) == ("Harbour News", "2026-05")


# ---- captions

PICTURE = Picture(1, Box(0, 100, 200, 200))
OTHER = Picture(1, Box(0, 300, 200, 400))


def bound(*lines: Line, pictures: tuple[Picture, ...] = (PICTURE,), alone: bool = False) -> list[list[str]]:
    figures, _ = captions.bind(pictures, lines, BODY, EN, alone)
    return [[line.text for line in figure.caption] for figure in figures]


def test_small_lines_under_a_picture_are_its_caption() -> None:
    small = column(("The pier on its", "first day."), 0, 204, leading=10, size=8)
    assert bound(*small, *column(WORDS, 0, 240, width=200)) == [["The pier on its", "first day."]]


def test_a_byline_under_a_caption_is_none_of_it() -> None:
    lines = [line("Gulls rest on the pier.", 0, 204, 8), line("By Jane Doe", 0, 215, 8)]
    assert bound(*lines) == [["Gulls rest on the pier."]]


def test_body_text_under_a_picture_is_no_caption() -> None:
    assert bound(*column(WORDS, 0, 204, width=200)) == [[]]


def test_on_a_page_of_pictures_any_text_under_one_is_its_caption() -> None:
    assert bound(line("The pier.", 0, 204, width=100), alone=True) == [["The pier."]]


def test_a_line_far_below_or_beside_the_column_is_no_caption() -> None:
    assert bound(line("far below", 0, 260, 8)) == [[]]
    assert bound(line("another column", 300, 204, 8)) == [[]]


def test_a_caption_between_two_pictures_goes_to_the_nearer_one() -> None:
    assert bound(line("The pier.", 0, 206, 8), pictures=(PICTURE, OTHER)) == [["The pier."], []]


def test_a_caption_over_its_picture_is_found_where_there_is_none_below() -> None:
    assert bound(line("The pier.", 0, 88, 8)) == [["The pier."]]


def test_a_bold_caption_goes_on_plain_where_it_is_set_close() -> None:
    first = line("Gulls rest on the pier", 0, 204, 8, bold=True)
    assert bound(first, line("and look at us.", 0, 214, 8)) == [["Gulls rest on the pier", "and look at us."]]
    assert bound(first, line("and look at us.", 0, 219, 8)) == [["Gulls rest on the pier"]]


def test_a_slanted_line_in_the_face_of_the_text_is_a_caption() -> None:
    assert bound(line("The pier.", 0, 204, 10, italic=True)) == [["The pier."]]


def test_a_text_in_a_size_of_its_own_is_no_caption() -> None:
    assert bound(*column([*WORDS, *WORDS], 0, 204, size=11, width=200)) == [[]]


def test_what_is_bound_is_taken_from_the_lines() -> None:
    caption, text = line("The pier.", 0, 204, 8), column(WORDS, 0, 240, width=200)
    assert captions.bind((PICTURE,), [caption, *text], BODY, EN, False)[1] == tuple(text)


# ---- pull quotes


def test_display_lines_that_repeat_the_text_are_a_pull_quote() -> None:
    wording = Wording([page(*column(WORDS, 0, 0, width=200))], BODY)
    assert wording.repeats([line("“the new charts that hang in the hall”", size=16)])
    assert not wording.repeats([line("Quite another thing is said in here", size=16)])
    assert not wording.repeats([line("the new", size=16)]), "too short to tell"


def test_a_pull_quote_may_repeat_words_that_a_line_end_parts() -> None:
    said = ["老船工常对徒弟们讲：潮水会说话，", "就看你肯不肯听。大家都笑了起来。"]
    quote = [line("“潮水会说话，就看你肯不肯听。”", size=16)]
    assert Wording([page(*column(said, 0, 0, width=200))], BODY).repeats(quote)
    apart = [line(said[0], 0, 0, width=200), line(said[1], 300, 15, width=200)]
    assert not Wording([page(*apart)], BODY).repeats(quote), "in two columns"


# ---- headlines and the text they rule


def test_a_headline_rules_the_columns_under_it() -> None:
    document = parsed(
        page(
            head("Pier opens to all", 50, 150, width=420),
            *prose("Left", 50, 200, 10),
            *prose("Right", 270, 200, 10),
            head("Library is closing", 50, 450, width=420),
            *prose("Down", 50, 500, 10),
            *prose("There", 270, 500, 10),
        )
    )
    assert [a.title for a in document.articles] == ["Pier opens to all", "Library is closing"]
    first = document.articles[0].text
    assert first.index("Left") < first.index("Right") and "Down" not in first


def test_no_headline_goes_over_a_rule() -> None:
    label, title = head("Opinion", 50, 100), head("Pier opens today", 50, 140)
    assert [h.lines for h in headlines.find([label, title], BODY, EN, None, frozenset())] == [(label, title)]
    rule = Box(50, 130, 550, 131)
    found = headlines.find([label, title], BODY, EN, None, frozenset(), [rule])
    assert [h.lines for h in found] == [(label,), (title,)]


@pytest.mark.parametrize(("x0", "width", "decks"), [(50, 400, 1), (250, 100, 1), (390, 160, 0), (50, 160, 1)])
def test_a_deck_is_aligned_with_its_headline(x0: float, width: float, decks: int) -> None:
    """One that stands under its end is the headline of the column there."""
    title, under = head("Pier opens", 50, 100, width=500), head("Ferry fares rise", x0, 126, size=16, width=width)
    assert sum(len(h.deck) for h in headlines.find([title, under], BODY, EN, None, frozenset())) == decks


def test_a_deck_may_look_like_the_kicker_of_its_headline() -> None:
    lines = [head(*what) for what in (("Over it", 50, 70), ("Pier opens", 50, 100), ("Under it", 50, 152))]
    lines[1] = head("Pier opens", 50, 100, size=48, width=300)
    (found,) = headlines.find(lines, BODY, EN, None, frozenset())
    assert [li.text for li in found.printed] == ["Over it", "Pier opens", "Under it"]
    assert found.kicker == (lines[0],) and found.deck == (lines[2],)


def test_the_words_over_a_list_of_the_issue_are_its_headline() -> None:
    title = line("In this issue", 50, 100, face="Sans")
    assert [h.lines for h in headlines.find([title], BODY, EN, None, frozenset())] == [(title,)]
    assert not headlines.find([line("In this issue", 50, 100)], BODY, EN, None, frozenset()), "words of the text"


def test_two_stories_side_by_side_do_not_mix() -> None:
    document = parsed(
        page(
            *(head("Pier opens today", 50), *prose("Left", 50, 200, 12)),
            *(head("Library will close", 300), *prose("Right", 300, 200, 12)),
        )
    )
    by_title = {a.title: a.text for a in document.articles}
    assert "Left" in by_title["Pier opens today"] and "Right" not in by_title["Pier opens today"]
    assert "Right" in by_title["Library will close"] and "Left" not in by_title["Library will close"]


def test_a_headline_in_a_column_of_its_own_has_the_text_beside_it() -> None:
    title = [head("Pier opens", 50, 150, width=150), line("Words by Jane Doe", 50, 190, width=90, face="Sans")]
    document = parsed(page(*title, *prose("Left", 220, 152, 20, width=150), *prose("Right", 390, 152, 20, width=150)))
    (article,) = document.articles
    assert [person.name for person in article.byline] == ["Jane Doe"]
    assert "Left" in article.text and "Right" in article.text


@pytest.mark.parametrize("portrait", [True, False])
def test_a_name_beside_a_portrait_over_a_headline_is_its_byline(portrait: bool) -> None:
    look = {"face": "Sans", "bold": True}
    signed = [line("COMMENTARY", 130, 110, **look), line("By Jane Doe", 130, 135, **look)]  # type: ignore[arg-type]
    picture = Picture(1, Box(50, 100, 120, 160))
    text = [head("Pier opens", 50, 170, width=180), *prose("Text", 50, 205, 14, width=180)]
    text += [head("Ferry stops", 300, 60, width=180), *prose("Other", 300, 100, 20)]
    document = parsed(page(*signed, *text, pictures=(picture,) if portrait else ()))
    article = next(a for a in document.articles if a.title == "Pier opens")
    if portrait:
        assert [person.name for person in article.byline] == ["Jane Doe"] and article.kicker == "COMMENTARY"
    assert len(article.figures) == portrait


def test_a_headline_and_a_picture_may_stand_beside_each_other_over_one_text() -> None:
    picture = Picture(1, Box(330, 100, 550, 230))
    title = head("Pier opens today", 50, 120, width=250)
    document = parsed(
        page(
            title, *prose("Left", 50, 250, 20, width=230), *prose("Right", 310, 250, 20, width=240), pictures=(picture,)
        )
    )
    (article,) = document.articles
    assert article.text.index("Left") < article.text.index("Right")
    other = head("Library will close", 330, 250, width=220)
    both = parsed(
        page(
            title,
            other,
            *prose("Left", 50, 250, 20, width=230),
            *prose("Right", 330, 290, 17, width=220),
            pictures=(picture,),
        )
    )
    assert "Right" not in next(a for a in both.articles if a.title == "Pier opens today").text


@pytest.mark.parametrize("x0", [270, 340])
def test_a_heading_level_with_the_byline_begins_the_next_column(x0: float) -> None:
    """Flush with the text under it; what stands at the end of the byline's row belongs to the head."""
    document = parsed(
        page(
            head("Pier opens to all", 50, 150, width=420),
            line("By Jane Doe", 50, 195, face="Sans"),
            line("Harbour Board", x0, 195, bold=True),
            *prose("Left", 50, 215, 12),
            *prose("Right", 270, 215, 12),
        )
    )
    (article,) = document.articles
    assert [person.name for person in article.byline] == ["Jane Doe"]
    begins = [section.paragraphs[0].text.partition(" ")[0] for section in article.sections]
    assert begins == (["Left", "Right"] if x0 == 270 else ["Left"])


def test_a_headline_of_two_lines_is_one_title() -> None:
    lines = [head("Pier opens to all", top=130), head("who want to swim", top=158)]
    document = parsed(page(*lines, *prose("Text", 50, 200, 12)))
    assert [a.title for a in document.articles] == ["Pier opens to all who want to swim"]


def test_a_box_is_an_article_of_its_own() -> None:
    frame = Frame(Box(295, 190, 505, 330), True)
    document = parsed(
        page(
            *(head("Pier opens today", 50), *prose("Left", 50, 200, 20)),
            *(head("Boat hours", 300, 200, size=14, width=100), *prose("Boxed", 300, 225, 6)),
            frames=(frame,),
        )
    )
    by_title = {a.title: a.text for a in document.articles}
    assert "Boxed" in by_title["Boat hours"] and "Boxed" not in by_title["Pier opens today"]


def test_a_drop_cap_is_the_first_letter_of_its_word() -> None:
    initial = line("T", 50, 200, 40, width=28)
    beside = [line("he harbour opened", 80, 202, width=170), line("for everyone who", 80, 217, width=170)]
    document = parsed(page(head("Pier opens today"), initial, *beside, *prose("Then", 50, 247, 10)))
    (article,) = document.articles
    assert article.paragraphs[0].text.startswith("The harbour opened for everyone")


def test_a_text_goes_on_where_its_jump_line_says() -> None:
    first = [
        *(head("Ferry stops for good"), *column([f"Ferry {WORDS[0]}", *WORDS[1:]] * 3, 50, 200, width=200)),
        line("See FERRY, page 2", 150, 385, 9, width=80, face="Heavy"),
        *(head("Library will close", 300), *prose("Right", 300, 200, 12)),
        line("1", 295, 770, 9),
    ]
    second = [
        *(head("Market day moves", 50, number=2), *prose("Market", 50, 200, 12, number=2)),
        line("Ferry, from page 1", 300, 150, 10, width=90, page=2, face="Heavy"),
        *prose("Farewell", 300, 200, 12, number=2),
        line("2", 295, 770, 9, page=2),
    ]
    document = parsed(page(*first), page(*second, number=2))
    (ferry,) = [a for a in document.articles if a.title == "Ferry stops for good"]
    assert ferry.pages == (1, 2) and "Farewell" in ferry.text
    assert "page" not in "".join(texts(document))
    assert {text for _, kind, text in furniture(document) if kind == "jump-line"} == {
        "See FERRY, page 2",
        "Ferry, from page 1",
    }


def test_a_headline_that_only_repeats_the_title_where_a_text_goes_on_is_furniture() -> None:
    first = [
        *(head("Ferry stops for good"), *column([f"Ferry {WORDS[0]}", *WORDS[1:]] * 3, 50, 200, width=200)),
        line("See FERRY, page 2", 150, 385, 9, width=80, face="Heavy"),
    ]
    second = [
        head("FERRY", 50, 130, number=2, width=90),
        line("Ferry, from page 1", 50, 165, 10, width=90, page=2, face="Heavy"),
        *prose("Farewell", 50, 200, 12, number=2),
    ]
    document = parsed(page(*first), page(*second, number=2))
    assert [(a.title, a.pages) for a in document.articles] == [("Ferry stops for good", (1, 2))]
    assert (2, "jump-head", "FERRY") in furniture(document)


@pytest.mark.parametrize(
    ("jump", "title"),
    [((50, 135, 90), (150, 148, 200)), ((145, 156, 90), (50, 150, 90))],
    ids=["over the text of a centred headline", "behind the headline"],
)
def test_a_jump_line_beside_a_headline_is_its_own(jump: tuple[int, int, int], title: tuple[int, int, int]) -> None:
    first = [
        *(head("Ferry stops for good"), *column([f"Ferry {WORDS[0]}", *WORDS[1:]] * 3, 50, 200, width=200)),
        line("See FERRY, page 2", 150, 385, 9, width=80, face="Heavy"),
    ]
    second = [
        line("Ferry, from page 1", jump[0], jump[1], 10, width=jump[2], page=2, face="Heavy"),
        head("FERRY", title[0], title[1], number=2, width=title[2]),
        *prose("Farewell", 50, 200, 12, number=2),
    ]
    document = parsed(page(*first), page(*second, number=2))
    assert [(a.title, a.pages) for a in document.articles] == [("Ferry stops for good", (1, 2))]


def test_a_jump_line_whose_beginning_is_missing_is_a_warning() -> None:
    document = parsed(
        page(
            *(head("Market day moves"), *prose("Market", 50, 200, 12)),
            line("Ferry, from page 1", 300, 150, 10, width=90, face="Heavy"),
            *prose("Farewell", 300, 200, 12),
        )
    )
    assert [w.code for w in document.warnings] == ["jump-without-start"]
    assert "Farewell" in "".join(texts(document))
