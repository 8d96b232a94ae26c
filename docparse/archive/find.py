"""Which documents the inputs name: files, those in folders and archives, those on a list, those that a pattern fits."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from pathlib import Path, PurePosixPath

import msgspec

from ..errors import InputNotReadable, MissingInput, NothingToRead, Skipped, UnreadableInput, UsageError
from ..export.files import reason
from ..names import readable
from ..reading.kinds import ENDINGS
from .members import Member, is_archive, members
from .record import FILE, HOME

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A document. `place` is the folder below the output that its result belongs in."""

    source: Path
    place: Path = Path()
    member: Member | None = None
    size: int | None = None
    modified: int | None = None

    @property
    def name(self) -> str:
        return self.source.name if self.member is None else PurePosixPath(self.member.name).name

    @property
    def shown(self) -> str:
        """What it is called in messages and in its document."""
        return readable(self.source.as_posix() + (f"/{self.member.name}" if self.member else ""))

    @property
    def whole_path(self) -> str:
        """The same wherever the call is made."""
        return os.path.abspath(self.source) + (f"/{self.member.name}\0{self.member.start}" if self.member else "")


@dataclass(slots=True)
class Search:
    """What a search found. `listings` are the contents of archives by their path, size and time, to be used again."""

    found: list[Found] = field(default_factory=list)
    problems: list[UnreadableInput] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    listings: dict[str, str] = field(default_factory=dict)
    figures: Path | None = None


def several(inputs: Sequence[Path]) -> bool:
    """Whether inputs can be more than one document."""
    return len(inputs) != 1 or inputs[0].is_dir() or is_archive(inputs[0]) or _is_pattern(inputs[0])


def search(
    inputs: Sequence[Path],
    listed: Path | None = None,
    listings: Mapping[str, str] | None = None,
    figures: Path | None = None,
) -> Search:
    """The documents that `inputs` and the list in the file `listed` name, in that order, each once.

    `listings` are those of an earlier search, `figures` is where pictures are written, which are no inputs.
    """
    result = Search(figures=figures)
    given = [pair for one in inputs for pair in _expanded(one)]
    folders = sum(path.is_dir() for path, place in given if place is None)
    for path, place in given:
        if path.is_dir():
            # Two folders may hold the same names; each then keeps its own below -o.
            own = Path(path.resolve().name) if folders > 1 else Path()
            _folder(path, own if place is None else place / path.name, result, listings or {})
        else:
            _file(path, place or Path(), result, listings or {}, asked_for=True)
    if listed is not None:
        paths = _on_list(listed)
        shared = _shared(paths)
        for path in paths:
            place = Path(os.path.relpath(os.path.abspath(path.parent), shared)) if shared else Path()
            if path.is_dir():
                _folder(path, place / path.name, result, listings or {})
            else:
                _file(path, place, result, listings or {}, asked_for=True)
    once: dict[str, Found] = {}
    for found in result.found:
        once.setdefault(found.whole_path, found)
    result.found = list(once.values())
    return result


def is_read(name: str) -> bool:
    return os.path.splitext(name)[1].lower() in ENDINGS and not name.startswith(".")


def _is_pattern(path: Path) -> bool:
    """Whether it names no file, and fits some."""
    try:
        return (
            glob.has_magic(str(path)) and not path.exists() and any(True for _ in glob.iglob(str(path), recursive=True))
        )
    except (OSError, ValueError):
        return False


def _expanded(path: Path) -> list[tuple[Path, Path | None]]:
    """What a pattern fits, where the shell left it to us, each with its folder below the part that is no pattern; else
    the path as it is."""
    if not _is_pattern(path):
        return [(path, None)]
    fixed = Path(*takewhile(lambda part: not glob.has_magic(part), path.parts))
    matches = (Path(match) for match in glob.glob(str(path), recursive=True))
    real = lru_cache(None)(os.path.realpath)  # of few folders
    # ** goes into links as well, and a link upwards shows everything again: the shortest way to a file is the one
    shortest = {(real(m.parent), m.name): m for m in sorted(matches, key=lambda m: len(m.parts), reverse=True)}
    return [(match, Path(os.path.relpath(match.parent, fixed))) for match in sorted(shortest.values())]


def _on_list(listed: Path) -> list[Path]:
    """The paths on a list, a line each, or with NUL between them as `find -print0` has it; `-` is standard input."""
    try:
        data = sys.stdin.buffer.read() if str(listed) == STANDARD_INPUT else listed.read_bytes()
    except FileNotFoundError as error:
        raise MissingInput(str(listed)) from error
    except OSError as error:
        raise InputNotReadable(str(listed), reason(error)) from error
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    paths = [Path(os.fsdecode(line)) for line in lines if line.strip()]
    if not paths:
        raise UsageError(f"{listed}: no path on this list; write one a line")
    return paths


def _shared(paths: Sequence[Path]) -> str | None:
    """The folder that all paths have in common, below which the tree is mirrored."""
    try:
        return os.path.commonpath([os.path.abspath(path.parent) for path in paths])
    except ValueError:
        return None  # two drives


def _folder(root: Path, below: Path, result: Search, listings: Mapping[str, str]) -> None:
    """The documents in a folder and below it, in the order of their names; hidden ones are left alone.

    Links to folders are followed; a folder that was seen already is not entered again.
    """
    before = len(result.found) + len(result.problems)
    seen: dict[tuple[int, int], str] = {}

    def trouble(error: OSError) -> None:
        result.problems.append(InputNotReadable(str(error.filename or root), reason(error)))

    for folder, folders, files in os.walk(root, onerror=trouble, followlinks=True):
        identity = _identity(folder)
        if identity in seen:
            result.skipped.append(Skipped(folder, f"a link to {seen[identity]}, which is read already"))
            folders.clear()
            continue
        if folder != str(root) and (why := _ours(folder, result.figures)):
            result.skipped.append(Skipped(folder, why))
            folders.clear()
            continue
        if identity is not None:
            seen[identity] = folder
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        place = below / os.path.relpath(folder, root)
        for name in sorted(files):
            if not name.startswith("."):
                _file(Path(folder) / name, place, result, listings)
    if len(result.found) + len(result.problems) == before:
        result.problems.append(NothingToRead(str(root)))


def _ours(folder: str, figures: Path | None) -> str | None:
    """What docparse itself has written there, and what is therefore no input."""
    if os.path.isfile(os.path.join(folder, HOME, FILE)):
        return "results of docparse"
    pictures = figures is not None and _identity(folder) is not None and _identity(folder) == _identity(str(figures))
    return "pictures that docparse cut out" if pictures else None


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _file(path: Path, place: Path, result: Search, listings: Mapping[str, str], *, asked_for: bool = False) -> None:
    """One file: a document, an archive of documents, or neither."""
    if is_archive(path):
        _archive(path, place, result, listings)
    elif not asked_for and not is_read(path.name):
        result.skipped.append(Skipped(str(path), "no document by its ending"))
    else:
        try:
            status = path.stat()
        except (OSError, ValueError):  # missing, or a link to nothing: reading it says what is wrong
            result.found.append(Found(path, place))
            return
        if stat.S_ISREG(status.st_mode):
            result.found.append(Found(path, place, None, status.st_size, status.st_mtime_ns))
        else:
            result.skipped.append(Skipped(str(path), "no file but a pipe or a device"))


def _archive(path: Path, place: Path, result: Search, listings: Mapping[str, str]) -> None:
    before = len(result.found)
    try:
        status = path.stat()
    except OSError:
        result.problems.append(MissingInput(str(path)))
        return
    stamp = f"{os.path.abspath(path)}\0{status.st_size}\0{status.st_mtime_ns}"
    try:
        listing = msgspec.json.decode(listings[stamp], type=list[Member]) if stamp in listings else members(path)
    except UnreadableInput as error:
        result.problems.append(error)
        return
    result.listings[stamp] = msgspec.json.encode(listing).decode()
    for member in listing:
        name = PurePosixPath(member.name)
        if is_read(name.name) and not any(part.startswith(".") or part == "__MACOSX" for part in name.parts):
            inside = place / path.name / name.parent
            result.found.append(Found(path, inside, member, member.size, member.modified))
        elif is_archive(Path(name.name)):
            result.skipped.append(Skipped(f"{path}/{member.name}", "an archive inside an archive"))
        elif not name.name.startswith("."):
            result.skipped.append(Skipped(f"{path}/{member.name}", "no document by its ending"))
    if len(result.found) == before:
        result.problems.append(NothingToRead(str(path)))
