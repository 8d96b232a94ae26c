#!/usr/bin/env python3
"""The most memory that docparse takes for a long PDF, and how long the command takes to start.

The PDF is a sample repeated until it has as many pages as asked for. It is parsed in a process of its own, which tells
the greatest size it ever had; another one parses the sample once, so that what a page adds can be told from what the
program itself takes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"

# Run in processes of their own so that this one stays small: a new process begins with the peak of its parent.
REPEAT = """
import sys
import pymupdf
source, long, pages = pymupdf.open(sys.argv[1]), pymupdf.open(), int(sys.argv[3])
while len(long) < pages:
    long.insert_pdf(source, to_page=min(len(source), pages - len(long)) - 1)
long.save(sys.argv[2])
"""
PARSE = """
import resource, sys
import docparse
document = docparse.parse(sys.argv[1])
unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss counts bytes there and KiB elsewhere
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, len(document.pages))
"""


def python(program: str, *args: str) -> str:
    command = [sys.executable, "-c", program, *args]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HERE.parent).stdout


def peak(path: Path) -> tuple[int, int]:
    """Bytes at the peak of parsing `path`, and the pages that came out."""
    size, pages = python(PARSE, str(path)).split()
    return int(size), int(pages)


def start_up(command: Sequence[str], rounds: int = 5) -> float:
    """The best time of a whole process, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=HERE.parent)
        times.append(time.perf_counter() - start)
    return min(times)


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sample", nargs="?", type=Path, help="the first of the samples, if none is named")
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--max-mib", type=float, metavar="N", help="exit 1 if the peak is greater")
    options = parser.parse_args(args)
    sample = options.sample or next(iter(sorted(SAMPLES.glob("*.pdf"))), None)
    if sample is None:
        parser.error("no sample")
    short, few = peak(sample.resolve())
    with tempfile.TemporaryDirectory() as folder:
        long_pdf = Path(folder) / "long.pdf"
        python(REPEAT, str(sample.resolve()), str(long_pdf), str(options.pages))
        start = time.perf_counter()
        most, pages = peak(long_pdf)
        took = time.perf_counter() - start
    print(f"{sample.name}: {few} pages, peak {short / 2**20:.0f} MiB")
    print(f"repeated: {pages} pages, peak {most / 2**20:.0f} MiB, {took:.1f} s, start included")
    ours = start_up([sys.executable, "-m", "docparse", "--version"])
    theirs = start_up([sys.executable, "-c", "import pymupdf"])
    print(f"start: docparse --version {ours:.3f} s, import pymupdf {theirs:.3f} s")
    return 1 if options.max_mib and most / 2**20 > options.max_mib else 0


if __name__ == "__main__":
    sys.exit(main())
