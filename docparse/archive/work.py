"""What a process of the pool does with one job: the result is written, and what became of it comes back."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from ..errors import DocparseError, InternalError
from ..export.rows import confidence
from ..model import Document
from .convert import Options, convert
from .members import read
from .plan import Job
from .record import DONE, FAILED, Entry, Notice
from .worker import Report


@dataclass(frozen=True, slots=True)
class Order:
    """A job, and its entry in the record as far as it is known before the work."""

    job: Job
    entry: Entry


@dataclass(frozen=True, slots=True)
class Outcome:
    """The entry after the work; `trace` says where an error came from."""

    entry: Entry
    trace: str | None = None


def carry_out(options: Options, order: Order, share: int, report: Report) -> Outcome:
    """Do a job with so many processes for its pages."""
    began = time.monotonic()
    own = {**options.reading, "jobs": share}
    try:
        document = convert(order.job, replace(options, reading=own), report)
    except MemoryError:
        raise  # whoever limits memory says so
    except DocparseError as error:
        return Outcome(failed(order, error, time.monotonic() - began), traceback.format_exc())
    except Exception as cause:
        mistake = InternalError(order.job.shown, cause)
        return Outcome(failed(order, mistake, time.monotonic() - began), traceback.format_exc())
    return Outcome(_done(order, document, time.monotonic() - began))


def failed(order: Order, error: DocparseError, seconds: float) -> Entry:
    """The entry of a job that has no result."""
    return replace(
        order.entry,
        state=FAILED,
        sha256=content_digest(order.job),
        seconds=round(seconds, 3),
        cause=type(error).__name__,
        error=str(error),
        code=error.exit_code,
        finished=time.time(),
    )


def _done(order: Order, document: Document, seconds: float) -> Entry:
    notices = [Notice(warning.page, warning.code, warning.message) for warning in document.warnings]
    return replace(
        order.entry,
        state=DONE,
        sha256=document.source.sha256,
        written=Path(order.job.output).stat().st_size if order.job.output else None,
        seconds=round(seconds, 3),
        pages=len({page.page for page in document.pages}),
        articles=len(document.articles),
        methods=msgspec.json.encode(dict(Counter(page.method for page in document.pages))).decode(),
        confidence=confidence(document.articles),
        warnings=msgspec.json.encode(notices).decode(),
        finished=time.time(),
    )


def content_digest(job: Job) -> str | None:
    """SHA-256 of the bytes of a document; None where they cannot be read."""
    try:
        if job.member is not None:
            return hashlib.sha256(read(job.source, job.member)).hexdigest()
        with open(job.source, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, DocparseError):
        return None
