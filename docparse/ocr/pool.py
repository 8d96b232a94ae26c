"""Pages are read by other processes: one thread of inference each, the engine loaded once, memory given back.

A page that kills its process costs that page alone.
"""

from __future__ import annotations

import atexit
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import Any, TypeGuard, TypeVar

from ..errors import DocparseError, EngineFailed
from .engine import threads

Task = TypeVar("Task")
Result = TypeVar("Result")

IDLE = 15.0  # seconds that a process waits for more pages before it ends: the next document is often there by then
LOOK = 1.0  # seconds between looks of a process at whether there is still somebody who waits for it


def each(work: Callable[[Task], Result], tasks: Sequence[Task], jobs: int) -> Iterator[tuple[int, Result | Exception]]:
    """Place of each task among `tasks` and its result, as they are done; an exception where the process died.

    `work` is a function of a module. What is wrong for every task, such as a missing engine, is raised.
    """
    left = dict(enumerate(tasks))
    executor = _executor(min(jobs, len(tasks)))
    try:
        futures = {executor.submit(work, task): i for i, task in left.items()}
        for future in as_completed(futures):
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                break
            if _for_all(error):
                raise error
            del left[futures[future]]
            yield futures[future], error if isinstance(error, Exception) else future.result()
        for i, task in left.items():  # a process died: whichever page it was, it is found alone
            executor = _executor(1)
            future = executor.submit(work, task)
            error = future.exception()
            if _for_all(error):
                raise error
            yield i, error if isinstance(error, Exception) else future.result()
    except BaseException:
        # this one: to ask for an executor of another size would wait for what it is doing
        executor.shutdown(wait=False, kill_workers=True)
        raise


def _for_all(error: BaseException | None) -> TypeGuard[DocparseError]:
    """Whether every other task would end the same way; an engine that fails on one page may read the next."""
    return isinstance(error, DocparseError) and not isinstance(error, EngineFailed)


def _executor(jobs: int) -> Any:
    from loky import get_reusable_executor

    return get_reusable_executor(max_workers=jobs, timeout=IDLE, initializer=_begin)


def _begin() -> None:
    """What a process does first."""
    _keep_to_own_threads()
    _end_with_parent()
    _end_at_once()


def _keep_to_own_threads() -> None:
    """OpenCV spreads each step over all cores, which other processes have."""
    import cv2

    cv2.setNumThreads(threads())


def _end_with_parent() -> None:
    """Let this process end soon after the one that started it: a page may take long, and nobody would have it."""
    if sys.platform == "win32":  # where a process does not learn that its parent is gone
        return
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _end_at_once() -> None:
    """Let this process end without putting its engine away, which takes long, and its parent waits for it."""
    atexit.register(os._exit, 0)  # registered first, so whatever has to be done at the end has been done by then
