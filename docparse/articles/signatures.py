"""Who signs an article: the lines over its title, between title and text, at its start and at its end."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex
from msgspec.structs import replace

from ..languages.rules import Language
from ..layout.types import FlowLine, Headline
from ..layout.typography import Typography
from ..model import Paragraph, Person, Region, Section
from ..reading.page import Line
from ..text.joining import join, join_two
from ..text.words import Vocabulary
from . import fields
from .sections import sections
from .story import Story, regions

_bracketed_names = regex.compile(r"[（(]\s*(?P<name>\p{Han}{2,4})(?:\s+(?P<name>\p{Han}{2,4}))*\s*[)）]")
_name = regex.compile(r"[\p{Han}·]{2,8}")
UNFINISHED = ("-", ",", " and", "&", "、")  # how a byline's line ends that goes on in the next
SHORT = 1.5  # em from both edges of the column: a line that stands in its middle
SMALL_NAME = 0.75  # of its headline's size: a name under it is set so small
TAIL_LINES = 3  # of a signature at the end of a text


@dataclass(frozen=True, slots=True)
class Head:
    """What stands between headline and text."""

    subtitle: tuple[Line, ...] = ()
    org: tuple[Line, ...] = ()
    byline: tuple[Line, ...] = ()
    people: tuple[Person, ...] = ()
    source: str | None = None


class Tail(NamedTuple):
    """What the end of a text says of its people and its source."""

    people: tuple[Person, ...] = ()
    source: str | None = None
    printed: str | None = None
    where: tuple[Region, ...] = ()


def without_byline_over(story: Story, language: Language) -> Story:
    """The story with a columnist's name over its title among the lines under it: a byline, not a kicker."""
    if story.headline is None or len(over := story.headline.kicker) < 2:
        return story
    if not fields.names_alone(over[0].text, language) or not language.byline_second.match(over[1].text):
        return story
    headline = replace(story.headline, kicker=over[2:])
    first = replace(story.zones[0], headline=headline, head=(*over[:2], *story.head))
    return dataclasses.replace(story, zones=(first, *story.zones[1:]))


def read_head(story: Story, own: Typography, language: Language) -> tuple[Head, tuple[FlowLine, ...]]:
    """Fields from the lines under the headline, and the flow without those of them that stand in the first column.

    `own` is the type of the flow.
    """
    lines = list(story.head)
    flow = list(story.flow)
    lead = 0
    if story.headline:
        before = [line.text for line in story.head[-2:]]
        while lead < len(flow) - 1 and _belongs_to_head(flow, lead, own, language, before):
            before = [*before, flow[lead].text][-2:]
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
        if line in signed or fields.is_flourish(line.text):
            continue
        text = fields.without_bullet(line.text)
        found = fields.byline(text, language)
        second: tuple[Line, ...] = ()
        if not found and story.headline and not people:
            found = fields.name_and_org(text, language)
        if not found and i + 1 < len(lines) and language.byline_second.match(lines[i + 1].text):
            found = fields.names_alone(text, language)
        if found and i + 1 < len(lines) and text.endswith(UNFINISHED) and lines[i + 1].style == line.style:
            text = join_two(text[:-1] if text.endswith("-") and not text[-2:-1].isalpha() else text, lines[i + 1].text)
            found = fields.byline(text, language) or found
            second = (lines[i + 1],)
        if found:
            people += found.people
            source = source or found.source
            signed += (line, *second)
        elif signed and language.byline_second.match(text):
            if language.reporter_posts.search(text):
                people = fields.promoted(people)
            signed.append(line)
        elif any(rank.match(text) for rank in language.ranks[:2]):
            rest.append(line)  # the first heading
        elif not org and fields.is_organisation(text, language):
            org.append(line)
        elif story.headline and not people and (names := fields.plain_names(text, language)):
            people += _authors(names)
            signed.append(line)
        elif (
            story.headline
            and not people
            and _is_small(line, story.headline)
            and (name := fields.pen_name(text, language))
        ):
            people += _authors((name,))
            signed.append(line)
        elif story.headline and (
            language.subtitle.match(text) or not signed or (subtitle and line.style == subtitle[-1].style)
        ):
            subtitle.append(line)
        else:
            rest.append(line)
    placed = [FlowLine.by_itself(line, -1) for line in rest]
    head = Head(tuple(subtitle), tuple(org), tuple(signed), people, source)
    return head, (*placed, *flow[lead:])


def _is_small(line: Line, headline: Headline) -> bool:
    return line.size <= SMALL_NAME * headline.style.size


def _belongs_to_head(
    flow: Sequence[FlowLine], i: int, own: Typography, language: Language, before: Sequence[str]
) -> bool:
    """Whether a line at the top of the text is a byline, an organisation or a deck, and not the first heading.

    `before` are the lines over it, two at most: a name may be broken.
    """
    line = flow[i]
    text = fields.without_bullet(line.text)
    if own.is_body(line.line.style):
        if language.byline_second.match(text.rstrip(".")) and any(fields.byline(over, language) for over in before):
            return True  # what the writer does, under the name
        return i == 0 and (
            _is_marked_organisation(flow, language)
            or _signs_alone(line, language)
            or (_looks_unlike(line, flow[1]) and fields.byline(text, language) is not None)
        )
    if i and line.line.style == flow[i - 1].line.style and flow[i - 1].text.endswith(UNFINISHED):
        return True
    if fields.byline(text, language) or language.subtitle.match(text):
        return True
    if fields.is_organisation(text, language):
        # a look that comes back further down is that of headings
        return not any(f.line.style == line.line.style for f in flow[i + 2 :])
    if language.byline_second.match(text) and i > 0:
        return True
    if fields.names_alone(text, language) and i + 1 < len(flow) and language.byline_second.match(flow[i + 1].text):
        return True
    return line.line.style.italic and line.em > 1.03 * own.size and not line.line.style.bold


def _signs_alone(line: FlowLine, language: Language) -> bool:
    """Whether a first line in the text's own type is nothing but a byline, and does not fill its column."""
    return line.short >= SHORT and fields.byline(line.text, language) is not None


def _looks_unlike(line: FlowLine, after: FlowLine) -> bool:
    """Whether a line is set off from the next one by its slant or its colour."""
    style, other = line.line.style, after.line.style
    return style.italic != other.italic or style.color != other.color


def _is_marked_organisation(flow: Sequence[FlowLine], language: Language) -> bool:
    """Whether a text set in one type opens with an organisation alone behind a bullet, which begins no list."""
    first, second = (fields.without_bullet(line.text) for line in flow[:2])
    marked = first != flow[0].text and second == flow[1].text
    return marked and fields.is_organisation(first, language)


def signed(
    flow: tuple[FlowLine, ...],
    found: tuple[Section, ...] | None,
    own: Typography,
    language: Language,
    vocabulary: Vocabulary,
) -> tuple[tuple[Section, ...], Tail]:
    """The sections without the lines that sign the text, and what those say.

    `flow` are the lines of the text, `found` its sections if they are known, `own` is their type.
    """
    kept, tail = _signature(flow, own, language)
    if tail.people or tail.source:
        return sections(kept, own, language, vocabulary), tail
    return _signed_tail(sections(flow, own, language, vocabulary) if found is None else found, language)


def _signature(flow: tuple[FlowLine, ...], own: Typography, language: Language) -> tuple[tuple[FlowLine, ...], Tail]:
    """The last lines of a text, where they are set unlike it and sign it; and the flow without them."""
    closing = _set_right(flow)
    if closing:
        text = join(f.text for f in closing)
        # under a letter: the name, then the place or what the writer does
        named = (
            _named(closing[0].text, language)
            or fields.byline(text, language)
            or fields.name_and_org(text, language)
            or _in_brackets(text, language)
        )
        if named:
            return flow[: -len(closing)], _tail(named, text, regions(closing))
    for count in range(1, min(TAIL_LINES, len(flow) - 1) + 1):
        lines = flow[-count:]
        if any(own.is_body(f.line.style) or f.line.style != lines[-1].line.style for f in lines):
            break
        text = join(f.text for f in lines)
        if said := fields.byline(text, language):
            return flow[:-count], _tail(said, text, regions(lines))
    return flow, Tail()


def _tail(said: fields.Signed, printed: str, where: tuple[Region, ...]) -> Tail:
    return Tail(said.people, said.source, printed, where)


def _set_right(flow: Sequence[FlowLine]) -> tuple[FlowLine, ...]:
    """The last lines of a text that stand at the right edge of its column, a few at most."""
    count = 0
    while count < len(flow) - 1 and flow[-1 - count].set_right:
        count += 1
    return tuple(flow[len(flow) - count :]) if count <= TAIL_LINES else ()


def _named(text: str, language: Language) -> fields.Signed | None:
    """The people of a line that holds nothing but names, in either language; a letter's may be dated as well."""
    words = text.split()
    written = [word for word in words if not language.day.match(word)] or words
    said = " ".join(written)
    if found := fields.names_alone(said, language):
        return found
    if names := fields.plain_names(said, language):
        return fields.Signed(_authors(names))
    if len(written) == 1 < len(words) and _name.fullmatch(said) and not fields.is_organisation(said, language):
        return fields.Signed(_authors(written))  # beside a date: many names have no Chinese surname
    return None


def _in_brackets(text: str, language: Language) -> fields.Signed | None:
    """The people of a line that holds nothing but names in brackets, whatever their surnames: pen names have none."""
    match = None if language.spaced else _bracketed_names.fullmatch(text.strip())
    return fields.Signed(_authors(match.captures("name"))) if match else None


def _authors(names: Sequence[str]) -> tuple[Person, ...]:
    return tuple(Person(role="author", name=name) for name in names)


def _signed_tail(found: tuple[Section, ...], language: Language) -> tuple[tuple[Section, ...], Tail]:
    """The signature taken from the last paragraph, or the last paragraphs that are nothing else."""
    if not found or not found[-1].paragraphs:
        return found, Tail()
    last = found[-1]
    paragraph = last.paragraphs[-1]
    post = last.heading and len(last.paragraphs) == 1 and language.byline_second.match(paragraph.text)
    if post and last.heading and (named := fields.names_alone(last.heading, language)):
        # a name in a type of its own, and what its bearer does
        where = (*last.heading_regions, *paragraph.regions)
        return found[:-1], _tail(named, f"{last.heading} {paragraph.text}", where)
    if whole := fields.byline(paragraph.text, language):
        kept = replace(last, paragraphs=last.paragraphs[:-1])
        return (*found[:-1], kept), _tail(whole, paragraph.text, paragraph.regions)
    if sign := fields.end_sign(paragraph.text, language):
        text, printed, said = sign
        paragraphs: tuple[Paragraph, ...] = (
            (*last.paragraphs[:-1], replace(paragraph, text=text)) if text else last.paragraphs[:-1]
        )
        return (*found[:-1], replace(last, paragraphs=paragraphs)), _tail(said, printed, paragraph.regions[-1:])
    return found, Tail()


def or_inline(tail: Tail, found: Sequence[Section], language: Language) -> Tail:
    """`tail`, or where it names nobody the people at the start of the first paragraph, which keeps the words.

    `本报讯（记者 张三）…`
    """
    if tail.people:
        return tail
    first = next((p for section in found for p in section.paragraphs), None)
    match = language.inline_byline.match(first.text) if first else None
    if first is None or match is None:
        return tail
    people = fields.tokens(match["sign"], language)
    return Tail(people, tail.source, match["sign"], first.regions[:1]) if people else tail
