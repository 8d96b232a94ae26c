"""The library: `parse` names every stage in order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, get_args

from msgspec.structs import replace

from .articles import build, contents, document, placing, publication, segment
from .articles.links import Joint
from .articles.mend import mended
from .errors import DocparseError, EmptyInput, InputNotReadable, MissingInput, UnknownEngine, UsageError
from .languages import CODES, language_of, rules_for
from .layout import furniture, page, quotes, typography
from .model import Document, Location, OcrMode, Source
from .names import readable
from .ocr.engine import DEFAULT, names
from .reading.document import Progress, Reading, processors, read_pages, renumbered
from .reading.kinds import TEXTS, media_type
from .reading.page import PageContent
from .reading.pdf import joined, opened
from .reading.ranges import page_numbers
from .text.mending import ALL, KINDS
from .text.words import NO_VOCABULARY, Vocabulary
from .version import __version__

LEAST_DPI, MOST_DPI = 30, 2400  # of pictures of pages
Input = str | os.PathLike[str] | bytes | BinaryIO
Explain = Callable[[Sequence[Joint]], None]


def parse(
    source: Input,
    *,
    pages: str | Iterable[int] | None = None,
    password: str | None = None,
    ocr: OcrMode = "auto",
    ocr_engine: str = DEFAULT,
    dpi: float | None = None,
    lang: str | None = None,
    jobs: int | None = None,
    figures: str | os.PathLike[str] | None = None,
    repair: bool | Iterable[str] = True,
    progress: Progress | None = None,
    explain: Explain | None = None,
) -> Document:
    """The articles of one document.

    `source` is a path, the bytes of a file, or an open binary file: a PDF, a picture (PNG, JPEG, TIFF, WebP), or a
    text, Markdown or HTML that another program made of such pages. `pages` is `"1,3-5"` or numbers from 1. `ocr` says
    whether pages are read as pictures: where their text layer cannot be trusted (`auto`), all or none; `ocr_engine`
    names the engine, `dpi` the resolution of a picture that does not say it, or that pages are drawn with, `jobs` the
    number of OCR processes (default: the processors). `lang` is `zh` or `en`, where it should not be found out.
    `figures` is a folder that the pictures are cropped into. `repair` says whether the text is put right, or names the
    kinds of repairs that are made (`docparse.text.mending.KINDS`). `progress` is called with the pages done and their
    number.
    `explain` is called with the joints: where a text goes on in another column or on another page, and why.
    Raises a subclass of `docparse.errors.DocparseError` that says what is wrong with the input.
    """
    name, data = _bytes_of(source)
    file = readable(Path(source).as_posix()) if isinstance(source, (str, os.PathLike)) else None
    described = Source(file=file, sha256=_sha256(data), media_type=media_type(data, name), pages=0)
    how = _reading(ocr, ocr_engine, dpi, jobs)
    kinds = _repairs(repair)
    if described.media_type in TEXTS:
        return mended(_parse_text(name, data, described, lang, pages, kinds), kinds)
    return mended(_parse(name, data, described, how, lang, pages, password, figures, progress, explain), kinds)


def parse_issue(
    sources: Iterable[Input],
    *,
    password: str | None = None,
    ocr: OcrMode = "auto",
    ocr_engine: str = DEFAULT,
    dpi: float | None = None,
    lang: str | None = None,
    jobs: int | None = None,
    figures: str | os.PathLike[str] | None = None,
    repair: bool | Iterable[str] = True,
    progress: Progress | None = None,
    explain: Explain | None = None,
) -> Document:
    """The articles of several files that are pages of one issue, in the order given.

    An article may go on from file to file, whichever part comes first. Pages are counted through all files.
    Options and errors are those of `parse`.
    """
    parts = [_bytes_of(source) for source in sources]
    if not parts:
        raise UsageError("no files were given; name the pages of the issue in their order")
    for part, data in parts:
        if media_type(data, part) in TEXTS:
            raise UsageError(f"{part} is a text; only PDFs and pictures are pages of an issue")
    name = " + ".join(readable(Path(name).as_posix()) for name, _ in parts)
    how = _reading(ocr, ocr_engine, dpi, jobs)
    digest = _sha256(b"".join(data for _, data in parts))
    joint = joined(parts, password, dpi)
    source = Source(file=name, sha256=digest, media_type=media_type(joint, "issue.pdf"), pages=0)
    return mended(_parse(name, joint, source, how, lang, None, None, figures, progress, explain), _repairs(repair))


def _repairs(wanted: bool | Iterable[str]) -> frozenset[str]:
    """The kinds of repairs to make."""
    if isinstance(wanted, bool):
        return ALL if wanted else frozenset()
    kinds = frozenset([wanted] if isinstance(wanted, str) else wanted)
    if unknown := sorted(kinds - ALL):
        raise UsageError(f"no repair is called {', '.join(unknown)}; there are {', '.join(KINDS)}")
    return kinds


def _reading(ocr: OcrMode, engine: str, dpi: float | None, jobs: int | None) -> Reading:
    if ocr not in get_args(OcrMode):
        raise UsageError(f"ocr is {' or '.join(get_args(OcrMode))}, not {ocr!r}")
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs must be at least 1, not {jobs}")
    if dpi is not None and not LEAST_DPI <= dpi <= MOST_DPI:
        raise UsageError(f"dpi must be between {LEAST_DPI} and {MOST_DPI}, not {dpi:g}")
    if engine != DEFAULT and engine not in names():
        raise UnknownEngine(engine, names())
    return Reading(ocr, engine, jobs or processors(), dpi)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _parse_text(
    name: str,
    data: bytes,
    source: Source,
    lang: str | None,
    pages: str | Iterable[int] | None,
    kinds: frozenset[str],
) -> Document:
    from .plain.document import document as told
    from .reading.text import blocks_of

    _check_language(lang)
    return told(blocks_of(data, name, source.media_type, pages, "columns" in kinds), source, lang, kinds)


def _check_language(lang: str | None) -> None:
    if lang is not None and lang not in CODES:
        raise UsageError(f"lang is {' or '.join(CODES)}, not {lang!r}")


def _parse(
    name: str,
    data: bytes,
    source: Source,
    how: Reading,
    lang: str | None,
    pages: str | Iterable[int] | None,
    password: str | None,
    figures: str | os.PathLike[str] | None,
    progress: Progress | None,
    explain: Explain | None,
) -> Document:
    _check_language(lang)
    with opened(data, name, password, how.dpi) as (file, failed):
        total = file.page_count
        read, warnings = read_pages(file, page_numbers(pages, total), how, failed, progress)
        counted = renumbered(read)
        parsed, joints = _assemble(counted, replace(source, pages=total), lang)
        numbers = {mine.number: theirs.number for mine, theirs in zip(counted, read, strict=True)}
        parsed = placing.placed(parsed, counted, numbers)
        if explain is not None:
            explain(placing.placed_joints(joints, counted, numbers))
        parsed = replace(parsed, warnings=(*warnings, *parsed.warnings))
        if figures is not None:
            from .reading.crops import crop_figures

            parsed = crop_figures(parsed, file, Path(figures))
    return parsed


def parse_many(
    paths: Iterable[str | os.PathLike[str]],
    *,
    jobs: int = 1,
    timeout: float | None = None,
    memory: float | None = None,
    engine: str = "local",
    **options: Any,
) -> Iterator[Document | DocparseError]:
    """The documents of many files, or the error of each that has none, as they are done; with one job in their order.

    `jobs` processes work at a time; where fewer files are left, on their pages. What crashes, hangs or takes too much
    memory is tried once more alone, and then is an error of that file only. `timeout` is seconds for each file, 0 for
    no limit (default: 600, and 30 for each page from the 21st), `memory` gigabytes for each process, 0 for no limit.
    With `engine="ray"` the processes are those of a Ray cluster. `options` are those of `parse`, with a folder for each
    file's pictures inside `figures`; `progress` is called in the process that reads. `source.file` of a document and
    the message of an error name the file.
    """
    from .archive.many import parse_many as run

    return run(parse, paths, jobs, timeout, memory, engine, options)


def locate(document: Document, quote: str) -> tuple[Location, ...]:
    """Where the words of `quote` stand in the articles, in reading order; empty where they stand nowhere.

    White space, character width and the shapes of quotation marks and dashes do not count.
    """
    from .grounding import locate as find

    return find(document, quote)


def repair_text(text: str) -> str:
    """Text that another program made of such pages, made whole: a line a paragraph.

    Lines, columns run together, pages and pieces out of order are put together, stray spaces, copies and what was
    thrown into a sentence are left out, misread characters put right where the text itself has the right ones. This is
    the repair alone: nothing is cut into articles, no heading or running head is told from the text.
    """
    from .plain.repair import repair

    return repair(text)


def _bytes_of(source: Input) -> tuple[str, bytes]:
    if isinstance(source, (bytes, bytearray, memoryview)):
        name, data = "input", bytes(source)
    elif isinstance(source, (str, os.PathLike)):
        path = Path(source)
        name = readable(path)
        try:
            data = path.read_bytes()
        except (FileNotFoundError, ValueError) as error:  # no path holds a NUL
            raise MissingInput(name) from error
        except OSError as error:
            raise InputNotReadable(name, error.strerror or str(error)) from error
    else:
        name, data = str(getattr(source, "name", "input")), _read_open(source)
    if not data:
        raise EmptyInput(name)
    return name, data


def _read_open(source: Any) -> bytes:
    data = source.read() if hasattr(source, "read") else None
    if not isinstance(data, bytes):
        raise UsageError(f"a path, bytes or a file opened in binary mode is needed, not {type(source).__name__}")
    return data


def _assemble(read: list[PageContent], source: Source, lang: str | None) -> tuple[Document, tuple[Joint, ...]]:
    """Pages become articles: furniture, typography, zones, stories, fields, contents, publication."""
    code = lang or language_of("".join(line.text for content in read for line in content.lines))
    language = rules_for(code)
    separated = furniture.separate(read, typography.of_document(read).size, language)
    type_ = typography.of_document(s.content for s in separated)
    measure = typography.measure([line for s in separated for line in s.content.lines], type_)
    wording = quotes.Wording([s.content for s in separated], type_)
    setting = page.Setting(type_, measure, language, frozenset(), frozenset(), wording)
    layouts = [page.lay_out(s, setting) for s in separated]
    listed = document.listed(layouts, language)
    titles, rubrics = contents.titles(listed), contents.rubrics(listed)
    if titles - document.headlines(layouts) or rubrics - document.labels(layouts):
        # headlines that are set small and labels that stand apart are found by the contents page
        rows = [document.only_listed(layout, language) for layout in layouts]
        settings = [page.Setting(type_, measure, language, titles - own, rubrics - own, wording) for own in rows]
        layouts = [page.lay_out(s, setting) for s, setting in zip(separated, settings, strict=True)]
    segmented = segment.segment(layouts, type_, language)
    vocabulary = (
        Vocabulary.of(line.text for content in read for line in content.lines) if language.spaced else NO_VOCABULARY
    )
    built = build.articles(segmented.stories, type_, language, vocabulary)
    entries, built = contents.link(listed, built)
    masthead = [
        text for a in built if a.kind == "masthead" for text in (a.title or "", *(p.text for p in a.paragraphs))
    ]
    running = [line.text for layout in layouts for kind, line in layout.furniture if kind in ("header", "footer")]
    heads = document.page_heads(layouts)
    assembled = Document(
        generator=f"docparse {__version__}",
        source=source,
        kind=document.kind(read, built),
        language=code if any(content.lines for content in read) else None,
        publication=publication.publication(segmented.nameplates, heads, masthead, running, language),
        contents=entries,
        articles=built,
        pages=document.pages(read, layouts, segmented.nameplates, segmented.jump_heads),
        warnings=segmented.warnings,
    )
    return assembled, segmented.joints
