"""What the document's body text looks like: every later size is a multiple of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..reading.page import Line, PageContent, Style

SAME_SIZE = 0.04  # of the size: what scaling and rounding make of one size
OTHER_SIZE = 0.05  # of the size: a page that differs more has a type of its own
OWN_TEXT = 120  # characters that such a page has at least
OWN_LINES = 4  # and lines that fill their column
DEFAULT_SIZE = 10.0  # points, where there is no text at all
DEFAULT_MEASURE = 30.0  # em, where there is none of its size


@dataclass(frozen=True, slots=True)
class Typography:
    """The type of the body text, its `size` in points."""

    size: float
    face: str
    bold: bool

    def is_body(self, style: Style) -> bool:
        return style.face == self.face and style.bold == self.bold and self.same_size(style)

    def is_other(self, style: Style) -> bool:
        return not self.is_body(style)

    def same_look(self, style: Style) -> bool:
        """Whether a line is set as the body text is, and in black."""
        return self.is_body(style) and style.color == 0

    def same_size(self, style: Style) -> bool:
        return abs(style.size - self.size) <= SAME_SIZE * self.size


def of_document(pages: Iterable[PageContent]) -> Typography:
    """The typography of a document."""
    return of_lines([line for page in pages for line in page.lines])


def of_page(page: PageContent, document: Typography) -> Typography:
    """The type of one page: the document's, unless the page is mostly set in another size."""
    own = of_lines(list(page.lines))
    if abs(own.size - document.size) <= OTHER_SIZE * document.size:
        return document
    text = styled(page.lines, own.is_body)
    told = sum(len(line.text) for line in text)
    least = 0.8 * measure(page.lines, own)
    full = sum(line.box.width >= least for line in text)
    whole = sum(len(line.text) for line in page.lines)
    return own if told >= OWN_TEXT and told >= 0.5 * whole and full >= OWN_LINES else document


def styled(lines: Iterable[Line], wanted: Callable[[Style], bool]) -> list[Line]:
    """The lines whose style is wanted; it is asked once where one line after the other has it, as most do."""
    found: list[Line] = []
    last, is_wanted = None, False
    for line in lines:
        style = line.style
        if style is not last:
            last, is_wanted = style, wanted(style)
        if is_wanted:
            found.append(line)
    return found


def told_by_style(lines: Iterable[Line]) -> tuple[dict[int, Style], dict[int, int]]:
    """The styles of lines and the number of characters that each sets, by the styles' ids: a page has few styles and
    many lines, so that each style is looked at once."""
    styles: dict[int, Style] = {}
    told: dict[int, int] = {}
    last, count = None, 0  # most lines have the style of the one before
    for line in lines:
        style = line.style
        if style is not last:
            if last is not None:
                told[id(last)] = told.get(id(last), 0) + count
            styles[id(style)], last, count = style, style, 0
        count += len(line.text)
    if last is not None:
        told[id(last)] = told.get(id(last), 0) + count
    return styles, told


def of_lines(lines: list[Line]) -> Typography:
    """Body text is the size with the most characters, in the face that has the most of them."""
    if not lines:
        return Typography(DEFAULT_SIZE, "", False)
    styles, told = told_by_style(lines)
    sizes: dict[float, int] = {}
    for key, style in styles.items():
        sizes[style.size] = sizes.get(style.size, 0) + told[key]
    size = _commonest(sizes)
    faces: dict[tuple[str, bool], int] = {}
    for key, style in styles.items():
        if abs(style.size - size) <= SAME_SIZE * size:
            look = (style.face, style.bold)
            faces[look] = faces.get(look, 0) + told[key]
    face, bold = max(faces, key=faces.__getitem__)
    return Typography(size, face, bold)


def _commonest(sizes: Mapping[float, int]) -> float:
    """The size that, with its neighbours, sets most characters."""
    offered: Iterable[float] = sizes
    most = max(sizes, key=sizes.__getitem__)
    if 2 * sizes[most] > sum(sizes.values()):  # no size without it among its neighbours sets as many
        offered = [s for s in sizes if abs(most - s) <= SAME_SIZE * s]
    commonest = max(
        offered, key=lambda s: (sum([n for t, n in sizes.items() if abs(t - s) <= SAME_SIZE * s]), sizes[s])
    )
    near = sorted((s, n) for s, n in sizes.items() if abs(s - commonest) <= SAME_SIZE * commonest)
    half = sum(n for _, n in near) / 2
    for s, n in near:  # their weighted median: neighbours on one side must not pull the size
        half -= n
        if half <= 0:
            return s
    return commonest


def measure(lines: Sequence[Line], type_: Typography) -> float:
    """The width of the usual column, in points: the commonest among the wider half of the lines of the text's size,
    since short last lines say nothing of it."""
    least, size = SAME_SIZE * type_.size, type_.size
    boxes = [line.box for line in lines if abs(line.style.size - size) <= least]
    widths = sorted([round((x1 - x0) / size) for x0, _, x1, _ in boxes])
    if not widths:
        return DEFAULT_MEASURE * size
    return Counter(widths[len(widths) // 2 :]).most_common(1)[0][0] * size
