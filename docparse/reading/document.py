"""Every page of an open file is read: its text layer, or a picture of it, whichever tells what is printed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pymupdf

from ..model import OcrMode, Warning
from . import notices
from .page import PageContent
from .pdf import BROKEN, PdfReader

Progress = Callable[[int, int], None]


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Reading:
    """How pages are read: when by OCR, by which engine, in how many processes; `dpi` to draw them with."""

    ocr: OcrMode = "auto"
    engine: str = "rapidocr"
    jobs: int = field(default_factory=processors)
    dpi: float | None = None


def read_pages(
    document: pymupdf.Document,
    numbers: Sequence[int],
    how: Reading,
    failed: Mapping[int, str],
    progress: Progress | None,
) -> tuple[list[PageContent], list[Warning]]:
    """The contents of the pages in their order, two for the halves of a spread; and what a reader should know.

    `failed` tells of pages that are known to be broken. Raises what an engine raises that is not there.
    """
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, len(numbers))

    reader = PdfReader(document)
    found: dict[int, tuple[PageContent, ...]] = {}
    warnings: list[Warning] = []
    pictures: dict[int, str] = {}  # pages for OCR, and why
    for number in numbers:
        content, reason = _text_layer(reader, number, how, failed)
        found[number] = (content,)
        why = None if reason else _doubt(document, content, how)
        if reason:
            warnings.append(notices.failed(number, reason))
        if why:
            pictures[number] = why
        else:
            one_more()
    for number, result in _by_ocr(document, sorted(pictures), how):
        if not isinstance(result, Exception):
            found[number] = result
        else:
            warnings.append(notices.ocr_failed(number, _one_line(result)))
            if found[number][0].method == "empty":
                found[number] = (replace(found[number][0], method="failed"),)
        one_more()
    contents = [content for number in numbers for content in found[number]]
    warnings += [notice for content in contents for notice in notices.of_page(content, content.number)]
    return contents, sorted(warnings, key=lambda w: w.page or 0)


def _text_layer(
    reader: PdfReader, number: int, how: Reading, failed: Mapping[int, str]
) -> tuple[PageContent, str | None]:
    """The page as its text layer has it; or a failed one, and what is wrong with it."""
    broken = PageContent(number, 0.0, 0.0, method="failed")
    if number in failed:
        return broken, failed[number]
    if how.ocr == "always":
        return replace(broken, method="empty"), None
    try:
        return reader.page(number), None
    except BROKEN as error:
        return broken, _one_line(error)


def _doubt(document: pymupdf.Document, content: PageContent, how: Reading) -> str | None:
    """Why a page is to be read as a picture, if it is."""
    if how.ocr != "auto":
        return "it was asked for" if how.ocr == "always" else None
    if content.method != "empty":
        return None
    page = document[content.number - 1]
    return "it has no text layer" if page.get_images() or page.get_cdrawings() else None


def _by_ocr(
    document: pymupdf.Document, numbers: Sequence[int], how: Reading
) -> Iterator[tuple[int, tuple[PageContent, ...] | Exception]]:
    if not numbers:
        return
    from ..ocr import pool, work

    with _on_disk(document) as path:
        tasks = [work.Task(path, number, how.engine, how.dpi) for number in numbers]
        for index, result in pool.each(work.run, tasks, how.jobs):
            yield numbers[index], result


@contextmanager
def _on_disk(document: pymupdf.Document) -> Iterator[str]:
    """The document as a file that other processes open, without its encryption."""
    handle, path = tempfile.mkstemp(suffix=".pdf", prefix="docparse-")
    os.close(handle)
    try:
        document.save(path, encryption=pymupdf.mupdf.PDF_ENCRYPT_NONE)
        yield path
    finally:
        os.unlink(path)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def renumbered(contents: Iterable[PageContent]) -> list[PageContent]:
    """The contents counted through, where a page of the file has two: later stages know pages by their number."""
    contents = list(contents)
    if all(content.part is None for content in contents):
        return contents
    return [_numbered(content, number) for number, content in enumerate(contents, 1)]


def _numbered(content: PageContent, number: int) -> PageContent:
    return replace(
        content,
        number=number,
        lines=tuple(replace(line, page=number) for line in content.lines),
        pictures=tuple(replace(picture, page=number) for picture in content.pictures),
        tables=tuple(replace(table, page=number) for table in content.tables),
    )
