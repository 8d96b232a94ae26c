"""Work for processes of the pool that goes wrong in every way there is."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Report = Callable[[int, int], None]


def odd(task: str, share: int, report: Report) -> Any:
    """`NAME:ARGUMENT`: what is to happen; anything else comes back in capitals."""
    name, _, argument = task.partition(":")
    if name == "exit":
        os._exit(3)
    if name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == "sleep":
        time.sleep(float(argument))
    if name == "memory":
        return len(bytearray(int(float(argument) * 2**20)))
    if name == "held":  # memory that is there without being data of the process
        import mmap

        area = mmap.mmap(-1, int(float(argument) * 2**20))
        for i in range(0, len(area), 4096):
            area[i] = 1
        time.sleep(30)
    if name == "raise":
        raise ValueError("this one is odd")
    if name == "unsendable":
        return lambda: None
    if name == "noise":
        os.write(1, b"a library prints" * 1000)
    if name == "pages":
        report(1, int(argument))
        time.sleep(2)
    if name == "once":  # dies the first time, as far as the note tells
        if not Path(argument).exists():
            Path(argument).touch()
            os._exit(3)
        return share
    if name == "pid":
        return os.getpid()
    if name == "note":
        Path(argument).write_text(str(os.getpid()))
        time.sleep(120)
    if name == "child":
        import subprocess

        started = subprocess.Popen(["sleep", "120"])
        Path(argument).write_text(str(started.pid))
        time.sleep(120)
    if name == "temporary":
        import tempfile

        return tempfile.mkstemp()[1]
    return task.upper()


def shared(task: float, share: int, report: Report) -> int:
    time.sleep(task)
    return share
