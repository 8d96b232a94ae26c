"""Scanned pages beside each other: what is measured on each of them a little differently is made the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from .page import Line, PageContent, Style

SAME_TYPE = (0.86, 1.16)  # times: body text of one document, as it is measured on two pages
LEAST = 100  # characters of a page whose body text can be measured


def levelled(contents: Sequence[PageContent]) -> list[PageContent]:
    """The pages, those that were read from pictures with the document's body size and face where theirs is near it.

    The text layer of other pages says what it is; without any, the scans' own usual size is.
    """
    scans = [content for content in contents if content.method == "ocr"]
    if not scans:
        return list(contents)
    text = [line for content in contents if content.method in ("text", "mixed") for line in content.lines]
    style = _usual(text) or _usual([line for content in scans for line in content.lines])
    if style is None:
        return list(contents)
    return [_fitted(content, style) if content.method == "ocr" else content for content in contents]


def _usual(lines: Iterable[Line]) -> Style | None:
    """The style of most characters, if there are enough to tell."""
    amount: Counter[Style] = Counter()
    for line in lines:
        amount[line.style] += len(line.text)
    style, count = amount.most_common(1)[0] if amount else (None, 0)
    return style if count >= LEAST else None


def _fitted(content: PageContent, body: Style) -> PageContent:
    own = _usual(content.lines)
    factor = body.size / own.size if own else 1.0
    if not SAME_TYPE[0] <= factor <= SAME_TYPE[1]:
        factor = 1.0
    return replace(content, lines=tuple(_restyled(line, factor, body.face) for line in content.lines))


def _restyled(line: Line, factor: float, face: str) -> Line:
    def style(old: Style) -> Style:
        return replace(old, size=round(old.size * factor, 1), face=old.face or face)

    return replace(line, style=style(line.style), spans=tuple(replace(s, style=style(s.style)) for s in line.spans))
