"""Lines, pages and small PDFs made by hand, in round numbers: 10 point type, 15 points from baseline to baseline."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import pymupdf

import docparse
from docparse import api
from docparse.geometry import Box
from docparse.languages import text_width
from docparse.layout.types import FlowLine
from docparse.layout.typography import Typography
from docparse.model import Document, Source
from docparse.reading.lines import lines_of_blocks
from docparse.reading.page import Line, PageContent, Span, Style
from docparse.reading.textpage import with_text

LEADING = 15.0
BODY = Typography(10.0, "Body", False)
MEASURE = 200.0  # the width of its usual column
Char = Mapping[str, Any]


def line(
    text: str,
    x0: float = 0.0,
    top: float = 0.0,
    size: float = 10.0,
    *,
    width: float | None = None,
    page: int = 1,
    face: str = "Body",
    bold: bool = False,
    italic: bool = False,
) -> Line:
    """A printed line, as high as its type; without `width`, as wide as its characters."""
    x1 = x0 + (text_width(text) * size if width is None else width)
    style = Style(size, face, bold, italic)
    return Line(page, Box(x0, top, x1, top + size), text, style, (Span(text, style, x0, x1),))


def head(text: str, x0: float = 50, top: float = 150, *, number: int = 1, size: float = 24, width: float = 200) -> Line:
    return line(text, x0, top, size, width=width, page=number, face="Display")


def column(texts: Iterable[str], x0: float, top: float, *, leading: float = LEADING, **look: Any) -> list[Line]:
    """Lines below each other."""
    return [line(text, x0, top + leading * i, **look) for i, text in enumerate(texts)]


def flowing(
    text: str, x0: float, top: float, *, x1: float = 200.0, left: float = 0.0, right: float = 200.0, **place: Any
) -> FlowLine:
    """A line in its column of 200 points: `x0` and `x1` say how far it is indented and how full it is."""
    look = {key: place.pop(key) for key in ("size", "face", "bold", "italic", "page") if key in place}
    place = {"column": 0, "pitch": LEADING} | place
    return FlowLine(line(text, x0, top, width=x1 - x0, **look), left, right, **place)


def page(*lines: Line, number: int = 1, width: float = 600.0, height: float = 800.0, **drawn: Any) -> PageContent:
    return PageContent(number, width, height, lines=tuple(lines), **drawn)


def parsed(*pages: PageContent) -> Document:
    """The document that pages become; the one place that knows how the library puts its stages together."""
    return api._assemble(list(pages), Source(sha256="", media_type="application/pdf", pages=len(pages)), None)[0]


def texts(document: Document) -> list[str]:
    return [article.text for article in document.articles]


# ---- what MuPDF hands over


def raw_line(
    text: str,
    x0: float = 0.0,
    baseline: float = 100.0,
    size: float = 10.0,
    *,
    pitch: float | None = None,
    font: str = "Body",
    direction: tuple[float, float] = (1, 0),
    synthetic: bool = False,
) -> dict[str, Any]:
    """A line of `get_text("rawdict")`: a character an em where it is wide, half an em where it is not.

    `pitch` sets the distance from character to character; `synthetic` says that MuPDF made up the spaces.
    """
    chars: list[Char] = []
    x = x0
    for c in text:
        width = text_width(c) * size
        chars.append(
            {
                "c": c,
                "bbox": (x, baseline - 0.88 * size, x + width, baseline + 0.12 * size),
                "origin": (x, baseline),
                "synthetic": synthetic and c == " ",
            }
        )
        x += width if pitch is None else pitch
    span = {"font": font, "size": size, "flags": 0, "color": 0, "chars": chars}
    box = (x0, baseline - 0.88 * size, x, baseline + 0.12 * size)
    line = {"wmode": 0, "dir": direction, "bbox": box, "spans": [span]}
    with_text([{"lines": [line]}])
    return line


def read_lines(*raw: dict[str, Any]) -> list[Line]:
    """The lines that characters become."""
    return list(lines_of_blocks([{"type": 0, "lines": list(raw)}], 1, lambda span: Style(span["size"], span["font"])))


# ---- small PDFs

SENTENCES = (
    "The harbour office opened its doors on",
    "Monday and forty people came to look",
    "at the new charts that hang in the hall.",
    "A second room is to follow in the spring",
    "when the roof has been mended and the",
    "windows have been painted once again.",
)
LATIN, HAN = pymupdf.Font("helv"), pymupdf.Font("china-s")


class Sheet:
    """A page to draw on: everything is set `scale` times as large and moved by `shift`."""

    def __init__(self, pdf: pymupdf.Document, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0)) -> None:
        self.scale, self.shift = scale, shift
        self.page = pdf.new_page(width=600 * scale + 2 * shift[0], height=800 * scale + 2 * shift[1])

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale + self.shift[0], y * self.scale + self.shift[1]

    def text(
        self, text: str, x: float, y: float, size: float = 10.0, *, each: bool = False, name: str = "helv"
    ) -> None:
        """One line; with `each`, every character as a text object of its own."""
        font = HAN if name == "china-s" else LATIN
        size *= self.scale
        at, right = self._at(x, y)[0], self._at(x, y)[1]
        for piece in text if each else (text,):
            if piece.strip():
                self.page.insert_text((at, right), piece, fontname=name, fontsize=size)
            # a space is half an em, as in the faces of Chinese papers; one that is typed has the width of its font
            at += 0.5 * size if each and name == "china-s" and piece == " " else font.text_length(piece, size)

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        grey = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8), False)
        grey.clear_with(128)
        self.page.insert_image(pymupdf.Rect(*self._at(x0, y0), *self._at(x1, y1)), pixmap=grey, keep_proportion=False)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.page.draw_line(self._at(x0, y0), self._at(x1, y1), width=0.5 * self.scale)


@cache
def two_columns(
    *, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0), each: bool = False, pages: int = 1
) -> bytes:
    """A headline over two columns; in the second one a picture with its caption, and text below it.

    Each page counts other people: two pages that say quite the same would be one that stands twice.
    """
    pdf = pymupdf.open()
    for page in range(pages):
        sheet = Sheet(pdf, scale, shift)
        sentences = [s.replace("forty", str(40 + page) if page else "forty") for s in SENTENCES]
        sheet.text("Harbour office opens", 60, 160, 28, each=each)
        for i in range(18):
            sheet.text(sentences[i % 6], 60 if i % 6 else 72, 200 + 14 * i, each=each)
        sheet.picture(320, 190, 540, 310)
        sheet.text("The hall on its first day.", 320, 322, 8, each=each)
        for i in range(6):
            sheet.text(sentences[i], 320 if i else 332, 354 + 14 * i, each=each)
    return bytes(pdf.tobytes())


@cache
def chinese_page(*, scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0), each: bool = False) -> bytes:
    """A headline, a byline, and two paragraphs of Chinese in one column."""
    body = (
        "　　港务所星期一开门，四十位居民前来参观。新海图",
        "挂在大厅里，孩子们围着看了很久，谁也不愿意先走。",
        "　　第二间屋子要等到春天。屋顶修好以后，窗户还要",
        "再刷一遍，老船工们说，他们等得起，大家都不着急。",
    )
    pdf = pymupdf.open()
    sheet = Sheet(pdf, scale, shift)
    sheet.text("港务所开门迎客", 60, 160, 26, each=each, name="china-s")
    sheet.text("本报记者 何春生", 60, 190, 9, each=each, name="china-s")
    for i, text in enumerate(body * 2):
        indent = 20 if text.startswith("　") else 0
        sheet.text(text.strip("　"), 60 + indent, 220 + 16 * i, each=each, name="china-s")
    return bytes(pdf.tobytes())


# ---- letters


def letters_of(parts: Iterable[str | None]) -> Counter[str]:
    """How often each letter and digit occurs, whatever its width."""
    return Counter(c for part in parts if part for c in unicodedata.normalize("NFKC", part) if c.isalnum())


def printed_letters(data: bytes) -> Counter[str]:
    """The letters of a file's text layer, as MuPDF reads it."""
    with pymupdf.open(stream=data, filetype="pdf") as pdf:
        return letters_of(p.get_text(flags=pymupdf.TEXT_MEDIABOX_CLIP) for p in pdf)


def told_letters(document: Document) -> Counter[str]:
    """The letters of everything that a document says was printed; one rubric may stand over several articles."""
    parts: list[str | None] = list(
        {a.regions["rubric"]: a.rubric for a in document.articles if "rubric" in a.regions}.values()
    )
    for a in document.articles:
        parts += [a.kicker, a.title, a.subtitle, a.org, a.byline_text]
        for section in a.sections:
            parts += [section.heading, *(p.text for p in section.paragraphs)]
        for figure in a.figures:
            parts += [figure.caption, figure.credit]
        parts += [cell for table in a.tables for row in table.rows for cell in row]
    seen: str | None = None
    for entry in document.contents:
        parts += [entry.rubric if entry.rubric != seen else None, entry.title, entry.org, entry.page_label]
        seen = entry.rubric
    parts += [f.text for p in document.pages for f in p.furniture]
    return letters_of(parts)


def missing_letters(data: bytes, document: Document) -> Counter[str]:
    """What the text layer has and the document has not, apart from the word of a credit that is no name (摄)."""
    credits = [figure.credit for article in document.articles for figure in article.figures if figure.credit]
    return printed_letters(data) - told_letters(document) - letters_of(["摄影供图绘"] * len(credits))


def fields_of(articles: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What an article says, without where it stands."""
    return [
        (
            *(a.kind, a.rubric, a.kicker, a.title, a.subtitle, a.org, a.byline, a.source, a.byline_text, a.dateline),
            *(tuple((s.heading, s.level, tuple(p.text for p in s.paragraphs)) for s in a.sections), a.text, a.pages),
            tuple((f.caption, f.credit, f.page) for f in a.figures),
            tuple(t.rows for t in a.tables),
        )
        for a in articles
    ]


# ---- texts


def parse_text(text: str, name: str = "in.md", **options: object) -> docparse.Document:
    """The document of a text under a name."""

    class Named:
        def __init__(self) -> None:
            self.name = name

        def read(self) -> bytes:
            return text.encode()

    return docparse.parse(Named(), **options)  # type: ignore[arg-type]
