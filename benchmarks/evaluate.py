#!/usr/bin/env python3
"""Run docparse over documents with a typed-out truth and score what comes out.

A folder holds NAME.truth.json beside NAME.pdf (or another type). Without FOLDERs, samples/ and those that the
environment names in DOCPARSE_TRUTH are scored. What is measured is in metrics.py; floors.json holds what was reached.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import floors as held  # noqa: E402
import metrics  # noqa: E402

FLOORS = HERE / "floors.json"
SAMPLES = HERE.parent / "samples"
TRUTH = ".truth.json"
INPUT_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".txt", ".md", ".html")


@dataclass(frozen=True)
class Case:
    """A document and its truth."""

    name: str
    source: Path
    truth: Path


@dataclass(frozen=True)
class Result:
    name: str
    scores: metrics.Scores
    output: str  # docparse's JSON, empty where it failed
    error: str
    seconds: float


def cases(folder: Path, groups: Sequence[str]) -> list[Case]:
    """The documents of `folder` in the order of their names; with `groups`, only those that belong to one of them."""
    found = []
    for truth in sorted(folder.glob(f"*{TRUTH}")):
        name = truth.name.removesuffix(TRUTH)
        source = next((p for e in INPUT_ENDINGS if (p := folder / (name + e)).exists()), folder / f"{name}.pdf")
        if not groups or metrics.group(name) in groups:
            found.append(Case(name, source, truth))
    return found


def run(case: Case) -> Result:
    """Parse one document and score it. Whatever goes wrong scores nothing and is said; the others go on."""
    import docparse

    start = time.perf_counter()
    output, error = "", ""
    try:
        output = docparse.parse(case.source, jobs=1).to_json()
    except Exception as problem:
        error = f"{type(problem).__name__}: {problem}"
    seconds = time.perf_counter() - start
    truth = json.loads(case.truth.read_text("utf-8"))
    scores = metrics.score(truth, json.loads(output or "{}"))
    return Result(case.name, scores, output, error, seconds)


def grouped(documents: Mapping[str, metrics.Scores]) -> dict[str, metrics.Scores]:
    members: dict[str, list[metrics.Scores]] = {}
    for name, scores in documents.items():
        members.setdefault(metrics.group(name), []).append(scores)
    return {name: metrics.mean(rows) for name, rows in members.items()}


def table(rows: Mapping[str, metrics.Scores]) -> str:
    columns = ("overall", *metrics.CORE, *metrics.OTHERS)
    width = max(map(len, rows))
    lines = [" ".join([" " * width, *(f"{column[:7]:>7}" for column in columns)])]
    for name, scores in rows.items():
        cells = (f"{scores[column]:7.3f}" if column in scores else f"{'-':>7}" for column in columns)
        lines.append(" ".join([f"{name:<{width}}", *cells]))
    return "\n".join(lines)


def evaluate(folder: Path, groups: Sequence[str], jobs: int, keep: Path | None) -> dict[str, metrics.Scores]:
    """Score every document of `folder`, print the table, and keep the outputs where that was asked for."""
    chosen = cases(folder, groups)
    results = list(_results(chosen, jobs))
    documents = {result.name: result.scores for result in results}
    if not documents:
        return {}
    means = {f"[{name}]": scores for name, scores in grouped(documents).items()}
    print(f"\n{folder.name}: {len(results)} documents in {sum(r.seconds for r in results):.1f} s")
    print(table({**documents, **means, "ALL": metrics.mean(list(documents.values()))}))
    for result in results:
        if result.error:
            print(f"{result.name}: {result.error}")
        elif keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{result.name}.json").write_text(result.output, "utf-8")
    return documents


def _results(chosen: Sequence[Case], jobs: int) -> Iterable[Result]:
    if jobs == 1:
        return map(run, chosen)
    longest_first = sorted(chosen, key=_weight, reverse=True)  # so that none is left alone at the end
    with ProcessPoolExecutor(min(jobs, max(1, len(chosen)))) as pool:
        results = list(pool.map(run, longest_first))
    return sorted(results, key=lambda result: result.name)


def _weight(case: Case) -> int:
    """About how long a document takes: scans do, and are the large files."""
    return case.source.stat().st_size if case.source.exists() else 0


def default_folders() -> list[Path]:
    named = os.environ.get("DOCPARSE_TRUTH", "").split(os.pathsep)
    return [folder for folder in (SAMPLES, *(Path(name) for name in named if name)) if folder.is_dir()]


def arguments(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--groups", default="", help="only these groups, with commas between: zh-newsletter,en-newspaper"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep the outputs as DIR/NAME.json")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (all cores)")
    parser.add_argument(
        "--floors", type=Path, default=FLOORS, metavar="FILE", help="where the floors stand (floors.json)"
    )
    parser.add_argument("--gate", action="store_true", help="exit 1 if anything is below its floor")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was reached; none is lowered")
    return parser.parse_args(args)


def main(args: Sequence[str] | None = None) -> int:
    options = arguments(args)
    groups = [name for name in options.groups.split(",") if name]
    floors = held.load(options.floors)
    scored, short = 0, []
    for folder in options.folders or default_folders():
        documents = evaluate(folder.resolve(), groups, options.jobs, options.out)
        means = grouped(documents)
        short += held.below(floors, folder.resolve().name, means, documents)
        if options.pin and documents:
            floors = held.pin(floors, folder.resolve().name, means, documents)
        scored += len(documents)
    if not scored:
        print("nothing to score: no folder holds a document with its truth", file=sys.stderr)
        return 2
    if options.pin:
        held.save(options.floors, floors)
    for line in short:
        print(f"below its floor: {line}")
    if options.gate and not short:
        print("\nevery floor holds")
    return 1 if options.gate and short else 0


if __name__ == "__main__":
    sys.exit(main())
