"""Facts as an extraction stage writes them: JSON Lines, or the report of its test runs."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..errors import NotFacts

Fact = dict[str, Any]
NOT_GIVEN = frozenset({"", "NA", "N/A", "None", "null", "无", "未知", "unknown"})

_MATERIAL = re.compile(r"^raw materials?\s*:\s*(?P<id>.*\S)", re.IGNORECASE)
_MODEL = re.compile(r"^llm model\s*:\s*(?P<name>.*\S)", re.IGNORECASE)
_SIGNED = re.compile(r"^author and publish time[^:]*:\s*(?P<said>.*)", re.IGNORECASE)
_TOTAL = re.compile(r"^total results\s*:\s*(?P<number>\d+)", re.IGNORECASE)
_INFOS = re.compile(r"^infos[^:]*:", re.IGNORECASE)
_END = re.compile(r"^\*{4,}\s*$")
# a dictionary as Python prints it, also where a quotation mark inside was left as it is
_PRINTED = re.compile(
    r"^\{\s*(['\"])focus\1\s*:\s*(['\"])(?P<focus>.*?)\2\s*,\s*(['\"])content\4\s*:\s*(?P<content>.*)\}$"
)
# what the stage puts behind a quotation: the mark of a link in its text, and the address that the mark stands for
_REFERENCE = re.compile(r"\s*\[(?P<reference>\w+)\]\s+(?P<address>https?://\S+)\s*$")


@dataclass(frozen=True)
class Facts:
    """All facts of a file, in its order; `notes` say what does not add up in it."""

    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()


def read_facts(name: str, text: str) -> Facts:
    """The facts of a file's text. Raises NotFacts where it is neither JSON Lines nor a report."""
    lines = text.lstrip("\ufeff").splitlines()
    first = next((line.strip() for line in lines if line.strip()), None)
    if first is None:
        return Facts(())
    if first.startswith("{"):
        return Facts(tuple(_json_lines(name, text)))
    if any(_MODEL.match(line) for line in lines) or any(_MATERIAL.match(line) for line in lines):
        return _report(lines)
    raise NotFacts(name, "neither JSON Lines nor a report of the extraction stage")


def _json_lines(name: str, text: str) -> Iterator[Fact]:
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            fact = json.loads(line)
        except json.JSONDecodeError as error:
            raise NotFacts(name, f"line {number} is no JSON: {error.msg}") from error
        if not isinstance(fact, dict):
            raise NotFacts(name, f"line {number} is no JSON object")
        if not isinstance(fact.get("content"), str | None):
            raise NotFacts(name, f"line {number}: content is no text")
        yield fact


def _report(lines: list[str]) -> Facts:
    """Each fact with its material and model, and for each run a line with the author and the date that it gave."""
    facts: list[Fact] = []
    notes: list[str] = []
    head: Fact = {}
    expected: int | None = None
    inside = False
    here = 0

    def close() -> None:
        nonlocal inside, expected, here
        if inside and expected is not None and expected != here:
            notes.append(f"{_run(head)}: the report counts {expected} facts and holds {here}")
        inside, expected, here = False, None, 0

    for line in lines:
        line = line.strip()
        if found := _MATERIAL.match(line):
            close()
            head = {"material": found["id"]}
        elif found := _MODEL.match(line):
            close()
            head = {**{k: v for k, v in head.items() if k == "material"}, "model": found["name"]}
        elif _END.match(line):
            close()
        elif inside and line:
            facts.append(head | _fact(line))
            here += 1
        elif found := _TOTAL.match(line):
            expected = int(found["number"])
        elif found := _SIGNED.match(line):
            facts.append(head | _signature(found["said"]))
        elif _INFOS.match(line):
            inside = True
    close()
    return Facts(tuple(facts), tuple(notes))


def _run(head: Fact) -> str:
    return " / ".join(str(value) for value in head.values()) or "a run"


def _fact(line: str) -> Fact:
    fact = _dictionary(line)
    if fact is not None and isinstance(fact.get("content"), str):
        return fact
    if found := _PRINTED.match(line):
        return {"focus": found["focus"], "content": found["content"].strip().strip("'\"")}
    if found := _REFERENCE.search(line):
        return {"content": line[: found.start()], **found.groupdict()}
    return {"content": line}


def _signature(said: str) -> Fact:
    given = _dictionary(said) or {}
    return {"author": given.get("author", given.get("source")), "publish_date": given.get("publish_date")}


def _dictionary(text: str) -> Fact | None:
    """A dictionary as Python or JSON writes it."""
    for read in (ast.literal_eval, json.loads):
        try:
            value = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, dict):
            return {str(key): item for key, item in value.items()}
    return None


def given(value: Any) -> str | None:
    """An author or a date that a fact gives; None where it says that there is none."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    return None if text in NOT_GIVEN else text
