"""Which cells of its input one weight ever meets (no torch)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.convolution import group_of
from cnnlab.blocks.explanation import Cells
from cnnlab.blocks.kinds.conv2d import Conv2d
from cnnlab.blocks.kinds.conv_transpose2d import ConvTranspose2d
from cnnlab.document.plan import LayerPlan


@dataclass(frozen=True, eq=False)
class Touch:
    """The cells of one channel that a weight meets: those of some rows and some columns.

    Attributes:
        channel: of the layer's input.
        rows, columns: in order.
        plane: height and width of the channel.
    """

    channel: int
    rows: Cells
    columns: Cells
    plane: tuple[int, int]

    def mask(self) -> NDArray[np.float32]:
        """`[h, w]`: 1 for a cell that is met."""
        found = np.zeros(self.plane, np.float32)
        found[np.ix_(self.rows, self.columns)] = 1
        return found


def touched(layer: LayerPlan, name: str, index: Sequence[int]) -> Touch | None:
    """What the weight `name[index]` of a layer meets; None where it meets no cells, as a bias does."""
    block = layer.layer.block
    if name != "weight" or len(index) != 4 or layer.output_shape is None or not layer.layer.enabled:
        return None
    _b, channels, *plane = layer.input_shapes[0]
    if isinstance(block, Conv2d):
        channel = group_of(index[0], channels, block.out_channels, block.groups)[index[1]]
    elif isinstance(block, ConvTranspose2d):
        channel = index[0]
    else:
        return None
    axes = zip(index[2:], plane, layer.output_shape[2:], strict=True)
    rows, columns = (block.touched_cells(axis, *of) for axis, of in enumerate(axes))
    return Touch(channel, rows, columns, (plane[0], plane[1]))
