"""Spaces that no author typed: what a converter left of line ends, and of justified lines, in Chinese text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from ..languages import is_han
from ..languages.rules import Language
from .joining import tidy

CLOSED = 0.3  # of the joins of Han letters and digits without a space: then the spaced ones are a converter's
_stray = regex.compile(r"(?<=\p{Han}) +(?=\p{Han})")
_at_marks = regex.compile(
    r"(?<=[，；：、。！？》〉）】」』”’\p{Han}][,;:]?) +(?=[\p{Han}“‘《（「『])|(?<=[，；：、。！？]) +(?=\d)"
)
_spaced = regex.compile(r"(?<=\p{Han}) +(?=[\dA-Za-z])|(?<=[\dA-Za-z%％]) +(?=\p{Han})|(?<=[\d]) +(?=[%％])")
_joined = regex.compile(r"\p{Han}(?=[\dA-Za-z])|[\dA-Za-z%％](?=\p{Han})")


@dataclass(frozen=True, slots=True)
class Spacing:
    """How a document sets spaces. `closes` says that Han letters and digits stand close."""

    language: Language
    closes: bool
    mend: bool = True

    @classmethod
    def of(cls, texts: Iterable[str], language: Language, mend: bool = True) -> Spacing:
        """The habit of a document, as far as a converter left it."""
        closed = spaced = 0
        for text in texts:
            closed += len(_joined.findall(text))
            spaced += len(_spaced.findall(text))
        return cls(language, closed >= CLOSED * (closed + spaced), mend)

    def running(self, text: str) -> str:
        """Running text without stray spaces; the one behind a dateline is the author's."""
        if not self.mend or self.language.spaced or not any(map(is_han, text)):
            return text
        match = self.language.inline_byline.match(text)  # spaces between its names
        if match:
            return text[: match.end()] + self.running(text[match.end() :].strip(" "))
        match = self.language.dateline.match(text)
        if match and text[match.end() : match.end() + 1] == " ":
            return f"{text[: match.end()]} {self.running(text[match.end() + 1 :])}"
        text = _at_marks.sub("", _stray.sub("", tidy(text)))
        return _spaced.sub("", text) if self.closes else text
