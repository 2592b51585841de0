"""Bars stand where the pointer finds them, and are as high as their counts."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.explain.distribution import Distribution, Tally
from cnnlab.gui.drawer.distribution.geometry import CUT, BarPlaces, count_text, held_top, top_of, upright
from tests.explain.test_distribution import shown

COUNTS = st.lists(st.integers(0, 10**6), min_size=4, max_size=60)


def compared(counts: list[int], before: list[int]) -> Distribution:
    """A distribution over that of its input."""
    of = shown(counts)
    numbers = dataclasses.replace(of.values.numbers, count=sum(before))
    return dataclasses.replace(of, before=Tally(np.array(before), numbers))


@given(st.integers(200, 2000), st.integers(1, 101))
def test_the_pointer_finds_each_bar_in_its_middle(width: int, inner: int) -> None:
    places = BarPlaces(40, 40 + width, 14, 7, inner)
    for bar in range(inner + 2):
        left, right = places.edges(bar)
        assert right > left
        assert places.bar_at((left + right) / 2) == bar
    assert places.edges(1)[0] - places.edges(0)[1] == 7


def test_beside_the_plot_the_nearest_bar_is_meant() -> None:
    places = BarPlaces(40, 240, 14, 7, 21)
    assert (places.bar_at(-50), places.bar_at(900)) == (0, 22)


@given(COUNTS)
def test_linear_heights_are_counts_in_one_scale(counts: list[int]) -> None:
    heights = upright(shown(counts), logarithmic=False).values.tolist()
    whole = [(count, height) for count, height in zip(counts, heights, strict=True) if height < CUT]
    assert [height == 0 for height in heights] == [count == 0 for count in counts]
    top = max(whole)
    assert [height for _count, height in whole] == pytest.approx([c * top[1] / max(1, top[0]) for c, _height in whole])


@given(COUNTS)
def test_logarithmic_heights_grow_with_the_count_and_none_is_cut(counts: list[int]) -> None:
    found = upright(shown(counts), logarithmic=True)
    assert found.values.max() <= 1 + 1e-12
    assert np.argsort(found.values, kind="stable").tolist() == np.argsort(counts, kind="stable").tolist()


def test_a_bar_that_dwarfs_the_others_is_cut_and_one_that_is_only_higher_is_not() -> None:
    assert upright(shown([0, 10, 100, 20, 0]), False).values.tolist() == [0, 0.5, CUT, 1, 0]
    assert upright(shown([0, 10, 40, 20, 0]), False).values.tolist() == [0, 0.25, 1, 0.5, 0]
    assert upright(shown([0, 0, 100, 0, 0]), False).values.tolist() == [0, 0, 1, 0, 0]


def test_input_and_output_stand_in_one_scale() -> None:
    found = upright(compared([0, 2, 4, 2, 0], [0, 3, 2, 3, 0]), False)
    assert found.before.tolist() == [0, 3 / 4, 2 / 4, 3 / 4, 0]
    assert found.values.tolist() == [0, 2 / 4, 1, 2 / 4, 0]


@given(st.integers(1, 10**8), st.booleans())
def test_a_few_round_counts_are_written_within_the_plot(top: int, logarithmic: bool) -> None:
    marks = upright(shown([0, top, top, 0]), logarithmic).marks
    assert 1 <= len(marks) <= 5
    for count, height in marks:
        assert 0 < height <= 1
        digits = f"{count:.0f}".rstrip("0")
        assert digits in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "15", "12") or int(digits) % 5 == 0
        expected = math.log1p(count) / math.log1p(top) if logarithmic else count / top
        assert height == pytest.approx(expected)


def test_counts_take_little_room() -> None:
    assert [count_text(n) for n in (0, 850, 1500, 20000, 3e6, 2e9)] == ["0", "850", "1.5k", "20k", "3M", "2G"]


def test_a_live_scale_grows_at_once_stands_still_over_small_changes_and_shrinks_slowly() -> None:
    assert held_top(120, 100) == 120
    assert [held_top(top, 100) for top in (100, 95, 80, 71)] == [100, 100, 100, 100]
    assert held_top(20, 100) == pytest.approx(88)
    top, tops = 1000.0, []
    for _ in range(40):
        top = held_top(100.0, top)
        tops.append(top)
    assert tops == sorted(tops, reverse=True)
    assert tops[3] > 500, "not at once"
    assert 100 <= tops[-1] <= 100 / 0.7 + 1, "but in the end"


@given(COUNTS, st.booleans())
def test_no_bar_is_cut_by_a_scale_that_is_held(counts: list[int], logarithmic: bool) -> None:
    of = shown(counts)
    own = top_of(of, logarithmic)
    alone, held = upright(of, logarithmic), upright(of, logarithmic, held_top(own, 3 * own))
    assert alone.values.tolist() == upright(of, logarithmic, own).values.tolist()
    assert (held.values <= alone.values).all()
