"""Words across the join: how much likelier the end of one text and the start of another are together than apart."""

from __future__ import annotations

from functools import lru_cache

import regex

from ...languages.rules import Language
from ..words import is_word
from .ngrams import START, UNKNOWN, Ngrams, State, ngrams

CHARACTERS = 10  # on each side of the join: a triple of words reaches no further
WORDS = 4  # on each side, where words stand apart
LONGEST = 5  # characters of a Chinese word: there are hardly any longer ones
PATHS = 6  # ways of cutting a text into words that are followed up
MEMORY = 4096  # ends and starts whose analysis is kept: those of a large page are asked for again and again
NUMBER = "三"  # stands for any number: what follows one follows the others
SENTENCE_ENDS = "</s>"
SENTENCE_STARTS = "<s>"
_number = regex.compile(r"[\d０-９]+(?:[.．:：][\d０-９]+)*")
_no_word = regex.compile(r"[^\p{Han}]")
_spaces = regex.compile(r"\s+")
_token = regex.compile(r"\p{L}+(?:['’]\p{L}+)?|[.!?](?=[\s\"'”’)]|$)|\d[\d.,]*")
_broken_end = regex.compile(r"(\p{L}+)([-\u2010\u00ad]?)$")
_first_letters = regex.compile(r"^\p{Ll}\p{L}*")

_Chart = list[dict[State, float]]


def words_across(before: str, after: str, language: Language) -> float:
    """The natural logarithm of how much likelier the two are side by side than each by itself; 0 says nothing."""
    model = ngrams(language.code)
    if model is None:
        return 0.0
    if language.spaced:
        return _spaced(before, after, model, language.code)
    return _unspaced(before, after, language.code)


def likelihood(text: str, language: Language) -> float:
    """The natural logarithm of how likely a short text is, of a language that sets no spaces; 0 without a model."""
    if language.spaced or ngrams(language.code) is None:
        return 0.0
    return _best(_extended([{START: 0.0}], "", _plain(text), language.code))


# ---- words that stand together: every way to cut the text into words, the likeliest first


def _unspaced(before: str, after: str, code: str) -> float:
    end, start = _plain(before[-2 * CHARACTERS :])[-CHARACTERS:], _plain(after[: 2 * CHARACTERS])[:CHARACTERS]
    if not end or not start:
        return 0.0
    left, alone = _chart(end, code), _chart(start, code)
    joined = _extended(left, end, start, code)
    return _best(joined) - _best(left) - _best(alone)


def _plain(text: str) -> str:
    """Han characters; any number is one, anything else a blank that no word crosses."""
    return _no_word.sub(" ", _number.sub(NUMBER, _spaces.sub("", text)))


@lru_cache(MEMORY)
def _chart(text: str, code: str) -> _Chart:
    return _extended([{START: 0.0}], "", text, code)


def _extended(chart: _Chart, text: str, more: str, code: str) -> _Chart:
    """The ways to cut `text` into words, gone on with through `more`: for every place the best of each last words."""
    model = ngrams(code)
    assert model is not None
    whole, known = text + more, len(text)
    ways: _Chart = [*chart, *({} for _ in more)]
    for i in range(max(0, known - LONGEST + 1), len(whole)):
        reached = ways[i]
        best = sorted(reached.items(), key=lambda item: -item[1])[:PATHS] if len(reached) > PATHS else reached.items()
        if i >= known and (whole[i] == " " or whole[i] not in model.words):
            cost = 0.0 if whole[i] == " " else UNKNOWN
            _reach(ways[i + 1], START, max(value for _, value in best) + cost)
            if whole[i] == " ":
                continue
        for j in range(max(i, known) + 1, min(i + LONGEST, len(whole)) + 1):
            number = model.words.get(whole[i:j])
            if number is None:
                continue
            for state, value in best:
                cost, after = model.follow(state, number)
                _reach(ways[j], after, value + cost)
    return ways


def _reach(place: dict[State, float], state: State, value: float) -> None:
    if value > place.get(state, float("-inf")):
        place[state] = value


def _best(chart: _Chart) -> float:
    return max(chart[-1].values())


# ---- words that stand apart


def _spaced(before: str, after: str, model: Ngrams, code: str) -> float:
    end, start = before[-80:].rstrip(), after[:80].lstrip()
    left, right = _tokens(end)[-WORDS:], _tokens(start)[:WORDS]
    if not left or not right:
        return 0.0
    apart = _score(tuple(left), code) + _score(tuple(right), code)
    together = _score((*left, *right), code)
    broken, rest = _broken_end.search(end), _first_letters.match(start)
    if broken and rest:
        word = (broken[1] + rest[0]).lower()
        if word in model.words or is_word(word):
            together = max(together, _score((*left[:-1], word, *right[1:]), code))
        elif broken[2]:  # a compound, broken at its hyphen
            together = max(together, _score((*left, *right), code))
    return together - apart


def _tokens(text: str) -> list[str]:
    return _token.findall(text.lower().replace("’", "'"))


@lru_cache(MEMORY)
def _score(words: tuple[str, ...], code: str) -> float:
    model = ngrams(code)
    assert model is not None
    total, state = 0.0, START
    for word in words:
        number = model.words.get(word)
        if word in ".!?":
            cost, state = model.follow(state, model.words[SENTENCE_ENDS]) if state != START else (0.0, START)
            state = State(model.words[SENTENCE_STARTS], -1)
        elif number is not None:
            cost, state = model.follow(state, number)
        else:
            # numbers say nothing; a word that the model does not know is a rare one, or no word at all
            cost = 0.0 if word[0].isdigit() else UNKNOWN if is_word(word) else 1.5 * UNKNOWN
            state = START
        total += cost
    return total
