from __future__ import annotations

import numpy as np
import pytest

from cnnlab.gui.inspector.contents import PlaneContent
from cnnlab.gui.inspector.pasting import grid_text, parse_grid
from cnnlab.text import UserError

GRID = np.array([[1, 2.5, -3], [4, 0, 0.125]], np.float32)


@pytest.mark.parametrize(
    "text",
    [
        "1\t2.5\t-3\n4\t0\t0.125\n",
        "1\t2,5\t-3\r\n4\t0\t0,125",
        "1, 2.5, -3\n4, 0, 1/8",
        "1 2.5 -3\n4 0 .125",
        "[[1, 2.5, -3], [4, 0, 0.125]]",
        "array([[ 1.   ,  2.5  , -3.   ],\n       [ 4.   ,  0.   ,  0.125]], dtype=float32)",
        "tensor([[1.0000, 2.5000, -3.0000],\n        [4.0000, 0.0000, 0.1250]], device='cuda:0')",
    ],
)
def test_a_grid_is_read_from_spreadsheets_and_from_printed_arrays(text: str) -> None:
    assert np.array_equal(parse_grid(text, 2, 3), GRID)


def test_what_is_copied_can_be_pasted() -> None:
    values = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    text = grid_text(PlaneContent("weight", (0, 0), values, 1.0))
    assert np.array_equal(parse_grid(text, 5, 4), values)


@pytest.mark.parametrize("text", ["1 2\n3 4", "1 2 3\n4 5", "a b c\nd e f", "", "1 2 3\n4 5 nan"])
def test_another_size_and_what_is_no_number_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_grid(text, 2, 3)
