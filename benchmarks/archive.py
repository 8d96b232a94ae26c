#!/usr/bin/env python3
"""What working through an archive costs: the pool beside a plain loop, two processes beside one, Ray beside the pool.

Many small PDFs are made from the samples, a page each. Rates are those of what comes after the first few results, so
that starting processes, and their loading of what each language needs, does not count. They are measured in turns, each
turn on its share of the documents, and compared within a turn: what else the machine does then strikes all of them
alike. The median of the turns is told, with the least and the most. Where the machine has other work, two processes get
less than twice what one gets; so it is told as well what the rates come to when the time that processes waited for a
processor is taken off (Linux). The folder's record and the memory of the parent process are measured on the command.

    python benchmarks/archive.py [--documents N] [--rounds R] [--ray]
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import pymupdf  # noqa: E402

import docparse  # noqa: E402

SAMPLES = ("zh-newsletter-sample", "en-newsletter-sample")
KINDS = len(SAMPLES) * 4  # pages that are told apart
LEAD = 4 * KINDS  # results before the clock starts: two processes have read two of each kind
POLL = 0.25  # seconds between two looks at the memory
WARM = 0.3  # of the documents, after which the parent has all it needs


def make(folder: Path, count: int) -> list[Path]:
    """Small PDFs of one page, each with a number of its own, so that no two are the same file."""
    pages: list[bytes] = []
    for name in SAMPLES:
        with pymupdf.open(HERE.parent / "samples" / f"{name}.pdf") as whole:
            for number in range(-4, 0):
                with pymupdf.open() as one:
                    one.insert_pdf(whole, from_page=len(whole) + number, to_page=len(whole) + number)
                    pages.append(one.tobytes(garbage=3, deflate=True))
    found = []
    for i in range(count):
        path = folder / f"{i // 100:03}" / f"{i:05}.pdf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pages[i % KINDS] + f"% {i}\n".encode())
        found.append(path)
    return found


@dataclass(frozen=True)
class Rate:
    """Documents a second: as it was, and as it had been if nothing else had run (nan where that is not known)."""

    seen: float
    free: float


class Clock:
    """Counts results, and their time from when all processes are warm. `pids` names the processes that read."""

    def __init__(self, pids: Callable[[], Sequence[int]]) -> None:
        self.count, self.pids = -LEAD, pids
        self.start = self.end = 0.0
        self.before = self.after = (0.0, 0.0)

    def tick(self) -> None:
        self.count += 1
        if self.count == 0:
            self.start, self.before = time.perf_counter(), scheduled(self.pids())
        elif self.count > 0:
            self.end, self.after = time.perf_counter(), scheduled(self.pids())

    def rate(self) -> Rate:
        seen = self.count / (self.end - self.start)
        ran, waited = (now - then for now, then in zip(self.after, self.before, strict=True))
        return Rate(seen, seen * (ran + waited) / ran if ran > 0 else float("nan"))


def scheduled(pids: Iterable[int]) -> tuple[float, float]:
    """Seconds that processes ran, and that they waited for a processor."""
    ran = waited = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            on, off, _ = thread.read_text().split()
            ran, waited = ran + int(on), waited + int(off)
    return ran / 1e9, waited / 1e9


def children() -> list[int]:
    return [int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def loop(paths: Iterable[Path]) -> Rate:
    """Documents a second in this process alone."""
    clock = Clock(lambda: [os.getpid()])
    for path in paths:
        docparse.parse(path).to_json()
        clock.tick()
    return clock.rate()


def many(paths: Sequence[Path], jobs: int, engine: str = "local") -> Rate:
    """Documents a second of `parse_many`. Ray's processes are not ours to look at."""
    clock = Clock(children if engine == "local" else list)
    for result in docparse.parse_many(paths, jobs=jobs, engine=engine):
        if not isinstance(result, docparse.Document):
            raise result
        result.to_json()
        clock.tick()
    return clock.rate()


def resident(pid: int) -> float:
    """Megabytes that a process holds; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0.0)


def command(source: Path, out: Path, jobs: int) -> tuple[float, list[tuple[int, float]]]:
    """Seconds of the command, and how much its parent process held after how many results."""
    call = [sys.executable, "-m", "docparse", str(source), "-o", str(out), "--jobs", str(jobs), "-q"]
    start = time.perf_counter()
    process = subprocess.Popen(call)
    held: list[tuple[int, float]] = []
    while process.poll() is None:
        time.sleep(POLL)
        done = sum(1 for _ in out.rglob("*.json")) if out.exists() else 0
        if megabytes := resident(process.pid):
            held.append((done, megabytes))
    if process.returncode:
        raise SystemExit(f"docparse ended with {process.returncode}")
    return time.perf_counter() - start, held


def slope(held: Sequence[tuple[int, float]], count: int) -> float:
    """Megabytes for each hundred documents, by least squares, once the parent is warm."""
    points = [(done, mb) for done, mb in held if done >= WARM * count]
    if len(points) < 3:
        return float("nan")
    x, y = sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
    spread = sum((done - x) ** 2 for done, _ in points)
    return 100 * sum((done - x) * (mb - y) for done, mb in points) / spread if spread else float("nan")


def measured(
    ways: dict[str, Callable[[Sequence[Path]], Rate]], paths: Sequence[Path], rounds: int
) -> dict[str, list[Rate]]:
    """The rate of each way in each turn; every other turn the other way round."""
    rates: dict[str, list[Rate]] = {way: [] for way in ways}
    for turn in range(rounds):
        share = paths[turn::rounds]
        for way, rate in list(ways.items())[:: -1 if turn % 2 else 1]:
            rates[way].append(rate(share))
    return rates


def compared(what: str, these: Sequence[Rate], those: Sequence[Rate], wanted: str) -> str:
    pairs = list(zip(these, those, strict=True))
    told = [f"{what}:"]
    for ratios, when in (
        ([a.seen / b.seen for a, b in pairs], ""),
        ([a.free / b.free for a, b in pairs], "without waiting"),
    ):
        if not math.isnan(ratios[0]):
            told.append(f"{when} {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}),".strip())
    return " ".join([*told, wanted])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=1000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="R", help="turns that the documents are shared among")
    parser.add_argument("--ray", action="store_true", help="measure Ray as well; it has to be installed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        source = folder / "in"
        source.mkdir()
        paths = make(source, args.documents)
        ways: dict[str, Callable[[Sequence[Path]], Rate]] = {
            "a loop in one process": loop,
            "the pool, one process": partial(many, jobs=1),
            "the pool, two processes": partial(many, jobs=2),
        }
        if args.ray:
            ways["Ray, two processes"] = partial(many, jobs=2, engine="ray")
        rates = measured(ways, paths, args.rounds)
        print(f"{args.documents} documents in {args.rounds} turns, documents a second:")
        for way, each in rates.items():
            seen = [rate.seen for rate in each]
            print(f"  {way:30}{statistics.median(seen):8.1f}   ({min(seen):.1f} to {max(seen):.1f})")
        alone, one, two, *ray = rates.values()
        print(compared("loop ÷ pool", alone, one, "1.10 at most"))
        print(compared("two ÷ one", two, one, "1.8 at least"))
        if ray:
            print(compared("Ray ÷ pool", ray[0], two, "0.8 at least"))
        sys.stdout.flush()
        seconds, held = command(source, folder / "out", 2)
        most = max(mb for _, mb in held)
        print(f"{'the command, two processes':32}{args.documents / seconds:8.1f}   in {seconds:.1f} s")
        print(f"memory of the parent: {most:.0f} MB at most, {slope(held, args.documents):+.2f} MB for 100 documents")
        seconds, _ = command(source, folder / "out", 2)
        print(f"the command again, nothing to do: {seconds:.1f} s (3 at most)")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"the largest process: {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
