from __future__ import annotations

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QRect

from cnnlab.blocks.base import Run
from cnnlab.blocks.kinds.conv2d import Conv2d
from cnnlab.blocks.kinds.conv_transpose2d import ConvTranspose2d
from cnnlab.blocks.weight import Weight
from cnnlab.gui.inspector.slice_geometry import SliceGeometry, tile_size
from cnnlab.gui.inspector.slices import slice_layout


@pytest.mark.parametrize("kind", [Conv2d, ConvTranspose2d])
@pytest.mark.parametrize("groups", [1, 2, 4])
def test_a_slice_leads_from_the_input_to_the_output_that_the_matrix_names(kind: type, groups: int) -> None:
    block = kind(out_channels=8, kernel_size=(1, 1), groups=groups, bias=False)
    shape = block.weight_specs([(1, 4, 1, 1)])["weight"].shape
    layout = slice_layout(block, shape)
    assert layout is not None
    assert (layout.rows, layout.columns) == (4 // groups, 8)
    seen = set()
    for row in range(layout.rows):
        for column in range(layout.columns):
            index = layout.leading(row, column)
            seen.add(index)
            values = torch.zeros(shape)
            values[index] = 1
            source = torch.zeros(1, 4, 1, 1)
            source[0, layout.input_channel(row, column)] = 1
            result = block.forward([source], {"weight": values}, Run())
            assert result[0, :, 0, 0].tolist() == [float(c == column) for c in range(8)]
    assert len(seen) == shape[0] * shape[1]


def test_a_slice_is_the_part_of_the_weight_below_its_leading_index() -> None:
    values = np.arange(8 * 3 * 2 * 2, dtype=np.float32).reshape(8, 3, 2, 2)
    layout = slice_layout(Conv2d(out_channels=8, kernel_size=(2, 2)), values.shape)
    assert layout is not None
    assert np.array_equal(layout.slice(Weight.from_array(values), 2, 5), values[5, 2])
    assert layout.clamped(9, -1) == (2, 0)


def test_channels_have_names_where_they_are_known() -> None:
    plain = slice_layout(Conv2d(out_channels=2, kernel_size=(1, 1)), (2, 3, 1, 1))
    depthwise = slice_layout(Conv2d(out_channels=3, kernel_size=(1, 1), groups=3), (3, 1, 1, 1))
    assert plain is not None
    assert depthwise is not None
    names = ("R", "G", "B")
    assert plain.row_name(1, names) == "G"
    assert plain.row_name(1, ()) == "1"
    assert depthwise.row_name(0, names) == "0"
    assert depthwise.input_name(0, 2, names) == "B"


def test_vectors_and_matrices_have_no_slices() -> None:
    block = Conv2d(out_channels=2, kernel_size=(1, 1))
    assert slice_layout(block, (4,)) is None
    assert slice_layout(block, (4, 5)) is None
    planes = slice_layout(block, (3, 4, 5))
    assert planes is not None
    assert planes.leading(0, 2) == (2,)


@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (1, 7), (255, 1), (11, 11), (31, 31), (255, 255)])
@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 8), (512, 512)])
def test_every_tile_can_be_reached_and_found_again(kernel: tuple[int, int], rows: int, columns: int) -> None:
    geometry = SliceGeometry.for_width(rows, columns, 20, kernel, 350)
    for row, column in ((0, 0), (rows - 1, columns - 1), (rows // 2, columns // 2)):
        rect = geometry.rect(row, column)
        assert geometry.place_at(rect.center()) == (row, column)
        assert QRect(QPoint(0, 0), geometry.size).contains(rect)
        assert (row, column) in set(geometry.places(rect))
    assert min(tile_size(*kernel, 34).toTuple()) >= 13
    assert max(tile_size(*kernel, 34).toTuple()) <= 34
