"""Floors of quality: what has been reached once is held. A floor is raised by `pin` and never lowered."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from metrics import Scores

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
    """The floors, raised to what was measured: every measure of a group, and the overall of each document."""
    overall = {name: {"overall": scores["overall"]} for name, scores in documents.items()}
    held = floors.get(folder, {})
    raised = {kind: _raised(held.get(kind, {}), rows) for kind, rows in (("groups", groups), ("documents", overall))}
    return {**floors, folder: raised}


def _raised(held: dict[str, dict[str, float]], reached: Mapping[str, Scores]) -> dict[str, dict[str, float]]:
    rows = dict(held)
    for name, scores in reached.items():
        least = rows.get(name, {})
        rows[name] = {**least, **{m: max(_rounded_down(v), least.get(m, 0.0)) for m, v in scores.items()}}
    return rows


def _rounded_down(value: float) -> float:
    return math.floor(value * 10**DECIMALS) / 10**DECIMALS
