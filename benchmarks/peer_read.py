#!/usr/bin/env python3
"""Read documents with one program: run by peers.py, with the Python that the program is installed for.

The paths come as a JSON list on standard input. Each line that goes out is JSON: first `version`, or `unusable` with
the reason; then for each path `seconds` of the processor, and `text` (Markdown), or `document` (docparse's JSON), or
`pages` (MuPDF, which is asked for its time only), or `error`.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
Read = Callable[[str], Answer]


def docparse() -> tuple[str, Read]:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import docparse

    def read(path: str) -> Answer:
        return {"document": json.loads(docparse.parse(path, jobs=1).to_json())}

    return docparse.__version__, read


def mupdf() -> tuple[str, Read]:
    import pymupdf

    def read(path: str) -> Answer:
        with pymupdf.open(path) as pdf:
            if not pdf.is_pdf:
                raise ValueError("not a PDF")
            for page in pdf:
                page.get_text("dict")
            return {"pages": len(pdf)}

    return f"PyMuPDF {version('pymupdf')}", read


def pymupdf4llm() -> tuple[str, Read]:
    try:
        from pymupdf import pymupdf4llm  # PyMuPDF 2 has it inside
    except ImportError:
        import pymupdf4llm

    def read(path: str) -> Answer:
        return {"text": pymupdf4llm.to_markdown(path, use_ocr=False, show_progress=False)}

    return f"{version('pymupdf4llm')}, PyMuPDF {version('pymupdf')}", read


def kreuzberg() -> tuple[str, Read]:
    import kreuzberg

    config = kreuzberg.ExtractionConfig(output_format="markdown", use_cache=False)

    def read(path: str) -> Answer:
        return {"text": kreuzberg.extract_file_sync(path, config=config).content}

    return version("kreuzberg"), read


def unstructured() -> tuple[str, Read]:
    from unstructured.nlp.tokenize import sent_tokenize
    from unstructured.partition.auto import partition

    try:
        sent_tokenize("It needs a model. It says so only here.")  # partition gives nothing where the model is missing
    except Exception as error:
        raise RuntimeError(f"wants to download a language model when it runs ({error})") from error

    def read(path: str) -> Answer:
        elements = partition(path, strategy="fast", languages=["eng", "chi_sim"])
        return {"text": "\n\n".join(map(marked, elements))}

    def marked(element: Any) -> str:
        level = (element.metadata.category_depth or 0) + 1
        return f"{'#' * min(level, 6)} {element}" if type(element).__name__ == "Title" else str(element)

    return version("unstructured"), read


def markitdown() -> tuple[str, Read]:
    from markitdown import MarkItDown

    converter = MarkItDown()

    def read(path: str) -> Answer:
        return {"text": converter.convert(path).text_content}

    return version("markitdown"), read


def pdftotext() -> tuple[str, Read]:
    program = shutil.which("pdftotext")
    if not program:
        raise RuntimeError("pdftotext is not installed (poppler-utils)")
    said = subprocess.run([program, "-v"], capture_output=True, text=True).stderr.split()

    def read(path: str) -> Answer:
        done = subprocess.run([program, path, "-"], capture_output=True, check=True)
        return {"text": done.stdout.decode("utf-8", "replace")}

    return f"poppler {said[2]}", read


PROGRAMS = {p.__name__: p for p in (mupdf, docparse, pymupdf4llm, kreuzberg, unstructured, markitdown, pdftotext)}


def processor_seconds() -> float:
    """Of this process and of all that it started: what else the machine does is not in them."""
    ended = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ended + still_running()


def still_running() -> float:
    """Seconds of the processes below this one that live on, as those of a pool do. Only Linux tells."""
    seconds, parents = {}, {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        pid = int(file.parent.name)
        parents[pid] = int(fields[1])
        seconds[pid] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    below = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(seconds[pid] for pid in below if pid != os.getpid())


def tell(answer: Answer) -> None:
    print(json.dumps(answer), file=out, flush=True)


def main() -> int:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # one core for everybody
    paths = json.load(sys.stdin)
    try:
        said, read = PROGRAMS[sys.argv[1]]()
    except Exception as error:
        tell({"unusable": f"{type(error).__name__}: {error}"})
        return 0
    tell({"version": said})
    for i, path in enumerate(paths):
        try:
            if i == 0:
                read(path)  # what loads on first use is loaded
            start = processor_seconds()
            answer = read(path)
            tell({"path": path, "seconds": processor_seconds() - start, **answer})
        except Exception as error:
            tell({"path": path, "error": f"{type(error).__name__}: {error}"})
    return 0


if __name__ == "__main__":
    del sys.path[0]  # this folder: its modules are not those that the programs mean
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a program prints is no answer
    sys.exit(main())
