"""Frames as pixels: upright, mirrored on request, once."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from cnnlab.gui.capture.video_picture import VideoPicture
from tests.gui.capture.fake_camera import FakeFrame, Turn


@pytest.mark.parametrize("width", [1, 2, 5, 64])
def test_a_mirror_exchanges_left_and_right_in_memory_of_its_own(width: int) -> None:
    plain, mirrored = (VideoPicture(FakeFrame(width, 3), mirror).pixels() for mirror in (False, True))
    assert np.array_equal(mirrored, np.flip(plain, 1))
    assert (plain[:, : width // 2] == (255, 0, 0)).all()
    assert mirrored.flags.owndata
    assert mirrored.flags.c_contiguous


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
