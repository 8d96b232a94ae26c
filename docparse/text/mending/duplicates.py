"""Paragraphs that stand twice, and phrases that a converter took from two lines that overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import regex
from rapidfuzz import fuzz

from ...languages import letters
from .value import Mended

PARAGRAPH = 40  # letters: shorter ones are repeated on purpose
READ = 97.0  # likeness in percent of copies that an engine or a converter read
SET = 100.0  # of copies whose characters are sure: one other number is another notice
EDGE = 8  # letters at one of its ends that a copy shares
PHRASE = 12  # characters: a phrase as long is not said twice in one breath
_doubled = regex.compile(rf"(?P<phrase>(?=\S)[^\n]{{{PHRASE},80}}?)\s?(?P=phrase)")


def copies(texts: Sequence[str], same: float = READ) -> Mapping[int, int]:
    """The number of each text that is a copy, with the number of the first one it is a copy of."""
    by_edge: dict[str, list[int]] = defaultdict(list)
    found: dict[int, int] = {}
    plain = [letters(text) if len(text) >= PARAGRAPH else "" for text in texts]
    for i, text in enumerate(plain):
        if len(text) < PARAGRAPH:
            continue
        edges = (f"^{text[:EDGE]}", f"{text[-EDGE:]}$")
        for j in sorted({j for edge in edges for j in by_edge[edge]}):
            if fuzz.ratio(text, plain[j], score_cutoff=same) >= same:
                found[i] = j
                break
        else:
            for edge in edges:
                by_edge[edge].append(i)
    return found


def mend(text: Mended) -> Mended:
    """The text without phrases that stand twice in a row."""
    while match := _doubled.search(text.text):
        phrase = match["phrase"]
        if not any(c.isalpha() for c in phrase) or len(set(phrase)) < PHRASE / 2:
            break  # a rule of dashes, a cry
        text = text.changed(
            "duplicate", match[0], phrase, text.text[: match.start()] + phrase + text.text[match.end() :], 0.9
        )
    return text
