"""Small files that are made to fill memory, disks or a day: each ends in bounds, and says what was wrong.

They go through the command as an archive does, so that what holds is what an unattended run has.
"""

from __future__ import annotations

import gzip
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from test_archive import entries

from docparse import cli
from docparse.archive.record import DONE, FAILED

READ = "read"
SECONDS, GIGABYTES = 10, 2  # a process may take; the bounds that a run has by itself are larger
MORE = 100  # seconds for both tries, the start of two processes, and a busy machine
DEEP = 10_000  # objects inside each other
TEXT = b"BT /F 12 Tf 50 700 Td (The harbour office opens on Monday at nine.) Tj ET\n"
FLATE = b"/Filter/FlateDecode"


def packed(unit: bytes, size: int) -> bytes:
    """`size` bytes of the same again and again, compressed."""
    packer = zlib.compressobj(9)
    block = unit * ((1 << 20) // len(unit))
    return b"".join(packer.compress(block) for _ in range(size // len(block) + 1)) + packer.flush()


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<" + entries + b"/Length %d>>stream\n" % len(data) + data + b"\nendstream"


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of them its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def page(
    content: bytes = TEXT,
    filters: bytes = b"",
    *,
    box: bytes = b"[0 0 600 800]",
    more: bytes = b"",
    tree: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    objects: tuple[bytes, ...] = (),
) -> bytes:
    """A PDF of one page with this content; `objects` are numbered from 6, and 6 is the picture or the form /X."""
    resources = b"<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        tree,
        b"<</Type/Page/Parent 2 0 R/MediaBox" + box + b"/Resources" + resources + b"/Contents 4 0 R" + more + b">>",
        stream(filters, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *objects,
    )


def picture(bits: int, filters: bytes, data: bytes) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent %d" % bits
    return page(b"600 0 0 800 0 0 cm /X Do", objects=(stream(entries + filters, data),))


def form(number: int, times: int) -> bytes:
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>" % number
    return stream(entries, b"/X Do " * times)


LAST_FORM = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]", b"0 0 5 5 re f")


def png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def outcome(folder: Path, name: str, data: bytes) -> str:
    """What the record says of one file, which the command ends with in time: READ, or the cause."""
    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(data)
    start = time.monotonic()
    limits = ("--timeout", str(SECONDS), "--memory", str(GIGABYTES), "--jobs", "1")
    assert cli.main([str(folder / "in"), "-o", str(folder / "out"), "--ocr", "never", "-q", *limits]) in (0, 1)
    assert time.monotonic() - start < 2 * SECONDS + MORE
    (entry,) = entries(folder / "out" / ".docparse").values()
    assert (entry.state in (DONE, FAILED) and entry.error is None) or name in str(entry.error)
    return READ if entry.state == DONE else str(entry.cause)


def tree(depth: int) -> bytes:
    """A page below so many nodes."""
    inner = (b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (i - 1, i + 1) for i in range(2, 2 + depth))
    leaf = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 600 800]>>" % (depth + 1)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", *inner, leaf)


BOUNDS = frozenset({READ, "TimedOut", "OutOfMemory"})  # which one depends on the machine


@pytest.mark.parametrize(
    ("make", "ends"),
    [
        pytest.param(lambda: page(packed(b" ", 1 << 30), FLATE), BOUNDS, id="a gigabyte of spaces in one megabyte"),
        pytest.param(lambda: page(packed(TEXT, 1 << 28), FLATE), BOUNDS, id="millions of lines at one place"),
        pytest.param(lambda: page(box=b"[0 0 100000 100000]"), {READ}, id="a large page"),
        pytest.param(
            lambda: page(b"3 3 m 90000 90000 l S", box=b"[0 0 100000 100000]"), {READ}, id="a large page without text"
        ),
        pytest.param(lambda: picture(1, FLATE, packed(b"\xaa", 60_000 * 7_500)), BOUNDS, id="a large picture"),
        pytest.param(lambda: picture(8, FLATE, zlib.compress(b"\xff" * 999)), {READ}, id="a picture that lies"),
        pytest.param(lambda: page(more=b"/X " + b"[" * DEEP + b"]" * DEEP), {READ}, id="nested lists"),
        pytest.param(lambda: page(more=b"/X " + b"<</X " * DEEP + b"1" + b">>" * DEEP), {READ}, id="nested entries"),
        pytest.param(lambda: page(b"[" * DEEP * 10 + TEXT), {READ}, id="nested in what is drawn"),
        pytest.param(lambda: page(b"q " * DEEP * 10 + TEXT), {READ}, id="ten thousand states"),
        pytest.param(
            lambda: page(TEXT + b"/X Do", objects=(*(form(n, 1) for n in range(7, 7 + DEEP)), LAST_FORM)),
            {READ},
            id="nested forms",
        ),
        pytest.param(
            lambda: page(TEXT + b"/X Do", objects=(*(form(n, 10) for n in range(7, 17)), LAST_FORM)),
            {"TimedOut"},
            id="ten thousand million forms",
        ),
        pytest.param(lambda: tree(DEEP), {READ, "DamagedInput"}, id="nested pages"),
        pytest.param(
            lambda: page(tree=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"), {READ, "DamagedInput"}, id="a loop"
        ),
        pytest.param(
            lambda: page(tree=b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"), {"DamagedInput"}, id="many pages"
        ),
    ],
)
def test_a_pdf_ends_in_bounds(make: Callable[[], bytes], ends: Collection[str], tmp_path: Path) -> None:
    assert outcome(tmp_path, "a.pdf", make()) in ends


def test_a_picture_of_60000_by_60000_pixels(tmp_path: Path) -> None:
    data = png(60_000, 60_000, packed(b"\0" * 7_501, 60_000 * 7_501))
    assert len(data) < 1 << 20 and outcome(tmp_path, "a.png", data) == "ImageTooLarge"


def test_archives_that_unpack_to_gigabytes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.pdf", bytes(1 << 20))
        archive.infolist()[0].file_size = 8 << 30  # what the list in it says
    with gzip.open(tmp_path / "b.tar.gz", "wb") as packed_tar:
        member = tarfile.TarInfo("x.pdf")
        member.size = 20 << 30
        packed_tar.write(member.tobuf() + bytes(1 << 20))
    start = time.monotonic()
    assert cli.main([str(tmp_path), "-o", str(tmp_path / "out"), "-q"]) == 1
    assert time.monotonic() - start < SECONDS
    assert {e.cause for e in entries(tmp_path / "out" / ".docparse").values()} == {"ArchiveTooLarge"}
