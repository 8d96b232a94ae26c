"""Archives through the command: nothing is lost, nothing is done twice, whatever happens on the way."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pymupdf
import pytest
from builders import two_columns
from conftest import MakePdf
from scans import marked, png
from test_pool import SOON, alive, gone

from docparse import api, cli, errors
from docparse.archive import find, members, record
from docparse.archive.convert import Options
from docparse.archive.plan import plan
from docparse.archive.progress import Progress, span
from docparse.archive.record import DONE, FAILED, SKIPPED, Entry
from docparse.archive.tally import Tally, said
from docparse.archive.work import Order, carry_out
from docparse.console import Console
from docparse.export import by_name
from docparse.model import Document

ROOT = Path(__file__).parent.parent
Capture = pytest.CaptureFixture[str]
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX")


def run(*args: object) -> int:
    return cli.main([str(arg) for arg in args])


def entries(home: Path) -> dict[str, Entry]:
    with record.shown(home) as kept:
        assert kept is not None
        return kept.entries()


def results(folder: Path) -> dict[str, bytes]:
    """The files of a folder and below it by name, without the record."""
    found = [p.relative_to(folder) for p in folder.rglob("*") if p.is_file()]
    return {p.as_posix(): (folder / p).read_bytes() for p in found if p.parts[0] != ".docparse"}


@pytest.fixture
def archive(make_pdf: MakePdf, tmp_path: Path) -> Path:
    """Three good documents, one that is none, and what is no document."""
    for name in ("in/a.pdf", "in/2025/b.pdf", "in/2025/01/c.pdf"):
        make_pdf(name)
    (tmp_path / "in" / "bad.pdf").write_bytes(b"no PDF")
    (tmp_path / "in" / "notes.docx").write_text("no document")
    return tmp_path / "in"


# ---- the record, and running again


def test_the_record_tells_of_every_input(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(archive, "-o", out, "--lang", "zh") == 1
    found = entries(out / ".docparse")
    assert {name: entry.state for name, entry in found.items()} == {
        "2025/01/c.json": DONE,
        "2025/b.json": DONE,
        "a.json": DONE,
        "bad.json": FAILED,
        f"({archive / 'notes.docx'}: skipped (no document by its ending))": SKIPPED,
    }
    good, bad = found["a.json"], found["bad.json"]
    assert good.sha256 == Document.from_json((out / "a.json").read_bytes()).source.sha256
    assert (good.size, good.pages, good.articles) == ((archive / "a.pdf").stat().st_size, 1, 1)
    assert good.pages_by_method() == {"text": 1} and good.confidence == 1.0 and good.seconds > 0
    assert good.place == str(archive / "a.pdf") and good.written == (out / "a.json").stat().st_size
    assert (bad.cause, bad.code) == ("UnsupportedType", 3) and "bad.pdf" in (bad.error or "") and bad.sha256


def test_running_again_does_only_what_is_new_or_changed(
    archive: Path, tmp_path: Path, make_pdf: MakePdf, capsys: Capture
) -> None:
    out = tmp_path / "out"
    run(archive, "-o", out)
    before = {name: (out / name).stat().st_mtime_ns for name in results(out)}
    capsys.readouterr()

    def again(*options: object) -> tuple[str, set[str]]:
        run(archive, "-o", out, *options)
        now = {name: (out / name).stat().st_mtime_ns for name in results(out)}
        written = {name for name, at in now.items() if before.get(name) != at}
        before.update(now)
        return capsys.readouterr().err.splitlines()[-1], written

    said, written = again()
    assert written == set() and "3 were done before" in said and "1 failed before" in said
    make_pdf("in/new.pdf")
    assert again()[1] == {"new.json"}
    os.utime(archive / "a.pdf")
    assert again()[1] == set(), "the contents are the same"
    (archive / "a.pdf").write_bytes(two_columns())
    assert again()[1] == {"a.json"}
    (out / "a.json").unlink()
    (out / "2025" / "b.json").write_text("{")
    assert again()[1] == {"a.json", "2025/b.json"}, "a result that is not what was written"
    assert again("--ocr", "never")[1] == set(before), "other options"
    assert again("--ocr", "never", "--jobs", "2", "--timeout", "100")[1] == set(), "they change no result"
    assert again("--ocr", "never", "--force")[1] == set(before)
    shutil.copy(archive / "a.pdf", archive / "bad.pdf")
    assert again("--ocr", "never")[1] == {"bad.json"}


def test_what_failed_is_tried_again_when_asked(archive: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "out"
    assert run(archive, "-o", out) == 1
    assert run(archive, "-o", out) == 1
    capsys.readouterr()
    assert run(archive, "-o", out, "--retry-failed") == 1
    err = capsys.readouterr().err.splitlines()
    assert "bad.pdf: not a supported" in err[0]
    assert err[1].startswith(f"docparse: 0 written to {out}, 3 were done before, 1 failed, 1 skipped (")


def test_pictures_that_are_wanted_later(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    make_pdf("in/a.pdf")
    run(tmp_path / "in", "-o", tmp_path / "out")
    capsys.readouterr()
    for written in (1, 0):
        run(tmp_path / "in", "-o", tmp_path / "out", "--figures", tmp_path / "pictures")
        assert f"{written} written" in capsys.readouterr().err


def test_a_password_that_comes_later(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "in").mkdir()
    with pymupdf.open("pdf", two_columns()) as file:
        file.save(tmp_path / "in" / "a.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="geheim", owner_pw="o")
    assert run(tmp_path / "in", "-o", tmp_path / "out") == 1
    assert run(tmp_path / "in", "-o", tmp_path / "out") == 1
    assert "1 failed before" in capsys.readouterr().err
    assert run(tmp_path / "in", "-o", tmp_path / "out", "--password", "geheim") == 0
    assert run(tmp_path / "in", "-o", tmp_path / "out") == 0
    assert "1 were done before" in capsys.readouterr().err


def test_another_version_does_everything_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    run(archive, "-o", tmp_path / "out")
    monkeypatch.setattr("docparse.archive.bulk.__version__", "999")
    run(archive, "-o", tmp_path / "out")
    assert capsys.readouterr().err.splitlines()[-1].startswith("docparse: 3 written")


def test_a_moved_archive_is_not_read_again(archive: Path, tmp_path: Path, capsys: Capture) -> None:
    run(archive, "-o", tmp_path / "out")
    archive.rename(tmp_path / "moved")
    capsys.readouterr()
    run(tmp_path / "moved", "-o", tmp_path / "out")
    assert "0 written" in capsys.readouterr().err and len(results(tmp_path / "out")) == 3


def test_documents_keep_their_names(make_pdf: MakePdf, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_pdf("in/x.pdf")
    run(tmp_path / "in", "-o", out)
    first = results(out)
    shutil.copytree(tmp_path / "in", tmp_path / "other")
    (tmp_path / "other" / "x.pdf").write_bytes(two_columns())
    (tmp_path / "in" / "x.png").write_bytes(b"no picture")
    assert run(tmp_path / "in", "-o", out) == 1
    assert run(tmp_path / "other", "-o", out) == 0
    assert set(results(out)) == {"x.json", "x.pdf.json"} and results(out)["x.json"] == first["x.json"]
    assert {e.source.rpartition("/")[2] for e in entries(out / ".docparse").values()} == {"x.pdf", "x.png"}


@posix
@pytest.mark.parametrize("output", ["out", "all.jsonl"])
def test_a_killed_run_goes_on_and_gives_the_same(make_pdf: MakePdf, tmp_path: Path, output: str) -> None:
    """Killed three times at different moments, each time while documents are written."""
    for i in range(40):
        make_pdf(f"in/{i % 4}/{i}.pdf", pages=6)
    command = [sys.executable, "-m", "docparse", "in", "--jobs", "2", "-o"]
    subprocess.run([*command, f"whole-{output}"], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    killed = 0
    parts = tmp_path / (output if output == "out" else f".{output}.docparse/parts")
    for least in (1, 12, 25):
        with subprocess.Popen([*command, output], cwd=tmp_path, stderr=subprocess.DEVNULL) as running:
            end = time.monotonic() + SOON
            while running.poll() is None and time.monotonic() < end:
                there = [p for p in parts.rglob("*") if p.suffix in (".json", ".gz") and p.is_file()]
                if len(there) >= least:
                    running.send_signal(signal.SIGKILL)
                    killed += 1
                    break
                time.sleep(0.005)
            running.wait(SOON)
        for path in there:
            data = path.read_bytes()
            Document.from_json(data) if output == "out" else gzip.decompress(data)
    assert killed == 3
    done = subprocess.run([*command, output], cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert b"were done before" in done.stderr
    if output == "out":
        assert results(tmp_path / "out") == results(tmp_path / "whole-out")
        assert not list((tmp_path / "out").rglob(".docparse-*.tmp"))
    else:
        assert (tmp_path / output).read_bytes() == (tmp_path / f"whole-{output}").read_bytes()


# ---- two at once, and ends in the middle


@pytest.fixture
def slow(tmp_path: Path, plugged: dict[str, str]) -> tuple[list[str], dict[str, str], Path]:
    """A command over two scans that takes minutes, its environment, and where its processes leave their notes."""
    folder, notes = tmp_path / "scans", tmp_path / "notes"
    folder.mkdir()
    notes.mkdir()
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes(png(marked().picture(100), 100))
    command = [sys.executable, "-m", "docparse", "scans", "--ocr-engine", "slow", "--jobs", "2", "-o", "out"]
    return command, plugged | {"FAKE_ENGINE_NOTES": str(notes)}, notes


def wait_for(notes: Path, count: int) -> list[int]:
    end = time.monotonic() + SOON
    while len(list(notes.iterdir())) < count and time.monotonic() < end:
        time.sleep(0.05)
    return [int(note.name) for note in notes.iterdir()]


def heard() -> None:
    """Where tests run in the background, the shell has them ignore ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@posix
@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-C", "terminated"])
def test_an_interrupt_ends_everything_and_says_how_to_go_on(
    slow: tuple[list[str], dict[str, str], Path], tmp_path: Path, make_pdf: MakePdf, kill: signal.Signals
) -> None:
    command, env, notes = slow
    with subprocess.Popen(
        command,
        env=env,
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heard,
    ) as running:
        pids = wait_for(notes, 2)
        start = time.monotonic()
        os.killpg(running.pid, kill)
        _, err = running.communicate(timeout=SOON)
    assert running.returncode == 130 and time.monotonic() - start < 10
    assert err.decode().splitlines() == ["docparse: interrupted after 0 documents; run the same command again to go on"]
    assert pids and gone(pids) and results(tmp_path / "out") == {}


@posix
def test_two_runs_on_one_output(
    slow: tuple[list[str], dict[str, str], Path], tmp_path: Path, archive: Path, capsys: Capture
) -> None:
    command, env, notes = slow
    with subprocess.Popen(command, env=env, cwd=tmp_path, stderr=subprocess.DEVNULL) as running:
        wait_for(notes, 2)
        assert run(archive, "-o", tmp_path / "out") == 6
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and "another run of docparse writes there" in said
        assert run("report", tmp_path / "out") == 0, "looking is allowed"
        assert "not done yet  2" in capsys.readouterr().out
        running.kill()
    assert run(archive, "-o", tmp_path / "out") == 1, "the lock of a dead process is none"


def test_a_hang_costs_its_document(
    slow: tuple[list[str], dict[str, str], Path], tmp_path: Path, make_pdf: MakePdf
) -> None:
    command, env, notes = slow
    make_pdf("scans/good.pdf")
    command = [*command, "--timeout", "3"]
    done = subprocess.run(command, env=env, cwd=tmp_path, stderr=subprocess.PIPE, timeout=120, check=False)
    lines = sorted(done.stderr.decode().splitlines())
    assert done.returncode == 1 and len(lines) == 3 and "1 written to out, 2 failed" in lines[0]
    assert lines[1:] == [
        f"docparse: scans/{name}: not done in 3 seconds; allow more with --timeout" for name in ("a.png", "b.png")
    ]
    assert set(results(tmp_path / "out")) == {"good.json"}
    assert {e.cause for e in entries(tmp_path / "out" / ".docparse").values() if e.state == FAILED} == {"TimedOut"}
    assert alive(int(note.name) for note in notes.iterdir()) == []


def test_one_file_with_a_limit(slow: tuple[list[str], dict[str, str], Path], tmp_path: Path) -> None:
    command, env, _ = slow
    command = [*command[:3], "scans/a.png", *command[4:-1], "one.json", "--timeout", "3"]
    done = subprocess.run(command, env=env, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert done.returncode == 3 and b"not done in 3 seconds" in done.stderr
    assert not (tmp_path / "one.json").exists()


def test_an_engine_that_is_missing_ends_the_run(plugged: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for i in range(5):
        (tmp_path / "in" / f"{i}.png").write_bytes(png(marked().picture(100), 100))
    command = [sys.executable, "-m", "docparse", "in", "--ocr-engine", "missing", "-o", "out"]
    done = subprocess.run(command, env=plugged, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert done.returncode == 5 and done.stderr.count(b"\n") == 1 and b"pip install missing" in done.stderr
    done = subprocess.run(
        [*command[:-4], "--ocr-engine", "nobody", "-o", "out"],
        env=plugged,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 2 and done.stderr.count(b"\n") == 1 and b"nobody" in done.stderr


def test_an_unexpected_error_is_an_outcome(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def parse(source: Path, **_: object) -> Document:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(api, "parse", parse)
    (job, _) = plan([tmp_path / "a.pdf", tmp_path / "b.pdf"], str(tmp_path / "out"), ".json").jobs
    outcome = carry_out(Options(by_name("json")), Order(job, Entry("a.json", "a.pdf", "")), 1, lambda *_: None)
    assert outcome.entry.cause == "InternalError" and "a.pdf: internal error" in (outcome.entry.error or "")
    assert "Traceback" in (outcome.trace or "")


# ---- inputs


def test_a_list_of_files_mirrors_their_tree(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    names = ["in/2024/a.pdf", "in/2025/a.pdf", "in/2025/deep/b.pdf"]
    paths = [make_pdf(name) for name in names]
    listed = tmp_path / "list.txt"
    listed.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(["", *map(str, paths), str(paths[0])]).encode())
    assert run("--from-file", listed, "-o", tmp_path / "out") == 0
    assert set(results(tmp_path / "out")) == {"2024/a.json", "2025/a.json", "2025/deep/b.json"}
    listed.write_text("")
    assert run("--from-file", listed, "-o", tmp_path / "out") == 2
    assert run("--from-file", tmp_path / "none", "-o", tmp_path / "out") == 3
    assert "none: no such file" in capsys.readouterr().err


@posix
def test_a_list_may_hold_any_name(make_pdf: MakePdf, tmp_path: Path) -> None:
    paths = [make_pdf(name) for name in ("in/two\nlines.pdf", "in/b.pdf")]
    listed = tmp_path / "list.txt"
    listed.write_bytes(b"\0".join(os.fsencode(path) for path in paths) + b"\0")
    assert run("--from-file", listed, "-o", tmp_path / "out") == 0
    assert set(results(tmp_path / "out")) == {"two\nlines.json", "b.json"}


def test_a_list_from_standard_input(make_pdf: MakePdf, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "docparse", "--from-file", "-", "-o", tmp_path / "out"]
    done = subprocess.run(command, input=f"{make_pdf()}\n".encode(), capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0 and set(results(tmp_path / "out")) == {"in.json"}


def test_a_pattern_that_the_shell_left(make_pdf: MakePdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/a.pdf", "in/b.pdf", "in/[c].pdf"):
        make_pdf(name)
    assert run("in/?.pdf", "-o", "out") == 0 and set(results(Path("out"))) == {"a.json", "b.json"}
    assert run("in/[c].pdf", "-o", "one.json") == 0 and Path("one.json").is_file()
    assert run("in/*.tif", "-o", "none.json") == 3


def test_a_pattern_mirrors_the_tree_below_it(
    make_pdf: MakePdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/1998/01/a.pdf", "in/1999/01/a.pdf", "in/2000/a.pdf", "in/c.pdf"):
        make_pdf(name)
    assert run("in/**/*.pdf", "-o", "out") == 0
    assert set(results(Path("out"))) == {"1998/01/a.json", "1999/01/a.json", "2000/a.json", "c.json"}
    assert run("in/19*", "-o", "some") == 0 and set(results(Path("some"))) == {"1998/01/a.json", "1999/01/a.json"}


@posix
def test_a_pattern_goes_round_no_loop(make_pdf: MakePdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    make_pdf("in/a.pdf")
    make_pdf("in/deep/b.pdf")
    os.symlink("..", "in/deep/up")
    found = find.search([Path("in/**/*.pdf")]).found
    assert [f.source.as_posix() for f in found] == ["in/a.pdf", "in/deep/b.pdf"]


@posix
@pytest.mark.parametrize("output", ["out", "all.jsonl", "out.parquet"])
def test_names_that_are_no_unicode(make_pdf: MakePdf, tmp_path: Path, output: str, capfd: Capture) -> None:
    pdf = make_pdf("one.pdf")
    folder = os.fsencode(tmp_path / "in") + b"/caf\xe9"
    os.makedirs(folder)
    shutil.copy(pdf, folder + b"/lat\xe9n.pdf")
    Path(os.fsdecode(folder + b"/n\xf8.docx")).write_bytes(b"no document")
    with tarfile.open(tmp_path / "in" / "t.tar", "w") as archive:
        archive.add(pdf, os.fsdecode("新闻.pdf".encode("gb18030")))
    Path(os.fsdecode(folder + b"/b\xe4d.pdf")).write_bytes(b"no document")
    out = tmp_path / output
    assert run(tmp_path / "in", "-o", out, "-v") == 1
    assert "2 written" in capfd.readouterr().err
    assert run(tmp_path / "in", "-o", out) == 1
    assert "0 written" in capfd.readouterr().err, "known again"
    assert run("report", out) == 0
    assert "/caf\\xe9/lat\\xe9n.pdf" in capfd.readouterr().out
    if output == "out":
        made = os.fsencode(out) + b"/caf\xe9/lat\xe9n.json"
        assert Document.from_json(Path(os.fsdecode(made)).read_bytes()).source.file == (
            f"{tmp_path}/in/caf\\xe9/lat\\xe9n.pdf"
        )
        assert (out / "t.tar" / "新闻.json").is_file()
    assert run(os.fsdecode(folder + b"/lat\xe9n.pdf"), "-o", tmp_path / "one.json") == 0


def test_a_folder_and_a_result_of_one_name(make_pdf: MakePdf, tmp_path: Path) -> None:
    make_pdf("in/a.json/b.pdf")
    make_pdf("in/a.pdf")
    assert run(tmp_path / "in", "-o", tmp_path / "out") == 0
    assert set(results(tmp_path / "out")) == {"a.json/b.json", "a.pdf.json"}


@posix
def test_links_pipes_and_what_cannot_be_read(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    make_pdf("in/a.pdf")
    make_pdf("in/deep/b.pdf")
    make_pdf("elsewhere/c.pdf")
    os.symlink(tmp_path / "in", tmp_path / "in" / "deep" / "loop")
    os.symlink(tmp_path / "elsewhere", tmp_path / "in" / "linked")
    os.symlink(tmp_path / "nowhere.pdf", tmp_path / "in" / "broken.pdf")
    os.mkfifo(tmp_path / "in" / "pipe.pdf")
    assert run(tmp_path / "in", "-o", tmp_path / "out", "-v") == 1
    assert set(results(tmp_path / "out")) == {"a.json", "deep/b.json", "linked/c.json"}
    err = capsys.readouterr().err
    assert "loop: skipped (a link to" in err and "pipe.pdf: skipped (no file but a pipe" in err
    assert "broken.pdf: no such file" in err and "3 written" in err and "2 skipped" in err


def packed(archive: Path, path: Path) -> Path:
    """The folder as a zip or a tar."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for inner in sorted(archive.rglob("*")):
                file.write(inner, inner.relative_to(archive))
    else:
        mode = "w:" + (path.suffix[1:].removeprefix("t") if path.suffix != ".tar" else "")
        with tarfile.open(path, mode) as tar:  # type: ignore[call-overload]
            tar.add(archive, ".")
    return path


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz", "x.tgz", "x.tar.xz", "x.tar.bz2"])
def test_archives_are_read_without_unpacking(archive: Path, tmp_path: Path, name: str, capsys: Capture) -> None:
    path = packed(archive, tmp_path / name)
    out = tmp_path / "out"
    assert run(path, "-o", out) == 1
    assert run(archive, "-o", tmp_path / "plain") == 1
    inside, plain = results(out), results(tmp_path / "plain")
    assert set(inside) == {f"{name}/{key}" for key in plain} and len(plain) == 3
    for key, data in plain.items():
        mine, theirs = Document.from_json(inside[f"{name}/{key}"]), Document.from_json(data)
        assert mine.articles == theirs.articles and mine.source.sha256 == theirs.source.sha256
        assert mine.source.file == f"{path.as_posix()}/{key.replace('.json', '.pdf')}"
    said = capsys.readouterr().err
    assert f"{name}/bad.pdf: not a supported document" in said
    assert run(path, "-o", out) == 1
    assert "0 written" in capsys.readouterr().err
    assert [p.name for p in out.iterdir()].count(name) == 1 and not list((out / ".docparse").glob("*.tar"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_in_archives_lead_nowhere_else(make_pdf: MakePdf, tmp_path: Path) -> None:
    data = make_pdf().read_bytes()
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        for name in ("../../up.pdf", "/root.pdf", "C:\\temp\\win.pdf", "__MACOSX/._a.pdf", "same.pdf", "same.pdf"):
            file.writestr(name, data if name != "same.pdf" else two_columns())
    assert run(tmp_path / "x.zip", "-o", tmp_path / "out") == 0
    wanted = {"up.json", "root.json", "temp/win.json", "same.pdf.json", "same.pdf-2.json"}
    assert set(results(tmp_path / "out")) == {f"x.zip/{name}" for name in wanted}


def test_chinese_names_of_a_zip_made_by_windows(make_pdf: MakePdf, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        file.writestr("PLACE.pdf", make_pdf().read_bytes())
    raw = (tmp_path / "x.zip").read_bytes().replace(b"PLACE", "社区".encode("gbk") + b"1")
    (tmp_path / "x.zip").write_bytes(raw)
    assert [member.name for member in members.members(tmp_path / "x.zip")] == ["社区1.pdf"]
    assert run(tmp_path / "x.zip", "-o", tmp_path / "out") == 0
    assert set(results(tmp_path / "out")) == {"x.zip/社区1.json"}


def test_archives_that_are_bombs_or_broken(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.pdf", bytes(40 << 20))
    with tarfile.open(tmp_path / "bomb.tgz", "w:gz") as tar:
        info = tarfile.TarInfo("a.pdf")
        info.size = 40 << 20
        tar.addfile(info, io.BytesIO(bytes(info.size)))
    monkeypatch.setattr(members, "PLAUSIBLE", 1 << 20)
    for name in ("bomb.zip", "bomb.tgz"):
        with pytest.raises(errors.ArchiveTooLarge, match=name):
            members.members(tmp_path / name)
    for name in ("cut.zip", "cut.tar", "cut.tar.gz"):
        whole = packed(archive, tmp_path / name.replace("cut", "whole"))
        (tmp_path / name).write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        with pytest.raises(errors.DamagedInput, match=name):
            found = members.members(tmp_path / name)
            [members.read(tmp_path / name, member) for member in found]
    (tmp_path / "text.zip").write_text("no zip")
    assert run(tmp_path / "text.zip", tmp_path / "cut.zip", archive / "a.pdf", "-o", tmp_path / "out") == 1
    assert set(results(tmp_path / "out")) == {"a.json"}


def test_a_member_that_is_too_large_or_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as file:
        file.writestr("a.pdf", two_columns())
    (member,) = members.members(tmp_path / "x.zip")
    assert members.read(tmp_path / "x.zip", member) == two_columns()
    raw = bytearray((tmp_path / "x.zip").read_bytes())
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(start) + at] |= 1  # encrypted, says the header
    (tmp_path / "locked.zip").write_bytes(raw)
    (locked,) = members.members(tmp_path / "locked.zip")
    with pytest.raises(errors.PasswordNeeded, match=r"locked\.zip/a\.pdf"):
        members.read(tmp_path / "locked.zip", locked)
    with pytest.raises(errors.WrongPassword):
        members.read(tmp_path / "locked.zip", locked, "no")
    monkeypatch.setattr(members, "MOST_BYTES", 100)
    with pytest.raises(errors.MemberTooLarge):
        members.read(tmp_path / "x.zip", member)


@pytest.mark.parametrize(
    ("name", "clean"),
    [("a/b.pdf", "a/b.pdf"), ("../a", "a"), ("./a//b", "a/b"), ("c:\\a\\b", "a/b"), ("..", ""), ("a\0b", "ab")],
)
def test_names_of_members_are_cleaned(name: str, clean: str) -> None:
    assert members.clean(name) == clean


# ---- one stream, a table


def test_one_stream_of_many_documents(archive: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "all.jsonl"
    assert run(archive, "-o", out, "--max-chars", 50) == 1
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    files = list(dict.fromkeys(line["file"] for line in lines))
    assert files == [(archive / name).as_posix() for name in ("a.pdf", "2025/b.pdf", "2025/01/c.pdf")]
    assert all(len(line["content"]) <= 50 and line["parts"] > 1 for line in lines)
    stamp = out.stat().st_mtime_ns
    assert run(archive, "-o", out, "--max-chars", 50) == 1 and out.stat().st_mtime_ns == stamp
    (archive / "a.pdf").unlink()
    assert run(archive, "-o", out, "--max-chars", 50) == 1
    assert {json.loads(line)["file"] for line in out.read_text("utf-8").splitlines()} == set(files[1:])
    assert run("report", out) == 0 and "UnsupportedType" in capsys.readouterr().out
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == [".all.jsonl.docparse"]


def test_a_stream_for_wiseflow(archive: Path, tmp_path: Path) -> None:
    assert run(archive, "-o", tmp_path / "all.jsonl", "--format", "wiseflow") == 1
    urls = [json.loads(line)["url"] for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert urls == ["a.pdf#a01", "b.pdf#a01", "c.pdf#a01"]


def test_a_table(archive: Path, tmp_path: Path) -> None:
    dataset = pytest.importorskip("pyarrow.dataset")
    out = tmp_path / "articles.parquet"
    assert run(archive, "-o", out) == 1
    rows = dataset.dataset(out, partitioning="hive").to_table().to_pylist()
    assert sorted((row["folder"], Path(row["file"]).name) for row in rows) == [
        (".", "a.pdf"),
        ("2025", "b.pdf"),
        ("2025/01", "c.pdf"),
    ]
    document = api.parse(archive / "a.pdf")
    (row,) = [row for row in rows if row["folder"] == "."]
    assert (row["title"], row["text"]) == (document.articles[0].title, document.articles[0].text)
    assert (row["pages"], row["confidence"], row["captions"]) == ([1], 1.0, [])
    before = {name: (out / name).stat().st_mtime_ns for name in results(out)}
    shutil.rmtree(archive / "2025" / "01")
    (archive / "a.pdf").write_bytes(two_columns())
    assert run(archive, "-o", out) == 1
    now = {name: (out / name).stat().st_mtime_ns for name in results(out)}
    assert set(before) - set(now) == {"folder=2025%2F01/articles.parquet"}
    assert {name for name in now if before[name] != now[name]} == {"folder=./articles.parquet"}
    assert run(archive / "a.pdf", "-o", tmp_path / "one.parquet") == 0, "of one document too"


def test_a_table_needs_its_library(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert run(archive, "-o", tmp_path / "out.parquet") == 5
    assert "pip install 'docparse[parquet]'" in capsys.readouterr().err and not (tmp_path / "out.parquet").exists()


# ---- the report


def test_the_report(archive: Path, tmp_path: Path, capsys: Capture) -> None:
    (archive / "empty.pdf").touch()
    (archive / "<b>.pdf").write_text("no PDF")
    run(archive, "-o", tmp_path / "out")
    capsys.readouterr()
    assert run("report", tmp_path / "out", "-o", tmp_path / "report.html") == 0
    out = capsys.readouterr().out
    for line in ("done          3", "failed        3", "skipped       1", "UnsupportedType  2", "EmptyInput       1"):
        assert line in out
    assert all(title in out for title in ("Pages by method", "Slowest", "Failures by cause", "Skipped"))
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "&lt;b&gt;.pdf" in page and "<b>" not in page and "http" not in page
    assert run("report", tmp_path / "out") == 0
    assert f"{tmp_path / 'out' / '.docparse' / 'report.html'}" in capsys.readouterr().err
    assert (tmp_path / "out" / ".docparse" / "report.html").read_text("utf-8") == page
    assert run("report", archive) == 3
    assert "no record" in capsys.readouterr().err


def test_the_record_is_plain_sqlite(archive: Path, tmp_path: Path) -> None:
    run(archive, "-o", tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / ".docparse" / "record.sqlite") as database:
        assert database.execute("SELECT count(*), sum(pages) FROM inputs WHERE state = 'done'").fetchone() == (3, 3)


# ---- what is said


def test_progress_in_plain_lines(capsys: Capture) -> None:
    now = [0.0]
    progress = Progress(Console(), 300_000, 4, clock=lambda: now[0])
    progress.finish("a", 100_000, 3, failed=False)
    assert capsys.readouterr().err == "", "a short run needs no word"
    now[0] = 30.0
    progress.page("b", 2)
    assert capsys.readouterr().err == "docparse: 1 of 4 documents, 5 pages, 0.2 pages/s, 60 s left\n"
    progress.finish("b", 100_000, 4, failed=True)
    assert progress.line() == "2 of 4 documents, 7 pages, 0.2 pages/s, 1 failed, 15 s left"


def test_progress_while_nothing_ends(make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make_pdf("in/a.pdf")
    shown = []
    monkeypatch.setattr(Progress, "show", lambda progress: shown.append(progress.line()))
    assert run(tmp_path / "in", "-o", tmp_path / "out") == 0
    assert shown[0].startswith("0 of 1 documents"), "its process takes a while to start"


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    now = [0.0]
    progress = Progress(Console(), 2, 2, clock=lambda: now[0])
    now[0] = 1.0
    progress.finish("a", 1, 1, failed=False)
    assert capsys.readouterr().err.startswith("\r\033[Kdocparse: 1 of 2 documents")


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0 s"), (99, "99 s"), (150, "2 min"), (7200, "2.0 h")])
def test_spans(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_last_words() -> None:
    assert said(Tally(3, 0, 0, 0, 0, 1.0), "out") == "3 written to out"
    assert said(Tally(3, 1, 2, 1, 4, 90.0), "out") == (
        "3 written to out, 2 were done before, 1 failed, 1 failed before (--retry-failed tries them again), "
        "4 skipped (docparse report out tells which), 90 s"
    )


def test_a_search_names_each_document_once(make_pdf: MakePdf, tmp_path: Path) -> None:
    path = make_pdf("in/a.pdf")
    assert len(find.search([path, tmp_path / "in", path.parent / ".." / "in" / "a.pdf"]).found) == 1


def test_what_docparse_wrote_is_no_input(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    make_pdf("in/a.pdf")
    options = ("--format", "markdown", "--figures", tmp_path / "in" / "pictures")
    (tmp_path / "in" / "pictures").mkdir()
    (tmp_path / "in" / "pictures" / "1.png").write_bytes(b"no picture")
    for out in (tmp_path / "in" / "out", tmp_path / "in"):
        assert run(tmp_path / "in", "-o", out, *options) == 0 and (out / "a.md").is_file()
        capsys.readouterr()
        assert run(tmp_path / "in", "-o", out, *options, "-v") == 0
        assert "0 written" in capsys.readouterr().err
    assert {path.name for path in (tmp_path / "in").rglob("*.md")} == {"a.md"}


@pytest.mark.parametrize("name", ["mets-alto", "jsonld", "ninjs"])
def test_formats_that_are_loaded_late_and_a_text_without_places(archive: Path, tmp_path: Path, name: str) -> None:
    (archive / "notes.txt").write_text("Harbour office opens.\n\nThe office at the harbour opens on Monday.\n")
    assert run(archive, "-o", tmp_path / "out", "--format", name) == 1
    causes = {e.cause for e in entries(tmp_path / "out" / ".docparse").values() if e.state == FAILED}
    assert causes == {"UnsupportedType"} | ({"NoPlaces"} if name == "mets-alto" else set())
    assert len(results(tmp_path / "out")) == (3 if name == "mets-alto" else 4)
