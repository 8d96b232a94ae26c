"""`docparse ground`."""

from __future__ import annotations

from pathlib import Path

import click

from ..archive.convert import print_out
from ..console import Console
from ..errors import OutputIsInput, UsageError
from ..export.files import require_writable, write_whole
from .running import DONE, run

HELP = """Say of each extracted fact where it stands in the pages: word for word, nearly, or nowhere.

SOURCE is docparse's JSON, a plain text, or a folder of them. FACTS is JSON Lines with the quoted words in content, or
the report of the extraction stage. A line of JSON for each fact goes to standard output or into the file -o names, a
table with the counts of each model to standard error."""

EXAMPLES = """\b
Examples:
  docparse ground out.json facts.jsonl                     what stands where
  docparse ground out.json facts.jsonl -o checked.jsonl
  docparse ground texts/ report.txt -o checked.jsonl       texts/NAME.txt is raw material NAME"""


@click.command("ground", help=HELP, epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SOURCE... FACTS")
@click.option("-o", "--output", metavar="NAME", help="A file for the checked facts; - is standard output.")
@click.option("-q", "--quiet", is_flag=True, help="No table, and nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say where an error came from.")
def command(paths: tuple[Path, ...], output: str | None, quiet: bool, verbose: bool) -> int:
    console = Console(quiet, verbose)

    def work() -> int:
        if len(paths) < 2:
            raise UsageError(
                "two files are needed: what docparse wrote, and the facts (docparse ground out.json facts)"
            )
        file = None if output in (None, "-") else Path(str(output))
        *sources, facts = paths
        if file:
            if file.resolve() in {path.resolve() for path in paths}:
                raise OutputIsInput(str(file))
            require_writable(file)
        return _ground(sources, facts, file, console)

    return run(console, work)


def _ground(sources: list[Path], facts: Path, file: Path | None, console: Console) -> int:
    from ..grounding.facts import read_facts
    from ..grounding.sources import check_all, read_sources, read_text
    from ..grounding.summary import table

    read = read_facts(str(facts), read_text(facts))
    for note in read.notes:
        console.note(f"warning: {facts}: {note}")
    verdicts = tuple(check_all(read_sources(sources), read.facts))
    text = "".join(verdict.to_json() + "\n" for verdict in verdicts)
    if file:
        write_whole(file, text)
    else:
        print_out(text)
    if verdicts:
        console.table(table(verdicts))
    return DONE
