"""How well one piece of a story goes on in another: how it reads, and what the rest of the document says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..languages import is_han
from ..languages.rules import Language
from ..text.continuity import continuation

# What it counts for that the document has the characters across the join elsewhere: two on each side, two and one.
FOUR, THREE = 3.0, 2.0
APART = "\n"


@dataclass(frozen=True, slots=True)
class Joins:
    """A document's own words, for names that no model knows."""

    language: Language
    text: str

    @classmethod
    def of(cls, texts: Iterable[str], language: Language) -> Joins:
        return cls(language, APART.join("".join(text.split()) for text in texts))

    def follows(self, before: str, after: str) -> float:
        """How well the second goes on where the first stops, a natural logarithm of odds; 0 says nothing."""
        said = continuation(before, after, self.language, one_story=True)
        # what is usual needs no witness
        return said.score + max(self._elsewhere(before.rstrip(), after.lstrip()) - max(said.words, 0.0), 0.0)

    def _elsewhere(self, before: str, after: str) -> float:
        if self.language.spaced or not (is_han(before[-1:] or " ") and is_han(after[:1] or " ")):
            return 0.0
        if len(before) > 1 and len(after) > 1 and before[-2:] + after[:2] in self.text:
            return FOUR
        threes = (before[-2:] + after[:1], before[-1:] + after[:2])
        return THREE if any(len(three) == 3 and three in self.text for three in threes) else 0.0
