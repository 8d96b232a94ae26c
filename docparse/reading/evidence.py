"""Reasons to doubt a page's text layer, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..geometry import Box
from .page import Line

Code = Literal["ocr-layer", "picture-page", "unmapped-characters", "no-words", "outlined-text", "pictured-line"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to doubt: `found` of `of` things, told in `message`, that speak against these lines or regions.

    `lines` are read but may be wrong; `regions` look like text and hold none.
    """

    code: Code
    message: str
    found: int
    of: int
    lines: tuple[Line, ...] = ()
    regions: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page's text may not be what the page shows. `share` of its characters are doubted."""

    evidence: tuple[Evidence, ...]
    share: float

    @property
    def codes(self) -> tuple[Code, ...]:
        return tuple(e.code for e in self.evidence)

    @property
    def message(self) -> str:
        return "; ".join(e.message for e in self.evidence)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The doubted lines, each once, in the order of the page."""
        found = {id(line): line for e in self.evidence for line in e.lines}
        return tuple(sorted(found.values(), key=lambda line: (line.box.y0, line.box.x0)))

    @property
    def regions(self) -> tuple[Box, ...]:
        """Where text seems to stand that no line holds."""
        return tuple(dict.fromkeys(box for e in self.evidence for box in e.regions))

    @property
    def whole(self) -> bool:
        """Whether the whole page is in doubt, not some of its lines."""
        return self.share >= 0.5 or "picture-page" in self.codes or "ocr-layer" in self.codes
