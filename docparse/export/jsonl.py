"""One line an article, as the extraction stage reads it."""

from __future__ import annotations

import json
import re
from typing import Any

from ..model import Article, Document
from .record import author, content, publish_date

# A sentence ends after its stop mark and the quotes or brackets that close with it; in English a space has to follow.
_SENTENCE_END = re.compile(r"(?:[。！？；…]+|[.!?]+(?=[”’\"')\]]*\s))[”’」』）】\"')\]]*\s*")
# Where no sentence ends, a clause does; in English any space will do.
_CLAUSE_END = re.compile(r"[，、：,;:—]+\s*|\s+")


def render(document: Document, max_chars: int | None = None, named: bool = False) -> str:
    """The document as JSON Lines; with `max_chars`, a long article becomes several lines with `part` and `parts`.

    `named` lines begin with the `file` that they come from, for a stream of many.
    """
    records = [r for article in document.articles for r in _records(article, document, max_chars)]
    if named:
        records = [{"file": document.source.file, **record} for record in records]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def split(text: str, size: int) -> list[str]:
    """`text` in parts of at most `size` characters, cut between its lines where that is possible."""
    parts: list[str] = []
    for line in text.split("\n"):
        first, *rest = _fitting(line, size)
        if parts and len(parts[-1]) + 1 + len(first) <= size:
            parts[-1] += "\n" + first
        else:
            parts.append(first)
        parts += rest  # never joined: that would put the end of a line where the page has none
    return parts


def _records(article: Article, document: Document, max_chars: int | None) -> list[dict[str, Any]]:
    head = {
        "id": article.id,
        "title": article.title,
        "author": author(article, document),
        "publish_date": publish_date(article, document),
        "source": article.source,
        "publication": document.publication.title,
        "issue": document.publication.issue,
        "pages": article.pages,
    }
    text = content(article)
    if max_chars is None:
        return [{**head, "content": text}]
    parts = split(text, max_chars)
    return [{**head, "content": part, "part": n, "parts": len(parts)} for n, part in enumerate(parts, start=1)]


def _fitting(line: str, size: int) -> list[str]:
    """A line cut into pieces that fit: at the last sentence end, else at a clause's, else where the size says."""
    pieces: list[str] = []
    while len(line) > size:
        cut = _last_end(_SENTENCE_END, line, size) or _last_end(_CLAUSE_END, line, size) or size
        pieces.append(line[:cut].rstrip())
        line = line[cut:].lstrip()
    return [*pieces, line] if line or not pieces else pieces


def _last_end(ends: re.Pattern[str], line: str, size: int) -> int:
    """The place after the last end that leaves at most `size` characters before it; 0 where there is none."""
    fitting = (m.end() for m in ends.finditer(line, 0, size + 1) if len(line[: m.end()].rstrip()) <= size)
    return max(fitting, default=0)
