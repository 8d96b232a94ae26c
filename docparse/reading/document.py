"""Every page of an open file is read: its text layer, or a picture of it, whichever tells what is printed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pymupdf
from msgspec.structs import replace

from ..model import OcrMode, Warning
from . import notices, scanned, triage
from .page import PageContent
from .pdf import PdfReader
from .textpage import BROKEN

if TYPE_CHECKING:
    from ..ocr.work import Answer

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
    plans: dict[int, triage.Plan] = {}
    for number in numbers:
        try:
            content, plan = _text_layer(reader, number, how, failed)
        except BROKEN as error:
            warnings.append(notices.failed(number, _one_line(error)))
            content, plan = PageContent(number, 0.0, 0.0, method="failed"), None
        found[number] = (content,)
        if plan is None or how.ocr == "never":
            one_more()
        else:
            plans[number] = plan
        if plan is not None and how.ocr == "never":
            warnings.append(notices.doubted(number, plan))
    for number, result in _by_ocr(document, plans, how):
        before = found[number][0]
        if isinstance(result, Exception):
            warnings.append(notices.ocr_failed(number, _one_line(result)))
            found[number] = (replace(before, method="failed") if before.method == "empty" else before,)
        else:
            found[number] = _taken(before, plans[number], result, how)
            if any(content.reason for content in found[number]):
                warnings.append(notices.read_by_ocr(number, plans[number], how.engine))
        one_more()
    contents = scanned.levelled([content for number in numbers for content in found[number]])
    warnings += [notice for content in contents for notice in notices.of_page(content, content.number)]
    return contents, sorted(warnings, key=lambda w: w.page or 0)


def _text_layer(
    reader: PdfReader, number: int, how: Reading, failed: Mapping[int, str]
) -> tuple[PageContent, triage.Plan | None]:
    """The page as its text layer has it, and what OCR is to do. Raises RuntimeError for a page known to be broken."""
    if number in failed:
        raise RuntimeError(failed[number])
    if how.ocr == "always":
        return PageContent(number, 0.0, 0.0, method="empty"), triage.ASKED_FOR
    content, shown = reader.read(number)
    return content, triage.plan(content, shown)


def _taken(before: PageContent, plan: triage.Plan, answer: Answer, how: Reading) -> tuple[PageContent, ...]:
    """The page with what OCR read: all of it, or some lines, or nothing where the text layer was right."""
    if answer.contents:
        return tuple(
            replace(c, rotation=(c.rotation + before.rotation) % 360, reason=plan.reason) for c in answer.contents
        )
    if not answer.lines:
        return (before,)
    return (triage.mixed(before, plan, answer.lines, how.engine),)


def _by_ocr(
    document: pymupdf.Document, plans: Mapping[int, triage.Plan], how: Reading
) -> Iterator[tuple[int, Answer | Exception]]:
    if not plans:
        return
    from ..ocr import pool, work

    with _on_disk(document) as path:
        tasks = [
            work.Task(path, number, how.engine, how.dpi, plan.compare, plan.agreement, plan.regions)
            for number, plan in _heaviest_first(document, plans)
        ]
        for index, result in pool.each(work.run, tasks, how.jobs):
            yield tasks[index].page, result


def _heaviest_first(document: pymupdf.Document, plans: Mapping[int, triage.Plan]) -> list[tuple[int, triage.Plan]]:
    """Whole pages by the bytes of their pictures, which grow with what is printed: so that no process is left with a
    full page when the others are done."""
    return sorted(plans.items(), key=lambda plan: 0 if plan[1].regions else -_picture_bytes(document, plan[0]))


def _picture_bytes(document: pymupdf.Document, number: int) -> int:
    """Bytes of a page's pictures as they are in the file; 0 where it does not say."""
    try:
        return sum(_length(document, image[0]) for image in document.get_page_images(number - 1))
    except BROKEN:
        return 0


def _length(document: pymupdf.Document, xref: int) -> int:
    """The bytes of a stream. Raises ValueError where the file says none."""
    kind, value = document.xref_get_key(xref, "Length")
    return int(document.xref_object(int(value.split()[0])) if kind == "xref" else value)


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
