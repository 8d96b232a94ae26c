from __future__ import annotations

from typing import NamedTuple


class Marks(NamedTuple):
    rules: tuple = ()
    frames: tuple = ()
    pictures: tuple = ()


def marks(image, lines, em):
    return Marks()
