"""Fonts and line breaking for the sample documents: what a word processor does before it places anything."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pymupdf
import pyphen
from fontTools import subset
from fontTools.ttLib import TTFont

Color = tuple[float, float, float]
BLACK: Color = (0.08, 0.08, 0.09)

FONT_ROOT = Path("/usr/share/fonts")
#: name: (file under FONT_ROOT, index in a collection or -1, Debian package)
FONT_FILES: dict[str, tuple[str, int, str]] = {
    "song": ("opentype/noto/NotoSerifCJK-Regular.ttc", 2, "fonts-noto-cjk"),
    "song-bold": ("opentype/noto/NotoSerifCJK-Bold.ttc", 2, "fonts-noto-cjk"),
    "hei": ("opentype/noto/NotoSansCJK-Regular.ttc", 2, "fonts-noto-cjk"),
    "hei-bold": ("opentype/noto/NotoSansCJK-Bold.ttc", 2, "fonts-noto-cjk"),
    "kai": ("truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf", -1, "fonts-lxgw-wenkai"),
    "kai-bold": ("truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf", -1, "fonts-lxgw-wenkai"),
    "smiley": ("truetype/smiley-sans/SmileySans-Oblique.ttf", -1, "fonts-smiley-sans"),
    "garamond": ("opentype/ebgaramond/EBGaramond12-Regular.otf", -1, "fonts-ebgaramond"),
    "garamond-italic": ("opentype/ebgaramond/EBGaramond12-Italic.otf", -1, "fonts-ebgaramond"),
    "garamond-bold": ("opentype/ebgaramond/EBGaramond12-Bold.otf", -1, "fonts-ebgaramond"),
    "cabin": ("opentype/cabin/Cabin-Regular.otf", -1, "fonts-cabin"),
    "cabin-bold": ("opentype/cabin/Cabin-Bold.otf", -1, "fonts-cabin"),
    "pt-serif": ("truetype/paratype/PTF55F.ttf", -1, "fonts-paratype"),
    "pt-serif-italic": ("truetype/paratype/PTF56F.ttf", -1, "fonts-paratype"),
    "pt-serif-bold": ("truetype/paratype/PTF75F.ttf", -1, "fonts-paratype"),
    "pt-narrow": ("truetype/paratype/PTN57F.ttf", -1, "fonts-paratype"),
    "pt-narrow-bold": ("truetype/paratype/PTN77F.ttf", -1, "fonts-paratype"),
    "old-standard": ("truetype/fonts-oldstandard/OldStandard-Bold.ttf", -1, "fonts-oldstandard"),
}

NEVER_FIRST = set("，。、；：？！”’）》】〉」』…—·～%％,.;:?!)]}")
NEVER_LAST = set("“‘（《【〈「『([{")
CLOSING = set("，。、；：？！”’）》】")
OPENING = set("“‘（《【")
PAIRED = ("——", "……")


def missing_packages() -> list[str]:
    """The Debian packages whose font files this machine lacks."""
    return sorted({package for file, _, package in FONT_FILES.values() if not (FONT_ROOT / file).is_file()})


@cache
def _subset(name: str, characters: str) -> bytes:
    """A font program of the wanted characters only: a whole CJK face would be 20 MB in each file."""
    file, index, _ = FONT_FILES[name]
    font = TTFont(FONT_ROOT / file, fontNumber=index, recalcTimestamp=False)
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.drop_tables += ["FFTM", "PfEd", "VORG", "vhea", "vmtx", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    if index >= 0:
        _number_cids(font)
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _number_cids(font: TTFont) -> None:
    """MuPDF writes glyph numbers where a CID-keyed font wants CIDs: make the two the same."""
    names = {name: f"cid{number:05d}" if number else name for number, name in enumerate(font.getGlyphOrder())}
    cff = font["CFF "].cff.topDictIndex[0]
    strings = cff.CharStrings.charStrings
    cff.CharStrings.charStrings = {names[name]: index for name, index in strings.items()}
    cff.charset = [names[name] for name in cff.charset]
    metrics = font["hmtx"].metrics
    font["hmtx"].metrics = {names[name]: values for name, values in metrics.items()}
    for table in font["cmap"].tables:
        if hasattr(table, "cmap"):
            table.cmap = {char: names[name] for char, name in table.cmap.items()}
    font.setGlyphOrder(list(names.values()))


class Face:
    """One font, cut down to the characters of one document, that can measure."""

    def __init__(self, name: str, characters: str) -> None:
        self.name = name
        self.font = pymupdf.Font(fontbuffer=_subset(name, characters))
        self._widths: dict[str, float] = {}

    def width(self, text: str, size: float) -> float:
        """The advance of text in points."""
        total = 0.0
        for char in text:
            if char not in self._widths:
                if char != " " and not self.font.has_glyph(ord(char)):
                    raise ValueError(f"font {self.name} has no glyph for {char!r}")
                self._widths[char] = self.font.glyph_advance(ord(char))
            total += self._widths[char]
        return total * size

    def measured(self) -> set[str]:
        """The characters that were asked for so far."""
        return set(self._widths) | {" "}


class Faces:
    """The faces of one document, loaded when first asked for."""

    def __init__(self, source: str, used: dict[str, set[str]] | None = None) -> None:
        self._source = set(source + "".join(map(chr, range(32, 127)))) - {"\n"}
        self._used = used or {}
        self._faces: dict[str, Face] = {}

    def __getitem__(self, name: str) -> Face:
        if name not in self._faces:
            self._faces[name] = Face(name, "".join(sorted(self._used.get(name, self._source))))
        return self._faces[name]

    def cut(self) -> Faces:
        """The same faces with only the characters that were really set: a file is made twice to be small."""
        return Faces("".join(self._source), {name: face.measured() for name, face in self._faces.items()})


@dataclass(frozen=True)
class Style:
    """How a kind of text is set. ``indent`` and ``hanging`` are in em; ``alt`` is the face between asterisks."""

    face: Face
    size: float
    leading: float
    color: Color = BLACK
    align: str = "justify"  # justify, left, center, right
    indent: float = 0.0
    hanging: float = 0.0
    alt: Face | None = None
    cjk: bool = False
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Unit:
    """What no line break may cut: a Chinese character, a word, a space."""

    text: str
    face: Face
    width: float

    @property
    def space(self) -> bool:
        return self.text == " "


@dataclass
class Line:
    """A set line: pieces of text at their offsets from the left edge of the column."""

    pieces: list[tuple[float, str, Face]] = field(default_factory=list)
    width: float = 0.0


def _is_wide(char: str) -> bool:
    return ord(char) >= 0x2E80 or char in "“”‘’…—·"


def _tokens(text: str, cjk: bool) -> list[str]:
    """Words, spaces and, in Chinese, single characters; a word is also cut after its own hyphen or dash."""
    out: list[str] = []
    for position, char in enumerate(text):
        pair = text[position - 1 : position + 1] if position else ""
        glue = bool(out) and out[-1] != " " and char != " "
        if cjk and (_is_wide(char) or (out and _is_wide(out[-1][-1]))):
            glue = glue and pair in PAIRED and len(out[-1]) == 1
        elif glue and out[-1][-1] in "-—–" and len(out[-1]) > 1:
            glue = False
        if glue:
            out[-1] += char
        else:
            out.append(char)
    return out


def units_of(text: str, style: Style) -> list[Unit]:
    """The text as units; runs between asterisks take the other face of the style."""
    units: list[Unit] = []
    for number, run in enumerate(text.split("*")):
        face = style.alt if number % 2 and style.alt else style.face
        for token in _tokens(run, style.cjk):
            units.append(Unit(token, face, face.width(token, style.size) + style.tracking * len(token)))
    return units


@cache
def _hyphenator() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US", left=2, right=3)


def _hyphenate(unit: Unit, room: float, size: float) -> tuple[Unit, Unit] | None:
    """Cut a plain lower-case word so that its head and a hyphen fit into the room."""
    word = unit.text.rstrip(",.;:?!”’—)")
    if len(word) < 6 or not word.isalpha() or not word.isascii() or word[0].isupper():
        return None
    for head, tail in _hyphenator().iterate(word):
        width = unit.face.width(head + "-", size)
        if width <= room:
            rest = tail + unit.text[len(word) :]
            return Unit(head + "-", unit.face, width), Unit(rest, unit.face, unit.face.width(rest, size))
    return None


def _squeeze(unit: Unit, style: Style) -> float:
    """How much of a unit's width may be taken away before it looks cramped."""
    if unit.space:
        return 0.22 * unit.width
    return 0.4 * style.size if style.cjk and unit.text in CLOSING | OPENING else 0.0


def _may_break(units: list[Unit], at: int) -> bool:
    before, after = units[at - 1], units[at]
    if before.space or after.space:
        return True
    return not (after.text[0] in NEVER_FIRST or before.text[-1] in NEVER_LAST)


def _take_line(units: list[Unit], limit: float, style: Style) -> int:
    """The number of units that the next line takes."""
    used = give = 0.0
    for end, unit in enumerate(units):
        used += unit.width
        give += _squeeze(unit, style)
        # Chinese lines are squeezed only to keep a stop mark from beginning the next one.
        allowed = give if not style.cjk or unit.text in CLOSING else 0.0
        if not unit.space and used > limit + allowed + 0.01:
            while end > 1 and not _may_break(units, end):
                end -= 1
            return max(end, 1)
    return len(units)


def break_lines(text: str, style: Style, width: Callable[[int], float]) -> list[Line]:
    """Set text into lines; ``width(n)`` is the measure of line n, without indents."""
    units = units_of(text, style)
    lines: list[Line] = []
    while units:
        while units and units[0].space:
            units.pop(0)
        if not units:
            break
        shift = (style.indent if not lines else style.hanging) * style.size
        limit = width(len(lines)) - shift
        count = _take_line(units, limit, style)
        taken, units = units[:count], units[count:]
        if units and not style.cjk and style.align == "justify":
            room = limit - sum(unit.width for unit in taken)
            if not taken[-1].space and taken[-1].text[-1] not in "-—–" and not units[0].space:
                room = 0.0
            halves = _hyphenate(units[0], room, style.size) if room > 0 else None
            if halves:
                taken.append(halves[0])
                units[0] = halves[1]
        while taken[-1].space:
            taken.pop()
        lines.append(_set_line(taken, limit, shift, style, last=not units))
    return lines


def _set_line(units: list[Unit], limit: float, shift: float, style: Style, last: bool) -> Line:
    """Give each unit its place; a justified line that is not the last, or one too long, is brought to the limit."""
    natural = sum(unit.width for unit in units)
    slack = limit - natural
    if style.align in ("center", "right"):
        shift += slack / (2 if style.align == "center" else 1)
    stretch = (style.align == "justify" and not last and slack > 0) or slack < -0.01
    spaces = sum(unit.space for unit in units)
    gives = [_squeeze(unit, style) for unit in units]
    line, x = Line(), shift
    for number, unit in enumerate(units):
        advance, offset = unit.width, 0.0
        if stretch and slack < 0 and sum(gives):
            cut = -slack * gives[number] / sum(gives)
            advance -= cut
            offset = -cut if unit.text in OPENING else 0.0
        elif stretch and spaces and not style.cjk:
            advance += slack / spaces if unit.space else 0.0
        elif stretch and number < len(units) - 1:
            advance += slack / (len(units) - 1)
        if not unit.space:
            follows = number + 1 < len(units) and units[number + 1].space
            line.pieces.append((x + offset, unit.text + (" " if follows else ""), unit.face))
        x += advance
    line.width = x
    return line
