"""Writes docparse/text/data/english-words.txt: the commonest English words of the wordfreq package (pip install wordfreq)."""

from __future__ import annotations

import re
from pathlib import Path

from wordfreq import top_n_list

COUNT = 60_000  # rarer entries are names and slips; a broken word is a common one
TARGET = Path(__file__).parent.parent / "docparse" / "text" / "data" / "english-words.txt"


def main() -> None:
    words = sorted(word for word in top_n_list("en", COUNT) if re.fullmatch(r"[a-z]{2,}", word))
    TARGET.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(words)} words")


if __name__ == "__main__":
    main()
