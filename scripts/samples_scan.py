"""Scans of sample pages: a little crooked, a little noisy, and compressed as an office scanner would."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pymupdf
from PIL import Image, ImageFilter

PAPER = 246
NOISE = 2.6


def scan(page: pymupdf.Page, dpi: int, skew: float, quality: int, seed: int) -> bytes:
    """One page as a grey JPEG, turned by ``skew`` degrees."""
    pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    image = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
    image = image.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.4))
    # Grain after a blur is coarser than a pixel: it looks like paper and does not defeat the compression.
    grain = np.random.default_rng(seed).normal(0, 30, (image.height, image.width))
    coarse = Image.fromarray(np.clip(grain + 128, 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.6))
    texture = (np.asarray(coarse, np.float32) - 128) * (NOISE / 5)
    pixels = np.asarray(image, np.float32) * ((PAPER - 26) / 255) + 26 + texture
    buffer = io.BytesIO()
    scanned = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    scanned.save(buffer, "JPEG", quality=quality, dpi=(dpi, dpi), optimize=True)
    return buffer.getvalue()


def scan_pdf(
    source: Path, pages: list[int], target: Path, dpi: int = 200, skew: float = 0.7, quality: int = 36
) -> None:
    """Some pages of a PDF as a PDF of images."""
    with pymupdf.open(source) as born, pymupdf.open() as made:
        for number in pages:
            page = born[number - 1]
            sheet = made.new_page(width=page.rect.width, height=page.rect.height)
            # Sheets go through the feeder one way, then the other.
            tilt = skew if number % 2 else -0.6 * skew
            sheet.insert_image(sheet.rect, stream=scan(page, dpi, tilt, quality, seed=number))
        made.set_metadata({"title": "", "producer": "docparse make_samples", "creator": "make_samples.py"})
        made.ez_save(target, no_new_id=True)


def scan_jpeg(source: Path, target: Path, dpi: int = 160, skew: float = -0.7, quality: int = 34) -> None:
    """The first page of a PDF as one JPEG."""
    with pymupdf.open(source) as born:
        target.write_bytes(scan(born[0], dpi, skew, quality, seed=99))
