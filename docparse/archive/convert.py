"""One job: a file is read, and its result is written whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import OutputNotWritable
from ..export import Format
from ..export.files import make_folder, reason, require_writable, write_whole
from ..model import Document
from .plan import Job

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Options:
    """What is the same for all jobs of a call."""

    format: Format
    pages: str | None = None
    reading: Mapping[str, Any] = field(default_factory=dict)  # keywords of `docparse.parse`: how pages are read
    issue: tuple[Path, ...] = ()  # all inputs, where they are pages of one issue


def convert(job: Job, options: Options, progress: Progress | None = None) -> Document:
    """Read `job.source` and write its result. Raises one of `docparse.errors` for every cause that is known."""
    if job.output:
        if job.make_folder:
            make_folder(job.output.parent)
        require_writable(job.output)
    from .. import api  # the reading stages are slow to load; --help and a wrong call need none of them

    if options.issue:
        document = api.parse_issue(options.issue, figures=job.figures, progress=progress, **options.reading)
    else:
        document = api.parse(
            job.source,
            pages=options.pages,
            figures=job.figures,
            progress=progress,
            **options.reading,
        )
    text = options.format.render(document)
    if job.output:
        write_whole(job.output, text)
    else:
        print_out(text)
    return document


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
