"""Markdown is cut into articles: what programs that know no articles would leave to whoever reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

LEVELS = range(1, 7)
PAGES, WHOLE = 0, 7  # beside the levels of headings: an article a page, where pages are marked; one article in all

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_PAGE = re.compile(r"\f|^-{3,}$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<!--.*?-->|</?\w+[^>]*>", re.DOTALL)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(?<!\\)(\*{1,3}|_{1,3}|~~|`+)(?=\S)(.+?)(?<=\S)\1")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_BULLET = re.compile(r"^(?:[-*+•]|>)\s+")
_TABLE_RULE = re.compile(r"^\|?[\s:|-]+\|?$")


def ways(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every way to cut `text`: by each level of heading that it has, by pages, and not at all."""
    present = {len(m[1]) for line in text.splitlines() if (m := _HEADING.match(line))}
    for level in LEVELS:
        if level in present:
            yield level, cut(text, level)
    pages = [page for page in _PAGE.split(text) if page.strip()]
    if len(pages) > 1:
        yield PAGES, {"articles": [a for page in pages for a in cut(page, WHOLE)["articles"]]}
    yield WHOLE, cut(text, WHOLE)


def cut(text: str, level: int) -> dict[str, Any]:
    """A document in docparse's form: a heading of `level` or above begins an article, one below it a section."""
    articles: list[dict[str, Any]] = []
    for kind, words in _blocks(text):
        if kind and (kind <= level < WHOLE or (level == WHOLE and not articles)):
            articles.append({"title": words, "sections": [{"heading": None, "level": 0, "paragraphs": []}]})
            continue
        if not articles:
            articles.append({"title": None, "sections": [{"heading": None, "level": 0, "paragraphs": []}]})
        sections = articles[-1]["sections"]
        if kind:
            sections.append({"heading": words, "level": max(1, kind - min(level, 5)), "paragraphs": []})
        else:
            sections[-1]["paragraphs"].append({"text": words})
    return {"articles": articles}


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Headings with their level, and paragraphs with level 0, as plain text."""
    lines: list[str] = []
    for line in [*_PICTURE.sub("", text.replace("\f", "\n\n")).splitlines(), ""]:
        line = line.strip()
        heading = _HEADING.match(line)
        begins = heading or not line or _BULLET.match(line) or line.startswith("|")
        if begins and lines:
            yield 0, _plain(" ".join(lines))
            lines = []
        if heading and _plain(heading[2]):
            yield len(heading[1]), _plain(heading[2])
        elif line and not heading and not _TABLE_RULE.match(line):
            lines.append(_BULLET.sub("", line))


def _plain(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    for _ in range(3):  # bold inside italics inside strikethrough
        text = _MARKS.sub(r"\2", text)
    return " ".join(_ESCAPED.sub(r"\1", text).replace("|", " ").split())
