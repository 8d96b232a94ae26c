"""How near a document's articles come to those that a careful person typed out.

Only articles, notices and photo stories are scored. Texts are compared with white space beside Chinese, character
width and the shapes of quotes, dashes and dots folded away. The articles of both sides are matched one to one for the
greatest sum of similarity; every list field then counts its hits within the pairs, and what stands in an article
without a mate is missing on one side or invented on the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz.distance import Indel
from scipy.optimize import linear_sum_assignment

Raw = Mapping[str, Any]  # a document as its JSON says it
Scores = dict[str, float]

FOUND = 0.90  # an article is found when its text is as similar as this
MATES = 0.50  # below it two articles have nothing to do with each other
SAME = 0.97  # paragraphs, captions and contents titles that count as one
SAME_HEADING = 0.90
TITLE_WEIGHT = 0.05  # what a like title adds when two articles' texts are alike

SCORED_KINDS = frozenset({"article", "notice", "photos"})
FIELDS = ("title", "kicker", "subtitle", "org", "source", "rubric")
PUBLICATION_FIELDS = ("title", "issue", "total_issue", "date", "publisher", "edition", "section")
CORE = ("articles", "text", "title", "byline", "org", "headings", "paragraphs", "captions", "clean")
OTHERS = ("kicker", "subtitle", "source", "rubric", "levels", "order", "spacing", "publication", "contents")

SHORTEST_FURNITURE = 4  # characters: shorter furniture (a page number) stands by chance in many a paragraph
SHORTEST_PIECE = 6  # likewise for a paragraph that is only a piece of furniture

_QUOTES = dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'")
_SIGNS = dict.fromkeys("—–―─━−‐‑", "-") | dict.fromkeys("・•‧∙", "·") | dict.fromkeys("〜～", "~")
_FOLDED = str.maketrans(_QUOTES | _SIGNS)
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_SPACE_BESIDE_WIDE = re.compile(rf"(?<=[{_WIDE}]) | (?=[{_WIDE}])")
_STRAY_SPACE = re.compile("(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_DOTS = re.compile(r"\.{3,}|…+|⋯+")
_DASHES = re.compile("-+")


def folded(text: str | None) -> str:
    """`text` as it is compared."""
    spaced = _SPACE_BESIDE_WIDE.sub("", " ".join((text or "").split()))
    plain = unicodedata.normalize("NFKC", spaced).translate(_FOLDED)
    return _DASHES.sub("-", _DOTS.sub("…", plain)).strip()


def similarity(a: str, b: str) -> float:
    """1 for equal texts, 0 for texts without a character in common."""
    return Indel.normalized_similarity(a, b)


@dataclass(frozen=True)
class Story:
    """One article, reduced to what is compared; all texts folded, but for `raw`."""

    fields: Mapping[str, str]
    byline: frozenset[tuple[str, str]] = frozenset()
    headings: tuple[tuple[str, int | None], ...] = ()
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    text: str = ""
    raw: str = ""

    @property
    def heading_texts(self) -> tuple[str, ...]:
        return tuple(text for text, _ in self.headings)

    @property
    def units(self) -> tuple[str, ...]:
        """Everything in which furniture could hide."""
        return (*self.paragraphs, *self.heading_texts, *self.captions)


NOBODY = Story(fields=dict.fromkeys(FIELDS, ""))


def story(article: Raw) -> Story:
    sections = article.get("sections") or []
    fields = {name: folded(article.get(name)) for name in FIELDS}
    captions = tuple(folded(figure.get("caption")) for figure in article.get("figures") or [] if figure.get("caption"))
    typed = [_text(paragraph) for section in sections for paragraph in section.get("paragraphs") or []]
    return Story(
        fields=fields,
        byline=frozenset((p.get("role") or "", folded(p.get("name"))) for p in article.get("byline") or []),
        headings=tuple((folded(s.get("heading")), s.get("level")) for s in sections if s.get("heading")),
        paragraphs=tuple(text for text in map(folded, typed) if text),
        captions=captions,
        text="\n".join(_body(sections)) or "\n".join(captions) or fields["title"],
        raw="\n".join(typed),
    )


def _text(paragraph: str | Raw) -> str:
    """A truth holds its paragraphs as plain text, an output as values with regions."""
    return paragraph if isinstance(paragraph, str) else str(paragraph.get("text") or "")


def _body(sections: Sequence[Raw]) -> Iterable[str]:
    for section in sections:
        if section.get("heading"):
            yield folded(section["heading"])
        yield from (folded(_text(paragraph)) for paragraph in section.get("paragraphs") or [])


def stories(document: Raw) -> list[Story]:
    return [story(a) for a in document.get("articles") or [] if (a.get("kind") or "article") in SCORED_KINDS]


@dataclass(frozen=True)
class Matching:
    """Both sides' articles in pairs; an article without a mate is paired with NOBODY."""

    wanted: Sequence[Story]
    got: Sequence[Story]
    mates: Mapping[int, tuple[int, float]]  # index of the wanted one -> index of its mate, similarity of their texts

    @property
    def rows(self) -> list[tuple[Story, Story]]:
        taken = {mate for mate, _ in self.mates.values()}
        met = [(w, self.got[self.mates[i][0]] if i in self.mates else NOBODY) for i, w in enumerate(self.wanted)]
        return met + [(NOBODY, g) for i, g in enumerate(self.got) if i not in taken]


def matching(wanted: Sequence[Story], got: Sequence[Story]) -> Matching:
    if not wanted or not got:
        return Matching(wanted, got, {})
    texts = [[similarity(w.text, g.text) for g in got] for w in wanted]
    gain = [
        [texts[i][j] + TITLE_WEIGHT * similarity(w.fields["title"], g.fields["title"]) for j, g in enumerate(got)]
        for i, w in enumerate(wanted)
    ]
    pairs = zip(*linear_sum_assignment(gain, maximize=True), strict=True)
    return Matching(wanted, got, {int(i): (int(j), texts[i][j]) for i, j in pairs if texts[i][j] >= MATES})


@dataclass(frozen=True)
class Count:
    """What a list field's F1 is made of."""

    hits: int
    predicted: int
    wanted: int

    def __add__(self, other: Count) -> Count:
        return Count(self.hits + other.hits, self.predicted + other.predicted, self.wanted + other.wanted)

    def f1(self, articles: int = 1) -> float | None:
        """None where there is nothing to find and nothing was invented; an invention costs one article's share."""
        if self.wanted:
            return 2 * self.hits / (self.predicted + self.wanted)
        return max(0.0, 1 - self.predicted / max(articles, 1)) if self.predicted else None


def hits(wanted: Sequence[str], got: Sequence[str], floor: float) -> int:
    """How many of `wanted` stand in `got`, alike from `floor` on, each of `got` used once."""
    left = list(got)
    found = 0
    for text in wanted:
        likeness = [Indel.normalized_similarity(text, candidate, score_cutoff=floor) for candidate in left]
        best = max(range(len(left)), key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= floor:
            del left[best]
            found += 1
    return found


def alike(wanted: Sequence[str], got: Sequence[str], floor: float = SAME) -> Count:
    return Count(hits(wanted, got, floor), len(got), len(wanted))


def equal(wanted: Iterable[object], got: Iterable[object], predicted: int, present: int) -> Count:
    return Count(len(set(wanted) & set(got)), predicted, present)


def _field(name: str) -> Callable[[Story, Story], Count]:
    def count(w: Story, g: Story) -> Count:
        value, other = w.fields[name], g.fields[name]
        return Count(int(bool(value) and value == other), int(bool(other)), int(bool(value)))

    return count


COUNTS: Mapping[str, Callable[[Story, Story], Count]] = {
    **{name: _field(name) for name in FIELDS},
    "byline": lambda w, g: equal(w.byline, g.byline, len(g.byline), len(w.byline)),
    "headings": lambda w, g: alike(w.heading_texts, g.heading_texts, SAME_HEADING),
    "levels": lambda w, g: equal(w.headings, g.headings, len(g.headings), len(w.headings)),
    "paragraphs": lambda w, g: alike(w.paragraphs, g.paragraphs),
    "captions": lambda w, g: alike(w.captions, g.captions),
}


def cleanness(truth: Raw, wanted: Sequence[Story], got: Sequence[Story]) -> float | None:
    """How little furniture and advertising leaked into the articles; None where the truth has neither."""
    own = {text for w in wanted for text in (*w.units, *w.fields.values())}
    adverts = [a.get("title") for a in truth.get("articles") or [] if a.get("kind") == "advert"]
    apart = {text for text in map(folded, [*(truth.get("furniture") or []), *adverts]) if text}
    apart = {text for text in apart if not any(text in unit for unit in own)}
    if not apart:
        return None
    if not any(g.paragraphs for g in got):
        return 0.0
    long = [text for text in apart if len(text) >= SHORTEST_FURNITURE]

    def leaked(unit: str) -> bool:
        return unit in apart or any(text in unit or (len(unit) >= SHORTEST_PIECE and unit in text) for text in long)

    leaks = sum(leaked(unit) for g in got for unit in g.units if unit not in own)
    return max(0.0, 1 - leaks / len(apart))


def spacing(wanted: Sequence[Story], got: Sequence[Story]) -> float:
    """What spaces between Chinese characters leave of 1; those that the truth has too are free."""
    raw = "".join(g.raw for g in got)
    if not raw:
        return 0.0
    stray = len(_STRAY_SPACE.findall(raw)) - sum(len(_STRAY_SPACE.findall(w.raw)) for w in wanted)
    return max(0.0, 1 - 100 * max(0, stray) / len(raw))


def publication(truth: Raw, output: Raw) -> float | None:
    printed = {name: folded(value) for name, value in (truth.get("publication") or {}).items() if value}
    if not printed:
        return None
    theirs = output.get("publication") or {}
    given = {n: folded(theirs[n]) for n in PUBLICATION_FIELDS if theirs.get(n) and isinstance(theirs[n], str)}
    return sum(given.get(name) == value for name, value in printed.items()) / len(printed | given)


def contents(truth: Raw, output: Raw) -> float | None:
    wanted, got = (
        [folded(entry["title"]) for entry in document.get("contents") or [] if entry.get("title")]
        for document in (truth, output)
    )
    return alike(wanted, got).f1()


def score(truth: Raw, output: Raw) -> Scores:
    """Every measure that applies to this document, and `overall`, the mean of the core ones."""
    wanted, got = stories(truth), stories(output)
    matched = matching(wanted, got)
    similar = {i: likeness for i, (_, likeness) in matched.mates.items()}
    found = Count(sum(likeness >= FOUND for likeness in similar.values()), len(got), len(wanted))
    length = sum(len(w.text) for w in wanted) or 1
    measures: dict[str, float | None] = {
        "articles": found.f1(),
        "text": sum(likeness * len(wanted[i].text) for i, likeness in similar.items()) / length,
        "order": similarity("\n".join(w.text for w in wanted), "\n".join(g.text for g in got)),
        "clean": cleanness(truth, wanted, got),
        "spacing": spacing(wanted, got),
        "publication": publication(truth, output),
        "contents": contents(truth, output),
    }
    for name, count in COUNTS.items():
        total = sum((count(w, g) for w, g in matched.rows), start=Count(0, 0, 0))
        measures[name] = total.f1(len(wanted))
    present = {name: value for name in (*CORE, *OTHERS) if (value := measures[name]) is not None}
    core = [present[name] for name in CORE if name in present]
    return {"overall": sum(core) / len(core), **present}


def mean(rows: Sequence[Scores]) -> Scores:
    """Each measure's mean over the documents that it applies to."""
    names = [name for name in ("overall", *CORE, *OTHERS) if any(name in row for row in rows)]
    columns = {name: [row[name] for row in rows if name in row] for name in names}
    return {name: sum(column) / len(column) for name, column in columns.items()}


def group(name: str) -> str:
    """zh-newspaper-03 is one of zh-newspaper, scan-zh-newsletter-300-bw of scan-zh-newsletter, hard-gb1 of hard."""
    parts = name.split("-")
    size = {"scan": 3, "hard": 1}.get(parts[0], 2)
    return "-".join(parts[:size])
