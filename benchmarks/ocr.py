#!/usr/bin/env python3
"""Speed and memory of reading scans, as ratios in one run.

1. docparse, from the file to the articles, against the bare engine (RapidOCR as it comes) on the same pages' pictures,
   one thread each.
2. Two OCR processes against one, on a scan of ten pages.
3. The greatest memory of a long scan against that of ten pages: the sum over docparse and its OCR processes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import pymupdf  # noqa: E402

SAMPLES = HERE.parent / "samples"
DPI = 150
PARSE = """
import sys
import docparse
docparse.parse(sys.argv[1], jobs=int(sys.argv[2]))
"""


def scan_of(samples: Sequence[Path], pages: int, target: Path) -> Path:
    """A PDF of pictures of the samples' pages, repeated until there are enough."""
    pictures = []
    for sample in samples:
        with pymupdf.open(sample) as source:
            pictures += [(page.rect, page.get_pixmap(dpi=DPI).tobytes("jpeg")) for page in source]
    with pymupdf.open() as made:
        for number in range(pages):
            rect, picture = pictures[number % len(pictures)]
            made.new_page(width=rect.width, height=rect.height).insert_image(rect, stream=picture)
        made.save(target)
    return target


def against_the_engine(samples: Sequence[Path]) -> float:
    """Seconds of docparse to those of the bare engine, on the same pictures."""
    os.environ["DOCPARSE_OCR_THREADS"] = "1"
    from rapidocr import RapidOCR

    import docparse.ocr.pool as pool
    from docparse import parse
    from docparse.ocr.engine import engine
    from docparse.ocr.raster import of_page

    one_thread = {
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    bare = RapidOCR(params={"Global.log_level": "error", **one_thread})
    pool.each = lambda work, tasks, jobs: ((i, work(task)) for i, task in enumerate(tasks))  # here, not beside
    with tempfile.TemporaryDirectory() as folder:
        path = scan_of(samples, sum(pymupdf.open(s).page_count for s in samples), Path(folder) / "scan.pdf")
        with pymupdf.open(path) as scan:
            rasters = [of_page(page).image[:, :, ::-1].copy() for page in scan]
        engine().read(rasters[0][:200, :200])
        bare(rasters[0][:200, :200])
        start = time.perf_counter()
        for raster in rasters:
            bare(raster)
        theirs = time.perf_counter() - start
        start = time.perf_counter()
        parse(path)
        ours = time.perf_counter() - start
    print(f"{len(rasters)} pages: docparse {ours:.1f} s, bare engine {theirs:.1f} s: {ours / theirs:.2f} times")
    return ours / theirs


def two_against_one(path: Path) -> float:
    times = [seconds(path, jobs) for jobs in (1, 2)]
    print(f"ten pages: one process {times[0]:.1f} s, two {times[1]:.1f} s: {times[0] / times[1]:.2f} times as fast")
    return times[0] / times[1]


def seconds(path: Path, jobs: int) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", PARSE, str(path), str(jobs)], check=True, cwd=HERE.parent)
    return time.perf_counter() - start


def peak(path: Path, jobs: int) -> float:
    """MiB at the peak of a parse: it and all its processes, looked at ten times a second (Linux)."""
    process = subprocess.Popen([sys.executable, "-c", PARSE, str(path), str(jobs)], cwd=HERE.parent)
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(resident, family(process.pid))))
        time.sleep(0.1)
    return most / 2**20


def family(parent: int) -> list[int]:
    """A process and all below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has ended meanwhile
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [parent]
    for pid in found:
        found += children.get(pid, [])
    return found


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="*", type=Path, help="PDFs to draw; the samples, if none is named")
    parser.add_argument("--pages", type=int, default=100, help="of the long scan; 0 leaves memory out")
    options = parser.parse_args(args)
    samples = options.samples or sorted(p for p in SAMPLES.glob("*.pdf") if not p.name.startswith("scan"))
    against_the_engine(samples)
    with tempfile.TemporaryDirectory() as folder:
        newsletters = [s for s in samples if "newspaper" not in s.name] or samples
        short = scan_of(newsletters, 10, Path(folder) / "short.pdf")
        two_against_one(short)
        if options.pages:
            long = scan_of(newsletters, options.pages, Path(folder) / "long.pdf")
            few, many = peak(short, 2), peak(long, 2)
            print(f"peak: ten pages {few:.0f} MiB, {options.pages} pages {many:.0f} MiB: {many / few:.2f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
