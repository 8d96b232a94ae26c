"""Boxes and intervals, by examples that can be checked by eye."""

from __future__ import annotations

import pytest

from docparse.geometry import Box, clusters, gaps, intersection, median, overlap, union, x_overlap, y_overlap

SQUARE = Box(0, 0, 10, 10)


def test_a_box_knows_its_sides_and_its_middle() -> None:
    box = Box(10, 20, 40, 60)
    assert (box.width, box.height, box.area, box.cx, box.cy) == (30, 40, 1200, 25, 40)
    assert box.middle == (25, 40)
    assert box.grown(5) == Box(5, 15, 45, 65)


def test_a_box_turned_inside_out_has_no_area() -> None:
    assert Box(10, 10, 0, 20).area == 0
    assert Box(10, 10, 0, 0).area == 0


def test_what_a_box_contains() -> None:
    assert SQUARE.contains_point(0, 10) and not SQUARE.contains_point(5, 10.1)
    assert SQUARE.indices([(5, 5), (11, 5), (0, 10)]) == [0, 2]
    assert SQUARE.contains(SQUARE)
    assert not SQUARE.contains(Box(-1, 0, 10, 10))
    assert SQUARE.contains(Box(-1, 0, 10, 11), slack=1)


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [((0, 10), (5, 20), 5), ((0, 10), (2, 4), 2), ((0, 10), (10, 20), 0), ((0, 10), (13, 20), -3)],
    ids=["partly", "inside", "touching", "apart"],
)
def test_overlap_is_the_shared_length_or_the_gap(a: tuple[float, float], b: tuple[float, float], shared: float) -> None:
    assert overlap(*a, *b) == overlap(*b, *a) == shared
    assert x_overlap(Box(a[0], 0, a[1], 1), Box(b[0], 5, b[1], 6)) == shared
    assert y_overlap(Box(0, a[0], 1, a[1]), Box(5, b[0], 6, b[1])) == shared


def test_intersection_is_never_negative() -> None:
    assert intersection(SQUARE, Box(5, 8, 20, 20)) == 10
    assert intersection(SQUARE, Box(20, 20, 30, 30)) == 0


def test_union_is_around_everything() -> None:
    assert union([SQUARE, Box(5, -5, 6, 20)]) == Box(0, -5, 10, 20)
    with pytest.raises(ValueError):
        union([])


def test_gaps_are_the_empty_stretches_between_intervals_in_any_order() -> None:
    assert gaps([(30, 40), (0, 10), (5, 20)], 5) == [(20, 30)]
    assert gaps([(0, 10), (14, 20)], 5) == []
    assert gaps([(0, 100), (10, 20), (40, 50)], 5) == []
    assert gaps([], 5) == []


def test_clusters_hold_values_whose_neighbours_are_near() -> None:
    assert clusters([5, 1, 2, 9, 3], 1) == [[1, 2, 3], [5], [9]]
    assert clusters([], 1) == []


def test_the_median_of_an_even_number_is_the_upper_one() -> None:
    assert median([3, 1, 2]) == 2
    assert median([4, 1, 2, 3]) == 3
    with pytest.raises(IndexError):
        median([])
