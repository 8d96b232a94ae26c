"""How well two texts fit each other: their words' order at the join, and what both are about, by a small learned net.

Triples of words see one word beyond the join and know only what they have counted. Here every word is a vector: words
used alike are near each other. The last words of the one text and the first words of the other, and the mean of more of
them, are each turned into one vector; the product of the two says how much likelier the texts are together than apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt
import regex

from ...languages.rules import Language

REACH = 400  # characters on each side that are read: more than the words that count
MEMORY = 2048  # texts whose vector is kept: each is asked for once a partner
SPREAD = 2.0  # what weighs against the mean of few words

# What stands for a mark, a number, or a word that is not in the table: its ending tells its form. "nothing" is where a
# text has no more words.
KINDS = (
    "nothing", "stop", "comma", "colon", "open", "close", "dash", "year", "number", "money",
    "name", "-s", "-ed", "-ing", "-ly", "word", "mark",
)  # fmt: skip
ENDINGS = ("ed", "ing", "ly", "s")
MARKS = {",": "comma", ";": "colon", ":": "colon"} | dict.fromkeys("“([‘", "open") | dict.fromkeys('”)]’"', "close")
_token = regex.compile(r"\p{L}+(?:['’]\p{L}+)*|[$£€]?\d[\d.,:]*\d|[$£€]?\d|[.!?…]+|[,;:]|[“”\"()‘’\[\]]|[-–—]+|\S")

_kinds = {kind: i for i, kind in enumerate(KINDS)}

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def tokens(text: str) -> list[str]:
    """Words, numbers and marks."""
    return _token.findall(text)


def row(token: str, words: Mapping[str, int]) -> int:
    """The number of a word, or that of its kind, behind those of the words."""
    if token[0].isalpha():
        word = token.lower().replace("’", "'")
        known = words.get(word)
        if known is None:
            known = words.get(word.partition("'")[0])
        if known is not None:
            return known
        ending = next((f"-{e}" for e in ENDINGS if word.endswith(e)), "word")
        return len(words) + _kinds["name" if token[0].isupper() else ending]
    return len(words) + _kinds[_kind(token)]


def _kind(token: str) -> str:
    first = token[0]
    if first in "$£€":
        return "money"
    if first.isdigit():
        return "year" if len(token) == 4 and token[:2] in ("18", "19", "20") else "number"
    if first in ".!?…":
        return "stop"
    return "dash" if first in "-–—" else MARKS.get(first, "mark")


@dataclass(frozen=True, slots=True)
class Side:
    """One half of the net: from the words on one side of a join to a vector."""

    capital: Floats  # what a capital adds to a word's vector, by its place
    inner: Floats
    inner_bias: Floats
    outer: Floats
    topic: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Net:
    """Words as vectors (whole numbers times `scale`), and the two halves; behind the words stand the kinds."""

    words: dict[str, int]
    vectors: npt.NDArray[np.int8]
    scale: Floats
    changes: npt.NDArray[np.int8]  # of the commonest words and of the kinds, for their place at the join
    change_scale: Floats
    rarity: Floats  # the weight of a word in the mean
    reach: int  # words that count for the mean
    before: Side
    after: Side

    def rows(self, numbers: Ints) -> Floats:
        return self.vectors[numbers].astype(np.float32) * self.scale

    def changed(self, numbers: Ints) -> Floats:
        """The vectors of words at the join: the commonest ones and the marks have others there."""
        common = len(self.changes) - len(KINDS)
        at = np.where(numbers < common, numbers, common + numbers - len(self.words))
        some = (numbers < common) | (numbers >= len(self.words))
        rows = self.rows(numbers)
        rows[some] += self.changes[at[some]].astype(np.float32) * self.change_scale
        return rows

    def turned(self, found: Sequence[str], side: Side, last: bool) -> Floats:
        """The vector of one side; `last`: the side whose last words stand at the join."""
        wide = found[-self.reach :] if last else found[: self.reach]
        numbers = np.array([row(t, self.words) for t in wide], dtype=np.int64)
        weights = self.rarity[numbers]
        mean = weights @ self.rows(numbers) / (SPREAD + np.sqrt(weights @ weights))
        places, size = side.capital.shape
        near = slice(-places, None) if last else slice(places)
        held = np.zeros((places, size), dtype=np.float32)
        capital = np.array([t[0].isupper() for t in wide[near]], dtype=np.float32)
        count = len(capital)
        there = slice(places - count, None) if last else slice(count)
        held[there] = self.changed(numbers[near]) + capital[:, None] * side.capital[there]
        inner = np.maximum(np.concatenate((held.ravel(), mean)) @ side.inner + side.inner_bias, 0.0)
        vector: Floats = inner @ side.outer + mean @ side.topic + side.bias
        return vector


def fit(before: str, after: str, language: Language) -> float:
    """The natural logarithm of how much likelier the two are together than apart; 0 without a net for the language."""
    left, right = _left(before[-REACH:], language.code), _right(after[:REACH], language.code)
    return 0.0 if left is None or right is None else float(left @ right)


@lru_cache(MEMORY)
def _left(text: str, code: str) -> Floats | None:
    net, found = _net(code), tokens(text)
    return net.turned(found, net.before, last=True) if net and found else None


@lru_cache(MEMORY)
def _right(text: str, code: str) -> Floats | None:
    net, found = _net(code), tokens(text)
    return net.turned(found, net.after, last=False) if net and found else None


@cache
def _net(code: str) -> Net | None:
    """The net of a language, read once; where it comes from stands beside it in `data/README.md`."""
    path = files("docparse.text").joinpath(f"data/{code}-fit.npz")
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as table:
        words = table["words"].tobytes().decode("utf-8").split("\n")

        def side(name: str) -> Side:
            parts = ("capital", "inner", "inner_bias", "outer", "topic", "bias")
            return Side(*(table[f"{name}_{part}"].astype(np.float32) for part in parts))

        return Net(
            words={word: i for i, word in enumerate(words)},
            vectors=table["vectors"],
            scale=table["scale"],
            changes=table["changes"],
            change_scale=table["change_scale"],
            rarity=table["rarity"].astype(np.float32),
            reach=int(table["reach"]),
            before=side("before"),
            after=side("after"),
        )
