"""Floors of quality: what has been reached once is held. A floor is raised by `pin` and never lowered."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from metrics import Scores

SLACK = 0.005  # below what was measured: what a change elsewhere may cost
READ, READ_ALONE = 0.02, 0.03  # the same of what OCR reads, group and document: processors differ by a letter
MAIN = ("overall", "articles", "text", "paragraphs", "title")  # what is held of that
DECIMALS = 3  # of a floor; what is lost behind them is no loss

# One set of documents (a folder's name): {"groups": {group: scores}, "documents": {name: overall}}
Floors = dict[str, dict[str, dict[str, dict[str, float]]]]


def load(path: Path) -> Floors:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def save(path: Path, floors: Floors) -> None:
    path.write_text(json.dumps(floors, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")


def below(floors: Floors, folder: str, groups: Mapping[str, Scores], documents: Mapping[str, Scores]) -> list[str]:
    """What stands below its floor, a line each. A measure that no longer applies has nothing wrong with it any more."""
    measured = {"groups": groups, "documents": documents}
    return [
        f"{folder}/{name}: {measure} {scores[measure]:.4f} is below {floor:.3f}"
        for kind, rows in floors.get(folder, {}).items()
        for name, least in rows.items()
        if (scores := measured[kind].get(name))
        for measure, floor in least.items()
        if measure in scores and round(scores[measure], DECIMALS) < floor
    ]


def pin(floors: Floors, folder: str, groups: Mapping[str, Scores], documents: Mapping[str, Scores]) -> Floors:
    """The floors, raised to a little below what was measured: the measures of a group, the overall of a document."""
    held = floors.get(folder, {})
    offered = {
        "groups": {name: _of_group(name, scores) for name, scores in groups.items()},
        "documents": {
            name: {"overall": scores["overall"] - (READ_ALONE if _is_read(name) else SLACK)}
            for name, scores in documents.items()
        },
    }
    return {**floors, folder: {kind: _raised(held.get(kind, {}), rows) for kind, rows in offered.items()}}


def _of_group(name: str, scores: Scores) -> dict[str, float]:
    if _is_read(name):
        return {measure: scores[measure] - READ for measure in MAIN if measure in scores}
    return {measure: value - SLACK for measure, value in scores.items()}


def _is_read(name: str) -> bool:
    """Whether a group or a document is read by OCR: scans, and what a text layer hides from other programs."""
    return name.startswith(("scan", "hard"))


def _raised(held: dict[str, dict[str, float]], reached: Mapping[str, Scores]) -> dict[str, dict[str, float]]:
    rows = dict(held)
    for name, scores in reached.items():
        least = rows.get(name, {})
        rows[name] = {**least, **{m: max(_rounded_down(v), least.get(m, 0.0)) for m, v in scores.items()}}
    return rows


def _rounded_down(value: float) -> float:
    return math.floor(value * 10**DECIMALS) / 10**DECIMALS
