"""What one document may cost: seconds and memory."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SECONDS = 600.0  # for a document, where nobody says otherwise; a broadsheet page takes OCR some 10
SHORT = 20  # pages: what the seconds are meant for
PAGE_SECONDS = 30.0  # more for each page of a longer document, three times what OCR takes for a large one
GIGABYTE = 1 << 30
MOST, LEAST = 4.0, 2.0  # gigabytes a process where nobody says otherwise: OCR of one page takes up to 2.4


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for each document. None is no bound.

    `seconds` for a document of up to `SHORT` pages, and `page_seconds` for each page more. `memory` is bytes a process
    may take, where the system can hold it to that (Linux).
    """

    seconds: float | None = SECONDS
    page_seconds: float = PAGE_SECONDS
    memory: int | None = None

    def allowed(self, pages: int) -> float | None:
        """Seconds for a document of so many pages."""
        if self.seconds is None:
            return None
        return self.seconds + self.page_seconds * max(0, pages - SHORT)


def limits(timeout: float | None, memory: float | None, jobs: int) -> Limits:
    """Limits as a caller names them: seconds exactly so, gigabytes a process; 0 is none, None is what is sensible."""
    size = _sensible(jobs) if memory is None else memory
    bound = round(size * GIGABYTE) or None
    if timeout is None:
        return Limits(memory=bound)
    return Limits(timeout or None, 0.0, bound)


def _sensible(jobs: int) -> float:
    """A fair share of the machine's memory, in gigabytes, between what OCR needs and what nothing honest needs."""
    try:
        machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIGABYTE
    except (AttributeError, OSError, ValueError):
        return MOST
    return min(MOST, max(LEAST, machine / max(1, jobs)))


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def resident(pid: int | str = "self") -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


def bind(memory: int | None) -> None:
    """Hold this process, and those that it starts, to so many bytes; and let the system end them before any other."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no file of its memory behind
    if memory is not None:
        # data, not address space: libraries reserve far more addresses than they ever fill
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(SPENT_FIRST))


SPENT_FIRST = 500  # of 1000, what Linux adds to a process's badness when memory runs out
