"""The same work on a Ray cluster of this machine: same results, same record, same limits."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import fake_work
import pytest
from conftest import MakePdf
from scans import marked, png
from test_archive import entries, results
from test_pool import SOON, gone

import docparse
from docparse import cli, errors
from docparse.archive import cluster
from docparse.archive.limits import Limits
from docparse.model import Document

ROOT = Path(__file__).parent.parent


def test_a_cluster_needs_its_library(
    make_pdf: MakePdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    args = [str(make_pdf("a.pdf")), str(make_pdf("b.pdf")), "-o", str(tmp_path / "out"), "--engine", "ray"]
    assert cli.main(args) == 5
    assert "pip install 'docparse[ray]'" in capsys.readouterr().err


def test_an_engine_that_nobody_knows() -> None:
    with pytest.raises(errors.UsageError, match="local or ray"):
        list(docparse.parse_many([], engine="slurm"))


@pytest.fixture(scope="module")
def ray() -> Iterator[object]:
    """A cluster of two processors on this machine, for all tests of this module."""
    pytest.importorskip("ray")
    started = cluster._ray()
    started.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield started
    started.shutdown()


def test_the_results_are_those_of_this_machine(ray: object, make_pdf: MakePdf, tmp_path: Path) -> None:
    for i in range(6):
        make_pdf(f"in/{i % 2}/{i}.pdf", pages=1 + i)
    (tmp_path / "in" / "bad.pdf").write_text("no PDF")
    folder = str(tmp_path / "in")
    assert cli.main([folder, "-o", str(tmp_path / "ray"), "--engine", "ray", "-q"]) == 1
    assert cli.main([folder, "-o", str(tmp_path / "local"), "-q"]) == 1
    assert results(tmp_path / "ray") == results(tmp_path / "local") and len(results(tmp_path / "ray")) == 6
    mine, theirs = entries(tmp_path / "ray" / ".docparse"), entries(tmp_path / "local" / ".docparse")
    assert {k: (e.state, e.sha256, e.cause) for k, e in mine.items()} == {
        k: (e.state, e.sha256, e.cause) for k, e in theirs.items()
    }
    stamp = (tmp_path / "ray" / "0" / "0.json").stat().st_mtime_ns
    assert cli.main([folder, "-o", str(tmp_path / "ray"), "-q"]) == 1, "whichever engine goes on"
    assert (tmp_path / "ray" / "0" / "0.json").stat().st_mtime_ns == stamp


def test_documents_for_a_program(ray: object, make_pdf: MakePdf, tmp_path: Path) -> None:
    paths = [make_pdf(f"{i}.pdf") for i in range(3)]
    found = list(docparse.parse_many([*paths, tmp_path / "none.pdf"], jobs=2, engine="ray"))
    assert sorted(type(result).__name__ for result in found) == ["Document"] * 3 + ["MissingInput"]
    assert {r.source.file for r in found if isinstance(r, Document)} == {path.as_posix() for path in paths}


def test_a_turn_ends_in_time_and_in_order(ray: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one process, whatever does not fit into a turn comes in the next, where it stood."""
    tasks = [f"sleep:{0.3 if i % 3 else 0.0}{i:03}" for i in range(12)]
    with cluster.Cluster[str](pickle.dumps(fake_work.odd), 1, Limits(60, 0.0, None)) as one:
        assert [task for task, _ in one.run(tasks)] == tasks
    began = time.monotonic()
    assert cluster._read((pickle.dumps(fake_work.odd), Limits(60, 0.0, None), str, (), ()), ["sleep:0.8", "a"], 1) == [
        "SLEEP:0.8"
    ]
    assert time.monotonic() - began < SOON
    for pool in cluster._slots.values():
        pool.close()
    cluster._slots.clear()


def die(done: int, total: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang(done: int, total: int) -> None:
    time.sleep(120)


def test_a_crash_and_a_hang_cost_their_documents(ray: object, make_pdf: MakePdf) -> None:
    paths = [make_pdf("a.pdf"), make_pdf("b.pdf")]
    found = list(docparse.parse_many(paths, jobs=2, engine="ray", progress=die))
    assert [type(result) for result in found] == [errors.WorkerDied] * 2
    found = list(docparse.parse_many(paths, jobs=2, engine="ray", progress=hang, timeout=2))
    assert [type(result) for result in found] == [errors.TimedOut] * 2


SCRIPT = """
import os, signal, sys, time
from pathlib import Path

import docparse

folder = Path(sys.argv[1])

def once(done, total):  # the first time, ends the process of Ray's that has asked for this
    note = folder / "killed"
    if not note.exists():
        note.write_text(str(os.getppid()))
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)

found = list(docparse.parse_many(sorted(folder.glob("*.pdf")), jobs=2, engine="ray", progress=once))
print(sorted(type(result).__name__ for result in found))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs the signals of POSIX")
def test_a_process_of_rays_that_is_killed_costs_nothing(make_pdf: MakePdf, tmp_path: Path) -> None:
    """In a script of its own, whose functions have no module that the cluster could load."""
    pytest.importorskip("ray")
    for i in range(6):
        make_pdf(f"{i}.pdf")
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, cwd=ROOT, check=False)
    assert done.stdout.splitlines()[-1:] == [str(["Document"] * 6)], done.stderr  # Ray tells of its process before
    assert gone([int((tmp_path / "killed").read_text())])


@pytest.mark.skipif(os.name == "nt", reason="needs the signals of POSIX")
def test_an_interrupt_ends_a_cluster_of_our_own(plugged: dict[str, str], tmp_path: Path) -> None:
    pytest.importorskip("ray")
    for name in ("scans", "notes"):
        (tmp_path / name).mkdir()
    for name in ("a.png", "b.png"):
        (tmp_path / "scans" / name).write_bytes(png(marked().picture(100), 100))
    command = [sys.executable, "-m", "docparse", "scans", "--ocr-engine", "slow", "--jobs", "2", "-o", "out"]
    env = plugged | {"FAKE_ENGINE_NOTES": str(tmp_path / "notes")}
    with subprocess.Popen(
        [*command, "--engine", "ray"], env=env, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        end = time.monotonic() + 2 * SOON
        while len(notes := list((tmp_path / "notes").iterdir())) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        os.killpg(running.pid, signal.SIGINT)
        _, err = running.communicate(timeout=SOON)
    assert running.returncode == 130 and b"run the same command again" in err and b"Traceback" not in err
    assert len(notes) == 2 and gone(int(note.name) for note in notes)
