"""Stories become the public articles: every field from the lines that print it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from ..languages import letters
from ..languages.rules import Language
from ..layout.types import FlowLine
from ..layout.typography import Typography, of_lines
from ..model import Article, Figure, Paragraph, Region, Section, Table
from ..text.joining import join, tidy
from ..text.words import Vocabulary
from . import briefs, captions, contents, fields, mastheads, signatures
from .kinds import kind_of
from .sections import sections
from .story import Story, regions


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all articles of a document share. `labels` counts the labels over headlines."""

    type_: Typography
    language: Language
    vocabulary: Vocabulary
    labels: Counter[str]


def articles(
    stories: Sequence[Story], type_: Typography, language: Language, vocabulary: Vocabulary
) -> tuple[Article, ...]:
    """One article a story, or one an item of its briefs, in order, with ids `a01`, `a02`, …"""
    stories = [signatures.without_byline_over(story, language) for story in stories]
    setting = _Setting(type_, language, vocabulary, Counter(letters(_label(s)) for s in stories if _label(s)))
    built = [article for story in stories for article in _articles(story, setting)]
    width = max(2, len(str(len(built))))
    return tuple(replace(a, id=f"a{i:0{width}d}") for i, a in enumerate(built, 1))


def _label(story: Story) -> str:
    return join(line.text for line in story.headline.kicker) if story.headline else ""


def _articles(story: Story, setting: _Setting) -> tuple[Article, ...]:
    """The article of a story; the items of one that is a group of briefs."""
    language = setting.language
    own = _type_of(story.flow, setting)
    head, flow = signatures.read_head(story, own, language)
    if len(flow) < len(story.flow):
        own = _type_of(flow, setting)
    title = fields.without_bullet(tidy(story.title)) if story.title else None
    signed = head.people or head.source or head.org or head.subtitle
    found = None
    if not signed and briefs.may_have_items(title, language):
        found = sections(flow, own, language, setting.vocabulary)
        group = briefs.group(title, regions(story.headline.lines) if story.headline else (), found, language)
        if group and kind_of(story, found, (), setting.type_, own, language) in ("article", "notice"):
            items = _items(story, group, flow, own, setting)
            signs = [bool(item.byline or item.source) for item in items]
            if not (signs[-1] and sum(signs) == 1):  # one signature at the end is that of the whole
                return items
    found, tail = signatures.signed(flow, found, own, language, setting.vocabulary)
    found, last = mastheads.parted(found, language)
    main = _article(story, title, head, found, tail, own, setting)
    return (main, _masthead(last)) if last else (main,)


def _type_of(flow: Sequence[FlowLine], setting: _Setting) -> Typography:
    """The type of a text; the document's where there is none."""
    return of_lines([f.line for f in flow]) if flow else setting.type_


def _masthead(section: Section) -> Article:
    text = (replace(section, heading=None, level=0, heading_regions=()),)
    article = Article(
        id="",
        kind="masthead",
        title=section.heading,
        sections=text,
        regions={"title": section.heading_regions},
        pages=mastheads.pages_of(section),
    )
    return replace(article, text=full_text(article))


def _items(
    story: Story, group: briefs.Group, flow: Sequence[FlowLine], own: Typography, setting: _Setting
) -> tuple[Article, ...]:
    """The items of a group as articles; pictures and tables belong to the first."""
    items = []
    for i, section in enumerate(group.items):
        lines = briefs.lines_of(section, flow)
        text = (Section(paragraphs=section.paragraphs),)
        found, tail = signatures.signed(lines, text, own, setting.language, setting.vocabulary)
        tail = signatures.or_inline(tail, found, setting.language)
        where = {"title": section.heading_regions, "rubric": group.where}
        item = Article(
            id="",
            kind="article",
            rubric=group.label,
            title=section.heading,
            byline=tail.people,
            source=tail.source,
            byline_text=tail.printed,
            dateline=_dateline(found, setting.language),
            sections=found,
            figures=_figures(story, setting) if i == 0 else (),
            tables=_tables(story) if i == 0 else (),
            regions=where | _where_signed(tail, ()),
            pages=story.pages,
        )
        items.append(replace(item, text=full_text(item)))
    return tuple(items)


def _article(
    story: Story,
    title: str | None,
    head: signatures.Head,
    found: tuple[Section, ...],
    tail: signatures.Tail,
    own: Typography,
    setting: _Setting,
) -> Article:
    language = setting.language
    people = (*head.people, *tail.people)
    label = _label(story)
    rubric = story.headline.rubric if story.headline else ()
    kicker = story.headline.kicker if story.headline else ()
    if label and setting.labels[letters(label)] > 1 and not rubric:
        rubric, kicker, label = kicker, (), ""
    kind = kind_of(story, found, people, setting.type_, own, language)
    if kind == "contents":
        # its lines are the document's contents, entry by entry
        found, head, people, tail = (), signatures.Head(), (), signatures.Tail()
    elif kind == "notice" and language.contents_title.match(title or ""):
        found, head = _index(story), signatures.Head()
    subtitle = tidy(join(line.text for line in head.subtitle)) or None
    where: dict[str, tuple[Region, ...]] = {}
    for field, lines in (
        ("title", story.headline.lines if story.headline else ()),
        ("rubric", rubric),
        ("kicker", kicker),
        ("subtitle", head.subtitle),
        ("org", head.org),
        ("byline", head.byline),
    ):
        if lines:
            where[field] = regions(lines)
    if not people:
        tail = signatures.or_inline(tail, found, language)
        people = tail.people
    where |= _where_signed(tail, where.get("byline", ()))
    article = Article(
        id="",
        kind=kind,
        rubric=fields.bare_label(join(line.text for line in rubric)) or None,
        kicker=label or None,
        title=title,
        subtitle=subtitle,
        org=fields.without_bullet(tidy(join(line.text for line in head.org))) or None,
        byline=people,
        source=head.source or tail.source or story.source,
        date=story.date,
        byline_text=" ".join(filter(None, [tidy(join(line.text for line in head.byline)), tail.printed])) or None,
        dateline=_dateline(found, language),
        sections=found,
        figures=_figures(story, setting),
        tables=_tables(story),
        regions=where,
        pages=story.pages,
    )
    return replace(article, text=full_text(article))


def _index(story: Story) -> tuple[Section, ...]:
    """An index row by row: the section's name and its page."""
    rows = contents.in_rows([*story.head, *(f.line for f in story.flow)])
    texts = [(" ".join(line.text for line in row), regions(row)) for row in rows]
    return (Section(paragraphs=tuple(Paragraph(text=text, regions=where) for text, where in texts)),)


def _where_signed(tail: signatures.Tail, before: tuple[Region, ...]) -> dict[str, tuple[Region, ...]]:
    if not tail.where:
        return {}
    return {"byline": before + tail.where} if tail.people else {"source": tail.where}


def _figures(story: Story, setting: _Setting) -> tuple[Figure, ...]:
    return tuple(captions.figure(placed, setting.language, setting.vocabulary) for placed in story.figures)


def _tables(story: Story) -> tuple[Table, ...]:
    return tuple(Table(page=table.page, bbox=table.box, rows=table.rows) for table in story.tables)


def full_text(article: Article) -> str:
    """Title, headings and paragraphs, one a line: what an LLM reads."""
    parts = [article.title or ""]
    for section in article.sections:
        parts.append(section.heading or "")
        parts += [p.text for p in section.paragraphs]
    if not article.paragraphs:
        parts += [figure.caption or "" for figure in article.figures]
    return "\n".join(part for part in parts if part)


def _dateline(found: Sequence[Section], language: Language) -> str | None:
    first = next((p for section in found for p in section.paragraphs), None)
    match = language.dateline.match(first.text) if first else None
    return match["dateline"].rstrip(" —–") if match else None
