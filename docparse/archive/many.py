"""Many files for a program: documents or errors, as they are done."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from ..errors import DocparseError, InternalError
from ..model import Document

AHEAD = 2  # documents waiting for each process: enough to keep it busy, few enough to keep memory flat

Result = Document | DocparseError
Parse = Callable[..., Document]  # a function of a module, since other processes get it by its name


def parse_many(
    parse: Parse, paths: Iterable[str | os.PathLike[str]], jobs: int, options: Mapping[str, Any]
) -> Iterator[Result]:
    """See `docparse.parse_many`; `parse` reads one of them. With more than one job the order is that of completion."""
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    if jobs == 1:
        for path, own in _with_folders(paths, options):
            yield _parse(parse, path, own)
        return
    waiting = _with_folders(paths, options)
    # spawned, not forked: MuPDF's state must not be shared between processes
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:

        def start(count: int) -> set[Future[Result]]:
            return {pool.submit(_parse, parse, path, own) for path, own in islice(waiting, count)}

        running = start(jobs * AHEAD)
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= start(len(done))
            for future in done:
                yield future.result()


def _with_folders(
    paths: Iterable[str | os.PathLike[str]], options: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each path with its options: the pictures of each file go into a folder of its own, named like the file."""
    seen: Counter[str] = Counter()
    for given in paths:
        path = os.fspath(given)
        if options.get("figures") is None:
            yield path, options
            continue
        stem = Path(path).stem
        seen[stem] += 1
        name = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"
        yield path, {**options, "figures": Path(options["figures"]) / name}


def _parse(parse: Parse, path: str, options: Mapping[str, Any]) -> Result:
    try:
        return parse(path, **options)
    except DocparseError as error:
        return error
    except Exception as error:
        return InternalError(path, error)
