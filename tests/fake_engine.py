"""Engines that processes of the pool load by their entry points (the fixture `plugged`): one reads, the others fail."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scans import BODY, HEADLINE, MarkReader, Pixels

from docparse.errors import EngineFailed, MissingEngine
from docparse.ocr.engine import Seen

RED = 40  # of 255 that the paper's red is above its blue


class Good(MarkReader):
    name = "good"

    def __init__(self) -> None:
        super().__init__((HEADLINE, *BODY))


class Missing:
    name = "missing"

    def __init__(self) -> None:
        raise MissingEngine("the engine missing", "pip install missing")


class Crashing(Good):
    """Dies of red paper, as a broken library would; coughs at blue paper."""

    name = "crashing"

    def read(self, image: Pixels) -> Sequence[Seen]:
        red, _, blue = (int(v) for v in image.reshape(-1, 3)[::7].mean(axis=0))
        if red - blue > RED:
            os.kill(os.getpid(), signal.SIGKILL) if sys.platform != "win32" else os._exit(1)
        if blue - red > RED:
            raise EngineFailed("crashing", "stopped by signal 11", "try another engine")
        return super().read(image)


class Slow(Good):
    """Reads for minutes, and leaves a note of which process does."""

    name = "slow"

    def read(self, image: Pixels) -> Sequence[Seen]:
        (Path(os.environ["FAKE_ENGINE_NOTES"]) / str(os.getpid())).touch()
        time.sleep(120)
        return ()


# ---- plain tasks


def doubled_slowly(task: tuple[int, float]) -> int:
    value, seconds = task
    time.sleep(seconds)
    return 2 * value


def process(task: float) -> int:
    time.sleep(task)
    return os.getpid()


def dying(task: str) -> str:
    if task == "exit":
        os._exit(3)
    if task == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "raise":
        raise ValueError("this page is odd")
    if task == "missing":
        raise MissingEngine("the engine missing", "pip install missing")
    if task == "failed":
        raise EngineFailed("some engine", "no answer in 300 seconds", "try another engine")
    return task.upper()


def opencv_threads(_: object) -> int:
    import cv2

    return int(cv2.getNumThreads())
