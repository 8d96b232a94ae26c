"""What the samples say: stories parsed from a small markup, and their truth in the form of the benchmark's TRUTH.md.

The same objects are typeset and written to the truth file; page numbers are noted when a line is really placed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

LINE_BREAK = " // "


@dataclass
class Figure:
    """A picture with its printed words. ``span`` above 1: the layout places it across columns."""

    picture: str
    caption: str
    credit: str | None = None
    ratio: float = 0.62
    span: int = 1
    page: int = 0


@dataclass
class Block:
    """A piece of the body: ``text``, ``item``, ``heading``, ``figure`` or ``quote``."""

    kind: str
    text: str = ""
    level: int = 0
    figure: Figure | None = None


@dataclass
class Story:
    """An article, notice, masthead, contents list, photo story or advert."""

    language: str
    kind: str = "article"
    fields: dict[str, str] = field(default_factory=dict)
    byline: list[dict[str, str | None]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pages: set[int] = field(default_factory=set)

    def shown(self, name: str) -> str:
        """A field as it is printed, with its forced line breaks."""
        return self.fields.get(name, "")

    def value(self, name: str) -> str | None:
        """A field as a person would type it out."""
        text = self.fields.get(name)
        if text is None:
            return None
        return text.replace(LINE_BREAK, " ").replace("*", "")

    @property
    def figures(self) -> list[Figure]:
        return [block.figure for block in self.blocks if block.figure]

    def truth(self) -> dict[str, Any]:
        """This story as an entry of ``articles``."""
        names = ("rubric", "kicker", "title", "subtitle", "org")
        return {
            "kind": self.kind,
            **{name: self.value(name) for name in names},
            "byline": self.byline,
            "source": self.value("source"),
            "sections": self._sections(),
            "figures": [
                {"caption": figure.caption, "credit": figure.credit, "page": figure.page}
                for figure in self.figures
                if figure.caption
            ],
            "pages": sorted(self.pages),
        }

    def _sections(self) -> list[dict[str, Any]]:
        if self.kind in ("contents", "advert"):
            return []
        sections: list[dict[str, Any]] = []
        for block in self.blocks:
            if block.kind == "heading":
                sections.append({"heading": block.text, "level": block.level, "paragraphs": []})
            elif block.kind in ("text", "item"):
                if not sections:
                    sections.append({"heading": None, "level": 0, "paragraphs": []})
                sections[-1]["paragraphs"].append(block.text.replace("*", ""))
        return sections


def parse(markup: str, language: str, by_line: bool = False) -> Story:
    """Read one story; ``by_line`` makes every line a paragraph.

    ``@name value`` is a field, ``@by role|name|org`` a byline entry, ``## `` and ``### `` are headings, ``!! `` (with a
    digit for the columns it spans: ``!!2 ``) a figure ``picture|caption|credit|ratio``, ``>> `` a pull quote, ``- `` a
    list item. Everything else is a paragraph up to the next empty line.
    """
    story = Story(language)
    for chunk in re.split(r"\n" if by_line else r"\n\s*\n|\n(?=[@#!>-])", _fields_apart(markup.strip())):
        joined = ("" if language == "zh" else " ").join(line.strip() for line in chunk.strip().split("\n"))
        if joined:
            _add(story, joined)
    _check_byline(story)
    return story


def _fields_apart(markup: str) -> str:
    """An empty line after fields, figures and headings, so that the next paragraph is not taken for a part of them."""
    return re.sub(r"(?m)^((?:!!|##).*)$", r"\1\n", re.sub(r"^((?:@.*\n)+)", r"\1\n", markup))


def _add(story: Story, text: str) -> None:
    mark, _, rest = text.partition(" ")
    if mark == "@kind":
        story.kind = rest
    elif mark == "@by":
        role, name, org = ([*rest.split("|"), "", ""])[:3]
        story.byline.append({"role": role, "name": name, "org": org or None})
    elif mark.startswith("@"):
        story.fields[mark[1:]] = rest
    elif mark in ("##", "###"):
        story.blocks.append(Block("heading", rest, level=len(mark) - 1))
    elif mark.startswith("!!"):
        picture, caption, credit, ratio = ([*rest.split("|"), "", ""])[:4]
        figure = Figure(picture, caption, credit or None, float(ratio or 0.62), int(mark[2:] or 1))
        story.blocks.append(Block("figure", figure=figure))
    elif mark == ">>":
        story.blocks.append(Block("quote", rest))
    elif mark == "-":
        story.blocks.append(Block("item", rest))
    else:
        story.blocks.append(Block("text", text))


def _check_byline(story: Story) -> None:
    """The printed signature is typed once more than the names; this keeps the two from parting."""
    printed = story.shown("signature").replace(" ", "")
    names = [entry[key] for entry in story.byline for key in ("name", "org")] + [story.value("source")]
    for name in names:
        if name and name.replace(" ", "") not in printed:
            raise ValueError(f"{name!r} is not in the printed signature {printed!r}")


@dataclass
class Issue:
    """A whole document: what its truth file says."""

    kind: str
    language: str
    publication: dict[str, str | None]
    stories: list[Story] = field(default_factory=list)
    contents: list[dict[str, str | None]] = field(default_factory=list)
    furniture: list[tuple[int, str]] = field(default_factory=list)
    page_count: int = 0

    def truth(self) -> dict[str, Any]:
        """The truth file."""
        names = ("title", "issue", "total_issue", "date", "publisher", "edition", "section")
        return {
            "kind": self.kind,
            "language": self.language,
            "pages": self.page_count,
            "publication": {name: self.publication.get(name) for name in names},
            "contents": self.contents,
            "articles": [story.truth() for story in self.stories],
            "furniture": list(dict.fromkeys(text for _, text in sorted(self.furniture, key=lambda item: item[0]))),
        }

    def truth_of_pages(self, pages: list[int]) -> dict[str, Any]:
        """The truth of a file that holds only these pages; no story may run over their edges."""
        wanted, number = set(pages), {page: index + 1 for index, page in enumerate(pages)}
        for story in self.stories:
            if story.pages & wanted and story.pages - wanted:
                raise ValueError(f"{story.value('title')} runs out of pages {pages}: {sorted(story.pages)}")
        part = Issue(self.kind, self.language, self.publication, page_count=len(pages))
        part.stories = [story for story in self.stories if story.pages & wanted]
        part.contents = self.contents if any(story.kind == "contents" for story in part.stories) else []
        part.furniture = [(number[page], text) for page, text in self.furniture if page in wanted]
        truth = part.truth()
        for article in truth["articles"]:
            article["pages"] = [number[page] for page in article["pages"]]
            for figure in article["figures"]:
                figure["page"] = number[figure["page"]]
        return truth
