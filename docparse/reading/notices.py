"""What a reader should know of how a page was read, as warnings."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Warning
from .page import PageContent
from .triage import Plan

SAMPLE = 40  # characters of a hidden text that a warning quotes
_hidden = {
    "unpainted": "painted without ink",
    "ground": "in the colour of their ground",
    "covered": "under a picture or a shape",
    "tiny": "too small to read",
}


def of_page(content: PageContent, page: int) -> Iterator[Warning]:
    """What is to be said of one page of the file."""
    if content.method == "empty":
        yield no_text(page)
    if content.hidden:
        count = sum(hidden.characters for hidden in content.hidden)
        reasons = ", ".join(f"{h.characters} {_hidden[h.reason]}: {_shortened(h.text)!r}" for h in content.hidden)
        message = f"page {page} has {count} characters that nobody sees; they are left out ({reasons})"
        yield Warning(page=page, code="hidden-text", message=message)
    if content.dropped:
        message = f"marks inside pictures that looked like letters are left out ({content.dropped})"
        yield Warning(page=page, code="ocr-texture", message=message)


def no_text(page: int) -> Warning:
    return Warning(page=page, code="no-text", message=f"page {page} has no text; nothing was read from it")


def failed(page: int, reason: str) -> Warning:
    return Warning(page=page, code="page-failed", message=f"page {page} cannot be read ({reason}); it is left out")


def doubted(page: int, plan: Plan) -> Warning:
    message = f"the text of page {page} is doubtful ({plan.message}); it was kept, since OCR is off"
    return Warning(page=page, code="doubtful-text", message=message)


def read_by_ocr(page: int, plan: Plan, engine: str) -> Warning:
    what = "parts of the page were" if plan.regions else "the page was"
    return Warning(page=page, code="read-by-ocr", message=f"{what} read by {engine} ({plan.message})")


def ocr_failed(page: int, reason: str) -> Warning:
    return Warning(page=page, code="ocr-failed", message=f"page {page} could not be read by OCR ({reason})")


def _shortened(text: str) -> str:
    return text if len(text) <= SAMPLE else text[: SAMPLE - 1] + "…"
