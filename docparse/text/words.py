"""Whether letters form an English word. Only used to tell a broken word from a compound."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _words() -> frozenset[str]:
    """About 60,000 English words by frequency; where they come from stands beside them in `data/README.md`."""
    text = files("docparse.text").joinpath("data/english-words.txt").read_text("utf-8")
    return frozenset(text.split())


def is_word(text: str) -> bool:
    """Whether `text` is a common English word, whatever its case."""
    return text.lower().replace("’", "'") in _words()
