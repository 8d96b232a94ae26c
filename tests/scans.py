"""Scans made by hand, and an engine that knows what stands on them without being able to read.

Every line of a scan has a red mark at its start and a blue one at its end; the number of the line is in their green.
However the picture is turned, enlarged or straightened, `MarkReader` finds the marks, and knows the text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from docparse.geometry import Box, intersection, union
from docparse.ocr.engine import Seen

Pixels = NDArray[np.uint8]
WIDE, HIGH, OFF = 5.0, 13.0, 6.0  # points: a mark, upright so that it is no bullet, and its distance from the text
CLOSE = 2.0  # points that the engine's boxes are wider than the text
STEP = 6  # green from mark to mark
HEADLINE = "社区图书馆重新开放"
BODY = (
    "图书馆昨天重新开放，居民可以借书。",
    "开放时间是每天上午九点到下午五点。",
    "新添的三千册书里，一半是给孩子的。",
    "二楼有一间阅览室，窗外是一棵老树。",
    "周末有志愿者为老人读报，也教手机。",
    "居民说，家门口又有了安静的好去处。",
    "管理员每天早上开门，晚上最后离开。",
    "去年冬天装了暖气，屋里不再冰手了。",
    "孩子们放学以后来写作业，没有人吵。",
    "门口的花是退休的园丁种的，很好看。",
    "借书证在一楼办理，带上身份证就行。",
    "下个月还有一场旧书交换，欢迎参加。",
)


@dataclass(frozen=True)
class Marked:
    """A sheet whose lines are marked: their texts by number; its headline and paragraphs, and their boxes in points."""

    pdf: pymupdf.Document
    texts: tuple[str, ...]
    parts: tuple[tuple[str, Box], ...]

    def picture(self, dpi: float = 150) -> Pixels:
        return picture_of(self.pdf[0], dpi)


def marked(
    headline: str = HEADLINE, body: Sequence[str] = BODY, *, height: float = 450, scale: float = 1.0, first: int = 0
) -> Marked:
    """A headline and below it paragraphs of two lines, the first of them indented."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=420 * scale, height=height * scale)
    texts: list[str] = []
    boxes: list[Box] = []
    indents = (2, 0) * len(body)
    for text, y, size, indent in [
        (headline, 80.0, 22.0, 0),
        *((t, 130.0 + 21 * i, 12.0, indents[i]) for i, t in enumerate(body)),
    ]:
        green, length, x = (len(texts) + first) * STEP / 255, len(text) * size, 50 + indent * size
        page.insert_text((x * scale, y * scale), text, fontname="china-s", fontsize=size * scale)
        top = y - 0.35 * size - HIGH / 2
        for at, color in ((x - OFF - WIDE, (1, green, 0)), (x + length + OFF, (0, green, 1))):
            page.draw_rect([v * scale for v in (at, top, at + WIDE, top + HIGH)], color=None, fill=color)
        texts.append(text)
        boxes.append(Box(*(v * scale for v in (x, y - 0.88 * size, x + length, y + 0.12 * size))))
    pairs = range(1, len(texts), 2)
    paragraphs = [("".join(texts[i : i + 2]), union(boxes[i : i + 2])) for i in pairs]
    return Marked(pdf, tuple(texts), ((headline, boxes[0]), *paragraphs))


def picture_of(page: pymupdf.Page, dpi: float) -> Pixels:
    drawn = page.get_pixmap(dpi=round(dpi), alpha=False)
    return np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, 3).copy()


def png(pixels: Pixels, dpi: float) -> bytes:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG", dpi=(dpi, dpi), compress_level=1)
    return target.getvalue()


def askew(pixels: Pixels, degrees: float, ground: int = 255) -> Pixels:
    """As laid on the glass: its lines run down to the right by `degrees`."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(pixels, turn, (width, height), borderValue=(ground,) * 3), np.uint8)


@dataclass
class MarkReader:
    """An engine for marked sheets. Of lines that do not run to the right it is as unsure as engines are."""

    texts: Sequence[str]
    name: str = "marks"
    confidence: float = 0.95

    def read(self, image: Pixels) -> Sequence[Seen]:
        red, green, blue = (image[..., i].astype(int) for i in range(3))
        starts = marks((red > 170) & (blue < 90), green)
        ends = marks((blue > 170) & (red < 90), green)
        found: list[Seen] = []
        for number, (x0, y0, point) in starts.items():
            if number not in ends or not 0 <= number < len(self.texts):
                continue
            x1, y1, _ = ends[number]
            reads = x1 > x0 and abs(y1 - y0) < 0.1 * (x1 - x0)
            inwards = (WIDE / 2 + OFF - CLOSE) * point
            left, right = min(x0, x1) + inwards, max(x0, x1) - inwards
            text = self.texts[number]
            em = max(1.0, right - left - 2 * CLOSE * point) / len(text)
            high, middle = 0.62 * em, (y0 + y1) / 2
            quad = ((left, middle - high), (right, middle - high), (right, middle + high), (left, middle + high))
            places = tuple((CLOSE * point + (i + 0.5) * em) / (right - left) for i in range(len(text)))
            found.append(Seen(quad, text, self.confidence if reads else 0.3, places))
        return found


def marks(mask: NDArray[np.bool_], green: NDArray[Any]) -> dict[int, tuple[float, float, float]]:
    """Middle of each mark of one colour and the pixels a point, by its number."""
    found: dict[int, tuple[float, float, float]] = {}
    count, labels, stats, middles = cv2.connectedComponentsWithStats(mask.view(np.uint8))
    for i in range(1, count):
        _, _, width, height, area = stats[i]
        if min(width, height) >= 5 and area >= 0.6 * width * height:
            level = float(np.median(green[labels == i]))
            found[round(level / STEP)] = (float(middles[i][0]), float(middles[i][1]), max(width, height) / HIGH)
    return found


def in_this_process(work: Callable[[Any], Any], tasks: Sequence[Any], jobs: int) -> Iterator[tuple[int, Any]]:
    """What `pool.each` does, without processes: the engines of a test are objects of this one."""
    from docparse.errors import DocparseError

    for index, task in enumerate(tasks):
        try:
            yield index, work(task)
        except DocparseError:
            raise
        except Exception as error:
            yield index, error


def overlap_of(a: Iterable[float], b: Iterable[float]) -> float:
    """Shared area of two boxes, as part of both together."""
    first, second = Box(*a), Box(*b)
    shared = intersection(first, second)
    return shared / (first.area + second.area - shared)
