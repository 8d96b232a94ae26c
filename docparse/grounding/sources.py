"""The texts that facts are compared with, and which of several a fact was drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputNotReadable, MissingInput, NoSuchMaterial, NotADocument, NotGroundable, NothingToGround
from ..export.files import reason
from ..model import Document
from . import check
from .facts import Fact
from .searchable import Searchable, file_name
from .verdict import Verdict

DOCUMENT_ENDING = ".json"
TEXT_ENDINGS = (".txt", ".md", ".markdown")
BINARY = 4096  # characters at a file's beginning; a text has no NUL among them
_NAMING = ("material", "document", "file", "url")  # keys of a fact that may name its text


@dataclass(frozen=True, eq=False)
class Sources:
    """All texts of a call; `names` leads from the names that facts may use to them."""

    texts: tuple[Searchable, ...]
    names: dict[str, Searchable]


def read_sources(paths: Sequence[Path]) -> Sources:
    """Documents (docparse's JSON) and plain texts; of a folder, every one in it."""
    texts: list[Searchable] = []
    names: dict[str, Searchable] = {}
    for path in _files(paths):
        text = _searchable(path)
        texts.append(text)
        for name in (path.name, path.stem, file_name(text.name), Path(file_name(text.name)).stem):
            names.setdefault(name, text)
    return Sources(tuple(texts), names)


def read_text(path: Path) -> str:
    """The text of a file, whatever of it is no UTF-8 replaced."""
    try:
        return path.read_bytes().decode("utf-8-sig", errors="replace")
    except (FileNotFoundError, ValueError) as error:
        raise MissingInput(str(path)) from error
    except OSError as error:
        raise InputNotReadable(str(path), reason(error)) from error


def check_all(sources: Sources, facts: Sequence[Fact]) -> Iterator[Verdict]:
    """A verdict for each fact, in their order, against the text that it names."""
    _require(sources, facts)
    for fact in facts:
        text = _named(sources, fact)
        if text is not None:
            yield check(text, [fact])[0]
        else:
            yield _best(check(each, [fact])[0] for each in sources.texts)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in (DOCUMENT_ENDING, *TEXT_ENDINGS))
        found = [p for p in inside if p.is_file() and not p.name.startswith(".")]
        if not found:
            raise NothingToGround(str(path))
        yield from found


def _searchable(path: Path) -> Searchable:
    text = read_text(path)
    if text.startswith("%PDF") or "\0" in text[:BINARY]:
        raise NotGroundable(str(path))
    if path.suffix.lower() == DOCUMENT_ENDING:
        try:
            return Searchable.of_document(Document.from_json(text))
        except NotADocument as error:
            raise NotADocument(f"{path}: {error.__cause__}") from error
    return Searchable.of_text(path.name, text)


def _require(sources: Sources, facts: Sequence[Fact]) -> None:
    """Raises NoSuchMaterial where a report names texts that were not given; one text for one material needs no name."""
    named = dict.fromkeys(str(fact["material"]) for fact in facts if "material" in fact)
    missing = [name for name in named if name not in sources.names]
    if missing and not (len(sources.texts) == len(named) == 1):
        raise NoSuchMaterial(", ".join(missing))


def _named(sources: Sources, fact: Fact) -> Searchable | None:
    """The text that a fact names, or the only one; None where it could be any."""
    if len(sources.texts) == 1:
        return sources.texts[0]
    for key in _NAMING:
        name: Any = fact.get(key)
        if isinstance(name, str):
            named = file_name(name.split("#", 1)[0])
            if text := sources.names.get(named) or sources.names.get(Path(named).stem):
                return text
    return None


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of the text that has most of the fact."""
    order = {"verbatim": 2, "near": 1}
    return max(
        verdicts,
        key=lambda v: (order.get(v.verdict or "", 0), v.similarity, _rank(v.author) + _rank(v.publish_date)),
    )


def _rank(printed: Any) -> int:
    return {"verbatim": 2, "near": 1}.get(getattr(printed, "verdict", ""), 0)
