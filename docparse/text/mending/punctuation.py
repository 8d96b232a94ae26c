"""Marks of Chinese text in the width that the document uses: a converter mixes half- and full-width ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import regex

from .value import Mended

PAIRS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
USUAL = 0.9  # of a mark between Han characters: the width in which a document sets it
LEAST = 10  # such marks, from which on a document has a usual width
_between = {half: regex.compile(rf"(?<=[\p{{Han}}”’》）]){regex.escape(half)}(?=[\p{{Han}}“‘《（])") for half in PAIRS}
_wide = {full: regex.compile(rf"(?<=[\p{{Han}}”’》）]){full}(?=[\p{{Han}}“‘《（])") for full in PAIRS.values()}


def habits(texts: Iterable[str]) -> Mapping[str, str]:
    """Which form of a mark becomes which in a document: the rare one the usual one."""
    half: dict[str, int] = dict.fromkeys(PAIRS, 0)
    full: dict[str, int] = dict.fromkeys(PAIRS, 0)
    for text in texts:
        for mark, wide in PAIRS.items():
            half[mark] += len(_between[mark].findall(text)) if mark in text else 0
            full[mark] += len(_wide[wide].findall(text)) if wide in text else 0
    found = {}
    for mark, wide in PAIRS.items():
        whole = half[mark] + full[mark]
        if whole >= LEAST and half[mark] <= (1 - USUAL) * whole and half[mark]:
            found[mark] = wide
        elif whole >= LEAST and full[mark] <= (1 - USUAL) * whole and full[mark]:
            found[wide] = mark
    return found


def mend(text: Mended, habit: Mapping[str, str]) -> Mended:
    """The text with its rare marks made the usual ones."""
    for was, now in habit.items():
        pattern = _between.get(was) or _wide[was]
        changed, count = pattern.subn(now, text.text)
        if count:
            text = text.changed("punctuation", was, now, changed, 1.0)
    return text
