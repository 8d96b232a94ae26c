"""What a story is: article, notice, masthead, contents, photos."""

from __future__ import annotations

from collections.abc import Sequence

from ..languages.rules import Language
from ..layout.typography import Typography
from ..model import ArticleKind, Person, Section
from . import contents
from .story import Story, zone_lines

MASTHEAD_SHARE = 0.4  # of a story's lines that name editors, addresses and the like
SMALL_TYPE = 0.95  # of the body size: a box set smaller holds service, not news
ADVERT_WORDS = 160  # characters: an advert says less
DISPLAY = 1.45  # times the body size: what only headlines and adverts have
FILLED = 0.7  # of a box's width: a shorter line is no text that fills it
LARGER = 1.2  # times the body size: what an advert's largest line is at least
CENTRED = 1.5  # em that centred lines may differ
LONG_PARAGRAPH = {True: 400, False: 180}  # characters by `Language.spaced`: items of a notice are shorter


def kind_of(
    story: Story,
    found: Sequence[Section],
    people: Sequence[Person],
    type_: Typography,
    own: Typography,
    language: Language,
) -> ArticleKind:
    """The kind of a story. `own` is the type of its text, `type_` the document's."""
    title = (story.title or "").strip()
    boxed = story.framed and not people
    if boxed and story.figures and _offers(story, language) and _is_advert(story, type_, language):
        return "advert"
    if story.showing:
        return "photos"
    if language.contents_title.match(title):
        listed = contents.lists_the_issue(title, [*story.head, *(f.line for f in story.flow)], language)
        return "contents" if listed else "notice"
    texts = [p.text for section in found for p in section.paragraphs]
    told = sum(bool(language.masthead_line.match(text)) for text in texts)
    if (texts and told >= 2 and told >= MASTHEAD_SHARE * len(texts)) or (
        told and language.masthead_title.search(title)
    ):
        return "masthead"
    if texts and told == len(texts) and not title:
        return "masthead"
    if not story.flow and story.figures:
        return "photos"
    if language.notice_title.search(title) and (story.framed or not language.spaced):
        return "notice"
    if boxed and _is_advert(story, type_, language):
        return "advert"
    if boxed:
        paragraphs = [p for section in found for p in section.paragraphs]
        items = all(len(p.text) < LONG_PARAGRAPH[language.spaced] for p in paragraphs)
        headings = any(section.heading for section in found)
        if items and not headings and own.size < SMALL_TYPE * type_.size:
            return "notice"
    return "article"


def _offers(story: Story, language: Language) -> bool:
    """Whether the words beside a picture are those of an advert: a photo story may stand in a box as well."""
    captions = [line for figure in story.figures for line in figure.caption]
    lines = [*captions, *(line for zone in story.zones for line in zone_lines(zone))]
    return any(language.advert.search(line.text) for line in lines)


def _is_advert(story: Story, type_: Typography, language: Language) -> bool:
    """A box with a few display lines and no text in the type of the articles."""
    lines = [line for zone in story.zones for line in zone_lines(zone)]
    text = " ".join(line.text for line in lines)
    if not lines or len(text) > ADVERT_WORDS or max(line.size for line in lines) < LARGER * type_.size:
        return False
    frame = story.zones[0].frame
    width = frame.width if frame else 0.0
    if any(type_.is_body(f.line.style) and f.short < 1 and f.box.width >= FILLED * width for f in story.flow):
        return False
    centre = lines[0].box.cx
    centred = len(lines) > 1 and all(abs(line.box.cx - centre) <= CENTRED * line.size for line in lines)
    display = all(line.size >= DISPLAY * type_.size for line in lines)
    return centred or display or bool(story.figures) or bool(language.advert.search(text))
