"""One measure of how well a text continues another: named pieces of evidence, added up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ...languages.rules import Language
from .across import words_across
from .fit import fit
from .shared import shared_words
from .signs import FOLLOWS, Close, begin_of, close_of, closed_first, left_open, ordinals

# Weights are natural logarithms of odds.
WORDS = 0.5  # of the words' likelihood across the join: its triples see a part of the sentence only
WORDS_BESIDE = 0.35  # the same beside the net, which has seen more of it
WORDS_LEAST = -3.0  # unlikely neighbours happen in every sentence
FIT = 0.8  # of how well they fit, as the net says it
SHARED = {True: 0.3, False: 0.12}  # of the shared words' rarity, by `Language.spaced`: pairs of characters are no words
CLOSES = 3.0  # B closes the bracket that A left open
CLOSES_NOTHING = -5.0  # B closes a bracket that A did not open
STAYS_OPEN = -1.0  # A's bracket stays open in B
NEXT_NUMBER = 3.0  # the list goes on
WRONG_NUMBER = -2.5  # the list jumps or begins again
# A sentence left open, by `Language.spaced`: what makes the sum 0 where its real rest and any other text are as likely.
# Measured on articles cut inside sentences: the net is strict, Chinese words that say nothing are seldom the rest.
OPEN = {True: 1.5, False: -0.8}
MEMORY = 1024
ACROSS = "words across the join"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against, with its weight."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Continuation:
    """How well one text continues another: positive where it seems to, negative where not, 0 where nothing tells."""

    evidence: tuple[Evidence, ...]

    @property
    def score(self) -> float:
        return sum(e.weight for e in self.evidence)

    @property
    def words(self) -> float:
        """The part of the words across the join."""
        return sum(e.weight for e in self.evidence if e.name == ACROSS)


def continuation(before: str, after: str, language: Language, one_story: bool = False) -> Continuation:
    """How well `after` goes on where `before` stops, as plain text.

    Texts of `one_story` share their rare words wherever they stand in it: these say nothing then.
    """
    fits = FIT * fit(before, after, language)
    found = [] if fits else [_marks(before, after, language)]  # the net has seen stops and capitals too
    stopped = close_of(before, language) is Close.STOP
    if not stopped:
        found.append(Evidence("a sentence left open", OPEN[language.spaced]))
    # behind a stop a new sentence begins: which word it begins with says nothing
    starts_anew = language.spaced and stopped
    words = 0.0 if starts_anew else words_across(before, after, language)
    if words:
        weight = max((WORDS_BESIDE if fits else WORDS) * words, WORDS_LEAST)
        found.append(Evidence(ACROSS, round(weight, 3)))
    if fits:
        found.append(Evidence("how they fit", round(fits, 3)))
    found += _brackets(before, after)
    found += _numbers(before, after)
    shared = 0.0 if one_story else shared_words(before, after, language)
    if shared:
        found.append(Evidence("rare words in both", round(SHARED[language.spaced] * shared, 3)))
    return Continuation(tuple(e for e in found if e.weight))


def _marks(before: str, after: str, language: Language) -> Evidence:
    close, begin = close_of(before, language), begin_of(after, language)
    return Evidence(f"{close.value}, then {begin.value}", FOLLOWS[close, begin])


# every text is asked for once a partner
_left_open = lru_cache(MEMORY)(left_open)
_closed_first = lru_cache(MEMORY)(closed_first)
_ordinals = lru_cache(MEMORY)(ordinals)


def _brackets(before: str, after: str) -> list[Evidence]:
    opened, closed = _left_open(before), _closed_first(after)
    if closed:
        fits = bool(opened) and opened[-1] == closed[0]
        return [Evidence("closes what was open", CLOSES) if fits else Evidence("closes nothing", CLOSES_NOTHING)]
    return [Evidence("leaves it open", STAYS_OPEN)] if opened else []


def _numbers(before: str, after: str) -> list[Evidence]:
    """The last number of a list in A, and the first one of the same kind in B."""
    for kind, value in reversed(_ordinals(before)):
        for other, number in _ordinals(after):
            if other == kind:
                goes_on = number == value + 1
                return [
                    Evidence("the next number", NEXT_NUMBER) if goes_on else Evidence("another number", WRONG_NUMBER)
                ]
        if value > 1:
            break
    return []
