"""Captions: the lines that were set for a picture, in a size or face of their own, under, over or beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import Box, union, x_overlap, y_overlap
from ..languages import text_width
from ..languages.rules import Language
from ..reading.page import Line, Picture
from .types import PlacedFigure
from .typography import Typography, styled

NEAR = 1.9  # line heights from the picture to its caption
NEXT = 1.9  # line heights from baseline to baseline inside a caption
LEADED = 1.4  # the same where a bold caption goes on plain: what is set wider is the text
MOST_LINES = 6  # of a caption that is set as large as the text
BESIDE = 2.0  # em between a picture and a caption at its side
OVERHANG = 1.5  # em that a caption may reach beyond its picture
SMALL_CREDIT, LARGER_CAPTION = 1.12, 1.8  # times the size of a credit: the caption under it, and at most
CREDIT = 20.0  # em: a longer line under a caption is no name
SMALLER = 0.97  # of the body size: from here on the size alone says that a line is no body text


def bind(
    pictures: Sequence[Picture], lines: Sequence[Line], type_: Typography, language: Language, alone: bool
) -> tuple[tuple[PlacedFigure, ...], tuple[Line, ...]]:
    """Each picture with its caption, and the lines that remain.

    `alone`: the page has pictures and hardly any body text, so that any text under a picture is its caption.
    """
    if not pictures:
        return (), tuple(lines)
    taken: set[int] = set()
    captions: dict[int, tuple[Line, ...]] = {}
    most = 1.25 * type_.size
    small = styled(lines, lambda s: (alone or s.italic or type_.is_other(s)) and s.size < most)
    candidates = [line for line in small if not line.vertical]
    rows = _rows(pictures)
    for find in (_below, _below_row, _above, _beside):
        # the nearest pair first, so that a caption between two pictures goes to the closer one
        offers = []
        for i, picture in enumerate(pictures):
            box = rows[i] if find is _below_row else picture.box
            if i not in captions and box and (offer := find(box, candidates, type_)):
                offers.append((offer[0], i, offer[1]))
        for _, i, first in sorted(offers, key=lambda o: (o[0], o[1])):
            if id(first) in taken:
                continue
            if find in (_above, _beside) and not _looks_like_caption(first, type_, language):
                continue
            run = _run(
                first,
                [c for c in candidates if id(c) not in taken],
                alone,
                (rows[i] if find is _below_row else None) or pictures[i].box,
                language,
            )
            if not alone and len(run) > MOST_LINES and first.size >= type_.size:
                continue  # a text under its picture, in a size of its own
            captions[i] = run
            taken |= {id(line) for line in run}
    figures = tuple(PlacedFigure(p, captions.get(i, ())) for i, p in enumerate(pictures))
    return figures, tuple(line for line in lines if id(line) not in taken)


def _rows(pictures: Sequence[Picture]) -> list[Box | None]:
    """For each picture the box around its row, if it stands in one: one caption may serve them all."""
    boxes: list[Box | None] = []
    for picture in pictures:
        row = [p.box for p in pictures if y_overlap(p.box, picture.box) > 0.8 * max(p.box.height, picture.box.height)]
        boxes.append(union(row) if len(row) > 1 else None)
    return boxes


def _below_row(row: Box, lines: Sequence[Line], type_: Typography) -> tuple[float, Line] | None:
    centred = [line for line in lines if abs(line.box.cx - row.cx) <= 2 * line.size]
    return _below(row, centred, type_)


def _below(picture: Box, lines: Sequence[Line], type_: Typography) -> tuple[float, Line] | None:
    return _nearest([(line.box.y0 - picture.y1, line) for line in lines if _under(line, picture)])


def _above(picture: Box, lines: Sequence[Line], type_: Typography) -> tuple[float, Line] | None:
    found = _nearest([(picture.y0 - line.box.y1, line) for line in lines if _within(line, picture)])
    if not found:
        return None
    first = found[1]
    for line in sorted(lines, key=lambda line: -line.box.y0):  # up to the first line of the run
        if (
            (line.size, line.style.face) == (first.size, first.style.face)
            and _within(line, picture)
            and 0 < first.box.y0 - line.box.y0 <= NEXT * line.box.height
        ):
            first = line
    return found[0], first


def _beside(picture: Box, lines: Sequence[Line], type_: Typography) -> tuple[float, Line] | None:
    offers = []
    for line in lines:
        if y_overlap(line.box, picture) > 0.8 * line.box.height and line.size < SMALLER * type_.size:
            gap = -x_overlap(line.box, picture)
            if 0 <= gap <= BESIDE * line.size:
                offers.append((gap + (line.box.y0 - picture.y0) / 1000, line))
    return min(offers, key=lambda o: (o[1].box.y0, o[0])) if offers else None


def _nearest(offers: Sequence[tuple[float, Line]]) -> tuple[float, Line] | None:
    near = [(gap, line) for gap, line in offers if -0.3 * line.box.height <= gap <= NEAR * line.box.height]
    return min(near, key=lambda o: (o[0], o[1].box.x0)) if near else None


def _within(line: Line, picture: Box) -> bool:
    over = OVERHANG * line.size
    return picture.x0 - over <= line.box.x0 and line.box.x1 <= picture.x1 + over


def _under(line: Line, picture: Box) -> bool:
    """Under the picture, or centred under it and wider (one caption for a row of pictures)."""
    centred = abs(line.box.cx - picture.cx) <= 2 * line.size
    spans = x_overlap(line.box, picture) >= 0.6 * min(line.box.width, picture.width)
    return _within(line, picture) or (spans and (centred or line.box.width > picture.width))


def _looks_like_caption(line: Line, type_: Typography, language: Language) -> bool:
    """A label over a picture may be a headline's; only what is clearly smaller or slanted is a caption there."""
    if (
        (line.style.bold and line.size >= SMALLER * type_.size)
        or language.jump_to.search(line.text)
        or language.org_line.search(line.text)
        or _signs_the_text(line, language)
    ):
        return False
    return line.size < SMALLER * type_.size or (line.style.italic and line.size <= type_.size)


def _run(first: Line, lines: Sequence[Line], alone: bool, picture: Box, language: Language) -> tuple[Line, ...]:
    """The caption's lines from the first one on: close, aligned, about one size. A credit over them may be smaller."""
    run = [first]
    size = first.size
    box = union([picture, first.box])
    for line in sorted(lines, key=lambda line: (line.box.y0, line.box.x0)):
        last = run[-1]
        if line is first or line.box.y0 < first.box.y0 - 0.3 * first.box.height:
            continue
        same_row = y_overlap(line.box, last.box) > 0.4 * line.box.height
        close = same_row or 0 < line.box.y1 - last.box.y1 <= NEXT * max(line.size, last.size)
        under_credit = len(run) == 1 and not same_row and _may_credit(first, line, picture, language)
        same_size = abs(line.size - size) <= 0.25 * size or under_credit
        inside = line.box.x0 >= box.x0 - OVERHANG * line.size and line.box.x1 <= box.x1 + OVERHANG * line.size
        weight = (
            same_row
            or under_credit
            or line.spans[0].style.bold in (first.style.bold, last.spans[-1].style.bold)
            or (first.style.bold and _goes_on_plain(last, line, language))
        )
        if close and same_size and inside and weight:
            if not same_row and _signs_the_text(line, language):
                break
            size = line.size
            run.append(line)
    return (*run, *_name_under(run, lines, picture))


def _may_credit(first: Line, under: Line, picture: Box, language: Language) -> bool:
    """Whether the line under a picture may name who took it, with the caption right under it: it is smaller, or says
    so, or is short and stands at the picture's right edge."""
    if not first.size <= under.size <= LARGER_CAPTION * first.size:
        return False
    at_edge = abs(first.box.x1 - picture.x1) <= first.size and first.box.x0 > picture.cx
    said = (match := language.credit.search(first.text)) is not None and match.start() == 0
    return under.size >= SMALL_CREDIT * first.size or said or (at_edge and text_width(first.text) <= CREDIT)


def _goes_on_plain(last: Line, line: Line, language: Language) -> bool:
    """Whether a plain line is set close under a bold one, and begins no list: a caption may begin bold."""
    return line.box.y1 - last.box.y1 <= LEADED * line.box.height and not language.list_item.match(line.text)


def _name_under(run: Sequence[Line], lines: Sequence[Line], picture: Box) -> list[Line]:
    """Who took the picture, in a type of its own at the picture's right edge under its caption."""
    last = run[-1]
    return [
        line
        for line in lines
        if line not in run
        and 0 < line.box.y1 - last.box.y1 <= NEXT * last.size
        and abs(line.box.x1 - picture.x1) <= line.size
        and line.box.x0 > picture.cx
        and line.size <= last.size
        and text_width(line.text) <= CREDIT
    ][:1]


def _signs_the_text(line: Line, language: Language) -> bool:
    """A byline between caption and text; a line that names the photographer is the caption's own."""
    return not language.credit.search(line.text) and language.is_byline(line.text)
