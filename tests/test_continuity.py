"""Whether one text goes on where another stops."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from docparse.languages import rules_for
from docparse.languages.rules import Language
from docparse.text.continuity import Stretch, continuation, order
from docparse.text.continuity.across import likelihood, words_across
from docparse.text.continuity.braid import unbraided, unhalved
from docparse.text.continuity.fit import KINDS, fit, row, tokens
from docparse.text.continuity.order import EXACT

ZH, EN = rules_for("zh"), rules_for("en")


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("老人们坐船过河去对岸的市", "场买菜，再也不用绕远路", "程介绍，今年还要修桥"),
        ("区里组织环保部门和专家一起商", "量治理的办法", "们走得安心"),
        ("夏天的时候两岸的居民嫌气味难闻，连窗", "户都不敢打开", "量治理的办法"),
    ],
)
def test_words_across_a_join_tell_which_half_belongs(before: str, right: str, wrong: str) -> None:
    assert words_across(before, right, ZH) > 0 > words_across(before, wrong, ZH)


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        ("The office was closed on account", "of the snow", "the snow of"),
        ("People came from all over the coun-", "try to see it", "she said on Monday"),
        ("The council has been asked to take", "part in the survey", "is a member of"),
    ],
)
def test_english_words_across_a_join(before: str, right: str, wrong: str) -> None:
    assert words_across(before, right, EN) > words_across(before, wrong, EN)


@pytest.mark.parametrize(
    ("before", "right", "wrong"),
    [
        # no pair of these words stands in a table: what each half needs, and what both are about
        ("The baker takes the loaves out of the", "oven at four and lets them cool", "council at its last meeting"),
        ("Two of the musicians, a drummer and a", "trumpeter, had never played together", "few miles down the river"),
        ("Nobody could say why the ferry had", "left the harbor without its passengers", "a new roof and a bell"),
        ("She planted beans along the fence.", "The seedlings came up within the week.", "The court heard the case."),
    ],
)
def test_english_texts_fit_by_what_their_words_are_like(before: str, right: str, wrong: str) -> None:
    assert fit(before, right, EN) > fit(before, wrong, EN)


def test_what_fits_is_asked_of_english_alone_and_of_words_alone() -> None:
    assert fit("老人们坐船过河", "去对岸的市场", ZH) == 0.0
    assert fit("", "and the rest", EN) == fit("The first", " ", EN) == 0.0


def test_tokens_that_the_net_does_not_know_are_kinds() -> None:
    words = {"the": 0, "ferry": 1}
    said = "The ferry’s 1926 “Quindle” unquindled 3,400 quindles; $5 — why?"
    rows = [row(t, words) for t in tokens(said)]
    assert rows[:2] == [0, 1]
    kinds = [KINDS[r - len(words)] for r in rows[2:]]
    assert kinds == [
        *("year", "open", "name", "close", "-ed", "number", "-s", "colon", "money", "dash", "word", "stop"),
    ]


def test_behind_a_stop_the_next_word_says_nothing() -> None:
    names = {e.name for e in continuation("The ferry ran late.", "The mayor took the blame.", EN).evidence}
    assert "how they fit" in names and "words across the join" not in names


def test_a_phrase_is_likelier_than_one_with_a_wrong_character() -> None:
    assert likelihood("社区开展宣传活动", ZH) > likelihood("社区开展官传活动", ZH) + 6
    assert likelihood("The phrase", EN) == 0.0


def test_the_measure_names_its_evidence() -> None:
    said = continuation("他说：“我们要把这条路", "修好。”大家都笑了。", ZH)
    assert "closes what was open" in {e.name for e in said.evidence}
    assert said.score == pytest.approx(sum(e.weight for e in said.evidence)) and said.score > 0
    assert continuation("他把门关上了。", "，然后走了", ZH).score < 0


def test_the_next_number_of_a_list_goes_on() -> None:
    first = "一是修好码头，方便老人过河。"
    assert continuation(first, "二是添置长椅。", ZH).score > continuation(first, "四是种上柳树。", ZH).score


def ordered(pieces: Sequence[str], language: Language, first: int | None = None) -> tuple[int, ...]:
    def follows(before: str, after: str) -> float:
        return continuation(before, after, language, one_story=True).score

    return order([Stretch(p, p, not language.ends_sentence(p)) for p in pieces], follows, first)


def test_pieces_are_put_in_order() -> None:
    pieces = [
        "量治理的办法，决定先种树，再把岸边的路修好，让老人",
        "今年春天，区里组织环保部门和专家一起商",
        "们走得安心。",
    ]
    assert ordered(pieces, ZH, first=1) == (1, 0, 2)


def test_whole_sentences_stay_where_they_are() -> None:
    assert ordered(["The ferry ran late.", "Nobody was hurt.", "The mayor took the blame."], EN) == (0, 1, 2)


def test_where_no_sentence_is_open_nothing_moves_however_badly_it_follows() -> None:
    stretches = [Stretch("一", "一。", False), Stretch("”二", "二。", False), Stretch("", "三。", False)]
    assert order(stretches, lambda before, after: -9.0 if before == "一。" else 0.0, first=0) == (0, 1, 2)


def test_a_heading_goes_with_its_text_and_finishes_no_sentence() -> None:
    def follows(before: str, after: str) -> float:
        return continuation(before, after, ZH, one_story=True).score

    stretches = [
        Stretch("老院子建成三十多年。", "院里的居民最近一起商", True),
        Stretch("", "院子的事情由大家商量着办。", False),
        Stretch("量了治理的办法，先修路灯。", "再种花草。", False),
    ]
    assert order(stretches, follows, first=0) == (0, 2, 1)


def test_more_pieces_than_every_order_can_be_weighed_for() -> None:
    text = (
        "The ferry crossed the sound again on Monday, nine weeks after its engine failed in a storm that also broke "
        "the mast of the harbor master's sloop and carried two rowboats up the beach to the door of the chapel, where "
        "they were found on Sunday by the organist, who had come early to practice a piece that nobody had heard for "
        "years."
    )
    words = text.split()
    pieces = [" ".join(words[i : i + 5]) for i in range(0, len(words), 5)]
    assert len(pieces) > EXACT
    assert ordered(pieces, EN, first=0) == tuple(range(len(pieces)))
    swapped = [*pieces[:3], *pieces[7:], *pieces[3:7]]
    found = ordered(swapped, EN, first=0)
    assert sorted(found) == list(range(len(pieces)))


def test_names_that_both_texts_have_say_nothing_inside_one_story() -> None:
    before, after = "Prudence Ackroyd opened the gate of the yard", "of Prudence Ackroyd, who kept goats"
    names = {e.name for e in continuation(before, after, EN).evidence}
    assert names - {e.name for e in continuation(before, after, EN, one_story=True).evidence} == {"rare words in both"}


def test_lines_that_read_on_are_left_alone() -> None:
    lines = [
        "护城河今年变清了，住在河边",
        "的人都说好。从前的河又黑又",
        "臭，夏天的时候两岸的居民嫌",
        "气味难闻，连窗户都不敢打开",
    ]
    assert unbraided(lines, ZH) == tuple(range(len(lines)))
    assert unhalved(lines, ZH) == ()
