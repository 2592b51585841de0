"""Reads single elements and patches out of tensors, as float64 numbers in main memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.explanation import NO_CELL, Cells, Index, Numbers, Origin, Origins, Patch, Region, Span

if TYPE_CHECKING:
    from torch import Tensor


def numbers(tensor: Tensor) -> Numbers:
    """All values; a slice of a tensor on a GPU is the only thing that is copied."""
    values: Numbers = tensor.detach().cpu().numpy().astype(np.float64)
    return values


def element(tensor: Tensor, index: Index) -> float:
    """One value."""
    return float(tensor[index])


def along(tensor: Tensor, index: Index, axis: int, part: slice) -> Tensor:
    """The values `[n]` on the line through an element along one axis, or a part of that line."""
    place: list[int | slice] = list(index)
    place[axis] = part
    return tensor[tuple(place)]


def optional_number(weights: Mapping[str, Tensor], name: str, index: Index) -> float | None:
    """One value of a weight that may not be there."""
    return element(weights[name], index) if name in weights else None


def read_patch(x: Tensor, item: int, channels: range, rows: Cells, columns: Cells) -> Patch:
    """The cells of `x`, `[b, c, h, w]`, that lie in these channels, rows and columns of one item of the batch.

    Rows and columns may repeat, come in any order, and be `NO_CELL`.
    """
    # A slice is a view without a copy; only that part leaves the device.
    (top, bottom), (left, right) = _span(rows), _span(columns)
    crop = x[item, channels.start : channels.stop, top : bottom + 1, left : right + 1].detach().cpu().numpy()
    ys, xs = np.maximum(rows - top, 0), np.maximum(columns - left, 0)
    if crop.size:
        values = crop[:, ys[:, None], xs].astype(np.float64)  # (t, kh, kw)
    else:
        values = np.zeros((len(channels), len(rows), len(columns)))
    for axis, cells in ((1, rows), (2, columns)):
        missing = cells == NO_CELL
        if missing.any():
            values[(slice(None),) * axis + (missing,)] = 0
    values.flags.writeable = False
    return Patch(channels, rows, columns, values)


def _span(cells: Cells) -> Span:
    """First and last of the cells that are there; empty, with its last before its first, where none is."""
    there = cells[cells != NO_CELL]
    return (int(there.min()), int(there.max())) if there.size else (0, -1)


def region_of(patch: Patch, item: int) -> tuple[Region, ...]:
    """What was read of the first input for a patch of one item."""
    box = patch.box()
    if box is None or not patch.channels:
        return ()
    return (Region(0, ((item, item), (patch.channels[0], patch.channels[-1]), *box)),)


def taken(inputs: Mapping[int, Tensor], indices: Mapping[int, Index]) -> Origins:
    """Elements of several inputs."""
    return Origins(tuple(Origin(i, index, element(inputs[i], index)) for i, index in indices.items()))


def regions_of(origins: Origins) -> tuple[Region, ...]:
    """What was read for elements that are taken over."""
    return tuple(Region(o.input, tuple((i, i) for i in o.index)) for o in origins.origins)
