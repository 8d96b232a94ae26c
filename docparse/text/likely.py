"""Whether characters form words: a wrong table of characters gives valid ones that no language puts side by side."""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import regex

from .words import known_words

PAIRS = "data/han-pairs.txt.gz"
RARE, OTHER = 0xFFFE, 0xFFFF  # ranks of Han characters that are not in the table, and of all that is not Han
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))
KANA = (0x3041, 0x30FF)
EVERY = 20  # of the English words give their letter pairs: 6,600 words, as good as all
USUAL_PAIRS = 300  # of 676; they are 0.8 of the pairs in European languages, 0.6 at most in permuted letters
_letters = regex.compile(r"[a-z]+")
_han = re.compile("[\u3400-\ufaff]")


class Share(NamedTuple):
    """`found` of `of` things are as they should be."""

    found: int
    of: int

    @property
    def part(self) -> float:
        return self.found / self.of if self.of else 0.0


class HanFit(NamedTuple):
    """How well Han characters fit together."""

    pairs: Share  # neighbours that words are made of
    common: Share  # characters that are common ones, in their simplified or traditional form
    kana: int  # Japanese letters among them


class _Table(NamedTuple):
    ranks: npt.NDArray[np.uint16]  # of every character of the basic plane
    known: npt.NDArray[np.uint8]  # a row a first character, a bit a second one


@cache
def _table() -> _Table:
    """4,000 common characters and 80,000 pairs; where they come from stands beside them in `data/README.md`."""
    raw = gzip.decompress(files("docparse.text").joinpath(PAIRS).read_bytes())
    codes = np.frombuffer(raw, dtype="<u2")
    ends = np.flatnonzero(codes == 10)
    forms = codes[: ends[0]].reshape(-1, 2)
    starts = ends[:-1] + 1
    ranks = np.full(0x10000, OTHER, dtype=np.uint16)
    for first, last in HAN:
        ranks[first : last + 1] = RARE
    ranks[codes[starts]] = np.arange(len(starts))
    ranks[forms[:, 0]] = ranks[forms[:, 1]]
    known = np.zeros((len(starts), len(starts)), dtype=np.bool_)
    lengths = ends[1:] - starts
    first_of = np.repeat(np.arange(len(starts)), lengths)
    second_of = ranks[codes[ends[0] + 1 :][codes[ends[0] + 1 :] != 10]]
    heads = np.zeros(len(second_of), dtype=np.bool_)
    heads[np.concatenate(([0], np.cumsum(lengths)[:-1]))] = True
    known[first_of[~heads], second_of[~heads]] = True
    return _Table(ranks, np.packbits(known, axis=1))


def han_fit(text: str) -> HanFit:
    """How many neighbouring Han characters of `text` stand side by side in words, and how many are common at all."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    kana = int(((codes >= KANA[0]) & (codes <= KANA[1])).sum())
    table = _table()
    ranks = table.ranks[codes]
    han = ranks != OTHER
    common = ranks < RARE
    beside = han[:-1] & han[1:]
    both = common[:-1] & common[1:]
    first, second = ranks[:-1][both], ranks[1:][both]
    found = int((table.known[first, second >> 3] >> (7 - (second & 7)) & 1).sum())
    return HanFit(Share(found, int(beside.sum())), Share(int(common.sum()), int(han.sum())), kana)


def known_pair(first: str, second: str) -> bool:
    """Whether two Han characters stand side by side in words."""
    table = _table()
    a, b = ord(first), ord(second)
    if a > 0xFFFF or b > 0xFFFF:
        return False
    one, other = table.ranks[a], table.ranks[b]
    return one < RARE and other < RARE and bool(table.known[one, other >> 3] >> (7 - (other & 7)) & 1)


def has_han(text: str) -> bool:
    return _han.search(text) is not None


@cache
def _usual() -> frozenset[str]:
    counted = Counter(a + b for word in sorted(known_words())[::EVERY] for a, b in pairwise(word))
    return frozenset(pair for pair, _ in counted.most_common(USUAL_PAIRS))


def letter_pairs(text: str) -> Share:
    """How many neighbouring letters are usual neighbours, in English and in any language of Latin letters.

    Accents and case do not count.
    """
    usual = _usual()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not "\u0300" <= c <= "\u036f")
    pairs = [a + b for run in _letters.findall(plain) for a, b in pairwise(run)]
    return Share(sum(pair in usual for pair in pairs), len(pairs))
