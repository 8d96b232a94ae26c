"""What speaks for and against one text going on where another stops: how it reads, its type, its place, jump lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..geometry import Box, overlap, union, x_overlap, y_overlap
from ..languages import letters
from ..languages.rules import Language
from ..layout.types import Zone
from ..layout.typography import SAME_SIZE, Typography
from ..text.continuity import FOLLOWS, End, Evidence, Start, continuation
from ..text.joining import join

NEAR = 3.5  # em: white between columns of one article at most
BYLINE_LINES = 2  # under a headline that stands beside its text
SAME_WIDTH = 0.15  # of the width
READS_MOST = 3.0  # for or against: words are no proof beside place and type
LINES = 6  # at each side of a join: what their words are about


@dataclass(frozen=True, slots=True)
class Run:
    """A zone with text, and what is asked of it for every pair."""

    number: int
    zone: Zone
    type_: Typography
    measure: float
    end: End
    start: Start
    box: Box
    signed: bool  # its first line signs it already
    last: bool  # of its page's text
    first: bool
    foot: bool  # nothing else stands under it in its column
    interrupted: bool  # a headline of its column's width stands under it


def evidence(
    before: Run,
    after: Run,
    labels: Mapping[int, str | None],
    rules: Mapping[int, tuple[Box, ...]],
    language: Language,
) -> list[Evidence]:
    """What speaks for and against `after` going on where `before` stops."""
    if _signed_alone(before):
        if _stands_beside(before, after):
            return [Evidence("headline beside its text", 4.0)]
        found = [Evidence("a byline without its text", 2.0)]
    else:
        found = [_sense(before.end, after.start), *_type(before, after)]
    a, b = before.zone, after.zone
    if b.jump_from or a.jump_to:
        return [*found, *_jump(a, b, labels, language)]
    if a.page == b.page:
        return [*found, *_place(before, after, rules[a.page])]
    if a.frame and b.frame:
        return [*found, Evidence("the box goes on", 2.0)]
    if before.last and after.first and b.page == a.page + 1:
        return [*found, Evidence("over the page", 2.0)]
    if before.interrupted:
        found.append(Evidence("another headline under it", -1.5))
    return [*found, Evidence("pages apart", -2.0 * (b.page - a.page))]


def _signed_alone(run: Run) -> bool:
    """Whether a headline has nothing but a byline under it."""
    zone = run.zone
    return zone.headline is not None and run.signed and len(zone.flow) <= BYLINE_LINES


def _stands_beside(before: Run, after: Run) -> bool:
    """Whether a text without a headline stands at the right of a headline and its byline."""
    a, b = before.zone, after.zone
    if a.headline is None or b.headline is not None or a.page != b.page:
        return False
    gap = after.box.x0 - before.box.x1
    level = y_overlap(before.box, after.box) > 0.5 * min(before.box.height, after.box.height)
    return level and -a.flow[-1].em <= gap <= NEAR * a.headline.style.size


def _sense(end: End, start: Start) -> Evidence:
    return Evidence(f"{end.value} then {start.value}", FOLLOWS[end, start])


def _type(before: Run, after: Run) -> list[Evidence]:
    """Size, face and measure of the two texts."""
    a, b = before.type_, after.type_
    if abs(a.size - b.size) > SAME_SIZE * a.size or a.bold != b.bold:
        return [Evidence("another type", -4.0)]
    found = [Evidence("same type", 1.0 if a.face == b.face else -0.5)]
    if abs(before.measure - after.measure) <= SAME_WIDTH * max(before.measure, after.measure):
        found.append(Evidence("same measure", 0.5))
    return found


def _place(before: Run, after: Run, rules: Sequence[Box]) -> list[Evidence]:
    """Where the two stand on one page."""
    end, start = before.zone.flow[-1], after.zone.flow[0]
    left, right = before.box, after.box
    em = end.em
    if right.y0 < left.y1 and -em <= right.x0 - left.x1 <= NEAR * em:
        found = [Evidence("next column", 2.0)]
        if before.foot:
            found.append(Evidence("at the foot of its column", 0.5))
        elif before.interrupted:
            found.append(Evidence("another headline under it", -3.0))
        if y_overlap(left, right) <= 0:
            found.append(Evidence("not side by side", -1.0))
        if divided(left, right, rules):
            found.append(Evidence("rule between", -2.5))
        return found
    if start.box.y0 >= end.box.y0 and x_overlap(left, right) > 0.5 * min(left.width, right.width):
        found = [Evidence("below", 0.5)]
        crossing = [r for r in rules if r.width > r.height and x_overlap(r, start.box) > 0]
        if any(end.box.y1 <= r.cy <= start.box.y0 for r in crossing):
            found.append(Evidence("rule between", -2.0))
        return found
    return [Evidence("far", -5.0)]


def text_box(zone: Zone) -> Box:
    """The box around a zone's text, with its headline."""
    headline = [zone.headline.box] if zone.headline else []
    return union([*(f.line.box for f in zone.flow), *headline])


def divided(left: Box, right: Box, rules: Sequence[Box]) -> bool:
    """Whether a vertical rule runs between two neighbours, along most of the lower one's height."""
    for rule in rules:
        between = rule.height > rule.width and left.x1 - 2 <= rule.cx <= right.x0 + 2
        if between and overlap(rule.y0, rule.y1, right.y0, right.y1) > 0.6 * min(right.height, left.height):
            return True
    return False


def _jump(before: Zone, after: Zone, labels: Mapping[int, str | None], language: Language) -> list[Evidence]:
    """What the jump lines say: the page, and words of the title."""
    if not after.jump_from:
        return [Evidence("goes on elsewhere", -8.0)]
    found: list[Evidence] = []
    said = language.jump_to.search(before.jump_to.text) if before.jump_to else None
    came = language.jump_from.match(after.jump_from.text.strip("（()） "))
    if said:
        match = same_label(said["page"], labels[after.page])
        found.append(Evidence("page named", 3.0 if match else (0.5 if match is None else -3.0)))
    if came:
        match = same_label(came["page"], labels[before.page])
        found.append(Evidence("page it came from", 1.5 if match else (0.0 if match is None else -3.0)))
    theirs = _words([line.text for line in before.headline.lines] if before.headline else [])
    theirs |= _words([said.groupdict().get("words") or ""] if said else [])
    own = _words([line.text for line in after.headline.lines] if after.headline else [])
    own |= _words([(came.groupdict().get("words") or "") if came else ""])
    if own:
        shared = len(own & theirs) / len(own)
        found.append(Evidence("words of the title", 8.0 * shared - 3.0))
    elif not said:
        found.append(Evidence("no sign", -6.0))
    return found


def same_label(said: str | None, label: str | None) -> bool | None:
    """Whether a jump line names a page's label; None where the page prints none."""
    if not said or not label:
        return None
    numbers = ["".join(c for c in text if c.isdigit()).lstrip("0") for text in (said, label)]
    letters_ = ["".join(c for c in text if c.isalpha()).upper() for text in (said, label)]
    return numbers[0] == numbers[1] and (letters_[0] == letters_[1] or not all(letters_))


def _words(texts: Sequence[str]) -> set[str]:
    """The words of a title; of a Chinese one the pairs of neighbouring characters."""
    found: set[str] = set()
    for text in texts:
        for word in text.lower().split():
            bare = letters(word)
            if bare and not bare.isascii() and len(bare) > 1:
                found.update(bare[i : i + 2] for i in range(len(bare) - 1))
            elif len(bare) > 2:
                found.add(bare)
    return found


def leading(before: Run, after: Run, rules: Sequence[Box]) -> list[Evidence]:
    """What speaks for text at the left of a headline's columns being the article's beginning."""
    flow = before.zone.flow
    em = flow[0].em
    gap = min(f.left for f in flow) - after.box.x1
    if y_overlap(before.box, after.box) <= 0 or not -em <= gap <= NEAR * em:
        return [Evidence("not beside", -9.0)]
    found = [Evidence("column at the left", 1.0), _sense(after.end, before.start), *_type(after, before)]
    if after.start is not Start.INDENTED:
        found.append(Evidence("begins inside a paragraph", -4.0))
    if divided(after.box, before.box, rules):
        found.append(Evidence("rule between", -2.5))
    return found


def reading_on(before: Run, after: Run, language: Language) -> Evidence:
    """How the one reads on in the other, by their words."""
    end = join([f.text for f in before.zone.flow[-LINES:]])
    start = join([f.text for f in after.zone.flow[:LINES]])
    said = continuation(end, start, language).score
    return Evidence("how it reads on", round(min(max(said, -READS_MOST), READS_MOST), 2))
