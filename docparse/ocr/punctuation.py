"""Punctuation as an engine gives it: narrow where the print has it wide."""

from __future__ import annotations

from ..languages import is_han

_wide = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
BEFORE = frozenset("“‘（《〈【「『〔")  # wide marks with white at their left
AFTER = frozenset("”’）》〉】」』〕，。、：；！？")  # wide marks with white at their right


def wide(text: str) -> str:
    """`text` with the punctuation that follows (a bracket: precedes) a Chinese character or a wide mark made wide."""
    out: list[str] = []
    for i, char in enumerate(text):
        beside = text[i + 1 : i + 2] if char == "(" else (out[-1] if out else "")
        is_wide = beside != "" and (is_han(beside) or beside in BEFORE or beside in AFTER)
        out.append(_wide[char] if char in _wide and is_wide else char)
    return "".join(out)
