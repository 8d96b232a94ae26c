"""What a run came to, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass

from .progress import span


@dataclass(frozen=True)
class Tally:
    """What a run came to: of this run, and of earlier ones."""

    done: int
    failed: int
    before: int  # done by an earlier run
    failed_before: int
    skipped: int
    seconds: float
    interrupted: bool = False


def said(tally: Tally, name: str) -> str:
    """The last line of a run."""
    if tally.interrupted:
        return f"interrupted after {tally.done} documents; run the same command again to go on"
    parts = [f"{tally.done} written to {name}"]
    if tally.before:
        parts.append(f"{tally.before} were done before")
    if tally.failed:
        parts.append(f"{tally.failed} failed")
    if tally.failed_before:
        parts.append(f"{tally.failed_before} failed before (--retry-failed tries them again)")
    if tally.skipped:
        parts.append(f"{tally.skipped} skipped (docparse report {name} tells which)")
    if tally.seconds >= 10:
        parts.append(span(tally.seconds))
    return ", ".join(parts)
