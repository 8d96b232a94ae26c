"""The command `docparse`: options in, calls of the library, exit codes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import click

from . import __version__
from .archive import bulk, record, streams
from .archive.bulk import Manner
from .archive.convert import Options, convert
from .archive.find import several
from .archive.limits import limits, processors
from .archive.many import ENGINES
from .archive.plan import STANDARD_OUTPUT, Job, output_file, plan, refuse_overwriting
from .archive.tally import said
from .commands import COMMANDS
from .commands.running import DONE, INTERRUPTED, SOME_FAILED, internal, run
from .console import Console
from .errors import DocparseError, NotASplittingFormat, TableName, UnknownFormat, UsageError
from .export import NAMES, Format, by_ending, by_name, one_stream, split_jsonl
from .export.files import make_folder, require_writable
from .languages import CODES
from .model import OcrMode
from .text.mending import KINDS

TABLE, PARTS = "parquet", "parts"  # a format, and the folder of what streams are put together from
CONVERSION = "(conversion)"  # no file has to be named like it, so every name that is no other command's is an input

HELP = """Turn Chinese and English newsletters and newspaper pages into articles. INPUT is a PDF, a
scan or photograph (PNG, JPEG, TIFF, WebP), or the text, Markdown or HTML that another program made of such pages.

One INPUT is written to the file -o names, or to standard output. Several, or a folder, are written into the folder -o
names: one NAME.json each, with the folder tree mirrored."""

_LISTED = "\n".join(f"  docparse {name:<34} {what}" for name, what in COMMANDS.items())
EXAMPLES = f"""\b
Examples:
  docparse newsletter.pdf -o out.json         one file, one JSON document
  docparse newsletter.pdf                     the same, to standard output
  docparse in.pdf -o out.md                   the format follows the ending
  docparse in.pdf -o out.mets.zip             METS with ALTO; also jsonld, ninjs, page-xml
  docparse in.pdf --format jsonl --max-chars 5000
  docparse in.pdf --pages 1,3-5 --figures pictures/ -o out.json
  docparse archive/ extra/*.pdf -o out/       many files and folders; run again, it goes on
  docparse archive/ -o all.jsonl              all articles in one file; articles.parquet: in a table
  docparse scan.tif --ocr-engine tesseract -o out.json
  docparse page.txt -o out.json               what another converter made of a page
  docparse A01.pdf A03.pdf -o issue.json --as-issue    pages of one issue

\b
Commands:
{_LISTED}

\b
Exit codes: 0 done, 1 some of several inputs failed, 2 wrong usage, 3 input cannot
be read, 4 password needed or wrong, 5 an engine is missing, 6 output cannot be
written, 130 interrupted."""


class _Commands(click.Group):
    """A group whose command may be left out: what is no command's name is an input to convert."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = import_module(f".commands.{cmd_name}", __package__).command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in COMMANDS:
            args = [CONVERSION, *args]
        return super().parse_args(ctx, args)


class _Conversion(click.Command):
    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage("docparse", "[OPTIONS] INPUT...")


@click.group(cls=_Commands, add_help_option=False)
def cli() -> None:
    """Reached through `main`, which gives every error its line and its exit code."""


@cli.command(CONVERSION, cls=_Conversion, help=HELP, epilog=EXAMPLES)
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option("-o", "--output", metavar="NAME", help="A file, or a folder for several inputs; - is standard output.")
@click.option("--format", "format_name", type=click.Choice(NAMES), help="What to write; else the ending of -o says it.")
@click.option("--pages", metavar="RANGE", help="Only these pages, counted from 1: 1,3-5.")
@click.option("--password", help="What opens an encrypted PDF.")
@click.option("--ocr", type=click.Choice(get_args(OcrMode)), default="auto", help="Read pages as pictures.")
@click.option("--ocr-engine", metavar="NAME", default="rapidocr", help="rapidocr, paddleocr, tesseract or a plug-in.")
@click.option("--dpi", type=click.FloatRange(30, 2400), help="Resolution of pictures that do not say it.")
@click.option("--lang", type=click.Choice(CODES), help="Language of the pages; else it is found out.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes; else one for each processor.")
@click.option("--figures", type=click.Path(path_type=Path), metavar="DIR", help="Write the pictures into this folder.")
@click.option("--as-issue", is_flag=True, help="The inputs are pages of one issue, in this order: one result.")
@click.option("--no-repair", is_flag=True, help="Leave the text as the pages or the converter have it.")
@click.option("--repair", "repairs", metavar="KINDS", help=f"Only these, with commas between: {', '.join(KINDS)}.")
@click.option("--max-chars", type=click.IntRange(min=1), metavar="N", help="Split jsonl texts into parts this long.")
@click.option("--from-file", type=click.Path(path_type=Path), metavar="LIST", help="A file with inputs, one a line.")
@click.option("--timeout", type=click.FloatRange(min=0), metavar="SECONDS", help="For each document; 0 is no limit.")
@click.option("--memory", type=click.FloatRange(min=0), metavar="GB", help="For each process; 0 is no limit.")
@click.option("--retry-failed", is_flag=True, help="Try again what failed in an earlier run.")
@click.option("--force", is_flag=True, help="Do again what is done.")
@click.option("--engine", type=click.Choice(ENGINES), default="local", help="Processes here, or a Ray cluster's.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what was written, and where an error came from.")
@click.version_option(__version__, prog_name="docparse", message="%(prog)s %(version)s")
def conversion(
    inputs: tuple[Path, ...],
    output: str | None,
    format_name: str | None,
    pages: str | None,
    password: str | None,
    ocr: OcrMode,
    ocr_engine: str,
    dpi: float | None,
    lang: str | None,
    jobs: int | None,
    figures: Path | None,
    as_issue: bool,
    no_repair: bool,
    repairs: str | None,
    max_chars: int | None,
    from_file: Path | None,
    timeout: float | None,
    memory: float | None,
    retry_failed: bool,
    force: bool,
    engine: str,
    quiet: bool,
    verbose: bool,
) -> int:
    console = Console(quiet, verbose)
    if no_repair and repairs is not None:
        raise click.UsageError("--no-repair and --repair contradict each other")
    repair = not no_repair if repairs is None else [kind.strip() for kind in repairs.split(",") if kind.strip()]
    reading: dict[str, Any] = {"password": password, "ocr": ocr, "ocr_engine": ocr_engine}
    reading |= {"dpi": dpi, "lang": lang, "jobs": jobs, "repair": repair}

    def work() -> int:
        if not inputs and from_file is None:
            raise UsageError("Missing argument 'INPUT...' (docparse --help tells all options)")
        if as_issue:
            return _convert_issue(
                inputs, output, _format(format_name, _issue_file(output), max_chars), pages, reading, figures, console
            )
        stream = _stream(inputs, from_file, output, format_name, max_chars)
        if stream is None and from_file is None and not several(inputs):
            chosen = _format(format_name, output_file(inputs, output), max_chars)
            limited = {"timeout": timeout, "memory": memory} if (timeout, memory) != (None, None) else None
            planned = plan(inputs, output, chosen.endings[0], figures)
            if planned.folder:
                make_folder(planned.folder)
            return _convert_one(planned.jobs[0], Options(chosen, pages, reading, limits=limited), console)
        workers = jobs or (processors() if engine == "local" else 0)
        bounds = limits(timeout, memory, workers or processors())
        manner = Manner(workers, bounds, engine, force, retry_failed, stream)
        chosen = _format(format_name, stream, max_chars)
        return _convert_several(inputs, output, from_file, Options(chosen, pages, reading), manner, figures, console)

    return run(console, work)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code of `docparse`."""
    try:
        code = cli.main(None if args is None else list(args), prog_name="docparse", standalone_mode=False)
    except click.ClickException as error:
        message = error.format_message().rstrip(".")
        Console().fail(UsageError(f"{message} (docparse --help tells all options)"))
        return UsageError.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    return code if isinstance(code, int) else DONE


def _format(name: str | None, file: Path | None, max_chars: int | None) -> Format:
    """The format that --format names, else the one that the output `file` says by its ending, else JSON."""
    chosen = by_name(name) if name else by_ending(file) if file else by_name("json")
    if chosen is None and file and file.suffix:
        raise UnknownFormat(str(file), "|".join(NAMES))
    chosen = chosen or by_name("json")
    if max_chars is None:
        return chosen
    if chosen.name != "jsonl":
        raise NotASplittingFormat(chosen.name)
    return split_jsonl(max_chars)


def _convert_one(job: Job, options: Options, console: Console) -> int:
    """Convert one input; an error that is its own becomes its line on standard error and its exit code."""
    try:
        document = convert(job, options, console.progress(job.source.name))
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except DocparseError as error:
        console.fail(error, job.source)
        return error.exit_code
    except Exception as cause:
        return internal(cause, str(job.source), console)
    console.warn(str(job.source), document.warnings)
    console.detail(f"{job.source}: {len(document.articles)} articles from {len(document.pages)} pages")
    return DONE


def _issue_file(output: str | None) -> Path | None:
    return None if output in (None, STANDARD_OUTPUT) else Path(str(output))


def _convert_issue(
    inputs: tuple[Path, ...],
    output: str | None,
    chosen: Format,
    pages: str | None,
    reading: Mapping[str, Any],
    figures: Path | None,
    console: Console,
) -> int:
    """Several files as the pages of one issue: one result, into the file that -o names or to standard output."""
    if pages:
        raise UsageError("--pages does not go with --as-issue; name the files of the pages that are wanted")
    folder = next((path for path in inputs if path.is_dir()), None)
    if folder:
        raise UsageError(f"{folder} is a folder; --as-issue takes files, in the order of the pages")
    options = Options(chosen, None, reading, inputs)
    job = Job(inputs[0], _issue_file(output), figures)
    refuse_overwriting([job], inputs)
    return _convert_one(job, options, console)


def _stream(
    inputs: tuple[Path, ...], listed: Path | None, output: str | None, name: str | None, max_chars: int | None
) -> Path | None:
    """The one file or table that -o names for the articles of many documents; None where it names something else."""
    if output in (None, STANDARD_OUTPUT):
        if name == TABLE:
            raise TableName(output)
        return None
    path = Path(str(output))
    ending = by_ending(path)
    table = (name or (ending.name if ending else "")) == TABLE
    if table and (ending is None or ending.name != TABLE):
        raise TableName(output)
    if not table and (ending is None or path.is_dir() or (listed is None and not several(inputs))):
        return None
    return path if table or one_stream(_format(name, path, max_chars)) else None


def _convert_several(
    inputs: tuple[Path, ...],
    output: str | None,
    listed: Path | None,
    options: Options,
    manner: Manner,
    figures: Path | None,
    console: Console,
) -> int:
    """Many documents into a folder, or into one stream."""
    stream, folder, ending = manner.stream, output, options.format.endings[0]
    one_file = stream is not None and options.format.name != TABLE
    home = record.home_of(Path(output), file=one_file) if output not in (None, STANDARD_OUTPUT) else None
    if stream is not None and home is not None:
        options = replace(options, format=one_stream(options.format) or options.format, packed=True)
        folder, ending = str(home / PARTS), ending + streams.ENDING
        if one_file:
            require_writable(stream)
        else:
            streams.require_parquet()
    names, listings = bulk.known(home) if home else ({}, {})
    planned = plan(inputs, folder, ending, figures, listed=listed, known=names, listings=listings, many=True)
    assert home is not None and planned.folder is not None
    if stream is not None:
        refuse_overwriting([Job(stream, stream)], (job.source for job in planned.jobs))
    make_folder(planned.folder)
    for problem in planned.problems:
        console.fail(problem)
    for skipped in planned.skipped:
        console.detail(str(skipped))
    tally = bulk.run(planned, options, manner, home, str(output), console)
    console.note(said(tally, str(output)))
    if tally.interrupted:
        return INTERRUPTED
    return SOME_FAILED if tally.failed or tally.failed_before else DONE
