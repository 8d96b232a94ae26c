"""The contents page of a text: which fragments it holds, and its entries.

A converter leaves its rows in any order, runs some together and breaks others. The headlines of the articles tell what
belongs together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex
from msgspec.structs import replace

from ..articles.contents import LEADER, likeness
from ..articles.fields import bare_label, without_bullet
from ..languages import letters, text_width
from ..languages.rules import Language
from ..model import ContentsEntry
from ..text.joining import join_two
from .fragments import Fragment

PROSE = 60.0  # em: a longer fragment without a page number is no entry
RUBRIC = 6.0  # em: a row without a page number as short is a label over the next ones
LABEL = 24.0  # em: the same for a heading
SAME = 0.8  # likeness of a headline and the entry that names it: an engine may have misread a few of its characters
TOGETHER = 3  # fragments that one headline may stand in
AHEAD = 30  # fragments without a page number behind which no more entries are looked for
LEAST = 4  # letters of a title
_labelled = regex.compile(r"[（(【\[]\s*(?P<label>[A-Z]?\d{1,3})\s*[)）】\]]\s*$")
_behind_leader = regex.compile(r"(?:[.．·•…‥_]{2,}|…|\s{3,}|\t)\s*(?P<label>[A-Z]?\d{1,3})\s*$")
_leads_to = regex.compile(r"(?:[.．·•…‥_]{3,}|…).*?(?P<label>(?<!\d)[A-Z]?\d{1,3})\s*$")  # with the writer between
_next_entry = regex.compile(r"(?<=[（(【\[]\s?[A-Z]?\d{1,3}\s?[)）】\]]|[.·•…]{2,}\s?\d{1,3})\s+(?=\S)")
_bullet_left = regex.compile(r"^[)）•·]\s*(?=\p{Han})")  # what an engine made of a bullet
_sentences = regex.compile(r"。|\p{Ll}[.!?] \p{Lu}")
_dash = regex.compile(r"(?:——|—|――|--).*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """The contents page: the numbers of its fragments, and its entries."""

    members: frozenset[int] = frozenset()
    entries: tuple[ContentsEntry, ...] = ()

    def names(self, text: str) -> ContentsEntry | None:
        """The entry that names a headline, if one does."""
        wanted = letters(text)
        if len(wanted) < LEAST:
            return None
        offers = [(max(likeness(wanted, name) for name in _names(entry)), -i) for i, entry in enumerate(self.entries)]
        best, at = max(offers, default=(0.0, 0))
        return self.entries[-at] if best >= SAME else None

    @property
    def rubrics(self) -> frozenset[str]:
        return frozenset(letters(entry.rubric) for entry in self.entries if entry.rubric)


def _names(entry: ContentsEntry) -> tuple[str, ...]:
    return letters(entry.title), letters(_dash.sub("", entry.title))


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry as far as a fragment holds it. `open` says that it begins with the leader of another."""

    title: str
    org: str | None
    label: str | None
    open: bool
    rubric: bool


def listing(fragments: Sequence[Fragment], language: Language) -> Listing:
    """The contents page of a text; empty where there is none.

    It ends where the first headline stands that it names. A box that the converter put between its rows (a heading
    and prose) is left out of it.
    """
    start = next((i for i, f in enumerate(fragments) if language.contents_title.match(f.text)), None)
    if start is None:
        return Listing()
    members: list[int] = []
    box: list[int] = []  # a heading and prose that stand between the rows
    last = start
    for i in range(start + 1, min(len(fragments), start + 1 + 20 * AHEAD)):
        f = fragments[i]
        if len(members) > 1 and _opens_an_article(fragments, i, members, language):
            break
        if _is_row(f):
            last = i
            if box and not fragments[box[-1]].rank and f.text.startswith((".", "…", "·")):
                members.append(box.pop())  # the entry whose leader begins this row
            box = []
            members.append(i)
        elif f.width > PROSE or language.ends_sentence(f.text):
            if not box and members and fragments[members[-1]].rank and not _is_row(fragments[members[-1]]):
                box.append(members.pop())
            box.append(i)
        elif box and not (f.rank and _is_label(f, language)):
            box.append(i)
        else:
            box = []
            members.append(i)
        if i - last > AHEAD:
            break
    members = [i for i in members if i <= last or _is_cover(fragments, i, language)]
    if not any(_is_row(fragments[i]) for i in members):
        return Listing()
    headlines = [
        (f.text, behind.text)
        for i, (f, behind) in enumerate(zip(fragments, [*fragments[1:], Fragment("")], strict=True))
        if i not in members and f.width <= PROSE
    ]
    rows = [row for i in members for row in _rows(fragments[i])]
    return Listing(frozenset([start, *members]), _entries(rows, headlines, language))


def _is_label(fragment: Fragment, language: Language) -> bool:
    text = bare_label(_bullet_left.sub("", fragment.text))
    return (
        without_bullet(fragment.text) != fragment.text
        or _bullet_left.match(fragment.text) is not None
        or bool(language.cover_entry.match(text))
    )


def _is_cover(fragments: Sequence[Fragment], i: int, language: Language) -> bool:
    """Whether a fragment names a cover picture, or stands under the label of one."""
    return any(language.cover_entry.match(bare_label(fragments[k].text)) for k in (i, i - 1))


def _opens_an_article(fragments: Sequence[Fragment], i: int, members: Sequence[int], language: Language) -> bool:
    """Whether fragment `i` is a headline that the rows so far name, with its text behind it."""
    if language.cover_entry.match(bare_label(fragments[i].text)) or _is_row(fragments[i]):
        return False
    titles = [row.title for k in members for row in _rows(fragments[k])]
    titles += [a + b for a, b in pairwise(titles)]
    listed = Listing(entries=tuple(ContentsEntry(title=title) for title in titles))
    for count in range(1, TOGETHER + 1):
        parts = fragments[i : i + count]
        if any(f.width > PROSE or _is_row(f) or _is_label(f, language) for f in parts):
            return False
        behind = fragments[i + count : i + count + 2]
        if listed.names("".join(f.text for f in parts)) and any(f.width > PROSE and not _is_row(f) for f in behind):
            return True
    return False


def _is_row(fragment: Fragment) -> bool:
    """Whether a fragment is plainly a row, or several: it has a page number behind a leader or in a bracket."""
    if _sentences.search(fragment.text):
        return False
    return any(sign.search(fragment.text) for sign in (_labelled, _behind_leader, _leads_to, _next_entry))


def _rows(fragment: Fragment) -> list[_Row]:
    """The rows of a fragment: a converter may have run several into one."""
    found = []
    for part in _next_entry.split(fragment.text):
        text = without_bullet(_bullet_left.sub("", part))
        match = _labelled.search(text) or _behind_leader.search(text) or _leads_to.search(text)
        told = text[: match.start("label")].strip(" （(【[") if match else text
        title, *behind = LEADER.split(told)
        org = " ".join(behind).strip()
        short = text_width(told) <= (LABEL if fragment.rank else RUBRIC)
        found.append(
            _Row(
                title=title.strip(" .·"),
                org=org or None,
                label=match["label"] if match else None,
                open=not title.strip(),
                rubric=match is None and short and not org,
            )
        )
    return found


def _entries(
    rows: Sequence[_Row], headlines: Sequence[tuple[str, str]], language: Language
) -> tuple[ContentsEntry, ...]:
    """The entries, each under the label before it; what was broken is put together as a headline has it."""
    names = [letters(text) for text, _ in headlines]
    found: list[ContentsEntry] = []
    rubric: str | None = None
    for row in rows:
        if row.rubric:
            rubric = bare_label(row.title)
            continue
        if row.open:
            _give_organisation(found, row, headlines)
            continue
        entry = ContentsEntry(rubric=rubric, title=row.title, org=row.org, page_label=row.label)
        before = found[-1] if found else None
        if before and before.page_label is None and _are_one(before.title, row.title, names):
            found[-1] = replace(entry, title=join_two(before.title, row.title))
        else:
            found.append(entry)
    return tuple(_split(entry, headlines) for entry in found)


def _are_one(first: str, second: str, names: Sequence[str]) -> bool:
    """Whether two rows are one entry: a headline says both, and none says one of them."""
    a, b = letters(first), letters(second)
    best = max((likeness(a + b, name) for name in names), default=0.0)
    return best >= SAME and max((likeness(part, name) for name in names for part in (a, b)), default=0.0) < best


def _give_organisation(found: list[ContentsEntry], row: _Row, headlines: Sequence[tuple[str, str]]) -> None:
    """A leader, an organisation and a number without a title: of the entry whose article has it, or the one before."""
    waiting = [i for i, entry in enumerate(found) if entry.page_label is None and entry.org is None]
    if not waiting:
        return
    wanted = letters(row.org or "")
    signed = {letters(text): letters(behind) for text, behind in headlines}

    def fits(i: int) -> tuple[float, int]:
        return likeness(wanted, signed.get(letters(found[i].title), "")), i

    best = max(waiting, key=fits)
    found[best] = replace(found[best], org=row.org, page_label=row.label)


def _split(entry: ContentsEntry, headlines: Sequence[tuple[str, str]]) -> ContentsEntry:
    """The entry with its organisation apart, where a headline ends before it."""
    if entry.org:
        return entry
    wanted = letters(entry.title)
    for text, behind in headlines:
        name = letters(text)
        if (
            LEAST <= len(name) < len(wanted)
            and wanted.startswith(name)
            and likeness(wanted[len(name) :], letters(behind)) >= SAME
        ):
            at = next(i for i in range(len(entry.title) + 1) if letters(entry.title[:i]) == name)
            rest = entry.title[at:]
            closing = len(rest) - len(rest.lstrip("”’\"'》）)」』】"))
            return replace(entry, title=entry.title[: at + closing], org=rest[closing:].strip())
    return entry
