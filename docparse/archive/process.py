"""One process of the pool, seen from the one that started it."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from multiprocessing.spawn import get_executable
from pathlib import Path
from shutil import rmtree
from threading import Thread
from typing import Any

from .limits import Limits, resident
from .worker import BOOT, Broke, Done, Pages, Ready, Start

Said = Ready | Pages | Done | Broke | None  # None: it will say nothing any more
LAST_WORDS = 2.0  # seconds until a process that closed its output is gone


class Process:
    """A process in a session of its own, so that an interrupt at the terminal does not reach it, and so that it can be
    ended with all that it started. What it says goes into the queue, from a thread that only waits for it."""

    def __init__(
        self,
        work: bytes,
        limits: Limits,
        folder: Path,
        events: queue.SimpleQueue[tuple[Process, Said]],
        modules: tuple[str, ...] = (),
    ) -> None:
        self.ready = False
        self.done = 0  # tasks
        self.started = time.monotonic()
        self._folder = tempfile.mkdtemp(dir=folder)
        executable = get_executable()
        self._child = subprocess.Popen(
            [os.fsdecode(executable) if executable else sys.executable, "-c", BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # of libraries; what docparse itself has to say comes as a message
            start_new_session=True,
        )
        self._tell(sys.path)
        self._tell(Start(work, limits, self._folder, modules))
        Thread(target=self._hear, args=(events,), daemon=True).start()

    def give(self, task: Any, share: int) -> None:
        self._tell((task, share))

    def resident(self) -> int:
        return resident(self._child.pid)

    def gone(self) -> bool:
        return self._child.poll() is not None

    def kill(self, *, died: bool = False) -> int | None:
        """End it and whatever it started; its exit code, which is negative where a signal ended it."""
        if died:  # its own end says why
            with suppress(subprocess.TimeoutExpired):
                self._child.wait(LAST_WORDS)
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._child.pid, signal.SIGKILL)
            else:
                self._child.kill()
        code = self._child.wait()
        if self._child.stdin is not None:
            with suppress(OSError):
                self._child.stdin.close()
        rmtree(self._folder, ignore_errors=True)
        return code

    def _tell(self, message: object) -> None:
        assert self._child.stdin is not None
        with suppress(OSError):  # it is dead, and that will be heard
            self._child.stdin.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
            self._child.stdin.flush()

    def _hear(self, events: queue.SimpleQueue[tuple[Process, Said]]) -> None:
        assert self._child.stdout is not None
        with self._child.stdout as answers:
            try:
                while True:
                    events.put((self, pickle.load(answers)))
            except Exception:  # the end of the stream, or a part of a message
                events.put((self, None))
