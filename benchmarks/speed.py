#!/usr/bin/env python3
"""How many times longer docparse takes than MuPDF takes to open the same PDFs and give their text.

Both are timed in the same process, warm and one after the other, the best of several rounds each: seconds differ from
machine to machine and with its load, the ratio hardly does. Pages are read from their text layers alone: scans are
measured in ocr.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import pymupdf  # noqa: E402

import docparse  # noqa: E402

SAMPLES = HERE.parent / "samples"


@dataclass(frozen=True)
class Timing:
    """Seconds for one document."""

    pages: int
    mupdf: float
    docparse: float

    @property
    def ratio(self) -> float:
        return self.docparse / self.mupdf

    def __add__(self, other: Timing) -> Timing:
        return Timing(self.pages + other.pages, self.mupdf + other.mupdf, self.docparse + other.docparse)


def read_with_mupdf(path: Path) -> int:
    """Open the file and take every page's text with its places; the number of pages."""
    with pymupdf.open(path) as pdf:
        for page in pdf:
            page.get_text("dict")
        return len(pdf)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read(path: Path) -> None:
    docparse.parse(path, ocr="never")


def timing(path: Path, rounds: int) -> Timing:
    pages = read_with_mupdf(path)  # also brings the file into the system's cache
    rows = [(seconds(lambda: read_with_mupdf(path)), seconds(lambda: read(path))) for _ in range(rounds)]
    return Timing(pages, min(mupdf for mupdf, _ in rows), min(ours for _, ours in rows))


def line(name: str, t: Timing) -> str:
    rate = t.pages / t.docparse
    return f"{name:<40} {t.pages:5d} pages {t.mupdf:8.3f} s {t.docparse:8.3f} s {rate:7.1f} pages/s {t.ratio:6.2f} x"


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF", help="the samples, if none is named")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is measured (3)")
    parser.add_argument("--max-ratio", type=float, metavar="X", help="exit 1 if the total is slower than this")
    options = parser.parse_args(args)
    paths = options.pdfs or sorted(SAMPLES.glob("*.pdf"))
    if not paths:
        parser.error("no PDFs")
    docparse.parse(paths[0])  # warm: what loads on first use is loaded
    total = Timing(0, 0.0, 0.0)
    print(f"{'':<40} {'':11} {'MuPDF':>10} {'docparse':>10}")
    for path in paths:
        measured = timing(path, options.rounds)
        print(line(path.name, measured), flush=True)
        total += measured
    print(line("ALL", total))
    return 1 if options.max_ratio and total.ratio > options.max_ratio else 0


if __name__ == "__main__":
    sys.exit(main())
