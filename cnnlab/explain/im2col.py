"""A convolution as one product of matrices, on pictures small enough to be read (no torch).

Two ways of writing it:

    im2col     every patch becomes a column: row `[kh·kw]` times matrix `[kh·kw, L]` gives `[L]`, folded to `[oh, ow]`;
               the matrix is `torch.nn.functional.unfold` of one channel.
    Toeplitz   the kernel becomes the matrix: `[L, h·w]` times the picture as a column `[h·w]` gives `[L]`. With stride
               1 its diagonals repeat within blocks, and so do the blocks: a doubly blocked Toeplitz matrix.

As torch does it, the kernel is not flipped. Sources: Chellapilla, Puri & Simard 2006, High Performance Convolutional
Neural Networks for Document Processing, § 3; Goodfellow, Bengio & Courville 2016, Deep Learning, § 9.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.explanation import NO_CELL, Cells, Numbers
from cnnlab.explain.signals import Sliding


@dataclass(frozen=True)
class Geometry:
    """Where a kernel lies on a picture of one channel.

    Attributes:
        size: height and width of the picture.
        kernel: height and width of the kernel.
        stride, padding, dilation: in cells, the same in both directions.
    """

    size: tuple[int, int]
    kernel: tuple[int, int]
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    @property
    def output(self) -> tuple[int, int]:
        """`oh, ow`: `⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1`, and 0 where it does not fit."""
        reach = [self.dilation * (side - 1) + 1 for side in self.kernel]
        rooms = [side + 2 * self.padding - far for side, far in zip(self.size, reach, strict=True)]
        height, width = (room // self.stride + 1 if room >= 0 else 0 for room in rooms)
        return (height, width) if height and width else (0, 0)

    @property
    def fits(self) -> bool:
        """Whether there is an output."""
        return self.output != (0, 0)

    @cached_property
    def sources(self) -> Cells:
        """`[kh·kw, L]`: which cell of the picture, counted row by row, stands there; `NO_CELL` for padding."""
        rows, columns = (self._reached(axis) for axis in range(2))  # [kh, oh], [kw, ow]
        found = np.where(
            (rows[:, None, :, None] == NO_CELL) | (columns[None, :, None, :] == NO_CELL),
            NO_CELL,
            rows[:, None, :, None] * self.size[1] + columns[None, :, None, :],
        )  # (kh, kw, oh, ow)
        return found.reshape(self.kernel[0] * self.kernel[1], self.output[0] * self.output[1])

    def _reached(self, axis: int) -> Cells:
        """`[k, o]`: the row or column that each tap meets for each output; `NO_CELL` outside."""
        taps = self.dilation * np.arange(self.kernel[axis])[:, None] - self.padding
        places = taps + self.stride * np.arange(self.output[axis])[None, :]
        return np.where((places >= 0) & (places < self.size[axis]), places, NO_CELL)


@dataclass(frozen=True, eq=False)
class Unrolled:
    """A picture and a kernel, written as matrices.

    Attributes:
        picture: `[h, w]`.
        kernel: `[kh, kw]`.
        geometry: where the one lies on the other.
    """

    picture: Numbers
    kernel: Numbers
    geometry: Geometry

    @property
    def row(self) -> Numbers:
        """`[kh·kw]`, the kernel row by row."""
        return self.kernel.ravel()

    @cached_property
    def columns(self) -> Numbers:
        """`[kh·kw, L]`, a patch in every column; 0 where padding lies."""
        sources = self.geometry.sources
        return np.where(sources == NO_CELL, 0.0, self.picture.ravel()[sources])

    @cached_property
    def product(self) -> Numbers:
        """`[L]`, the row times the matrix."""
        return np.asarray(self.row @ self.columns, np.float64)

    @property
    def folded(self) -> Numbers:
        """`[oh, ow]`, the product as a picture again."""
        return self.product.reshape(self.geometry.output)

    @cached_property
    def toeplitz(self) -> Numbers:
        """`[L, h·w]`, the matrix that makes the same output of the picture as one column."""
        sources = self.geometry.sources
        matrix = np.zeros((sources.shape[1], self.picture.size))
        taps, places = np.nonzero(sources != NO_CELL)
        matrix[places, sources[taps, places]] = self.row[taps]
        return matrix


def toeplitz_1d(sliding: Sliding) -> Numbers:
    """`[len(y), N]`, the matrix that makes y of x: each row is the row above, moved one sample on."""
    matrix = np.zeros((len(sliding.positions), len(sliding.x)))
    for row, n in enumerate(sliding.positions):
        moment = sliding.at(n)
        matrix[row, moment.cells.start : moment.cells.stop] = moment.k
    return matrix


def liveliest(picture: NDArray[np.generic], side: int) -> tuple[int, int]:
    """Top and left of the square of `side` cells, in the middle half of a picture `[h, w]`, that varies most."""
    if min(picture.shape) < 4 * side:
        return max(0, (picture.shape[0] - side) // 2), max(0, (picture.shape[1] - side) // 2)
    edges = [size // 4 for size in picture.shape]
    rows, columns = ((size // 2) // side for size in picture.shape)
    middle = np.asarray(picture[edges[0] :, edges[1] :][: rows * side, : columns * side], np.float64)
    spread = middle.reshape(rows, side, columns, side).std(axis=(1, 3))
    row, column = divmod(int(np.argmax(spread)), columns)
    return edges[0] + row * side, edges[1] + column * side
