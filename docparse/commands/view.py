"""`docparse view`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from ..archive.convert import print_out
from ..archive.plan import STANDARD_OUTPUT
from ..console import Console
from ..errors import OutputIsInput, OutputNeeded, UsageError
from ..export.files import require_writable, write_whole
from ..languages import CODES
from ..model import OcrMode
from .running import DONE, run

EPILOG = """\b
Examples:
  docparse view in.pdf -o review.html
  docparse view in.pdf out.json -o review.html          what was found before, no new reading
  docparse view in.pdf out.json --facts checked.jsonl -o review.html
  docparse view A01.pdf A05.pdf --as-issue -o review.html"""


@click.command("view", epilog=EPILOG)
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="INPUT [JSON]")
@click.option("-o", "--output", metavar="FILE", help="The HTML file to write; - is standard output.")
@click.option("--facts", type=click.Path(path_type=Path), metavar="FILE", help="Facts to show, from docparse ground.")
@click.option(
    "--picture-dpi",
    type=click.FloatRange(30, 400),
    default=110,
    show_default=True,
    help="How fine the pages are drawn.",
)
@click.option("--pages", metavar="RANGE", help="Only these pages, counted from 1: 1,3-5.")
@click.option("--password", help="What opens an encrypted PDF.")
@click.option("--ocr", type=click.Choice(get_args(OcrMode)), default="auto", help="Read pages as pictures.")
@click.option("--ocr-engine", metavar="NAME", default="rapidocr", help="rapidocr, paddleocr, tesseract or a plug-in.")
@click.option("--dpi", type=click.FloatRange(30, 2400), help="Resolution of pictures that do not say it.")
@click.option("--lang", type=click.Choice(CODES), help="Language of the pages; else it is found out.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="OCR processes; else one for each processor.")
@click.option("--as-issue", is_flag=True, help="The inputs are pages of one issue, in this order.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what was written, and where an error came from.")
def command(
    inputs: tuple[Path, ...],
    output: str | None,
    facts: Path | None,
    picture_dpi: float,
    pages: str | None,
    password: str | None,
    ocr: OcrMode,
    ocr_engine: str,
    dpi: float | None,
    lang: str | None,
    jobs: int | None,
    as_issue: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Write a page to look at: the pages of INPUT with what was found drawn over them, and the articles beside.

    It is one HTML file that a browser opens from disk, without any network. With JSON, the result of an earlier
    conversion, that is shown; else INPUT is read.
    """
    console = Console(quiet, verbose)

    def work() -> int:
        sources, known = _split(inputs)
        if len(sources) > 1 and not as_issue:
            raise UsageError("view shows one document; add --as-issue if these files are pages of one issue")
        file = None if output in (None, STANDARD_OUTPUT) else Path(str(output))
        if file:
            if file.resolve() in {path.resolve() for path in (*inputs, *((facts,) if facts else ()))}:
                raise OutputIsInput(str(file))
            require_writable(file)
        elif output is None and sys.stdout is not None and sys.stdout.isatty():
            raise OutputNeeded("review.html")
        from ..review.make import make  # its libraries are slow to load

        reading = {"ocr": ocr, "ocr_engine": ocr_engine, "lang": lang, "jobs": jobs}
        made = make(
            sources,
            known=known,
            checked=facts,
            pages=pages,
            password=password,
            dpi=dpi,
            picture_dpi=picture_dpi,
            reading=reading,
            progress=console.progress(sources[0].name),
        )
        console.warn(str(sources[0]), made.warnings)
        for notice in made.notices:
            console.note(f"warning: {notice}")
        if file:
            write_whole(file, made.html)
            console.detail(f"{file}: {made.pages} pages, {len(made.html) / 1e6:.1f} MB")
        else:
            print_out(made.html)
        return DONE

    return run(console, work)


def _split(inputs: tuple[Path, ...]) -> tuple[tuple[Path, ...], Path | None]:
    """The files with pages, and the JSON where one is given."""
    known = [path for path in inputs if path.suffix.lower() == ".json"]
    sources = tuple(path for path in inputs if path not in known)
    if not sources:
        raise UsageError(f"{known[0]} has no pages to show; name the file that it was made from as well")
    if len(known) > 1:
        raise UsageError("view shows one document; name one JSON")
    return sources, known[0] if known else None
