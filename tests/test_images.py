"""Pictures of every kind become pages: upright, on white, as large as they were printed; broken ones say so."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import docparse
from docparse import errors
from docparse.ocr.raster import of_page
from docparse.reading import image as images
from docparse.reading.kinds import media_type, picture_type

RED, GREEN, BLUE, BLACK, WHITE = (220, 30, 30), (30, 170, 40), (30, 40, 210), (0, 0, 0), (255, 255, 255)
CORNERS = (RED, GREEN, BLUE, BLACK)  # top left, top right, bottom left, bottom right
SIZE = (120, 80)


def cornered(mode: str = "RGB") -> Image.Image:
    """White, a block of its own colour in each corner."""
    drawn = Image.new("RGB", SIZE, "white")
    width, height = SIZE
    for color, (x, y) in zip(
        CORNERS, ((0, 0), (width - 24, 0), (0, height - 24), (width - 24, height - 24)), strict=True
    ):
        drawn.paste(color, (x, y, x + 24, y + 24))
    return drawn.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def pages_of(data: bytes, dpi: float | None = None) -> tuple[list[np.ndarray], list[tuple[float, float]]]:
    """Every page's pixels and its size in points."""
    document, failed = images.pdf_of(data, "in", dpi)
    assert not failed
    shown = [
        of_page(page, 72.0 * page.get_image_info()[0]["width"] / page.rect.width).image.astype(int) for page in document
    ]
    return shown, [(round(page.rect.width, 1), round(page.rect.height, 1)) for page in document]


def corners(pixels: np.ndarray) -> list[tuple[int, ...]]:
    return [tuple(int(v) for v in pixels[y, x]) for y in (8, -9) for x in (8, -9)]


def assert_corners(pixels: np.ndarray, expected: tuple[tuple[int, int, int], ...] = CORNERS, slack: int = 12) -> None:
    assert np.abs(np.array(corners(pixels)) - np.array(expected)).max() <= slack, corners(pixels)
    middle = pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]
    assert middle.min() >= 255 - slack


# ---- what a pixel looks like


@pytest.mark.parametrize(
    ("kind", "options", "slack"),
    [
        ("PNG", {}, 0),
        ("JPEG", {"quality": 95}, 12),
        ("TIFF", {}, 0),
        ("TIFF", {"compression": "tiff_lzw"}, 0),
        ("TIFF", {"compression": "tiff_adobe_deflate"}, 0),
        ("WEBP", {"lossless": True}, 0),
    ],
    ids=lambda v: v if isinstance(v, str) else "-".join(map(str, v.values())) if isinstance(v, dict) else None,
)
def test_every_kind_of_file_shows_its_own_pixels(kind: str, options: dict[str, Any], slack: int) -> None:
    (pixels,), (size,) = pages_of(saved(cornered(), kind, **options))
    assert pixels.shape == (80, 120, 3) and size == (120, 80)
    assert_corners(pixels, slack=slack)


def grey_of(color: tuple[int, int, int]) -> tuple[int, int, int]:
    level = Image.new("RGB", (1, 1), color).convert("L").getpixel((0, 0))
    assert isinstance(level, int)
    return (level, level, level)


@pytest.mark.parametrize(
    ("picture", "kind", "expected"),
    [
        (cornered("L"), "PNG", tuple(map(grey_of, CORNERS))),
        (cornered().quantize(8), "PNG", CORNERS),
        (cornered("CMYK"), "TIFF", CORNERS),
        (cornered("CMYK"), "JPEG", CORNERS),
        (cornered("L"), "JPEG", tuple(map(grey_of, CORNERS))),
    ],
    ids=["grey", "palette", "CMYK TIFF", "CMYK JPEG", "grey JPEG"],
)
def test_every_mode_of_colour(picture: Image.Image, kind: str, expected: tuple[tuple[int, int, int], ...]) -> None:
    (pixels,), _ = pages_of(saved(picture, kind))
    assert_corners(pixels, expected, slack=16)


@pytest.mark.parametrize("compression", ["group4", "group3", "tiff_ccitt", "packbits"])
def test_a_fax_is_black_on_white(compression: str) -> None:
    drawn = cornered("L").point(lambda v: 255 * (v > 200)).convert("1")
    (pixels,), _ = pages_of(saved(drawn, "TIFF", compression=compression))
    assert_corners(pixels, (BLACK,) * 4, slack=0)
    assert set(np.unique(pixels)) == {0, 255}


def test_sixteen_bits_are_stretched_over_the_shades_there_are() -> None:
    deep = np.full((80, 120), 4000, np.uint16)  # a twelve-bit scanner: as eight bits all of it would be nearly black
    deep[:24, :24] = 100
    deep[-24:, -24:] = 2050
    (pixels,), _ = pages_of(saved(Image.fromarray(deep), "PNG"))
    assert [c[0] for c in corners(pixels)] == pytest.approx([0, 255, 255, 127], abs=2)


def test_sixteen_bits_all_alike_are_no_division_by_zero() -> None:
    (pixels,), _ = pages_of(saved(Image.fromarray(np.full((80, 120), 900, np.uint16)), "PNG"))
    assert len(np.unique(pixels)) == 1


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_paper(mode: str) -> None:
    drawn = Image.new("RGBA", SIZE, (0, 0, 0, 0))  # black below, as editors leave it
    drawn.paste((0, 0, 0, 255), (0, 0, 24, 24))
    options = {}
    if mode == "P":
        picture, options = drawn.convert("L").convert("P"), {"transparency": 0}
        picture.putdata([0 if a == 0 else 1 for a in drawn.getchannel("A").get_flattened_data()])
        picture.putpalette([0, 0, 0] * 2)
    else:
        picture = drawn.convert(mode)
    (pixels,), _ = pages_of(saved(picture, "PNG", **options))
    assert corners(pixels) == [BLACK, WHITE, WHITE, WHITE]


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_cameras_orientation(kind: str, orientation: int) -> None:
    """The picture is stored so that EXIF's orientation makes it upright again."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = cornered().transpose(back[orientation]) if orientation > 1 else cornered()
    exif = Image.Exif()
    exif[images.ORIENTATION] = orientation
    options: dict[str, Any] = {"JPEG": {"quality": 95}, "WEBP": {"lossless": True}}.get(kind, {})
    (pixels,), (size,) = pages_of(saved(stored, kind, exif=exif, **options))
    assert size == SIZE
    assert_corners(pixels)


def test_a_jpeg_keeps_its_bytes() -> None:
    """A scan is not compressed a second time."""
    data = saved(cornered(), "JPEG", quality=60)
    document, _ = images.pdf_of(data, "in", None)
    assert document.extract_image(document[0].get_images()[0][0])["image"] == data


def test_every_frame_is_a_page_in_its_order() -> None:
    frames = [Image.new("1", (100 + i, 60), 1) for i in range(3)]
    for i, frame in enumerate(frames):
        frame.paste(0, (0, 0, 10 * (i + 1), 60))
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], compression="group4", dpi=(100, 100))
    pages, sizes = pages_of(data)
    assert [int((p[30, :, 0] == 0).sum()) for p in pages] == [10, 20, 30]
    assert sizes == [(72.0, 43.2), (72.7, 43.2), (73.4, 43.2)]
    document = docparse.parse(data, ocr="never")
    assert (document.source.media_type, document.source.pages) == ("image/tiff", 3)
    assert [p.page for p in docparse.parse(data, ocr="never", pages="2-3").pages] == [2, 3]


# ---- how large a pixel is


@pytest.mark.parametrize(
    ("said", "dpi", "size"),
    [
        ({"dpi": (144, 144)}, None, (60.0, 40.0)),
        ({"dpi": (300, 300)}, None, (28.8, 19.2)),
        ({}, None, (120.0, 80.0)),
        ({"dpi": (1, 1)}, None, (120.0, 80.0)),
        ({"dpi": (65000, 65000)}, None, (120.0, 80.0)),
        ({"dpi": (204, 98)}, None, (120.0, 80.0)),
        ({"dpi": (300, 300)}, 144, (60.0, 40.0)),
        ({}, 36, (240.0, 160.0)),
    ],
    ids=["said", "said 300", "missing", "too little", "too much", "a fax", "overridden", "given"],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_page_is_as_large_as_it_was(
    kind: str, said: dict[str, Any], dpi: float | None, size: tuple[float, float]
) -> None:
    page = docparse.parse(saved(cornered(), kind, **said), ocr="never", dpi=dpi).pages[0]
    assert (page.width, page.height) == pytest.approx(size, abs=0.15)


def test_a_tiff_says_dots_a_centimetre() -> None:
    data = saved(cornered(), "TIFF", resolution=100, resolution_unit="cm")
    assert pages_of(data)[1] == [(34.0, 22.7)]


def test_a_turned_picture_is_as_wide_as_it_was_high() -> None:
    exif = Image.Exif()
    exif[images.ORIENTATION] = 6
    (size,) = pages_of(saved(cornered(), "JPEG", exif=exif, dpi=(144, 144)))[1]
    assert size == (40.0, 60.0)


def test_media_types() -> None:
    kinds = {"PNG": "image/png", "JPEG": "image/jpeg", "TIFF": "image/tiff", "WEBP": "image/webp"}
    assert {kind: media_type(saved(cornered(), kind), "") for kind in kinds} == kinds
    assert media_type(saved(cornered(), "TIFF", big_tiff=True), "") == "image/tiff"
    assert picture_type(b"RIFF\x00\x00\x00\x00WAVE") is None  # a sound


# ---- what cannot be read


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
def test_a_file_cut_short_is_refused_in_one_line(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8)
    data = saved(Image.fromarray(noise), kind)
    for share in (0.02, 0.3, 0.9):
        path = tmp_path / "scan.img"
        path.write_bytes(data[: max(20, int(share * len(data)))])
        with pytest.raises(errors.DamagedInput, match=r"scan\.img: damaged beyond repair") as caught:
            docparse.parse(path, ocr="never")
        assert "\n" not in str(caught.value)


def three_frames() -> tuple[bytes, list[tuple[int, int]]]:
    """A TIFF, and where the pixels of each of its frames lie in the file."""
    frames = [Image.new("L", (60, 40), shade) for shade in (250, 240, 230)]
    data = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], compression="tiff_adobe_deflate")
    places = []
    with Image.open(io.BytesIO(data)) as image:
        for index in range(3):
            image.seek(index)
            places.append((image.tag_v2[273][0], image.tag_v2[279][0]))  # type: ignore[attr-defined]
    return data, places


def test_one_broken_frame_costs_its_page_only() -> None:
    data, places = three_frames()
    start, length = places[1]
    broken = data[:start] + b"\xff" * length + data[start + length :]
    document = docparse.parse(broken, ocr="never")
    assert [page.method for page in document.pages] == ["empty", "failed", "empty"]
    assert [(w.page, w.code) for w in document.warnings if w.code == "page-failed"] == [(2, "page-failed")]
    assert "\n" not in next(w.message for w in document.warnings if w.code == "page-failed")


def test_a_file_of_broken_frames_only_is_damaged() -> None:
    data, places = three_frames()
    for start, length in places:
        data = data[:start] + b"\xff" * length + data[start + length :]
    with pytest.raises(errors.DamagedInput):
        docparse.parse(data, ocr="never")


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and has hardly any pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(20_000, 10_000), (60_000, 60_000), (2_000_000, 100)])
def test_a_picture_larger_than_any_page_is_refused_by_its_header(width: int, height: int) -> None:
    with pytest.raises(errors.ImageTooLarge, match="170 million pixels") as caught:
        docparse.parse(png_header(width, height), ocr="never")
    assert caught.value.exit_code == 3


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited the way Linux does")
def test_a_picture_too_large_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(png_header(20_000, 10_000))
    code = (
        "import resource, sys, docparse\n"
        "from docparse.errors import ImageTooLarge\n"
        "from PIL import Image, PngImagePlugin\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try: docparse.parse(sys.argv[1], ocr='never')\n"
        "except ImageTooLarge: pass\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    grown = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=True).stdout
    assert int(grown) < 150_000  # kilobytes; the pixels would be 600,000


def test_text_that_is_called_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "page.png"
    path.write_text("这不是图片，只是文字。\n", "utf-8")
    with pytest.raises(errors.UnsupportedType, match=r"page\.png: not a supported document"):
        docparse.parse(path)


def test_a_picture_that_is_called_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(saved(cornered(), "PNG"))
    assert docparse.parse(path, ocr="never").source.media_type == "image/png"
