#!/usr/bin/env python3
"""What the repairs do to text that is right, and to text in which characters were confused.

Clean text is that of typed-out truths (samples/, and the folders that the environment names in DOCPARSE_TRUTH), and of
text files that are named, a paragraph a line. Every change of it is false. Then, with a fixed seed, some of its Han
characters become others that look like them; how many are put right, and how many become something else?

    python benchmarks/repair.py [TEXT.txt …]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from evaluate import TRUTH, default_folders  # noqa: E402

from docparse.languages import is_han, language_of, rules_for  # noqa: E402
from docparse.text.mending import ALL, confusions  # noqa: E402
from docparse.text.mending.setting import Setting  # noqa: E402
from docparse.text.mending.value import Mended  # noqa: E402

CONFUSED = 0.004  # of the Han characters: four in a thousand, a scan read fairly well
SEED = 7
LINES = 200  # of a text file that are taken for one document


def texts_of(truth: object) -> list[str]:
    """All texts of a truth: titles, headings, paragraphs, captions, entries of the contents."""
    if isinstance(truth, dict):
        own = [truth[key] for key in ("title", "heading", "caption") if isinstance(truth.get(key), str)]
        paragraphs = [p for p in truth.get("paragraphs") or () if isinstance(p, str)]
        parts = [truth[key] for key in ("articles", "sections", "figures", "contents") if truth.get(key)]
        return own + paragraphs + [text for part in parts for text in texts_of(part)]
    return [text for part in truth for text in texts_of(part)] if isinstance(truth, list) else []


def documents(files: Sequence[Path]) -> Iterator[tuple[str, list[str]]]:
    for folder in default_folders():
        for path in sorted(folder.glob(f"*{TRUTH}")):
            if not path.name.startswith("seed-"):  # typed from texts that are broken themselves
                yield path.name.removesuffix(TRUTH), texts_of(json.loads(path.read_text("utf-8")))
    for path in files:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
        for start in range(0, len(lines), LINES):
            yield f"{path.name}:{start + 1}", lines[start : start + LINES]


def confused(text: str, rng: random.Random) -> tuple[str, list[int]]:
    """The text with some characters made others that look like them, and the places."""
    table = confusions.lookalikes()
    changed, places = list(text), []
    for i, char in enumerate(text):
        if is_han(char) and table.get(char) and rng.random() < CONFUSED:
            changed[i] = table[char][0]
            places.append(i)
    return "".join(changed), places


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("texts", nargs="*", type=Path, help="text files, a paragraph a line")
    args = parser.parse_args()
    rng = random.Random(SEED)
    characters = done = right = other = false = 0
    kinds: Counter[str] = Counter()
    seen: set[str] = set()  # a scan and its original have the same truth
    for name, told in documents(args.texts):
        texts = [text for text in told if text not in seen]
        seen.update(texts)
        if not texts:
            continue
        language = rules_for(language_of("".join(texts)))
        setting = Setting.of(texts, language, ALL, converted=True, read=True)
        characters += sum(map(len, texts))
        for text in texts:
            for repair in setting(Mended(text), True).repairs:
                kinds[repair.kind] += 1
                print(f"  {name}: {repair.kind}: {repair.was!r} became {repair.now!r}")
        if language.spaced:
            continue
        worse = [confused(text, rng) for text in texts]
        setting = Setting.of([text for text, _ in worse], language, {"ocr"}, converted=True, read=True)
        for text, (broken, places) in zip(texts, worse, strict=True):
            mended = setting(Mended(broken), True).text
            done += len(places)
            right += sum(mended[i] == text[i] for i in places)
            other += sum(mended[i] not in (text[i], broken[i]) for i in places)
            false += sum(a != b for i, (a, b) in enumerate(zip(text, mended, strict=True)) if i not in places)
    print(f"clean text: {characters} characters, {kinds.total()} false changes", end="")
    print(f" ({1000 * kinds.total() / max(1, characters):.3f} in 1,000): {dict(kinds)}")
    print(f"confused: {done} characters; {right} put right, {other} made others, {false} right ones changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
