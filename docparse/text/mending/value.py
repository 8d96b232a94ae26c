"""A text with what was changed in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...model import Repair


@dataclass(frozen=True, slots=True)
class Mended:
    """A text and its repairs, in the order in which they were made."""

    text: str
    repairs: tuple[Repair, ...] = ()

    def changed(self, kind: str, was: str, now: str, text: str, confidence: float) -> Mended:
        """The text after one more repair: `was` became `now`."""
        return replace(
            self, text=text, repairs=(*self.repairs, Repair(kind=kind, was=was, now=now, confidence=confidence))
        )
