"""Frames as pixels: copied out line by line, upright, mirrored on request, once."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from cnnlab.gui.capture.video_picture import VideoPicture, rgb_pixels
from tests.gui.capture.fake_camera import FakeFrame, Turn


@given(st.integers(1, 9), st.integers(1, 9), st.booleans(), st.integers(0, 2**32 - 1))
def test_every_pixel_is_where_it_was(width: int, height: int, mirror: bool, seed: int) -> None:
    """Of widths whose lines are padded, too."""
    levels = np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)
    image = QImage(levels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    pixels = rgb_pixels(image, mirror)
    expected = levels[..., 2::-1]  # they lie in memory as blue, green, red
    assert np.array_equal(pixels, expected[:, ::-1] if mirror else expected)
    assert pixels.flags.c_contiguous
    assert not np.shares_memory(pixels, levels)


@pytest.mark.parametrize(("turn", "size"), [(Turn.NONE, (48, 64)), (Turn.QUARTER, (64, 48))])
def test_the_size_is_that_of_the_upright_picture(turn: Turn, size: tuple[int, int]) -> None:
    picture = VideoPicture(FakeFrame(64, 48, turn))
    assert picture.size == size
    assert picture.pixels().shape == (*size, 3)


def test_two_threads_get_one_conversion() -> None:
    frame = FakeFrame()
    picture = VideoPicture(frame)
    found: list[np.ndarray] = []
    both = [threading.Thread(target=lambda: found.append(picture.pixels())) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert frame.converted == 1
    assert found[0] is found[1]
