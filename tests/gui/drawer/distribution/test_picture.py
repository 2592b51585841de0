"""A long row of single numbers is folded into a square."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.gui.drawer.distribution.picture import folded


@given(st.integers(13, 3000))
def test_folding_keeps_all_in_order_and_fills_up_the_end(count: int) -> None:
    row = (np.arange(count) % 250).astype(np.uint8)[None]
    square = folded(row, 255)
    assert 0 <= square.shape[1] - square.shape[0] <= 1
    np.testing.assert_array_equal(square.reshape(-1)[:count], row[0])
    assert (square.reshape(-1)[count:] == 255).all()


def test_pictures_and_short_rows_stay_as_they_are() -> None:
    for cells in (np.zeros((2, 40), np.uint8), np.zeros((1, 10), np.uint8)):
        assert folded(cells, 255) is cells
