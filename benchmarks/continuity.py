#!/usr/bin/env python3
"""How well docparse tells which fragment goes on where another stops, and puts fragments in order.

The paragraphs of typed-out truths (samples/, or FOLDERs, and those that DOCPARSE_TRUTH names) are cut in two at random
places, the same ones every time: inside a sentence (between words or anywhere between two characters), inside a word,
and at a sentence's end. For every first half, its second half is ranked among 3 and among 20 second halves, those of
the whole language or those of the same document; a tie counts as a share. Then pieces of several paragraphs of one
article are shuffled and put in order again. At last articles are cut into columns inside sentences, and the columns,
all but the first, shuffled, as converters do that lost them; what text inputs make of them is counted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import regex

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from docparse.languages import letters, rules_for  # noqa: E402
from docparse.languages.rules import Language  # noqa: E402
from docparse.plain.flow import flow  # noqa: E402
from docparse.plain.fragments import Fragment  # noqa: E402
from docparse.plain.joins import Joins  # noqa: E402
from docparse.plain.roles import Piece, Role, is_closed  # noqa: E402
from docparse.text.continuity import Stretch, continuation, order  # noqa: E402
from docparse.text.continuity.ngrams import ngrams  # noqa: E402

SAMPLES = HERE.parent / "samples"
SEED = 7
LEAST = 25  # characters of a half: a shorter one says little
TRIES = 600  # first halves of each kind
AMONG = (3, 20)
PIECES = 8  # of the articles that are put in order
ARTICLES = 100
COLUMNS = (3, 4, 5)
TARGETS = {("sentence", 3): 0.85, ("sentence", 20): 0.62, ("word", 3): 0.96}
SAME = 40  # characters at the start by which a paragraph that stands in several documents is known
COMMON = 13.0  # natural logarithm of how rare a word is at most for a cut inside it

Pair = tuple[str, str]


@dataclass(frozen=True)
class Paragraph:
    document: str
    article: int
    text: str


def paragraphs(folders: Sequence[Path], language: str) -> list[Paragraph]:
    """The paragraphs of the truths, each once: the same article may be there as a scan and as a PDF."""
    found: dict[str, Paragraph] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.truth.json")):
            truth = json.loads(path.read_text("utf-8"))
            if truth.get("language") != language:
                continue
            for number, article in enumerate(truth["articles"]):
                for section in article.get("sections", []):
                    for text in section["paragraphs"]:
                        found.setdefault(text[:SAME], Paragraph(path.name, number, text))
    return list(found.values())


def cut_places(text: str, kind: str, language: Language) -> list[int]:
    """Where a paragraph may be cut: `sentence` and `word` are inside a sentence, `end` is between two."""
    if kind == "end":
        stop = r"[.!?][”\"’)]?(?= )" if language.spaced else r"[。！？](?![”」’）])"
        places = [m.end() for m in regex.finditer(stop, text)]
    elif kind == "word" and language.spaced:
        places = [m.start() + k for m in regex.finditer(r"\p{Ll}{5,}", text) for k in range(2, len(m[0]) - 1)]
    elif kind == "word":
        places = inside_words(text, language)
    elif language.spaced:
        places = [m.start() for m in regex.finditer(" ", text) if text[m.start() - 1] not in '.!?”"']
    else:
        inside = (i for i in range(1, len(text)) if text[i - 1] not in "。！？；")
        places = [i for i in inside if not text[i - 1 : i + 1].isdigit()]
    return [i for i in places if LEAST <= i <= len(text) - LEAST]


def inside_words(text: str, language: Language) -> list[int]:
    """The places inside Chinese words, the longest common word first."""
    model = ngrams(language.code)
    assert model is not None
    places, at = [], 0
    while at < len(text):
        lengths = (n for n in (4, 3, 2) if (r := model.rarity(text[at : at + n])) is not None and r < COMMON)
        length = next(lengths, 1)
        places += range(at + 1, at + length)
        at += length
    return places


def halves(found: Sequence[Paragraph], kind: str, language: Language) -> list[tuple[str, Pair]]:
    """Paragraphs cut in two, with the document of each; a paragraph comes more than once where there are few."""
    chance = random.Random(SEED)
    usable = [p for p in found if cut_places(p.text, kind, language)]
    chance.shuffle(usable)
    cuts: list[tuple[str, Pair]] = []
    while usable and len(cuts) < TRIES:
        for paragraph in usable:
            place = chance.choice(cut_places(paragraph.text, kind, language))
            cuts.append((paragraph.document, (paragraph.text[:place].rstrip(), paragraph.text[place:].lstrip())))
    return cuts[:TRIES]


def first_of(cuts: Sequence[tuple[str, Pair]], among: int, score: Callable[[str, str], float], near: bool) -> float:
    """How often the right second half ranks first; with `near`, all are of the same document. NaN: too few of those."""
    chance = random.Random(SEED)
    hits: list[float] = []
    for document, (before, after) in cuts:
        rest = sorted({b for d, (a, b) in cuts if a[:SAME] != before[:SAME] and (d == document or not near)})
        if len(rest) < among - 1:
            continue
        right = score(before, after)
        others = [score(before, other) for other in chance.sample(rest, among - 1)]
        hits.append(0.0 if max(others) > right else 1 / (1 + others.count(right)))
    return sum(hits) / len(hits) if hits else float("nan")


def by_article(found: Sequence[Paragraph]) -> Iterable[list[str]]:
    """The paragraphs of each article."""
    texts: dict[tuple[str, int], list[str]] = {}
    for paragraph in found:
        texts.setdefault((paragraph.document, paragraph.article), []).append(paragraph.text)
    return texts.values()


def articles_cut(found: Sequence[Paragraph], kind: str, language: Language) -> list[list[str]]:
    """The pieces of articles in their order: every paragraph cut in two."""
    chance = random.Random(SEED)
    cut = []
    for parts in by_article(found):
        pieces: list[str] = []
        for text in parts:
            places = cut_places(text, kind, language)
            place = chance.choice(places) if places else 0
            pieces += [p for p in (text[:place].rstrip(), text[place:].lstrip()) if p]
        if len(pieces) >= 4:
            cut.append(pieces[:PIECES])
    return cut[:ARTICLES]


def in_order(cut: Sequence[Sequence[str]], language: Language, shuffled: bool) -> tuple[float, float]:
    """Kendall's tau and the share of right neighbours, the first piece known: a headline stands over it."""
    chance = random.Random(SEED)
    agreed = pairs = right = joins = 0

    def follows(before: str, after: str) -> float:
        return continuation(before, after, language, one_story=True).score

    for pieces in cut:
        numbers = list(range(len(pieces)))
        if shuffled:
            chance.shuffle(numbers)
        given = [Stretch(pieces[n], pieces[n], not is_closed(pieces[n], language)) for n in numbers]
        places = order(given, follows, first=numbers.index(0))
        result = [numbers[p] for p in places]
        for i, a in enumerate(result):
            for b in result[i + 1 :]:
                agreed += 1 if a < b else -1
                pairs += 1
        right += sum(b == a + 1 for a, b in pairwise(result))
        joins += len(result) - 1
    return agreed / pairs, right / joins


def torn(found: Sequence[Paragraph], columns: int, language: Language) -> list[list[list[str]]]:
    """Articles in columns that end inside sentences, each in another paragraph."""
    chance = random.Random(SEED)
    cut = []
    for parts in by_article(found):
        places = {i: p for i, text in enumerate(parts) if (p := cut_places(text, "sentence", language))}
        if len(parts) < columns or len(places) < columns - 1:
            continue
        ends = set(chance.sample(sorted(places), columns - 1))
        found_columns: list[list[str]] = [[]]
        for i, text in enumerate(parts):
            if i in ends:
                place = chance.choice(places[i])
                found_columns[-1].append(text[:place].rstrip())
                found_columns.append([text[place:].lstrip()])
            else:
                found_columns[-1].append(text)
        cut.append(found_columns)
    return cut


def columns_restored(cut: Sequence[Sequence[Sequence[str]]], language: Language) -> tuple[float, float]:
    """The share of articles whose shuffled columns come back in order, and of those in order that stay so."""
    chance = random.Random(SEED)

    def read(pieces: Sequence[str]) -> str:
        joins = Joins.of(pieces, language)
        ordered = flow([Piece(Fragment(p), Role.TEXT) for p in pieces], joins).pieces
        return letters("".join(p.text for p in ordered))

    back = kept = 0
    for columns in cut:
        given = [piece for column in columns for piece in column]
        right = list(range(1, len(columns)))
        order_ = right[:]
        while order_ == right:
            chance.shuffle(order_)
        shuffled = [piece for i in (0, *order_) for piece in columns[i]]
        back += read(shuffled) == letters("".join(given))
        kept += read(given) == letters("".join(given))
    return back / len(cut), kept / len(cut)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--gate", action="store_true", help="exit 1 if anything is below its target")
    given = parser.parse_args()
    named = [Path(p) for p in os.environ.get("DOCPARSE_TRUTH", "").split(os.pathsep) if p]
    missed = []
    for folders in [[f] for f in given.folders] or [[f] for f in (SAMPLES, *named)]:
        for code in ("zh", "en"):
            language = rules_for(code)
            found = paragraphs(folders, code)
            if not found:
                continue
            print(f"\n{folders[0].name}, {code}: {len(found)} paragraphs")
            for kind in ("sentence", "word", "end"):
                cuts = halves(found, kind, language)
                if not cuts:
                    continue

                def score(a: str, b: str, language: Language = language) -> float:
                    return continuation(a, b, language).score

                row = []
                for among in AMONG:
                    start = time.perf_counter()
                    share = first_of(cuts, among, score, near=False)
                    spent = (time.perf_counter() - start) / len(cuts) / among
                    near = first_of(cuts, among, score, near=True)
                    row.append(f"of {among}: {share:.3f} (same document {near:.3f}; {spent * 1000:.2f} ms a pair)")
                    least = TARGETS.get((kind, among), 0.0)
                    if share < least:
                        missed.append(f"{folders[0].name}, {code}, {kind}, of {among}: {share:.3f} is below {least}")
                print(f"  cut inside a {kind:9}" if kind != "end" else "  cut at a sentence's end", "; ".join(row))
            for kind in ("sentence", "end"):
                cut = articles_cut(found, kind, language)
                if cut:
                    tau, right = in_order(cut, language, shuffled=True)
                    kept = in_order(cut, language, shuffled=False)[1]
                    where = "inside sentences" if kind == "sentence" else "at sentences' ends"
                    print(
                        f"  {len(cut)} articles cut {where}: tau {tau:.3f}, right neighbours {right:.3f}; "
                        f"given in order, {kept:.3f} stay"
                    )
            for columns in COLUMNS:
                if cut_columns := torn(found, columns, language):
                    back, kept = columns_restored(cut_columns, language)
                    print(
                        f"  {len(cut_columns)} articles of {columns} columns, shuffled: {back:.3f} put in order; "
                        f"given in order, {kept:.3f} stay"
                    )
    if missed:
        print("\n" + "\n".join(missed))
    sys.exit(1 if given.gate and missed else 0)


if __name__ == "__main__":
    main()
