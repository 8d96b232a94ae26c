"""What a record comes to: counts, rates, failures by cause, and where to look first. As text and as a page of HTML."""

from __future__ import annotations

import html
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..names import readable
from .progress import span
from .record import DONE, FAILED, SKIPPED, WAITING, Entry, Run

SURE = 0.95  # confidence below which a document is worth a look; a clean scan has more
FIRST = 20  # of each list


@dataclass(frozen=True)
class Table:
    """Rows under a title, with what the columns are; `rest` rows more are not shown."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rest: int = 0


def tables(entries: Iterable[Entry], runs: Sequence[Run]) -> list[Table]:
    """The report's tables, those without a row left out."""
    entries = list(entries)
    done = [entry for entry in entries if entry.state == DONE]
    failed = [entry for entry in entries if entry.state == FAILED]
    found = [
        Table("Documents", ("", ""), tuple(_counts(entries, done))),
        Table(
            "Runs",
            ("began", "took", "processes", "engine", "done", "failed", "documents/s"),
            tuple(_run(run) for run in runs),
        ),
        _table("Pages by method", ("method", "pages"), _methods(done)),
        _table("Failures by cause", ("cause", "documents", "for example"), _causes(failed)),
        _table("Warnings", ("kind", "warnings", "documents"), _warnings(done)),
        _ranked(
            "Failures", failed, lambda e: (e.cause or "", e.source), ("document", "error"), lambda e: (e.error or "",)
        ),
        _ranked(
            "Least sure",
            [entry for entry in done if entry.confidence is not None and entry.confidence < SURE],
            lambda e: (e.confidence or 0.0, e.source),
            ("document", "confidence", "pages", "methods"),
            lambda e: (f"{e.confidence:.3f}", str(e.pages), _listed(e.pages_by_method())),
        ),
        _ranked(
            "Without an article",
            [entry for entry in done if not entry.articles],
            lambda e: e.source,
            ("document", "pages", "warnings"),
            lambda e: (str(e.pages), _listed(Counter(notice.code for notice in e.notices()))),
        ),
        _ranked(
            "Slowest",
            done,
            lambda e: (-e.seconds, e.source),
            ("document", "seconds", "pages"),
            lambda e: (f"{e.seconds:.1f}", str(e.pages)),
        ),
        _ranked(
            "Skipped",
            [entry for entry in entries if entry.state == SKIPPED],
            lambda e: e.source,
            ("file", "why"),
            lambda e: ((e.error or "").rpartition("skipped ")[2].strip("()"),),
        ),
    ]
    return [table for table in found if table.rows]


def as_text(found: Sequence[Table], name: str) -> str:
    """The tables in columns, for a terminal or a file."""
    parts = [f"Report of {name}\n"]
    for table in found:
        rows = [table.columns, *table.rows] if any(table.columns) else list(table.rows)
        widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
        lines = [
            "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        more = [f"… and {table.rest} more"] if table.rest else []
        parts.append("\n".join([table.title, "-" * len(table.title), *lines, *more]) + "\n")
    return "\n".join(parts)


def _width(text: str) -> int:
    """Columns that a text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text if not unicodedata.combining(c))


def as_html(found: Sequence[Table], name: str) -> str:
    """The tables as a page that needs nothing else."""
    return _PAGE.format(title=html.escape(f"Report of {name}"), tables="\n".join(map(_section, found)))


def _section(table: Table) -> str:
    head = "".join(f"<th>{html.escape(column)}</th>" for column in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell, quote=False)}</td>" for cell in row) + "</tr>\n" for row in table.rows
    )
    more = f"<p>… and {table.rest} more</p>" if table.rest else ""
    return f"<h2>{html.escape(table.title)}</h2>\n<table><tr>{head}</tr>\n{rows}</table>{more}"


def _counts(entries: Sequence[Entry], done: Sequence[Entry]) -> Iterable[tuple[str, str]]:
    states = Counter(entry.state for entry in entries)
    names = {DONE: "done", FAILED: "failed", WAITING: "not done yet", SKIPPED: "skipped"}
    yield from ((names[state], str(states[state])) for state in names if states[state])
    pages, seconds = sum(entry.pages for entry in done), sum(entry.seconds for entry in done)
    yield "articles", str(sum(entry.articles for entry in done))
    yield "pages", str(pages)
    yield "reading took", f"{span(seconds)} of one process"
    if pages and seconds:
        yield "a page took", f"{seconds / pages:.2f} s"


def _run(run: Run) -> tuple[str, ...]:
    took = "not ended" if run.ended is None else span(run.ended - run.began)
    began = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(run.began))
    rate = f"{(run.done + run.failed) / max(0.001, run.ended - run.began):.1f}" if run.ended else ""
    return began, took, str(run.jobs or "all"), run.engine, str(run.done), str(run.failed), rate


def _methods(done: Iterable[Entry]) -> list[tuple[str, ...]]:
    counted: Counter[str] = Counter()
    for entry in done:
        counted.update(entry.pages_by_method())
    return [(method, str(count)) for method, count in counted.most_common()]


def _causes(failed: Sequence[Entry]) -> list[tuple[str, ...]]:
    counted = Counter(entry.cause or "" for entry in failed)
    example = {entry.cause or "": entry.source for entry in reversed(failed)}
    return [(cause, str(count), example[cause]) for cause, count in counted.most_common()]


def _warnings(done: Iterable[Entry]) -> list[tuple[str, ...]]:
    each: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for entry in done:
        codes = [notice.code for notice in entry.notices()]
        each.update(codes)
        documents.update(set(codes))
    return [(code, str(count), str(documents[code])) for code, count in each.most_common()]


def _ranked(
    title: str,
    entries: Iterable[Entry],
    order: Callable[[Entry], object],
    columns: tuple[str, ...],
    row: Callable[[Entry], tuple[str, ...]],
) -> Table:
    """Entries with the first of them shown."""
    ranked = sorted(entries, key=order)  # type: ignore[arg-type]
    return _table(title, columns, [(entry.source, *row(entry)) for entry in ranked])


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    clean = tuple(tuple(readable(" ".join(cell.split())) for cell in row) for row in rows[:FIRST])
    return Table(title, columns, clean, len(rows) - len(clean))


def _listed(counted: Counter[str] | dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counted.items())


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #222; }}
table {{ border-collapse: collapse; margin-bottom: 1.5rem; }}
td, th {{ border-bottom: 1px solid #ddd; padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }}
td {{ overflow-wrap: anywhere; }}
h2 {{ font-size: 1.1rem; margin: 1.5rem 0 .3rem; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #1b1b1b; color: #ddd; }} td, th {{ border-color: #444; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{tables}
</body>
</html>
"""
