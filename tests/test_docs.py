"""What the documentation says is so: fields, examples, modules, exit codes, floors."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import docparse
from docparse import errors, export, model
from docparse.grounding import Difference, Part, Printed, Verdict, check

ROOT = Path(__file__).parent.parent
JSON = (ROOT / "docs" / "json.md").read_text("utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", JSON, re.DOTALL)
STRUCTS = [
    s for s in vars(model).values() if isinstance(s, type) and issubclass(s, model.Value) and s is not model.Value
]


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda s: s.__name__)
def test_every_field_is_told(struct: type) -> None:
    told = set(re.findall(r"[\w]+", " ".join(re.findall(r"`([^`]*)`", JSON)))) | set(re.findall(r'"(\w+)":', JSON))
    assert {field.name for field in msgspec.structs.fields(struct)} <= told


def stands_in(example: Any, value: Any) -> bool:
    """Whether a value is what an example shows: a part of its fields and items, and … for text left out."""
    if isinstance(example, dict):
        return isinstance(value, dict) and all(k in value and stands_in(v, value[k]) for k, v in example.items())
    if isinstance(example, list):
        return isinstance(value, list) and all(any(stands_in(e, v) for v in value) for e in example)
    if isinstance(example, str) and example.endswith("…"):
        return isinstance(value, str) and value.startswith(example[:-1])
    return bool(example == value)


def anywhere(example: Any, value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return stands_in(example, value) or any(anywhere(example, v) for v in inner)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_from_the_sample(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    document = json.loads(docparse.parse("samples/zh-newsletter-sample.pdf").to_json())
    assert anywhere(json.loads(example), document)


def test_every_warning_and_format_is_told() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "docparse").rglob("*.py"))
    codes = set(re.findall(r'Warning\([^)]*?\bcode="([\w-]+)"', source))
    assert codes and codes <= set(re.findall(r"^\| `([\w-]+)`", JSON, re.MULTILINE))
    assert set(export.NAMES) - {"json"} <= set(re.findall(r"^\| `([\w-]+)`", JSON, re.MULTILINE))


GROUNDING = (ROOT / "docs" / "grounding.md").read_text("utf-8")


def test_the_checked_fact_is_from_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (example,) = re.findall(r"```json\n(.*?)```", GROUNDING, re.DOTALL)
    told = json.loads(example)
    (found,) = check(docparse.parse("samples/zh-newsletter-sample.pdf"), [told["fact"]])
    assert json.loads(found.to_json()) == told


@pytest.mark.parametrize("struct", [Verdict, Part, Difference, Printed, model.Location], ids=lambda s: s.__name__)
def test_every_field_of_a_verdict_is_told(struct: type) -> None:
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]*)`", GROUNDING))))
    assert {field.name for field in msgspec.structs.fields(struct)} <= told
    assert set(get_args(model.Field)) <= told


def test_every_format_has_its_row() -> None:
    told = (ROOT / "docs" / "exports.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (`\.[^|]+) \|", told, re.MULTILINE)
    assert {f.name: set(f.endings) for f in export.FORMATS} == {n: set(re.findall(r"`([^`]+)`", e)) for n, e in rows}


def test_every_module_named_is_there() -> None:
    named = re.findall(r"`(?:docparse/)?([\w/]+\.py)`", (ROOT / "docs" / "how-it-works.md").read_text("utf-8"))
    for name in named:
        assert list((ROOT / "docparse").rglob(name)) or (ROOT / name).exists(), name
    assert len(named) > 20


def test_the_exit_codes_are_those_of_the_errors() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)}
    raised = {e.exit_code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.DocparseError)}
    assert raised < told and told - raised == {0, 1, 130}


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    anchors = {
        re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-")
        for h in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        elif "://" not in target:
            assert (path.parent / target).exists(), target
