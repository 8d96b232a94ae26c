"""What the documentation says is so: fields, examples, modules, exit codes, floors."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import docparse
from docparse import errors, export, model
from docparse.cli import main
from docparse.grounding import Difference, Part, Printed, Verdict, check

ROOT = Path(__file__).parent.parent
JSON = (ROOT / "docs" / "json.md").read_text("utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", JSON, re.DOTALL)
STRUCTS = [
    s for s in vars(model).values() if isinstance(s, type) and issubclass(s, model.Value) and s is not model.Value
]


SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", JSON, re.MULTILINE | re.DOTALL))
TOLD_UNDER = {  # where a value's heading is not its name
    "Source": "Document",
    "ContentsEntry": "Contents",
    "Person": "Article",
    "Region": "Article",
    "Section": "Sections and paragraphs",
    "Paragraph": "Sections and paragraphs",
    "Repair": "Sections and paragraphs",
    "Figure": "Figures",
    "Table": "Tables",
    "Furniture": "Page",
    "Location": "Where a quotation stands",
}
SHOWN_ELSEWHERE = {"publication", "contents", "articles", "pages", "sections", "figures", "tables"}  # in their sections


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda s: s.__name__)
def test_every_field_is_told_and_has_an_example(struct: type) -> None:
    section = SECTIONS[TOLD_UNDER.get(struct.__name__, struct.__name__)]
    prose = re.sub(r"```.*?```", "", JSON if struct is model.Region else section, flags=re.DOTALL)
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    shown = set(re.findall(r'"(\w+)":', " ".join(re.findall(r"```.*?```", section, re.DOTALL))))
    fields = {field.name for field in msgspec.structs.fields(struct)}
    assert fields <= told
    assert fields - SHOWN_ELSEWHERE <= shown


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


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text("utf-8")):
        if "://" not in target:
            name, _, anchor = target.partition("#")
            leads = path.parent / name if name else path
            assert leads.exists(), target
            assert not anchor or anchor in anchors(leads), target


def test_the_first_command_of_the_readme_ends_in_a_review_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    first = re.search(r"```sh\n(.*?)\n```", readme, re.DOTALL)
    assert first
    venv, install, *runs = first[1].split(" && ")
    assert (venv, install) == ("python3 -m venv .venv", ".venv/bin/pip install .")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    for command in runs:
        program, *arguments = shlex.split(command)
        assert program == ".venv/bin/docparse" and main(arguments) == 0
    assert "老渡口有了新码头" in Path("review.html").read_text("utf-8")
    assert all(
        command in (ROOT / ".ci" / "run").read_text("utf-8") for command in ("samples/zh-newsletter-sample.pdf", "view")
    )


def test_every_option_in_the_readme_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL) for line in block.splitlines()]
    for name in ("", "view"):
        main([name, "--help"] if name else ["--help"])
        known = capsys.readouterr().out
        used = [c for c in commands if re.match(rf"docparse {name or '(?!view|schema)'}", c)]
        assert used
        for option in {o for c in used for o in re.findall(r"(?<= )-{1,2}[a-z][\w-]*", c.split(" #")[0])}:
            assert option in known, option


def test_every_key_of_the_review_page_is_told() -> None:
    page = (ROOT / "docparse" / "review" / "assets" / "review.html.jinja").read_text("utf-8")
    listed = set(re.findall(r"<kbd>(.*?)</kbd>", page.split('<dialog id="help"')[1]))
    told = set(
        re.findall(r"`([^`\n]+)`", (ROOT / "docs" / "review.md").read_text("utf-8").split("## Working with it")[1])
    )
    assert listed and listed <= told


TUTORIAL = re.findall(
    r"^```(\w+)\n(.*?)^```", (ROOT / "docs" / "tutorial.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)


def same(told: str, printed: str) -> bool:
    """Whether an output is what is told of it; … stands for the rest of a line."""
    lines = [
        re.escape(line).replace("…", ".*") if line.endswith("…") else re.escape(line) for line in told.splitlines()
    ]
    return re.fullmatch("\n".join(lines), printed.rstrip("\n")) is not None


def test_the_tutorial_prints_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    program = tmp_path / "bin" / "docparse"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m docparse "$@"\n')
    program.chmod(0o755)
    environment = os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", ""))),
        "PYTHONIOENCODING": "utf-8",
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        assert done.returncode == 0, (command, done.stdout.decode())
        return done.stdout.decode()

    ran = 0
    for number, (kind, block) in enumerate(TUTORIAL):
        if kind == "console":
            for command, told in re.findall(r"^\$ (.*(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                printed = run("bash", "-c", command.replace("\n> ", "\n"))
                assert same(told, printed), (command, printed)
                ran += 1
        elif kind == "python":
            (told_kind, told), printed = TUTORIAL[number + 1], run(sys.executable, "-c", block)
            assert told_kind == "text" and same(told, printed), printed
            ran += 1
    assert ran > 8


def test_the_documentation_builds_without_a_warning(tmp_path: Path) -> None:
    for module in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(module, reason=f"{module} is not installed: pip install 'docparse[docs]'")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tutorial.html").exists()


def test_the_pictures_are_small_and_all_are_shown() -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")))
    pictures = sorted((ROOT / "docs" / "images").iterdir())
    assert pictures
    for picture in pictures:
        assert picture.stat().st_size < 300_000 and f"images/{picture.name}" in text
