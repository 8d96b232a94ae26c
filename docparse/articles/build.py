"""Stories become the public articles: every field from the lines that print it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from ..languages import letters, text_width
from ..languages.rules import Language
from ..layout.typography import Typography, of_lines
from ..model import Article, Region, Section, Table
from ..text.joining import join, tidy
from ..text.words import Vocabulary
from . import captions, fields, signatures
from .kinds import kind_of
from .sections import sections
from .story import Story, regions

LEAST_BRIEFS = 2  # items under one label
BRIEF_PARAGRAPHS = 3  # of a short item at most
LABEL_WIDTH = 12.0  # em: a longer title is no label


def articles(
    stories: Sequence[Story], type_: Typography, language: Language, vocabulary: Vocabulary
) -> tuple[Article, ...]:
    """One article a story, in order, with ids `a01`, `a02`, …"""
    labels = Counter(letters(_label(story)) for story in stories if _label(story))
    built = [a for story in stories for a in _briefs(_article(story, type_, language, labels, vocabulary), story)]
    width = max(2, len(str(len(built))))
    return tuple(replace(a, id=f"a{i:0{width}d}") for i, a in enumerate(built, 1))


def _briefs(article: Article, story: Story) -> tuple[Article, ...]:
    """Short items under one label, each with a heading of its own, as articles; anything else as it is."""
    sections = article.sections
    label = (article.title or "").strip()
    if not label and sections and sections[0].heading and not sections[0].paragraphs:
        # the label is set like a heading
        where_label, label, sections = sections[0].heading_regions, sections[0].heading, sections[1:]
        levels = {s.level for s in sections}
        sections = tuple(replace(s, level=1) for s in sections) if len(levels) == 1 else sections
    else:
        where_label = article.regions.get("title", ())
    signed = article.byline or article.source or article.org or article.subtitle
    if article.kind not in ("article", "notice") or len(sections) < LEAST_BRIEFS or signed:
        return (article,)
    if not label or text_width(label) > LABEL_WIDTH or label.endswith(("。", "！", "？", ".", "!", "?")):
        return (article,)
    if any(s.heading is None or s.level != 1 or not 1 <= len(s.paragraphs) <= BRIEF_PARAGRAPHS for s in sections):
        return (article,)
    items = []
    for i, section in enumerate(sections):
        where = {"title": section.heading_regions, "rubric": where_label}
        item = replace(
            article,
            kind="article",
            rubric=label,
            kicker=None,
            title=section.heading,
            sections=(Section(paragraphs=section.paragraphs),),
            figures=article.figures if i == 0 else (),
            tables=article.tables if i == 0 else (),
            regions=where,
        )
        items.append(replace(item, text=full_text(item)))
    return tuple(items)


def _label(story: Story) -> str:
    return join(line.text for line in story.headline.kicker) if story.headline else ""


def _article(
    story: Story, type_: Typography, language: Language, labels: Counter[str], vocabulary: Vocabulary
) -> Article:
    head, flow = signatures.read_head(story, type_, language)
    own = of_lines([f.line for f in flow]) if flow else type_
    flow, tail, tail_text, tail_regions = signatures.signature(flow, own, language)
    found = sections(flow, own, language, vocabulary)
    if not tail.people and not tail.source:
        found, tail, tail_text, tail_regions = signatures.signed_tail(found, language)
    people = (*head.people, *tail.people)
    label = _label(story)
    rubric = story.headline.rubric if story.headline else ()
    is_rubric = bool(label) and labels[letters(label)] > 1
    kicker = story.headline.kicker if story.headline else ()
    if is_rubric and not rubric:
        rubric, kicker, label = kicker, (), ""
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
    if tail_regions:
        where["byline" if tail.people else "source"] = (
            where.get("byline", ()) + tail_regions if tail.people else tail_regions
        )
    title = fields.without_bullet(tidy(story.title)) if story.title else None
    kind = kind_of(story, found, people, type_, own, language)
    if kind == "contents":
        # its lines are the document's contents, entry by entry
        found, head, people, tail, subtitle = (), signatures.Head(), (), fields.Signed(), None
    if not people:
        people, inline, where_inline = signatures.inline_byline(found, language)
        if people:
            tail_text, where["byline"] = inline, where_inline
    dateline = _dateline(found, language)
    article = Article(
        id="",
        kind=kind,
        rubric=fields.bare_label(join(line.text for line in rubric)) or None,
        kicker=label or None,
        title=title,
        subtitle=subtitle,
        org=fields.without_bullet(tidy(join(line.text for line in head.org))) or None,
        byline=people,
        source=head.source or tail.source,
        byline_text=" ".join(filter(None, [tidy(join(line.text for line in head.byline)), tail_text])) or None,
        dateline=dateline,
        sections=found,
        figures=tuple(captions.figure(f, language, vocabulary) for f in story.figures),
        tables=tuple(Table(page=t.page, bbox=t.box, rows=t.rows) for t in story.tables),
        regions=where,
        pages=story.pages,
    )
    return replace(article, text=full_text(article))


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
