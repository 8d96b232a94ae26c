"""A document becomes a file: formats by name and by file ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..model import Document
from . import alto, jsonl, jsonld, markdown, ninjs, page_xml, wiseflow


@dataclass(frozen=True)
class Format:
    """How a document is written; `endings[0]` is the one that new files get."""

    name: str
    endings: tuple[str, ...]
    render: Callable[[Document], str | bytes]


# In order: where two formats share an ending, the first is the one that the ending means.
FORMATS = (
    Format("json", (".json",), lambda document: document.to_json() + "\n"),
    Format("jsonl", (".jsonl", ".ndjson"), jsonl.render),
    Format("markdown", (".md", ".markdown"), markdown.render),
    Format("wiseflow", (".jsonl",), wiseflow.render),
    Format("mets-alto", (".mets.zip", ".zip"), alto.render_package),
    Format("page-xml", (".page.zip",), page_xml.render_package),
    Format("jsonld", (".jsonld",), jsonld.render),
    Format("ninjs", (".ninjs.json",), ninjs.render),
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
