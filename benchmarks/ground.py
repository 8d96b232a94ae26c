#!/usr/bin/env python3
"""How long docparse takes to check facts against a document: word for word, nearly and nowhere in turn.

The document is made of sentences with words drawn at random, so that nothing stands twice; the index of the document
is built anew in the time that is told, which is that of the processor. Everything runs in one process on one core.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from docparse.grounding import Verdict, check  # noqa: E402
from docparse.model import Article, Document, Paragraph, Region, Section, Source  # noqa: E402

EXPECTED = ("verbatim", "near", "nowhere")
SENTENCES = 4  # of a paragraph
AUTHOR, DATE = "Nobody Here", "2026-05-03"  # looked for as well, and not there
PARAGRAPHS = 12  # of an article
HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分"
    "对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)
SYLLABLES = [
    *("ba", "ce", "di", "fo", "gu", "ha", "le", "mi", "no", "pu", "ra", "se", "ti"),
    *("vo", "wu", "ya", "ze", "bri", "cla", "dre", "flo", "gra", "ple", "sto", "tri"),
]


def chinese(random_: random.Random) -> str:
    clauses = ("".join(random_.choices(HAN, k=random_.randint(5, 14))) for _ in range(random_.randint(2, 4)))
    return "，".join(clauses) + "。"


def english(random_: random.Random) -> str:
    words = ("".join(random_.choices(SYLLABLES, k=random_.randint(1, 3))) for _ in range(random_.randint(9, 24)))
    return " ".join(words).capitalize() + ". "


def document(sentence: Callable[[random.Random], str], characters: int, random_: random.Random) -> Document:
    paragraphs: list[Paragraph] = []
    length = 0
    while length < characters:
        text = "".join(sentence(random_) for _ in range(SENTENCES)).strip()
        paragraphs.append(Paragraph(text=text, regions=(Region(page=1, bbox=(0, 0, 100, 100)),)))
        length += len(text)
    articles = tuple(
        Article(id=f"a{i:03d}", sections=(Section(paragraphs=tuple(paragraphs[i : i + PARAGRAPHS])),))
        for i in range(0, len(paragraphs), PARAGRAPHS)
    )
    source = Source(file="made.pdf", sha256="0" * 64, media_type="application/pdf", pages=1)
    return Document(generator="benchmark", source=source, articles=articles)


def facts(made: Document, sentence: Callable[[random.Random], str], number: int, random_: random.Random) -> list[str]:
    """Quotations of two sentences: as they stand, with a word taken out and one put in, and of other sentences."""
    texts = [paragraph.text for article in made.articles for paragraph in article.paragraphs]
    quotes = []
    for i in range(number):
        text = random_.choice(texts)
        begin = random_.randrange(len(text) // 3)
        quote = text[begin : begin + len(text) // 2]
        if EXPECTED[i % 3] == "near":
            middle = len(quote) // 2
            quote = quote[: middle - 2] + quote[middle:-5] + "〇" + quote[-5:]
        elif EXPECTED[i % 3] == "nowhere":
            quote = "".join(sentence(random_) for _ in range(2)).strip()
        quotes.append(quote)
    return quotes


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=1000, help="facts (1000)")
    parser.add_argument("--characters", type=int, default=100_000, help="of the document (100000)")
    parser.add_argument("--max-seconds", type=float, metavar="S", help="exit 1 if a language takes longer")
    options = parser.parse_args(args)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    check(document(english, 1000, random.Random(0)), [{"content": "warm"}])  # what loads on first use is loaded
    slowest = 0.0
    for name, sentence in (("Chinese", chinese), ("English", english)):
        random_ = random.Random(1)
        made = document(sentence, options.characters, random_)
        given = [
            {"content": quote, "author": AUTHOR, "publish_date": DATE}
            for quote in facts(made, sentence, options.facts, random_)
        ]
        start = time.process_time()  # what else the machine does is not in it
        verdicts = check(made, given)
        seconds = time.process_time() - start
        slowest = max(slowest, seconds)
        right = sum(v.verdict == EXPECTED[i % 3] for i, v in enumerate(verdicts))
        told = f"{options.facts} facts, {options.characters} characters"
        print(f"{name}: {told}: {seconds:.2f} s; {_counts(verdicts)}; {right} as expected")
    return 1 if options.max_seconds and slowest > options.max_seconds else 0


def _counts(verdicts: Sequence[Verdict]) -> str:
    counted = Counter(str(verdict.verdict) for verdict in verdicts)
    return ", ".join(f"{counted[word]} {word}" for word in EXPECTED)


if __name__ == "__main__":
    sys.exit(main())
