"""What was found becomes a list of jobs, before anything is read: which document, and where its result goes."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import FolderNeeded, OutputIsInput, Skipped, UnreadableInput
from ..export import by_ending
from .find import Found, Search, search, several
from .members import Member

STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True)
class Job:
    """One document: where it comes from and where it goes; without `output`, to standard output.

    `make_folder` says that the folder of the output is ours to make: -o named it, or one above it, as a folder.
    `place` is its whole path, `size` and `modified` are as they were found.
    """

    source: Path
    output: Path | None
    figures: Path | None = None
    make_folder: bool = False
    member: Member | None = None
    place: str = ""
    size: int | None = None
    modified: int | None = None

    @property
    def shown(self) -> str:
        return Found(self.source, member=self.member).shown


@dataclass(frozen=True)
class Plan:
    """All jobs of one call. `folder` is what -o names where it names a folder, `figures` that of the pictures;
    `problems` were found on the way."""

    jobs: tuple[Job, ...]
    several: bool = False
    folder: Path | None = None
    problems: tuple[UnreadableInput, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    figures: Path | None = None
    listings: Mapping[str, str] | None = None


def output_file(inputs: Sequence[Path], output: str | None) -> Path | None:
    """The file that -o names; None where it names a folder or standard output. `output` is -o as it was typed.

    A pattern such as scans/*.pdf may match one file only; `-o out/` means a folder all the same.
    """
    if output is None or output == STANDARD_OUTPUT or several(inputs):
        return None
    return None if output.endswith(("/", os.sep)) or Path(output).is_dir() else Path(output)


def plan(
    inputs: Sequence[Path],
    output: str | None,
    ending: str,
    figures: Path | None = None,
    *,
    listed: Path | None = None,
    known: Mapping[str, str] | None = None,
    listings: Mapping[str, str] | None = None,
    many: bool = False,
) -> Plan:
    """The jobs for `inputs` and those on the list `listed`; `output` is -o as it was typed, and new names in a folder
    get `ending`. With `many`, one input too is treated as several are.

    `known` are the names of results below that folder and whose they are: a document keeps its name.
    """
    if output == STANDARD_OUTPUT:
        output = None
    if many or listed is not None or several(inputs):
        folder = _folder(output)
        made = _several(search(inputs, listed, listings, figures), folder, ending, figures, known or {})
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


def _folder(output: str | None) -> Path:
    if output is None:
        raise FolderNeeded(None)
    folder = Path(output)
    if not folder.is_dir() and (folder.exists() or by_ending(folder)):
        raise FolderNeeded(output)
    return folder


def _several(result: Search, folder: Path, ending: str, figures: Path | None, known: Mapping[str, str]) -> Plan:
    results = {os.path.abspath(folder / name) for name in known}
    found = [f for f in result.found if os.path.abspath(f.source) not in results]
    jobs = tuple(
        Job(
            f.source,
            folder / name,
            figures / name.with_suffix("") if figures else None,
            make_folder=True,
            member=f.member,
            place=f.whole_path,
            size=f.size,
            modified=f.modified,
        )
        for f, name in zip(found, _names(found, ending, known), strict=True)
    )
    return Plan(jobs, True, folder, tuple(result.problems), tuple(result.skipped), figures, result.listings)


def _names(found: Sequence[Found], ending: str, known: Mapping[str, str]) -> list[Path]:
    """A name for each result that no other result has, also where upper and lower case are the same.

    `x.pdf` becomes `x.json`. Where several would, each keeps its own ending (`x.pdf.json`, `x.tif.json`), and where
    that does not tell them apart, the later ones are numbered. A name of an earlier run stays with its document.
    """
    plain = [f.place / (os.path.splitext(f.name)[0] + ending) for f in found]
    owners = {_folded(Path(name)): place for name, place in known.items()}
    mine = {place: name for name, place in known.items()}
    wanted = Counter(map(_folded, plain))
    folders = {_folded(folder) for name in plain for folder in name.parents}
    taken = {name for name, count in wanted.items() if count == 1} | owners.keys() | folders
    names: list[Path] = []
    for f, name in zip(found, plain, strict=True):
        place = f.whole_path if known else ""
        if known and place in mine:
            name = Path(mine[place])
        elif wanted[_folded(name)] > 1 or _folded(name) in folders or owners.get(_folded(name), place) != place:
            name = _free(f.place, f.name, ending, taken)
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
    sources = {os.path.realpath(path) for path in inputs}
    for job in jobs:
        if job.output and os.path.realpath(job.output) in sources:
            raise OutputIsInput(str(job.output))
