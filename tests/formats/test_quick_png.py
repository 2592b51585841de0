"""Grey pictures written fast, read by another program's reader."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cnnlab.formats.quick_png import quick_png


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 9))
def test_pillow_reads_back_every_level(h: int, w: int, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (h, w), np.uint8)
    with Image.open(io.BytesIO(quick_png(pixels))) as image:
        assert image.mode == "L"
        np.testing.assert_array_equal(np.asarray(image), pixels)
