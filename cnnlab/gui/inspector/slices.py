"""Where the slices of a weight stand in the slice matrix: rows are inputs, columns are outputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.base import Block
from cnnlab.blocks.kinds.conv_transpose2d import ConvTranspose2d
from cnnlab.blocks.weight import Array, Shape, Weight
from cnnlab.document.cells import Places


@dataclass(frozen=True)
class SliceLayout:
    """The slices of one weight, each a plane of two axes.

    Attributes:
        rows: input channels that one output channel sees; 1 where a weight has no such axis.
        columns: output channels.
        groups: of the convolution; row r of group g is input channel `g · rows + r`.
        transposed: the weight is `[in, out / groups, …]`, as `torch.nn.ConvTranspose2d` has it.
        planes: the weight has no input axis: column k is `weight[k]`.
    """

    rows: int
    columns: int
    groups: int = 1
    transposed: bool = False
    planes: bool = False

    def leading(self, row: int, column: int) -> tuple[int, ...]:
        """The leading index of a slice in the weight."""
        return tuple(int(part[0]) for part in self.leadings(np.array([row]), np.array([column])))

    def leadings(self, rows: Places, columns: Places) -> tuple[Places, ...]:
        """The leading indices of several slices: one array `[n]` for each axis."""
        if self.planes:
            return (columns,)
        if self.transposed:
            outputs = self.columns // self.groups
            return columns // outputs * self.rows + rows, columns % outputs
        return columns, rows

    def input_channel(self, row: int, column: int) -> int:
        """The channel of the input that a slice lies on."""
        return column // max(1, self.columns // self.groups) * self.rows + row

    def slice(self, weight: Weight, row: int, column: int) -> Array:
        """The values of a slice; read-only."""
        chunk, *inner = self.leading(row, column)
        values: Array = weight.chunks[chunk][tuple(inner)]
        return values

    def slices(self, weight: Weight, places: Sequence[tuple[int, int]]) -> list[Array]:
        """The values of slices at rows and columns; read-only."""
        rows, columns = np.array(places, np.intp).reshape(-1, 2).T
        leading = zip(*(part.tolist() for part in self.leadings(rows, columns)), strict=True)
        return [weight.chunks[chunk][tuple(inner)] for chunk, *inner in leading]

    def clamped(self, row: int, column: int) -> tuple[int, int]:
        """The nearest slice that there is."""
        return min(max(row, 0), self.rows - 1), min(max(column, 0), self.columns - 1)

    def row_name(self, row: int, names: Sequence[str]) -> str:
        """What stands beside a row: the input's channel, by name where it has one and by number otherwise."""
        return names[row] if self.groups == 1 and len(names) == self.rows else str(row)

    def input_name(self, row: int, column: int, names: Sequence[str]) -> str:
        """The input channel of a slice."""
        channel = self.input_channel(row, column)
        return names[channel] if len(names) == self.rows * self.groups else str(channel)


def slice_layout(block: Block, shape: Shape) -> SliceLayout | None:
    """How the slices of a weight of this shape are laid out; None for one that is itself a plane or a vector."""
    if len(shape) == 3:
        return SliceLayout(1, shape[0], planes=True)
    if len(shape) != 4:
        return None
    groups = int(getattr(block, "groups", 1))
    if isinstance(block, ConvTranspose2d):
        return SliceLayout(shape[0] // groups, shape[1] * groups, groups, transposed=True)
    return SliceLayout(shape[1], shape[0], groups)
