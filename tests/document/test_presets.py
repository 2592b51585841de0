"""Presets against kernels written out by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest
from numpy.typing import NDArray

from cnnlab.document.kernels import gabor, motion_blur
from cnnlab.document.presets import PRESETS, Preset, matching_preset, preset_kernel
from cnnlab.text import UserError

Kernel = NDArray[np.floating]

WRITTEN: dict[str, Kernel] = {
    "box_blur": np.full((3, 3), 1 / 9, np.float32),
    "gaussian_blur": np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]], np.float32) / 16,
    "motion_blur_0": np.array([[0, 0, 0], [1, 1, 1], [0, 0, 0]], np.float32) / np.float32(3),
    "motion_blur_45": np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]], np.float32) / np.float32(3),
    "motion_blur_90": np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]], np.float32) / np.float32(3),
    "motion_blur_135": np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32) / np.float32(3),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "unsharp": np.array([[-1, -2, -1], [-2, 28, -2], [-1, -2, -1]]) / 16,
    "sobel_x": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel_y": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
    "scharr_x": np.array([[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]),
    "scharr_y": np.array([[-3, -10, -3], [0, 0, 0], [3, 10, 3]]),
    "prewitt_x": np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
    "prewitt_y": np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]]),
    "laplacian_4": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "laplacian_8": np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
    "emboss": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    "ridge": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "line_x": np.array([[-1, 2, -1], [-1, 2, -1], [-1, 2, -1]]),
    "line_y": np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]),
    "corner": np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]]),
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
}
KEEPS_BRIGHTNESS = {"Basic", "Blur", "Sharpen"}

every_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.id)


def filtered(picture: Kernel, kernel: Kernel) -> Kernel:
    """Cross-correlation without padding, by its definition."""
    kh, kw = kernel.shape
    height, width = picture.shape[0] - kh + 1, picture.shape[1] - kw + 1
    return np.array(
        [[(picture[y : y + kh, x : x + kw] * kernel).sum() for x in range(width)] for y in range(height)], np.float64
    )


@pytest.mark.parametrize("id", WRITTEN)
def test_a_preset_on_3_by_3_is_the_kernel_in_the_books(id: str) -> None:
    np.testing.assert_allclose(preset_kernel(id, 3, 3), WRITTEN[id], rtol=1e-7)


def test_every_preset_that_fits_3_by_3_is_written_out_here() -> None:
    assert {preset.id for preset in PRESETS if preset.sizes[0] <= 3} == set(WRITTEN)


def test_the_unsharp_mask_of_5_by_5_is_the_well_known_one() -> None:
    np.testing.assert_array_equal(256 * preset_kernel("unsharp", 5, 5)[2], [-6, -24, 476, -24, -6])


@every_preset
def test_a_preset_is_made_in_each_of_its_sizes(preset: Preset) -> None:
    for size in preset.sizes:
        kernel = preset.make(size)
        assert kernel.shape == (size, size)
        assert kernel.dtype == np.float32


@every_preset
def test_a_preset_keeps_a_plain_area_or_is_silent_on_it(preset: Preset) -> None:
    keeps = preset.group in KEEPS_BRIGHTNESS or preset.id == "emboss"
    for size in preset.sizes:
        plain = filtered(np.full((size + 2, size + 2), 0.7), preset.make(size))
        np.testing.assert_allclose(plain, 0.7 if keeps else 0.0, atol=1e-6)


def test_sobel_x_is_positive_where_brightness_grows_to_the_right() -> None:
    ramp = np.tile(np.arange(5.0), (5, 1))
    np.testing.assert_allclose(filtered(ramp, preset_kernel("sobel_x", 3, 3)), 8)
    np.testing.assert_allclose(filtered(ramp, preset_kernel("sobel_y", 3, 3)), 0)


def test_the_corner_kernel_is_silent_on_straight_edges_and_answers_to_a_corner() -> None:
    kernel = preset_kernel("corner", 3, 3)
    edge = np.repeat([0.0, 0.0, 1.0, 1.0], 4).reshape(4, 4)
    np.testing.assert_array_equal(filtered(edge, kernel), 0)
    np.testing.assert_array_equal(filtered(edge.T, kernel), 0)
    assert np.abs(filtered(edge * edge.T, kernel)).max() == 1


def test_gabor_answers_most_to_stripes_across_its_angle() -> None:
    y, x = np.mgrid[-4:5, -4:5]
    stripes = {0: np.cos(2 * np.pi * x / 4), 90: np.cos(2 * np.pi * y / 4)}
    for angle, other in ((0, 90), (90, 0)):
        kernel = gabor(9, angle, 4)
        assert (kernel * stripes[angle]).sum() > 10 * abs((kernel * stripes[other]).sum())


@pytest.mark.parametrize("angle", [0, 30, 45, 77.5, 90, 135])
def test_gabor_is_balanced_and_bounded_at_any_angle(angle: float) -> None:
    kernel = gabor(7, angle, 3.5)
    assert kernel[kernel > 0].sum() == pytest.approx(1, abs=1e-6)
    assert kernel[kernel < 0].sum() == pytest.approx(-1, abs=1e-6)


@pytest.mark.parametrize("angle", [0, 10, 30, 45, 90, 120, 170, 180])
def test_motion_blur_sums_to_one_and_is_symmetric_at_any_angle(angle: float) -> None:
    kernel = motion_blur(5, angle)
    assert kernel.sum() == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(kernel, kernel[::-1, ::-1], atol=1e-7)


def test_a_larger_grid_gets_the_largest_natural_size_centred_in_zeros() -> None:
    kernel = preset_kernel("sobel_x", 5, 7)
    assert kernel.shape == (5, 7)
    np.testing.assert_array_equal(kernel[1:4, 2:5], WRITTEN["sobel_x"])
    assert np.count_nonzero(kernel) == 6
    assert np.count_nonzero(preset_kernel("box_blur", 6, 9)) == 25


def test_in_an_even_grid_the_middle_is_the_cell_that_same_padding_uses() -> None:
    assert np.argwhere(preset_kernel("identity", 4, 2)).tolist() == [[1, 0]]


def test_a_grid_that_is_too_small_is_refused_with_the_numbers() -> None:
    with pytest.raises(UserError) as error:
        preset_kernel("gabor_45", 3, 7)
    assert str(error.value) == "Gabor 45° needs at least 5×5 cells and this kernel has 3×7: raise kernel_size to 5"


def test_an_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="there is no preset"):
        preset_kernel("soble", 3, 3)


@every_preset
@pytest.mark.parametrize("grid", [(3, 3), (5, 5), (4, 6), (11, 11)], ids=str)
def test_a_kernel_set_from_a_preset_is_recognised(preset: Preset, grid: tuple[int, int]) -> None:
    if preset.sizes[0] <= min(grid):
        assert matching_preset(preset_kernel(preset.id, *grid)) is preset


def test_a_kernel_with_one_number_changed_is_nobodys() -> None:
    kernel = preset_kernel("sobel_x", 3, 3)
    kernel[0, 0] = -1.001
    assert matching_preset(kernel) is None
    assert matching_preset(np.zeros((3, 3), np.float32)) is None


def test_a_preset_kernel_may_be_changed_without_changing_the_preset() -> None:
    preset_kernel("sobel_x", 3, 3)[:] = 9
    np.testing.assert_array_equal(preset_kernel("sobel_x", 3, 3), WRITTEN["sobel_x"])


def test_ids_and_names_are_unique() -> None:
    assert len({preset.id for preset in PRESETS}) == len(PRESETS)
    assert len({preset.name for preset in PRESETS}) == len(PRESETS)


@every_preset
def test_what_a_preset_does_is_said_in_one_sentence(preset: Preset) -> None:
    assert re.fullmatch(r"[A-Z][^.!?]{20,140}\.", preset.about)
