"""What a page shows besides its lines: the facts by which its text layer is doubted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import regex

from ..geometry import Box

LEAST_BROKEN = 2  # characters of such a line, and different ones: dots of a leader are all alike
LETTER = (2.0, 150.0)  # points: sizes of letters

_bad = regex.compile(r"[\p{Co}\p{Cs}\p{Cn}\uFFFD\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\(cid:\d+\)")


@dataclass(frozen=True, slots=True)
class Broken:
    """A line of the file with characters that mean nothing: `bad` of `characters`."""

    box: Box
    bad: int
    characters: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page shows besides its lines.

    `pictures` are all of them, also one that fills the page; `shapes` are filled ones of the size of letters;
    `characters` are all that the file has for the page, also those without a meaning.
    """

    pictures: tuple[Box, ...] = ()
    shapes: tuple[Box, ...] = ()
    broken: tuple[Broken, ...] = ()
    characters: int = 0
    ocr_layer: bool = False


def drawn(blocks: Iterable[dict[str, Any]], pictures: Sequence[Box], ocr_layer: bool = False) -> Drawn:
    """The facts that `doubt` needs, from the blocks of a `TextPage` that can be seen.

    `pictures` are the boxes of all pictures, `ocr_layer` is what `hidden.seen` says.
    """
    shapes: list[Box] = []
    broken: list[Broken] = []
    characters = 0
    for block in blocks:
        if block["type"] == 3:
            if not block.get("isrect") and not block.get("stroked"):
                box = Box(*block["bbox"])
                if LETTER[0] <= max(box.width, box.height) and box.height <= LETTER[1] and box.width <= LETTER[1]:
                    shapes.append(box)
            continue
        lines = block.get("lines", ())
        said = "".join([span["text"] for line in lines for span in line["spans"]])
        if not _may_be_broken(said):  # most blocks, told as a whole
            characters += len(said)
            continue
        for line in lines:
            text = "".join([span["text"] for span in line["spans"]])
            count = len(text)
            if _may_be_broken(text):
                text = "".join(text.split())
                bad = _bad.findall(text)
                count = len(text) - sum(len(b) - 1 for b in bad)
                if bad and (len(set(bad)) >= LEAST_BROKEN or "\ufffd" in bad) and len(bad) >= LEAST_BROKEN:
                    broken.append(Broken(Box(*line["bbox"]), len(bad), count))
            characters += count
    return Drawn(tuple(pictures), tuple(shapes), tuple(broken), characters, ocr_layer)


def _may_be_broken(text: str) -> bool:
    return not text.isprintable() or "\ufffd" in text or "(cid:" in text
