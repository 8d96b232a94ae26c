"""The record of a run: what became of each input, in SQLite beside the results.

SQLite, because each entry is whole or not there at all, whatever ends the process that writes it; because 40,000
entries are looked through in no time; and because anyone can ask it questions (`sqlite3 out/.docparse/record.sqlite`).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

import msgspec

from ..errors import OutputInUse, OutputNotWritable
from ..export.files import make_folder, reason

HOME, FILE, LOCK = ".docparse", "record.sqlite", "lock"
VERSION = 1  # of the tables
WAITING, DONE, FAILED, SKIPPED = "waiting", "done", "failed", "skipped"


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """A warning, as the record keeps it."""

    page: int | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An input and what became of it; `output` is its result's name below the folder of the results."""

    output: str
    source: str  # as it was named
    place: str  # the whole path, with the member of an archive behind it
    size: int | None = None
    modified: int | None = None  # nanoseconds
    options: str = ""  # a digest of what changes results
    version: str = ""
    state: str = WAITING
    sha256: str | None = None
    written: int | None = None  # bytes of the result
    seconds: float = 0.0
    pages: int = 0
    articles: int = 0
    methods: str = "{}"  # JSON: pages by method
    confidence: float | None = None  # mean over the characters of the paragraphs
    warnings: str = "[]"  # JSON: `Notice`s
    cause: str | None = None  # class of the error
    error: str | None = None
    code: int = 0  # exit code of the error
    finished: float | None = None  # seconds since 1970

    def notices(self) -> list[Notice]:
        return msgspec.json.decode(self.warnings, type=list[Notice])

    def pages_by_method(self) -> dict[str, int]:
        return msgspec.json.decode(self.methods, type=dict[str, int])


@dataclass(frozen=True, slots=True)
class Run:
    """One call that worked on the results."""

    began: float
    ended: float | None  # None: it was killed, or still runs
    jobs: int
    engine: str
    done: int
    failed: int


_COLUMNS = tuple(field.name for field in fields(Entry))
_TABLES = f"""
CREATE TABLE IF NOT EXISTS inputs ({", ".join(_COLUMNS)}, PRIMARY KEY (output)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (began REAL PRIMARY KEY, ended REAL, jobs INT, engine TEXT, done INT, failed INT);
CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_PUT = f"INSERT OR REPLACE INTO inputs ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_ALL = f"SELECT {', '.join(_COLUMNS)} FROM inputs ORDER BY output"


class Record:
    """The record in the folder `home`, open for the one process that may write it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def entries(self) -> dict[str, Entry]:
        """All entries by the name of their results."""
        entries = (Entry(*map(_from_sql, row)) for row in self._connection.execute(_ALL))
        return {entry.output: entry for entry in entries}

    def put(self, *entries: Entry) -> None:
        """Write entries, all of them or none."""
        with self._connection:
            self._connection.executemany(_PUT, [tuple(map(_to_sql, astuple(entry))) for entry in entries])

    def forget_asides(self) -> None:
        """Forget what stood among the documents of earlier runs and was none; this run finds it again."""
        with self._connection:
            self._connection.execute("DELETE FROM inputs WHERE output LIKE '(%' AND place = ''")

    def note(self, run: Run) -> None:
        """Write what is known of a run, also when it ends."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?)", astuple(run))

    def runs(self) -> list[Run]:
        return [Run(*row) for row in self._connection.execute("SELECT * FROM runs ORDER BY began")]

    def kept(self) -> dict[str, str]:
        """What a run left for the next one, by name."""
        return {_from_sql(name): value for name, value in self._connection.execute("SELECT name, value FROM kept")}

    def keep(self, values: Mapping[str, str]) -> None:
        with self._connection:
            self._connection.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?)", [(_to_sql(k), v) for k, v in values.items()]
            )


def _to_sql(value: Any) -> Any:
    """Texts with parts of file names that are no UTF-8 become bytes: SQLite's texts are Unicode, and paths are not."""
    if not isinstance(value, str):
        return value
    try:
        value.encode()
    except UnicodeEncodeError:
        return os.fsencode(value)
    return value


def _from_sql(value: Any) -> Any:
    return os.fsdecode(value) if isinstance(value, bytes) else value


def home_of(output: Path, *, file: bool) -> Path:
    """Where the record is of results in the folder `output`, or in the one file."""
    return output.with_name(f".{output.name}{HOME}") if file else output / HOME


@contextmanager
def opened(home: Path, name: str) -> Iterator[Record]:
    """The record in `home`, made where there is none. Raises OutputInUse where another process has it open.

    `name` is what the user calls the output.
    """
    make_folder(home)
    with _locked(home / LOCK, name):
        try:
            connection = sqlite3.connect(home / FILE)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # a crash of the machine may cost the last entries only
            connection.executescript(_TABLES)
        except sqlite3.Error as error:
            raise OutputNotWritable(str(home / FILE), str(error)) from error
        try:
            yield Record(connection)
        except sqlite3.OperationalError as error:  # a full disk
            raise OutputNotWritable(str(home / FILE), str(error)) from error
        finally:
            connection.close()


@contextmanager
def shown(home: Path) -> Iterator[Record | None]:
    """The record for reading, also while a run writes it; None where there is none."""
    connection = None
    try:
        if (home / FILE).is_file():
            connection = sqlite3.connect(f"{(home / FILE).resolve().as_uri()}?mode=ro", uri=True)
            connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM inputs LIMIT 1")
    except sqlite3.Error:  # no record, or none of ours
        connection = None
    try:
        yield Record(connection) if connection else None
    finally:
        if connection:
            connection.close()


@contextmanager
def _locked(path: Path, name: str) -> Iterator[None]:
    """Hold a lock that the system takes back when this process ends, however it does."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise OutputNotWritable(str(path), reason(error)) from error
    try:
        if not _lock(descriptor):
            raise OutputInUse(name)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt  # Windows

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def sweep(folders: Iterable[Path]) -> None:
    """Take away what a killed process had not finished writing."""
    for folder in folders:
        for left in folder.glob(".docparse-*.tmp"):
            with suppress(OSError):
                left.unlink()
