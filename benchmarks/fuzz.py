#!/usr/bin/env python3
"""What becomes of damaged files: each ends in a result or a named error, and the record tells of each.

The samples are damaged in four ways, with a fixed seed: bytes changed, the end cut off, a stretch taken out, and
objects of a PDF swapped. The command works through them as it would through any folder. With --folder, the PDFs of
another folder (the tests of other projects, say) are taken as they are. OCR is off unless --ocr asks for it: half a
minute for each page whose fonts are lost.

    python benchmarks/fuzz.py [--mutations N] [--folder DIR] [--ocr auto]
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import pymupdf  # noqa: E402

from docparse.archive import record  # noqa: E402

SEED = 20
SAMPLES = ("zh-newsletter-sample", "en-newsletter-sample", "zh-newspaper-sample", "en-newspaper-sample")
SECONDS = 60  # for each file
BYTES = (1, 40)  # that are changed in one file
STRETCH = 4000  # bytes that are taken out at most
_object = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)


def changed(data: bytes, rng: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(rng.randint(*BYTES)):
        found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)


def cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def gap(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, STRETCH) :]


def swapped(data: bytes, rng: random.Random) -> bytes:
    """Two objects of a PDF in each other's place."""
    bodies = list(_object.finditer(data))
    if len(bodies) < 2:
        return changed(data, rng)
    a, b = sorted(rng.sample(bodies, 2), key=lambda m: m.start())
    return data[: a.start(2)] + b[2] + data[a.end(2) : b.start(2)] + a[2] + data[b.end(2) :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (changed, cut_off, gap, swapped)


def make(folder: Path, count: int) -> None:
    """The damaged files; half of them of PDFs whose streams are not packed, so that damage reaches what they say."""
    rng = random.Random(SEED)
    plain, packed = [], []
    for name in SAMPLES:
        path = HERE.parent / "samples" / f"{name}.pdf"
        packed.append(path.read_bytes())
        with pymupdf.open(path) as document:
            plain.append(document.tobytes(expand=1, ascii=False))
    for i in range(count):
        data = (plain if i % 2 else packed)[i // 2 % len(SAMPLES)]
        mutation = MUTATIONS[i // (2 * len(SAMPLES)) % len(MUTATIONS)]
        (folder / f"{i:05}-{mutation.__name__}.pdf").write_bytes(mutation(data, rng))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mutations", type=int, default=2000, metavar="N")
    parser.add_argument("--folder", type=Path, help="take the PDFs of this folder as they are")
    parser.add_argument("--ocr", choices=("auto", "never"), default="never")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        source, out = Path(temporary) / "in", Path(temporary) / "out"
        source.mkdir()
        if args.folder is None:
            make(source, args.mutations)
        source = args.folder or source
        files = [path for path in source.rglob("*.pdf") if path.is_file()]
        call = [
            sys.executable,
            "-m",
            "docparse",
            str(source),
            "-o",
            str(out),
            "--timeout",
            str(SECONDS),
            "--ocr",
            args.ocr,
            "-q",
        ]
        start = time.perf_counter()
        code = subprocess.run(call, capture_output=True, check=False).returncode
        seconds = time.perf_counter() - start
        with record.shown(record.home_of(out, file=False)) as kept:
            told = list(kept.entries().values()) if kept else []
        entries = [e for e in told if e.source.lower().endswith(".pdf") and e.state != record.SKIPPED]
        outcomes = Counter(e.cause or ("read, with warnings" if e.notices() else "read") for e in entries)
        for outcome, count in outcomes.most_common():
            print(f"{count:6}  {outcome}")
        places = {e.place for e in entries if e.state in (record.DONE, record.FAILED)}
        without = sum(os.path.abspath(path) not in places for path in files)
        slowest = max((e.seconds for e in entries), default=0.0)
        print(f"{len(files)} files in {seconds:.0f} s, the slowest {slowest:.1f} s; exit code {code}")
        print(f"{without} without a record")
        hung = sum(outcomes[cause] for cause in ("TimedOut", "WorkerDied", "InternalError"))
    return 1 if without or code not in (0, 1) or hung else 0


if __name__ == "__main__":
    sys.exit(main())
