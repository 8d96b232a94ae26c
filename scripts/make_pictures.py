"""The pictures of docs/images: the review page of the samples, taken in a browser.

    python scripts/make_pictures.py [CHROMIUM]

Needs playwright (in the extra `dev`), a Chromium (found by its name, or given) and a Chinese font (Noto CJK); the
pictures are in the repository, so that nobody else needs them.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from docparse.review.make import make

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "images"
LARGEST = 300_000  # bytes
QUALITY = 82
TOGGLES = ("paragraphs", "order", "titles", "names", "pictures", "furniture", "labels", "doubtful")


@dataclass(frozen=True)
class Shot:
    """One picture: keys that are pressed and what is clicked before; the window, or one element of it."""

    name: str
    sample: str
    keys: Sequence[str] = ()
    clicks: Sequence[str] = ()
    only: Sequence[str] | None = None  # what is shown on the pages; None is everything
    element: str | None = None
    page: int | None = None  # that its column begins with
    height: int = 860
    scheme: str = "light"


NEWSPAPER = "en-newspaper-sample.pdf"
PAPER = "#page-1 .paper"
SHOTS = (
    Shot("review", "zh-newsletter-sample.pdf", keys="]" * 5, clicks=("#a5 p[data-t='a5-paragraph1']",), page=3),
    Shot("review-newspaper", "zh-newspaper-sample.pdf", keys="w", scheme="dark", clicks=("#a1 h2",)),
    Shot("stage-furniture", NEWSPAPER, only=("furniture", "labels"), keys="w", element=PAPER, height=1250),
    Shot("stage-headlines", NEWSPAPER, only=("titles", "pictures", "labels"), keys="w", element=PAPER, height=1250),
    Shot("stage-order", NEWSPAPER, only=("paragraphs", "order"), keys="w", element=PAPER, height=1250),
    Shot("stage-articles", NEWSPAPER, keys="w", element=PAPER, height=1250),
)


def main(chromium: str | None) -> None:
    if chromium is None:
        sys.exit("no Chromium found; name it: python scripts/make_pictures.py /path/to/chromium")
    TARGET.mkdir(exist_ok=True)
    os.chdir(ROOT)  # the page names its file as it was given
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium)
        for sample in dict.fromkeys(shot.sample for shot in SHOTS):
            file = Path(folder, sample).with_suffix(".html")
            file.write_text(make([Path("samples", sample)]).html, "utf-8")
        for shot in SHOTS:
            page = browser.new_page(
                viewport={"width": 1320, "height": shot.height}, color_scheme=shot.scheme, device_scale_factor=1.25
            )
            page.goto(Path(folder, shot.sample).with_suffix(".html").as_uri())
            (TARGET / f"{shot.name}.webp").write_bytes(_small(_taken(page, shot)))
            page.close()


def _taken(page: Page, shot: Shot) -> bytes:
    for key in shot.keys:
        page.keyboard.press(key)
    for selector in shot.clicks:
        page.locator(selector).click()
    if shot.only is not None:
        for hidden in (toggle for toggle in TOGGLES if toggle not in shot.only):
            page.keyboard.press(str(TOGGLES.index(hidden) + 1))
    if shot.page is not None:
        page.keyboard.press("g")
        page.keyboard.type(str(shot.page))
        page.keyboard.press("Enter")
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(800)  # pictures are decoded a moment after they are seen
    return page.locator(shot.element).screenshot() if shot.element else page.screenshot()


def _small(png: bytes) -> bytes:
    for quality in _qualities():
        target = io.BytesIO()
        Image.open(io.BytesIO(png)).convert("RGB").save(target, "WEBP", quality=quality, method=6)
        if len(target.getvalue()) < LARGEST:
            return target.getvalue()
    raise ValueError("the picture stays too large; take a smaller window")


def _qualities() -> Iterator[int]:
    yield from range(QUALITY, 20, -10)


if __name__ == "__main__":
    names = ("chromium", "chromium-browser", "google-chrome")
    main(sys.argv[1] if len(sys.argv) > 1 else next((path for n in names if (path := shutil.which(n))), None))
