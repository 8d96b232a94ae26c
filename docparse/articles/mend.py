"""The text of all articles put right: what was changed stands beside its paragraph, for a headline in a warning."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from ..languages import is_han, letters, rules_for
from ..languages.rules import Language
from ..model import Article, ContentsEntry, Document, Paragraph, Repair, Section, Warning
from ..reading.kinds import TEXTS
from ..text.continuity.across import likelihood
from ..text.mending import duplicates
from ..text.mending.setting import Setting
from ..text.mending.value import Mended
from .build import full_text
from .contents import likeness

SAME_TITLE = 0.85  # likeness of a headline and of its entry in the contents, where one of them was misread


def mended(document: Document, kinds: Collection[str]) -> Document:
    """The document with the repairs of `kinds` made, names of `text.mending.KINDS`."""
    texts = list(_texts(document))
    if not texts or not kinds:
        return document
    converted = document.source.media_type in TEXTS
    read = converted or any(page.method in ("ocr", "mixed") for page in document.pages)
    setting = Setting.of(texts, rules_for(document.language or "en"), kinds, converted=converted, read=read)
    articles, warnings = [], list(document.warnings)
    for article in document.articles:
        fixed = _article(article, setting, warnings)
        if "ocr" in kinds and (setting.converted or _doubtful(article)):
            entry = next((e for e in document.contents if e.article == article.id), None)
            fixed = _retitled(fixed, _like_contents(fixed, entry, rules_for(document.language or "en")), warnings)
        articles.append(fixed)
    if "duplicate" in kinds:
        articles = _without_copies(articles, setting.converted, warnings)
    entries = tuple(replace(e, title=setting(Mended(e.title), False).text) for e in document.contents)
    return replace(document, articles=tuple(articles), contents=entries, warnings=tuple(warnings))


def _texts(document: Document) -> Sequence[str]:
    found = [entry.title for entry in document.contents]
    for article in document.articles:
        found += [article.title or ""]
        for section in article.sections:
            found += [section.heading or "", *(p.text for p in section.paragraphs)]
        found += [figure.caption or "" for figure in article.figures]
    return [text for text in found if text]


def _retitled(article: Article, title: str | None, warnings: list[Warning]) -> Article:
    if title == article.title:
        return article
    said = f"the title of {article.id} was “{article.title}”; now “{title}”, as the contents have it"
    warnings.append(Warning(page=article.pages[0] if article.pages else None, code="repaired", message=said))
    fixed = replace(article, title=title)
    return replace(fixed, text=full_text(fixed))


def _like_contents(article: Article, entry: ContentsEntry | None, language: Language) -> str | None:
    """The title with the characters that the contents page has where the title's own form no likely phrase."""
    title = article.title
    if entry is None or title is None or language.spaced:
        return title
    listed, own = letters(entry.title), letters(title)
    if len(listed) < len(own) or likeness(listed[: len(own)], own) < SAME_TITLE:
        return title
    places = [i for i, char in enumerate(title) if char.isalnum()]
    fixed = list(title)
    for i, (was, now) in enumerate(zip(own, listed, strict=False)):
        if was != now and is_han(was) and is_han(now):
            around = own[max(0, i - 4) : i], own[i + 1 : i + 5]
            if likelihood(now.join(around), language) > likelihood(was.join(around), language):
                fixed[places[i]] = now
    return "".join(fixed)


def _article(article: Article, setting: Setting, warnings: list[Warning]) -> Article:
    def line(text: str | None, name: str) -> str | None:
        if not text:
            return text
        fixed = setting(Mended(text), setting.converted or _doubtful(article))
        if fixed.repairs:
            said = f"{name} of {article.id} was “{text}”; now “{fixed.text}”"
            warnings.append(Warning(page=article.pages[0] if article.pages else None, code="repaired", message=said))
        return fixed.text

    def paragraph(p: Paragraph) -> Paragraph:
        fixed = setting(Mended(p.text, p.repairs), setting.converted or p.confidence < 1.0)
        return replace(p, text=fixed.text, repairs=fixed.repairs) if fixed.repairs != p.repairs else p

    sections = tuple(
        replace(s, heading=line(s.heading, "a heading"), paragraphs=tuple(map(paragraph, s.paragraphs)))
        for s in article.sections
    )
    fixed = replace(article, title=line(article.title, "the title"), sections=sections)
    return replace(fixed, text=full_text(fixed)) if fixed != article else article


def _doubtful(article: Article) -> bool:
    return any(p.confidence < 1.0 for p in article.paragraphs)


def _without_copies(articles: Sequence[Article], converted: bool, warnings: list[Warning]) -> list[Article]:
    """The articles without paragraphs that repeat others of the same article, and without articles that repeat others.

    In print, a notice may be set again on another page on purpose; only a whole page is not.
    """
    places = [(i, p) for i, article in enumerate(articles) for p in article.paragraphs]
    read = converted or any(p.confidence < 1.0 for _, p in places)
    copied = duplicates.copies([p.text for _, p in places], duplicates.READ if read else duplicates.SET)
    origins: dict[int, list[Repair]] = {}
    gone: dict[int, set[int]] = {}  # of each article: the paragraphs, counted from 0
    first = _firsts(articles)
    whole = _whole_copies(articles, places, copied, first)
    if not converted:
        others = {page for i, article in enumerate(articles) if i not in whole for page in article.pages}
        whole = {i for i in whole if others.isdisjoint(articles[i].pages)}
    for at, origin in copied.items():
        i, paragraph = places[at]
        if i in whole or (converted and places[origin][0] == i):
            gone.setdefault(i, set()).add(at - first[i])
            repair = Repair(kind="duplicate", was=paragraph.text, now="", confidence=0.95)
            origins.setdefault(origin, []).append(repair)
    kept = []
    for i, article in enumerate(articles):
        if i in whole:
            said = f"“{article.title or article.text[:20]}” stands twice; it was kept once"
            warnings.append(Warning(page=article.pages[0] if article.pages else None, code="repeated", message=said))
            continue
        added = {at - first[i]: repairs for at, repairs in origins.items() if places[at][0] == i}
        kept.append(_changed(article, gone.get(i, set()), added) if i in gone or added else article)
    return kept


def _firsts(articles: Sequence[Article]) -> list[int]:
    found, count = [], 0
    for article in articles:
        found.append(count)
        count += len(article.paragraphs)
    return found


def _whole_copies(
    articles: Sequence[Article],
    places: Sequence[tuple[int, Paragraph]],
    copied: Mapping[int, int],
    first: Sequence[int],
) -> set[int]:
    """The articles of which every paragraph that says something stands in one article before, under the same title."""
    found: set[int] = set()
    for i, article in enumerate(articles):
        numbers = range(first[i], first[i] + len(article.paragraphs))
        long = [n for n in numbers if len(places[n][1].text) >= duplicates.PARAGRAPH]
        sources = {places[copied[n]][0] for n in long if n in copied}
        if long and all(n in copied for n in long) and len(sources) == 1 and (source := sources.pop()) != i:
            same = articles[source].title == article.title or not article.title
            if same or likeness(articles[source].title or "", article.title or "") >= SAME_TITLE:
                found.add(i)
    return found


def _changed(article: Article, gone: Collection[int], added: Mapping[int, Sequence[Repair]]) -> Article:
    """The article without some of its paragraphs, and with repairs beside others."""
    number = 0
    sections: list[Section] = []
    for section in article.sections:
        kept = []
        for p in section.paragraphs:
            if number not in gone:
                kept.append(replace(p, repairs=(*p.repairs, *added[number])) if number in added else p)
            number += 1
        sections.append(replace(section, paragraphs=tuple(kept)))
    fixed = replace(article, sections=tuple(s for s in sections if s.heading or s.paragraphs))
    return replace(fixed, text=full_text(fixed))
