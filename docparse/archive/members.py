"""Documents inside zip and tar files: which there are, and their bytes, without unpacking to disk.

What is compressed as a whole (.tar.gz) cannot be entered in the middle; it is unpacked once, to one file, for the run.
"""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import ArchiveTooLarge, DamagedInput, InputNotReadable, MemberTooLarge, PasswordNeeded, WrongPassword
from ..export.files import reason

ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MOST_BYTES = 1 << 30  # of one member in memory; a broadsheet page at 600 dpi, uncompressed, has a third of that
PLAUSIBLE = 1 << 30  # bytes in all that any archive may have
MOST_RATIO = 200  # bytes of members for each of an archive beyond that; documents are compressed themselves
MOST_MEMBERS = 1_000_000
UTF8_FLAG = 0x800  # of a zip's member: its name is UTF-8
_BROKEN = (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `name` is a clean relative path; `key` (a zip's own name for it) and `start` say where the
    archive has it."""

    name: str
    size: int
    modified: int
    key: str
    start: int | None = None  # first byte in an uncompressed tar
    whole: str | None = None  # the tar that a compressed one was unpacked to


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS)


def is_compressed_tar(path: Path) -> bool:
    return is_archive(path) and path.suffix.lower() not in (".zip", ".tar")


def members(path: Path) -> list[Member]:
    """The regular files in an archive. Raises DamagedInput, InputNotReadable, or ArchiveTooLarge for a bomb."""
    try:
        found = list(_zip(path) if path.suffix.lower() == ".zip" else _tar(path))
    except PermissionError as error:
        raise InputNotReadable(str(path), reason(error)) from error
    except _BROKEN as error:
        raise DamagedInput(str(path), " ".join(str(error).split()) or type(error).__name__) from error
    return found


def _zip(path: Path) -> Iterator[Member]:
    total, most = 0, _most(path)
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        for info in infos:
            total += info.file_size
            if total > most or len(infos) > MOST_MEMBERS:
                raise ArchiveTooLarge(str(path))
            name = clean(_named(info))
            if not info.is_dir() and name:
                year, *rest = info.date_time
                modified = int("".join(f"{part:02}" for part in (year, *rest)))
                yield Member(name, info.file_size, modified, info.filename, start=info.header_offset)


def _tar(path: Path) -> Iterator[Member]:
    total, most = 0, _most(path)
    with tarfile.open(path, "r:" if path.suffix.lower() == ".tar" else "r|*") as archive:
        for count, info in enumerate(archive):
            total = max(total, info.offset_data + info.size)
            if total > most or count > MOST_MEMBERS:
                raise ArchiveTooLarge(str(path))
            name = clean(_decoded(info.name))
            if info.isreg() and not info.sparse and name:
                yield Member(name, info.size, int(info.mtime) * 10**9, name, start=info.offset_data)
            archive.members = []  # type: ignore[attr-defined]  # else it keeps them all


def _most(path: Path) -> int:
    return PLAUSIBLE + MOST_RATIO * path.stat().st_size


def _named(info: zipfile.ZipInfo) -> str:
    """The name of a member; those that Windows packed in China are GBK, and nothing says so."""
    if info.flag_bits & UTF8_FLAG or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return _guessed(raw) or info.filename


def _decoded(name: str) -> str:
    """The name of a tar's member; tarfile takes it for UTF-8 and hands on what is none as it is."""
    raw = name.encode("utf-8", "surrogateescape")
    return _guessed(raw) or raw.decode("utf-8", "backslashreplace")


def _guessed(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def clean(name: str) -> str:
    """A relative path that leads nowhere else; empty where nothing is left."""
    parts = [part.strip() for part in name.replace("\\", "/").replace("\0", "").split("/")]
    good = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    return str(PurePosixPath(*good)) if good else ""


def unpacked(path: Path, folder: Path) -> Path:
    """The tar in a compressed one, as a file in `folder`, for as long as the run takes."""
    import bz2
    import gzip
    import lzma

    kind: dict[str, Any] = {
        "gz": gzip.open,
        "tgz": gzip.open,
        "bz2": bz2.open,
        "tbz2": bz2.open,
        "xz": lzma.open,
        "txz": lzma.open,
    }
    try:
        with (
            kind[path.suffix.lower()[1:]](path, "rb") as packed,
            tempfile.NamedTemporaryFile(dir=folder, suffix=".tar", delete=False) as target,
        ):
            left = _most(path)
            while left > 0 and (piece := packed.read(min(left, 1 << 20))):
                target.write(piece)
                left -= len(piece)
    except _BROKEN as error:
        raise DamagedInput(str(path), " ".join(str(error).split()) or type(error).__name__) from error
    return Path(target.name)


def read(path: Path, member: Member, password: str | None = None) -> bytes:
    """The bytes of a member. Raises MemberTooLarge, PasswordNeeded, WrongPassword, DamagedInput."""
    name = f"{path}/{member.name}"
    if member.size > MOST_BYTES:
        raise MemberTooLarge(name, MOST_BYTES)
    try:
        if path.suffix.lower() == ".zip":
            return _from_zip(path, member, password)
        with open(member.whole or path, "rb") as file:
            file.seek(member.start or 0)
            data = file.read(member.size)
    except NotImplementedError as error:
        raise DamagedInput(name, " ".join(str(error).split())) from error
    except RuntimeError as error:  # what zipfile says of encrypted members
        raise (PasswordNeeded if password is None else WrongPassword)(name) from error
    except PermissionError as error:
        raise InputNotReadable(str(path), reason(error)) from error
    except _BROKEN as error:
        raise DamagedInput(name, " ".join(str(error).split()) or type(error).__name__) from error
    if len(data) < member.size:
        raise DamagedInput(name, "the archive ends inside it")
    return data


def _from_zip(path: Path, member: Member, password: str | None) -> bytes:
    stamp = path.stat()
    archive = _opened_zip(path, stamp.st_size, stamp.st_mtime_ns)
    info = next(
        info
        for info in (archive.getinfo(member.key), *archive.infolist())
        if info.filename == member.key and info.header_offset == member.start
    )
    with archive.open(info, pwd=password.encode() if password else None) as file:
        return file.read(MOST_BYTES + 1)[: member.size + 1]


@lru_cache(maxsize=1)
def _opened_zip(path: Path, size: int, modified: int) -> zipfile.ZipFile:
    """The list of a zip is read once for all its members that this process reads."""
    return zipfile.ZipFile(path)
