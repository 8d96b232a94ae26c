#!/usr/bin/env python3
"""What working through an archive costs: the pool beside a plain loop, two processes beside one, Ray beside the pool.

Many small PDFs are made from the samples, a page each. Rates are those of what comes after the first few results, so
that starting processes, and their loading of what each language needs, does not count. They are measured in turns, each
turn on its share of the documents, and compared within a turn: what else the machine does then strikes all of them
alike. The median of the turns is told, with the least and the most. The folder's record and the memory of the parent
process are measured on the command.

    python benchmarks/archive.py [--documents N] [--rounds R] [--ray]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
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


class Clock:
    """Counts results, and their time from when all processes are warm."""

    def __init__(self) -> None:
        self.count, self.start = -LEAD, 0.0

    def tick(self) -> None:
        self.count += 1
        if self.count == 0:
            self.start = time.perf_counter()

    def rate(self) -> float:
        return self.count / (time.perf_counter() - self.start)


def loop(paths: Iterable[Path]) -> float:
    """Documents a second in this process alone."""
    clock = Clock()
    for path in paths:
        docparse.parse(path).to_json()
        clock.tick()
    return clock.rate()


def many(paths: Sequence[Path], jobs: int, engine: str = "local") -> float:
    """Documents a second of `parse_many`."""
    clock = Clock()
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
    ways: dict[str, Callable[[Sequence[Path]], float]], paths: Sequence[Path], rounds: int
) -> dict[str, list[float]]:
    """The rate of each way in each turn; every other turn the other way round."""
    rates: dict[str, list[float]] = {way: [] for way in ways}
    for turn in range(rounds):
        share = paths[turn::rounds]
        for way, rate in list(ways.items())[:: -1 if turn % 2 else 1]:
            rates[way].append(rate(share))
    return rates


def compared(what: str, these: Sequence[float], those: Sequence[float], wanted: str) -> str:
    ratios = [a / b for a, b in zip(these, those, strict=True)]
    return f"{what}: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}); {wanted}"


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
        ways: dict[str, Callable[[Sequence[Path]], float]] = {
            "a loop in one process": loop,
            "the pool, one process": partial(many, jobs=1),
            "the pool, two processes": partial(many, jobs=2),
        }
        if args.ray:
            ways["Ray, two processes"] = partial(many, jobs=2, engine="ray")
        rates = measured(ways, paths, args.rounds)
        print(f"{args.documents} documents in {args.rounds} turns, documents a second:")
        for way, each in rates.items():
            print(f"  {way:30}{statistics.median(each):8.1f}   ({min(each):.1f} to {max(each):.1f})")
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
