#!/usr/bin/env python3
"""Make the sample documents in ``samples/`` and their truth files.

The samples are our own writing, set in layouts that the benchmark corpus does not have, so that they serve as an
independent check. What is typeset and what the truth says come from the same objects; page numbers are noted as the
text is placed. Two runs with the same fonts and library versions give the same bytes.

    python scripts/make_samples.py [FOLDER]

Needs pymupdf, pillow, numpy, fonttools and pyphen, and the Debian font packages that it names when they are missing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pymupdf
import samples_en_newsletter
import samples_en_newspaper
import samples_scan
import samples_zh_newsletter
import samples_zh_newspaper
from samples_story import Issue
from samples_type import Faces, missing_packages

BORN_DIGITAL = {
    "zh-newsletter-sample": samples_zh_newsletter,
    "en-newsletter-sample": samples_en_newsletter,
    "zh-newspaper-sample": samples_zh_newspaper,
    "en-newspaper-sample": samples_en_newspaper,
}
SCANNED_PAGES = [2, 3, 4]  # of the Chinese newsletter: its stories begin and end there
PIECE = 5  # characters of a text that must be found together


def write_truth(path: Path, truth: dict[str, Any]) -> None:
    """A truth file beside its document."""
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


def squeezed(text: str) -> str:
    """Text without white space and hyphens, which breaking lines adds and takes away."""
    return re.sub(r"[\s-]", "", text)


def _texts(truth: dict[str, Any]) -> list[tuple[str, list[int]]]:
    """Every text that the truth claims, with the pages where it must stand."""
    texts: list[tuple[str, list[int]]] = []
    for article in truth["articles"]:
        if article["kind"] != "advert":
            fields = ("rubric", "kicker", "title", "subtitle", "org", "source")
            texts += [(article[name], article["pages"]) for name in fields if article[name]]
        texts += [(entry["name"], article["pages"]) for entry in article["byline"]]
        for section in article["sections"]:
            heading = [section["heading"]] if section["heading"] else []
            texts += [(text, article["pages"]) for text in heading + section["paragraphs"]]
        for figure in article["figures"]:
            texts += [(text, [figure["page"]]) for text in (figure["caption"], figure["credit"]) if text]
    return texts


def check(pdf: Path, truth: dict[str, Any]) -> list[str]:
    """What the truth says and the pages do not: a text of which letters or too many pieces are missing."""
    with pymupdf.open(pdf) as document:
        # In the order of the content stream, columns follow each other as they were set.
        printed = [squeezed(page.get_text(sort=False)) for page in document]
    missing = []
    for text, pages in _texts(truth):
        wanted, there = squeezed(text), "".join(printed[page - 1] for page in pages)
        pieces = [wanted[start : start + PIECE] for start in range(max(1, len(wanted) - PIECE + 1))]
        found = sum(piece in there for piece in pieces) / len(pieces)
        # A drop cap, a column or page break cuts a few pieces apart, no more.
        if Counter(wanted) - Counter(there) or found < min(0.9, 1 - 4 * PIECE / len(wanted)):
            missing.append(f"{pdf.name}: {text[:40]!r} is not on {pages} ({found:.0%} found)")
    return missing


def make_born_digital(folder: Path) -> tuple[dict[str, Issue], list[str]]:
    """The four PDFs with a text layer. Each is set twice, the second time with only the glyphs that it needs."""
    issues, problems = {}, []
    for name, module in BORN_DIGITAL.items():
        pdf = folder / f"{name}.pdf"
        faces = Faces(module.source())
        module.build(pdf, faces)
        issues[name] = module.build(pdf, faces.cut())
        truth = issues[name].truth()
        write_truth(folder / f"{name}.truth.json", truth)
        problems += check(pdf, truth)
    return issues, problems


def make_scans(folder: Path, issues: dict[str, Issue]) -> None:
    """Pages of the two Chinese documents as images."""
    name = "zh-newsletter-sample"
    samples_scan.scan_pdf(folder / f"{name}.pdf", SCANNED_PAGES, folder / f"scan-{name}.pdf")
    write_truth(folder / f"scan-{name}.truth.json", issues[name].truth_of_pages(SCANNED_PAGES))
    name = "zh-newspaper-sample"
    samples_scan.scan_jpeg(folder / f"{name}.pdf", folder / f"scan-{name}.jpg")
    write_truth(folder / f"scan-{name}.truth.json", issues[name].truth())


def main() -> int:
    """Make everything; the exit code is 1 when a truth and its page disagree or fonts are missing."""
    parser = argparse.ArgumentParser(description="Make the sample documents and their truth files.")
    default = Path(__file__).resolve().parent.parent / "samples"
    parser.add_argument("folder", nargs="?", type=Path, default=default, help="where they go (default: %(default)s)")
    folder = parser.parse_args().folder
    packages = missing_packages()
    if packages:
        print(f"make_samples: fonts are missing: sudo apt-get install -y {' '.join(packages)}", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    issues, problems = make_born_digital(folder)
    make_scans(folder, issues)
    for path in sorted(folder.glob("*-sample.*")):
        if path.suffix in (".pdf", ".jpg"):
            print(f"{path.stat().st_size / 1024:7.0f} KB  {path.name}")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
