"""A page as pixels, and where each of them lies on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pymupdf

from ..reading.placing import Affine, scaled

if TYPE_CHECKING:
    from .engine import Image

PLAIN_DPI = 200.0  # of pages that are drawn, not scanned: body text is then some 26 pixels high
LEAST_DPI, MOST_DPI = 100.0, 400.0  # a scan is taken as it is between these; letters need no more
SCANNED = 0.5  # of the page that one picture covers: its resolution is the page's
MOST_PIXELS = 60_000_000  # of one page in memory; a broadsheet at 300 dpi has 30 million


@dataclass(frozen=True, slots=True)
class Raster:
    """Red, green and blue of each pixel; `to_page` leads from pixels to points of the displayed page."""

    image: Image
    to_page: Affine


def of_page(page: pymupdf.Page, dpi: float | None = None, clip: pymupdf.Rect | None = None) -> Raster:
    """The page as it is displayed, at the resolution of its scan. Raises RuntimeError where MuPDF cannot draw it."""
    import numpy as np

    area = clip or page.rect
    zoom = (dpi or _resolution(page)) / 72.0
    zoom = min(zoom, math.sqrt(MOST_PIXELS / max(1.0, area.width * area.height)))
    pixmap = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False, clip=clip)
    image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    origin = Affine(e=float(pixmap.x), f=float(pixmap.y))
    return Raster(image, origin.then(scaled(1.0 / zoom)))


def _resolution(page: pymupdf.Page) -> float:
    """Dots an inch of the picture that covers the page, within reason."""
    for info in page.get_image_info():
        x0, y0, x1, y1 = info["bbox"]
        if (x1 - x0) * (y1 - y0) > SCANNED * page.rect.width * page.rect.height:
            dots = math.sqrt(info["width"] * info["height"] / ((x1 - x0) * (y1 - y0)))
            return min(MOST_DPI, max(LEAST_DPI, 72.0 * dots))
    return PLAIN_DPI
