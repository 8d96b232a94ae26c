"""From files to the review page: what was found is read, or taken from JSON, and the pages are drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from .. import api
from ..articles.links import Joint
from ..errors import InputNotReadable, MissingInput, NotADocument
from ..model import Document, Warning
from ..reading.pdf import joined, opened
from ..reading.ranges import page_numbers
from . import facts, page, pictures

Progress = Callable[[int, int], None]
PAGED = ("application/pdf", "image/")  # a text has no pages to draw: its articles are shown alone
OTHER_FILE = "{known} was made from another file than {source}: the places drawn here are those of that one"


@dataclass(frozen=True, slots=True)
class Made:
    """The page, how many pages of the file it shows, and what the caller should know."""

    html: str
    pages: int
    warnings: tuple[Warning, ...]
    notices: tuple[str, ...]


def make(
    sources: Sequence[Path],
    *,
    known: Path | None = None,
    checked: Path | None = None,
    pages: str | None = None,
    password: str | None = None,
    dpi: float | None = None,
    picture_dpi: float = pictures.DPI,
    reading: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Made:
    """The review page of one document, which several `sources` are pages of.

    `known` is the JSON of an earlier conversion, `checked` a file of facts, `reading` further keywords of `parse`.
    Raises one of `docparse.errors` for every cause that is known.
    """
    lines = facts.read(checked) if checked else []
    parts = [(str(path), _bytes(path)) for path in sources]
    name = parts[0][0]
    data = parts[0][1] if len(parts) == 1 else joined(parts, password, dpi)
    key = password if len(parts) == 1 else None
    notices: list[str] = []
    joints: list[Joint] = []
    if known:
        document = _known(known)
        if document.source.sha256 != hashlib.sha256(b"".join(part for _, part in parts)).hexdigest():
            notices.append(OTHER_FILE.format(known=known, source=name))
    else:
        options = {"password": password, "dpi": dpi, "progress": progress, "explain": joints.extend, **(reading or {})}
        document = (
            api.parse(sources[0], pages=pages, **options) if len(parts) == 1 else api.parse_issue(sources, **options)
        )
    drawn: dict[int, pictures.Picture] = {}
    if document.source.media_type.startswith(PAGED):
        with opened(data, name, key, dpi) as (file, _):
            if pages is not None:
                document = _only(document, set(page_numbers(pages, file.page_count)))
            drawn = dict(pictures.draw(file, document.pages, picture_dpi, progress))
    html = page.render(document, drawn, lines, notices, joints)
    return Made(html, len(drawn), () if known else document.warnings, tuple(notices))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (FileNotFoundError, ValueError) as error:
        raise MissingInput(str(path)) from error
    except OSError as error:
        raise InputNotReadable(str(path), error.strerror or str(error)) from error


def _known(path: Path) -> Document:
    try:
        return Document.from_json(_bytes(path))
    except NotADocument as error:
        raise NotADocument(f"{path} ({error.__cause__})") from error


def _only(document: Document, wanted: set[int]) -> Document:
    """The document with the pages that are wanted, and the articles that stand on them."""
    return replace(
        document,
        articles=tuple(article for article in document.articles if wanted & set(article.pages)),
        pages=tuple(page for page in document.pages if page.page in wanted),
        warnings=tuple(w for w in document.warnings if w.page is None or w.page in wanted),
    )
