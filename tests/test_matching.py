"""What goes on where: how texts end and start, the weights of links, and the matching that decides them at once."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from builders import flowing, head, line
from msgspec.structs import replace

import docparse
from docparse import api
from docparse.articles.linking import same_label
from docparse.articles.links import Evidence, Link, is_open, link
from docparse.articles.matching import best_matching
from docparse.articles.segment import Segmented
from docparse.articles.story import Story
from docparse.geometry import Box, union
from docparse.languages import rules_for
from docparse.layout.types import FlowLine, Headline, PageLayout, Zone
from docparse.reading.page import Line
from docparse.text.continuity import FOLLOWS, End, Start, end_of, start_of
from docparse.text.paragraphs import paragraphs

EN, ZH = rules_for("en"), rules_for("zh")
SAMPLES = sorted(p for p in (Path(__file__).parent.parent / "samples").glob("*.pdf") if not p.name.startswith("scan-"))

# ---- the matching

Weights = Mapping[tuple[int, int], float]


def matchings(pairs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Every set of pairs in which no member is used twice."""
    if not pairs:
        yield []
        return
    (a, b), rest = pairs[0], pairs[1:]
    yield from matchings(rest)
    for found in matchings([(x, y) for x, y in rest if x != a and y != b]):
        yield [(a, b), *found]


def total(weights: Weights, matched: Mapping[int, int]) -> float:
    return sum(weights[pair] for pair in matched.items())


@pytest.mark.parametrize("seed", range(60))
def test_no_other_matching_weighs_more(seed: int) -> None:
    chance = random.Random(seed)
    left, right = chance.randint(1, 4), chance.randint(1, 4)
    pairs = [p for p in itertools.product(range(left), range(right)) if chance.random() < 0.8]
    weights = {pair: chance.randint(-4, 12) / 2 for pair in pairs}  # halves: many ties, and sums without rounding
    matched = best_matching(weights)
    assert len(set(matched.values())) == len(matched), "no member twice"
    assert all(weights[pair] > 0 for pair in matched.items())
    assert total(weights, matched) == max(sum(weights[p] for p in m) for m in matchings(pairs))


def test_the_best_pair_gives_way_where_all_gain_by_it() -> None:
    """5 is the best pair alone; 4 and 4 together are better."""
    assert best_matching({(0, 0): 5.0, (0, 1): 4.0, (1, 0): 4.0}) == {0: 1, 1: 0}


def test_what_weighs_nothing_is_not_matched() -> None:
    assert best_matching({}) == best_matching({(0, 0): 0.0, (0, 1): -3.0}) == {}


def test_the_order_of_the_pairs_decides_no_tie() -> None:
    weights = {(0, 0): 1.0, (0, 1): 1.0, (1, 0): 1.0, (1, 1): 1.0}
    assert best_matching(weights) == best_matching(dict(reversed(weights.items())))


# ---- how texts end and start


@pytest.mark.parametrize(
    ("text", "x1", "how"),
    [
        ("the pier opened its doors to", 200, End.OPEN),
        ("the pier opened its doors.", 195, End.STOPPED),
        ("the pier opened its “doors.”", 195, End.STOPPED),
        ("it opened.", 90, End.CLOSED),
        ("it opened. ■", 90, End.SIGNED),
    ],
)
def test_how_a_text_ends(text: str, x1: float, how: End) -> None:
    assert end_of(flowing(text, 0, 0, x1=x1), EN) == how


def test_a_signature_ends_a_text() -> None:
    assert end_of(flowing("海鸥又飞回来了。（记者 何春生）", 0, 0, x1=160), ZH) == End.SIGNED


@pytest.mark.parametrize(
    ("text", "x0", "how"),
    [
        ("The pier", 10, Start.INDENTED),
        ("The pier", 0, Start.FLUSH),
        ("to the pier", 0, Start.LOWER),
        (", he said", 0, Start.LOWER),
    ],
)
def test_how_a_text_starts(text: str, x0: float, how: Start) -> None:
    assert start_of(flowing(text, x0, 0), EN) == how


def test_a_chinese_indent_is_wider() -> None:
    assert start_of(flowing("新码头", 10, 0), ZH) == Start.FLUSH
    assert start_of(flowing("新码头", 20, 0), ZH) == Start.INDENTED


def test_every_end_and_start_has_its_weight() -> None:
    assert set(FOLLOWS) == set(itertools.product(End, Start))
    assert FOLLOWS[End.OPEN, Start.LOWER] == max(FOLLOWS.values()), "nothing fits better than the rest of a sentence"
    assert all(FOLLOWS[End.SIGNED, start] < 0 for start in Start)
    assert FOLLOWS[End.CLOSED, Start.INDENTED] > FOLLOWS[End.CLOSED, Start.FLUSH] > FOLLOWS[End.CLOSED, Start.LOWER]


# ---- links

OPEN = ("the harbour office opened its doors", "on Monday and forty people came to")
REST = ("look at the new charts that hang in", "the hall beside the clock. They stay.")
DONE = ("the harbour office opened its doors", "and it stays open.")


def zone(
    texts: tuple[str, ...],
    x0: float = 0.0,
    top: float = 0.0,
    *,
    titled: str | None = None,
    page: int = 1,
    last: float = 200.0,
    jump_from: Line | None = None,
    jump_to: Line | None = None,
    frame: Box | None = None,
) -> Zone:
    """Text of 200 points' width, its last line `last` wide, under a headline where `titled`."""
    widths = [200.0] * (len(texts) - 1) + [last]
    lines = [line(t, x0, top + 15 * i, width=w, page=page) for i, (t, w) in enumerate(zip(texts, widths, strict=True))]
    flow = tuple(FlowLine(li, x0, x0 + 200, 0, 15) for li in lines)
    title = Headline((head(titled, x0, top - 40, number=page),)) if titled else None
    box = union([li.box for li in lines] + ([title.box] if title else []))
    return Zone(page, box, title, (), flow, frame=frame, jump_from=jump_from, jump_to=jump_to)


def layout(*zones: Zone, number: int = 1, rules: tuple[Box, ...] = (), label: str | None = None) -> PageLayout:
    return PageLayout(number, zones, (), label, rules)


def linked(*pages: PageLayout) -> list[tuple[int, int]]:
    return [(found.before, found.after) for found in link(pages, EN)]


def evidence(found: Link) -> dict[str, float]:
    return {e.name: e.weight for e in found.evidence}


def test_text_without_a_headline_goes_on_from_the_next_column() -> None:
    (found,) = link([layout(zone(OPEN, titled="Pier opens"), zone(REST, 220))], EN)
    assert (found.before, found.after, found.leads) == (0, 1, False)
    assert evidence(found) == {
        "open then lower": 5.0,
        "same type": 1.0,
        "same measure": 0.5,
        "next column": 2.0,
        "at the foot of its column": 0.5,
    }
    assert found.weight == 9.0


def test_a_rule_between_two_columns_speaks_against_it() -> None:
    zones = zone(OPEN, titled="Pier opens"), zone(REST, 220)
    (plain,), (ruled,) = link([layout(*zones)], EN), link([layout(*zones, rules=(Box(210, -40, 211, 40),))], EN)
    assert evidence(ruled) == evidence(plain) | {"rule between": -2.5}


def test_a_rule_between_columns_says_nothing_where_columns_of_one_text_have_one_too() -> None:
    zones = zone(OPEN, titled="Pier opens"), zone(REST, 220)
    rules = (Box(210, -40, 211, 40), Box(210, 300, 211, 345))
    title = Headline((head("Library is closing", 0, 260, width=420),))
    columns = [replace(f, column=i) for i, x0 in enumerate((0, 220)) for f in zone(DONE, x0, 300).flow]
    wide = Zone(1, Box(0, 260, 420, 330), title, (), tuple(columns))
    (plain, *_), (ruled, *_) = link([layout(*zones, wide)], EN), link([layout(*zones, wide, rules=rules)], EN)
    assert evidence(ruled) == evidence(plain)
    short = replace(wide, headline=Headline((head("Library is closing", 0, 260, width=200),)))
    (parted, *_) = link([layout(*zones, short, rules=rules)], EN)
    assert "rule between" in evidence(parted), "the headline stands over one column alone"


def test_a_text_goes_on_in_the_next_column_of_its_box() -> None:
    box = Box(-10, -60, 440, 60)
    zones = zone(OPEN, titled="Pier opens", frame=box), zone(REST, 220, frame=box)
    assert linked(layout(*zones)) == [(0, 1)]
    assert linked(layout(zones[0], replace(zones[1], frame=Box(210, -10, 440, 60)))) == [], "another box"


def test_a_text_in_another_type_is_another_text() -> None:
    other = zone(REST, 220)
    flow = tuple(
        FlowLine(line(f.text, 220, 15 * i, 14.0, width=200), 220, 420, 0, 15) for i, f in enumerate(other.flow)
    )
    plain, larger = zone(DONE, titled="Pier opens", last=60), Zone(1, other.box, None, (), flow)
    assert linked(layout(plain, larger)) == []


def test_a_text_that_was_signed_goes_on_nowhere() -> None:
    signed = zone(("the harbour office opened its doors", "and it stays. ■"), titled="Pier opens", last=90)
    assert linked(layout(signed, zone(("New charts hang in the hall beside", "the clock."), 220))) == []


def test_a_byline_alone_leads_the_text_beside_its_headline() -> None:
    title = zone(("By Jane Doe",), titled="Pier opens", top=40, last=60)
    beside = zone(("The harbour office opened its doors", "and it stays open."), 210, 0)
    other = zone(DONE, 0, 200, titled="Library closes")
    assert linked(layout(title, beside, other)) == [(0, 1)]


def test_a_text_that_jumps_is_cut_where_it_stands() -> None:
    """Its last line is short, and yet its paragraph goes on."""
    jump = line("See PIER, page 2", 100, 60, 9)
    rest = zone(("Mayor Jane Roe said that they should", *REST), page=2)
    stays, jumps = (Story((zone(OPEN, last=60, jump_to=to), rest)) for to in (None, jump))
    assert jumps.flow[1].short == 0
    assert [len(paragraphs(story.flow, EN, indents=False)) for story in (stays, jumps)] == [2, 1]


def test_a_box_is_closed_and_a_headline_begins() -> None:
    framed = zone(REST, 220, frame=Box(215, -5, 425, 60))
    assert not is_open(zone(REST, titled="Own")) and is_open(zone(REST))
    before = zone(OPEN, titled="Pier opens")
    assert linked(layout(before, zone(REST, 220))) and linked(layout(before, framed)) == []


def test_a_box_goes_on_in_the_same_box_of_the_next_page_alone() -> None:
    box = Box(-5, -5, 205, 60)
    before = zone(OPEN, titled="Pier opens", frame=box)
    same, other = zone(REST, page=2, frame=box), zone(REST, page=2, frame=Box(-5, -5, 305, 60))
    assert linked(layout(before), layout(same, number=2))
    assert not linked(layout(before), layout(other, number=2))
    assert not linked(layout(before), layout(zone(REST, page=2), number=2))
    under = zone(("Another text stands under it.",), page=1, titled="Under it")
    lower = replace(under, box=Box(0, 300, 200, 340))
    assert not linked(layout(before, lower), layout(same, number=2))


def test_over_the_page_the_last_text_goes_on_with_the_first() -> None:
    pages = layout(zone(OPEN, titled="Pier opens")), layout(zone(REST, page=2), number=2)
    (found,) = link(pages, EN)
    assert evidence(found)["over the page"] == 2.0
    apart = layout(zone(OPEN, titled="Pier opens")), layout(number=2), layout(zone(REST, page=3), number=3)
    (found,) = link(apart, EN)
    assert evidence(found)["pages apart"] == -4.0
    too_far = [
        layout(zone(OPEN, titled="Pier opens")),
        layout(number=2),
        layout(number=3),
        layout(zone(REST, page=4), number=4),
    ]
    assert linked(*too_far) == []


def test_two_texts_and_two_places_are_decided_at_once() -> None:
    """Each text fits the first place best by its place alone; one of them has to take the other."""
    open_one, closed = zone(OPEN, titled="Pier opens"), zone(DONE, 440, titled="Clock stops", last=90)
    rest, new = zone(REST, 220), zone(("The clock is to be mended in spring", "and it will chime."), 660)
    new = Zone(
        1, new.box, None, (), (FlowLine(line(new.flow[0].text, 670, 0, width=190), 660, 860, 0, 15), new.flow[1])
    )
    assert linked(layout(open_one, rest, closed, new)) == [(0, 1), (2, 3)]


def test_where_places_are_about_as_good_the_words_decide() -> None:
    """By their places, the last text of the first page goes on in the first of the second."""
    ferry = zone(("the ferry crossed the sound again nine", "weeks after its engine failed in a"), titled="Ferry sails")
    hens = zone(("Edith Ott keeps nine hens, and in the", "spring they will not stop laying"), 440, titled="Nine hens")
    storm = zone(("storm that broke its mast. The captain", "and all of the crew are well."), page=2)
    eggs = zone(("eggs, so that her neighbors are given", "a dozen every week."), 440, page=2)
    found = link([layout(ferry, hens), layout(storm, eggs, number=2)], EN)
    assert [(made.before, made.after) for made in found] == [(0, 2), (1, 3)]
    assert all(evidence(made)["how it reads on"] > 0 for made in found)


def test_a_column_at_the_left_of_the_headlines_columns_leads() -> None:
    """The headline stands over the right column; the left one is the article's beginning."""
    left = zone(("The harbour office opened its doors", *OPEN[1:]), 0, 0)
    left = Zone(
        1, left.box, None, (), (FlowLine(line(left.flow[0].text, 10, 0, width=190), 0, 200, 0, 15), *left.flow[1:])
    )
    (found,) = link([layout(zone(REST, 220, titled="Pier opens"), left)], EN)
    assert (found.before, found.after, found.leads) == (0, 1, True)
    assert evidence(found)["column at the left"] == 1.0


def test_a_jump_line_names_the_page_and_the_title() -> None:
    to = line("See PIER on Page A5", 0, 60)
    come = line("PIER, from Page A1", 0, 0, page=2)
    start = zone(OPEN, titled="Pier opens", jump_to=to)
    other = zone(OPEN, 220, titled="Clock stops")
    end = zone(REST, page=2, top=60, titled="Pier", jump_from=come)
    found = link([layout(start, other, label="A1"), layout(end, number=2, label="A5")], EN)
    assert [(one.before, one.after) for one in found] == [(0, 2)]
    assert {"page named", "page it came from", "words of the title"} <= set(evidence(found[0]))
    assert evidence(found[0])["page named"] == 3.0


@pytest.mark.parametrize(
    ("said", "label", "same"),
    [
        ("5", "5", True),
        ("A5", "A05", True),
        ("5", "A5", True),
        ("B5", "A5", False),
        ("6", "5", False),
        (None, "5", None),
        ("5", None, None),
        ("5", "第5版", True),
    ],
)
def test_labels_of_pages(said: str | None, label: str | None, same: bool | None) -> None:
    assert same_label(said, label) is same


# ---- on whole pages


@pytest.fixture(scope="module")
def links_of_samples() -> dict[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    segment = api.segment.segment

    def kept(*args: object) -> Segmented:
        segmented = segment(*args)  # type: ignore[arg-type]
        found[path.stem] = segmented.links
        return segmented

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.segment, "segment", kept)
        for path in SAMPLES:
            docparse.parse(path)
    return found


def test_every_link_keeps_what_it_was_decided_by(links_of_samples: dict[str, tuple[Link, ...]]) -> None:
    links = [one for found in links_of_samples.values() for one in found]
    assert len(links_of_samples) == len(SAMPLES) and links
    for one in links:
        assert one.evidence and all(isinstance(e, Evidence) and e.name for e in one.evidence)
        assert one.weight == sum(e.weight for e in one.evidence) > 0


def test_no_text_goes_on_twice_or_is_the_rest_of_two(links_of_samples: dict[str, tuple[Link, ...]]) -> None:
    for found in links_of_samples.values():
        assert len({one.after for one in found}) == len(found)
        assert len({(one.before, one.leads) for one in found}) == len(found)
        assert all(one.before != one.after for one in found)
