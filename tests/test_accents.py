"""Accents that dirt gave to a word go, those that belong to it stay."""

from __future__ import annotations

import pytest

from docparse.languages import rules_for
from docparse.text.mending.accents import LIKELY, SURE, mender
from docparse.text.mending.value import Mended

EN = rules_for("en")


def mended(text: str, *others: str) -> Mended:
    return mender([text, *others], EN)(Mended(text))


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("It takes only pátience.", "It takes only patience."),
        ("The lawņ beside the harboür.", "The lawn beside the harbour."),
        ("The café serves crème brûlée.", "The café serves crème brûlée."),  # borrowed words
        ("Mayor Pérez and José Ángel Ruiz.", "Mayor Pérez and José Ángel Ruiz."),  # names
        ("They ate krémes.", "They ate krémes."),  # no known word without it
        ("Add it tó the pan.", "Add it tó the pan."),  # too short to tell
    ],
)
def test_accents_that_no_word_has_go(text: str, right: str) -> None:
    assert mended(text).text == right


@pytest.mark.parametrize("text", ["The child’s boot.", "Over “quoted” words…", "Twenty—or more."])
def test_a_mark_behind_a_word_is_no_accent(text: str) -> None:
    assert mended(text) == Mended(text), "nothing is changed, and nothing is said to be"


def test_a_word_that_stands_twice_with_its_accent_is_meant() -> None:
    text = "A pátina formed."
    assert mended(text, "The pátina is green.").text == text
    assert mended(text).text == "A patina formed."


def test_what_stood_there_is_kept() -> None:
    (repair,) = mended("It takes pátience.").repairs
    assert (repair.kind, repair.was, repair.now, repair.confidence) == ("ocr", "pátience", "patience", LIKELY)
    (repair,) = mended("It takes pátience.", "Your patience is welcome.").repairs
    assert repair.confidence == SURE
