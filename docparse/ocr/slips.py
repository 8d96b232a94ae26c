"""What engines get wrong of a line's signs, put right where the line itself leaves no doubt."""

from __future__ import annotations

import regex

from ..languages import is_han

_wide = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
BEFORE = frozenset("“‘（《〈【「『〔")  # wide marks with white at their left
AFTER = frozenset("”’）》〉】」』〕，。、：；！？")  # wide marks with white at their right
_han_or_mark = r"[\p{Han}“‘（《〈【「『〔”’）》〉】」』〕，。、：；！？]"
# a speck of dirt that was read as a full stop: nothing is typed like that
_speck = regex.compile(
    rf"^[.·,、，。](?={_han_or_mark})|(?<=[，。、：；！？])[.·](?={_han_or_mark})|(?<=[”’）》\p{{Han}}])\.(?=\p{{Han}})"
)
# an o among figures, where no other letter stands in the same word
_letter_o = regex.compile(r"(?<=(?<!\p{L})[$£¥]?\d[\d.,oO]*)[oO](?=[\doO.,%$]|s?\b)|(?<=[$£¥])[oO](?=\.\d)")

# a speck between two words: no stop is typed without a space after it, but for addresses and abbreviations
_dirt = regex.compile(
    r"(?<=\p{Lu}{3}|\p{Ll}{4})\.(?=\p{Lu}{3}|\p{Ll}{2}|\d)(?!(?:com|org|net|gov|edu|info|cn|uk|html?)\b)"
)
# a speck beside a Latin word: a dot in the middle of the line has white at both sides, or at none
_dot = regex.compile(r"(?<![\p{L}\d])[·•](?=\p{Latin}\p{Ll})(?<!^.)|(?<=\p{Latin})·(?=\s)")
_address = regex.compile(r"www\.|@|://|/")


def mended(text: str) -> str:
    """`text` with wide punctuation where the print has it wide, figures without letters, and no specks."""
    text = _dot.sub("", _speck.sub("", text))
    if not _address.search(text):
        text = _dirt.sub(" ", text)
    text = _letter_o.sub("0", text).replace("ı", "i")
    return wide(text)


def wide(text: str) -> str:
    """`text` with the punctuation that follows (a bracket: precedes) a Chinese character or a wide mark made wide."""
    out: list[str] = []
    for i, char in enumerate(text):
        beside = text[i + 1 : i + 2] if char == "(" else (out[-1] if out else "")
        is_wide = beside != "" and (is_han(beside) or beside in BEFORE or beside in AFTER)
        out.append(_wide[char] if char in _wide and is_wide else char)
    return "".join(out)
