"""Where a sliding window lies on its input: the arithmetic that convolutions and pools share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.explanation import NO_CELL, Cells
from cnnlab.blocks.params import Pair
from cnnlab.blocks.sizes import Size, window_size
from cnnlab.blocks.weight import Shape


@dataclass(frozen=True, kw_only=True)
class Window:
    """A window along y and along x; `ring` holds the cells added (before, after) the picture.

    `fill` says what the ring holds: zeros (or, for pools, nothing at all), or a copy of cells of the picture.
    """

    kernel: Pair
    stride: Pair
    ring: tuple[Pair, Pair]
    dilation: Pair = (1, 1)
    ceil_mode: bool = False
    fill: str = "zeros"

    def sizes(self, shape: Shape) -> tuple[Size, Size]:
        """Number of positions along y and along x."""
        height, width = (
            window_size(
                shape[a - 2], self.kernel[a], self.stride[a], self.ring[a], self.dilation[a], ceil_mode=self.ceil_mode
            )
            for a in (0, 1)
        )
        return height, width

    def source_range(self, axis: int, first: int, last: int, size: int) -> tuple[int, int]:
        """See `Block.source_range`; cells of a ring that copies the picture are the cells they copy."""
        start, stride = -self.ring[axis][0], self.stride[axis]
        low, high = first * stride + start, last * stride + start + self.dilation[axis] * (self.kernel[axis] - 1)
        if self.fill == "zeros" or (low >= 0 and high < size):
            return low, high
        cells = self.source_cells(axis, range(first, last + 1), size)
        return cells[0], cells[-1]

    def source_cells(self, axis: int, cells: Iterable[int], size: int) -> tuple[int, ...]:
        """See `Block.source_cells`."""
        kernel, stride, dilation = self.kernel[axis], self.stride[axis], self.dilation[axis]
        starts = (cell * stride - self.ring[axis][0] for cell in cells)
        met = {start + dilation * k for start in starts for k in range(kernel)}
        if self.fill != "zeros":
            met = {copied_cell(self.fill, cell, size) for cell in met}
        return tuple(sorted(cell for cell in met if 0 <= cell < size))

    def cells_met(self, axis: int, cell: int, size: int) -> Cells:
        """`[kernel]`: the input cell under each cell of the window that makes one output cell.

        A cell of a ring that copies the picture is the cell that it copies; `NO_CELL` where the ring holds zeros.
        """
        start = cell * self.stride[axis] - self.ring[axis][0]
        met: Cells = start + self.dilation[axis] * np.arange(self.kernel[axis])
        if start >= 0 and met[-1] < size:
            return met
        if self.fill == "zeros":
            return np.where((met >= 0) & (met < size), met, NO_CELL)
        return np.array([copied_cell(self.fill, int(place), size) for place in met])

    def touched_cells(self, axis: int, tap: int, size: int, outputs: int) -> Cells:
        """The input cells that one cell of the window ever lies over, in order, while it makes so many output cells."""
        met = np.arange(outputs) * self.stride[axis] - self.ring[axis][0] + self.dilation[axis] * tap
        if self.fill != "zeros":
            met = np.array([copied_cell(self.fill, int(cell), size) for cell in met], np.intp)
        return np.unique(met[(met >= 0) & (met < size)])


def copied_cell(fill: str, cell: int, size: int) -> int:
    """The cell of the picture that a cell of the ring around it copies; `fill` as `torch.nn.functional.pad` has it."""
    if fill == "circular":
        return cell % size
    if fill == "reflect":
        cell = abs(cell)
        return min(cell, 2 * (size - 1) - cell)
    return min(max(cell, 0), size - 1)


def padding_for(kernel: Pair, dilation: Pair, size: Pair) -> Pair:
    """The least padding with which a window of this kernel and dilation fits an input of this size."""
    return (
        max(0, -(-(dilation[0] * (kernel[0] - 1) + 1 - size[0]) // 2)),
        max(0, -(-(dilation[1] * (kernel[1] - 1) + 1 - size[1]) // 2)),
    )


def kernel_for(kernel: Pair, dilation: Pair, size: Pair) -> Pair:
    """The largest kernel, not above `kernel`, that fits an input of this size without padding."""
    return min(kernel[0], (size[0] - 1) // dilation[0] + 1), min(kernel[1], (size[1] - 1) // dilation[1] + 1)
