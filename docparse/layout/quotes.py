"""Pull quotes: display lines whose words stand in the text as well. They decorate and belong to no paragraph."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import cached_property
from math import ceil

from ..geometry import union, x_overlap
from ..languages import han_share, letters, letters_by_line
from ..reading.page import Line, PageContent
from .typography import Typography, of_page, styled

LATIN_GRAM, HAN_GRAM = 9, 6  # letters that two texts share when they have a phrase in common
LEAST_LATIN, LEAST_HAN = 20, 8  # letters of the shortest pull quote
LONGEST = 120  # letters of a pull quote
LARGER = 1.02  # times the body size: no pull quote is smaller
DISPLAY = 1.12  # times the body size
NEAR = 4.0  # sizes of the body text between it and the text around it
SEARCHED = 20_000  # letters of a text in which a few phrases are searched sooner than it is cut into phrases
COVERED = 0.7  # of the letters; ends of columns hide some
NEARLY = 0.5  # of the letters: of a short pull quote the text's line ends may hide as many
SHORT = 3  # times the letters of the shortest one: a longer one covers enough for all line ends
LEADING = 1.5  # sizes of white between a line of the text and the next


class Wording:
    """The phrases of a document's body text, gathered when first asked for: most documents have no pull quotes."""

    def __init__(self, pages: Sequence[PageContent], type_: Typography) -> None:
        self._pages, self._type = pages, type_
        self._phrases: dict[int, Container[str]] = {}  # by their length

    def _phrases_of(self, size: int) -> Container[str]:
        """The phrases of so many letters: all of them, or of a short text, which is searched as fast, the text."""
        if size not in self._phrases:
            text = letters_by_line([line.text for line in self._body])
            self._phrases[size] = (
                text
                if len(text) <= SEARCHED
                else frozenset([t[i : i + size] for t in text.split("\n") for i in range(len(t) - size + 1)])
            )
        return self._phrases[size]

    @cached_property
    def _body(self) -> list[Line]:
        """The lines of text, each page's in its own type."""
        return [line for page in self._pages for line in styled(page.lines, of_page(page, self._type).is_body)]

    def repeats(self, lines: Sequence[Line]) -> bool:
        """Whether the words of `lines` stand in the body text, nearly all of them."""
        text = letters("".join(line.text for line in lines))
        han = han_share(text) > 0.5
        size, least = (HAN_GRAM, LEAST_HAN) if han else (LATIN_GRAM, LEAST_LATIN)
        if len(text) < least:
            return False
        phrases = self._phrases_of(size)
        most = len(text) - ceil(COVERED * len(text))
        nearly = len(text) - ceil(NEARLY * len(text)) if len(text) <= SHORT * least else most
        missing = _missing(text, size, phrases.__contains__, nearly)
        if missing <= most or missing > nearly:
            return missing <= most
        return _missing(text, size, lambda phrase: phrase in phrases or phrase in self._over_line_ends, most) <= most

    @cached_property
    def _over_line_ends(self) -> str:
        """The letters at the end of every line with those at the start of the next one in its column."""
        body, found = self._body, []
        for i, line in enumerate(body):
            for j in range(i + 1, len(body)):
                below = body[j]
                if below.page != line.page or below.box.y0 - line.box.y1 > LEADING * line.size:
                    break
                shared = x_overlap(line.box, below.box)
                if below.box.y0 > line.box.cy and shared > 0.5 * min(line.box.width, below.box.width):
                    found.append(letters(line.text)[1 - LATIN_GRAM :] + letters(below.text)[: LATIN_GRAM - 1])
                    break
        return "\n".join(found)


def _missing(text: str, size: int, known: Callable[[str], bool], most: int) -> int:
    """How many letters stand in no known phrase; it stops counting where they are more than `most`."""
    missing = end = 0  # letters of no phrase so far; where the last phrase ended
    for i in range(len(text) - size + 1):
        if known(text[i : i + size]):
            missing += max(0, i - end)
            end = i + size
        elif missing + i - end > most:
            return most + 1
    return missing + len(text) - end


def find(lines: Sequence[Line], type_: Typography, wording: Wording) -> tuple[tuple[Line, ...], ...]:
    """Groups of display lines that repeat the text: slanted, quoted or coloured, in lines close under each other."""
    least = LARGER * type_.size
    larger = styled(lines, lambda style: style.size >= least and type_.is_other(style))
    display = [line for line in larger if not line.vertical]
    if not display:
        return ()
    first = min((line.box.y0 for line in styled(lines, type_.is_body)), default=float("inf"))
    groups: list[list[Line]] = []
    for line in sorted(display, key=lambda line: (line.box.y0, line.box.x0)):
        if line.box.y1 < first:
            continue
        for group in groups:
            last = group[-1]
            close = 0 < line.box.y1 - last.box.y1 <= 2.2 * line.size
            if close and line.style == last.style and x_overlap(line.box, last.box) > 0:
                group.append(line)
                break
        else:
            groups.append([line])
    return tuple(tuple(g) for g in groups if (_set_as_quote(g) and wording.repeats(g)) or _is_spoken(g, lines, type_))


def _is_spoken(group: Sequence[Line], lines: Sequence[Line], type_: Typography) -> bool:
    """A sentence in display type inside a column of text: no headline ends with a full stop, a pull quote does."""
    text = "".join(line.text for line in group).rstrip('”"」』’')
    if not text.endswith((".", "。")) or text.endswith("..") or not LEAST_HAN <= len(letters(text)) <= LONGEST:
        return False
    if group[0].size < DISPLAY * type_.size:
        return False
    box = union(line.box for line in group)
    column = [line.box for line in styled(lines, type_.is_body) if x_overlap(line.box, box) > 0.5 * line.box.width]
    above = any(0 < box.y0 - b.y1 <= NEAR * type_.size and box.width <= 1.2 * b.width for b in column)
    below = any(0 < b.y0 - box.y1 <= NEAR * type_.size for b in column)
    return above and below


def _set_as_quote(group: Sequence[Line]) -> bool:
    text = "".join(line.text for line in group)
    quoted = text[:1] in '“"「『' and text.rstrip()[-1:] in '”"」』' and not any(c in text[1:-1] for c in "”」』")
    return group[0].style.italic or quoted or len(group) >= 3
