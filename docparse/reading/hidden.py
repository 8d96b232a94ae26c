"""Text that nobody sees: unpainted, in the colour of its ground, under a picture, too small to read.

Cheap signs raise a suspicion; only then is that part of the page rendered, with its text and without, to see whether
the text leaves any ink. An unpainted text over a page-filling picture is none of these: it is the OCR layer of a scan.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import pymupdf

from ..geometry import Box, intersection
from .page import Hidden, Reason
from .suspects import UNPAINTED, Block, Suspect, in_any, spans, suspects
from .textpage import Image, TextPage
from .unseen import proved

SCAN = 0.5  # of the page covered by pictures, at least, where an unseen text is what OCR read in them
LAYER = 0.5  # of the characters that are unseen, at least: an OCR layer holds nearly the whole page


class Sight(NamedTuple):
    """The blocks of a page that can be seen, what was left out, and whether the text is the OCR layer of a scan."""

    blocks: list[Block]
    hidden: tuple[Hidden, ...] = ()
    ocr_layer: bool = False


def seen(page: pymupdf.Page, shown: TextPage, pictures: Sequence[Image]) -> Sight:
    """What can be seen of a page's text. `pictures` are all pictures, also those that fill the page."""
    blocks = shown.blocks()
    found = suspects(blocks, pictures)
    if not found:
        return Sight(blocks)
    suspected = {id(s.span) for s in found if s.proof and "chars" not in s.span}
    if suspected:  # each of their characters is looked at
        blocks = shown.spelled(blocks, {place for place, span in spans(blocks) if id(span) in suspected})
        found = suspects(blocks, pictures)
    twice = _printed_twice(found, blocks)
    unseen = {id(s.span): s for s in proved(page, blocks, [s for s in found if id(s.span) not in twice])}
    if _is_ocr_layer(blocks, unseen, [p.box for p in pictures], Box(*page.rect)):
        return Sight(_without(blocks, twice), ocr_layer=True)
    return Sight(_without(blocks, twice | unseen.keys()), _told(unseen.values()))


def _is_ocr_layer(blocks: Sequence[Block], unseen: dict[int, Suspect], pictures: Sequence[Box], page: Box) -> bool:
    """Whether the unseen text is most of the page's and lies in pictures that cover most of the page."""
    if sum(intersection(p, page) for p in pictures) < SCAN * page.area:
        return False
    layer = sum(
        len(s.span["text"]) for s in unseen.values() if s.reason in ("unpainted", "covered") and in_any(s.box, pictures)
    )
    return layer >= LAYER * sum(len(span["text"]) for _, span in spans(blocks))


def _printed_twice(found: Iterable[Suspect], blocks: Sequence[Block]) -> set[int]:
    """The spans that only clip, of letters that are printed too (rendering modes 4 to 6): MuPDF reports both."""
    windows = [s for s in found if s.window]
    if not windows:
        return set()
    printed = {(span["text"], Box(*span["bbox"]).rounded()) for _, span in spans(blocks) if span["alpha"] > UNPAINTED}
    return {id(s.span) for s in windows if (s.span["text"], s.box.rounded()) in printed}


def _without(blocks: list[Block], unseen: Collection[int]) -> list[Block]:
    """The blocks without the spans of these ids, and without the lines and blocks that hold nothing else."""
    if not unseen:
        return blocks
    kept = []
    for block in blocks:
        if block["type"] != 0 or not any(id(s) in unseen for line in block["lines"] for s in line["spans"]):
            kept.append(block)
            continue
        lines = [line | {"spans": [s for s in line["spans"] if id(s) not in unseen]} for line in block["lines"]]
        if lines := [line for line in lines if line["spans"]]:
            kept.append(block | {"lines": lines})
    return kept


def _told(unseen: Iterable[Suspect]) -> tuple[Hidden, ...]:
    """What was left out, reason by reason."""
    told: dict[Reason, list[str]] = {}
    for s in unseen:
        told.setdefault(s.reason, []).append(s.span["text"].strip())
    return tuple(Hidden(reason, " ".join(texts)) for reason, texts in sorted(told.items()))
