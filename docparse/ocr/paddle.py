"""PaddleOCR, by its own package on ONNX Runtime: without paddlepaddle, without a network."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ..errors import EngineFailed, EngineNotReady, MissingEngine
from .engine import Point, Quad, Seen, threads
from .paddle_models import DETECTOR, ENGINE, RECOGNISER, bundled, cache_root, named

if TYPE_CHECKING:
    from .engine import Image

INSTALL = "pip install 'docparse[paddle]'"
NO_LIMIT = 1_000_000  # pixels a side; paddlex shrinks a page to 4,000 otherwise, and a broadsheet's small print is lost
BOX_THRESHOLD = 0.5  # paddlex says 0.6 and leaves out faint lines; what the engine doubts comes with its confidence
TALL = 1.5  # height by width from which paddlex reads a box from top to bottom

Folder = str | os.PathLike[str] | None


class PaddleEngine:
    """PaddleOCR's pipeline. The folders are those of paddlex's models; each may come from the environment instead.

    The three modules that are not needed for text (is the page upside down, is it warped, is a line upside down) stay
    off unless their folder is given: paddlex would download them.
    """

    name = ENGINE

    def __init__(
        self,
        det_dir: Folder = None,
        rec_dir: Folder = None,
        *,
        det_name: str | None = None,
        rec_name: str | None = None,
        page_orientation_dir: Folder = None,
        unwarping_dir: Folder = None,
        line_orientation_dir: Folder = None,
    ) -> None:
        detector = named("DET", det_dir, det_name)
        recogniser = named("REC", rec_dir, rec_name)
        optional = {
            "doc_orientation_classify": named("PAGE_ORIENTATION", page_orientation_dir),
            "doc_unwarping": named("UNWARPING", unwarping_dir),
            "textline_orientation": named("LINE_ORIENTATION", line_orientation_dir),
        }
        with contextlib.redirect_stdout(sys.stderr):  # standard output is the document's
            make, settings = _paddleocr()
            detector = detector or bundled(DETECTOR)
            recogniser = recogniser or bundled(RECOGNISER)
            modules: dict[str, Any] = {f"use_{module}": model is not None for module, model in optional.items()}
            for module, model in optional.items():
                if model is not None:
                    modules |= {f"{module}_model_name": model.name, f"{module}_model_dir": str(model.folder)}
            settings["SubModules"]["TextDetection"]["max_side_limit"] = NO_LIMIT
            try:
                self._pipeline = make(
                    paddlex_config=settings,
                    text_detection_model_name=detector.name,
                    text_detection_model_dir=str(detector.folder),
                    text_recognition_model_name=recogniser.name,
                    text_recognition_model_dir=str(recogniser.folder),
                    text_det_limit_side_len=64,
                    text_det_limit_type="min",  # only what is smaller than this is scaled, and then up
                    text_det_box_thresh=BOX_THRESHOLD,
                    text_rec_score_thresh=0.0,
                    return_word_box=True,
                    device="cpu",
                    engine="onnxruntime",
                    engine_config={
                        "intra_op_num_threads": threads(),
                        "inter_op_num_threads": 1,
                        "enable_cpu_mem_arena": False,  # every line has another width: the arena only grows
                        "log_severity_level": 3,
                    },
                    **modules,
                )
            except Exception as error:  # paddlex raises whatever its parts raise
                remedy = "check the model folders, or run: " + INSTALL
                raise EngineNotReady(ENGINE, _reason(error), remedy) from error

    def read(self, image: Image) -> Sequence[Seen]:
        import numpy as np

        height, width = image.shape[:2]
        if not height or not width:
            return ()
        try:
            results = self._pipeline.predict(np.ascontiguousarray(image[:, :, ::-1]))  # it wants blue first
        except Exception as error:
            remedy = "try a lower --dpi, or another engine with --ocr-engine"
            raise EngineFailed(ENGINE, _reason(error), remedy) from error
        return tuple(seen for result in results for seen in lines(result, width, height))


def _reason(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _paddleocr() -> tuple[Any, dict[str, Any]]:
    """The class PaddleOCR and the settings of its pipeline, imported in silence and without the network."""
    os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")
    os.environ.setdefault("PADDLE_PDX_CACHE_HOME", _scratch())
    try:
        from paddleocr import PaddleOCR
        from paddlex.inference import load_pipeline_config
    except ModuleNotFoundError as error:
        raise MissingEngine(f"the engine {ENGINE}", INSTALL) from error
    except ImportError as error:  # a library of the system that OpenCV wants, for instance
        raise EngineNotReady(ENGINE, _reason(error), "install what is missing, or run: " + INSTALL) from error
    logging.getLogger("paddlex").setLevel(logging.ERROR)
    return PaddleOCR, load_pipeline_config("OCR")


def _scratch() -> str:
    """A folder for what paddlex writes while it is imported, so that it makes none in the user's home."""
    folder = cache_root() / "paddlex"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return tempfile.mkdtemp(prefix="docparse-paddlex-")
    return str(folder)


def lines(result: Mapping[str, Any], width: int, height: int) -> list[Seen]:
    """What paddlex says of a page as values of docparse. Width and height are those of the page as it was given."""
    turned = int(result.get("doc_preprocessor_res", {}).get("angle", 0))
    found = []
    for corners, text, score, words, boxes in zip(
        result["rec_polys"],
        result["rec_texts"],
        result["rec_scores"],
        result["text_word"],
        result["text_word_boxes"],
        strict=True,
    ):
        if not text.strip():
            continue
        quad = cast(Quad, tuple((float(x), float(y)) for x, y in corners))
        tall = is_tall(quad)
        where = places(quad, text, words, boxes, tall)
        confidence = min(1.0, max(0.0, float(score)))
        upright = cast(Quad, tuple(turn_back(point, turned, width, height) for point in quad))
        found.append(Seen(upright, text, confidence, where, tall and len(text) > 1))
    return found


def is_tall(quad: Quad) -> bool:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return max(ys) - min(ys) > TALL * (max(xs) - min(xs))


def places(
    quad: Quad, text: str, words: Sequence[str], boxes: Sequence[Sequence[float]], tall: bool
) -> tuple[float, ...]:
    """The middle of each character on the line. paddlex gives a box a Han character and one a word in other scripts,
    in whole pixels: within a word the characters share it evenly."""
    axis = 1 if tall else 0
    start, end = quad[0][axis], quad[2 if tall else 1][axis]
    if "".join(words) != text or len(words) != len(boxes) or end <= start:
        return ()
    found: list[float] = []
    for word, box in zip(words, boxes, strict=True):
        first, last = float(box[axis]), float(box[axis + 2])
        for number in range(len(word)):
            middle = first + (last - first) * (number + 0.5) / len(word)
            place = min(1.0, max(0.0, (middle - start) / (end - start)))
            found.append(max(place, found[-1]) if found else place)
    return tuple(found)


def turn_back(point: Point, angle: int, width: int, height: int) -> Point:
    """Where a point of the page that was turned by the angle (against the clock) stands on the page as it was given."""
    x, y = point
    if angle == 90:
        return width - y, x
    if angle == 180:
        return width - x, height - y
    if angle == 270:
        return y, height - x
    return x, y
