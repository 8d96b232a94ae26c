"""One job: a file is read, and its result is written whole."""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from ..errors import DocparseError, OutputNotWritable
from ..export import Format
from ..export.files import make_folder, reason, require_writable, write_whole
from ..model import Document
from .limits import processors
from .members import read
from .plan import Job

Progress = Callable[[int, int], None]
PACKED = 3  # gzip's level: text is a third of its size, in hardly any time


@dataclass(frozen=True)
class Options:
    """What is the same for all jobs of a call. `packed` results are compressed: parts that are put together later."""

    format: Format
    pages: str | None = None
    reading: Mapping[str, Any] = field(default_factory=dict)  # keywords of `docparse.parse`: how pages are read
    issue: tuple[Path, ...] = ()  # all inputs, where they are pages of one issue
    limits: Mapping[str, Any] | None = None  # keywords of `docparse.parse_many`: what one document may cost
    packed: bool = False


def convert(job: Job, options: Options, progress: Progress | None = None) -> Document:
    """Read `job.source` and write its result. Raises one of `docparse.errors` for every cause that is known."""
    if job.output:
        if job.make_folder:
            make_folder(job.output.parent)
        require_writable(job.output)
    document = _read(job, options, progress)
    text = options.format.render(document)
    if job.output:
        write_whole(job.output, _packed(text) if options.packed else text)
    else:
        print_out(text)
    return document


def _packed(text: str | bytes) -> bytes:
    return gzip.compress(text.encode() if isinstance(text, str) else text, PACKED, mtime=0)


def _read(job: Job, options: Options, progress: Progress | None) -> Document:
    from .. import api  # the reading stages are slow to load; --help and a wrong call need none of them

    if options.issue:
        return api.parse_issue(options.issue, figures=job.figures, progress=progress, **options.reading)
    how = {"pages": options.pages, "figures": job.figures, "progress": progress, **options.reading}
    if options.limits is not None:
        return _limited(job, options.limits, how)
    if job.member is None:
        return api.parse(job.source, **how)
    document = api.parse(_Named(read(job.source, job.member, how.get("password")), job.shown), **how)
    return replace(document, source=replace(document.source, file=job.shown))


def _limited(job: Job, limits: Mapping[str, Any], how: Mapping[str, Any]) -> Document:
    """One file in a process that is ended when it goes beyond its limits."""
    from .. import api

    jobs = how["jobs"] or processors()
    (result,) = api.parse_many([job.source], **{**how, **limits, "jobs": jobs, "progress": None})
    if isinstance(result, DocparseError):
        raise result
    return result


class _Named(io.BytesIO):
    """A file in memory that errors can name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def print_out(text: str | bytes) -> None:
    """To standard output, a text as UTF-8, whatever the locale says."""
    if sys.stdout is None:  # closed by the caller
        raise OutputNotWritable("standard output", "it is closed")
    try:
        sys.stdout.buffer.write(text.encode("utf-8") if isinstance(text, str) else text)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard_standard_output()
        raise
    except OSError as error:
        _discard_standard_output()
        raise OutputNotWritable("standard output", reason(error)) from error


def _discard_standard_output() -> None:
    """Forget what is still buffered: Python would write it at its end, fail, and exit with a code of its own."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
