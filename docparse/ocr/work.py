"""What a process of the pool does with one page: draw it, read it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pymupdf

from ..reading.page import PageContent
from .engine import engine
from .page import read
from .raster import of_page


@dataclass(frozen=True, slots=True)
class Task:
    """One page (from 1) of the PDF at `path` to be read by an engine."""

    path: str
    page: int
    engine: str
    dpi: float | None = None


_open: dict[str, pymupdf.Document] = {}  # of this process: the last file, which has more pages to come


def run(task: Task) -> tuple[PageContent, ...]:
    """Read one page of one file."""
    page = _document(task.path)[task.page - 1]
    rotation, size = page.rotation, (round(page.rect.width, 1), round(page.rect.height, 1))
    try:
        found = read(of_page(page, task.dpi), task.page, engine(task.engine))
        return tuple(replace(c, rotation=(c.rotation + rotation) % 360, size=size) for c in found)
    finally:
        pymupdf.TOOLS.store_shrink(100)  # the page's pictures, decoded


def _document(path: str) -> pymupdf.Document:
    document = _open.get(path)
    if document is None:
        for other in _open.values():
            other.close()
        _open.clear()
        _open[path] = document = pymupdf.open(path, filetype="pdf")
    return document
