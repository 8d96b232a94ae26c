"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import OutputNotWritable


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content` (text as UTF-8) to `path`; a reader finds the old file or the new one, never a part of one."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            _write_to_device(path, data)
        else:
            with written_whole(path.resolve()) as file:
                file.write(data)
    except OSError as error:
        raise OutputNotWritable(str(path), reason(error)) from error


def require_writable(path: Path) -> None:
    """Raise before the long work what `write_whole` would raise after it, as far as that can be known."""
    folder = path.parent
    try:
        if path.is_dir():
            raise OutputNotWritable(str(path), "it is a folder")
        if not folder.exists():
            raise OutputNotWritable(str(path), f"there is no folder {folder}")
        if not folder.is_dir():
            raise OutputNotWritable(str(path), f"{folder} is not a folder")
        if not os.access(path if path.exists() else folder, os.W_OK):
            raise OutputNotWritable(str(path), "permission denied")
    except OSError as error:
        raise OutputNotWritable(str(path), reason(error)) from error


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it where they are missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputNotWritable(str(folder), reason(error)) from error


def reason(error: OSError) -> str:
    """What the system says, without the number and the path that Python puts around it."""
    return (error.strerror or type(error).__name__).lower()


@contextmanager
def written_whole(path: Path, folder: Path | None = None) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when all is written. Raises what the system says.

    Until then it stands in `folder`, on the same file system; by default that of `path`.
    """
    # In the same folder, because a rename is atomic only within one file system. The name is short: one made of the
    # target's could be too long where the target's is not.
    temporary = (folder or path.parent) / f".docparse-{secrets.token_hex(8)}.tmp"
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "permission denied")  # a rename would not ask
    try:
        with open(temporary, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _write_to_device(path: Path, data: bytes) -> None:
    """A pipe or a device (/dev/null) cannot be replaced; a folder fails here as it should."""
    with open(path, "wb") as file:
        file.write(data)
