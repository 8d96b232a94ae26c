#!/usr/bin/env python3
"""How well docparse reads what converters leave of PDFs: the same truths, from texts without places.

Each PDF beside a truth is turned into docparse's own Markdown, that Markdown without its marks, and, where the program
is there, what pdftotext makes of it, with and without -layout. Each is read again and scored. The first says what is
lost where everything is marked; the others what can be found again where it is not.

    python benchmarks/texts.py [FOLDER …]
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import metrics  # noqa: E402
from evaluate import Case, cases, default_folders  # noqa: E402

import docparse  # noqa: E402
from docparse.export import markdown  # noqa: E402

COLUMNS = ("overall", "articles", "text", "title", "byline", "headings", "paragraphs", "captions")
PDFTOTEXT = "pdftotext"
_mark = re.compile(r"^(?:#+ |> |\*+(?=\S))|(?<=\S)\*+$|\\(?=[\\`*_<\[\]#>+=~-])", re.MULTILINE)


class Named:
    """Bytes with the name of a file."""

    def __init__(self, text: str, name: str) -> None:
        self.text, self.name = text, name

    def read(self) -> bytes:
        return self.text.encode()


def texts(case: Case) -> Iterator[tuple[str, Named]]:
    """The forms of a PDF, each with its name."""
    written = markdown.render(docparse.parse(case.source, ocr="never"))
    yield "Markdown", Named(written, f"{case.name}.md")
    yield "without marks", Named(_mark.sub("", written), f"{case.name}.txt")
    if shutil.which(PDFTOTEXT):
        for form, options in (("pdftotext", []), ("pdftotext -layout", ["-layout"])):
            done = subprocess.run([PDFTOTEXT, *options, str(case.source), "-"], capture_output=True, check=True)
            yield form, Named(done.stdout.decode("utf-8", "replace"), f"{case.name}.txt")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    folders = parser.parse_args().folders or default_folders()
    found: dict[tuple[str, str], list[metrics.Scores]] = defaultdict(list)
    for folder in folders:
        for case in cases(folder, ()):
            if case.source.suffix == ".pdf" and not case.name.startswith(("scan-", "hard-")):
                truth = json.loads(case.truth.read_text("utf-8"))
                for form, text in texts(case):
                    read = json.loads(docparse.parse(text).to_json())
                    found[form, metrics.group(case.name)].append(metrics.score(truth, read))
    print(" ".join([f"{'':34}", *(f"{column[:9]:>9}" for column in COLUMNS)]))
    for (form, group), rows in sorted(found.items()):
        mean = metrics.mean(rows)
        cells = (f"{mean[column]:9.3f}" if column in mean else f"{'-':>9}" for column in COLUMNS)
        print(" ".join([f"{form:18}{group:16}", *cells]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
