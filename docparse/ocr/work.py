"""What a process of the pool does for one page: reads it, or compares a few of its lines, or reads parts of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import pymupdf
from msgspec.structs import replace

from ..geometry import Box
from ..languages import letters
from ..reading.page import Line, PageContent
from . import page, prepare
from .engine import Engine, engine
from .raster import of_page

MARGIN = 0.4  # of a line's height: what is read around it, since boxes of wrong fonts are not exact
LINE_PIXELS = 40.0  # height of one line that is read by itself
MOST_DPI = 600.0


@dataclass(frozen=True, slots=True)
class Task:
    """One page (from 1) of the PDF at `path` for an engine.

    With `compare` the page is read only if what stands at those lines is not what they say. With `regions` only these
    parts of the page are read.
    """

    path: str
    page: int
    engine: str
    dpi: float | None = None
    compare: tuple[Line, ...] = ()
    agreement: float = 0.0  # of the letters, from which `compare` is believed
    regions: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The page's contents, or the lines of its regions; neither where the text layer was right."""

    contents: tuple[PageContent, ...] = ()
    lines: tuple[Line, ...] = ()


_open: dict[str, pymupdf.Document] = {}  # of this process: the last file, which has more pages to come


def run(task: Task) -> Answer:
    """Do what is to be done for one page of one file."""
    shown = _document(task.path)[task.page - 1]
    reader = engine(task.engine)
    try:
        if task.compare and _agreement(shown, task.compare, reader) >= task.agreement:
            return Answer()
        if task.regions:
            return Answer(lines=tuple(line for box in task.regions for line in _region(shown, box, task.page, reader)))
        size = (round(shown.rect.width, 1), round(shown.rect.height, 1))
        found = page.read(of_page(shown, task.dpi), task.page, reader)
        return Answer(tuple(replace(c, rotation=(c.rotation + shown.rotation) % 360, size=size) for c in found))
    finally:
        pymupdf.TOOLS.store_shrink(100)  # the page's pictures, decoded


def _agreement(shown: pymupdf.Page, lines: Sequence[Line], reader: Engine) -> float:
    """How much of the letters of the lines the engine reads at their places, 0 to 1."""
    same = whole = 0.0
    for line in lines:
        said = letters(line.text)
        box = line.box.grown(MARGIN * line.box.height)
        seen = reader.read(of_page(shown, _dpi(line.box.height), pymupdf.Rect(*box) & shown.rect).image)
        read = letters("".join(s.text for s in sorted(seen, key=lambda s: s.quad[0][0])))
        # what is read beside the line is no disagreement
        matching = SequenceMatcher(None, said, read, autojunk=False).get_matching_blocks()
        same += sum(block.size for block in matching)
        whole += len(said)
    return same / whole if whole else 0.0


def _region(shown: pymupdf.Page, box: Box, number: int, reader: Engine) -> tuple[Line, ...]:
    """The lines inside one part of a page, in points of the page."""
    clip = pymupdf.Rect(*box.grown(MARGIN * min(box.height, LINE_PIXELS))) & shown.rect
    raster = of_page(shown, _dpi(box.height), clip)
    em = prepare.letter_height(prepare.gray_of(raster.image))
    if em and em < page.FINE[0]:
        raster = of_page(shown, min(MOST_DPI, _dpi(box.height) * page.EM / em), clip)
    return page.region(raster, number, reader)


def _dpi(height: float) -> float:
    return min(MOST_DPI, 72.0 * LINE_PIXELS / max(1.0, height))


def _document(path: str) -> pymupdf.Document:
    document = _open.get(path)
    if document is None:
        for other in _open.values():
            other.close()
        _open.clear()
        _open[path] = document = pymupdf.open(path, filetype="pdf")
    return document
