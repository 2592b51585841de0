"""A sum of products in writing adds up with a pencil, whatever is left out."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.explain.products import fewest_digits, written_products

NUMBERS = st.lists(st.floats(-20, 20, allow_subnormal=False), min_size=1, max_size=30).map(np.array)


def added(text: str) -> Decimal:
    """What a line of addends comes to."""
    parts = text.split(" from ")[0].split(" + ")
    return sum((Decimal(part.strip("()")) for part in parts), Decimal(0))


@given(NUMBERS, st.integers(0, 999), st.integers(2, 40))
def test_the_addends_add_up_to_the_result(first: np.ndarray, seed: int, most: int) -> None:
    second = np.random.default_rng(seed).normal(size=len(first))
    written = written_products(first, second, most)
    assert added(written.addends) == Decimal(written.result)
    assert sum(map(Decimal, written.products)) == Decimal(written.result)
    assert float(written.result) == np.float64(written.result)


def test_it_reads_like_a_sentence() -> None:
    written = written_products(np.array([0.5, 1.0, -1.0]), np.array([1.0, 0.5, 0.25]))
    assert written.factors == "0.5·1 + 1·0.5 + (-1)·0.25"
    assert written.addends == "0.50 + 0.50 + (-0.25)"
    assert written.result == "0.75"


def test_whole_numbers_have_no_decimals() -> None:
    written = written_products(np.array([2.0, 3.0]), np.array([5.0, -1.0]))
    assert (written.addends, written.result) == ("10 + (-3)", "7")
    assert fewest_digits(np.array([1 / 3])).decimals > 2


def test_what_is_left_out_is_one_more_addend() -> None:
    written = written_products(np.arange(6.0), np.ones(6), most=3)
    assert written.addends == "0 + 1 + 14 from 4 more"
    assert written.factors.endswith("…")
    assert written.result == "15"


def test_equal_products_are_written_alike_and_what_that_leaves_is_said() -> None:
    written = written_products(np.full(3, 1 / 3), np.ones(3))
    assert written.addends == "0.333 + 0.333 + 0.333 + 0.001 rounding"
    assert written.result == "1.000"


def test_nothing_comes_to_zero() -> None:
    assert float(written_products(np.zeros(0), np.zeros(0)).result) == 0
