"""The pool of an archive's documents: whatever one of them does, it costs that one only, and nothing is left behind."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fake_work
import pytest
from test_pool import SOON, gone

from docparse import errors
from docparse.archive import pool as pool_module
from docparse.archive.limits import GIGABYTE, PAGE_SECONDS, SECONDS, SHORT, Limits, limits
from docparse.archive.pool import Pool

linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux")
MEGABYTE = 1 << 20
MakePool = Callable[..., Pool[Any]]


@pytest.fixture
def pool() -> Iterator[MakePool]:
    """`pool(jobs=2, work=…, seconds=…)`: a pool that is closed at the end."""
    made: list[Pool[Any]] = []

    def make(
        jobs: int = 2,
        work: Any = fake_work.odd,
        seconds: float | None = 60,
        per_page: float = 0.0,
        memory: int | None = None,
        **options: Any,
    ) -> Pool[Any]:
        made.append(Pool(pickle.dumps(work), jobs, Limits(seconds, per_page, memory), **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_each_task_has_its_result(pool: MakePool) -> None:
    tasks = ["sleep:0.3", "a", "b", "noise", "c"]
    assert dict(pool().run(tasks)) == {task: task.upper() for task in tasks}


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_costs_its_task_alone(pool: MakePool, jobs: int) -> None:
    bad = ["exit", "kill", "raise", "unsendable", "segfault", "sleep:90"]
    found = dict(pool(jobs, seconds=2).run(["a", *bad, "b", "c"]))
    assert [found[task] for task in "abc"] == ["A", "B", "C"]
    for task in ("exit", "kill", "segfault"):
        assert isinstance(found[task], errors.WorkerDied) and task in str(found[task])
    assert "SIGSEGV" in str(found["segfault"]) and "memory" in str(found["kill"])
    for task in ("raise", "unsendable"):
        assert isinstance(found[task], errors.InternalError)
    assert "this one is odd" in str(found["raise"])
    assert isinstance(found["sleep:90"], errors.TimedOut) and "--timeout" in str(found["sleep:90"])


@linux
@pytest.mark.parametrize("task", ["memory:900", "held:900"])
def test_memory_is_bounded(pool: MakePool, task: str) -> None:
    found = dict(pool(1, memory=500 * MEGABYTE).run([task, "memory:10", "a"]))
    assert isinstance(found[task], errors.OutOfMemory) and "--memory" in str(found[task])
    assert (found["memory:10"], found["a"]) == (10 * MEGABYTE, "A")


def test_it_is_tried_once_more_alone_with_all_processes(pool: MakePool, tmp_path: Path) -> None:
    tasks = [f"once:{tmp_path}/1", "sleep:0.5", f"once:{tmp_path}/2", "sleep:0.5", "a"]
    done = list(pool(2).run(tasks))
    assert [result for task, result in done[-2:]] == [2, 2] and {t for t, _ in done[-2:]} == {tasks[0], tasks[2]}


def test_with_one_process_the_order_is_kept(pool: MakePool, tmp_path: Path) -> None:
    tasks = ["a", f"once:{tmp_path}/1", "exit", "b"]
    assert [task for task, _ in pool(1).run(tasks)] == tasks


def test_few_tasks_share_the_processes(pool: MakePool) -> None:
    assert [share for _, share in pool(4, fake_work.shared).run([0.0])] == [4]
    assert sorted(share for _, share in pool(4, fake_work.shared).run([0.4, 0.4])) == [2, 2]
    assert {share for _, share in pool(2, fake_work.shared).run([0.1] * 5)} <= {1, 2}


def test_a_task_that_would_be_last_has_all_processes(pool: MakePool) -> None:
    tasks = [0.8, 0.0, 0.0, 0.0, 0.0, 0.0]
    found = dict(pool(3, fake_work.shared, wide=lambda task: task > 0.5).run(tasks))
    assert found[0.8] == 3


def test_tasks_are_asked_for_when_a_process_is_free(pool: MakePool) -> None:
    asked: list[str] = []

    def tasks() -> Iterator[str]:
        for letter in "abcdefgh":
            asked.append(letter)
            yield letter

    with closing(pool(2).run(tasks())) as results:  # type: ignore[type-var]
        next(results)
        assert len(asked) <= 4


def test_the_time_is_for_each_page_of_a_long_document(pool: MakePool) -> None:
    seen: list[tuple[str, int, int]] = []
    long = f"pages:{SHORT + 3}"
    found = dict(pool(1, seconds=1, per_page=9, watch=lambda *now: seen.append(now)).run(["pages:9", long]))
    assert isinstance(found["pages:9"], errors.TimedOut) and found[long] == long.upper()
    assert (long, 1, SHORT + 3) in seen


def test_limits_as_they_are_named() -> None:
    assert limits(None, 0, 1) == Limits(SECONDS, PAGE_SECONDS, None)
    assert limits(5, 1.5, 1) == Limits(5, 0.0, 3 * GIGABYTE // 2)
    assert limits(0, 0, 1).allowed(10_000) is None
    assert limits(None, None, 1).allowed(SHORT + 2) == SECONDS + 2 * PAGE_SECONDS
    assert 2 * GIGABYTE <= (limits(None, None, 64).memory or 0) <= 4 * GIGABYTE


def test_processes_are_recycled(pool: MakePool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "RECYCLED", 2)
    pids = [pid for _, pid in pool(1).run(["pid:"] * 6)]
    assert len(set(pids)) == 3 and pids[0] == pids[1] != pids[2]


def test_a_process_serves_one_run_after_the_other(pool: MakePool) -> None:
    one = pool(1)
    ((_, first),), ((_, second),) = one.run(["pid:1"]), one.run(["pid:2"])
    assert first == second


def test_a_process_that_died_in_between_is_replaced(pool: MakePool) -> None:
    one = pool(1)
    ((_, pid),) = one.run(["pid:"])
    os.kill(pid, 9)
    time.sleep(0.5)
    assert list(one.run(["a"])) == [("a", "A")]


def test_work_that_cannot_be_loaded_is_said_at_once(pool: MakePool) -> None:
    broken = Pool[str](b"no pickle", 2, Limits())
    with broken, pytest.raises(RuntimeError, match="cannot start"):
        list(broken.run(["a", "b"]))


# ---- nothing is left


def test_no_process_and_no_file_is_left(pool: MakePool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    one = pool(2, seconds=3)
    found = dict(one.run(["pid:1", "temporary", "pid:2", "exit", f"child:{tmp_path}/child"]))
    assert Path(found["temporary"]).is_relative_to(tmp_path / "temporary")
    one.close()
    pids = [found["pid:1"], found["pid:2"], int((tmp_path / "child").read_text())]
    assert gone(pids) and os.listdir(tmp_path / "temporary") == []


def test_no_folder_is_left_without_a_process(pool: MakePool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever has the pool may be killed then, as Ray's processes are: nobody else would take the folder away."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one = pool(1, retry=False)
    for task in ("exit", "kill"):
        list(one.run([task]))
        assert os.listdir(tmp_path) == []
    assert list(one.run(["a"])) == [("a", "A")]


def test_what_nobody_wants_is_ended(pool: MakePool, tmp_path: Path) -> None:
    start = time.monotonic()
    with closing(pool(2).run(["a", f"note:{tmp_path}/note", "sleep:90"])) as results:  # type: ignore[type-var]
        assert next(results) == ("a", "A")
        while not (tmp_path / "note").exists() and time.monotonic() - start < SOON:
            time.sleep(0.05)
    assert gone([int((tmp_path / "note").read_text())]) and time.monotonic() - start < SOON


SCRIPT = """
import pickle, sys, fake_work
from docparse.archive.limits import Limits
from docparse.archive.pool import Pool
list(Pool(pickle.dumps(fake_work.odd), 2, Limits()).run([f"child:{sys.argv[1]}/child", f"note:{sys.argv[1]}/note"]))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs the signals of POSIX")
@pytest.mark.parametrize("signal", [9, 15], ids=["kill", "term"])
def test_processes_end_with_whoever_started_them(tmp_path: Path, signal: int) -> None:
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])}
    notes = [tmp_path / "child", tmp_path / "note"]
    with subprocess.Popen([sys.executable, "-c", SCRIPT, tmp_path], env=env) as running:
        end = time.monotonic() + SOON
        while not all(n.exists() and n.read_text() for n in notes) and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(running.pid, signal)
        running.wait(SOON)
    assert gone([int(note.read_text()) for note in notes])
