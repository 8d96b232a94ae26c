"""A whole run over many documents: what is left to do is done by a pool, and the record says what became of each."""

from __future__ import annotations

import hashlib
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ..console import Console
from ..errors import DocparseError, NoPlaces, NoSuchPage, OutputNotWritable, PasswordNeeded
from ..export.files import reason
from ..version import __version__
from . import members, record, streams
from .cluster import Cluster
from .convert import Options
from .limits import Limits
from .plan import Job, Plan
from .pool import Pool
from .progress import Progress
from .record import DONE, FAILED, SKIPPED, WAITING, Entry, Record
from .tally import Tally
from .work import Order, Outcome, carry_out, content_digest, failed

FEW = 20  # documents whose warnings are told one by one; of more, the report tells them
UNWRITABLE = 10  # results in a row that cannot be written: the disk is full, or gone
BASE = 50_000  # bytes that a document counts for beside its size: the smallest takes its time as well
OF_ONE = (NoSuchPage.__name__, NoPlaces.__name__)  # wrong usage for one document, and good for the next
STAGES = ("docparse.api",)  # what processes load: only they need it
ONCE_MORE = (5, 6)  # exit codes of what is no fault of the document


@dataclass(frozen=True)
class Manner:
    """How a run is done. `stream` is the one file or table of all results, where that is wanted."""

    jobs: int
    limits: Limits
    engine: str = "local"
    force: bool = False
    retry_failed: bool = False
    stream: Path | None = None


def known(home: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Names of results with the documents that have them, and listings of archives, as earlier runs left them."""
    with record.shown(home) as earlier:
        if earlier is None:
            return {}, {}
        owners = {e.output: e.place for e in earlier.entries().values() if e.state != SKIPPED}
        return {o: p for o, p in owners.items() if os.path.exists(p.split("\0")[0])}, earlier.kept()


def run(planned: Plan, options: Options, manner: Manner, home: Path, name: str, console: Console) -> Tally:
    """Convert what is new or changed; `name` is what the user calls the output. Raises what ends the whole run."""
    with record.opened(home, name) as kept, _terminated_as_interrupted():
        return _Run(planned, options, manner, home, kept, console).whole()


class _Run:
    def __init__(
        self, planned: Plan, options: Options, manner: Manner, home: Path, kept: Record, console: Console
    ) -> None:
        self.planned, self.options, self.manner, self.home = planned, options, manner, home
        self.record, self.console = kept, console
        self.asked = _digest(options, planned.figures)
        self.began, self.clock = time.time(), time.monotonic()
        self.done = self.failed = self.unwritable = 0

    def whole(self) -> Tally:
        planned, earlier = self.planned, self.record.entries()
        if any(run.ended is None for run in self.record.runs()):
            places = {job.output.parent for job in planned.jobs if job.output}
            record.sweep({self.home, *(place for place in places if place.is_dir())})
        orders = [Order(job, self._entry(job)) for job in planned.jobs]
        states = [self._state(order, earlier.get(order.entry.output)) for order in orders]
        todo = [order for order, state in zip(orders, states, strict=True) if state == WAITING]
        self._begin(todo)
        interrupted = False
        try:
            if todo:
                self._work(todo)
        except KeyboardInterrupt:
            interrupted = True
        else:
            if self.manner.stream:
                streams.put_together(self.manner.stream, self._parts(), self.record, self.home)
        self._note_run(time.time())
        return Tally(
            self.done,
            self.failed + len(planned.problems),
            states.count(DONE),
            states.count(FAILED),
            len(planned.skipped),
            time.monotonic() - self.clock,
            interrupted,
        )

    def _entry(self, job: Job) -> Entry:
        assert job.output is not None and self.planned.folder is not None
        return Entry(
            output=os.path.relpath(job.output, self.planned.folder),
            source=job.shown,
            place=job.place,
            size=job.size,
            modified=job.modified,
            options=self.asked,
            version=__version__,
        )

    def _state(self, order: Order, earlier: Entry | None) -> str:
        """WAITING where there is something to do; else the state that stays."""
        entry = order.entry
        if self.manner.force or earlier is None or earlier.state == WAITING:
            return WAITING
        if (earlier.options, earlier.version) != (entry.options, entry.version):
            return WAITING
        if (earlier.place, earlier.size, earlier.modified) != (entry.place, entry.size, entry.modified):
            if earlier.sha256 is None or earlier.sha256 != content_digest(order.job):
                return WAITING
            self.record.put(replace(earlier, place=entry.place, size=entry.size, modified=entry.modified))
        if earlier.state == FAILED:
            again = self.manner.retry_failed or earlier.code in ONCE_MORE
            another = earlier.code == PasswordNeeded.exit_code and self.options.reading.get("password")
            return WAITING if again or another else FAILED
        return DONE if _size(order.job.output) == earlier.written else WAITING

    def _begin(self, todo: Sequence[Order]) -> None:
        """From now on the record knows of everything that is to be done, whatever happens."""
        skipped = [_aside(found, SKIPPED, 0) for found in self.planned.skipped]
        problems = [_aside(found, FAILED, found.exit_code) for found in self.planned.problems]
        self.record.forget_asides()
        self.record.put(*skipped, *problems, *(order.entry for order in todo))
        self.record.keep(self.planned.listings or {})
        self._note_run(None)

    def _note_run(self, ended: float | None) -> None:
        manner, failed = self.manner, self.failed + len(self.planned.problems)
        self.record.note(record.Run(self.began, ended, manner.jobs, manner.engine, self.done, failed))

    def _work(self, todo: Sequence[Order]) -> None:
        progress = Progress(self.console, sum(map(weight, todo)), len(todo))
        # The largest first: at the end none is left that keeps one process busy while the others have nothing to do.
        by_size = sorted(todo, key=weight, reverse=True)
        # Ray prints there what becomes of its processes; the record says it of each document
        aside = redirect_stdout(None) if self.manner.engine == "ray" else nullcontext()
        with _unpacked(by_size, self.home) as orders, self._pool(todo, progress) as pool, aside:
            for order, result in pool.run(orders):
                outcome = result if isinstance(result, Outcome) else self._broken(order, result)
                self._finish(outcome, order, progress)

    def _pool(self, todo: Sequence[Order], progress: Progress) -> Pool[Order] | Cluster[Order]:
        work = pickle.dumps(partial(carry_out, self.options))
        manner = self.manner

        def name(order: Order) -> str:
            return order.job.shown

        def watch(order: Order, done: int, total: int) -> None:
            progress.page(order.entry.output, done)

        if manner.engine == "ray":
            return Cluster(work, manner.jobs, manner.limits, name, tick=progress.show, modules=STAGES)
        fair = sum(map(weight, todo)) / manner.jobs

        def wide(order: Order) -> bool:  # it would still be read when all others are done
            return weight(order) > fair

        return Pool(work, manner.jobs, manner.limits, name, watch, tick=progress.show, wide=wide, modules=STAGES)

    def _broken(self, order: Order, error: DocparseError) -> Outcome:
        """What became of a document that took its process with it."""
        notes = getattr(error, "__notes__", None)
        return Outcome(failed(order, error, 0.0), "\n".join(notes) if notes else None)

    def _finish(self, outcome: Outcome, order: Order, progress: Progress) -> None:
        entry = outcome.entry
        if entry.code == 5 or (entry.code == 2 and entry.cause not in OF_ONE):
            raise _for_all(entry)  # every other document would end the same way
        self.record.put(entry)
        good = entry.state == DONE
        self.done, self.failed = self.done + good, self.failed + (not good)
        progress.finish(entry.output, weight(order), entry.pages, failed=not good)
        if not good:
            self.console.failure(entry.error or "", entry.source, outcome.trace)
        elif len(self.planned.jobs) <= FEW:
            self.console.warn(entry.source, entry.notices())
        if good:
            self.console.detail(f"{entry.source}: {entry.articles} articles from {entry.pages} pages")
        self.unwritable = self.unwritable + 1 if entry.code == OutputNotWritable.exit_code else 0
        if self.unwritable >= UNWRITABLE:
            raise _for_all(entry)

    def _parts(self) -> list[streams.Part]:
        """The results that are there, in the order of the inputs."""
        assert self.planned.folder is not None
        entries, parts = self.record.entries(), []
        for job in self.planned.jobs:
            assert job.output is not None
            name = os.path.relpath(job.output, self.planned.folder)
            entry = entries.get(name)
            if entry is not None and entry.state == DONE:
                parts.append(streams.Part(job.output, os.path.dirname(name) or ".", entry))
        return parts


def weight(order: Order) -> int:
    """How much work a document is, as far as its bytes tell."""
    return BASE + (order.job.size or 0)


def _aside(found: DocparseError, state: str, code: int) -> Entry:
    """What stood among the documents and was none, or could not be looked into."""
    told = str(found)
    return Entry(f"({told})", told.split(": ")[0], "", state=state, cause=type(found).__name__, error=told, code=code)


def _for_all(entry: Entry) -> DocparseError:
    error = DocparseError(entry.error or "")
    error.exit_code = entry.code
    return error


def _digest(options: Options, figures: Path | None) -> str:
    """The same for options that give the same results. Of a password a change shows only in what failed."""
    reading = {k: v for k, v in options.reading.items() if k not in ("jobs", "password")}
    render = options.format.render
    how = sorted(render.keywords.items()) if isinstance(render, partial) else []
    told = (
        options.format.name,
        how,
        options.pages,
        sorted(reading.items(), key=str),
        options.packed,
        figures and str(figures),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _size(path: Path | None) -> int | None:
    try:
        return path.stat().st_size if path else None
    except OSError:
        return None


@contextmanager
def _unpacked(orders: Sequence[Order], home: Path) -> Iterator[Iterable[Order]]:
    """The orders, with compressed tars unpacked to a file each for as long as they are worked on."""
    whole: dict[Path, str] = {}
    try:
        for path in {order.job.source for order in orders if order.job.member}:
            if members.is_compressed_tar(path):
                whole[path] = str(members.unpacked(path, home))
        yield [_within(order, whole) for order in orders]
    except OSError as error:
        raise OutputNotWritable(str(home), reason(error)) from error
    finally:
        for name in whole.values():
            Path(name).unlink(missing_ok=True)


def _within(order: Order, whole: Mapping[Path, str]) -> Order:
    member = order.job.member
    if member is None or order.job.source not in whole:
        return order
    return replace(order, job=replace(order.job, member=replace(member, whole=whole[order.job.source])))


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """What ends a run politely (a scheduler's SIGTERM) lets it end like ctrl-C."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
