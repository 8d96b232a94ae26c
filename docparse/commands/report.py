"""`docparse report`."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive import record, report
from ..archive.convert import print_out
from ..console import Console
from ..errors import NoRecord, OutputNotWritable
from ..export.files import require_writable, write_whole
from ..names import readable
from .running import DONE, run

PAGE = "report.html"  # beside the record


@click.command("report", short_help="what became of the documents of a run")
@click.argument("output", type=click.Path(path_type=Path))
@click.option("-o", "page", type=click.Path(path_type=Path), metavar="NAME.html", help="Where to write the HTML.")
def command(output: Path, page: Path | None) -> int:
    """Say what became of the documents that were written to OUTPUT: a folder, or the file of a stream.

    Counts, rates, failures by cause, the slowest, pages by method, and the documents that are least sure: printed, and
    written as a page of HTML, beside the record if -o names no other place.
    """

    console = Console()
    name = readable(output)

    def work() -> int:
        home = record.home_of(output, file=not output.is_dir())
        with record.shown(home) as kept:
            if kept is None:
                raise NoRecord(str(output))
            found = report.tables(kept.entries().values(), kept.runs())
        shown = page or home / PAGE
        try:
            require_writable(shown)
            write_whole(shown, report.as_html(found, name))
        except OutputNotWritable:
            if page is not None:
                raise  # else one may look at results that are another's
        else:
            console.note(f"the same as a page: {shown}")
        print_out(report.as_text(found, name))
        return DONE

    return run(console, work)
