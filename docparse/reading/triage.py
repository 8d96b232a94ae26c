"""Text layer, OCR or both: each page is decided by itself, and a suspicion is confirmed before a page is read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from ..geometry import Box, intersection
from .drawn import Drawn
from .evidence import Doubt
from .page import Line, PageContent
from .trust import doubt

SAMPLE = 4  # lines that are compared: fewer may all be headlines, more cost as much as the page
# of the letters: a text layer of a scan is worth keeping only where it is as good as our own reading
OLD_OCR_AGREES, AGREES = 0.97, 0.8
FEWEST = 6  # letters of a line that tells whether a text layer is right
REPLACED = 0.5  # of a line's box inside what is read instead of it


@dataclass(frozen=True, slots=True)
class Plan:
    """What OCR has to do for a page, and why: all of it (`compare` first, if there is any) or some regions."""

    reason: str
    message: str
    compare: tuple[Line, ...] = ()
    agreement: float = 0.0
    regions: tuple[Box, ...] = ()


ASKED_FOR = Plan("asked-for", "it was asked for")


def plan(content: PageContent, shown: Drawn) -> Plan | None:
    """What OCR has to do for a page whose text layer has been read; None for a page that can be believed."""
    found = doubt(content, shown)
    if found is None:
        return None
    reason = ",".join(dict.fromkeys(found.codes))
    if not found.whole:
        regions = _apart([*found.regions, *(line.box for line in found.lines)])
        return Plan(reason, found.message, regions=regions)
    if "outlined-text" in found.codes or ("picture-page" in found.codes and not found.lines):
        return Plan(reason, found.message)
    agreement = OLD_OCR_AGREES if "ocr-layer" in found.codes else AGREES
    return Plan(reason, found.message, _sample(found, content), agreement)


def _sample(found: Doubt, content: PageContent) -> tuple[Line, ...]:
    """Some long lines of different parts of the page."""
    lines = [line for line in (found.lines or content.lines) if not line.vertical and len(line.text) >= FEWEST]
    step = max(1, len(lines) // SAMPLE)
    parts = [lines[i : i + step] for i in range(0, len(lines), step)][:SAMPLE]
    return tuple(max(part, key=lambda line: len(line.text)) for part in parts)


def _apart(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes without those that lie inside others."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda b: -b.area):
        if not any(intersection(box, other) > REPLACED * box.area for other in kept):
            kept.append(box)
    return tuple(sorted(kept, key=lambda b: (b.y0, b.x0)))


def mixed(content: PageContent, plan: Plan, lines: Sequence[Line], engine: str) -> PageContent:
    """The page with the lines that were read inside regions, instead of what the text layer has there.

    A region in which nothing was read stays as it is: it was a picture.
    """
    read = [box for box in plan.regions if any(_inside(line.box, box) for line in lines)]
    if not read:
        return content
    kept = [line for line in content.lines if not any(_inside(line.box, box) for box in read)]
    pictures = tuple(p for p in content.pictures if not any(_inside(p.box, box) for box in read))
    together = sorted([*kept, *lines], key=lambda line: (line.box.y0, line.box.x0))
    return replace(content, method="mixed", engine=engine, reason=plan.reason, lines=tuple(together), pictures=pictures)


def _inside(box: Box, region: Box) -> bool:
    return intersection(box, region) > REPLACED * box.area
