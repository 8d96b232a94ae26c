"""Text that another program made of printed pages: its lines joined to paragraphs again."""

from __future__ import annotations

import regex

from ..languages import language_of, rules_for, text_width
from ..languages.rules import Language
from .joining import join_two, tidy

FULL = 0.85  # of the widest line: a line that filled its column
RUNNING = 24.0  # em: a longer text is prose, in which nobody types spaces between Chinese characters
_stray = regex.compile(r"(?<=\p{Han}) +(?=\p{Han})")
_indent = regex.compile(r"^(?:\u3000{1,2}| {2,}|\t)\s*\S")


def repair(text: str) -> str:
    """See `docparse.repair_text`."""
    language = rules_for(language_of(text))
    paragraphs: list[str] = []
    for block in regex.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        paragraphs += _paragraphs(block.split("\n"), language)
    return "\n".join(paragraphs)


def _paragraphs(lines: list[str], language: Language) -> list[str]:
    lines = [line.rstrip() for line in lines if line.strip()]
    widest = max((text_width(line.strip()) for line in lines), default=0.0)
    found: list[str] = []
    before = ""
    for line in lines:
        if found and not _begins(before, line, widest, language):
            found[-1] = join_two(found[-1], line.strip())
        else:
            found.append(line.strip())
        before = line
    return [clean for paragraph in found if (clean := _clean(paragraph))]


def _begins(before: str, line: str, widest: float, language: Language) -> bool:
    if _indent.match(line) or language.list_item.match(line.strip()):
        return True
    stopped = language.ends_sentence(before)
    return text_width(before.strip()) < FULL * widest and (stopped or text_width(line.strip()) < 0.5 * widest)


def _clean(paragraph: str) -> str:
    paragraph = tidy(paragraph.replace("\u00ad", ""))
    return _stray.sub("", paragraph) if text_width(paragraph) > RUNNING else paragraph
