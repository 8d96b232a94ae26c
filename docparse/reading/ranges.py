"""Page ranges as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import NoSuchPage, UsageError

LONGEST = 20  # characters of one part: no file has more pages than these can count
_part = re.compile(r"^\s*(?P<first>\d+)?\s*(?P<dash>-)?\s*(?P<last>\d+)?\s*$")


def page_numbers(wanted: str | Iterable[int] | None, total: int) -> list[int]:
    """The pages of `"1,3-5,9-"` among `total`, each once, in the file's order.

    Raises NoSuchPage for pages that the file does not have and UsageError for what is no range.
    """
    if wanted is None:
        return list(range(1, total + 1))
    if not isinstance(wanted, str):
        try:
            numbers = set(wanted)
        except TypeError as error:
            raise UsageError(f"pages must be a range like '1,3-5' or numbers, not {wanted!r}") from error
        if any(type(n) is not int for n in numbers):
            raise UsageError(f"pages must be whole numbers, not {sorted(map(repr, numbers))}")
        if not numbers or min(numbers) < 1 or max(numbers) > total:
            raise NoSuchPage(",".join(map(str, sorted(numbers))) or "(none)", total)
        return sorted(numbers)
    numbers = set()
    for part in wanted.split(","):
        match = _part.match(part)
        if not match or not (match["first"] or match["last"]) or len(part) > LONGEST:
            raise UsageError(f"page range {wanted!r} cannot be read; write it like 1,3-5")
        first = int(match["first"] or 1)
        last = int(match["last"] or total) if match["dash"] else first
        if first < 1 or last > total or first > total:
            raise NoSuchPage(part.strip(), total)
        if last < first:
            raise UsageError(f"page range {part.strip()!r} runs backwards; write it like 3-5")
        numbers.update(range(first, last + 1))
    return sorted(numbers)
