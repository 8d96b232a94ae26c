"""`docparse report`."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import record, report
from ..archive.convert import print_out
from ..console import Console
from ..errors import NoRecord
from ..export.files import require_writable, write_whole
from .running import DONE, run


@click.command("report", short_help="what became of the documents of a run")
@click.argument("output", type=click.Path(path_type=Path))
@click.option("-o", "page", type=click.Path(path_type=Path), metavar="NAME.html", help="Write a page of HTML as well.")
def command(output: Path, page: Path | None) -> int:
    """Say what became of the documents that were written to OUTPUT: a folder, or the file of a stream.

    Counts, rates, failures by cause, the slowest, pages by method, and the documents that are least sure.
    """

    def work() -> int:
        home = record.home_of(output, file=not output.is_dir())
        with record.shown(home) as kept:
            if kept is None:
                raise NoRecord(str(output))
            found = report.tables(kept.entries().values(), kept.runs())
        if page is not None:
            require_writable(page)
            write_whole(page, report.as_html(found, str(output)))
        print_out(report.as_text(found, str(output)))
        return DONE

    return run(Console(), work)
