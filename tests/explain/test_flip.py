"""A kernel as it is and flipped, against torch."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.explain.flip import Flip

SIDES = st.integers(1, 5)


def case(height: int, width: int, seed: int) -> Flip:
    numbers = np.random.default_rng(seed)
    return Flip(numbers.normal(size=(height, width)), numbers.normal(size=(height, width)))


@given(SIDES, SIDES, st.integers(0, 99))
def test_the_sums_are_torchs_conv2d_of_the_kernel_and_of_the_flipped_one(height: int, width: int, seed: int) -> None:
    flip = case(height, width, seed)
    patch, kernel = (torch.tensor(np.array(a))[None, None] for a in (flip.patch, flip.kernel))
    for kernels, products in ((kernel, flip.correlation), (kernel.flip(2, 3), flip.convolution)):
        expected = torch.nn.functional.conv2d(patch, kernels).item()
        np.testing.assert_allclose(products.sum(), expected, rtol=1e-12, atol=1e-12)


@given(SIDES, SIDES, st.integers(0, 99), st.integers(1, 4))
def test_what_is_written_adds_up(height: int, width: int, seed: int, significant: int) -> None:
    written = case(height, width, seed).written(significant)
    for shown in (written.correlation, written.convolution):
        assert sum(map(Decimal, shown.addends)) == Decimal(shown.result)
    difference = Decimal(written.correlation.result) - Decimal(written.convolution.result)
    assert difference == Decimal(written.difference)


def test_on_a_flat_patch_equal_products_are_written_alike_and_what_that_leaves_is_an_addend() -> None:
    for shown in (
        (written := Flip(np.full((3, 3), 1 / 9), np.full((3, 3), 0.5)).written()).correlation,
        written.convolution,
    ):
        assert len(set(shown.addends)) == 1
        assert shown.gap is not None
        assert sum(map(Decimal, (*shown.addends, shown.gap))) == Decimal(shown.result)
    assert Decimal(written.difference) == 0


@given(SIDES, SIDES, st.integers(0, 99))
def test_point_symmetric_kernels_give_the_same(height: int, width: int, seed: int) -> None:
    flip = case(height, width, seed)
    same = Flip(flip.kernel + flip.flipped, flip.patch)
    assert same.symmetric
    np.testing.assert_allclose(same.correlation.sum(), same.convolution.sum(), atol=1e-12)
    assert flip.symmetric == (height == width == 1)


def test_numbers_that_are_not_finite_are_written_all_the_same() -> None:
    flip = Flip(np.array([[np.inf, 1.0]]), np.array([[1.0, 2.0]]))
    assert "inf" in flip.written().correlation.result
    assert flip.written().difference == "nan"
