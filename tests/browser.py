"""A real browser for the tests of the review page: Chromium without a window, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def executable() -> str | None:
    """The browser of the system, or the one that DOCPARSE_CHROMIUM names."""
    named = os.environ.get("DOCPARSE_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser; skips the test where there is none."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    path = executable()
    if path is None:
        pytest.skip(
            "no Chromium on this machine: install it (apt-get install chromium), or name it in DOCPARSE_CHROMIUM"
        )
    with sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser: Any, file: Path, **options: Any) -> Iterator[Any]:
    """A tab with the file from disk. Fails where the page asks for anything else or complains of anything."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **options})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        page.goto(file.as_uri())
        yield page
        page.wait_for_timeout(100)
        assert not [url for url in asked if not url.startswith((file.as_uri(), "blob:"))]
        assert not complaints
    finally:
        context.close()
