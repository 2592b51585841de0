"""Which input cells an upsampled cell is made from, along one axis, as PyTorch counts them.

Source: ATen, `UpSample.h` (`area_pixel_compute_scale`, `area_pixel_compute_source_index`, `nearest_idx`). Positions
are float32 there, and so they are here: otherwise a cell that falls on a border could be another one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

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
