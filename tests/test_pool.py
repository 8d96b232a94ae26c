"""The processes that read pages: what they give, what it costs when one dies, and that none is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import fake_engine
import pymupdf
import pytest
from scans import BODY, HEADLINE, marked, png

import docparse
from docparse import errors
from docparse.ocr import pool

ROOT = Path(__file__).parent.parent
SOON = 30.0  # seconds, on a busy machine
posix = pytest.mark.skipif(os.name == "nt", reason="needs the signals of POSIX")


def alive(pids: Iterable[int]) -> list[int]:
    """Those of the processes that still run; one that only waits to be buried does not."""
    found = []
    for pid in pids:
        try:
            os.kill(pid, 0)
            stat = Path(f"/proc/{pid}/stat").read_text() if sys.platform == "linux" else ") ?"
        except (ProcessLookupError, FileNotFoundError):
            continue
        if stat.rsplit(")", 1)[-1].split()[0] != "Z":
            found.append(pid)
    return found


def gone(pids: Iterable[int], seconds: float = SOON) -> bool:
    end = time.monotonic() + seconds
    while left := alive(pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
        pids = left
    return True


def test_a_process_keeps_to_one_core() -> None:
    assert list(pool.each(fake_engine.opencv_threads, [None], 1)) == [(0, 1)]


def test_each_result_has_the_place_of_its_task() -> None:
    tasks = [(5, 2.0), (6, 0.0), (7, 0.2), (8, 0.0), (9, 0.0)]  # long enough for the second process to start
    found = list(pool.each(fake_engine.doubled_slowly, tasks, 2))
    assert sorted(found) == [(i, 2 * value) for i, (value, _) in enumerate(tasks)]
    assert found[0] != (0, 10), "whoever is done first is handed on first"


def test_tasks_are_done_elsewhere_and_side_by_side() -> None:
    found = dict(pool.each(fake_engine.process, [0.5, 0.5], 2))
    assert len(set(found.values())) == 2 and os.getpid() not in found.values()
    assert len({pid for _, pid in pool.each(fake_engine.process, [0.0] * 3, 1)}) == 1


@pytest.mark.parametrize("deaths", [["exit"], pytest.param(["kill", "exit"], marks=posix)], ids="-".join)
def test_a_process_that_dies_costs_its_task_alone(deaths: list[str]) -> None:
    tasks = ["a", *deaths, "b", "c", "d"]
    found = dict(pool.each(fake_engine.dying, tasks, 2))
    assert sorted(found) == list(range(len(tasks)))
    for i, task in enumerate(tasks):
        assert isinstance(found[i], Exception) if task in deaths else found[i] == task.upper()
    assert list(pool.each(fake_engine.dying, ["z"], 2)) == [(0, "Z")], "and those that come later are done"


def test_an_exception_is_the_result_of_its_task() -> None:
    found = dict(pool.each(fake_engine.dying, ["a", "raise", "failed", "b"], 2))
    assert (found[0], found[3]) == ("A", "B")
    assert isinstance(found[1], ValueError) and str(found[1]) == "this page is odd"
    assert isinstance(found[2], errors.EngineFailed), "an engine that fails on one page may read the next"


def test_what_is_wrong_with_docparse_itself_ends_everything() -> None:
    with pytest.raises(errors.MissingEngine, match="pip install missing") as caught:
        list(pool.each(fake_engine.dying, ["missing", *"abcdefgh"], 2))
    assert caught.value.exit_code == 5


def test_processes_end_when_nobody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "IDLE", 0.4)
    pids = {pid for _, pid in pool.each(fake_engine.process, [0.2, 0.2], 2)}
    assert pids and gone(pids)


def test_processes_end_when_nobody_wants_the_rest() -> None:
    start = time.monotonic()
    with closing(pool.each(fake_engine.process, [0.0, 90.0, 90.0], 2)) as results:  # type: ignore[type-var]
        _, first = next(results)
    assert isinstance(first, int) and gone([first])
    assert time.monotonic() - start < SOON, "what nobody wants is not waited for"


# ---- whatever starts them


SCRIPT = """
import sys
import docparse, fake_engine
from docparse.ocr import pool
print([pid for _, pid in pool.each(fake_engine.process, [0.2, 0.2], 2)])
document = docparse.parse(sys.argv[1], ocr_engine="good")
print(document.articles[0].title)
"""


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.png"
    path.write_bytes(png(marked().picture(100), 100))
    return path


@pytest.mark.parametrize("how", ["script", "-c", "input"])
def test_a_script_needs_no_guard_and_leaves_no_process(
    tmp_path: Path, scan: Path, plugged: dict[str, str], how: str
) -> None:
    if how == "script":
        (tmp_path / "run.py").write_text(SCRIPT, "utf-8")
    command = {"script": [str(tmp_path / "run.py")], "-c": ["-c", SCRIPT], "input": ["-"]}[how]
    env = plugged | {"PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *command, str(scan)], input=SCRIPT.encode(), capture_output=True, env=env, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    told, title = done.stdout.decode().splitlines()
    assert title == HEADLINE
    assert gone(json.loads(told)), "at the latest when the interpreter ends"
    assert done.stderr == b""


@posix
@pytest.mark.parametrize("group", [False, True], ids=["the process", "the terminal"])
def test_an_interrupt_ends_everything(tmp_path: Path, scan: Path, plugged: dict[str, str], group: bool) -> None:
    """`kill -INT` reaches one process, ctrl-C all of the terminal's."""
    notes = tmp_path / "notes"
    notes.mkdir()
    pages = pymupdf.open()
    for _ in range(3):
        shown = pages.new_page(width=420, height=450)
        shown.insert_image(shown.rect, filename=scan)
    pages.save(tmp_path / "in.pdf")
    command = [sys.executable, "-m", "docparse", "in.pdf", "--ocr-engine", "slow", "--jobs", "2", "-o", "out.json"]
    env = plugged | {"FAKE_ENGINE_NOTES": str(notes)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=env, cwd=tmp_path, start_new_session=True) as running:
        end = time.monotonic() + SOON
        while len(list(notes.iterdir())) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        pids = [int(note.name) for note in notes.iterdir()]
        (os.killpg if group else os.kill)(running.pid, signal.SIGINT)
        try:
            _, said = running.communicate(timeout=SOON)
        finally:
            running.kill()
    assert running.returncode == 130 and pids and gone(pids)
    assert b"interrupted" in said and b"Traceback" not in said
    assert not (tmp_path / "out.json").exists()


def test_a_page_that_kills_its_process(tmp_path: Path, plugged: dict[str, str]) -> None:
    """Page 2 kills the process that reads it, page 4 only makes the engine fail."""
    import pymupdf

    clean = marked().picture(100)
    red, blue = clean.copy(), clean.copy()
    red[..., 2] //= 2
    blue[..., 0] //= 2
    pdf = pymupdf.open()
    for pixels in (clean, red, clean, blue):
        shown = pdf.new_page(width=420, height=450)
        shown.insert_image(shown.rect, stream=png(pixels, 100))
    counted: list[tuple[int, int]] = []
    document = docparse.parse(
        bytes(pdf.tobytes()), ocr_engine="crashing", jobs=2, progress=lambda *now: counted.append(now)
    )
    assert [page.method for page in document.pages] == ["ocr", "failed", "ocr", "failed"]
    assert [(w.page, w.code) for w in document.warnings] == [
        (1, "read-by-ocr"),
        (2, "ocr-failed"),
        (3, "read-by-ocr"),
        (4, "ocr-failed"),
    ]
    assert "stopped by signal 11" in document.warnings[3].message
    assert all("\n" not in w.message and len(w.message) < 300 for w in document.warnings)
    assert [a.pages for a in document.articles] == [(1,), (3,)]
    assert document.articles[1].text.startswith(f"{HEADLINE}\n{BODY[0]}{BODY[1]}\n")
    assert counted == [(1, 4), (2, 4), (3, 4), (4, 4)]
