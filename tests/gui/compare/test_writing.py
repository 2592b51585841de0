"""Numbers of two variants are written so that they add up."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.gui.compare.writing import aligned, minus, window
from cnnlab.gui.inspector.numbers import precise

SINGLES = st.floats(width=32, allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6)


@settings(max_examples=50)
@given(SINGLES, SINGLES)
def test_exact_digits_add_up_and_are_those_of_the_numbers(a: float, b: float) -> None:
    first, second = precise(a), precise(b)
    assert np.float32(first) == np.float32(a)
    gap = Decimal(minus(second, first))
    wanted = Decimal(second) - Decimal(first)
    assert gap == wanted or abs(gap - wanted) <= abs(wanted) * Decimal("1e-6")


@settings(max_examples=50)
@given(SINGLES, SINGLES)
def test_rounded_numbers_add_up_as_they_are_written(a: float, b: float) -> None:
    first, second, gap = aligned(a, b)
    if "e" not in first:
        assert Decimal(first) + Decimal(gap) == Decimal(second)


@pytest.mark.parametrize("texts", [("nan", "1"), ("inf", "inf"), ("1", "-inf")])
def test_what_is_not_finite_has_no_difference(texts: tuple[str, str]) -> None:
    assert minus(*texts) == "–"


def test_numbers_that_are_not_finite_are_said() -> None:
    assert aligned(math.nan, 1.5) == ("–", "1.500", "–")
    assert aligned(math.inf, 1.5)[0] == "inf"
    assert aligned(0.0, 0.0) == ("0", "0", "0")
    assert aligned(1.0, 1.0)[2] == "0"
    assert minus("0.25", "0.25") == "0"


def test_very_small_numbers_share_one_power_of_ten_and_add_up() -> None:
    assert aligned(3.08e-9, -1.2e-8) == ("0.3e-8", "-1.2e-8", "-1.5e-8")


@pytest.mark.parametrize("size", [1e-5, 2.845e-4, 2.845e-3, 0.02845, 0.2845, 2.845, 28.45, 284.5])
def test_no_number_fills_its_column_so_that_it_touches_the_one_before(size: float) -> None:
    assert all(len(text) <= 8 for text in aligned(-size, 0.9 * size)[:2])


def test_cells_of_a_b_and_what_is_between_them_add_up_as_they_are_written() -> None:
    rng = np.random.default_rng(0)
    a, b = (rng.normal(0, 0.3, (5, 7)).astype(np.float32) for _ in range(2))
    b[0, 0] = a[0, 0]
    first, second, gap = window(a, b)
    assert gap[0, 0] == "0"
    for x, y, between in zip(first.ravel(), second.ravel(), gap.ravel(), strict=True):
        assert Decimal(y) - Decimal(x) == Decimal(between)
        assert len(x.partition(".")[2]) == len(y.partition(".")[2]) == 3 or between == "0"
    b[1, 1] = np.nan
    assert window(a, b)[2][1, 1] == "–"
