"""What a distribution says of its bars, against NumPy by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.engine.view import PlaneNumbers
from cnnlab.explain.distribution import Distribution, Tally, widened
from cnnlab.explain.questions import DistributionOf

SCALES = st.floats(1e-6, 1e6)


def shown(counts: list[int], level: float = 1.0, total: int | None = None, exact: bool = True) -> Distribution:
    """A distribution with these counts; all but those have no meaning."""
    numbers = PlaneNumbers(sum(counts), -1.0, 1.0, 0.0, 1.0, 0, 0, 0)
    cells = np.zeros((1, 1), np.uint8)
    return Distribution(
        DistributionOf("conv1", 0),
        (-level, level),
        widened((-level, level), 252),
        Tally(np.array(counts), numbers),
        total if total is not None else sum(counts),
        None,
        (),
        cells,
        cells,
        (1, 1),
        exact,
    )


@given(SCALES, st.integers(1, 60), st.floats(-2, 2))
def test_a_value_lies_between_the_edges_of_its_bar(level: float, half: int, share: float) -> None:
    of = shown([1] * (2 * half + 3), level)
    value = share * level
    low, high = of.edges(of.bar_at(value), of.bar_at(value))
    assert low - 1e-9 * level <= value <= high + 1e-9 * level


@given(SCALES, st.integers(0, 60))
def test_zero_is_in_the_middle_of_the_middle_bar(level: float, half: int) -> None:
    of = shown([0] * (2 * half + 3), level)
    assert of.bar_at(0.0) == half + 1
    assert of.middles[half] == pytest.approx(0, abs=1e-12 * level)
    assert len(of.middles) == of.inner == 2 * half + 1


def test_what_rounds_to_the_end_of_the_colours_is_within_the_scale() -> None:
    of = shown([0] * 13, 126.0)
    assert (of.bar_at(126.49), of.bar_at(126.51)) == (11, 12)
    assert (of.bar_at(-126.49), of.bar_at(-126.51)) == (1, 0)
    assert widened((0.0, 1.0), 255) == pytest.approx((-1 / 510, 1 + 1 / 510))


def test_beyond_the_scale_there_is_no_end() -> None:
    of = shown([1, 2, 3, 4, 5])
    assert of.edges(0, 1)[0] == -math.inf
    assert of.edges(3, 4)[1] == math.inf
    assert of.edges(1, 3) == pytest.approx(of.reach)


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=40), st.data())
def test_a_range_holds_what_its_bars_hold(counts: list[int], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(counts) - 1))
    last = data.draw(st.integers(first, len(counts) - 1))
    assert shown(counts).within(first, last) == sum(counts[first : last + 1])


def test_of_a_sample_the_whole_is_worked_out() -> None:
    of = shown([1, 2, 1], total=400, exact=False)
    assert of.within(1, 1) == 200
    assert of.counts(of.values).tolist() == [100, 200, 100]
