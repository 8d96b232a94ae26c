"""Regions of a page that look like text and hold none: letters drawn as shapes, headlines set as pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..geometry import Box, intersection, median, overlap, union
from .drawn import LETTER, Drawn
from .evidence import Evidence
from .page import PageContent

EM = 10.0  # points: the type of a page without text
# ---- pictures
LOW = (0.8, 4.0)  # em: the height of a picture that may be one line, or two, of a headline
WIDE = 6.0  # em: its width at least
FLAT = 2.0  # times as wide as high at least: a logo is not
TOUCH = 1.0  # points: slices of one picture
# ---- outlines
LETTERS = 5  # shapes beside each other at least: a line of text
FORMS = 4  # different sizes among them at least: dots and bars are all alike
APART = 1.6  # heights of the row between neighbours at most: a word space is less
ROW = 0.5  # of the lower shape's height that neighbours share at least
LINE_LIKE = 3.0  # times as wide as high at least
DENSE = 0.45  # of the row's length covered by shapes at least
SMALLEST = 0.6  # of the page's type: the lowest row that is text
MOST_SHAPES = 20_000  # a page with more is a drawing
TEXT_INSIDE = 0.3  # of a region covered by lines at most: more, and it holds the text itself


def _own_size(content: PageContent) -> float:
    """The size of the page's type, letter by letter the middle one."""
    if not content.lines:
        return EM
    told: Counter[float] = Counter()
    for line in content.lines:
        told[line.style.size] += max(1, len(line.text) // 8)
    half = sum(told.values()) // 2  # of so many parts, the upper one in the middle
    for size in sorted(told):
        half -= told[size]
        if half < 0:
            break
    return size


def _holds_text(region: Box, content: PageContent) -> bool:
    return sum(intersection(line.box, region) for line in content.lines) > TEXT_INSIDE * region.area


def outlined(content: PageContent, shown: Drawn) -> Evidence | None:
    if not LETTERS <= len(shown.shapes) <= MOST_SHAPES:
        return None
    least = SMALLEST * _own_size(content) if content.lines else LETTER[0]
    rows = [r for r in rows_of_shapes(shown.shapes) if r.box.height >= least and not _holds_text(r.box, content)]
    if not rows:
        return None
    count = sum(r.count for r in rows)
    message = f"{count} shapes stand in {len(rows)} rows like letters, where there is no text"
    return Evidence("outlined-text", message, count, len(shown.shapes), regions=tuple(r.box for r in rows))


@dataclass(frozen=True, slots=True)
class Row:
    """Shapes that stand beside each other like letters."""

    box: Box
    count: int


def rows_of_shapes(shapes: Iterable[Box]) -> list[Row]:
    """The wide, low groups of letter-sized shapes, from top to bottom."""
    rows: list[list[Box]] = []
    for shape in sorted(shapes, key=lambda s: s.cy):
        for row in reversed(rows[-8:]):
            last = row[-1]
            shared = overlap(last.y0, last.y1, shape.y0, shape.y1)
            if shared >= ROW * min(last.height, shape.height) and shape.height <= 4 * last.height:
                row.append(shape)
                break
        else:
            rows.append([shape])
    found = [group for row in rows for group in _words(row)]
    return sorted(
        (Row(union(group), len(group)) for group in found if _is_line(group)), key=lambda r: (r.box.y0, r.box.x0)
    )


def _words(row: list[Box]) -> list[list[Box]]:
    """A row cut where the white is wider than between words."""
    row = sorted(row, key=lambda s: s.x0)
    height = median([s.height for s in row])
    groups = [[row[0]]]
    right = row[0].x1
    for shape in row[1:]:
        if shape.x0 - right > APART * height:
            groups.append([])
        groups[-1].append(shape)
        right = max(right, shape.x1)
    return groups


def _is_line(group: Sequence[Box]) -> bool:
    if len(group) < LETTERS:
        return False
    box = union(group)
    forms = {(round(s.width, 1), round(s.height, 1)) for s in group}
    filled = sum(s.width for s in group)
    return len(forms) >= FORMS and box.width >= LINE_LIKE * box.height and filled >= DENSE * box.width


def pictured(content: PageContent, shown: Drawn) -> Evidence | None:
    flat = [box for box in _whole_pictures(shown.pictures) if box.width >= FLAT * box.height]
    if not flat:
        return None
    em = _own_size(content)
    regions = tuple(
        box
        for box in flat
        if LOW[0] * em <= box.height <= LOW[1] * em and box.width >= WIDE * em and not _holds_text(box, content)
    )
    if not regions:
        return None
    count = len(regions)
    message = f"{count} {'picture is' if count == 1 else 'pictures are'} as low and wide as a line of text"
    return Evidence("pictured-line", message, count, len(shown.pictures), regions=regions)


def _whole_pictures(pictures: Iterable[Box]) -> list[Box]:
    """Pictures, the slices of one together: equally wide and touching, one under the other."""
    whole: list[Box] = []
    for box in sorted(set(pictures), key=lambda b: (b.x0, b.y0)):
        last = whole[-1] if whole else None
        if last and abs(last.x0 - box.x0) <= TOUCH and abs(last.x1 - box.x1) <= TOUCH and box.y0 - last.y1 <= TOUCH:
            whole[-1] = union([last, box])
        else:
            whole.append(box)
    return whole
