"""Pictures drawn by a formula hold what the formula says, at every size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.sources.generated import (
    GENERATED,
    GENERATED_PICTURES,
    LARGEST,
    SMALLEST,
    Generated,
    checkerboard,
    digit,
    generated_of,
    generated_pixels,
    gradient,
    impulse,
    step_edge,
    zone_plate,
)
from cnnlab.text import UserError

sides = st.integers(SMALLEST, 70)


@given(picture=st.sampled_from(GENERATED_PICTURES), h=sides, w=sides)
def test_every_picture_is_drawn_at_every_size_from_black_to_white(picture: Generated, h: int, w: int) -> None:
    pixels = generated_pixels(f"{GENERATED}{picture.id}:{h}x{w}")
    assert pixels.shape == (h, w, 1)
    assert pixels.dtype == np.float32
    assert not pixels.flags.writeable
    assert pixels.min() >= 0
    assert 0.5 < pixels.max() <= 1


@pytest.mark.parametrize("picture", GENERATED_PICTURES, ids=lambda picture: picture.id)
def test_without_a_size_a_picture_has_its_own(picture: Generated) -> None:
    pixels = generated_pixels(GENERATED + picture.id)
    assert pixels.shape == (*picture.size, 1)
    np.testing.assert_array_equal(pixels[..., 0], picture.draw(picture.size))
    assert picture.about.endswith(".")


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


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("generated:plaid", "no formula for 'plaid': choose one of digit, checkerboard"),
        ("generated:", "no formula for ''"),
        ("generated:digit:28", "no formula for 'digit:28'"),
        ("generated:digit:7x28", "'digit' cannot be drawn 7×28: height and width must be from 8 to 1024"),
        ("generated:digit:28x9999", "cannot be drawn 28×9999"),
        ("generated:../secret", "no formula for '../secret'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(source: str, part: str) -> None:
    with pytest.raises(UserError) as refused:
        generated_pixels(source)
    assert part in str(refused.value)


def test_the_largest_picture_can_be_asked_for() -> None:
    assert generated_of(f"generated:impulse:{LARGEST}x{LARGEST}")[1] == (LARGEST, LARGEST)
