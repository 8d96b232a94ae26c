"""Results of many documents in one place: a file of JSON Lines, or a table in Parquet.

Each document's lines are kept compressed beside the record, and put together in the order of the inputs when all are
done. So what is read is always whole, its order does not depend on who was done first, and a run that was killed goes
on with what is there.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from ..errors import MissingEngine, OutputNotWritable
from ..export.files import make_folder, reason, written_whole
from ..export.rows import COLUMNS, NUMBERS, REAL, TEXT, TEXTS, WHOLE
from .record import Entry, Record

ENDING = ".gz"
PARQUET = ".parquet"
ROWS = 2000  # of a group of rows in Parquet: some 10 MB of text in memory
WHOLE_STREAM = "stream"  # the name under which the record keeps what a file was made of


@dataclass(frozen=True, slots=True)
class Part:
    """A document's lines, and the folder below the output that it would have been written to."""

    path: Path
    folder: str
    entry: Entry


def require_parquet() -> None:
    """Raise MissingEngine where the library for Parquet is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise MissingEngine("pyarrow, which writes Parquet,", "pip install 'docparse[parquet]'") from error


def put_together(target: Path, parts: Sequence[Part], record: Record, home: Path) -> None:
    """Write the stream that `target` names, where it is not made of these very parts already. What is half written
    stands in `home`."""
    try:
        if target.suffix.lower() == PARQUET:
            _table(target, parts, record, home)
        elif record.kept().get(WHOLE_STREAM) != _digest(parts) or not target.is_file():
            with written_whole(target.resolve(), _beside(target, home)) as file:
                for part in parts:
                    _copy(part, file)
            record.keep({WHOLE_STREAM: _digest(parts)})
    except OSError as error:
        raise OutputNotWritable(str(target), reason(error)) from error


def _beside(target: Path, home: Path) -> Path | None:
    """`home`, unless the target is a link to another place."""
    return None if target.is_symlink() else home


def _copy(part: Part, file: BinaryIO) -> None:
    with gzip.open(part.path, "rb") as lines:
        shutil.copyfileobj(cast(BinaryIO, lines), file)


def _digest(parts: Iterable[Part]) -> str:
    made_of = "\n".join(f"{p.entry.output}\t{p.entry.finished}\t{p.entry.written}" for p in parts)
    return hashlib.sha256(made_of.encode("utf-8", "surrogateescape")).hexdigest()


def _table(target: Path, parts: Sequence[Part], record: Record, home: Path) -> None:
    """One file for each folder of inputs: a document belongs to one partition, and is known to before it is read."""
    kept = record.kept()
    wanted: dict[str, str] = {}
    for folder, group in groupby(sorted(parts, key=lambda part: part.folder), key=lambda part: part.folder):
        inside = list(group)
        file = target / f"folder={quote(folder, safe='', errors='surrogateescape')}" / "articles.parquet"
        name, digest = str(file.relative_to(target)), _digest(inside)
        wanted[name] = digest
        if kept.get(name) != digest or not file.is_file():
            make_folder(file.parent)
            with written_whole(file.resolve(), home) as to:
                _write_rows(to, inside)
    for name, digest in kept.items():
        if digest and name not in wanted and name.endswith(PARQUET):  # of inputs that were not named this time
            (target / name).unlink(missing_ok=True)
            with suppress(OSError):
                (target / name).parent.rmdir()
            wanted[name] = ""
    record.keep(wanted)


def _write_rows(file: BinaryIO, parts: Iterable[Part]) -> None:
    import pyarrow
    import pyarrow.parquet

    types = {
        TEXT: pyarrow.string(),
        WHOLE: pyarrow.int64(),
        REAL: pyarrow.float64(),
        NUMBERS: pyarrow.list_(pyarrow.int32()),
        TEXTS: pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for rows in _groups(parts):
            writer.write_table(pyarrow.Table.from_pylist(rows, schema))


def _groups(parts: Iterable[Part]) -> Iterator[list[Mapping[str, Any]]]:
    import msgspec

    rows: list[Mapping[str, Any]] = []
    for part in parts:
        with gzip.open(part.path, "rb") as lines:
            rows += [msgspec.json.decode(line) for line in lines]
        if len(rows) >= ROWS:
            yield rows
            rows = []
    if rows:
        yield rows
