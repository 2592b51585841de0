"""The cells of an activation that the visible tiles show, read where the tensor lives."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import RowView


def as_planes(tensor: Tensor) -> Tensor:
    """A view `[b, c, h, w]` of an activation of any rank."""
    return tensor if tensor.ndim == 4 else tensor.reshape(plane_shape(tuple(tensor.shape)))


def positions(size: int, shown: int) -> NDArray[np.intp]:
    """Which of `size` cells each of `shown` pixels shows: the one under the pixel's centre."""
    return (2 * np.arange(shown) + 1) * size // (2 * shown)


@lru_cache(maxsize=64)
def _cells(plane: tuple[int, int], shown: tuple[int, int], items: int = 1) -> NDArray[np.intp]:
    """The number of the cell that each pixel shows, times the items that a cell has: the same for every frame."""
    ys, xs = positions(plane[0], shown[0]), positions(plane[1], shown[1])
    return (ys[:, None] * plane[1] + xs).reshape(-1) * items


def sampled(planes: Tensor, row: RowView) -> Array:
    """`[n, h, w]` float32 on the CPU: the visible channels at the size they are shown; n may lie innermost."""
    item = planes[min(row.item, planes.shape[0] - 1)]
    if item.device.type == "cpu" and item.dtype == torch.float32:
        if item.permute(1, 2, 0).is_contiguous():
            return _from_cells(item.permute(1, 2, 0).numpy(), row)
        if item.is_contiguous():
            return _from_channels(item.numpy(), row)
    ys, xs = (torch.from_numpy(positions(n, m)).to(item.device) for n, m in zip(item.shape[1:], row.size, strict=True))
    chosen = torch.tensor(row.channels, device=item.device)
    return np.asarray(item[chosen][:, ys[:, None], xs].float().cpu().numpy(), np.float32)


def _from_cells(cells: Array, row: RowView) -> Array:
    """From `[h, w, c]`: what lies side by side of the visible channels is picked as one item, with one index."""
    height, width, channels = cells.shape
    first, shown = row.channels[0], len(row.channels)
    consecutive = row.channels == tuple(range(first, first + shown))
    wide = math.gcd(channels, first, shown) if consecutive else 1
    picks, places = _cells((height, width), row.size, channels // wide), [n // wide for n in row.channels[::wide]]
    if places != [0]:
        picks = (picks[:, None] + np.array(places)).reshape(-1)
    items = cells.reshape(-1).view(f"V{4 * wide}")
    found: Array = items.take(picks, mode="clip").view(np.float32)  # inside all: "clip" saves the check
    return found.reshape(-1, shown).T.reshape(shown, *row.size)


def _from_channels(values: Array, row: RowView) -> Array:
    """From `[c, h, w]`."""
    height, width = values.shape[1:]
    picks = np.asarray(row.channels)[:, None] * (height * width) + _cells((height, width), row.size)
    found: Array = values.reshape(-1).take(picks, mode="clip")
    return found.reshape(-1, *row.size)


def sampled_items(planes: Tensor, row: RowView) -> Array:
    """`[n, h, w]` float32 on the CPU: what `sampled` gives, also where the tiles show several items."""
    if not row.items:
        return sampled(planes, row)
    items = np.minimum(row.items, planes.shape[0] - 1)
    tiles = np.empty((len(items), *row.size), np.float32)
    for item in dict.fromkeys(items.tolist()):
        mine = np.flatnonzero(items == item)
        tiles[mine] = sampled(planes, RowView(row.layer, tuple(row.channels[i] for i in mine), row.size, item))
    return tiles
