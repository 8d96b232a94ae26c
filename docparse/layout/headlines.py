"""Headlines: the lines set larger than everything around them, with the label over them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from ..geometry import Box, union, x_overlap, y_overlap
from ..languages import is_han, letters, text_width
from ..languages.rules import Language
from ..reading.page import Frame, Line
from .types import Headline
from .typography import Typography, styled

LARGE = 1.28  # times the body size: a headline; section headings and decks stay below it
BOX_LARGE = 1.12  # the same inside a box, against the box's own text
LEADING = 1.75  # times the size: farthest baselines of one headline
CENTRED_LEADING, CENTRED = 2.3, 0.6  # times the size, and em: the same of lines that are centred on each other
SMALLEST_LABEL = 0.7  # of the body size
LONGEST_LABEL = 40.0  # em: a longer line is no label
LABEL_GAP = 2.2  # label heights between a kicker and its headline; less where other text stands close over it
OVER_LETTERS = 0.14  # of the headline's size: white above its capitals inside its box
DASHED_GAP = 2.5  # the same where a dash marks the deck
BESIDE_GAP = 3.0  # sizes between a headline and a deck behind it
TAIL_GAP = 1.0  # sizes between a headline and smaller words behind it
LENGTHS_OF_NAME = range(2, 5)  # characters of a Chinese one
SHORT_TAIL = 8.0  # em: a longer line is no part of the headline
SHORT_ON_BAR = 15.0  # em: a longer line on a bar is no label
COLUMN_GAP = 1.2  # sizes between the columns of one vertical headline
OTHER_VERTICAL = 0.8  # of the larger size: a smaller vertical line beside a headline is its kicker or its deck
MOST_BESIDE = 2  # smaller vertical lines beside a headline: kicker and deck
DECK_WIDTH = 0.5  # of its headline's: a narrower deck begins where the headline does, or is centred under it
NEXT_COLUMN = 1.2  # sizes of white at a line's side: what is farther stands in another column
STACK_GAP = 1.1  # sizes of the smaller one: white between a headline and its deck
_listed = re.compile(r"[.．·•…‥_]{3,}\s*[（(]?[A-Z]?\d{1,3}[)）]?\s*$")  # a row of the contents, with its page
_bracketed = re.compile(r"^\s*[【〖\[［][^】〗\]］]+[】〗\]］]\s*$")


def find(
    lines: Sequence[Line],
    type_: Typography,
    language: Language,
    frame: Frame | None,
    titles: frozenset[str],
    rules: Sequence[Box] = (),
    bars: Sequence[Box] = (),
) -> tuple[Headline, ...]:
    """The headlines among `lines` of one page or one box, from top to bottom.

    `titles` are known from the contents page, as letters. No headline goes over one of the `rules`. What stands alone
    on one of the `bars`, which go over a column or more, opens what is under it.
    """
    least = (BOX_LARGE if frame else LARGE) * type_.size
    bold = frame is not None and not type_.bold  # then a heading of the box may be in the size of its text
    faces = Counter(line.style.face for line in lines) if frame else Counter[str]()
    own = {face for face, count in faces.items() if count == 1}  # so may one in a face that nothing else there has
    size = type_.size
    offered = styled(lines, lambda s: s.size >= least or (bold and s.bold) or (s.face in own and s.size >= size))
    large = [line for line in offered if _is_large(line, type_, language, frame, lines)]
    headed = {id(line) for line in large}
    listed = [line for line in lines if titles and id(line) not in headed and _in_contents(line, type_, titles)]
    headed |= {id(line) for line in listed}
    loose = [line for line in lines if id(line) not in headed]
    groups: list[list[Line]] = []
    for line in sorted([*large, *listed], key=lambda line: (line.box.y0, line.box.x0)):
        for group in groups:
            if _continues(group, line, loose) and not _parted(group[-1], line, rules):
                group.append(line)
                break
        else:
            groups.append([line])
    short = [line for line in styled(loose, type_.is_other) if text_width(line.text) <= SHORT_TAIL]
    names: dict[int, tuple[Line, ...]] = {}  # by the first line of the headline that they stand behind
    for group in groups:
        tail = _beside(group, short, language)
        if tail and _may_be_name(tail[0].text.strip(), language):
            names[id(group[0])] = tuple(tail)
        else:
            group.extend(tail)
    taken = {id(line) for part in (*groups, *names.values()) for line in part}
    rest = [line for line in lines if id(line) not in taken]
    groups = [sorted(group, key=lambda line: -line.box.x0) if group[0].vertical else group for group in groups]
    smallest = SMALLEST_LABEL * type_.size
    # a label is short and not set as the text is, nor much smaller
    other = styled(rest, lambda style: type_.is_other(style) and style.size >= smallest)
    labels = [line for line in other if text_width(line.text) <= LONGEST_LABEL]
    found = [
        Headline(
            tuple(group),
            _label(union(line.box for line in group), group[0].size, labels, rest, type_, language),
            names.get(id(group[0]), ()),
        )
        for group in groups
    ]
    found = _stacked(_beside_vertical([*found, *_small_vertical(found, rest)]), language)
    printed = {id(line) for headline in found for line in headline.printed}
    unlike = [line for line in styled(rest, lambda s: not type_.same_look(s)) if id(line) not in printed]
    opening = [Headline((line,)) for line in unlike if _opens(line, lines, language) or _is_on(line, bars)]
    return tuple(sorted([*found, *opening], key=lambda h: h.box.y0)) if opening else tuple(found)


def _is_on(line: Line, bars: Sequence[Box]) -> bool:
    return text_width(line.text) <= SHORT_ON_BAR and any(b.contains_point(*line.box.middle) for b in bars)


def _opens(line: Line, lines: Sequence[Line], language: Language) -> bool:
    """Whether a line that is set off from the text opens a zone as a headline does, alone in its row: a few words in
    brackets (【经验交流】), or those over a list of what the issue holds (本期要目)."""
    label = text_width(line.text) <= SHORT_TAIL and _bracketed.match(line.text)
    if not (label or language.contents_title.match(line.text.strip())):
        return False
    under = [o for o in lines if o.box.y0 > line.box.cy and x_overlap(o.box, line.box) > 0]
    if label and under and _listed.search(min(under, key=lambda o: o.box.y0).text):
        return False  # a rubric inside the contents
    level = (o for o in lines if o is not line and y_overlap(o.box, line.box) > 0.3 * line.box.height)
    return not any(-x_overlap(o.box, line.box) < NEXT_COLUMN * line.size for o in level)


def _beside(group: Sequence[Line], short: Sequence[Line], language: Language) -> list[Line]:
    """A few smaller words right behind a headline of one line, on its height: 目录 CONTENTS, a title and its (续)."""
    if len(group) != 1 or group[0].vertical:
        return []
    box, size = group[0].box, group[0].size
    return [
        line
        for line in short
        if 0 <= line.box.x0 - box.x1 <= TAIL_GAP * size
        and y_overlap(line.box, box) > 0.8 * line.box.height
        and not _ends_something(line, language)
    ][:1]


def _may_be_name(text: str, language: Language) -> bool:
    """Whether a word behind a headline may be who wrote the text."""
    if language.spaced:
        return language.bare_names.match(text) is not None
    return len(text) in LENGTHS_OF_NAME and all(map(is_han, text)) and language.surname.match(text) is not None


def _beside_vertical(found: Sequence[Headline]) -> list[Headline]:
    """Headlines with smaller vertical lines beside them: at the right, read first, the kicker; at the left the deck."""
    kept = list(found)
    for small in found:
        hosts = [h for h in kept if small.vertical and _stands_beside(h, small)]
        if hosts:
            host = min(hosts, key=lambda h: abs(h.box.cx - small.box.cx))
            right = small.box.cx > host.box.cx
            kept.remove(small)
            kept[kept.index(host)] = (
                replace(host, kicker=(*host.kicker, *small.lines))
                if right
                else replace(host, deck=(*host.deck, *small.lines))
            )
    return kept


def _small_vertical(found: Sequence[Headline], lines: Sequence[Line]) -> list[Headline]:
    """Vertical lines of the text's size beside a vertical headline, one or two: more are a vertical text."""
    loose = [Headline((line,)) for line in lines if line.vertical]
    hosts = [h for h in found if h.vertical]
    level = [small for small in loose if any(y_overlap(h.box, small.box) > 0 for h in hosts)]
    return [s for s in level if any(_stands_beside(h, s) for h in hosts)] if len(level) <= MOST_BESIDE else []


def _stands_beside(host: Headline, small: Headline) -> bool:
    size = small.style.size
    gap = -x_overlap(host.box, small.box)
    beside = y_overlap(host.box, small.box) > 0.5 * small.box.height and gap <= COLUMN_GAP * size
    return host.vertical and size < OTHER_VERTICAL * host.style.size and beside


def _stacked(found: Sequence[Headline], language: Language) -> list[Headline]:
    """A smaller headline right under a larger one is its deck, right over it its kicker."""
    stacked: list[Headline] = []
    for headline in found:
        # short items under a label have headlines of one look: none of them is the label's deck
        alike = [h for h in found if h is not headline and h.style == headline.style]
        larger = [h for h in found if h.style.size > headline.style.size]
        item = not language.subtitle.match(headline.lines[0].text) and any(
            not any(_right_under(o, h, language) or _right_under(h, o, language) for o in larger) for h in alike
        )
        above = next((h for h in stacked if _right_under(h, headline, language)), None)
        if item and above is not None and above.style.size > headline.style.size:
            above = None
        beside = next((h for h in stacked if _dashed_beside(h, headline, language)), None)
        if beside is not None:
            stacked[stacked.index(beside)] = replace(beside, deck=(*beside.deck, *headline.lines))
        elif above is None:
            stacked.append(headline)
        elif headline.style.size < above.style.size:
            stacked[stacked.index(above)] = replace(above, deck=(*above.deck, *headline.lines))
        else:
            stacked[stacked.index(above)] = replace(headline, kicker=(*above.kicker, *above.lines))
    return stacked


def _dashed_beside(left: Headline, right: Headline, language: Language) -> bool:
    """A deck behind its headline on one height, marked by a dash."""
    if left.vertical or not language.subtitle.match(right.lines[0].text) or right.style.size > left.style.size:
        return False
    gap = right.box.x0 - left.box.x1
    return y_overlap(left.box, right.box) > 0.5 * right.box.height and 0 <= gap <= BESIDE_GAP * left.style.size


def _right_under(above: Headline, below: Headline, language: Language) -> bool:
    if above.vertical or below.vertical:
        return False
    small, large = sorted((above.style.size, below.style.size))
    gap = below.box.y0 - max(line.box.y1 for line in (*above.lines, *above.deck))
    aligned = x_overlap(above.box, below.box) >= 0.8 * min(above.box.width, below.box.width) and (
        below.box.width >= DECK_WIDTH * above.box.width
        or abs(below.box.x0 - above.box.x0) <= above.style.size
        or abs(below.box.cx - above.box.cx) <= above.style.size
    )
    if language.subtitle.match(below.lines[0].text):
        return aligned and -0.2 * small <= gap <= DASHED_GAP * small and below.style.size <= above.style.size
    return not below.kicker and small <= 0.88 * large and -0.2 * small <= gap <= STACK_GAP * small and aligned


def _is_large(line: Line, type_: Typography, language: Language, frame: Frame | None, lines: Sequence[Line]) -> bool:
    """Whether a line that is larger than the text, or in a box bold, is a headline."""
    if not any(c.isalpha() for c in line.text) or any(rank.match(line.text) for rank in language.ranks[:2]):
        return False
    if frame is None:
        return True
    if line.size >= BOX_LARGE * type_.size:
        # under a larger headline of the box it is a heading
        heads = [o.size for o in lines if o.box.y1 <= line.box.y0 + 1 and o.size >= LARGE * type_.size]
        return line.size >= LARGE * type_.size or not any(size >= 1.15 * line.size for size in heads)
    # a box whose heading has the size of its text: bold or in another face, and at the top
    return (
        text_width(line.text) < 30
        and len(lines) > 1
        and line.box.y0 - min(other.box.y0 for other in lines) < 0.5 * line.size
    )


def _in_contents(line: Line, type_: Typography, titles: frozenset[str]) -> bool:
    differs = line.size > 1.04 * type_.size or line.style.bold > type_.bold
    return differs and letters(line.text) in titles


def _continues(group: Sequence[Line], line: Line, loose: Sequence[Line]) -> bool:
    last = group[-1]
    if line.vertical != last.vertical:
        return False
    if line.vertical:
        gap = max(last.box.x0 - line.box.x1, line.box.x0 - last.box.x1)
        if min(line.size, last.size) < OTHER_VERTICAL * max(line.size, last.size):
            return False
        return gap <= COLUMN_GAP * line.size and y_overlap(line.box, last.box) > 0.3 * line.box.height
    if abs(line.size - last.size) > 0.12 * last.size or line.style.face != last.style.face:
        return False
    if y_overlap(line.box, last.box) > 0.5 * line.box.height:
        return False
    pitch = line.box.y1 - last.box.y1
    below = 0 < pitch <= LEADING * line.size
    if (
        LEADING * line.size < pitch <= CENTRED_LEADING * line.size
        and abs(line.box.cx - last.box.cx) <= CENTRED * line.size
    ):
        between = union([last.box, line.box])
        below = not any(between.contains_point(o.box.cx, o.box.cy) for o in loose)
    box = union(member.box for member in group)
    return below and x_overlap(line.box, box) >= 0.5 * min(line.box.width, box.width)


def _parted(above: Line, below: Line, rules: Sequence[Box]) -> bool:
    """Whether a rule runs between two lines, over all of the shorter one."""
    least = min(above.box.width, below.box.width)
    between = (r for r in rules if above.box.cy < r.cy < below.box.cy and r.width > r.height)
    return any(x_overlap(r, above.box) >= 0.9 * least and x_overlap(r, below.box) >= 0.9 * least for r in between)


def _label(
    headline: Box,
    size: float,
    labels: Sequence[Line],
    rest: Sequence[Line],
    type_: Typography,
    language: Language,
) -> tuple[Line, ...]:
    """The kicker: those of the `labels` close over the headline that are aligned with it, with no other text over it.

    `rest` are all lines that are no headlines.
    """
    offers = []
    for line in labels:
        _, top, _, bottom = line.box
        height, gap = bottom - top, headline.y0 - bottom
        # the box of a headline has white above its letters, which a label may stand in
        if gap > LABEL_GAP * height or (gap < -0.3 * height and gap < -OVER_LETTERS * size):
            continue
        left = abs(line.box.x0 - headline.x0) <= type_.size
        centred = abs(line.box.cx - headline.cx) <= type_.size and line.box.width <= 1.1 * headline.width
        if not (left or centred):
            continue
        above = [o for o in rest if o.box.y1 <= line.box.y0 + 1 and x_overlap(o.box, line.box) > 0 and o not in offers]
        if above and line.box.y0 - max(o.box.y1 for o in above) < 0.6 * gap:
            continue
        if _ends_something(line, language):
            continue
        offers.append(line)
    if not offers:
        return ()
    nearest = max(offers, key=lambda line: line.box.y1)
    return tuple(
        line
        for line in offers
        if line.style.size == nearest.style.size and nearest.box.y0 - line.box.y0 < 1.6 * line.size
    )


def _ends_something(line: Line, language: Language) -> bool:
    """A line that closes the article above rather than opening the one below."""
    text = line.text.rstrip(language.closing)
    if language.issue.search(text) or any(pattern.fullmatch(text) for pattern in language.dates):
        return True
    if text.endswith(("■", "。", "□")) or language.jump_to.search(line.text) or language.jump_from.search(line.text):
        return True
    return language.signs(line.text) or language.credit.search(line.text) is not None
