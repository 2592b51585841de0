from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from cnnlab.gui.inspector.contents import PlaneContent
from cnnlab.gui.inspector.pasting import block, numpy_text, parse_block, sheet_text
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
        "np.array([[1.0, 2.5, -3.0],\n [4, 0, 0.125]], dtype=np.float32)",
        "torch.tensor([[1, 2.5, -3], [4, 0, .125]], dtype=torch.float32)",
        "tensor([[1.0000, 2.5000, -3.0000],\n        [4.0000, 0.0000, 0.1250]], device='cuda:0')",
    ],
)
def test_a_grid_is_read_from_spreadsheets_and_from_printed_arrays(text: str) -> None:
    assert np.array_equal(parse_block(text), GRID)


_blocks = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.floats(width=32, allow_nan=False, allow_infinity=False))
)


@given(_blocks)
def test_what_is_copied_for_a_spreadsheet_can_be_pasted(values: NDArray[np.float32]) -> None:
    assert np.array_equal(parse_block(sheet_text(values)), values)


@given(_blocks)
def test_what_is_copied_for_numpy_can_be_pasted_and_run(values: NDArray[np.float32]) -> None:
    text = numpy_text(values)
    assert np.array_equal(parse_block(text), values)
    assert np.array_equal(eval(text, {"np": np}), values)


def test_a_rectangle_of_a_matrix_is_read_row_by_row() -> None:
    lines = tuple(np.arange(12, dtype=np.float32).reshape(3, 4))
    assert block(PlaneContent("weight", (), lines, 1.0), (1, 2, 0, 1)).tolist() == [[4, 5], [8, 9]]


@pytest.mark.parametrize("text", ["1 2 3\n4 5", "a b c\nd e f", "", "1 2 3\n4 5 nan", "np.array([])"])
def test_ragged_rows_and_what_is_no_number_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        parse_block(text)
