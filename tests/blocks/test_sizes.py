"""The arithmetic of sizes, and the texts that show it."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from cnnlab.blocks.problem import ProblemError
from cnnlab.blocks.sizes import (
    axis_of,
    by,
    divisor_near,
    need_axes,
    need_image,
    need_positive,
    set_to,
    settings_text,
    shape_text,
    short,
    window_size,
)
from cnnlab.blocks.sliding import Window, copied_cell, kernel_for, padding_for


def test_a_size_shows_its_arithmetic() -> None:
    pooled = window_size(240, 2, 2, (0, 0))
    assert (pooled.value, pooled.text) == (120, "⌊(240 + 2·0 − 1·(2 − 1) − 1) / 2⌋ + 1")
    uneven = window_size(5, 2, 2, (0, 1), dilation=2, ceil_mode=True)
    assert (uneven.value, uneven.text) == (3, "⌈(5 + 1 − 2·(2 − 1) − 1) / 2⌉ + 1")


@settings(deadline=None, derandomize=True, max_examples=200)
@given(
    size=st.integers(1, 12),
    kernel=st.integers(1, 6),
    stride=st.integers(1, 5),
    dilation=st.integers(1, 3),
    ceil_mode=st.booleans(),
    data=st.data(),
)
def test_a_window_has_as_many_positions_as_torch_gives_it(
    size: int, kernel: int, stride: int, dilation: int, ceil_mode: bool, data: st.DataObject
) -> None:
    padding = data.draw(st.integers(0, kernel // 2))
    predicted = window_size(size, kernel, stride, (padding, padding), dilation, ceil_mode=ceil_mode).value
    try:
        real = F.max_pool1d(torch.zeros(1, 1, size), kernel, stride, padding, dilation, ceil_mode=ceil_mode).shape[-1]
    except RuntimeError:
        assert predicted < 1
    else:
        assert predicted == real


@given(kernel=st.integers(1, 9), dilation=st.integers(1, 5), size=st.integers(1, 9))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_the_padding_offered_is_the_least_and_the_kernel_offered_the_largest(
    kernel: int, dilation: int, size: int
) -> None:
    def fits(k: int, padding: int) -> bool:
        return window_size(size, k, 1, (padding, padding), dilation).value >= 1

    padding, _ = padding_for((kernel, 1), (dilation, 1), (size, 1))
    assert fits(kernel, padding)
    assert padding == 0 or not fits(kernel, padding - 1)
    lower, _ = kernel_for((kernel, 1), (dilation, 1), (size, 1))
    assert fits(lower, 0)
    assert lower == kernel or not fits(lower + 1, 0)


@pytest.mark.parametrize("fill", ["reflect", "circular", "replicate"])
def test_a_ring_copies_the_cells_that_torch_copies(fill: str) -> None:
    cells = torch.arange(5.0)[None, None]
    padded = F.pad(cells, (4, 4), mode=fill)[0, 0]
    assert [copied_cell(fill, cell, 5) for cell in range(-4, 9)] == padded.int().tolist()


def test_a_window_that_wraps_around_is_made_from_the_far_edge_too() -> None:
    window = Window(kernel=(3, 3), stride=(1, 1), ring=((1, 1), (1, 1)), fill="circular")
    assert window.source_range(0, 0, 0, 9) == (0, 8)
    assert window.source_cells(0, [0], 9) == (0, 1, 8)
    assert window.source_range(0, 4, 5, 9) == (3, 6)


def test_cells_between_those_of_a_dilated_window_do_not_count() -> None:
    window = Window(kernel=(3, 3), stride=(2, 2), ring=((2, 2), (2, 2)), dilation=(2, 2))
    assert window.source_range(0, 0, 0, 9) == (-2, 2)
    assert window.source_cells(0, [0, 1], 9) == (0, 2, 4)


@pytest.mark.parametrize(("number", "wanted", "nearest"), [(12, 5, 6), (12, 1, 1), (7, 3, 1), (8, 3, 4), (6, 99, 6)])
def test_the_nearest_divisor_is_found(number: int, wanted: int, nearest: int) -> None:
    assert divisor_near(number, wanted) == nearest


def test_numbers_are_written_as_people_write_them() -> None:
    assert shape_text((1, 3, 240, 320)) == "[1, 3, 240, 320]"
    assert by((3, 5)) == "3×5"
    assert [short(value) for value in ((2, 2), (2, 1), (2.0, 2.0), (1.5, 2.0), 0.1, 3, "same")] == [
        "2",
        "2×1",
        "2",
        "1.5×2",
        "0.1",
        "3",
        "same",
    ]
    assert settings_text("3×3", stride=((2, 2), (1, 1)), pad=((0, 0), (0, 0))) == "3×3 · stride 2"
    assert settings_text("", output_pad=(1, 0)) == "output pad 1"


def test_an_axis_is_counted_from_either_end() -> None:
    assert axis_of("Softmax", "dim", -1, (2, 3, 4), instead=1) == 2
    with pytest.raises(ProblemError) as caught:
        axis_of("Softmax", "dim", 3, (2, 3, 4), instead=1)
    assert str(caught.value) == ("Softmax has dim 3, but what comes before it, [2, 3, 4], has axes -3 to 2 only")
    assert caught.value.problem.fixes == (set_to("dim", 1),)


def test_what_is_no_picture_is_refused_with_its_shape() -> None:
    assert need_image("Conv2d", (1, 3, 4, 5)) == (1, 3, 4, 5)
    with pytest.raises(ProblemError, match=r"Conv2d needs"):
        need_image("Conv2d", (1, 60))
    with pytest.raises(ProblemError, match=r"needs at least"):
        need_axes("GroupNorm", (60,), 2)
    with pytest.raises(ProblemError) as caught:
        need_positive("CenterCrop", (1, 3, 4, 5), (1, 3, 0, 5))
    assert "[1, 3, 0, 5]" in str(caught.value)
