"""Names of files as text: where a file system gives bytes that are no UTF-8, a document, a record and a page of HTML
still have to tell the name."""

from __future__ import annotations

import os


def readable(path: str | os.PathLike[str]) -> str:
    r"""The path as it is; bytes of it that are no UTF-8 as `\xe9`."""
    name = os.fspath(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name
