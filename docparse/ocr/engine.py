"""What every OCR engine gives, and how one is found by its name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, TypeAlias

from ..errors import UnknownEngine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image: TypeAlias = NDArray[np.uint8]  # rows, columns, red green blue

GROUP = "docparse.ocr"  # the entry-point group: name = "module:factory"
DEFAULT = "rapidocr"

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Seen:
    """A stretch of text that an engine saw.

    `quad` are its corners in pixels, from the text's own top left corner clockwise. `places` tells for each character
    of `text` where its middle stands on the way from the left edge (0) to the right one (1) (for vertical text from the
    top to the bottom); empty where the engine does not say. `confidence` is between 0 and 1.
    """

    quad: Quad
    text: str
    confidence: float
    places: tuple[float, ...] = ()
    vertical: bool = False


class Engine(Protocol):
    """An OCR engine, loaded. Third parties add one by an entry point of the group `docparse.ocr`.

    The entry point names a callable without arguments that returns the engine, and raises
    `docparse.errors.MissingEngine` where something has to be installed first.
    """

    @property
    def name(self) -> str:
        """What `pages[].engine` says."""
        ...

    def read(self, image: Image) -> Sequence[Seen]:
        """The text in a picture that stands upright, in any order; what the engine doubts too, with its confidence."""
        ...


def names() -> tuple[str, ...]:
    """The engines that can be named, whether or not what they need is installed."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


@cache
def engine(name: str = DEFAULT) -> Engine:
    """The engine of that name, loaded once a process. Raises UnknownEngine, or MissingEngine where it is not there."""
    for point in entry_points(group=GROUP):
        if point.name == name:
            loaded: Engine = point.load()()
            return loaded
    raise UnknownEngine(name, names())


def threads() -> int:
    """Inference threads of one process: pages are read side by side, so one, unless DOCPARSE_OCR_THREADS says more."""
    try:
        return max(1, int(os.environ.get("DOCPARSE_OCR_THREADS", "1")))
    except ValueError:
        return 1
