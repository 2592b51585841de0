"""A live picture as a frame: the same as the still way, in eight bits."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.input import InputSpec
from cnnlab.sources.live import live_levels
from cnnlab.sources.still import to_input

SIDES = st.integers(1, 40)


@given(h=SIDES, w=SIDES, want=st.tuples(SIDES, SIDES), have=st.sampled_from((1, 3)), channels=st.sampled_from((1, 3)))
def test_a_live_picture_is_the_still_one_to_a_level(
    h: int, w: int, want: tuple[int, int], have: int, channels: int
) -> None:
    pixels = np.random.default_rng(h * 41 + w).integers(0, 256, (h, w, have), dtype=np.uint8)
    levels = live_levels(pixels, channels, want)
    still = to_input((pixels / np.float32(255)).astype(np.float32), InputSpec(channels=channels, size=want))
    assert levels.shape == (1, channels, *want)
    assert levels.dtype == np.uint8
    assert np.abs(levels / 255 - still).max() <= 1.6 / 255


def test_what_is_handed_out_is_neither_changed_nor_kept() -> None:
    pixels = np.full((4, 5, 3), 7, np.uint8)
    levels = live_levels(pixels, 3, (4, 5))
    pixels[:] = 9
    assert (levels == 7).all()
    assert not levels.flags.writeable


def test_the_channels_of_a_cell_lie_side_by_side() -> None:
    assert live_levels(np.zeros((6, 8, 3), np.uint8), 3, (6, 8)).strides[1] == 1
