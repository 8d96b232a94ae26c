"""What is said on standard error: errors, warnings, progress. Nothing else of docparse prints there."""

from __future__ import annotations

import re
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import DocparseError, OutputNotWritable

if TYPE_CHECKING:
    from .model import Warning as Notice

LONG = 20  # pages; a shorter file is done before anyone wonders
CLEAR_LINE = "\r\033[K"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Console:
    """How much is said: errors only (`quiet`), or also what went well and where errors came from (`verbose`)."""

    quiet: bool = False
    verbose: bool = False

    def fail(self, error: DocparseError, source: Path | None = None) -> None:
        """One line that names the input; the traceback of what caused it only where it was asked for."""
        if self.verbose:
            _write("".join(traceback.format_exception(error)))
        message = str(error)
        named = source is None or source.name in message or isinstance(error, OutputNotWritable)
        _say(message if named else f"{source}: {message}")

    def detail(self, message: str) -> None:
        if self.verbose:
            _say(message)

    def note(self, message: str) -> None:
        if not self.quiet:
            _say(message)

    def table(self, text: str) -> None:
        """Several lines, as they are."""
        if not self.quiet:
            _write(text + "\n")

    def warn(self, name: str, warnings: Iterable[Notice]) -> None:
        """One line for each kind of warning, with the pages it is about."""
        if self.quiet:
            return
        kinds: dict[str, list[Notice]] = {}
        for warning in warnings:
            kinds.setdefault(warning.code, []).append(warning)
        for code, alike in kinds.items():
            pages = page_ranges(w.page for w in alike if w.page is not None)
            where = f"{name}, page {pages}" if pages else name
            _say(f"warning: {where}: {alike[0].message} ({code})")

    def progress(self, name: str) -> Callable[[int, int], None] | None:
        """What shows the pages of a long file as they are done; None where nobody watches."""
        if self.quiet or not sys.stderr.isatty():
            return None

        def show(done: int, total: int) -> None:
            if total > LONG:
                line = f"docparse: {_one_line(name)}: page {done} of {total}"
                _write(f"{CLEAR_LINE}{line if done < total else ''}")

        return show


def page_ranges(pages: Iterable[int]) -> str:
    """1, 2, 3, 7 as `1-3,7`, the way --pages takes it."""
    ranges: list[tuple[int, int]] = []
    for page in sorted(set(pages)):
        if ranges and ranges[-1][1] == page - 1:
            ranges[-1] = (ranges[-1][0], page)
        else:
            ranges.append((page, page))
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


def _say(message: str) -> None:
    _write(f"{CLEAR_LINE if sys.stderr.isatty() else ''}docparse: {_one_line(message)}\n")


def _one_line(text: str) -> str:
    """`text` without what would break the line or drive the terminal: file names may hold anything."""
    return _CONTROL.sub(" ", text).strip()


def _write(text: str) -> None:
    # Where standard error is closed or gone there is nobody to tell, and the exit code still says it.
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        pass
