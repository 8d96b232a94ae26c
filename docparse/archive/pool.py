"""Tasks are done by other processes, one at a time each; a crash, a hang or a want of memory costs its task alone.

The processes are started anew, not forked, and know nothing of the script that runs: it needs no guard.
"""

from __future__ import annotations

import queue
import shutil
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from ..errors import DocparseError, InternalError, OutOfMemory, TimedOut, WorkerDied
from .limits import GIGABYTE, Limits
from .process import Process, Said
from .worker import Broke, Done, Pages, Ready

T = TypeVar("T")

TICK = 0.2  # seconds between looks at clocks and memory
START_SECONDS = 180.0  # that a process may take to load, on a machine that is busy
SUSPECT = (OutOfMemory, TimedOut, WorkerDied)  # what may have been bad luck
ALARM, KILL = getattr(signal, "SIGALRM", 0), getattr(signal, "SIGKILL", 9)
RECYCLED = 250  # tasks: whatever leaks is given back then
LARGE = GIGABYTE // 2  # bytes that a process may hold between two tasks; more is given back by starting anew


@dataclass(slots=True)
class _Current(Generic[T]):
    """What a process is doing."""

    task: T
    again: bool  # for the second time
    given: float | None = None  # when its clock began to run; None while its process still starts
    pages: int = 0


class Pool(Generic[T]):
    """Processes that do `work` (pickled), at most `jobs` tasks at a time; it is used for one run after the other.

    `name` says what a task is called in errors; `watch` hears of the pages that are done; `tick` is called a few times
    a second. `retry` says whether what ended its process is tried again; `wide` which
    tasks have all processes for their pages, since they would still run when everything else is done. `modules` are
    loaded by each process when it starts.
    """

    def __init__(
        self,
        work: bytes,
        jobs: int,
        limits: Limits,
        name: Callable[[T], str] = str,
        watch: Callable[[T, int, int], None] | None = None,
        *,
        tick: Callable[[], None] | None = None,
        wide: Callable[[T], bool] | None = None,
        retry: bool = True,
        modules: tuple[str, ...] = (),
    ) -> None:
        self._work, self._jobs, self._limits, self._name, self._watch = work, jobs, limits, name, watch
        self._tick, self._wide, self._retry, self._modules = tick, wide, retry, modules
        self._events: queue.SimpleQueue[tuple[Process, Said]] = queue.SimpleQueue()
        self._said: deque[tuple[Process, Said | DocparseError]] = deque()
        self._looked = 0.0
        self._idle: list[Process] = []
        self._busy: dict[Process, _Current[T]] = {}
        self._folder: Path | None = None

    def __enter__(self) -> Pool[T]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, whatever they do, and take their temporary files away."""
        for process in (*self._busy, *self._idle):
            process.kill()
        self._busy.clear()
        self._idle.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def run(self, tasks: Iterable[T], share: int | None = None) -> Iterator[tuple[T, Any]]:
        """Each task with its result, as they are done, or with the DocparseError that says what ended it.

        Tasks are asked for when a process is free; with one job, when the result before them was dealt with. One that
        ended its process is done once more while nothing else runs, with all processes for its pages; `share` fixes how
        many each task has.
        """
        waiting = iter(tasks)
        ahead: deque[T] = deque()
        again: deque[T] = deque()
        try:
            while True:
                self._hand_out(waiting, ahead, again, share)
                if not self._busy:
                    return
                self._hear()
                while self._said:
                    ended = self._take(*self._said.popleft())
                    self._tidy()
                    if ended is None:
                        continue
                    current, result = ended
                    suspect = self._retry and isinstance(result, SUSPECT) and not current.again
                    if suspect:
                        again.append(current.task)
                    if self._jobs > 1:  # no process waits for what the caller does with the result
                        self._hand_out(waiting, ahead, again, share)
                    if not suspect:
                        yield current.task, result
                    self._hand_out(waiting, ahead, again, share)
        finally:
            for process in tuple(self._busy):  # nobody wants what they do
                self._end(process)

    def _hand_out(self, waiting: Iterator[T], ahead: deque[T], again: deque[T], fixed: int | None) -> None:
        if any(current.again for current in self._busy.values()):
            return
        while len(self._busy) < self._jobs:
            if again and not self._busy:
                self._give(again.popleft(), self._jobs, again=True)
                return
            if not ahead:
                ahead.extend(islice(waiting, 1))
                if not ahead:
                    return
            task = ahead.popleft()
            ahead.extend(islice(waiting, max(0, self._jobs - 1 - len(ahead))))
            # Where fewer tasks are left than processes, the others are free for the pages of these.
            share = max(1, self._jobs // (1 + len(self._busy) + len(ahead) + len(again)))
            if self._wide is not None and self._wide(task):
                share = self._jobs
            self._give(task, fixed or share, again=False)

    def _give(self, task: T, share: int, *, again: bool) -> None:
        if again:  # with nothing left of what may have brought the trouble about
            while self._idle:
                self._idle.pop().kill()
        process = self._idle.pop() if self._idle else self._started()
        self._busy[process] = _Current(task, again, time.monotonic() if process.ready else None)
        process.give(task, share)

    def _started(self) -> Process:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="docparse-"))
        return Process(self._work, self._limits, self._folder, self._events, self._modules)

    def _hear(self) -> None:
        """Wait a little for what processes say; then end those that went beyond a limit and said nothing."""
        with suppress(queue.Empty):
            self._said.append(self._events.get(timeout=TICK))
            while True:
                self._said.append(self._events.get_nowait())
        if time.monotonic() - self._looked < TICK:
            return
        self._looked = time.monotonic()
        if self._tick is not None:
            self._tick()
        heard = {process for process, said in self._said if not isinstance(said, Pages)}
        for process in self._busy.keys() - heard:
            trouble = self._trouble(process)
            if trouble is not None:
                self._said.append((process, trouble))

    def _trouble(self, process: Process) -> DocparseError | None:
        """What is to become of a process that did not end its task yet, where that is not to be waited for."""
        current = self._busy[process]
        if current.given is None:
            late = time.monotonic() - process.started > START_SECONDS
            return WorkerDied(self._name(current.task), "it did not start") if late else None
        allowed = self._limits.allowed(current.pages)
        if allowed is not None and time.monotonic() - current.given > allowed:
            return TimedOut(self._name(current.task), allowed)
        if self._limits.memory is not None and process.resident() > self._limits.memory:
            return OutOfMemory(self._name(current.task), self._limits.memory)
        return None

    def _take(self, process: Process, said: Said | DocparseError) -> tuple[_Current[T], Any] | None:
        """The task that this ends, with its result."""
        if isinstance(said, Ready):
            if said.trouble is not None:
                raise RuntimeError(f"a process cannot start: {said.trouble.strip()}")
            process.ready = True
        current = self._busy.get(process)
        if current is None:  # it died with nothing to do, or was ended
            if said is None and process in self._idle:
                self._idle.remove(process)
                process.kill()
            return None
        if isinstance(said, Ready):
            current.given = time.monotonic()
            return None
        if isinstance(said, Pages):
            current.pages = said.total
            if self._watch is not None:
                self._watch(current.task, said.done, said.total)
            return None
        if isinstance(said, Done):
            del self._busy[process]
            process.done += 1
            if process.done >= RECYCLED or said.resident > LARGE:
                process.kill()
            else:
                self._idle.append(process)
            return current, said.result
        return current, self._broken(process, self._name(current.task), said)

    def _broken(self, process: Process, name: str, said: Broke | DocparseError | None) -> DocparseError:
        """What ended a task without a result, and with it its process."""
        code = self._end(process, died=said is None)
        if isinstance(said, Broke):
            if said.memory:
                return OutOfMemory(name, self._limits.memory)
            error = InternalError(name, RuntimeError(said.error))
            error.add_note(said.trace)
            return error
        if said is not None:
            return said
        if code == -ALARM:  # it looked at the clock itself
            return TimedOut(name, self._limits.seconds or 0.0)
        return WorkerDied(name, _cause(code))

    def _tidy(self) -> None:
        """Without a process no folder is left: whoever called this may be ended at any time, and a process of ours that
        is left behind takes its folder away itself."""
        if self._folder is not None and not self._busy and not self._idle:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _end(self, process: Process, *, died: bool = False) -> int | None:
        self._busy.pop(process, None)
        return process.kill(died=died)


def _cause(code: int | None) -> str:
    """What an exit code says, in words."""
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}, as when memory runs out" if code == -KILL else name
