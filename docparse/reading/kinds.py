"""What a file is: by its first bytes, and for text by its name."""

from __future__ import annotations

from pathlib import PurePath

import regex

from ..errors import UnsupportedType

PDF, HTML, MARKDOWN, TEXT = "application/pdf", "text/html", "text/markdown", "text/plain"
TEXTS = frozenset({HTML, MARKDOWN, TEXT})
IMAGE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp"})
MARKDOWN_ENDINGS = frozenset({".md", ".markdown"})
HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
TEXT_ENDINGS = frozenset({".txt", ".text"})
ENDINGS = frozenset({".pdf"}) | IMAGE_ENDINGS | MARKDOWN_ENDINGS | HTML_ENDINGS | TEXT_ENDINGS
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
)
_BINARY = (
    (b"PK\x03\x04", "zip archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"Rar!", "rar archive"),
    (b"AT&TFORM", "DjVu"),
    (b"GIF8", "GIF"),
    (b"BM", "bitmap"),
)
_html = regex.compile(rb"<(?:!doctype\s+html|html|head|body)\b", regex.IGNORECASE)


def picture_type(data: bytes) -> str | None:
    """The media type of a picture that can be read; None for everything else."""
    for beginning, kind in _PICTURES:
        if data.startswith(beginning):
            return kind
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def media_type(data: bytes, name: str) -> str:
    """The media type of a file.

    Raises UnsupportedType for what docparse does not read, and where the name promises a PDF or a picture and the bytes
    are something else: they were damaged, or are an error page that a server sent.
    """
    if kind := picture_type(data):
        return kind
    if b"%PDF-" in data[:1024]:
        return PDF
    ending = PurePath(name).suffix.lower()
    found = next((what for magic, what in _BINARY if data.startswith(magic)), None)
    markup = bool(_html.search(data[:4096].replace(b"\x00", b"")))
    if found is None and (ending == ".pdf" or ending in IMAGE_ENDINGS):
        found = "HTML or XML" if markup or data.lstrip()[:1] == b"<" else f"no {ending[1:].upper()} header"
    if found is not None:
        raise UnsupportedType(name, found)
    if markup or ending in HTML_ENDINGS:
        return HTML
    return MARKDOWN if ending in MARKDOWN_ENDINGS else TEXT
