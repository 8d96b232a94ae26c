"""The models of the engine paddleocr: folders that someone named, or folders made from what rapidocr brings along.

paddlex takes a folder per model with `inference.onnx` and `inference.yml`. The package rapidocr holds the same networks
as bare ONNX files, so that pip alone is enough: docparse lays the folders out once, in the user's cache.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import EngineNotReady, MissingEngine

ENGINE = "paddleocr"
LAYOUT = 1  # of the folders made here; counted up when what stands in them changes
WEIGHTS, CONFIG = "inference.onnx", "inference.yml"  # the names that paddlex looks for
NAME_THEM = "name model folders with DOCPARSE_PADDLE_DET_DIR and DOCPARSE_PADDLE_REC_DIR"


@dataclass(frozen=True, slots=True)
class Model:
    """A model as paddlex wants it told: its name in paddlex's list, and its folder."""

    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Bundled:
    """A network inside rapidocr's package, under rapidocr's name and under paddlex's."""

    file: str
    name: str


DETECTOR = Bundled("PP-OCRv6_det_small.onnx", "PP-OCRv6_small_det")
RECOGNISER = Bundled("PP-OCRv6_rec_small.onnx", "PP-OCRv6_small_rec")


def cache_root(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where docparse keeps what it can make again: DOCPARSE_CACHE, or a folder in the user's cache."""
    if own := environ.get("DOCPARSE_CACHE"):
        return Path(own).expanduser().absolute()
    if xdg := environ.get("XDG_CACHE_HOME"):
        return Path(xdg).expanduser().absolute() / "docparse"
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / "docparse"
    if platform == "win32" and (local := environ.get("LOCALAPPDATA")):
        return Path(local) / "docparse" / "cache"
    return Path.home() / ".cache" / "docparse"


def named(variable: str, folder: str | os.PathLike[str] | None = None, name: str | None = None) -> Model | None:
    """The model of a folder given as an argument or by DOCPARSE_PADDLE_<variable>_DIR; None where none was given."""
    given, of_folder = os.environ.get(f"DOCPARSE_PADDLE_{variable}_DIR"), f"DOCPARSE_PADDLE_{variable}_DIR"
    name = name or os.environ.get(f"DOCPARSE_PADDLE_{variable}_NAME")
    if not (folder or given):
        if name:  # a name alone would make paddlex download it
            raise EngineNotReady(ENGINE, f"the model {name} has no folder", f"give it with {of_folder}")
        return None
    path = Path(folder or given or "").expanduser().absolute()
    if not (path / WEIGHTS).is_file() or not (path / CONFIG).is_file():
        remedy = f"give {of_folder} a folder of a PP-OCR model in ONNX format"
        raise EngineNotReady(ENGINE, f"{path} does not hold {WEIGHTS} and {CONFIG}", remedy)
    return Model(name or _name_in(path / CONFIG), path)


def _name_in(config: Path) -> str:
    # not parsed as YAML: a recogniser's has tens of thousands of lines
    found = re.search(r"""^\s*model_name:\s*["']?([\w.-]+)""", config.read_text("utf-8"), re.MULTILINE)
    if not found:
        raise EngineNotReady(ENGINE, f"{config} has no model_name", "give the name with DOCPARSE_PADDLE_…_NAME")
    return found.group(1)


def bundled(network: Bundled) -> Model:
    """The model made of a network inside rapidocr's package, laid out in the cache by the first process that asks."""
    source, edition = _in_rapidocr(network)
    size = source.stat().st_size
    folder = cache_root() / "paddle" / f"{network.name}-rapidocr-{edition}-{size}-{LAYOUT}"
    if not _whole(folder, size):
        try:
            _lay_out(source, network.name, folder)
        except OSError as error:
            reason = f"{folder.parent} cannot be written: {error.strerror or error}"
            raise EngineNotReady(ENGINE, reason, f"set DOCPARSE_CACHE to another folder, or {NAME_THEM}") from error
    return Model(network.name, folder)


def _in_rapidocr(network: Bundled) -> tuple[Path, str]:
    try:
        edition, spec = version("rapidocr"), find_spec("rapidocr")
    except PackageNotFoundError:
        edition, spec = "", None
    if spec is None or not spec.submodule_search_locations:
        raise MissingEngine("rapidocr, whose models paddleocr uses,", "pip install 'rapidocr>=3.10,<3.11'")
    source = Path(spec.submodule_search_locations[0]) / "models" / network.file
    if not source.is_file():
        reason = f"rapidocr {edition} comes without {network.file}"
        raise EngineNotReady(ENGINE, reason, f"run: pip install 'rapidocr>=3.10,<3.11'; or {NAME_THEM}")
    return source, edition


def _whole(folder: Path, size: int) -> bool:
    try:
        return (folder / WEIGHTS).stat().st_size == size and (folder / CONFIG).stat().st_size > 0
    except OSError:
        return False


def _lay_out(source: Path, name: str, folder: Path) -> None:
    """Make the folder beside its place and move it there at once: another process sees all of it or nothing."""
    import yaml  # comes with paddlex

    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
        new = Path(scratch) / "model"
        new.mkdir()
        _link_or_copy(source, new / WEIGHTS)
        settings = config(name, characters(source))
        (new / CONFIG).write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")
        try:
            new.rename(folder)
        except OSError:
            size = source.stat().st_size
            if _whole(folder, size):  # another process was first
                return
            if folder.exists():  # what an interrupted copy or a cleaner of caches left
                folder.rename(Path(scratch) / "broken")
            new.rename(folder)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system, or a file of another user
        shutil.copyfile(source, target)


def characters(weights: Path) -> tuple[str, ...]:
    """The characters that a recogniser's ONNX file says it tells apart; empty for a detector."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(weights), providers=["CPUExecutionProvider"])
    text: str = session.get_modelmeta().custom_metadata_map.get("character", "")
    if not text:
        return ()
    # not splitlines(): the list holds characters that Python takes for line ends or for blanks
    found = tuple(text.removesuffix("\n").split("\n"))
    classes = session.get_outputs()[0].shape[-1]
    if isinstance(classes, int) and classes != len(found) + 2:  # the two: nothing at all, and the space
        reason = f"{weights.name} lists {len(found)} characters and tells {classes - 2} apart"
        raise EngineNotReady(ENGINE, reason, NAME_THEM)
    return found


def config(name: str, characters: tuple[str, ...]) -> dict[str, Any]:
    """What `inference.yml` says, after PaddleOCR's own files for these models."""
    decode = {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}}
    if characters:
        steps = [decode, {"RecResizeImg": {"image_shape": [3, 48, 320]}}]
        after: dict[str, Any] = {"name": "CTCLabelDecode", "character_dict": list(characters)}
    else:
        mean, deviation = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
        normalise = {"mean": mean, "std": deviation, "scale": 1 / 255, "order": "hwc"}
        steps = [decode, {"DetResizeForTest": {"limit_side_len": 64, "limit_type": "min"}}]
        steps += [{"NormalizeImage": normalise}, {"ToCHWImage": None}]
        # upstream's 1,000 boxes are fewer than a broadsheet page has lines
        after = {"name": "DBPostProcess", "thresh": 0.3, "box_thresh": 0.6, "max_candidates": 20_000}
        after["unclip_ratio"] = 1.5
    return {
        "Global": {"model_name": name},
        "PreProcess": {"transform_ops": steps},
        "PostProcess": after,
    }
