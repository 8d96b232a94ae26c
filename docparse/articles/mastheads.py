"""The masthead at the end of a story: where a newsletter prints it in its last column, under a heading of its own."""

from __future__ import annotations

from ..languages.rules import Language
from ..model import Section
from .kinds import MASTHEAD_SHARE

LEAST = 2  # paragraphs that name editors, addresses and the like


def parted(found: tuple[Section, ...], language: Language) -> tuple[tuple[Section, ...], Section | None]:
    """The sections of a story, and the last of them by itself where it is a masthead."""
    *before, last = found or (Section(),)
    if last.heading is None or not any(section.paragraphs for section in before) or not _is_masthead(last, language):
        return found, None
    return tuple(before), last


def _is_masthead(section: Section, language: Language) -> bool:
    texts = [p.text for p in section.paragraphs]
    told = sum(bool(language.masthead_line.match(text)) for text in texts)
    made = any(language.masthead_maker.match(text) for text in texts)
    return made and told >= LEAST and told >= MASTHEAD_SHARE * len(texts)


def pages_of(section: Section) -> tuple[int, ...]:
    """The pages that a section stands on."""
    places = (*section.heading_regions, *(region for p in section.paragraphs for region in p.regions))
    return tuple(sorted({region.page for region in places}))
