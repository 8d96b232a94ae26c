"""Ruled tables. pdfplumber reads the cells, but only where drawn rules suggest a grid: it takes 0.4 s a page."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence

import pymupdf

from ..geometry import Box
from .page import Frame, Table

INNER = 2.0  # points: a rule this far inside a frame is no side of it
LEAST_ROWS = 2
SPANS = 0.9  # of the frame's width or height: a rule from side to side


def grids(frames: Sequence[Frame], rules: Sequence[Box]) -> list[Box]:
    """Frames that rules divide both ways, from side to side: tables, not boxes with text."""
    found = []
    for frame in frames:
        box = frame.box
        inner = [r for r in rules if box.contains(r, INNER)]
        across = [r for r in inner if r.width >= SPANS * box.width and box.y0 + INNER < r.cy < box.y1 - INNER]
        down = [r for r in inner if r.height >= SPANS * box.height and box.x0 + INNER < r.cx < box.x1 - INNER]
        if len(across) >= LEAST_ROWS - 1 and down:
            found.append(box)
    return found


def tables_on(
    document: pymupdf.Document, number: int, frames: Sequence[Frame], rules: Sequence[Box]
) -> tuple[Table, ...]:
    """The tables of page `number`, empty where no grid is drawn."""
    boxes = grids(frames, rules)
    if not boxes:
        return ()
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it reports every odd font on standard error
    one = pymupdf.open()
    shown = document[number - 1].rect
    # drawn on a page of its own, so that pdfplumber measures from the corner that is shown, in points
    sheet = one.new_page(width=shown.width, height=shown.height)
    sheet.show_pdf_page(sheet.rect, document, number - 1)
    data = one.tobytes()
    one.close()
    try:
        return _read(data, number, boxes)
    except Exception:  # pdfminer raises whatever its parser meets; without a table its lines are read as text
        return ()


def _read(data: bytes, number: int, boxes: Sequence[Box]) -> tuple[Table, ...]:
    import pdfplumber

    tables = []
    with pdfplumber.open(io.BytesIO(data)) as plumber:
        page = plumber.pages[0]
        for box in boxes:
            inside = page.crop(box.grown(1.0), strict=False)
            rows = inside.extract_table({"vertical_strategy": "lines", "horizontal_strategy": "lines"})
            if rows and len(rows) >= LEAST_ROWS:
                cells = tuple(tuple(" ".join((cell or "").split()) for cell in row) for row in rows)
                tables.append(Table(number, box, cells))
    return tuple(tables)
