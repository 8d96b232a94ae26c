"""The OCR engines paddleocr and tesseract: real pictures through those installed, and what needs none of them."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pymupdf
import pytest

from docparse import errors
from docparse.ocr import engine as engines
from docparse.ocr import paddle, paddle_models, tesseract
from docparse.ocr.engine import Engine, Seen, engine

ROOT = Path(__file__).parent.parent
REQUIRED = os.environ.get("DOCPARSE_REQUIRE_ENGINES", "").split(",")  # these are not skipped
CHINESE = ("社区图书馆昨天重新开放", "新添的三百册书里一半是给孩子的")
ENGLISH = ("The library on Mill Lane is open again", "and half of its books are for children.")
DPI = 200
LIKE = {"paddleocr": 1.0, "tesseract": 0.85}  # the letters of a crop; Tesseract confuses some


def pixels(page: pymupdf.Page, clip: pymupdf.Rect | None = None) -> engines.Image:
    drawn = page.get_pixmap(dpi=DPI, clip=clip)
    return np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, drawn.n)[:, :, :3].copy()


def cut_out(page: pymupdf.Page, box: Sequence[float]) -> engines.Image:
    """A part of a page with white around it, so that nothing of its neighbours is there to be read."""
    return np.pad(pixels(page, pymupdf.Rect(box)), ((20, 20), (20, 20), (0, 0)), constant_values=255)


def picture(lines: tuple[str, ...], font: str) -> engines.Image:
    page = pymupdf.open().new_page(width=300, height=40 + 30 * len(lines))
    for number, text in enumerate(lines):
        page.insert_text((20, 40 + 30 * number), text, fontname=font, fontsize=14)
    return pixels(page)


@pytest.fixture(params=["paddleocr", "tesseract"])
def reader(request: pytest.FixtureRequest) -> Engine:
    name: str = request.param
    try:
        return engine(name)
    except errors.MissingEngine as error:
        if name in REQUIRED:
            raise
        pytest.skip(str(error))


def from_top(seen: Sequence[Seen]) -> list[str]:
    return [line.text for line in sorted(seen, key=lambda line: line.quad[0][1])]


def check(line: Seen, image: engines.Image) -> None:
    height, width = image.shape[:2]
    assert all(0 <= x <= width and 0 <= y <= height for x, y in line.quad)
    assert line.quad[0][0] < line.quad[1][0] and line.quad[0][1] < line.quad[3][1]
    assert 0.5 < line.confidence <= 1
    assert len(line.places) == len(line.text) and list(line.places) == sorted(line.places)
    assert 0 <= line.places[0] < 0.2 and 0.8 < line.places[-1] <= 1


def test_chinese_is_read(reader: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    image = picture(CHINESE, "china-s")
    seen = list(reader.read(image))
    assert from_top(seen) == list(CHINESE)
    for line in seen:
        check(line, image)
    assert capfd.readouterr() == ("", "")


def test_english_is_read(reader: Engine) -> None:
    image = picture(ENGLISH, "helv")
    seen = list(reader.read(image))
    assert from_top(seen) == list(ENGLISH)
    for line in seen:
        check(line, image)
        assert not line.vertical


@pytest.mark.parametrize("sample", ["zh-newsletter-sample", "en-newsletter-sample"])
def test_a_crop_of_a_sample_is_read(reader: Engine, sample: str) -> None:
    """The longest block of page 3, against the sample's own text layer."""
    page = pymupdf.open(ROOT / "samples" / f"{sample}.pdf")[2]
    block = max(page.get_text("blocks"), key=lambda block: len(block[4]))
    read = from_top(reader.read(cut_out(page, block[:4])))
    found, there = ("".join(re.findall(r"\w", text)) for text in ("".join(read), block[4]))
    assert SequenceMatcher(None, found, there, autojunk=False).ratio() >= LIKE[reader.name]


def test_nothing_is_read_where_nothing_is(reader: Engine) -> None:
    assert len(reader.read(np.full((200, 300, 3), 255, np.uint8))) == 0
    assert len(reader.read(np.zeros((0, 300, 3), np.uint8))) == 0


def test_the_places_are_where_the_characters_are(reader: Engine) -> None:
    image = picture(("甲乙丙丁戊己庚辛",), "china-s")
    (line,) = reader.read(image)
    wanted = [(number + 0.5) / 8 for number in range(8)]
    assert max(abs(place - there) for place, there in zip(line.places, wanted, strict=True)) < 0.08


# paddleocr: what needs no engine


def test_the_folder_of_the_cache(tmp_path: Path) -> None:
    assert paddle_models.cache_root({"DOCPARSE_CACHE": str(tmp_path), "XDG_CACHE_HOME": "/x"}) == tmp_path
    assert paddle_models.cache_root({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "docparse"
    assert paddle_models.cache_root({}, "linux") == Path.home() / ".cache" / "docparse"
    assert paddle_models.cache_root({}, "darwin") == Path.home() / "Library" / "Caches" / "docparse"
    assert paddle_models.cache_root({"LOCALAPPDATA": str(tmp_path)}, "win32") == tmp_path / "docparse" / "cache"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pytest.importorskip("yaml")
    for name in list(os.environ):
        if name.startswith("DOCPARSE_PADDLE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DOCPARSE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "paddle"


def test_folders_are_made_of_the_models_of_rapidocr(cache: Path) -> None:
    import yaml

    detector, recogniser = (
        paddle_models.bundled(paddle_models.DETECTOR),
        paddle_models.bundled(paddle_models.RECOGNISER),
    )
    assert {folder.name for folder in cache.iterdir()} == {detector.folder.name, recogniser.folder.name}
    for model in (detector, recogniser):
        settings = yaml.safe_load((model.folder / "inference.yml").read_text("utf-8"))
        assert settings["Global"]["model_name"] == model.name == paddle_models.named("DET", model.folder).name  # type: ignore[union-attr]
    told = settings["PostProcess"]["character_dict"]
    assert len(told) > 18_000 and all(len(character) == 1 for character in told)
    assert "\u3000" in told and told[0] == "!"  # a blank that a careless split would lose


def test_a_second_process_finds_the_folders(cache: Path) -> None:
    first = paddle_models.bundled(paddle_models.DETECTOR)
    made = (first.folder / "inference.yml").stat().st_mtime_ns
    assert paddle_models.bundled(paddle_models.DETECTOR) == first
    assert (first.folder / "inference.yml").stat().st_mtime_ns == made


def test_a_broken_folder_is_made_again(cache: Path) -> None:
    first = paddle_models.bundled(paddle_models.DETECTOR)
    (first.folder / "inference.yml").unlink()
    assert (paddle_models.bundled(paddle_models.DETECTOR).folder / "inference.yml").stat().st_size > 0
    assert [folder.name for folder in cache.iterdir()] == [first.folder.name]


def test_several_at_once_do_no_harm(cache: Path) -> None:
    barrier, found = threading.Barrier(4), []

    def make() -> None:
        barrier.wait()
        found.append(paddle_models.bundled(paddle_models.DETECTOR))

    workers = [threading.Thread(target=make) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 4 and len(set(found)) == 1
    assert [folder.name for folder in cache.iterdir()] == [found[0].folder.name]


def test_another_edition_of_rapidocr_gets_another_folder(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = paddle_models.bundled(paddle_models.DETECTOR)
    monkeypatch.setattr(paddle_models, "version", lambda _: "99.0")
    assert paddle_models.bundled(paddle_models.DETECTOR).folder != first.folder


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DOCPARSE_CACHE", str(tmp_path / "file"))
    with pytest.raises(errors.EngineNotReady, match=r"DOCPARSE_CACHE.*DOCPARSE_PADDLE_DET_DIR") as caught:
        paddle_models.bundled(paddle_models.DETECTOR)
    assert caught.value.exit_code == 5


def test_rapidocr_without_its_models(cache: Path) -> None:
    with pytest.raises(errors.EngineNotReady, match=r"comes without none\.onnx.*pip install"):
        paddle_models.bundled(paddle_models.Bundled("none.onnx", "none"))


def test_rapidocr_is_not_there(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paddle_models, "find_spec", lambda _: None)
    with pytest.raises(errors.MissingEngine, match="run: pip install 'rapidocr"):
        paddle_models.bundled(paddle_models.DETECTOR)


def test_named_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOCPARSE_PADDLE_REC_DIR", raising=False)
    assert paddle_models.named("REC") is None
    with pytest.raises(errors.EngineNotReady, match=r"PP-OCRv5_mobile_rec has no folder.*DOCPARSE_PADDLE_REC_DIR"):
        paddle_models.named("REC", name="PP-OCRv5_mobile_rec")
    monkeypatch.setenv("DOCPARSE_PADDLE_REC_DIR", str(tmp_path))
    with pytest.raises(errors.EngineNotReady, match=r"does not hold inference\.onnx"):
        paddle_models.named("REC")
    (tmp_path / "inference.onnx").touch()
    (tmp_path / "inference.yml").write_text("Global:\n  model_name: PP-OCRv5_mobile_rec\n", "utf-8")
    assert paddle_models.named("REC") == paddle_models.Model("PP-OCRv5_mobile_rec", tmp_path)
    assert paddle_models.named("REC", name="mine") == paddle_models.Model("mine", tmp_path)
    assert paddle_models.named("DET", tmp_path) == paddle_models.Model("PP-OCRv5_mobile_rec", tmp_path)


@pytest.fixture
def without_paddle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "paddleocr", None)


def test_paddleocr_is_not_installed(cache: Path, without_paddle: None) -> None:
    with pytest.raises(errors.MissingEngine) as caught:
        paddle.PaddleEngine()
    assert str(caught.value) == "the engine paddleocr is not installed; run: pip install 'docparse[paddle]'"
    assert caught.value.exit_code == 5
    assert not cache.exists(), "nothing is prepared for an engine that is not there"


QUAD = ((10.0, 10.0), (110.0, 10.0), (110.0, 30.0), (10.0, 30.0))


def test_places_from_boxes_of_words() -> None:
    found = paddle.places(
        QUAD, "甲 ab", ["甲", " ", "ab"], [(10, 10, 30, 30), (30, 10, 50, 30), (60, 10, 100, 30)], False
    )
    assert found == pytest.approx((0.1, 0.3, 0.6, 0.8))
    assert paddle.places(QUAD, "甲乙", ["甲"], [(10, 10, 30, 30)], False) == ()


def test_a_tall_box_is_read_downwards() -> None:
    tall = ((10.0, 10.0), (30.0, 10.0), (30.0, 110.0), (10.0, 110.0))
    result = {
        "rec_polys": [tall],
        "rec_texts": ["甲乙"],
        "rec_scores": [0.4],
        "text_word": [["甲", "乙"]],
        "text_word_boxes": [[(10, 10, 30, 60), (10, 60, 30, 110)]],
    }
    (seen,) = paddle.lines(result, 200, 200)
    assert seen == Seen(tall, "甲乙", 0.4, (0.25, 0.75), vertical=True)


@pytest.mark.parametrize(("angle", "turned"), [(0, (10, 20)), (90, (20, 290)), (180, (290, 380)), (270, (380, 10))])
def test_a_turned_page_is_turned_back(angle: int, turned: tuple[float, float]) -> None:
    assert paddle.turn_back(turned, angle, 300, 400) == (10, 20)


# tesseract: what needs no program

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
TABLE = HEAD + (
    "1\t1\t0\t0\t0\t0\t0\t0\t900\t400\t-1\t\n"
    "4\t1\t1\t1\t1\t0\t10\t10\t200\t20\t-1\t\n"
    "5\t1\t1\t1\t1\t1\t10\t10\t40\t20\t90\t今天\n"
    "5\t1\t1\t1\t1\t2\t50\t12\t80\t20\t60\t2026\n"
    "5\t1\t1\t1\t1\t3\t130\t10\t20\t20\t90\t年\n"
    "5\t1\t1\t1\t2\t1\t10\t50\t40\t20\t96.5\tThe\n"
    '5\t1\t1\t1\t2\t2\t60\t50\t40\t20\t96.5\t"b"\n'
    "5\t1\t1\t1\t2\t3\t60\t50\t40\t20\t95\t \n"
    "5\t1\t2\t1\t1\t1\t10\t90\t40\t20\t0\t，\n"
)


def test_the_table_becomes_lines() -> None:
    han, latin, doubtful = tesseract.lines(TABLE)
    assert (han.text, latin.text, doubtful.text) == ("今天2026年", 'The "b"', "，")
    assert han.confidence == pytest.approx((2 * 0.9 + 4 * 0.6 + 0.9) / 7)
    assert han.quad == ((10, 10), (150, 10), (150, 32), (10, 32))
    assert han.places == pytest.approx(((20 - 10) / 140, 30 / 140, 50 / 140, 70 / 140, 90 / 140, 110 / 140, 130 / 140))
    assert len(latin.places) == len(latin.text) and latin.confidence == pytest.approx(0.965)
    assert doubtful.confidence == 0
    assert tesseract.lines(HEAD) == ()


def test_the_languages() -> None:
    assert tesseract.chosen(None, ["osd", "eng", "chi_sim", "deu"]) == "chi_sim+eng"
    assert tesseract.chosen(None, ["osd", "eng"]) == "eng"
    assert tesseract.chosen(None, ["osd", "chi_tra"]) == "chi_tra"
    assert tesseract.chosen(None, ["osd", "deu", "script/HanS"]) == "deu"
    assert tesseract.chosen("deu+eng", ["eng", "deu"]) == "deu+eng"
    with pytest.raises(errors.MissingEngine) as caught:
        tesseract.chosen("chi_tra+eng", ["eng"])
    assert caught.value.exit_code == 5 and "tesseract's language chi_tra " in str(caught.value)
    with pytest.raises(errors.MissingEngine):
        tesseract.chosen(None, ["osd"])


def test_the_command_that_installs_it() -> None:
    assert tesseract.install(platform="linux") == (
        "apt-get install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng"
    )
    assert tesseract.install("chi_tra", platform="linux") == "apt-get install tesseract-ocr-chi-tra"
    assert tesseract.install(platform="darwin").startswith("brew install tesseract")


def test_tesseract_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(errors.MissingEngine, match="tesseract is not installed; run: ") as caught:
        tesseract.TesseractEngine()
    assert caught.value.exit_code == 5


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for tesseract that lists its languages; what it does with a picture, a test writes."""
    if os.name == "nt" or not shutil.which("sh"):
        pytest.skip("needs a shell")
    path = tmp_path / "tesseract"

    def write(act: str) -> None:
        listing = 'if [ "$1" = --list-langs ]; then printf "List:\\neng\\n"; exit; fi'
        path.write_text(f"#!/bin/sh\n{listing}\n{act}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    program.write = write  # type: ignore[attr-defined]
    write("exit 0")
    monkeypatch.delenv("DOCPARSE_TESSERACT_LANG", raising=False)
    yield path


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("cat >/dev/null; echo first >&2; echo 'no memory' >&2; exit 1", "exit code 1: no memory"),
        ("kill -SEGV $$", "stopped by signal 11"),
        ("exec sleep 30", "no answer in 0.5 seconds"),
    ],
    ids=["fails", "crashes", "hangs"],
)
def test_a_tesseract_that_fails_is_one_clear_line(program: Path, act: str, told: str) -> None:
    reader = tesseract.TesseractEngine(program=str(program), timeout=0.5)
    listing = program.read_text("utf-8").rsplit("\nexit 0", 1)[0]
    program.write_text(f"{listing}\n{act}\n", "utf-8")
    with pytest.raises(errors.EngineFailed) as caught:
        reader.read(np.zeros((2000, 2000, 3), np.uint8))
    assert told in str(caught.value) and "\n" not in str(caught.value)


def test_one_thread_and_the_picture_as_it_is(program: Path) -> None:
    reader = tesseract.TesseractEngine(program=str(program))
    listing = program.read_text("utf-8").rsplit("\nexit 0", 1)[0]
    row = "5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t99\\t$OMP_THREAD_LIMIT-$(wc -c | tr -d ' ')"
    program.write_text(f'{listing}\nprintf "{row}\\n"\n', "utf-8")
    (seen,) = reader.read(np.zeros((3, 5, 3), np.uint8))
    assert seen.text == f"{engines.threads()}-{len('P6 5 3 255') + 1 + 45}"


# the modules, and the page that tells of them


def test_the_modules_load_nothing_heavy() -> None:
    code = (
        "import sys, docparse.ocr.paddle, docparse.ocr.tesseract\n"
        "assert not {'paddleocr', 'paddlex', 'onnxruntime', 'cv2', 'numpy', 'yaml'} & set(sys.modules), sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_is_reported_to_the_makers_of_onnx_runtime() -> None:
    code = "import os, docparse.ocr.engine; assert os.environ['ORT_DISABLE_TELEMETRY'] == '1'"
    clean = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", code], check=True, env=clean)


def test_the_engine_that_the_documentation_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cv2 = pytest.importorskip("cv2")
    text = (ROOT / "docs" / "ocr-engines.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (project,) = (tomllib.loads(toml) for toml in re.findall(r"```toml\n(.*?)```", text, re.DOTALL))
    ((group, points),) = project["project"]["entry-points"].items()
    (tmp_path / "qr_engine.py").write_text(code, "utf-8")
    installed = tmp_path / "docparse_qr-0.1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: docparse-qr\nVersion: 0.1\n", "utf-8")
    listed = "".join(f"{name} = {target}\n" for name, target in points.items())
    (installed / "entry_points.txt").write_text(f"[{group}]\n{listed}", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    code_drawn = cv2.QRCodeEncoder.create().encode("docparse")
    drawn = np.pad(cv2.resize(code_drawn, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST), 40, constant_values=255)
    (seen,) = engine("qr").read(np.stack([drawn] * 3, axis=-1))
    assert "qr" in engines.names() and engine("qr").name == "qr"
    assert (seen.text, seen.confidence, seen.places) == ("docparse", 1.0, ())
    assert all(30 < coordinate < len(drawn) - 30 for corner in seen.quad for coordinate in corner)


def test_every_setting_is_told() -> None:
    told = (ROOT / "docs" / "ocr-engines.md").read_text("utf-8")
    source = "".join(path.read_text("utf-8") for path in (ROOT / "docparse" / "ocr").glob("*.py"))
    plain = set(re.findall(r"DOCPARSE_\w+[A-Z]\b", source)) - {"DOCPARSE_PADDLE_"}
    models = {f"DOCPARSE_PADDLE_{module}_DIR" for module in re.findall(r'named\("(\w+)"', source)}
    assert len(models) == 5 and plain | models <= set(re.findall(r"`(\w+)`", told))
