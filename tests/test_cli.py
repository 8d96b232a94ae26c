"""The command: what it writes, what it says, and how it ends. The exit codes are those of the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import HEADLINE, MakePdf
from documents import NOTICE, STORY, document

from docparse import __version__, api, cli, errors
from docparse.archive.plan import output_file, plan
from docparse.console import page_ranges
from docparse.model import Document
from docparse.model import Warning as Notice

Capture = pytest.CaptureFixture[str]
ROOT = Path(__file__).parent.parent


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, object]]]:
    """`fake(document)` or `fake(error)` stands in for the parser; the calls it gets are in the list."""

    def install(outcome: Document | BaseException) -> list[dict[str, object]]:
        calls: list[dict[str, object]] = []

        def parse(source: Path, **options: object) -> Document:
            calls.append({"source": source, **options})
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        monkeypatch.setattr(api, "parse", parse)
        return calls

    return install


def run(*args: object) -> int:
    return cli.main([str(arg) for arg in args])


def docparse(*args: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with its output buffered as usual."""
    command = [sys.executable, "-m", "docparse", *map(str, args)]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    usual: dict[str, Any] = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "env": env,
        "cwd": ROOT,
        "check": False,
    }
    return subprocess.run(command, **usual | options)


def one_line(capture: Capture) -> str:
    """What stands on standard error, which has to be one line of ours, with nothing on standard output."""
    out, err = capture.readouterr()
    assert out == ""
    assert err.startswith("docparse: ") and err.endswith("\n") and err.count("\n") == 1, err
    return err


# ---- what is written


def test_one_file_to_one_file(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    assert run(make_pdf(), "-o", tmp_path / "out.json") == 0
    whole = Document.from_json((tmp_path / "out.json").read_bytes())
    assert HEADLINE in [article.title for article in whole.articles]
    assert capsys.readouterr() == ("", "")
    assert sorted(os.listdir(tmp_path)) == ["in.pdf", "out.json"]


def test_standard_output_is_utf8_in_any_locale(make_pdf: MakePdf) -> None:
    done = docparse(make_pdf(), env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert HEADLINE in done.stdout.decode("utf-8")


def test_a_dash_is_standard_output(
    fake: Callable[..., object], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    fake(document(STORY))
    assert run("in.pdf", "-o", "-") == 0
    assert Document.from_json(capfdbinary.readouterr().out) == document(STORY)


@pytest.mark.parametrize(
    ("name", "option", "first"),
    [
        ("out.json", (), "{"),
        ("out.jsonl", (), '{"id"'),
        ("out.md", (), "# "),
        ("out.txt", ("--format", "markdown"), "# "),
        ("out.json", ("--format", "jsonl"), '{"id"'),
        ("out.jsonl", ("--format", "wiseflow"), '{"url"'),
        ("out", (), "{"),
    ],
)
def test_the_format_follows_the_ending_or_its_option(
    fake: Callable[..., object], tmp_path: Path, name: str, option: tuple[str, ...], first: str
) -> None:
    fake(document(STORY))
    assert run("in.pdf", "-o", tmp_path / name, *option) == 0
    assert (tmp_path / name).read_text("utf-8").startswith(first)


def test_options_reach_the_parser(fake: Callable[..., list[dict[str, object]]], tmp_path: Path) -> None:
    calls = fake(document(STORY))
    assert (
        run("--pages", "1,3-5", "--password", "x", "--figures", tmp_path / "f", "in.pdf", "-o", tmp_path / "o.json")
        == 0
    )
    plain = {
        "ocr": "auto",
        "ocr_engine": "rapidocr",
        "dpi": None,
        "lang": None,
        "jobs": None,
        "progress": None,
        "repair": True,
    }
    assert calls == [{"source": Path("in.pdf"), "pages": "1,3-5", "password": "x", "figures": tmp_path / "f", **plain}]


def test_options_of_ocr_reach_the_parser(fake: Callable[..., list[dict[str, object]]], tmp_path: Path) -> None:
    calls = fake(document(STORY))
    options = ("--ocr", "always", "--ocr-engine", "tesseract", "--dpi", "300", "--lang", "zh", "--jobs", "3")
    assert run(*options, "in.tif", "-o", tmp_path / "o.json") == 0
    wanted = {"ocr": "always", "ocr_engine": "tesseract", "dpi": 300.0, "lang": "zh", "jobs": 3}
    assert {key: calls[0][key] for key in wanted} == wanted


def test_max_chars(fake: Callable[..., object], tmp_path: Path) -> None:
    fake(document(STORY))
    assert run("in.pdf", "-o", tmp_path / "o.jsonl", "--max-chars", 20) == 0
    parts = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text("utf-8").splitlines()]
    assert len(parts) > 1
    assert all(len(part["content"]) <= 20 for part in parts)


def test_the_output_fits_its_schema(make_pdf: MakePdf) -> None:
    schema = json.loads(docparse("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(docparse(make_pdf()).stdout), schema)
    jsonschema.validate(json.loads(document(STORY, NOTICE).to_json()), schema)


# ---- several inputs


def results(folder: Path) -> list[str]:
    """The files in a folder and below it, without the record."""
    found = [p.relative_to(folder) for p in folder.rglob("*") if p.is_file()]
    return sorted(p.as_posix() for p in found if p.parts[0] != ".docparse")


def test_a_folder_is_mirrored(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    for name in ("in/a.pdf", "in/2025/b.PDF", "in/2025/deep/c.pdf"):
        make_pdf(name)
    (tmp_path / "in" / "notes.docx").write_text("no document")
    (tmp_path / "in" / "._a.pdf").write_text("what macOS leaves")
    assert run(tmp_path / "in", "-o", tmp_path / "out") == 0
    assert results(tmp_path / "out") == ["2025/b.json", "2025/deep/c.json", "a.json"]
    out = tmp_path / "out"
    said = f"docparse: 3 written to {out}, 1 skipped (docparse report {out} tells which)\n"
    assert capsys.readouterr() == ("", said)


def test_files_of_one_issue_become_one_document(make_pdf: MakePdf, tmp_path: Path) -> None:
    a, b, out = make_pdf("a.pdf"), make_pdf("b.pdf"), tmp_path / "out.json"
    assert run(a, b, "-o", out, "--as-issue") == 0
    written = Document.from_json(out.read_bytes())
    assert [page.page for page in written.pages] == [1, 2]
    assert written.source.file == f"{a.as_posix()} + {b.as_posix()}"


def test_an_issue_takes_files_and_all_their_pages(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    path = make_pdf()
    assert run(path, "--as-issue", "--pages", "1") == 2
    assert run(tmp_path, "--as-issue") == 2
    said = capsys.readouterr()
    assert said.out == "" and "--pages" in said.err and "folder" in said.err
    assert run(path, tmp_path / "none.pdf", "-o", tmp_path / "out.json", "--as-issue") == 3
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("overwritten", [0, 1])
def test_an_issue_never_overwrites_a_page_of_its_own(make_pdf: MakePdf, overwritten: int) -> None:
    paths = [make_pdf("a.pdf"), make_pdf("b.pdf")]
    before = paths[overwritten].read_bytes()
    assert run(*paths, "-o", paths[overwritten], "--format", "json", "--as-issue") == 2
    assert paths[overwritten].read_bytes() == before


def test_a_failure_among_several_is_named_and_the_rest_is_written(
    make_pdf: MakePdf, tmp_path: Path, capsys: Capture
) -> None:
    good, bad, none = make_pdf("good.pdf"), tmp_path / "bad.pdf", tmp_path / "none.pdf"
    bad.write_text("no PDF")
    assert run(bad, none, good, "-o", tmp_path / "out") == 1
    assert results(tmp_path / "out") == ["good.json"]
    err = capsys.readouterr().err.splitlines()
    assert len(err) == 3
    assert sorted(path in line for line in err[:2] for path in (str(bad), str(none))) == [False, False, True, True]
    assert err[2].endswith("1 written to " + str(tmp_path / "out") + ", 2 failed")


def test_one_match_of_a_pattern_goes_into_the_folder_too(fake: Callable[..., object], tmp_path: Path) -> None:
    fake(document(STORY))
    assert run("in.pdf", "-o", f"{tmp_path}/new/") == 0
    assert run("in.pdf", "-o", tmp_path, "--format", "markdown") == 0
    assert sorted(os.listdir(tmp_path)) == ["in.md", "new"]
    assert os.listdir(tmp_path / "new") == ["in.json"]


def names(*sources: str, ending: str = ".json") -> list[str]:
    jobs = plan([Path(source) for source in sources], "out", ending).jobs
    return [str(job.output.relative_to("out")) for job in jobs if job.output]


@pytest.mark.parametrize(
    ("sources", "outputs"),
    [
        (["a.pdf", "b.pdf"], ["a.json", "b.json"]),
        (["x/a.pdf", "y/a.pdf"], ["a.pdf.json", "a.pdf-2.json"]),
        (["a.pdf", "a.tif"], ["a.pdf.json", "a.tif.json"]),
        (["a.pdf", "A.pdf"], ["a.pdf.json", "A.pdf-2.json"]),
        (["a.pdf", "A.PDF", "a.pdf.pdf"], ["a.pdf-2.json", "A.PDF-3.json", "a.pdf.json"]),
        (["caf\u00e9.pdf", "cafe\u0301.pdf"], ["caf\u00e9.pdf.json", "cafe\u0301.pdf-2.json"]),
        (["a.pdf", "b.pdf", "a.pdf", "./a.pdf"], ["a.json", "b.json"]),
        (["a.v1.pdf", "a.v2.pdf"], ["a.v1.json", "a.v2.json"]),
    ],
)
def test_no_output_overwrites_another(sources: list[str], outputs: list[str]) -> None:
    assert names(*sources) == outputs


def test_two_folders_keep_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("2024/a.pdf", "2025/a.pdf", "b.pdf"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).touch()
    assert names("2024", "2025", "b.pdf") == ["2024/a.json", "2025/a.json", "b.json"]


def test_pictures_of_several_inputs_do_not_mix(tmp_path: Path) -> None:
    jobs = plan([Path("a.pdf"), Path("b.pdf")], "out", ".json", tmp_path / "f").jobs
    assert [job.figures for job in jobs] == [tmp_path / "f" / "a", tmp_path / "f" / "b"]


def test_several_inputs_need_no_ending_of_a_folder() -> None:
    assert output_file([Path("a.pdf"), Path("b.pdf")], "out.v2") is None


# ---- wrong usage


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "INPUT"),
        (["in.pdf", "--no-such-option"], "--no-such-option"),
        (["in.pdf", "--format", "docx"], "docx"),
        (["in.pdf", "-o", "out.docx"], "--format"),
        (["in.pdf", "--max-chars", "0"], "--max-chars"),
        (["in.pdf", "--max-chars", "100"], "--format jsonl"),
        (["a.pdf", "b.pdf"], "-o FOLDER/"),
        (["a.pdf", "b.pdf", "-o", "out.json"], "out.json is a file"),
        (["a.pdf", "b.pdf", "-o", "-"], "-o FOLDER/"),
        (["a.pdf", "b.pdf", "-o", "out.md"], "out.md is a file"),
        (["--from-file", "list.txt"], "-o FOLDER/"),
        (["a.pdf", "--format", "parquet"], "out.parquet"),
    ],
)
def test_wrong_usage(args: list[str], words: str, capsys: Capture) -> None:
    assert run(*args) == 2
    assert words in one_line(capsys)


@pytest.mark.parametrize("pages", ["9", "0", "x", "2-1"])
def test_pages_that_the_file_does_not_have(make_pdf: MakePdf, tmp_path: Path, capsys: Capture, pages: str) -> None:
    assert run(make_pdf(), "--pages", pages, "-o", tmp_path / "o.json") == 2
    assert "in.pdf" in one_line(capsys)
    assert os.listdir(tmp_path) == ["in.pdf"]


def test_an_input_is_never_overwritten(make_pdf: MakePdf, capsys: Capture) -> None:
    path = make_pdf()
    before = path.read_bytes()
    assert run(path, "-o", path, "--format", "json") == 2
    assert "overwrite" in one_line(capsys)
    assert path.read_bytes() == before


# ---- bad input


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("none.pdf", None, 3, "no such file"),
        ("empty.pdf", b"", 3, "empty"),
        ("text.pdf", b"not a PDF", 3, "not a supported"),
        ("damaged.pdf", b"%PDF-1.7\n%%EOF\n", 3, "damaged.pdf"),
    ],
)
def test_an_input_that_cannot_be_read(
    tmp_path: Path, capsys: Capture, name: str, data: bytes | None, code: int, words: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert run(path, "-o", tmp_path / "out.json") == code
    line = one_line(capsys)
    assert words in line and line.count(name) == 1
    assert not (tmp_path / "out.json").exists()


def test_no_message_of_the_pdf_library_gets_out(tmp_path: Path) -> None:
    path = tmp_path / "in.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n")
    done = docparse(path)
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.count(b"\n") == 1


def test_a_folder_without_documents(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "in").mkdir()
    assert run(tmp_path / "in", "-o", tmp_path / "out", "-q") == 1
    assert "no document" in one_line(capsys)


def test_passwords(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    path, out = make_pdf(password="geheim"), tmp_path / "out.json"
    assert run(path, "-o", out) == 4
    assert "a password is needed" in one_line(capsys)
    assert run(path, "-o", out, "--password", "wrong") == 4
    assert "the password is wrong" in one_line(capsys)
    assert not out.exists()
    assert run(path, "-o", out, "--password", "geheim") == 0
    assert out.exists()


def test_pages_without_text_are_a_warning(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "o.json"
    path = make_pdf(pages=3, empty=True)
    assert run(path, "-o", out) == 0
    line = one_line(capsys)
    assert "warning" in line and "1-3" in line
    assert run(path, "-o", out, "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert {page.method for page in Document.from_json(out.read_bytes()).pages} == {"empty"}


def test_an_engine_that_is_missing(fake: Callable[..., object], capsys: Capture) -> None:
    fake(errors.MissingEngine("rapidocr", "pip install 'docparse[ocr]'"))
    assert run("in.pdf") == 5
    assert "pip install 'docparse[ocr]'" in one_line(capsys)


# ---- output that cannot be written


@pytest.mark.parametrize("name", ["missing/out.json", "in.pdf/out.json", "in.pdf/out/"])
def test_an_output_that_cannot_be_written(make_pdf: MakePdf, tmp_path: Path, capsys: Capture, name: str) -> None:
    assert run(make_pdf(), "-o", f"{tmp_path}/{name}") == 6
    assert "cannot be written" in one_line(capsys)
    assert os.listdir(tmp_path) == ["in.pdf"]


def test_a_folder_that_cannot_be_made(make_pdf: MakePdf, tmp_path: Path, capsys: Capture) -> None:
    assert run(make_pdf("a.pdf"), make_pdf("b.pdf"), "-o", tmp_path / "a.pdf" / "out") == 6
    assert "cannot be written" in one_line(capsys)


def test_the_output_is_looked_at_before_the_work(fake: Callable[..., list[object]], tmp_path: Path) -> None:
    calls = fake(document(STORY))
    assert run("in.pdf", "-o", tmp_path / "missing" / "o.json") == 6
    assert calls == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk(make_pdf: MakePdf) -> None:
    with open("/dev/full", "wb") as full:
        done = docparse(make_pdf(), stdout=full)
    assert done.returncode == 6
    assert done.stderr.count(b"\n") == 1 and b"cannot be written" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_is_gone_ends_it_without_a_word(make_pdf: MakePdf) -> None:
    read, write = os.pipe()
    os.close(read)
    done = docparse(make_pdf(), stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (6, b"")


# ---- what is said


def test_an_unexpected_error_is_one_line_and_a_traceback_with_v(fake: Callable[..., object], capsys: Capture) -> None:
    fake(KeyError("surprise"))
    assert run("in.pdf") == 3
    line = one_line(capsys)
    assert "in.pdf: internal error (KeyError: 'surprise'); please report it" in line and "-v" in line
    assert run("in.pdf", "-v") == 3
    err = capsys.readouterr().err
    assert "Traceback (most recent call last)" in err and err.splitlines()[-1] == line.strip()


def test_an_interruption(fake: Callable[..., object], tmp_path: Path, capsys: Capture) -> None:
    fake(KeyboardInterrupt())
    assert run("in.pdf", "-o", tmp_path / "o.json") == 130
    one_line(capsys)
    assert os.listdir(tmp_path) == []


def test_a_name_cannot_break_the_line(tmp_path: Path, capsys: Capture) -> None:
    assert run(tmp_path / "a\nb\x1b[31m.pdf") == 3
    assert "\x1b" not in one_line(capsys)


def test_warnings_are_told_by_kind(fake: Callable[..., object], tmp_path: Path, capsys: Capture) -> None:
    notices = (*(Notice(page=n, code="no-text", message="no text") for n in (1, 2, 5)), Notice(code="odd", message="?"))
    fake(document(STORY, warnings=notices))
    assert run("in.pdf", "-o", tmp_path / "o.json") == 0
    assert capsys.readouterr().err.splitlines() == [
        "docparse: warning: in.pdf, page 1-2,5: no text (no-text)",
        "docparse: warning: in.pdf: ? (odd)",
    ]


def test_progress_only_for_long_files_and_only_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Capture
) -> None:
    def parse(_: Path, *, progress: Callable[[int, int], None] | None, pages: str | None, **__: object) -> Document:
        total = int(pages or 0)
        for done in range(total if progress else 0):
            progress and progress(done + 1, total)
        return document(STORY)

    monkeypatch.setattr(api, "parse", parse)
    assert run("in.pdf", "--pages", "21", "-o", tmp_path / "o.json") == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert run("in.pdf", "--pages", "20", "-o", tmp_path / "o.json") == 0
    assert capsys.readouterr().err == ""
    assert run("in.pdf", "--pages", "21", "-o", tmp_path / "o.json") == 0
    err = capsys.readouterr().err
    assert "in.pdf: page 7 of 21" in err
    assert err.endswith("\r\033[K"), "the line is gone when it is done"


@pytest.mark.parametrize(
    ("pages", "text"), [([], ""), ([3], "3"), ([1, 2, 3, 7], "1-3,7"), ([2, 1, 1, 4], "1-2,4"), ([1, 3, 5], "1,3,5")]
)
def test_page_ranges(pages: list[int], text: str) -> None:
    assert page_ranges(pages) == text


def test_help_has_examples_and_the_commands() -> None:
    done = docparse("--help")
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(word in text for word in ("-o out.json", "--pages", "--figures", "docparse schema", "Exit codes"))


def test_version_and_help_start_at_once_without_the_pdf_library() -> None:
    program = "import sys; from docparse.cli import main; main(['--version']); main(['--help'])"
    command = [sys.executable, "-c", program + "; print('pymupdf' in sys.modules)"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == f"docparse {__version__}"
    assert done.stdout.splitlines()[-1] == "False"
    start = time.perf_counter()
    docparse("--version")
    assert time.perf_counter() - start < 2, "0.1 s; the rest is for a busy machine"
