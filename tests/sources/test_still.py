"""A picture becomes the input tensor as PyTorch users expect it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cnnlab.blocks.weight import Array, frozen
from cnnlab.document.input import InputSpec
from cnnlab.sources.still import check_array, fitted_size, parse_channels, parse_range, to_input
from cnnlab.text import UserError


def _picture(h: int, w: int, channels: int = 3) -> Array:
    values = np.random.default_rng(h * w).integers(0, 256, (h, w, channels))
    return frozen(values / np.float32(255))


def test_rgb_stays_as_it_is_with_channels_first() -> None:
    pixels = _picture(4, 5)
    values = to_input(pixels, InputSpec())
    assert (values.shape, values.dtype) == ((1, 3, 4, 5), np.float32)
    assert not values.flags.writeable
    np.testing.assert_array_equal(values[0, 2], pixels[..., 2])
    assert not np.shares_memory(values, pixels)


def test_grey_is_repeated_for_three_channels() -> None:
    pixels = _picture(4, 5, 1)
    values = to_input(pixels, InputSpec())
    for c in range(3):
        np.testing.assert_array_equal(values[0, c], pixels[..., 0])


def test_rgb_becomes_grey_as_in_pillow() -> None:
    pixels = _picture(8, 9)
    values = to_input(pixels, InputSpec(channels=1))
    reference = np.asarray(Image.fromarray(np.round(pixels * 255).astype(np.uint8)).convert("L"))
    assert values.shape == (1, 1, 8, 9)
    assert np.abs(values[0, 0] * 255 - reference).max() <= 1
    assert to_input(np.ones((1, 1, 3), np.float32), InputSpec(channels=1)) == 1.0


@pytest.mark.parametrize(
    ("text", "black", "white"),
    [("0..1", [0] * 3, [1] * 3), ("-1..1", [-1] * 3, [1] * 3), ("0..255", [0] * 3, [255] * 3)],
)
def test_ranges_say_what_black_and_white_become(text: str, black: list[float], white: list[float]) -> None:
    pixels = np.array([[[0, 0, 0], [1, 1, 1]]], np.float32)
    values = to_input(pixels, InputSpec(**parse_range(text)))
    assert values[0, :, 0, 0].tolist() == black
    assert values[0, :, 0, 1].tolist() == white


def test_0_to_255_gives_the_bytes_of_the_file_back() -> None:
    every = np.arange(256, dtype=np.float32).reshape(16, 16, 1)
    np.testing.assert_array_equal(to_input(every / 255, InputSpec(1, range=(0, 255)))[0, 0], every[..., 0])


def test_imagenet_subtracts_the_mean_and_divides_by_the_deviation() -> None:
    values = to_input(np.ones((1, 1, 3), np.float32), InputSpec(**parse_range("imagenet")))
    expected = [(1 - 0.485) / 0.229, (1 - 0.456) / 0.224, (1 - 0.406) / 0.225]
    np.testing.assert_allclose(values.ravel(), expected, rtol=1e-6)


def test_the_working_size_is_covered_from_the_centre() -> None:
    pixels = np.zeros((4, 12, 1), np.float32)
    pixels[:, 4:8] = 1  # the middle third is all that a square shows
    values = to_input(pixels, InputSpec(1, size=(4, 4)))
    np.testing.assert_array_equal(values[0, 0], np.ones((4, 4)))
    tall = to_input(pixels.transpose(1, 0, 2), InputSpec(1, size=(4, 4)))
    np.testing.assert_array_equal(tall[0, 0], np.ones((4, 4)))


def test_shrinking_averages_and_does_not_alias() -> None:
    stripes = np.zeros((64, 64, 1), np.float32)
    stripes[:, ::2] = 1
    values = to_input(stripes, InputSpec(1, size=(8, 8)))
    assert np.abs(values - 0.5).max() < 0.05


@given(
    h=st.integers(1, 40),
    w=st.integers(1, 40),
    high=st.integers(1, 40),
    wide=st.integers(1, 40),
    c=st.sampled_from((1, 3)),
)
def test_any_picture_fits_any_working_size(h: int, w: int, high: int, wide: int, c: int) -> None:
    values = to_input(_picture(h, w, c), InputSpec(3, size=(high, wide)))
    assert values.shape == (1, 3, high, wide)
    assert values.min() >= 0
    assert values.max() <= 1 + 1e-6
    even = to_input(np.full((h, w, c), 0.25, np.float32), InputSpec(3, size=(high, wide)))
    np.testing.assert_allclose(even, 0.25, rtol=1e-6)


def test_a_mean_for_other_channels_is_refused() -> None:
    spec = InputSpec(channels=1, mean=(1.0, 2.0, 3.0))
    with pytest.raises(UserError, match="mean has 3 numbers, but the input has 1 channels"):
        to_input(_picture(2, 2), spec)


@given(h=st.integers(1, 10**5), w=st.integers(1, 10**5), longest=st.integers(1, 5000))
def test_a_fitted_size_keeps_its_proportion_and_is_never_zero(h: int, w: int, longest: int) -> None:
    high, wide = fitted_size(h, w, longest)
    assert 1 <= high <= max(longest, 1)
    assert 1 <= wide <= max(longest, 1)
    assert abs(high * w - wide * h) <= max(h, w)
    if max(h, w) <= longest:
        assert (high, wide) == (h, w)


def test_arrays_must_have_the_channels_that_were_chosen() -> None:
    array = np.zeros((2, 5, 3, 4), np.float32)
    with pytest.raises(UserError, match=r"the array \[2, 5, 3, 4\] has 5 channels, but the input has 3"):
        check_array(array, InputSpec())
    fitting = array[:, :3]
    assert check_array(fitting, InputSpec()) is fitting


@pytest.mark.parametrize(("text", "channels"), [("1", 1), ("grey", 1), ("GRAY", 1), ("3", 3), ("RGB", 3)])
def test_channels_are_named(text: str, channels: int) -> None:
    assert parse_channels(text) == channels


@pytest.mark.parametrize("text", ["", "2", "rgba", "x" * 100])
def test_other_channels_and_ranges_are_refused_with_the_choices(text: str) -> None:
    with pytest.raises(UserError, match="choose 1, 3, grey or rgb"):
        parse_channels(text)
    with pytest.raises(UserError, match=r"choose one of 0\.\.1, -1\.\.1, 0\.\.255, imagenet"):
        parse_range(text)


def test_a_range_can_be_changed_without_changing_the_next_one() -> None:
    fields: dict[str, Any] = parse_range("0..1")
    fields["range"] = (5, 6)
    assert parse_range("0..1")["range"] == (0.0, 1.0)
