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
