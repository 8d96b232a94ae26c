"""Words that an advertiser threw into the sentences of others: the same sentence stands clean elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import regex
from rapidfuzz.distance import Indel

from ...languages import letters
from .value import Mended

LEAST, MOST = 3, 30  # characters of what is thrown in
TWICE = 2  # sentences that it stands in: a word lost once looks the same as one thrown in once
SENTENCE = 12  # characters: shorter sentences are alike by chance
EDGE = 5  # characters at each end of a sentence that two versions of it share
_sentences = regex.compile(r"[^。！？；.!?;\n]+[。！？；.!?;]*")


def thrown_in(texts: Sequence[str]) -> frozenset[str]:
    """The phrases that stand inside a sentence in one place where another place has the sentence without them."""
    versions: dict[tuple[str, str], set[str]] = defaultdict(set)
    for text in texts:
        for sentence in _of(text):
            versions[sentence[:EDGE], ""].add(sentence)
            versions["", sentence[-EDGE:]].add(sentence)
    found: set[str] = set()
    for alike in versions.values():
        for phrase in _differences(sorted(alike, key=len)):
            found.add(phrase)
    return frozenset(phrase for phrase in found if _sentences_with(phrase, texts) >= TWICE)


def _sentences_with(phrase: str, texts: Sequence[str]) -> int:
    """In how many different sentences a phrase stands: what belongs to one sentence is no stranger."""
    holding = (s for text in texts if phrase in text for s in _of(text) if phrase in s)
    rests = {letters(sentence.replace(phrase, "")) for sentence in holding}
    return sum(len(rest) >= SENTENCE for rest in rests)


def _of(text: str) -> Iterator[str]:
    for match in _sentences.finditer(text):
        sentence = match[0].strip()
        if len(sentence) >= SENTENCE:
            yield sentence


def _differences(alike: Sequence[str]) -> Iterator[str]:
    """What one of two sentences has and the other has not, where nothing else differs."""
    for i, short in enumerate(alike):
        for long in alike[i + 1 :]:
            extra = len(long) - len(short)
            if not LEAST <= extra <= MOST or Indel.distance(short, long, score_cutoff=extra) > extra:
                continue
            start = next((k for k, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
            # of several places that explain it the first
            while start > 0 and long[:start] + long[start + extra :] != short:
                start -= 1
            phrase = long[start : start + extra]
            if long[:start] + long[start + extra :] == short and any(c.isalnum() for c in phrase):
                yield phrase.strip("，。；、,.; ")


def mend(text: Mended, phrases: Iterable[str]) -> Mended:
    """The text without the phrases."""
    for phrase in sorted(phrases, key=len, reverse=True):
        while phrase in text.text:
            text = text.changed("insertion", phrase, "", text.text.replace(phrase, "", 1), 0.95)
    return text
