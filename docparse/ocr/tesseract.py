"""Tesseract, the program that the system has: pictures go in by its standard input, words come out as a table."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import regex

from ..errors import EngineFailed, MissingEngine
from .engine import Seen, threads

if TYPE_CHECKING:
    from .engine import Image

ENGINE = "tesseract"
WANTED = ("chi_sim", "eng")  # read together where both are installed
USABLE = ("chi_tra", "jpn")  # where neither is: these print Han characters too
NO_LANGUAGES = {"osd", "equ", "snum"}  # orientation, formulas, serial numbers
# How it takes a page apart: 11 is text wherever it stands, in no order. The usual 3 looks for columns, and where they
# are narrow it joins lines over the gutters: of a Chinese newspaper page it read 65 % of the character runs, 11 77 %.
SEGMENTATION = "11"
TIMEOUT = 300.0  # seconds a page; a broadsheet at 300 dpi takes about a minute

COLUMNS = 12  # of the table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text
WORD = "5"  # the level of its rows that hold text

# signs that stand without a space beside them, on whichever side: Han, kana, full-width forms, Chinese punctuation
_close = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u3000-\u303f\uff00-\uffef“”‘’…—·]")


@dataclass(frozen=True, slots=True)
class Word:
    """A row of the table that holds text. `line` are its block, paragraph and line numbers."""

    line: tuple[str, ...]
    left: float
    top: float
    right: float
    bottom: float
    confidence: float
    text: str


class TesseractEngine:
    """The system's Tesseract. `language` is as its option -l takes it (chi_sim+eng), `segmentation` as its --psm.

    It reads horizontal text only: vertical columns need models that Tesseract keeps apart (chi_sim_vert).
    """

    name = ENGINE

    def __init__(
        self,
        language: str | None = None,
        *,
        segmentation: str | None = None,
        timeout: float | None = None,
        program: str = ENGINE,
    ) -> None:
        found = shutil.which(program)
        if found is None:
            raise MissingEngine("tesseract", install())
        self._program = found
        self._segmentation = segmentation or os.environ.get("DOCPARSE_TESSERACT_PSM") or SEGMENTATION
        self._timeout = timeout or _seconds(os.environ.get("DOCPARSE_TESSERACT_TIMEOUT"))
        self._language = chosen(language or os.environ.get("DOCPARSE_TESSERACT_LANG"), self._languages())

    def read(self, image: Image) -> Sequence[Seen]:
        height, width = image.shape[:2]
        if not height or not width:
            return ()
        picture = b"P6 %d %d 255\n" % (width, height) + image.tobytes()  # PPM: no time goes into packing it
        how = ["-l", self._language, "--psm", self._segmentation]
        return lines(self._run(["stdin", "stdout", *how, "tsv"], picture))

    def _languages(self) -> tuple[str, ...]:
        listed = self._run(["--list-langs"]).splitlines()
        return tuple(name.strip() for name in listed[1:] if name.strip())  # the first line says where they are

    def _run(self, arguments: Sequence[str], picture: bytes = b"") -> str:
        environment = os.environ | {"OMP_THREAD_LIMIT": str(threads())}
        command = [self._program, *arguments]
        try:
            done = subprocess.run(command, input=picture, capture_output=True, timeout=self._timeout, env=environment)
        except subprocess.TimeoutExpired as error:
            remedy = "give it more with DOCPARSE_TESSERACT_TIMEOUT, or lower --dpi"
            raise EngineFailed(ENGINE, f"no answer in {self._timeout:g} seconds", remedy) from error
        except OSError as error:
            raise EngineFailed(ENGINE, f"{self._program}: {error.strerror or error}", "run: " + install()) from error
        if done.returncode:
            raise EngineFailed(ENGINE, _reason(done), "try a lower --dpi, or another engine with --ocr-engine")
        return done.stdout.decode("utf-8", "replace")


def _seconds(text: str | None) -> float:
    try:
        return float(text or TIMEOUT)
    except ValueError:
        return TIMEOUT


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode < 0:
        return f"stopped by signal {-done.returncode}"
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"exit code {done.returncode}: {said[-1]}" if said else f"exit code {done.returncode}"


def install(*languages: str, platform: str = sys.platform) -> str:
    """The command that installs Tesseract, or languages for it, on this system."""
    if platform == "darwin":
        return "brew install tesseract tesseract-lang"
    if platform == "win32":
        return "winget install UB-Mannheim.TesseractOCR"  # its installer asks for the languages
    packages = [f"tesseract-ocr-{name.lower().replace('_', '-')}" for name in languages or WANTED]
    return " ".join(["apt-get install", *(() if languages else ("tesseract-ocr",)), *packages])


def chosen(language: str | None, installed: Sequence[str]) -> str:
    """What is asked for, or Chinese and English, or what there is."""
    wanted = [name for name in (language or "").split("+") if name]
    if missing := [name for name in wanted if name not in installed]:
        raise MissingEngine(f"tesseract's language {'+'.join(missing)}", install(*missing))
    if wanted:
        return "+".join(wanted)
    there = [name for name in installed if name not in NO_LANGUAGES and "/" not in name]
    for group in (WANTED, USABLE, tuple(there)):
        if found := [name for name in group if name in there]:
            return "+".join(found)
    raise MissingEngine("a language of tesseract", install(*WANTED))


def lines(table: str) -> tuple[Seen, ...]:
    """The lines of Tesseract's table, as its own block, paragraph and line numbers put the words together."""
    return tuple(line(list(words)) for _, words in groupby(words_of(table), key=lambda word: word.line))


def words_of(table: str) -> list[Word]:
    found = []
    for row in table.split("\n"):
        cells = row.rstrip("\r").split("\t", COLUMNS - 1)
        if len(cells) != COLUMNS or cells[0] != WORD or not cells[-1].strip():
            continue
        left, top, width, height = (float(cell) for cell in cells[6:10])
        confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        found.append(Word(tuple(cells[1:5]), left, top, left + width, top + height, confidence, cells[-1].strip()))
    return found


def line(words: Sequence[Word]) -> Seen:
    left, right = min(word.left for word in words), max(word.right for word in words)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    text, middles = words[0].text, _middles(words[0])
    for before, word in pairwise(words):
        if not (_close.match(before.text[-1]) or _close.match(word.text[0])):
            text += " "
            middles.append((before.right + word.left) / 2)
        text += word.text
        middles += _middles(word)
    weight = sum(len(word.text) for word in words)
    confidence = sum(word.confidence * len(word.text) for word in words) / weight
    quad = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Seen(quad, text, confidence, _places(middles, left, right))


def _middles(word: Word) -> list[float]:
    step = (word.right - word.left) / len(word.text)
    return [word.left + step * (number + 0.5) for number in range(len(word.text))]


def _places(middles: Sequence[float], left: float, right: float) -> tuple[float, ...]:
    """On the way from the left edge to the right one. In order of size: boxes of Han words lie over each other."""
    return tuple(sorted(min(1.0, max(0.0, (middle - left) / ((right - left) or 1))) for middle in middles))
