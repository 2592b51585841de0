"""Activations seen as planes: whatever its rank, a tensor is `[b, c, h, w]` to those who look at it (no torch)."""

from __future__ import annotations

from cnnlab.blocks.weight import Shape


def plane_shape(shape: Shape) -> tuple[int, int, int, int]:
    """How a shape is shown: `[b, f]` as f channels of one cell, `[b, c, n]` as c rows of n cells.

    One axis is one item with that many channels; axes beyond the fourth are laid out along the last.
    """
    if len(shape) == 1:
        return 1, shape[0], 1, 1
    if len(shape) == 2:
        return shape[0], shape[1], 1, 1
    if len(shape) == 3:
        return shape[0], shape[1], 1, shape[2]
    width = 1
    for size in shape[3:]:
        width *= size
    return shape[0], shape[1], shape[2], width


def tensor_index(shape: Shape, item: int, channel: int, y: int, x: int) -> tuple[int, ...]:
    """The index, one number for each axis of `shape`, of what is shown at a place of a plane.

    Raises:
        IndexError: there is no such place.
    """
    place = item, channel, y, x
    if not all(0 <= i < n for i, n in zip(place, plane_shape(shape), strict=True)):
        raise IndexError(f"{place} is not a place of {shape} as it is shown")
    return {1: (channel,), 2: (item, channel), 3: (item, channel, x)}.get(len(shape), place)
