"""Pictures cropped from their pages, named by page: p009-1.png is the first one of page 9."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pymupdf
from msgspec.structs import replace
from PIL import Image

from ..export.files import make_folder, write_whole
from ..model import Document, Figure
from ..names import readable
from .textpage import BROKEN

RESOLUTION = 200  # dots an inch: what a caption's reader wants to see, at a tenth of print quality's size


def crop_figures(parsed: Document, document: pymupdf.Document, folder: Path) -> Document:
    """The same document, each figure with the path of its crop in `folder`. Raises OutputNotWritable."""
    make_folder(folder)
    counted: Counter[int] = Counter()

    def crop(figure: Figure) -> Figure:
        counted[figure.page] += 1
        path = folder / f"p{figure.page:03d}-{counted[figure.page]}.png"
        try:
            image = _png(document, figure)
        except BROKEN:
            return figure  # larger than memory allows, or damaged: the caption and its place stay
        write_whole(path, image)
        return replace(figure, image=readable(path.as_posix()))

    articles = tuple(replace(a, figures=tuple(crop(f) for f in a.figures)) for a in parsed.articles)
    return replace(parsed, articles=articles)


def _png(document: pymupdf.Document, figure: Figure) -> bytes:
    pixmap = document[figure.page - 1].get_pixmap(dpi=RESOLUTION, clip=pymupdf.Rect(figure.bbox), alpha=False)
    image = Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples)
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()
