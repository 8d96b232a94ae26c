"""The work of the pool on a Ray cluster: some documents a Ray task, with the same limits and the same fate.

Each of Ray's processes keeps one process of our own pool, which reads: so a hang can be ended, memory is bounded, and a
crash is that of a document, on whatever machine it happens. Inputs and outputs are paths, so all machines need to see
them at the same place.
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from ..errors import MissingEngine, WorkerDied
from .limits import Limits, processors
from .pool import SUSPECT, TICK, Pool

T = TypeVar("T")

AHEAD = 1.5  # turns handed to Ray for each of its processors: enough that none waits for the next
TURN, TURN_SECONDS = 8, 0.5  # tasks at most and time of one turn: Ray costs 10 ms a turn, as much as half a small page
Setup = tuple[bytes, Limits, Callable[[Any], str], tuple[str, ...], tuple[str, ...]]

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
        *,
        tick: Callable[[], None] | None = None,
        modules: tuple[str, ...] = (),
    ) -> None:
        self._ray = _ray()
        self._name, self._tick = name, tick
        self._ours = not self._ray.is_initialized()
        if self._ours:
            remote = "RAY_ADDRESS" in os.environ
            self._ray.init(log_to_driver=False, logging_level=logging.ERROR, **({} if remote else _here(jobs)))
        self._jobs = jobs or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        # the pages of one document are read on one machine
        machines = [node["Resources"].get("CPU", 0) for node in self._ray.nodes() if node["Alive"]]
        self._widest = max(1, int(max(machines, default=1)))
        self._setup = self._ray.put((work, limits, name, modules, tuple(sys.path)))
        self._task = self._ray.remote(max_retries=0)(_read)
        self._running: dict[Any, tuple[list[T], bool]] = {}

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
        back: deque[T] = deque()  # given before, for a turn that ended too soon for them
        again: deque[T] = deque()
        ahead = self._jobs if self._jobs == 1 else round(AHEAD * self._jobs)
        while True:
            if not any(second for _, second in self._running.values()):
                self._hand_out(chain(_emptied(back), waiting), ahead - len(self._running))
            if not self._running and again:
                self._give([again.popleft()], self._jobs, again=True)
            if not self._running:
                return
            ended, _ = self._ray.wait(list(self._running), num_returns=1, timeout=TICK)
            if self._tick is not None:
                self._tick()
            if not ended:
                continue
            reference = ended[0]
            turn, second = self._running.pop(reference)
            results = self._results(reference, turn)
            back.extendleft(reversed(turn[len(results) :]))
            for task, result in zip(turn, results, strict=False):
                if isinstance(result, SUSPECT) and not second:
                    again.append(task)
                else:
                    yield task, result

    def _hand_out(self, waiting: Iterator[T], turns: int) -> None:
        """Give Ray so many turns more, of one task each where few are left."""
        more = list(islice(waiting, turns * TURN))
        length = max(1, math.ceil(len(more) / max(1, turns)))
        given = [more[i : i + length] for i in range(0, len(more), length)]
        share = max(1, self._jobs // max(1, len(self._running) + len(given)))
        for turn in given:
            self._give(turn, share, again=False)

    def _give(self, turn: list[T], share: int, *, again: bool) -> None:
        share = min(share, self._widest)
        reference = self._task.options(num_cpus=share).remote(self._setup, turn, share)
        self._running[reference] = turn, again

    def _results(self, reference: Any, turn: list[T]) -> list[Any]:
        """The results of a turn, or of as many of its tasks as there was time for."""
        try:
            return list(self._ray.get(reference))
        except self._ray.exceptions.RayTaskError as error:
            raise RuntimeError(f"Ray cannot run docparse: {error}") from error
        except self._ray.exceptions.RayError as error:  # its process, or the machine it was on
            return [WorkerDied(self._name(task), type(error).__name__) for task in turn]


def _emptied(tasks: deque[T]) -> Iterator[T]:
    while tasks:
        yield tasks.popleft()


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


def _read(setup: Setup, turn: list[Any], share: int) -> list[Any]:
    """Some documents one after the other, in a process of Ray's; fewer than were given where they take long."""
    began = time.monotonic()
    work, limits, name, modules, path = setup
    sys.path += [place for place in path if place not in sys.path]  # it shall find what the caller finds
    key = hashlib.sha256(work + repr(limits).encode()).hexdigest()
    pool = _slots.get(key)
    if pool is None:
        for other in _slots.values():
            other.close()
        _slots.clear()
        _slots[key] = pool = Pool(work, 1, limits, name, retry=False, modules=modules)

    def in_time() -> Iterator[Any]:
        for i, task in enumerate(turn):
            if i and time.monotonic() - began > TURN_SECONDS:
                return
            yield task

    return [result for _, result in pool.run(in_time(), share)]
