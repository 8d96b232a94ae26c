"""The repairs of one document: what its own texts say of each, known before the first is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from ...languages.rules import Language
from . import accents, characters, confusions, duplicates, insertions, punctuation
from .value import Mended

Step = Callable[[Mended], Mended]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is done to every text, and to those only that an engine or a converter made."""

    everywhere: tuple[Step, ...]
    doubtful: tuple[Step, ...]
    converted: bool

    @classmethod
    def of(
        cls, texts: Sequence[str], language: Language, kinds: Collection[str], *, converted: bool, read: bool
    ) -> Setting:
        """For the `texts` of one document, of which a converter made all, or an engine `read` some."""
        everywhere: list[Step] = []
        doubtful: list[Step] = []
        if "characters" in kinds:
            everywhere.append(characters.mend)
        if "punctuation" in kinds and not language.spaced and read:
            habit = punctuation.habits(texts)
            doubtful.append(lambda text: punctuation.mend(text, habit))
        if "insertion" in kinds and (phrases := insertions.thrown_in(texts) if converted else None):
            doubtful.append(lambda text: insertions.mend(text, phrases))
        if "duplicate" in kinds and converted:
            doubtful.append(duplicates.mend)
        if "ocr" in kinds and read:
            if language.spaced:
                doubtful.append(accents.mender(texts, language))
            else:
                words = confusions.Words.of(texts)
                doubtful.append(lambda text: confusions.mend(text, words, language))
        return cls(tuple(everywhere), tuple(doubtful), converted)

    def __call__(self, text: Mended, doubtful: bool) -> Mended:
        for step in (*self.everywhere, *(self.doubtful if doubtful else ())):
            text = step(text)
        return text
