"""Signs that a text layer lies: what the file says is written there is not what the page shows, or less than it shows.

`drawn` gathers what a page shows besides its lines, `doubt` decides from that and from the lines. Neither looks at a
picture of the page: whoever has an OCR engine compares a few of the doubted lines with what it reads there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import regex

from ..geometry import Box, intersection, median, overlap, union
from ..text.likely import Share, english_words, han_fit, has_han, letter_pairs
from .page import Line, PageContent

Code = Literal["ocr-layer", "picture-page", "unmapped-characters", "no-words", "outlined-text", "pictured-line"]

# ---- characters without a meaning
BROKEN_LINE = 0.2  # of a line's characters: a bullet of a symbol font is fewer
LEAST_BROKEN = 2  # characters of such a line, and different ones: dots of a leader are all alike
BROKEN_PAGE = 0.02  # of the page's characters in such lines: a formula here and there is none to read anyway
# ---- characters that form no words
KNOWN_PAIRS = 0.12  # of neighbouring Han characters at least: prose has 0.54, names 0.34, a primer in verse 0.20
FEW_KNOWN = 0.08  # where there are few neighbours; wrong characters have 0.03, permuted common ones 0.08
MANY_PAIRS = 48  # neighbours
LEAST_PAIRS = 24  # neighbours from which their share tells
FEWEST_PAIRS = 8  # with none of them known and many rare characters, a headline tells too
COMMON = 0.75  # of the characters of such a headline, at least: print has 0.95
COMMON_ALONE = 0.4  # of Han characters without neighbours, as in tables
LEAST_HAN = 16  # characters for that
JAPANESE = 0.25  # of Han and kana are kana, at least: Japanese, which the pairs do not know
ENGLISH = 0.2  # of words in the English list, at least, or the letters are looked at: other languages have 0 to 0.3
LEAST_WORDS = 12
MOST_WORDS = 300  # of a typeface on a page are counted: as good as all
USUAL_LETTERS = 0.68  # of neighbouring letters: languages of Latin script have 0.8, permuted letters 0.6 at most
LEAST_LETTERS = 60  # neighbouring letters
DIFFERENT_LETTERS = 12  # fewer are a code, not a language
ACRONYM = 5  # capital letters at most: no word
MOJIBAKE = 0.5  # of the characters between U+00A1 and U+00FF: no language has as many
LEAST_MOJIBAKE = 24
# ---- pictures
COVERED = 0.3  # of a page without text: a scan
FULL = 0.7  # of a page with no more text than a stamp or a title
STAMP = 60  # characters of such a page at most
EM = 10.0  # points: the type of a page without text
LOW = (0.8, 4.0)  # em: the height of a picture that may be one line, or two, of a headline
WIDE = 6.0  # em: its width at least
FLAT = 2.0  # times as wide as high at least: a logo is not
TOUCH = 1.0  # points: slices of one picture
# ---- outlines
LETTER = (2.0, 150.0)  # points: sizes of letters
LETTERS = 5  # shapes beside each other at least: a line of text
FORMS = 4  # different sizes among them at least: dots and bars are all alike
APART = 1.6  # heights of the row between neighbours at most: a word space is less
ROW = 0.5  # of the lower shape's height that neighbours share at least
LINE_LIKE = 3.0  # times as wide as high at least
DENSE = 0.45  # of the row's length covered by shapes at least
SMALLEST = 0.6  # of the page's type: the lowest row that is text
MOST_SHAPES = 20_000  # a page with more is a drawing
TEXT_INSIDE = 0.3  # of a region covered by lines at most: more, and it holds the text itself

_bad = regex.compile(r"[\p{Co}\p{Cs}\p{Cn}\uFFFD\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\(cid:\d+\)")
_high = regex.compile(r"[\u00a1-\u00ff]")
_word = regex.compile(r"[\p{Latin}\p{M}]{3,}")


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to doubt: `found` of `of` things, told in `message`, that speak against these lines or regions.

    `lines` are read but may be wrong; `regions` look like text and hold none.
    """

    code: Code
    message: str
    found: int
    of: int
    lines: tuple[Line, ...] = ()
    regions: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page's text may not be what the page shows. `share` of its characters are doubted."""

    evidence: tuple[Evidence, ...]
    share: float

    @property
    def codes(self) -> tuple[Code, ...]:
        return tuple(e.code for e in self.evidence)

    @property
    def message(self) -> str:
        return "; ".join(e.message for e in self.evidence)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The doubted lines, each once, in the order of the page."""
        found = {id(line): line for e in self.evidence for line in e.lines}
        return tuple(sorted(found.values(), key=lambda line: (line.box.y0, line.box.x0)))

    @property
    def regions(self) -> tuple[Box, ...]:
        """Where text seems to stand that no line holds."""
        return tuple(dict.fromkeys(box for e in self.evidence for box in e.regions))

    @property
    def whole(self) -> bool:
        """Whether the whole page is in doubt, not some of its lines."""
        return self.share >= 0.5 or "picture-page" in self.codes or "ocr-layer" in self.codes


def drawn(blocks: Iterable[dict[str, Any]], pictures: Sequence[Box], ocr_layer: bool = False) -> Drawn:
    """The facts that `doubt` needs, from `page.get_text("rawdict", …)["blocks"]` with their vectors.

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
        for line in block.get("lines", ()):
            text = "".join([c["c"] for span in line["spans"] for c in span["chars"]])
            count = len(text)
            if not text.isprintable() or "\ufffd" in text or "(cid:" in text:
                text = "".join(text.split())
                bad = _bad.findall(text)
                count = len(text) - sum(len(b) - 1 for b in bad)
                if bad and (len(set(bad)) >= LEAST_BROKEN or "\ufffd" in bad) and len(bad) >= LEAST_BROKEN:
                    broken.append(Broken(Box(*line["bbox"]), len(bad), count))
            characters += count
    return Drawn(tuple(pictures), tuple(shapes), tuple(broken), characters, ocr_layer)


def doubt(content: PageContent, shown: Drawn) -> Doubt | None:
    """Why the lines of a page may not be what stands there; None for a page to be trusted."""
    found = [
        e
        for e in (
            _ocr_layer(content, shown),
            _picture_page(content, shown),
            _unmapped(content, shown),
            *_no_words(content),
            _outlined(content, shown),
            _pictured(content, shown),
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
        if (nonsense := _nonsense(text)) is not None:
            what, share = nonsense
            message = (
                f"{share.of - share.found} of {share.of} {what} of {face or 'one typeface'} are none of any language"
            )
            found.append(Evidence("no-words", message, share.of - share.found, share.of, tuple(lines)))
    return found


def _nonsense(text: str) -> tuple[str, Share] | None:
    """What of a text is no language, and how much of it is; None where nothing speaks against it."""
    if has_han(text) and (share := _han_nonsense(text)) is not None:
        return "pairs of neighbouring characters", share
    if not text.isascii():
        high = Share(len(text) - len(_high.findall(text)), len(text))
        if high.of >= LEAST_MOJIBAKE and 1 - high.part >= MOJIBAKE:
            return "characters", high
    if (share := _latin_nonsense(text)) is not None:
        return "pairs of neighbouring letters", share
    return None


def _han_nonsense(text: str) -> Share | None:
    pairs, common, kana = han_fit(text)
    if kana >= JAPANESE * (kana + common.of):
        return None
    if pairs.of >= LEAST_PAIRS:
        return pairs if pairs.part < (KNOWN_PAIRS if pairs.of >= MANY_PAIRS else FEW_KNOWN) else None
    if pairs.of >= FEWEST_PAIRS and pairs.found == 0 and common.part < COMMON:
        return pairs
    return common if common.of >= LEAST_HAN and common.part < COMMON_ALONE else None


def _latin_nonsense(text: str) -> Share | None:
    words = [w for w in _word.findall(text) if len(w) > ACRONYM or not w.isupper()][:MOST_WORDS]
    if len(words) < LEAST_WORDS:
        return None
    said = " ".join(words)
    if english_words(said).part >= ENGLISH:
        return None
    pairs = letter_pairs(said)
    varied = len({c for c in unicodedata.normalize("NFKD", said.lower()) if "a" <= c <= "z"}) >= DIFFERENT_LETTERS
    return pairs if pairs.of >= LEAST_LETTERS and varied and pairs.part < USUAL_LETTERS else None


# ---- regions that look like text


def _own_size(content: PageContent) -> float:
    """The size of the page's type, letter by letter the middle one."""
    sizes = [line.size for line in content.lines for _ in range(max(1, len(line.text) // 8))]
    return median(sizes) if sizes else EM


def _inside(box: Box, regions: Iterable[Box]) -> bool:
    return any(r.contains_point(box.cx, box.cy) for r in regions)


def _holds_text(region: Box, content: PageContent) -> bool:
    return sum(intersection(line.box, region) for line in content.lines) > TEXT_INSIDE * region.area


def _outlined(content: PageContent, shown: Drawn) -> Evidence | None:
    if not LETTERS <= len(shown.shapes) <= MOST_SHAPES:
        return None
    least = SMALLEST * _own_size(content) if content.lines else LETTER[0]
    rows = [r for r in rows_of_shapes(shown.shapes) if r.box.height >= least and not _holds_text(r.box, content)]
    if not rows:
        return None
    count = sum(r.count for r in rows)
    message = f"{count} shapes stand in {len(rows)} rows like letters, where there is no text"
    return Evidence("outlined-text", message, count, len(shown.shapes), regions=tuple(r.box for r in rows))


@dataclass(frozen=True, slots=True)
class Row:
    """Shapes that stand beside each other like letters."""

    box: Box
    count: int


def rows_of_shapes(shapes: Iterable[Box]) -> list[Row]:
    """The wide, low groups of letter-sized shapes, from top to bottom."""
    rows: list[list[Box]] = []
    for shape in sorted(shapes, key=lambda s: s.cy):
        for row in reversed(rows[-8:]):
            last = row[-1]
            shared = overlap(last.y0, last.y1, shape.y0, shape.y1)
            if shared >= ROW * min(last.height, shape.height) and shape.height <= 4 * last.height:
                row.append(shape)
                break
        else:
            rows.append([shape])
    found = [group for row in rows for group in _words(row)]
    return sorted(
        (Row(union(group), len(group)) for group in found if _is_line(group)), key=lambda r: (r.box.y0, r.box.x0)
    )


def _words(row: list[Box]) -> list[list[Box]]:
    """A row cut where the white is wider than between words."""
    row = sorted(row, key=lambda s: s.x0)
    height = median([s.height for s in row])
    groups = [[row[0]]]
    right = row[0].x1
    for shape in row[1:]:
        if shape.x0 - right > APART * height:
            groups.append([])
        groups[-1].append(shape)
        right = max(right, shape.x1)
    return groups


def _is_line(group: Sequence[Box]) -> bool:
    if len(group) < LETTERS:
        return False
    box = union(group)
    forms = {(round(s.width, 1), round(s.height, 1)) for s in group}
    filled = sum(s.width for s in group)
    return len(forms) >= FORMS and box.width >= LINE_LIKE * box.height and filled >= DENSE * box.width


def _pictured(content: PageContent, shown: Drawn) -> Evidence | None:
    em = _own_size(content)
    regions = tuple(
        box
        for box in _whole_pictures(shown.pictures)
        if LOW[0] * em <= box.height <= LOW[1] * em
        and box.width >= max(WIDE * em, FLAT * box.height)
        and not _holds_text(box, content)
    )
    if not regions:
        return None
    count = len(regions)
    message = f"{count} {'picture is' if count == 1 else 'pictures are'} as low and wide as a line of text"
    return Evidence("pictured-line", message, count, len(shown.pictures), regions=regions)


def _whole_pictures(pictures: Iterable[Box]) -> list[Box]:
    """Pictures, the slices of one together: equally wide and touching, one under the other."""
    whole: list[Box] = []
    for box in sorted(set(pictures), key=lambda b: (b.x0, b.y0)):
        last = whole[-1] if whole else None
        if last and abs(last.x0 - box.x0) <= TOUCH and abs(last.x1 - box.x1) <= TOUCH and box.y0 - last.y1 <= TOUCH:
            whole[-1] = union([last, box])
        else:
            whole.append(box)
    return whole
