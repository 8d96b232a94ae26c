"""Image files: each frame becomes a page of a PDF, so that from here on there is one kind of document."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

import pymupdf

from ..errors import DamagedInput, ImageTooLarge

if TYPE_CHECKING:
    from PIL import Image as Pillow

PLAIN_DPI = 72.0  # where the file says nothing: a pixel is a point
SENSIBLE_DPI = (30.0, 2400.0)  # what a file may say and be believed
ONE_RESOLUTION = 0.1  # of it: a fax has half the rows, and is no scan that can be told in one number
MOST_PIXELS = 170_000_000  # of one picture: a broadsheet at 600 dpi has 120 million, and Pillow itself stops at 179
FAST = 1  # PNG's level of compression: the pages live only as long as the reading
ORIENTATION = 0x0112  # EXIF's tag


def pdf_of(data: bytes, name: str, dpi: float | None) -> tuple[pymupdf.Document, dict[int, str]]:
    """A PDF with one page for each frame, upright as its EXIF data say; a pixel is 72/dpi points.

    `dpi` overrides what the file says. Frames that cannot be decoded are empty pages, each with what is wrong with it.
    Raises ImageTooLarge, and DamagedInput where there is no whole frame.
    """
    from PIL import Image, UnidentifiedImageError

    document = pymupdf.open()
    failed: dict[int, str] = {}
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            frames = getattr(image, "n_frames", 1)
            for index in range(frames):
                try:
                    image.seek(index)
                    if image.width * image.height > MOST_PIXELS:
                        raise ImageTooLarge(name, MOST_PIXELS)
                    _add_page(document, image, data if frames == 1 else None, dpi)
                except (OSError, ValueError, SyntaxError, EOFError, RuntimeError) as error:
                    failed[index + 1] = _one_line(error)
                    document.new_page()
    except Image.DecompressionBombError as error:
        raise ImageTooLarge(name, MOST_PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DamagedInput(name, _one_line(error)) from error
    if len(failed) == document.page_count:
        raise DamagedInput(name, failed.get(1, "no picture in it"))
    return document, failed


def _add_page(document: pymupdf.Document, frame: Pillow.Image, file: bytes | None, dpi: float | None) -> None:
    from PIL import ImageOps

    points = 72.0 / (dpi or _resolution(frame))
    if file and frame.format == "JPEG" and frame.mode in ("L", "RGB") and frame.getexif().get(ORIENTATION, 1) == 1:
        frame.load()  # a file cut short shows only now
        width, height, stream = frame.width, frame.height, file
    else:
        upright = ImageOps.exif_transpose(_plain(frame))
        width, height = upright.size
        target = io.BytesIO()
        upright.save(target, "PNG", compress_level=FAST)
        stream = target.getvalue()
    page = document.new_page(width=width * points, height=height * points)
    page.insert_image(page.rect, stream=stream)


def _plain(frame: Pillow.Image) -> Pillow.Image:
    """Black and white, grey, or red green blue, on white where it is transparent."""
    from PIL import Image

    if frame.mode in ("1", "L", "RGB"):
        return frame
    if frame.mode.startswith(("I;16", "I", "F")):
        low, high = frame.convert("F").getextrema()
        scale = 255.0 / (float(high) - float(low) or 1.0)  # type: ignore[arg-type]
        return frame.convert("F").point(lambda v: (v - float(low)) * scale).convert("L")  # type: ignore[arg-type]
    if "A" in frame.getbands() or "transparency" in frame.info:
        ground = Image.new("RGBA", frame.size, "white")
        ground.alpha_composite(frame.convert("RGBA"))
        return ground.convert("RGB")
    return frame.convert("RGB")


def _resolution(frame: Pillow.Image) -> float:
    """Dots an inch as the file says, where it says something sensible."""
    said = frame.info.get("dpi")
    try:
        x, y = (float(v) for v in said)  # type: ignore[union-attr]
    except (TypeError, ValueError, ZeroDivisionError):
        return PLAIN_DPI
    sensible = SENSIBLE_DPI[0] <= x <= SENSIBLE_DPI[1] and abs(x - y) <= ONE_RESOLUTION * x
    return x if sensible else PLAIN_DPI


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
