"""Pages as pictures for the screen, each upright and small enough that two hundred of them fit in one file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pymupdf
from PIL import Image

from ..model import Page
from ..reading.placing import Affine, quarter_turns
from ..reading.textpage import BROKEN

DPI = 110  # dots an inch: 8-point Chinese can be read; an A4 page of text takes about 110 kB in the file
LONGEST = (
    2600  # pixels: a broadsheet page at 110 dpi; what is larger (a poster, a picture without a resolution) is reduced
)
QUALITY = 50  # of WebP: no loss that shows beside the letters' own edges
A4 = (595.3, 841.9)  # points: a page that cannot be drawn still has its place in the row
EFFORT = 4  # of WebP's encoder, 0 to 6: 6 takes twice as long for 2 % less

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn upright: its size in points, its bytes (empty where it could not be drawn), and the way to it."""

    width: float
    height: float
    webp: bytes
    upright: Affine  # from the page as the file displays it


def draw(
    file: pymupdf.Document, pages: Sequence[Page], dpi: float = DPI, progress: Progress | None = None
) -> Iterator[tuple[int, Picture]]:
    """The pages that `pages` tell of, each once, as far as the file has them."""
    first: dict[int, Page] = {}
    for page in pages:
        first.setdefault(page.page, page)  # the second half of a spread is on the same picture
    wanted = [page for number, page in first.items() if number <= file.page_count]
    for done, page in enumerate(wanted, 1):
        yield page.page, _picture(file, page, dpi)
        if progress is not None:
            progress(done, len(wanted))


def _picture(file: pymupdf.Document, told: Page, dpi: float) -> Picture:
    try:
        page = file[told.page - 1]
        rect = page.rect
        # the document's own size: a picture without a resolution may be read with another one than it is opened with
        width, height = (told.width, told.height) if told.width and told.height else (rect.width, rect.height)
        quarters = (told.rotation - page.rotation) // 90 % 4
        zoom = min(dpi / 72 * width / rect.width, LONGEST / max(rect.width, rect.height))
        pixmap = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
        webp = _webp(Image.frombytes("RGB", (pixmap.width, pixmap.height), pixmap.samples), quarters)
    except BROKEN:
        return Picture(told.width or A4[0], told.height or A4[1], b"", Affine())
    upright = quarter_turns(quarters, width, height)
    return Picture(*((height, width) if quarters % 2 else (width, height)), webp, upright)


def _webp(image: Image.Image, quarters: int) -> bytes:
    turns: Sequence[Image.Transpose | None] = (
        None,
        Image.Transpose.ROTATE_270,  # Pillow counts against the clock
        Image.Transpose.ROTATE_180,
        Image.Transpose.ROTATE_90,
    )
    turn = turns[quarters]
    target = io.BytesIO()
    (image if turn is None else image.transpose(turn)).save(target, "WEBP", quality=QUALITY, method=EFFORT)
    return target.getvalue()
