"""Convolution as a product of matrices, against torch and NumPy."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from cnnlab.explain.im2col import Geometry, Unrolled, liveliest, toeplitz_1d
from cnnlab.explain.signals import Cut, Sliding

SIDES = st.integers(1, 5)
GEOMETRIES = st.builds(
    Geometry,
    size=st.tuples(SIDES, SIDES),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.integers(1, 3),
    padding=st.integers(0, 2),
    dilation=st.integers(1, 2),
)


def unrolled(geometry: Geometry, seed: int) -> Unrolled:
    numbers = np.random.default_rng(seed)
    picture = numbers.integers(-9, 10, geometry.size).astype(np.float64)
    return Unrolled(picture, numbers.integers(-3, 4, geometry.kernel).astype(np.float64), geometry)


@given(GEOMETRIES, st.integers(0, 999))
def test_the_matrix_is_torchs_unfold_and_the_product_its_conv2d(geometry: Geometry, seed: int) -> None:
    assume(geometry.fits)
    case = unrolled(geometry, seed)
    options = {name: getattr(geometry, name) for name in ("stride", "padding", "dilation")}
    picture, kernel = torch.tensor(case.picture)[None, None], torch.tensor(case.kernel)[None, None]
    columns = torch.nn.functional.unfold(picture, geometry.kernel, **options)
    np.testing.assert_array_equal(case.columns, columns[0].numpy())
    output = torch.nn.functional.conv2d(picture, kernel, **options)
    np.testing.assert_array_equal(case.folded, output[0, 0].numpy())
    assert case.folded.shape == geometry.output


@given(GEOMETRIES, st.integers(0, 999))
def test_the_toeplitz_matrix_gives_the_same(geometry: Geometry, seed: int) -> None:
    assume(geometry.fits)
    case = unrolled(geometry, seed)
    assert case.toeplitz.shape == (len(case.product), case.picture.size)
    np.testing.assert_array_equal(case.toeplitz @ case.picture.ravel(), case.product)


@given(GEOMETRIES)
def test_what_does_not_fit_has_no_output(geometry: Geometry) -> None:
    reach = [geometry.dilation * (k - 1) + 1 for k in geometry.kernel]
    fits = all(r <= s + 2 * geometry.padding for r, s in zip(reach, geometry.size, strict=True))
    assert geometry.fits == fits
    if not fits:
        assert geometry.output == (0, 0)
        assert geometry.sources.shape[1] == 0


def test_a_small_one_by_hand() -> None:
    case = Unrolled(np.arange(1.0, 10).reshape(3, 3), np.array([[1.0, 0], [0, -1]]), Geometry((3, 3), (2, 2)))
    assert case.columns.tolist() == [[1, 2, 4, 5], [2, 3, 5, 6], [4, 5, 7, 8], [5, 6, 8, 9]]
    assert case.folded.tolist() == [[-4, -4], [-4, -4]]
    assert case.toeplitz.tolist() == [
        [1, 0, 0, 0, -1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0, -1, 0, 0, 0],
        [0, 0, 0, 1, 0, 0, 0, -1, 0],
        [0, 0, 0, 0, 1, 0, 0, 0, -1],
    ]


@given(st.integers(2, 9), st.integers(2, 9), st.booleans(), st.sampled_from(Cut), st.integers(0, 99))
def test_the_matrix_of_a_signal_gives_its_convolution(
    long: int, short: int, flipped: bool, cut: Cut, seed: int
) -> None:
    numbers = np.random.default_rng(seed)
    x, k = (numbers.integers(-5, 6, size).astype(np.float64) for size in (long, short))
    matrix = toeplitz_1d(Sliding(x, k, flipped, cut))
    expected = np.convolve(x, k, cut.value) if flipped else np.correlate(x, k, cut.value)
    np.testing.assert_array_equal(matrix @ x, expected)


def test_the_liveliest_square_is_where_the_picture_varies_in_its_middle() -> None:
    picture = np.zeros((60, 80))
    picture[31, 47] = 1.0
    picture[1, 1] = 9.0  # not in the middle
    top, left = liveliest(picture, 5)
    assert top <= 31 < top + 5
    assert left <= 47 < left + 5
    assert liveliest(np.zeros((7, 9)), 5) == (1, 2)
    assert liveliest(np.zeros((3, 2)), 5) == (0, 0)
