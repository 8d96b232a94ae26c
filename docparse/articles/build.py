"""Stories become the public articles: every field from the lines that print it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from ..languages import letters, text_width
from ..languages.rules import Language
from ..layout.types import FlowLine, PlacedFigure
from ..layout.typography import Typography, of_lines
from ..model import Article, Figure, Paragraph, Person, Region, Section, Table
from ..reading.page import Line, Style
from ..text.joining import join, join_two, tidy
from ..text.words import Vocabulary
from . import fields
from .kinds import kind_of
from .sections import sections
from .story import Story, regions

UNFINISHED = ("-", ",", " and", "&", "、")  # how a byline's line ends that goes on in the next
LEAST_BRIEFS = 2  # items under one label
BRIEF_PARAGRAPHS = 3  # of a short item at most
LABEL_WIDTH = 12.0  # em: a longer title is no label
TAIL_LINES = 3  # of a signature at the end of a text
CREDIT_SIZE = 0.9  # of the caption's size


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands between headline and text."""

    subtitle: tuple[Line, ...] = ()
    org: tuple[Line, ...] = ()
    byline: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    source: str | None = None
    text: tuple[Line, ...] = ()  # lines that are none of these: they belong to the text


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
    head, flow = _read_head(story, type_, language)
    own = of_lines([f.line for f in flow]) if flow else type_
    flow, tail, tail_text, tail_regions = _signature(flow, own, language)
    found = sections(flow, own, language, vocabulary)
    if not tail.people and not tail.source:
        found, tail, tail_text, tail_regions = _signed_tail(found, language)
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
        found, head, people, tail, subtitle = (), _Head(), (), fields.Signed(), None
    if not people:
        people, inline, where_inline = _inline_byline(found, language)
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
        figures=tuple(_figure(f, language, vocabulary) for f in story.figures),
        tables=tuple(Table(page=t.page, bbox=t.box, rows=t.rows) for t in story.tables),
        regions=where,
        pages=_pages(story),
    )
    return replace(article, text=full_text(article))


def _pages(story: Story) -> tuple[int, ...]:
    return story.pages


def full_text(article: Article) -> str:
    """Title, headings and paragraphs, one a line: what an LLM reads."""
    parts = [article.title or ""]
    for section in article.sections:
        parts.append(section.heading or "")
        parts += [p.text for p in section.paragraphs]
    if not article.paragraphs:
        parts += [figure.caption or "" for figure in article.figures]
    return "\n".join(part for part in parts if part)


def _read_head(story: Story, type_: Typography, language: Language) -> tuple[_Head, tuple[FlowLine, ...]]:
    """Fields from the lines under the headline, and the flow without those of them that stand in the first column."""
    lines = list(story.head)
    flow = list(story.flow)
    lead = 0
    if story.headline:
        own = of_lines([f.line for f in flow]) if flow else type_
        while lead < len(flow) - 1 and _belongs_to_head(flow, lead, own, language):
            lead += 1
    lines += [f.line for f in flow[:lead]]
    subtitle: list[Line] = []
    lines = [*(story.headline.deck if story.headline else ()), *lines]
    org: list[Line] = []
    signed: list[Line] = []
    rest: list[Line] = []
    people: tuple[Person, ...] = ()
    source = None
    for i, line in enumerate(lines):
        if line in signed:
            continue
        text = fields.without_bullet(line.text)
        found = fields.byline(text, language)
        if not found and i + 1 < len(lines) and language.byline_second.match(lines[i + 1].text):
            found = fields.names_alone(text, language)
        if found and i + 1 < len(lines) and text.endswith(UNFINISHED) and lines[i + 1].style == line.style:
            text = join_two(text[:-1] if text.endswith("-") and not text[-2:-1].isalpha() else text, lines[i + 1].text)
            found = fields.byline(text, language) or found
            signed.append(lines[i + 1])
        if found:
            people += found.people
            source = source or found.source
            signed.append(line)
        elif signed and language.byline_second.match(text):
            if language.reporter_posts.search(text):
                people = fields.promoted(people)
            signed.append(line)
        elif any(rank.match(text) for rank in language.ranks[:2]):
            rest.append(line)  # the first heading
        elif not org and fields.is_organisation(text, language):
            org.append(line)
        elif story.headline and not people and (names := fields.plain_names(text, language)):
            people += tuple(Person(role="author", name=name) for name in names)
            signed.append(line)
        elif story.headline and (
            language.subtitle.match(text) or not signed or (subtitle and line.style == subtitle[-1].style)
        ):
            subtitle.append(line)
        else:
            rest.append(line)
    placed = [FlowLine(line, line.box.x0, line.box.x1, -1, 1.5 * line.size) for line in rest]
    head = _Head(tuple(subtitle), tuple(org), tuple(signed), people, source)
    return head, (*placed, *flow[lead:])


def _belongs_to_head(flow: Sequence[FlowLine], i: int, own: Typography, language: Language) -> bool:
    """Whether a line at the top of the text is a byline, an organisation or a deck, and not the first heading."""
    line = flow[i]
    text = fields.without_bullet(line.text)
    if own.is_body(line.line.style):
        return False
    if i and line.line.style == flow[i - 1].line.style and flow[i - 1].text.endswith(UNFINISHED):
        return True
    if fields.byline(text, language) or fields.is_organisation(text, language) or language.subtitle.match(text):
        return True
    if language.byline_second.match(text) and i > 0:
        return True
    if fields.names_alone(text, language) and i + 1 < len(flow) and language.byline_second.match(flow[i + 1].text):
        return True
    return line.line.style.italic and line.em > 1.03 * own.size and not line.line.style.bold


def _signature(
    flow: tuple[FlowLine, ...], own: Typography, language: Language
) -> tuple[tuple[FlowLine, ...], fields.Signed, str | None, tuple[Region, ...]]:
    """The last lines of a text, where they are set unlike it and sign it; and the flow without them."""
    for count in range(1, min(TAIL_LINES, len(flow) - 1) + 1):
        lines = flow[-count:]
        if any(own.is_body(f.line.style) or f.line.style != lines[-1].line.style for f in lines):
            break
        text = join(f.text for f in lines)
        if signed := fields.byline(text, language):
            return flow[:-count], signed, text, regions(lines)
    return flow, fields.Signed(), None, ()


def _signed_tail(
    found: tuple[Section, ...], language: Language
) -> tuple[tuple[Section, ...], fields.Signed, str | None, tuple[Region, ...]]:
    """The signature taken from the last paragraph, or the last paragraphs that are nothing else."""
    if not found or not found[-1].paragraphs:
        return found, fields.Signed(), None, ()
    last = found[-1]
    paragraph = last.paragraphs[-1]
    if whole := fields.byline(paragraph.text, language):
        kept = replace(last, paragraphs=last.paragraphs[:-1])
        return (*found[:-1], kept), whole, paragraph.text, paragraph.regions
    if sign := fields.end_sign(paragraph.text, language):
        text, printed, signed = sign
        paragraphs: tuple[Paragraph, ...] = (
            (*last.paragraphs[:-1], replace(paragraph, text=text)) if text else last.paragraphs[:-1]
        )
        return (*found[:-1], replace(last, paragraphs=paragraphs)), signed, printed, paragraph.regions[-1:]
    return found, fields.Signed(), None, ()


def _inline_byline(
    found: Sequence[Section], language: Language
) -> tuple[tuple[Person, ...], str | None, tuple[Region, ...]]:
    """`本报讯（记者 张三）…`: people named at the start of the first paragraph, which keeps the words."""
    first = next((p for section in found for p in section.paragraphs), None)
    match = language.inline_byline.match(first.text) if first else None
    if first is None or match is None:
        return (), None, ()
    return fields.tokens(match["sign"], language), match["sign"], first.regions[:1]


def _dateline(found: Sequence[Section], language: Language) -> str | None:
    first = next((p for section in found for p in section.paragraphs), None)
    match = language.dateline.match(first.text) if first else None
    return match["dateline"].rstrip(" —–") if match else None


def _figure(placed: PlacedFigure, language: Language, vocabulary: Vocabulary) -> Figure:
    """Caption and credit apart: the credit has its own words, or its own face at the caption's end."""
    caption_lines, credit_lines = _credit_lines(placed.caption, language)
    caption = fields.without_bullet(tidy(join((line.text for line in caption_lines), vocabulary)))
    credit = tidy(join(line.text for line in credit_lines)) or None
    if caption and not credit:
        caption, credit = _credit_inside(caption, caption_lines, language)
    if credit:
        credit = language.credit_mark.sub("", credit).strip(" （）()") or credit
    box = placed.picture.box
    return Figure(
        caption=caption or None,
        credit=credit,
        page=placed.picture.page,
        bbox=(round(box.x0, 1), round(box.y0, 1), round(box.x1, 1), round(box.y1, 1)),
        caption_regions=regions(placed.caption),
    )


def _credit_lines(lines: Sequence[Line], language: Language) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines that are a credit from end to end stand apart from the caption."""
    credit = tuple(line for line in lines if (m := language.credit.search(line.text)) and m.start() == 0)
    if not credit and len(lines) > 1 and lines[0].size <= CREDIT_SIZE * lines[1].size:
        credit = (lines[0],)  # between picture and caption, set smaller
    if credit and len(credit) < len(lines):
        return tuple(line for line in lines if line not in credit), credit
    if (
        len(lines) > 1
        and _look(lines[-1]) != _look(lines[0])
        and len(lines[-1].spans) == 1
        and not lines[-2].text.endswith("\u00ad")
    ):
        before = lines[-2].text.rstrip(language.closing)
        if before.endswith(tuple(language.stop_marks)):
            return tuple(lines[:-1]), (lines[-1],)
    return tuple(lines), ()


def _look(line: Line) -> tuple[float, str, bool]:
    style = line.spans[-1].style
    return (style.size, style.face, style.italic)


def _credit_inside(caption: str, lines: Sequence[Line], language: Language) -> tuple[str, str | None]:
    if _set_apart(lines[-1].spans[-1].style, lines[0].spans[0].style):
        tail = " ".join(join(_tail_of(lines)).split())
        if tail and caption.endswith(tail) and caption[: -len(tail)].strip():
            return caption[: -len(tail)].strip(), tail
    match = language.credit.search(caption)
    if match and caption[: match.start()].strip():
        return caption[: match.start()].strip(" 　("), match["credit"].strip()
    return caption, None


def _set_apart(style: Style, other: Style) -> bool:
    """Another slant or size; another face alone is not enough, since quotes and digits often have their own."""
    return (
        style.italic != other.italic or style.color != other.color or abs(style.size - other.size) > 0.05 * other.size
    )


def _tail_of(lines: Sequence[Line]) -> list[str]:
    """The text in the style of the caption's last words, as far back as it reaches."""
    style = lines[-1].spans[-1].style
    tail: list[str] = []
    for line in reversed(lines):
        own: list[str] = []
        for span in reversed(line.spans):
            if span.style != style:
                return ["".join(own), *tail] if own else tail
            own.insert(0, span.text)
        tail.insert(0, "".join(own))
    return tail
