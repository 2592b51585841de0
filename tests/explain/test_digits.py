"""What is shown is added up with a pencil, that is with decimals, and must come to what is shown below the line."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.explanation import Explanation, Patch, sealed
from cnnlab.blocks.sizes import short
from cnnlab.blocks.weighted import weighted_sum
from cnnlab.explain.digits import (
    Digits,
    digits_for,
    exact_text,
    mean_text,
    number_text,
    range_text,
    shown_sum,
    shown_terms,
)

magnitudes = st.floats(-1e30, 1e30, allow_subnormal=False) | st.floats(-10, 10, allow_subnormal=False)
numbers = st.lists(magnitudes, min_size=0, max_size=40)


@settings(max_examples=300, deadline=None)
@given(addends=numbers, off=st.sampled_from([0.0, 0.0, 1e-7, -3e-7, 0.4, -5.0]))
def test_what_is_shown_adds_up(addends: list[float], off: float) -> None:
    values = np.array(addends, np.float64)
    result = float(values.sum()) * (1 + off)
    shown = shown_sum(values, result)
    read = [Decimal(text) for text in (*shown.addends, *([shown.gap] if shown.gap else []))]
    assert sum(read, Decimal(0)) == Decimal(shown.result)
    unit = Decimal(10) ** (shown.digits.exponent - shown.digits.decimals)
    for text, value in zip(shown.addends, addends, strict=True):
        assert abs(Decimal(text) - Decimal(value)) <= unit * Decimal("1.000001")
    assert abs(Decimal(shown.result) - Decimal(result)) <= unit * Decimal("0.500001")
    assert (shown.gap is None) or off or len({round(a / float(unit), 6) for a in addends}) < len(addends)
    assert all(len({t for t, v in zip(shown.addends, addends, strict=True) if v == a}) == 1 for a in addends)


@settings(max_examples=300, deadline=None)
@given(value=magnitudes, count=st.integers(2, 9), others=st.lists(magnitudes, max_size=9))
def test_equal_addends_are_shown_alike_and_what_that_leaves_is_an_addend(
    value: float, count: int, others: list[float]
) -> None:
    addends = np.array([value] * count + others)
    shown = shown_sum(addends, float(addends.sum()))
    assert len(set(shown.addends[:count])) == 1
    read = [Decimal(text) for text in (*shown.addends, *([shown.gap] if shown.gap else []))]
    assert sum(read, Decimal(0)) == Decimal(shown.result)
    unit = Decimal(10) ** (shown.digits.exponent - shown.digits.decimals)
    assert abs(Decimal(shown.gap or 0)) <= unit * (count + len(others))


def test_a_third_is_shown_three_times_alike() -> None:
    shown = shown_sum(np.full(3, 1 / 3), 1.0)
    assert (shown.addends, shown.gap, shown.result) == (("0.333",) * 3, "0.001", "1.000")
    beside = shown_sum(np.array([1 / 3, 1 / 3, 1 / 3, 0.00042]), 1.00042)
    assert (beside.addends, beside.gap, beside.result) == (("0.333", "0.333", "0.333", "0.001"), None, "1.000")


def test_equal_products_of_a_blur_are_shown_alike() -> None:
    patch = np.full((2, 3, 3), np.float32(0.7))
    patch[1] = np.arange(9).reshape(3, 3)
    weights = np.full((2, 3, 3), np.float32(1 / 9)).astype(np.float64)
    cells = Patch(range(2), np.arange(3), np.arange(3), sealed(patch))
    value = float(np.float32((patch * weights).sum()))
    shown = shown_terms(weighted_sum((0, 0, 0, 0), value, cells, weights, 0.05, ()))
    assert len(set(shown.products[0].ravel())) == 1
    for products, total in zip(shown.products, shown.sums, strict=True):
        assert sum((Decimal(text) for text in products.ravel()), Decimal(0)) == Decimal(total)
    rest = [text for text in (shown.bias, shown.gap) if text is not None]
    assert sum(map(Decimal, [*shown.sums, *rest]), Decimal(0)) == Decimal(shown.value)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), channels=st.integers(2, 5))
def test_equal_products_of_different_channels_are_shown_alike(seed: int, channels: int) -> None:
    rng = np.random.default_rng(seed)
    patch = rng.choice(np.array([0.1234567, 0.7654321, -1 / 3, 2 / 7], np.float32), (channels, 2, 2))
    weights = rng.choice(np.array([1 / 9, -1.0, 1 / 7]), (channels, 2, 2))
    cells = Patch(range(channels), np.arange(2), np.arange(2), sealed(patch))
    value = float(np.float32((patch * weights).sum()))
    found = weighted_sum((0, 0, 0, 0), value, cells, weights, None, ())
    assert found.terms is not None
    shown = shown_terms(found)
    texts: dict[float, set[str]] = {}
    for product, text in zip(found.terms.products.ravel(), shown.products.ravel(), strict=True):
        texts.setdefault(float(product), set()).add(text)
    assert all(len(ways) == 1 for ways in texts.values())
    for products, total in zip(shown.products, shown.sums, strict=True):
        assert sum((Decimal(text) for text in products.ravel()), Decimal(0)) == Decimal(total)
    rest = [text for text in (shown.gap,) if text is not None]
    assert sum(map(Decimal, [*shown.sums, *rest]), Decimal(0)) == Decimal(shown.value)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32), channels=st.integers(1, 5), side=st.integers(1, 3), power=st.integers(-9, 9))
def test_products_add_up_to_their_sum_and_sums_to_the_value(seed: int, channels: int, side: int, power: int) -> None:
    shown = shown_terms(explanation(seed, channels, side, 10.0**power))
    for products, total in zip(shown.products, shown.sums, strict=True):
        assert sum((Decimal(text) for text in products.ravel()), Decimal(0)) == Decimal(total)
    rest = [text for text in (shown.bias, shown.gap) if text is not None]
    assert sum(map(Decimal, [*shown.sums, *rest]), Decimal(0)) == Decimal(shown.value)


def explanation(seed: int, channels: int, side: int, size: float) -> Explanation:
    """A weighted sum of noise, one weight of which is zero, with the value that float32 gives."""
    rng = np.random.default_rng(seed)
    patch, weights = (rng.normal(size=(channels, side, side)).astype(np.float32) for _ in range(2))
    weights[0, 0, 0] = 0
    patch *= np.float32(size)
    bias = None if seed % 3 == 0 else float(np.float32(rng.normal()))
    value = float(np.float32((patch * weights).sum(dtype=np.float32) + np.float32(bias or 0)))
    cells = Patch(range(channels), np.arange(side), np.arange(side), sealed(patch))
    return weighted_sum((0, 0, 0, 0), value, cells, weights.astype(np.float64), bias, ())


def test_a_product_with_a_zero_is_shown_as_zero() -> None:
    for seed in range(40):
        assert Decimal(str(shown_terms(explanation(seed, 2, 3, 1.0)).products[0, 0, 0])) == 0


@pytest.mark.parametrize(
    ("units", "digits", "text"),
    [
        (-13, Digits(3), "-0.013"),
        (0, Digits(3), "0.000"),
        (12345, Digits(2), "123.45"),
        (7, Digits(0), "7"),
        (-1234, Digits(3, -7), "-1.234e-7"),
    ],
)
def test_units_are_written_exactly(units: int, digits: Digits, text: str) -> None:
    assert digits.text(units) == text


def test_a_small_result_of_large_addends_keeps_three_digits() -> None:
    shown = shown_sum(np.array([0.76895, -0.75581]), 0.01314)
    assert shown.addends == ("0.7689", "-0.7558") or shown.addends == ("0.7690", "-0.7559")
    assert shown.result == "0.0131"
    assert digits_for(np.array([1.0, -1.0 + 1e-9]), 1e-9).decimals == 7


def test_what_float32_rounded_away_is_an_addend_where_it_can_be_seen() -> None:
    shown = shown_sum(np.array([1.0, 2.0]), 3.25)
    assert (shown.addends, shown.gap, shown.result) == (("1.000", "2.000"), "0.250", "3.250")


def test_numbers_that_are_not_finite_are_named() -> None:
    shown = shown_sum(np.array([np.inf, 1.0]), np.inf)
    assert (shown.addends, shown.result, shown.gap) == (("inf", "1.000"), "inf", None)
    assert shown_sum(np.array([np.nan]), np.nan).result == "nan"


def test_the_smallest_numbers_are_written_too() -> None:
    assert shown_sum(np.array([2.2250738585072014e-308]), 2.2250738585072014e-308).result == "2.225e-308"


def test_a_sum_of_nothing_is_zero() -> None:
    assert shown_sum(np.array([]), 0.0).result == "0.000"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.43123, "0.4312"),
        (-12.5, "-12.50"),
        (3.4e-5, "3.400e-5"),
        (0.99996, "1.000"),
        (0.001, "0.001000"),
        (0.000999996, "0.001000"),
        (1234567.0, "1.235e6"),
        (0.0, "0"),
        (np.nan, "NaN"),
        (-np.inf, "-inf"),
    ],
)
def test_a_number_on_its_own_is_written_alike_on_all_pages(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (1e-5, "0.00001"),
        (-1e-5, "-0.00001"),
        (1e-12, "1e-12"),
        (1.2345e-7, "1.2345e-7"),
        (1e6, "1000000"),
    ],
)
def test_a_chosen_number_has_the_digits_that_it_was_given(value: float, text: str) -> None:
    assert exact_text(value) == text
    assert short(value) == text


def test_a_mean_that_only_rounding_has_left_is_zero() -> None:
    assert mean_text(-1e-17, 0.3) == "0"
    assert mean_text(6.86e-4, 0.249) == "6.860e-4"
    assert mean_text(0.25, 0.0) == "0.2500"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.003, 0.839, "0.003 … 0.839"),
        (-2.9431, 3.1184, "-2.94 … 3.12"),
        (0.0, 3.1184, "0 … 3.12"),
        (-0.02, 41.26, "-0.0200 … 41.3"),
        (0.00149, 0.839, "0.00149 … 0.839"),
        (1.234e-7, 0.839, "1.23e-7 … 0.839"),
        (-math.inf, 2.0, "-inf … 2.00"),
        (0.0, 0.0, "0 … 0"),
        (1.2e8, 3.45e9, "1.20e8 … 3.45e9"),
    ],
)
def test_both_ends_of_a_range_are_as_exact_as_each_other_where_that_leaves_enough(
    low: float, high: float, said: str
) -> None:
    assert range_text(low, high) == said
