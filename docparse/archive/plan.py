"""Inputs and -o become a list of jobs, before anything is read: which file, and where its result goes."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import FolderNeeded, InputNotReadable, NothingToRead, OutputIsInput, UnreadableInput
from ..export import by_ending
from ..export.files import reason
from ..reading.kinds import ENDINGS

STANDARD_OUTPUT = "-"


@dataclass(frozen=True)
class Job:
    """One document: where it comes from and where it goes; without `output`, to standard output.

    `make_folder` says that the folder of the output is ours to make: -o named it, or one above it, as a folder.
    """

    source: Path
    output: Path | None
    figures: Path | None = None
    make_folder: bool = False


@dataclass(frozen=True)
class Plan:
    """All jobs of one call. `folder` is what -o names where it names a folder; `problems` were found on the way."""

    jobs: tuple[Job, ...]
    several: bool = False
    folder: Path | None = None
    problems: tuple[UnreadableInput, ...] = ()


@dataclass(frozen=True)
class _Found:
    source: Path
    place: Path  # the folder below -o that its result belongs in


def output_file(inputs: Sequence[Path], output: str | None) -> Path | None:
    """The file that -o names; None where it names a folder or standard output. `output` is -o as it was typed.

    A pattern such as scans/*.pdf may match one file only; `-o out/` means a folder all the same.
    """
    if output is None or output == STANDARD_OUTPUT or _several_inputs(inputs):
        return None
    return None if output.endswith(("/", os.sep)) or Path(output).is_dir() else Path(output)


def plan(inputs: Sequence[Path], output: str | None, ending: str, figures: Path | None = None) -> Plan:
    """The jobs for `inputs`; `output` is -o as it was typed, and new names in a folder get `ending`."""
    if output == STANDARD_OUTPUT:
        output = None
    if _several_inputs(inputs):
        made = _several(inputs, _folder(output), ending, figures)
    else:
        made = _single(inputs[0], output, ending, figures)
    refuse_overwriting(made.jobs, (job.source for job in made.jobs))
    return made


def _single(source: Path, output: str | None, ending: str, figures: Path | None) -> Plan:
    file = output_file([source], output)
    if file or output is None:
        return Plan((Job(source, file, figures),))
    folder = Path(output)
    return Plan((Job(source, folder / (source.stem + ending), figures, make_folder=True),), folder=folder)


def _several_inputs(inputs: Sequence[Path]) -> bool:
    return len(inputs) > 1 or inputs[0].is_dir()


def _folder(output: str | None) -> Path:
    if output is None:
        raise FolderNeeded(None)
    folder = Path(output)
    if not folder.is_dir() and (folder.exists() or by_ending(folder)):
        raise FolderNeeded(output)
    return folder


def _several(inputs: Sequence[Path], folder: Path, ending: str, figures: Path | None) -> Plan:
    found: list[_Found] = []
    problems: list[UnreadableInput] = []
    folders = sum(path.is_dir() for path in inputs)
    for path in inputs:
        if not path.is_dir():
            found.append(_Found(path, Path()))
            continue
        # Two folders may hold the same names; each then keeps its own below -o.
        inside, trouble = _walk(path, Path(path.resolve().name) if folders > 1 else Path())
        found += inside
        problems += trouble or ([] if inside else [NothingToRead(str(path))])
    once: dict[str, _Found] = {}
    for f in found:
        once.setdefault(os.path.abspath(f.source), f)
    found = list(once.values())
    jobs = [
        Job(f.source, folder / name, figures / name.with_suffix("") if figures else None, make_folder=True)
        for f, name in zip(found, _names(found, ending), strict=True)
    ]
    return Plan(tuple(jobs), several=True, folder=folder, problems=tuple(problems))


def _walk(root: Path, below: Path) -> tuple[list[_Found], list[UnreadableInput]]:
    """The documents in `root` and below it, in the order of their names; hidden files are left alone."""
    problems: list[UnreadableInput] = []
    found: list[_Found] = []

    def trouble(error: OSError) -> None:
        problems.append(InputNotReadable(str(error.filename or root), reason(error)))

    for folder, folders, files in os.walk(root, onerror=trouble):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        place = below / Path(folder).relative_to(root)
        found += [_Found(Path(folder) / name, place) for name in sorted(files) if _is_read(name)]
    return found, problems


def _is_read(name: str) -> bool:
    return Path(name).suffix.lower() in ENDINGS and not name.startswith(".")


def _names(found: Sequence[_Found], ending: str) -> list[Path]:
    """A name for each result that no other result has, also where upper and lower case are the same.

    `x.pdf` becomes `x.json`. Where several would, each keeps its own ending (`x.pdf.json`, `x.tif.json`), and where
    that does not tell them apart, the later ones are numbered.
    """
    plain = [f.place / (f.source.stem + ending) for f in found]
    wanted = Counter(map(_folded, plain))
    taken = {name for name, count in wanted.items() if count == 1}
    names: list[Path] = []
    for f, name in zip(found, plain, strict=True):
        if wanted[_folded(name)] > 1:
            name = _free(f.place, f.source.name, ending, taken)
            taken.add(_folded(name))
        names.append(name)
    return names


def _free(place: Path, stem: str, ending: str, taken: Collection[str]) -> Path:
    name, number = place / (stem + ending), 1
    while _folded(name) in taken:
        number += 1
        name = place / f"{stem}-{number}{ending}"
    return name


def _folded(path: Path) -> str:
    """The same for all names that a file system without case or without composed accents takes for one."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def refuse_overwriting(jobs: Iterable[Job], inputs: Iterable[Path]) -> None:
    """Raises OutputIsInput where a job would write over one of the inputs."""
    sources = {path.resolve() for path in inputs}
    for job in jobs:
        if job.output and job.output.resolve() in sources:
            raise OutputIsInput(str(job.output))
