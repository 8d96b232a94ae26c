"""RapidOCR, the engine that is always there: its PP-OCR models are inside its package."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .engine import Point, Quad, Seen, threads

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .engine import Image

DETECTION = 0.5  # of the size that recognition needs: lines are found as well and four times as fast
TALL = 1.5  # times its width: a box this high holds vertical text (PaddleOCR's own measure)
REACH = 0.4  # of a line's height: how far beyond its box a quotation mark stands
MARK = 0.012  # of a line's height, squared: the ink of a small mark
BESIDE = 0.15  # of a line's height: white before a mark that belongs to the line
THROUGH = 0.85  # of a line's height: a drawn line between columns
CONTRAST = 90  # of 255 between ink and paper
MOST_BOXES = 20_000  # on one page; the engine's own limit of 1,000 loses lines of a broadsheet


class RapidEngine:
    """Detection and recognition by RapidOCR's bundled models, on ONNX Runtime."""

    name = "rapidocr"

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        self._ocr: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                # pictures come in the right size, and what is doubtful is for the caller to judge
                "Global.use_preprocess_img": False,
                "Global.use_vertical_padding": False,
                "Global.use_cls": False,
                "Global.text_score": 0.0,
                "Det.max_candidates": MOST_BOXES,
                "Det.limit_side_len": 32,
                "EngineConfig.onnxruntime.intra_op_num_threads": threads(),
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, image: Image) -> Sequence[Seen]:
        import cv2
        import numpy as np

        bgr = np.ascontiguousarray(image[:, :, ::-1])  # OpenCV would copy a mere view of the page for every line
        small = cv2.resize(bgr, None, fx=DETECTION, fy=DETECTION, interpolation=cv2.INTER_AREA)
        found = self._ocr(small, use_det=True, use_rec=False, use_cls=False)
        if found.boxes is None:
            return ()
        quads = _widened([_quad(box / DETECTION) for box in found.boxes], image)
        return [seen for quad in quads if (seen := self._recognised(bgr, quad)) is not None]

    def _recognised(self, bgr: NDArray[np.uint8], quad: Quad) -> Seen | None:
        width, height = math.dist(quad[0], quad[1]), math.dist(quad[0], quad[3])
        vertical = height >= TALL * width
        crop = upright(bgr, quad)
        if vertical:
            crop = crop.swapaxes(0, 1)[::-1]  # a quarter turn to the left, as the model was taught
        result = self._ocr(crop, use_det=False, use_rec=True, use_cls=False, return_word_box=True)
        if not result.txts or not result.txts[0].strip():
            return None
        text, words = result.txts[0], result.word_results[0]
        return Seen(quad, text, float(result.scores[0]), _places(text, words), vertical)


def _widened(quads: list[Quad], image: Image) -> list[Quad]:
    """The boxes, longer where ink goes on beyond their ends: detection leaves out small marks, such as quotation's."""
    import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype("uint8", copy=False)
    boxes = [(min(x for x, _ in q), min(y for _, y in q), max(x for x, _ in q), max(y for _, y in q)) for q in quads]
    found: list[Quad] = []
    for quad, (x0, y0, x1, y1) in zip(quads, boxes, strict=True):
        height = y1 - y0
        near = [b for b in boxes if b[1] < y1 - 0.3 * height and b[3] > y0 + 0.3 * height]
        left = max((b[2] for b in near if b[2] <= x0 + 0.5 * height and b[0] < x0), default=0.0)
        right = min((b[0] for b in near if b[0] >= x1 - 0.5 * height and b[2] > x1), default=float(image.shape[1]))
        reach = REACH * height
        more_left = min(reach, x0 - left) if height < TALL * (x1 - x0) else 0.0
        more_right = min(reach, right - x1) if height < TALL * (x1 - x0) else 0.0
        if not _inked(gray, (x0 - more_left, y0, x0, y1), True):
            more_left = 0.0
        if not _inked(gray, (x1, y0, x1 + more_right, y1), False):
            more_right = 0.0
        (a, b), (c, d), (e, f), (g, h) = quad
        found.append(((a - more_left, b), (c + more_right, d), (e + more_right, f), (g - more_left, h)))
    return found


def _inked(gray: NDArray[np.uint8], box: tuple[float, float, float, float], from_right: bool) -> bool:
    """Whether a mark stands in a strip close to the line: neither a speck nor a drawn line that runs through it."""
    import numpy as np

    x0, y0, x1, y1 = (max(0, round(v)) for v in box)
    strip = gray[y0:y1, x0:x1].astype(np.int16)
    if min(strip.shape) < 2:
        return False
    ink = np.abs(strip - np.median(strip)) >= CONTRAST
    ink = ink[:, ink.mean(axis=0) < THROUGH]
    columns = np.flatnonzero(ink.any(axis=0))
    if not len(columns) or ink.sum() < MARK * (y1 - y0) ** 2:
        return False
    gap = ink.shape[1] - 1 - columns[-1] if from_right else columns[0]
    return bool(gap <= BESIDE * (y1 - y0))


def upright(image: NDArray[np.uint8], quad: Quad) -> NDArray[np.uint8]:
    """The part of a picture inside `quad`, with its top left corner at the top left."""
    import cv2
    import numpy as np

    width = max(1, round(max(math.dist(quad[0], quad[1]), math.dist(quad[3], quad[2]))))
    height = max(1, round(max(math.dist(quad[0], quad[3]), math.dist(quad[1], quad[2]))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(quad, dtype=np.float32), target)
    crop = cv2.warpPerspective(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return crop.astype(np.uint8, copy=False)


def _quad(box: Any) -> Quad:
    corners: list[Point] = [(float(x), float(y)) for x, y in box]
    return corners[0], corners[1], corners[2], corners[3]


def _places(text: str, words: Any) -> tuple[float, ...]:
    """Where the middle of each character stands; a space stands between its neighbours."""
    columns = [column for word in words.word_cols for column in word]
    length = float(words.line_txt_len)
    shown = [i for i, char in enumerate(text) if not char.isspace()]
    if len(shown) != len(columns) or not length:
        return ()
    places = [-1.0] * len(text)
    for i, column in zip(shown, columns, strict=True):
        places[i] = min(1.0, (column + 0.5) / length)
    for i, place in enumerate(places):
        if place < 0:
            before = places[i - 1] if i else 0.0
            after = next((p for p in places[i + 1 :] if p >= 0), 1.0)
            places[i] = (before + after) / 2
    return tuple(places)
