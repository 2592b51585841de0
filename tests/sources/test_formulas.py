"""Formulas hold what they say: against NumPy by hand, known results, and PyTorch's own convolution."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.sources.formulas import (
    checkerboard,
    digit,
    edge,
    gradient,
    grating,
    impulse,
    noise,
    step_edge,
    zone_plate,
)

sides = st.integers(8, 70)
angles = st.floats(-180, 180)


def test_the_digit_is_white_in_the_middle_of_black_and_open_to_the_left() -> None:
    picture = digit()
    assert picture[[0, -1]].max() == 0
    assert picture[:, [0, -1]].max() == 0
    rows, columns = np.nonzero(picture > 0.5)
    assert abs((rows.min() + rows.max()) / 2 - 13.5) <= 1
    # Upwards through the right: one stroke; through the middle column: three.
    stem = picture[:, 13] > 0.5
    assert np.count_nonzero(np.diff(stem.astype(int)) == 1) == 3
    assert columns.mean() > 13.5  # its arcs bulge to the right


def test_the_digit_is_the_same_shape_at_twice_the_size() -> None:
    twice = digit((56, 56)).reshape(28, 2, 28, 2).mean((1, 3))
    assert np.abs(twice - digit()).max() < 0.3
    assert np.corrcoef(twice.ravel(), digit().ravel())[0, 1] > 0.98


def test_the_checkerboard_alternates_and_has_as_much_black_as_white() -> None:
    picture = checkerboard()
    assert set(np.unique(picture)) == {0.0, 1.0}
    assert picture.mean() == 0.5
    assert picture[0, 0] == 0
    assert picture[0, 32] == picture[32, 0] == 1
    assert picture[32, 32] == 0
    assert np.count_nonzero(np.diff(picture[0])) == 7


def test_the_step_edge_has_one_jump_of_a_half() -> None:
    jumps = np.diff(step_edge((9, 12)), axis=1)
    np.testing.assert_array_equal(np.argwhere(jumps)[:, 1], np.full(9, 5))
    assert jumps.max() == 0.5


def test_the_gradient_has_the_same_slope_everywhere() -> None:
    picture = gradient((8, 101))
    np.testing.assert_allclose(np.diff(picture, axis=1), 0.01, atol=1e-6)
    np.testing.assert_array_equal(picture, np.broadcast_to(picture[0], picture.shape))


def test_the_impulse_is_one_cell() -> None:
    picture = impulse((9, 12))
    assert picture.sum() == picture[4, 6] == 1


def test_the_zone_plate_is_as_fine_as_cells_can_carry_at_the_border_and_no_earlier() -> None:
    size, k = 256, np.pi / 256
    picture = zone_plate((size, size)).astype(np.float64)
    x = np.arange(size) - (size - 1) / 2
    turn = 2 * k * np.abs(x)  # of the wave, a cell, along an axis
    assert turn.max() <= np.pi
    assert turn.max() > 0.99 * np.pi
    # Next to the border neighbours alternate between the extremes; near the middle they hardly differ.
    assert np.abs(np.diff(picture[0, :4])).min() > 0.5 * np.ptp(picture[0, :4])
    assert np.abs(np.diff(picture[127, 126:130])).max() < 0.05
    np.testing.assert_array_equal(picture, picture.T)
    np.testing.assert_allclose(picture, picture[::-1], atol=1e-6)


def test_a_wide_zone_plate_keeps_its_rings_round() -> None:
    wide = zone_plate((64, 128))
    np.testing.assert_allclose(wide, zone_plate((128, 128))[32:96], atol=1e-6)


def test_pictures_without_settings_are_what_they_have_always_been() -> None:
    for h, w in ((28, 28), (31, 45), (64, 50)):
        y, x = np.indices((h, w))
        n = min(h, w) // 8
        np.testing.assert_array_equal(checkerboard((h, w)), ((y // n + x // n) % 2).astype(np.float32))
        np.testing.assert_array_equal(step_edge((h, w)), np.where(x < w // 2, 0.25, 0.75).astype(np.float32))
        dot = np.zeros((h, w), np.float32)
        dot[h // 2, w // 2] = 1
        np.testing.assert_array_equal(impulse((h, w)), dot)
        r2 = (y - (h - 1) / 2) ** 2 + (x - (w - 1) / 2) ** 2
        rings = np.clip(0.5 + 0.5 * np.cos(np.pi / max(h, w) * r2), 0, 1).astype(np.float32)
        np.testing.assert_array_equal(zone_plate((h, w)), rings)
    levels = np.rint(digit() * 255).astype(np.uint8)
    assert hashlib.sha256(levels.tobytes()).hexdigest()[:16] == "34f37eef3edbcfe6"


def test_a_convolution_answers_to_an_impulse_with_its_kernel_turned_by_180_degrees() -> None:
    kernel = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    picture = torch.from_numpy(impulse((9, 12), x=25, y=70).copy())[None, None]
    answer = torch.nn.functional.conv2d(picture, kernel, padding=1)[0, 0]
    row, column = 6, 3  # ⌊9 · 0.7⌋, ⌊12 · 0.25⌋
    np.testing.assert_array_equal(answer[row - 1 : row + 2, column - 1 : column + 2], np.rot90(kernel[0, 0], 2))
    assert float(answer.sum()) == float(kernel.sum())


@given(x=st.floats(0, 100), y=st.floats(0, 100), dot=st.integers(1, 64))
def test_a_dot_has_its_level_and_is_cut_at_the_border(x: float, y: float, dot: int) -> None:
    picture = impulse((20, 30), x=x, y=y, dot=dot, level=0.75, background=0.25)
    bright = np.argwhere(picture == 0.75)
    assert set(np.unique(picture)) <= {np.float32(0.25), np.float32(0.75)}
    assert 1 <= len(bright) <= dot**2
    assert [min(int(20 * y / 100), 19), min(int(30 * x / 100), 29)] in bright.tolist()


@given(position=st.floats(0, 100), dark=st.floats(0, 1), bright=st.floats(0, 1))
def test_a_step_is_where_it_is_said_to_be(position: float, dark: float, bright: float) -> None:
    row = step_edge((8, 40), position, dark, bright)[3]
    where = int(np.floor(40 * position / 100))
    np.testing.assert_array_equal(row[:where], np.float32(dark))
    np.testing.assert_array_equal(row[where:], np.float32(bright))


def supersampled_edge(size: tuple[int, int], angle: float, shift: float, softness: float, per: int = 40) -> np.ndarray:
    """The edge by brute force: the mean of many points in every cell."""
    (h, w), turn = size, np.radians(angle)
    y = (np.arange(h * per) + 0.5) / per - h / 2
    x = (np.arange(w * per) + 0.5) / per - w / 2
    d = x[None, :] * np.cos(turn) - y[:, None] * np.sin(turn) - shift
    ramp = np.clip(d / softness + 0.5, 0, 1) if softness else (d > 0).astype(float)
    return np.asarray(ramp.reshape(h, per, w, per).mean((1, 3)))


@pytest.mark.parametrize("angle", [0, 3, 30, 45, 90, 137.5, -100, 180])
@pytest.mark.parametrize("softness", [0, 0.7, 6])
def test_an_edge_is_the_mean_over_every_cell(angle: float, softness: float) -> None:
    size, position = (12, 16), 62.0
    shift = 0.12 * (16 * abs(np.cos(np.radians(angle))) + 12 * abs(np.sin(np.radians(angle))))
    drawn = edge(size, angle, position, softness, dark=0, bright=1)
    np.testing.assert_allclose(drawn, supersampled_edge(size, angle, shift, softness), atol=0.03)


@given(angle=angles, softness=st.floats(0, 64))
def test_an_edge_through_the_middle_covers_one_half(angle: float, softness: float) -> None:
    assert edge((24, 24), angle, 50, softness, 0, 1).mean() == pytest.approx(0.5, abs=1e-6)


@given(angle=angles)
def test_an_edge_that_has_crossed_the_picture_leaves_one_level(angle: float) -> None:
    np.testing.assert_allclose(edge((20, 33), angle, 0), 0.75, atol=1e-6)
    np.testing.assert_allclose(edge((20, 33), angle, 100), 0.25, atol=1e-6)


def test_an_edge_becomes_brighter_in_the_direction_of_its_angle() -> None:
    assert edge(angle=0)[128, 255] > edge(angle=0)[128, 0]
    assert edge(angle=90)[0, 128] > edge(angle=90)[255, 128]
    assert edge(angle=180)[128, 0] > edge(angle=180)[128, 255]


@given(fx=st.integers(-30, 30), fy=st.integers(-30, 30), phase=st.floats(0, 360))
def test_all_of_a_grating_is_at_one_frequency(fx: int, fy: int, phase: float) -> None:
    if (fx, fy) == (0, 0):
        return
    angle, frequency = float(np.degrees(np.arctan2(fy, fx))), float(np.hypot(fx, fy))
    power = np.abs(np.fft.fft2(grating((64, 64), frequency, phase, angle).astype(np.float64) - 0.5))
    peak = {(-fy % 64, fx % 64), (fy % 64, -fx % 64)}  # rows run downwards, angles upwards
    found = {(int(row), int(column)) for row, column in np.argwhere(power > 0.01 * power.max())}
    assert found == peak


def test_a_grating_has_its_contrast_and_moves_along_with_its_phase() -> None:
    picture = grating((64, 64), 4, contrast=0.5).astype(np.float64)
    assert (picture.max() - picture.min()) / (picture.max() + picture.min()) == pytest.approx(0.5, abs=0.01)
    np.testing.assert_allclose(grating((64, 64), 4, phase=90), np.roll(picture * 2 - 0.5, 4, axis=1), atol=1e-6)
    np.testing.assert_allclose(grating((64, 64), 4, phase=360), grating((64, 64), 4), atol=1e-6)


def test_a_square_grating_has_two_levels_in_equal_parts() -> None:
    picture = grating((64, 64), 8, wave="square", contrast=0.6)
    np.testing.assert_allclose(np.unique(picture), [0.2, 0.8], atol=1e-6)
    assert np.mean(picture > 0.5) == 0.5
    assert np.count_nonzero(np.diff(picture[0])) == 16


def test_a_checkerboard_turned_by_a_right_angle_is_itself_and_a_phase_moves_it() -> None:
    board = checkerboard((64, 64), 4)
    np.testing.assert_array_equal(checkerboard((64, 64), 4, angle=90), np.rot90(board))
    np.testing.assert_array_equal(checkerboard((64, 64), 4, phase=180), 1 - board)
    np.testing.assert_array_equal(checkerboard((64, 64), 4, phase=90), np.roll(board, 8, axis=1))
    assert checkerboard((64, 64), 8, angle=30).mean() == pytest.approx(0.5, abs=0.02)


def test_rings_of_a_zone_plate_become_finer_with_k_and_move_with_the_phase() -> None:
    x = np.arange(65) - 32
    row = 0.5 + 0.5 * np.cos(0.5 * np.pi / 65 * x**2 - np.radians(60))
    np.testing.assert_allclose(zone_plate((65, 65), k=0.5, phase=60)[32], row, atol=1e-6)


@pytest.mark.parametrize("distribution", ["normal", "uniform"])
def test_noise_has_the_mean_and_deviation_that_it_is_said_to_have(distribution: str) -> None:
    values = noise((512, 512), distribution, 0.1, seed=7).astype(np.float64)
    assert values.mean() == pytest.approx(0.5, abs=0.001)
    assert values.std() == pytest.approx(0.1, rel=0.01)
    centred = values - values.mean()
    for axis in (0, 1):  # neighbours know nothing of each other
        assert abs((centred * np.roll(centred, 1, axis)).mean()) < 0.01 * values.var()
    kurtosis = (centred**4).mean() / values.var() ** 2
    assert kurtosis == pytest.approx(3 if distribution == "normal" else 1.8, abs=0.1)


def test_noise_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    np.testing.assert_array_equal(noise((33, 15), seed=5), noise((33, 15), seed=5))
    assert np.mean(noise((33, 15), seed=5) == noise((33, 15), seed=6)) < 0.1
    bits = int(np.random.PCG64(5).random_raw())
    low, high = ((half + 0.5) / 2**32 for half in (bits & 0xFFFFFFFF, bits >> 32))
    first = 0.5 + 0.1 * np.sqrt(12) * (np.array([low, high]) - 0.5)
    np.testing.assert_allclose(noise((8, 8), "uniform", 0.1, 5)[0, :2], first, atol=1e-6)
    pair = 0.5 + 0.1 * np.sqrt(-2 * np.log(low)) * np.array([np.cos(2 * np.pi * high), np.sin(2 * np.pi * high)])
    np.testing.assert_allclose(noise((8, 8), "normal", 0.1, 5)[0, :2], pair, atol=1e-6)
