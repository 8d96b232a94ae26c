"""Signs that a text layer lies: what the file says is written there is not what the page shows, or less than it shows.

`drawn` gathers what a page shows besides its lines, `doubt` decides from that and from the lines. Neither looks at a
picture of the page: whoever has an OCR engine compares a few of the doubted lines with what it reads there.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..geometry import Box, intersection
from .artwork import outlined, pictured
from .drawn import Drawn
from .evidence import Doubt, Evidence
from .nonsense import nonsense
from .page import Line, PageContent

BROKEN_LINE = 0.2  # of a line's characters: a bullet of a symbol font is fewer
BROKEN_PAGE = 0.02  # of the page's characters in such lines: a formula here and there is none to read anyway
COVERED = 0.3  # of a page without text: a scan
FULL = 0.7  # of a page with no more text than a stamp or a title
STAMP = 60  # characters of such a page at most


def doubt(content: PageContent, shown: Drawn) -> Doubt | None:
    """Why the lines of a page may not be what stands there; None for a page to be trusted."""
    found = [
        e
        for e in (
            _ocr_layer(content, shown),
            _picture_page(content, shown),
            _unmapped(content, shown),
            *_no_words(content),
            outlined(content, shown),
            pictured(content, shown),
        )
        if e is not None
    ]
    if not found:
        return None
    doubted = {id(line): len(line.text) for e in found for line in e.lines}
    lost = sum(e.found for e in found if e.code in ("outlined-text", "unmapped-characters") and not e.lines)
    whole = sum(len(line.text) for line in content.lines) + lost
    return Doubt(tuple(found), round((sum(doubted.values()) + lost) / whole, 3) if whole else 1.0)


# ---- scans


def _page_of(content: PageContent) -> Box:
    return Box(0.0, 0.0, content.width, content.height)


def _picture_share(content: PageContent, shown: Drawn) -> float:
    """How much of the page pictures cover; slices and masks of one scan count once as far as they are alike."""
    page = _page_of(content)
    different = {p.rounded() for p in shown.pictures}
    return min(1.0, sum(intersection(p, page) for p in different) / max(page.area, 1.0))


def _ocr_layer(content: PageContent, shown: Drawn) -> Evidence | None:
    if not shown.ocr_layer:
        return None
    inside = tuple(line for line in content.lines if _inside(line.box, shown.pictures))
    count = sum(len(line.text) for line in inside)
    message = f"{count} characters are the unseen text layer of a scan"
    return Evidence("ocr-layer", message, count, shown.characters, inside)


def _picture_page(content: PageContent, shown: Drawn) -> Evidence | None:
    count = sum(len(line.text) for line in content.lines)
    covered = _picture_share(content, shown)
    if count > STAMP or covered < (FULL if count else COVERED):
        return None
    percent = round(100 * covered)
    message = f"pictures cover {percent} % of the page and there are {count} characters of text"
    page = _page_of(content)
    regions = tuple(dict.fromkeys(p for p in shown.pictures if intersection(p, page) >= 0.05 * page.area))
    return Evidence("picture-page", message, percent, 100, regions=regions)


# ---- characters


def _unmapped(content: PageContent, shown: Drawn) -> Evidence | None:
    broken = [b for b in shown.broken if b.bad >= BROKEN_LINE * b.characters]
    bad = sum(b.bad for b in broken)
    if not broken or sum(b.characters for b in broken) < BROKEN_PAGE * shown.characters:
        return None
    boxes = [b.box for b in broken]
    lines = tuple(line for line in content.lines if _inside(line.box, boxes))
    silent = tuple(b for b in boxes if not any(b.contains_point(line.box.cx, line.box.cy) for line in lines))
    message = f"{bad} of {shown.characters} characters mean nothing (private use, unknown or control characters)"
    return Evidence("unmapped-characters", message, bad, shown.characters, lines, silent)


def _no_words(content: PageContent) -> list[Evidence]:
    """Typeface by typeface, as each has a table of characters of its own."""
    faces: dict[str, list[Line]] = {}
    for line in content.lines:
        faces.setdefault(line.style.face, []).append(line)
    found = []
    for face, lines in faces.items():
        text = "\n".join([line.text for line in lines])
        if (wrong := nonsense(text)) is not None:
            what, share = wrong
            message = (
                f"{share.of - share.found} of {share.of} {what} of {face or 'one typeface'} are none of any language"
            )
            found.append(Evidence("no-words", message, share.of - share.found, share.of, tuple(lines)))
    return found


def _inside(box: Box, regions: Iterable[Box]) -> bool:
    return any(r.contains_point(box.cx, box.cy) for r in regions)
