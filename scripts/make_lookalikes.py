"""Writes docparse/text/data/lookalikes.txt.gz: for each common Han character the ones that look most like it.

Characters are the first ones of han-pairs.txt.gz. They are drawn with the Chinese face that PyMuPDF brings (Droid Sans
Fallback), blurred a little as a scan is, and compared point by point.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import cv2
import numpy as np
import pymupdf

DATA = Path(__file__).parent.parent / "docparse" / "text" / "data"
SIDE = 48  # pixels of a drawn character
BLUR = 1.6  # pixels
ALIKE = 0.70  # correlation of two drawings, from which on an engine takes the one for the other
LEAST = 0.45  # of the whole, where only the right parts are alike
PART = 0.12  # what the right part alone counts less than the whole
MOST = 16  # kept of each


def drawn(character: str) -> np.ndarray:
    with pymupdf.open() as document:
        page = document.new_page(width=SIDE, height=SIDE)
        page.insert_text((4, SIDE - 9), character, fontname="china-s", fontsize=SIDE - 8)
        pixels = page.get_pixmap(colorspace=pymupdf.csGRAY)
        image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride)[:, :SIDE]
    return 255.0 - cv2.GaussianBlur(image.astype(np.float32), (0, 0), BLUR)


def correlations(pictures: np.ndarray) -> np.ndarray:
    """How much each picture is like each other one: 1 for the same."""
    flat = pictures.reshape(len(pictures), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    flat /= np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6
    return flat @ flat.T


def main() -> int:
    raw = gzip.decompress((DATA / "han-pairs.txt.gz").read_bytes()).decode("utf-16-le")
    characters = [row[0] for row in raw.split("\n")[1:] if row]
    pictures = np.stack([drawn(c) for c in characters])
    alike = correlations(pictures)
    # what has its right part in common with another is taken for it as well
    right = correlations(pictures[:, :, SIDE * 2 // 5 :])
    alike = np.maximum(alike, np.where(alike >= LEAST, right - PART, 0.0))
    np.fill_diagonal(alike, 0.0)
    rows = []
    for i, character in enumerate(characters):
        order = np.argsort(-alike[i], kind="stable")[:MOST]
        near = "".join(characters[j] for j in order if alike[i, j] >= ALIKE)
        if near:
            rows.append(character + near)
    (DATA / "lookalikes.txt.gz").write_bytes(gzip.compress("\n".join(rows).encode(), mtime=0))
    print(f"{len(rows)} characters, {sum(map(len, rows)) - len(rows)} look-alikes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
