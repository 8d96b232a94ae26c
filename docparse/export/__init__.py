"""A document becomes a file: formats by name and by file ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from ..model import Document
from . import jsonl, markdown, wiseflow


@dataclass(frozen=True)
class Format:
    """How a document is written; `endings[0]` is the one that new files get."""

    name: str
    endings: tuple[str, ...]
    render: Callable[[Document], str | bytes]


def _later(module: str) -> Callable[[Document], str | bytes]:
    """The function `render` of a module that is loaded when it is called: `docparse --help` needs none of them."""

    def render(document: Document) -> str | bytes:
        written: str | bytes = import_module(f".{module}", __name__).render(document)
        return written

    return render


# In order: where two formats share an ending, the first is the one that the ending means.
FORMATS = (
    Format("json", (".json",), lambda document: document.to_json() + "\n"),
    Format("jsonl", (".jsonl", ".ndjson"), jsonl.render),
    Format("markdown", (".md", ".markdown"), markdown.render),
    Format("wiseflow", (".jsonl",), wiseflow.render),
    Format("mets-alto", (".mets.zip", ".zip"), _later("alto")),
    Format("page-xml", (".page.zip",), _later("page_xml")),
    Format("jsonld", (".jsonld",), _later("jsonld")),
    Format("ninjs", (".ninjs.json",), _later("ninjs")),
)
NAMES = tuple(format.name for format in FORMATS)


def by_name(name: str) -> Format:
    return next(format for format in FORMATS if format.name == name)


def by_ending(path: Path) -> Format | None:
    """The format that the ending of `path` names, if it names one: the longest that fits."""
    name = path.name.lower()
    fitting = [(len(ending), format) for format in FORMATS for ending in format.endings if name.endswith(ending)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def split_jsonl(max_chars: int) -> Format:
    """JSON Lines whose contents are at most `max_chars` long."""
    plain = by_name("jsonl")
    return Format(plain.name, plain.endings, lambda document: jsonl.render(document, max_chars))
