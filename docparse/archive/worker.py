"""A process of the pool: does one task after the other, and is gone as soon as whoever started it is.

It speaks pickles: over standard input come what to do and then the tasks, over standard output go the answers.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from queue import SimpleQueue
from shutil import rmtree
from threading import Thread
from typing import Any, BinaryIO, NoReturn

from .limits import Limits, bind, resident

Report = Callable[[int, int], None]
Work = Callable[[Any, int, Report], Any]  # task, processes it may use, pages done and their number: the result

# Not `python -m`: the process shall find what its parent finds, also where that changed its path.
BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from docparse.archive.worker import main; main()"
)
GRACE = 5.0  # seconds after the limit at which a process ends itself, when its parent did not
BETWEEN_REPORTS = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Start:
    """The first thing that a process is told."""

    work: bytes  # a pickled `Work`
    limits: Limits
    folder: str  # for its temporary files; whoever started it takes the folder away
    modules: tuple[str, ...] = ()  # that the work needs: they are slow to load, and that is no document's time


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has loaded what it needs, or `trouble` says why it cannot."""

    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a task; `resident` is what the process holds after it, in bytes."""

    result: Any
    resident: int


@dataclass(frozen=True, slots=True)
class Broke:
    """A task raised what it should have dealt with itself; `memory` where that was for want of memory."""

    error: str
    trace: str
    memory: bool


def main() -> None:
    """Run until the parent says that it is enough, or is gone."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it is interrupted, and decides
    answers = os.fdopen(os.dup(1), "wb")  # its own: libraries print what they like, and children hold what they inherit
    os.dup2(2, 1)
    start: Start = pickle.load(sys.stdin.buffer)
    tempfile.tempdir = os.environ["TMPDIR"] = start.folder
    bind(start.limits.memory)
    voice = _Voice(answers, start.folder)
    tasks: SimpleQueue[tuple[Any, int]] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, tasks, start.folder), daemon=True).start()
    try:
        work: Work = pickle.loads(start.work)
        for module in start.modules:
            import_module(module)
    except BaseException:
        voice.say(_pickled(Ready(traceback.format_exc())))
        return
    voice.say(_pickled(Ready()))
    while True:
        task, share = tasks.get()
        voice.say(_answer(work, task, share, start.limits, voice))


@dataclass(frozen=True, slots=True)
class _Voice:
    """What the parent hears of this process, which ends when nobody listens any more."""

    answers: BinaryIO
    folder: str

    def say(self, message: bytes) -> None:
        try:
            self.answers.write(message)
            self.answers.flush()
        except OSError:
            _leave(self.folder)


def _answer(work: Work, task: Any, share: int, limits: Limits, voice: _Voice) -> bytes:
    """Do a task; the message that tells how it went, pickled."""
    began = time.monotonic()
    said = 0.0
    _alarm(began, limits.allowed(0))

    def report(done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= BETWEEN_REPORTS:
            said = now
            _alarm(began, limits.allowed(total))
            voice.say(_pickled(Pages(done, total)))

    try:
        return _pickled(Done(work(task, share, report), resident()))
    except MemoryError:
        return _pickled(Broke("out of memory", "", memory=True))
    except Exception as error:
        return _pickled(Broke(f"{type(error).__name__}: {error}", traceback.format_exc(), memory=False))
    finally:
        _alarm(began, None)


def _alarm(began: float, allowed: float | None) -> None:
    """Let the system end this process some time after its limit: its parent, who should, may be gone."""
    if hasattr(signal, "setitimer"):
        left = 0.0 if allowed is None else max(1.0, began + allowed + GRACE - time.monotonic())
        signal.setitimer(signal.ITIMER_REAL, left)


def _pickled(message: object) -> bytes:
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def _listen(source: BinaryIO, tasks: SimpleQueue[tuple[Any, int]], folder: str) -> None:
    """Hand on the tasks; when no more can come, end this process with all that it started, whatever it does."""
    try:
        while True:
            tasks.put(pickle.load(source))
    except Exception:  # the end of the stream, or a part of a task from a parent that died
        _leave(folder)


def _leave(folder: str) -> NoReturn:
    """End this process with all that it started; its temporary files go with it."""
    rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        os.rmdir(os.path.dirname(folder))  # of all processes; the last one takes it away
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(0)
