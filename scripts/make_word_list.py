"""Writes docparse/text/data/english-words.txt.gz from Debian's packages wamerican-large and wbritish-large."""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

SOURCES = [Path("/usr/share/dict") / name for name in ("american-english-large", "british-english-large")]
TARGET = Path(__file__).parent.parent / "docparse" / "text" / "data" / "english-words.txt.gz"


def main() -> int:
    missing = [str(path) for path in SOURCES if not path.exists()]
    if missing:
        print(f"missing {', '.join(missing)}; run: apt-get install wamerican-large wbritish-large", file=sys.stderr)
        return 1
    # names too (Monday, England): a line's end breaks them as well
    listed = (w for path in SOURCES for w in path.read_text("utf-8").split())
    words = {w.lower() for w in listed if re.fullmatch(r"[A-Za-z][a-z]+", w)}
    # no time stamp inside, so that the same words give the same bytes
    TARGET.write_bytes(gzip.compress(("\n".join(sorted(words)) + "\n").encode("ascii"), 9, mtime=0))
    print(f"{TARGET}: {len(words)} words, {TARGET.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
