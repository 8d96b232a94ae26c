"""What holds for every page: order, pieces, size and place of the text objects change nothing that is said."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pymupdf
import pytest
from _pytest.mark import ParameterSet
from builders import (
    BODY,
    MEASURE,
    Sheet,
    chinese_page,
    column,
    fields_of,
    letters_of,
    line,
    missing_letters,
    printed_letters,
    told_letters,
    two_columns,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_reading import with_table

import docparse
from docparse import model
from docparse.geometry import Box
from docparse.languages import rules_for
from docparse.layout.types import Headline
from docparse.layout.zones import assign
from docparse.reading.drawn import Drawn
from docparse.reading.page import Line, PageContent, Style
from docparse.reading.pdf import PdfReader

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.pdf"))
BORN_DIGITAL = [path for path in SAMPLES if not path.name.startswith("scan-")]
PAGES = {"two columns": two_columns(), "chinese": chinese_page()}


def sources() -> list[ParameterSet]:
    """Pages made here and samples."""
    found = [*PAGES.items(), *((path.stem, path.read_bytes()) for path in BORN_DIGITAL)]
    return [pytest.param(data, id=name) for name, data in found]


# ---- (1) the order of the lines


def changed(data: bytes, change: Callable[[PageContent], PageContent]) -> docparse.Document:
    """The document of `data`, every page changed after it was read."""
    read = PdfReader.read

    def read_and_changed(reader: PdfReader, number: int) -> tuple[PageContent, Drawn]:
        content, shown = read(reader, number)
        return change(content), shown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PdfReader, "read", read_and_changed)
        return docparse.parse(data)


def shuffled(data: bytes, seed: int) -> docparse.Document:
    """The document of `data`, with the lines of every page in a random order."""
    chance = random.Random(seed)
    return changed(data, lambda page: replace(page, lines=tuple(chance.sample(page.lines, len(page.lines)))))


@pytest.mark.parametrize("data", sources())
def test_the_order_in_which_lines_were_drawn_changes_no_article(data: bytes) -> None:
    plain = docparse.parse(data)
    for seed in (1, 2, 3):
        assert shuffled(data, seed).articles == plain.articles


@pytest.mark.parametrize("data", sources())
def test_the_order_in_which_lines_were_drawn_changes_nothing_else(data: bytes) -> None:
    plain, other = docparse.parse(data), shuffled(data, 1)
    assert (other.contents, other.publication, other.pages) == (plain.contents, plain.publication, plain.pages)


# ---- (2) the pieces of the text


@pytest.mark.parametrize("make", [two_columns, chinese_page])
def test_characters_that_are_text_objects_of_their_own_give_the_same_articles(make: Callable[..., bytes]) -> None:
    whole, pieces = docparse.parse(make()), docparse.parse(make(each=True))
    assert fields_of(pieces.articles) == fields_of(whole.articles)
    assert whole.articles[0].paragraphs


# ---- (3) size and place


@pytest.mark.parametrize("scale", [0.5, 2.0])
@pytest.mark.parametrize("make", [two_columns, chinese_page])
def test_a_page_half_or_twice_as_large_says_the_same(make: Callable[..., bytes], scale: float) -> None:
    plain, scaled = docparse.parse(make()), docparse.parse(make(scale=scale))
    assert fields_of(scaled.articles) == fields_of(plain.articles)
    before = [r.bbox for a in plain.articles for p in a.paragraphs for r in p.regions]
    after = [r.bbox for a in scaled.articles for p in a.paragraphs for r in p.regions]
    for one, other in zip(before, after, strict=True):
        assert other == pytest.approx([scale * v for v in one], abs=1.0)


@pytest.mark.parametrize("make", [two_columns, chinese_page])
def test_a_page_with_wider_margins_says_the_same(make: Callable[..., bytes]) -> None:
    plain, moved = docparse.parse(make()), docparse.parse(make(shift=(40, 40)))
    assert fields_of(moved.articles) == fields_of(plain.articles)


@pytest.mark.parametrize("data", sources())
def test_the_origin_of_the_page_changes_nothing(data: bytes) -> None:
    """A page box that starts elsewhere than at 0, 0 moves neither words nor boxes."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        for page in pdf:
            x0, y0, x1, y1 = page.mediabox
            contents = page.get_contents()
            pdf.update_stream(contents[0], b"1 0 0 1 300 -200 cm\n" + pdf.xref_stream(contents[0]))
            pdf.xref_set_key(page.xref, "MediaBox", f"[{x0 + 300} {y0 - 200} {x1 + 300} {y1 - 200}]")
        moved = docparse.parse(bytes(pdf.tobytes()))
    assert fields_of(moved.articles) == fields_of(docparse.parse(data).articles)


def placed(page: PageContent, scale: float, dx: float = 0.0, dy: float = 0.0) -> PageContent:
    """The page `scale` times as large, and what stands on it moved by `dx` and `dy`."""

    def box(b: Box) -> Box:
        return Box(b.x0 * scale + dx, b.y0 * scale + dy, b.x1 * scale + dx, b.y1 * scale + dy)

    def style(s: Style) -> Style:
        return replace(s, size=s.size * scale)

    def line(li: Line) -> Line:
        spans = tuple(replace(s, style=style(s.style), x0=s.x0 * scale + dx, x1=s.x1 * scale + dx) for s in li.spans)
        return replace(li, box=box(li.box), style=style(li.style), spans=spans)

    return replace(
        page,
        width=page.width * scale,
        height=page.height * scale,
        lines=tuple(line(li) for li in page.lines),
        pictures=tuple(replace(p, box=box(p.box)) for p in page.pictures),
        rules=tuple(box(r) for r in page.rules),
        frames=tuple(replace(f, box=box(f.box)) for f in page.frames),
        tables=tuple(replace(t, box=box(t.box)) for t in page.tables),
    )


def boxes(document: docparse.Document) -> list[tuple[float, ...]]:
    """Where the titles, texts, captions and pictures of all articles stand."""
    found = []
    for a in document.articles:
        found += [r.bbox for _, regions in sorted(a.regions.items()) for r in regions]
        found += [r.bbox for s in a.sections for p in s.paragraphs for r in p.regions]
        found += [b for f in a.figures for b in (f.bbox, *(r.bbox for r in f.caption_regions))]
    return found


@pytest.mark.parametrize(("scale", "dx", "dy"), [(0.5, 0, 0), (2, 0, 0), (1, 4, -3)], ids=["half", "twice", "moved"])
@pytest.mark.parametrize("data", sources())
def test_size_and_place_of_what_was_read_change_only_the_boxes(data: bytes, scale: float, dx: float, dy: float) -> None:
    plain, other = docparse.parse(data), changed(data, lambda page: placed(page, scale, dx, dy))
    assert fields_of(other.articles) == fields_of(plain.articles)
    assert (other.contents, other.publication) == (plain.contents, plain.publication)
    for before, after in zip(boxes(plain), boxes(other), strict=True):
        moved = [v * scale + d for v, d in zip(before, (dx, dy, dx, dy), strict=True)]
        assert after == pytest.approx(moved, abs=0.1 + 0.1 * scale), "each is rounded to a tenth"


# ---- (4) left and right

COLUMN, GUTTER = 120.0, 12.0


@st.composite
def front_pages(draw: st.DrawFn) -> tuple[list[Headline], list[Line], float]:
    """Rows of stories side by side, each headline set as wide as the columns under it; and the page's width."""
    columns = draw(st.integers(2, 6))
    headlines, lines, top = [], [], 50.0
    for _ in range(draw(st.integers(1, 4))):
        start = 0
        rows = draw(st.integers(1, 5))
        while start < columns:
            wide = draw(st.integers(1, columns - start))
            x0 = 40 + start * (COLUMN + GUTTER)
            width = wide * (COLUMN + GUTTER) - GUTTER
            headlines.append(Headline((line("story", x0, top, 24, width=width),)))
            for i in range(wide):
                x = x0 + i * (COLUMN + GUTTER)
                lines += column(["text"] * draw(st.integers(1, rows)), x, top + 40, width=COLUMN)
            start += wide
        top += 60 + 15 * rows
    return headlines, lines, 80 + columns * (COLUMN + GUTTER) - GUTTER


@settings(max_examples=60, deadline=None)
@given(front_pages())
def test_a_mirrored_page_gives_each_headline_the_same_lines(made: tuple[list[Headline], list[Line], float]) -> None:
    """Looking up knows neither left nor right, where headlines are as wide as their columns. (The order of columns
    does, of course; so does a headline that is aligned with the left edge of a text: it does not reach to its left.)
    """
    headlines, lines, width = made
    bounds = Box(0, 0, width, 800)

    def mirrored(li: Line) -> Line:
        return replace(li, box=Box(width - li.box.x1, li.box.y0, width - li.box.x0, li.box.y1))

    def ruled(heads: list[Headline], texts: list[Line]) -> list[set[Box]]:
        zones = assign(texts, (), heads, (), (), bounds, BODY, MEASURE, rules_for("en"))
        return [{li.box for z in zones if z.headline is h for li in z.lines} for h in heads]

    plain = ruled(headlines, lines)
    other = ruled([replace(h, lines=tuple(map(mirrored, h.lines))) for h in headlines], [mirrored(li) for li in lines])
    back = [{Box(width - b.x1, b.y0, width - b.x0, b.y1) for b in found} for found in other]
    for one, two in zip(plain, back, strict=True):
        assert sorted(one) == [pytest.approx(b) for b in sorted(two)]
    assert sum(map(len, plain)) == len(lines), "and no line is without one"


# ---- (5) JSON

word = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
maybe = st.none() | word
box = st.tuples(*[st.floats(allow_nan=False, allow_infinity=False, width=32)] * 4)
number = st.integers(1, 9)
region = st.builds(model.Region, page=number, bbox=box)
places = st.lists(region, max_size=2).map(tuple)
paragraph = st.builds(model.Paragraph, text=word, regions=places)
section = st.builds(
    model.Section, heading=maybe, level=number, heading_regions=places, paragraphs=st.lists(paragraph).map(tuple)
)
role = st.sampled_from(["author", "reporter", "correspondent", "photographer", "contributor", "editor"])
article = st.builds(
    model.Article,
    id=word,
    kind=st.sampled_from(["article", "notice", "masthead", "contents", "photos", "advert"]),
    title=maybe,
    byline=st.lists(st.builds(model.Person, role=role, name=word, org=maybe), max_size=2).map(tuple),
    sections=st.lists(section, max_size=2).map(tuple),
    figures=st.lists(st.builds(model.Figure, caption=maybe, credit=maybe, page=number, bbox=box), max_size=2).map(
        tuple
    ),
    regions=st.dictionaries(word, places, max_size=2),
    text=word,
)
document = st.builds(
    model.Document,
    generator=word,
    source=st.builds(model.Source, file=maybe, sha256=word, media_type=word, pages=number),
    language=maybe,
    articles=st.lists(article, max_size=2).map(tuple),
    warnings=st.lists(st.builds(model.Warning, page=st.none() | number, code=word, message=word), max_size=2).map(
        tuple
    ),
)
VALIDATOR = jsonschema.Draft202012Validator(docparse.json_schema())


@settings(max_examples=40, deadline=None)
@given(document, st.sampled_from([2, None]))
def test_json_loses_nothing_and_is_what_the_schema_says(made: model.Document, indent: int | None) -> None:
    text = made.to_json(indent)
    assert model.Document.from_json(text) == made
    assert model.Document.from_json(text.encode()) == made
    VALIDATOR.validate(json.loads(text))


@pytest.mark.parametrize("data", [*sources(), *(pytest.param(p.read_bytes(), id=p.stem) for p in SAMPLES[2:3])])
def test_a_parsed_document_survives_its_json(data: bytes) -> None:
    parsed = docparse.parse(data, pages=[1])
    text = parsed.to_json()
    assert docparse.Document.from_json(text) == parsed
    VALIDATOR.validate(json.loads(text))


# ---- (6) letters


@pytest.mark.parametrize("data", sources())
def test_every_letter_of_the_text_layer_is_told(data: bytes) -> None:
    """In an article, the contents or the furniture: a letter that is nowhere was lost on the way."""
    assert missing_letters(data, docparse.parse(data)) == letters_of([])


@pytest.mark.parametrize("data", sources())
def test_no_letter_is_told_twice(data: bytes) -> None:
    assert told_letters(docparse.parse(data)) - printed_letters(data) == letters_of([])


def photo_page() -> bytes:
    """A story, and then a page of photographs with a title, a byline, a caption and a few words."""
    pdf = pymupdf.open(stream=two_columns(), filetype="pdf")
    sheet = Sheet(pdf)
    sheet.text("Summer at the pier", 60, 60, 24)
    sheet.text("By Jane Doe", 60, 85, 9)
    sheet.picture(60, 200, 540, 400)
    sheet.text("The pier in May.", 60, 412, 8)
    sheet.text("Come and see it", 60, 480, 24)
    sheet.text("It is open every day.", 60, 720)
    return bytes(pdf.tobytes())


def test_every_letter_of_a_page_of_photographs_is_told() -> None:
    data = photo_page()
    assert missing_letters(data, docparse.parse(data)) == letters_of([])


def test_every_letter_of_a_table_on_a_cropped_page_is_told() -> None:
    data = with_table(extra="CropBox [20 20 580 780]")
    assert missing_letters(data, docparse.parse(data)) == letters_of([])
