"""How far a run is: one line that is drawn again and again on a terminal, and now and then a plain one elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable

from ..console import Console

DRAWN = 0.2  # seconds between two drawings on a terminal
TOLD = 30.0  # seconds between two plain lines


class Progress:
    """Counts what is done of `total` jobs, which are `weight` together: the time left goes by that."""

    def __init__(self, console: Console, weight: int, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._console, self._clock = console, clock
        self._total, self._weight = total, weight
        self._began = self._shown = clock()
        self._done = self._failed = self._pages = self._weighed = 0
        self._open: dict[str, int] = {}  # pages of documents that are being read

    def page(self, name: str, done: int) -> None:
        self._open[name] = done
        self.show()

    def finish(self, name: str, weight: int, pages: int, *, failed: bool) -> None:
        self._open.pop(name, None)
        self._done += 1
        self._failed += failed
        self._pages += pages
        self._weighed += weight
        self.show()

    def line(self) -> str:
        seconds = max(0.001, self._clock() - self._began)
        pages = self._pages + sum(self._open.values())
        parts = [f"{self._done} of {self._total} documents", f"{pages} pages", f"{pages / seconds:.1f} pages/s"]
        if self._failed:
            parts.append(f"{self._failed} failed")
        if self._weighed:
            parts.append(f"{span(seconds * (self._weight - self._weighed) / self._weighed)} left")
        return ", ".join(parts)

    def show(self) -> None:
        """Say it, if it is time to."""
        now = self._clock()
        if now - self._shown >= (DRAWN if self._console.watched else TOLD):
            self._shown = now
            self._console.status(self.line())


def span(seconds: float) -> str:
    """A time as people say it: 40 s, 12 min, 3.5 h."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
