"""Writes docparse/text/data/zh-ngrams.npz and en-ngrams.npz: which words follow which, cut down to what helps most.

    python scripts/make_ngrams.py zh zh_CN.lm
    python scripts/make_ngrams.py en en-us.lm.bin

`zh_CN.lm` is that of Debian's libime-data-language-model 1.0.16-1 (a KenLM trie, quantised, with array-compressed
pointers), `en-us.lm.bin` that of Debian's pocketsphinx-en-us 0.8+5prealpha+1-15 (a Sphinx trie). Both hold the n-grams
back to front: under a word stand the words before it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

DATA = Path(__file__).parent.parent / "docparse" / "text" / "data"
KEEP = {"zh": (900_000, 300_000), "en": (600_000, 250_000)}  # pairs and triples
STEP = 32.0  # steps of a quantised logarithm a factor of ten
LEAST, LEAST_BACK = -7.9, -4.0  # smallest logarithms (to base 10) of a probability and of a back-off weight

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """A trigram model with back-off; all logarithms are to base 10. Pairs and triples are in printed order."""

    words: list[str]
    single: Floats
    single_back: Floats
    first: Ints  # of each pair
    second: Ints
    pair: Floats
    pair_back: Floats
    triple_pair: Ints  # of each triple the number of its first two words' pair; -1 where that is not kept
    third: Ints
    triple: Floats


def fields(data: npt.NDArray[np.uint8], start: int, width: int, record: int, count: int, offset: int) -> Ints:
    """The values of `width` bits that stand `offset` bits into each of `count` records of `record` bits."""
    bit = np.arange(count, dtype=np.int64) * record + offset
    raw = np.zeros(count, dtype=np.uint64)
    for k in range(8):
        raw |= data[start + (bit >> 3) + k].astype(np.uint64) << np.uint64(8 * k)
    return ((raw >> (bit & 7).astype(np.uint64)) & np.uint64((1 << width) - 1)).astype(np.int64)


def turned(
    words: list[str],
    single: Floats,
    single_back: Floats,
    next_pair: Ints,
    before: Ints,
    pair: Floats,
    pair_back: Floats,
    next_triple: Ints,
    before_that: Ints,
    triple: Floats,
) -> Model:
    """The n-grams in printed order, sorted by their words."""
    size = len(words)
    last = np.repeat(np.arange(size), np.diff(next_pair))
    count = len(last)
    before, pair, pair_back = before[:count], pair[:count], pair_back[:count]
    order = np.lexsort((last, before))
    keys = before[order] * size + last[order]
    third_pair = np.repeat(np.arange(count), np.diff(next_triple[: count + 1]))
    before_that, triple = before_that[: len(third_pair)], triple[: len(third_pair)]
    third, middle = last[third_pair], before[third_pair]
    wanted = before_that * size + middle
    at = np.minimum(np.searchsorted(keys, wanted), count - 1)
    known = keys[at] == wanted
    at, third, triple = at[known], third[known], triple[known]
    by_pair = np.lexsort((third, at))
    return Model(
        words, single, single_back, before[order], last[order], pair[order], pair_back[order],
        at[by_pair], third[by_pair], triple[by_pair],
    )  # fmt: skip


def read_kenlm(path: Path) -> Model:
    """A KenLM trie of order 3 (model type 5); the format is that of lm/trie.cc, quantize.cc and bhiksha.cc there."""
    raw = path.read_bytes()
    data = np.frombuffer(raw + bytes(16), dtype=np.uint8)
    order, kind = raw[88], raw[96]
    if order != 3 or kind != 5:
        raise SystemExit(f"{path}: expected a quantised trie of order 3 with array-compressed pointers")
    counts = [int(c) for c in np.frombuffer(raw, "<u8", 3, 108)]
    at = 136 + 8 + 8 * counts[0]
    bits, back_bits = raw[at + 1], raw[at + 2]
    at += 8
    tables = []
    for width in (bits, back_bits, bits):
        tables.append(np.frombuffer(raw, "<f4", 1 << width, at).astype(np.float64))
        at += 4 << width
    unigram = np.dtype([("p", "<f4"), ("back", "<f4"), ("next", "<u8")])
    single = np.frombuffer(raw, unigram, counts[0] + 1, at)
    at += unigram.itemsize * (counts[0] + 2)
    # pointers: their high bits stand in an array of their own, as many as save most
    pointer, entries = counts[2].bit_length(), counts[1]
    chop = min(
        range(min(pointer, raw[at + 1]) + 1), key=lambda c: (counts[2] >> (pointer - c)) * 64 - (entries + 1) * c
    )
    low = pointer - chop
    highs = (counts[2] >> low) + 1
    steps = np.frombuffer(raw, "<u8", highs, (at + 7) // 8 * 8 + 8).astype(np.int64)
    at += 8 * (1 + highs) + 7
    word = counts[0].bit_length()
    record = word + back_bits + bits + low
    before = fields(data, at, word, record, entries, 0)
    back = tables[1][fields(data, at, back_bits, record, entries, word)]
    pair = tables[0][fields(data, at, bits, record, entries, word + back_bits)]
    lows = fields(data, at, low, record, entries + 1, word + back_bits + bits)
    high = np.searchsorted(steps, np.arange(entries + 1), side="right") - 1
    at += ((1 + entries) * record + 7) // 8 + 8
    before_that = fields(data, at, word, word + bits, counts[2], 0)
    triple = tables[2][fields(data, at, bits, word + bits, counts[2], word)]
    at += ((1 + counts[2]) * (word + bits) + 7) // 8 + 8
    words = [w.decode("utf-8") for w in raw[at:].split(b"\0") if w]
    return turned(
        words, single["p"][:-1].astype(np.float64), single["back"][:-1].astype(np.float64),
        single["next"].astype(np.int64), before, pair, back, (high << low) | lows, before_that, triple,
    )  # fmt: skip


def read_sphinx(path: Path) -> Model:
    """A Sphinx trie of order 3; the format is that of lm_trie.c and lm_trie_quant.c there."""
    raw = path.read_bytes()
    data = np.frombuffer(raw + bytes(16), dtype=np.uint8)
    if not raw.startswith(b"Trie Language Model\x03"):
        raise SystemExit(f"{path}: expected a Sphinx trie of order 3")
    counts = [int(c) for c in np.frombuffer(raw, "<u4", 3, 20)]
    at = 36
    tens = 1e-4 / np.log(10)  # its logarithms are to base 1.0001
    tables = []
    for _ in range(3):
        tables.append(np.frombuffer(raw, "<f4", 1 << 16, at).astype(np.float64) * tens)
        at += 4 << 16
    unigram = np.dtype([("p", "<f4"), ("back", "<f4"), ("next", "<u4")])
    single = np.frombuffer(raw, unigram, counts[0] + 1, at)
    at += unigram.itemsize * (counts[0] + 1)
    word, pointer = counts[0].bit_length(), counts[2].bit_length()
    record = word + 32 + pointer
    before = fields(data, at, word, record, counts[1], 0)
    back = tables[1][fields(data, at, 16, record, counts[1], word)]
    pair = tables[0][fields(data, at, 16, record, counts[1], word + 16)]
    # the last pointers of the file were never written
    next_triple = np.maximum.accumulate(fields(data, at, pointer, record, counts[1] + 1, word + 32))
    at += ((1 + counts[1]) * record + 7) // 8 + 8
    before_that = fields(data, at, word, word + 16, counts[2], 0)
    triple = tables[2][fields(data, at, 16, word + 16, counts[2], word)]
    at += ((1 + counts[2]) * (word + 16) + 7) // 8 + 8
    words = [w.decode("utf-8") for w in raw[at + 4 :].split(b"\0")[:-1]]
    return turned(
        words, single["p"][:-1] * tens, single["back"][:-1] * tens,
        single["next"].astype(np.int64), before, pair, back, next_triple, before_that, triple,
    )  # fmt: skip


def pruned(model: Model, pairs: int, triples: int) -> Model:
    """The n-grams whose loss would cost most: how often they stand there times what backing off would say wrongly.

    A pair stays where a kept triple needs it.
    """
    backed = model.pair_back[model.triple_pair] + pair_values(model, model.second[model.triple_pair], model.third)
    seen = model.single[model.first[model.triple_pair]] + model.pair[model.triple_pair] + model.triple
    worth = 10.0**seen * np.abs(model.triple - backed)
    kept = np.sort(np.argsort(-worth, kind="stable")[:triples])
    needed = np.zeros(len(model.first), dtype=np.bool_)
    needed[model.triple_pair[kept]] = True
    backed = model.single_back[model.first] + model.single[model.second]
    worth = 10.0 ** (model.single[model.first] + model.pair) * np.abs(model.pair - backed)
    worth[needed] = np.inf
    chosen = np.zeros(len(model.first), dtype=np.bool_)
    chosen[np.argsort(-worth, kind="stable")[:pairs]] = True
    number = np.cumsum(chosen) - 1
    return Model(
        model.words, model.single, model.single_back,
        model.first[chosen], model.second[chosen], model.pair[chosen], np.where(needed, model.pair_back, 0.0)[chosen],
        number[model.triple_pair[kept]], model.third[kept], model.triple[kept],
    )  # fmt: skip


def pair_values(model: Model, first: Ints, second: Ints) -> Floats:
    """The logarithms of the probabilities of `second` behind `first`."""
    keys = model.first * len(model.words) + model.second
    wanted = first * len(model.words) + second
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, model.pair[at], model.single_back[first] + model.single[second])


def renumbered(model: Model) -> Model:
    """The same with the commonest words first, so that most numbers are small and close together."""
    order = np.argsort(-model.single, kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    first, second = number[model.first], number[model.second]
    pairs = np.lexsort((second, first))
    place = np.empty(len(pairs), dtype=np.int64)
    place[pairs] = np.arange(len(pairs))
    of, third = place[model.triple_pair], number[model.third]
    triples = np.lexsort((third, of))
    return Model(
        [model.words[i] for i in order], model.single[order], model.single_back[order],
        first[pairs], second[pairs], model.pair[pairs], model.pair_back[pairs],
        of[triples], third[triples], model.triple[triples],
    )  # fmt: skip


def planes(values: Ints) -> npt.NDArray[np.uint8]:
    """Whole numbers as their bytes, all lowest ones first: the high ones are nearly all zero and vanish in the zip."""
    return np.ascontiguousarray(values.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].T)


def steps(logarithms: Floats, least: float) -> npt.NDArray[np.uint8]:
    return np.clip(np.round((logarithms - least) * STEP), 0, 255).astype(np.uint8)


def write(model: Model, path: Path) -> None:
    size = len(model.words)
    pair_keys = model.first * size + model.second
    np.savez_compressed(
        path,
        words=np.frombuffer("\n".join(model.words).encode("utf-8"), dtype=np.uint8),
        single=steps(model.single, LEAST),
        single_back=steps(model.single_back, LEAST_BACK),
        followers=planes(np.bincount(model.first, minlength=size)),
        second=planes(np.where(np.diff(model.first, prepend=-1) == 0, np.diff(model.second, prepend=0), model.second)),
        pair=steps(model.pair, LEAST),
        pair_back=steps(model.pair_back, LEAST_BACK),
        triples=planes(np.bincount(model.triple_pair, minlength=len(pair_keys))),
        third=planes(
            np.where(np.diff(model.triple_pair, prepend=-1) == 0, np.diff(model.third, prepend=0), model.third)
        ),
        triple=steps(model.triple, LEAST),
        scale=np.array([STEP, LEAST, LEAST_BACK]),
    )
    print(
        f"{path}: {size} words, {len(pair_keys)} pairs, {len(model.third)} triples, {path.stat().st_size / 1e6:.1f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=sorted(KEEP))
    parser.add_argument("model", type=Path)
    parser.add_argument("--keep", type=int, nargs=2, help="pairs and triples (default: as shipped)")
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    model = (read_kenlm if given.language == "zh" else read_sphinx)(given.model)
    pairs, triples = given.keep or KEEP[given.language]
    write(renumbered(pruned(model, pairs, triples)), given.output or DATA / f"{given.language}-ngrams.npz")


if __name__ == "__main__":
    main()
