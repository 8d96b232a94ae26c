"""The work of the pool on a Ray cluster: a Ray task a document, with the same limits and the same fate.

Each of Ray's processes keeps one process of our own pool, which reads: so a hang can be ended, memory is bounded, and a
crash is that of a document, on whatever machine it happens. Inputs and outputs are paths, so all machines need to see
them at the same place.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, Generic, TypeVar

from ..errors import MissingEngine, WorkerDied
from .limits import Limits, processors
from .pool import SUSPECT, Pool

T = TypeVar("T")

AHEAD = 1.5  # tasks handed to Ray for each of its processors: enough that none waits for the next
Setup = tuple[bytes, Limits, Callable[[Any], str], tuple[str, ...]]

_slots: dict[str, Pool[Any]] = {}  # of one of Ray's processes: the pool for what it does at present


class Cluster(Generic[T]):
    """Like `Pool`, on the cluster that RAY_ADDRESS names, or on this machine where it names none.

    `jobs` documents at a time; 0 for as many as the cluster has processors.
    """

    def __init__(
        self,
        work: bytes,
        jobs: int,
        limits: Limits,
        name: Callable[[T], str] = str,
        watch: Callable[[T, int, int], None] | None = None,
    ) -> None:
        self._ray = _ray()
        self._name = name
        self._ours = not self._ray.is_initialized()
        if self._ours:
            remote = "RAY_ADDRESS" in os.environ
            self._ray.init(log_to_driver=False, logging_level=logging.ERROR, **({} if remote else _here(jobs)))
        self._jobs = jobs or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        # the pages of one document are read on one machine
        machines = [node["Resources"].get("CPU", 0) for node in self._ray.nodes() if node["Alive"]]
        self._widest = max(1, int(max(machines, default=1)))
        self._setup = self._ray.put((work, limits, name, tuple(sys.path)))
        self._task = self._ray.remote(max_retries=0)(_read)
        self._running: dict[Any, tuple[T, bool]] = {}

    def __enter__(self) -> Cluster[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End what still runs, and Ray where it was started here."""
        for reference in self._running:
            with suppress(Exception):
                self._ray.cancel(reference, force=True)
        self._running.clear()
        if self._ours:
            self._ray.shutdown()

    def run(self, tasks: Iterable[T]) -> Iterator[tuple[T, Any]]:
        """Each task with its result, as they are done, or with the DocparseError that says what ended it."""
        waiting = iter(tasks)
        again: deque[T] = deque()
        ahead = self._jobs if self._jobs == 1 else round(AHEAD * self._jobs)
        while True:
            if again and not self._running:
                self._give(again.popleft(), self._jobs, again=True)
            elif not any(second for _, second in self._running.values()):
                more = list(islice(waiting, ahead - len(self._running)))
                share = max(1, self._jobs // max(1, len(self._running) + len(more)))
                for task in more:
                    self._give(task, share, again=False)
            if not self._running:
                if not again:
                    return
                continue
            (reference, *_), _ = self._ray.wait(list(self._running), num_returns=1)
            task, second = self._running.pop(reference)
            result = self._result(reference, task)
            if isinstance(result, SUSPECT) and not second:
                again.append(task)
            else:
                yield task, result

    def _give(self, task: T, share: int, *, again: bool) -> None:
        share = min(share, self._widest)
        reference = self._task.options(num_cpus=share).remote(self._setup, task, share)
        self._running[reference] = task, again

    def _result(self, reference: Any, task: T) -> Any:
        try:
            return self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:
            raise RuntimeError(f"Ray cannot run docparse: {error}") from error
        except self._ray.exceptions.RayError as error:  # its process, or the machine it was on
            return WorkerDied(self._name(task), type(error).__name__)


def _here(jobs: int) -> dict[str, Any]:
    """How Ray is started on this machine: our processes end by themselves, with what they started, when Ray's do."""
    ends = {"kill_child_processes_on_worker_exit": False}
    return {"num_cpus": jobs or processors(), "include_dashboard": False, "_system_config": ends}


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # before it is loaded; nothing is sent anywhere
    try:
        import ray
    except ImportError as error:
        raise MissingEngine("ray", "pip install 'docparse[ray]'") from error
    return ray


def _read(setup: Setup, task: Any, share: int) -> Any:
    """One document, in a process of Ray's."""
    work, limits, name, path = setup
    sys.path += [place for place in path if place not in sys.path]  # it shall find what the caller finds
    key = hashlib.sha256(work + repr(limits).encode()).hexdigest()
    pool = _slots.get(key)
    if pool is None:
        for other in _slots.values():
            other.close()
        _slots.clear()
        _slots[key] = pool = Pool(work, 1, limits, name, retry=False)
    ((_, result),) = pool.run([task], share)
    return result
