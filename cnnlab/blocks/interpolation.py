"""Which input cells an upsampled cell is made from, along one axis, as PyTorch counts them.

Source: ATen, `UpSample.h` (`area_pixel_compute_scale`, `area_pixel_compute_source_index`, `nearest_idx`). Positions
are float32 there, and so they are here: otherwise a cell that falls on a border could be another one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.explanation import Cells, Numbers
from cnnlab.blocks.pooling import bin_range

# A cell whose share is below float32's rounding does not count.
_NO_SHARE = 1e-5


@dataclass(frozen=True, kw_only=True)
class Interpolation:
    """One axis: `size` input cells become `output` cells; `scale` is the factor if one was given."""

    mode: str
    size: int
    output: int
    scale: float | None = None
    align_corners: bool = False

    def cells(self, index: int) -> tuple[int, int]:
        """First and last input cell that output cell `index` is made from."""
        if self.mode == "area":
            return bin_range(index, index, self.size, self.output)
        if self.mode.startswith("nearest"):
            return (self._nearest(index),) * 2
        if self.mode == "bilinear" and self.size == self.output:
            return index, index
        position = self._position(index)
        if self.mode == "bilinear":
            position = max(position, 0.0)
        low, high = math.floor(position + _NO_SHARE), math.ceil(position - _NO_SHARE)
        if self.mode == "bicubic" and low != high:
            low, high = low - 1, high + 1
        return self._inside(low), self._inside(high)

    def shares(self, index: int) -> tuple[Cells, Numbers]:
        """The input cells that output cell `index` is mixed from, and their shares, which add up to 1.

        A cell at the edge stands for those beyond it and may be there several times; cells without a share are left
        out. Source: ATen, `UpSample.h` (`compute_source_index_and_lambda`, `get_cubic_upsample_coefficients`).
        """
        if self.mode == "bilinear" and self.size != self.output:
            position = max(self._exact_position(index), 0.0)
            low = min(math.floor(position), self.size - 1)
            part = min(max(position - low, 0.0), 1.0)
            cells, shares = np.array([low, low + (low < self.size - 1)]), np.array([1 - part, part])
        elif self.mode == "bicubic":
            position = self._exact_position(index)
            low = math.floor(position)
            cells = np.clip(np.arange(low - 1, low + 3), 0, self.size - 1)
            shares = _cubic(position - low)
        else:
            first, last = self.cells(index)
            cells = np.arange(first, last + 1)
            shares = np.full(len(cells), 1 / len(cells))
        met = shares != 0
        return cells[met], shares[met]

    def _exact_position(self, index: int) -> float:
        """Where the output cell's centre lies on the input, in cells, with all roundings of float32."""
        if self.align_corners:
            ratio = np.float32(self.size - 1) / np.float32(self.output - 1) if self.output > 1 else np.float32(0)
            return float(ratio * np.float32(index))
        return float(self._ratio() * (np.float32(index) + np.float32(0.5)) - np.float32(0.5))

    def _inside(self, cell: int) -> int:
        return min(max(cell, 0), self.size - 1)

    def _ratio(self) -> np.float32:
        if self.scale is not None:
            return np.float32(1 / self.scale)
        return np.float32(self.size) / np.float32(self.output)

    def _nearest(self, index: int) -> int:
        shift = np.float32(0.5 if self.mode == "nearest-exact" else 0)
        if not shift and self.output in (self.size, 2 * self.size):
            return index * self.size // self.output
        return self._inside(int((np.float32(index) + shift) * self._ratio()))

    def _position(self, index: int) -> float:
        """Where the output cell's centre lies on the input, in cells."""
        if self.align_corners:
            return index * (self.size - 1) / (self.output - 1) if self.output > 1 else 0.0
        return float(self._ratio()) * (index + 0.5) - 0.5


def _cubic(part: float) -> Numbers:
    """The shares of 4 neighbours at a place `part` behind the second: cubic convolution with A = −0.75; Keys 1981."""
    a, near, far = -0.75, np.array([part, 1 - part]), np.array([1 + part, 2 - part])
    inner = ((a + 2) * near - (a + 3)) * near * near + 1
    outer = ((a * far - 5 * a) * far + 8 * a) * far - 4 * a
    return np.array([outer[0], inner[0], inner[1], outer[1]])
