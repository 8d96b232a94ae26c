"""Many files for a program: documents or errors, as they are done."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import DocparseError, InternalError, UsageError
from ..model import Document
from .cluster import Cluster
from .limits import limits
from .pool import Pool
from .worker import Report

Result = Document | DocparseError
File = tuple[str, Path | None]  # and the folder for its pictures
ENGINES = ("local", "ray")


def parse_many(
    parse: Callable[..., Document],
    paths: Iterable[str | os.PathLike[str]],
    jobs: int,
    timeout: float | None,
    memory: float | None,
    engine: str,
    options: Mapping[str, Any],
) -> Iterator[Result]:
    """See `docparse.parse_many`; `parse` is that of one. With more than one job the order is that of completion."""
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    if engine not in ENGINES:
        raise UsageError(f"engine is {' or '.join(ENGINES)}, not {engine!r}")
    import cloudpickle

    # by value, where it has to be: a function of the caller's script has no module that others could load it from
    work = cloudpickle.dumps(partial(_parsed, parse, {**options, "figures": None}))
    bounds = limits(timeout, memory, jobs)
    files = _with_folders(paths, options.get("figures"))
    if engine == "ray":
        with Cluster[File](work, jobs, bounds, _name) as cluster:
            yield from (result for _, result in cluster.run(files))
        return
    with Pool[File](work, jobs, bounds, _name) as pool:
        yield from (result for _, result in pool.run(files))


def _with_folders(paths: Iterable[str | os.PathLike[str]], figures: Any) -> Iterator[File]:
    """Each path with a folder of its own for its pictures, named like the file."""
    seen: Counter[str] = Counter()
    for given in paths:
        path = os.fspath(given)
        if figures is None:
            yield path, None
            continue
        stem = Path(path).stem
        seen[stem] += 1
        yield path, Path(figures) / (stem if seen[stem] == 1 else f"{stem}-{seen[stem]}")


def _name(file: File) -> str:
    return file[0]


def _parsed(
    parse: Callable[..., Document], options: Mapping[str, Any], file: File, share: int, report: Report
) -> Result:
    """One file, in a process of the pool."""
    path, figures = file
    theirs = options.get("progress")

    def progress(done: int, total: int) -> None:
        report(done, total)
        if theirs is not None:
            theirs(done, total)

    try:
        return parse(path, **{**options, "figures": figures, "jobs": share, "progress": progress})
    except DocparseError as error:
        return error
    except MemoryError:
        raise  # whoever limits memory says so
    except Exception as error:
        return InternalError(path, error)
