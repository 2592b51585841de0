"""Sets of elements of a tensor, kept as indices along each of its axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.explanation import Cells, Index
from cnnlab.blocks.weight import Shape

if TYPE_CHECKING:
    from cnnlab.blocks.base import Block

Elements = tuple[Cells, ...]
"""One sorted array of indices for each axis; the elements are all that have an index of each."""


def single(index: Index) -> Elements:
    """One element."""
    return tuple(np.array([i]) for i in index)


def joined(a: Elements | None, b: Elements) -> Elements:
    """Both, and along each axis what either has."""
    return b if a is None else tuple(np.union1d(x, y) for x, y in zip(a, b, strict=True))


def source_elements(
    block: Block, elements: Elements, inputs: Sequence[Shape], output: Shape
) -> tuple[Elements | None, ...]:
    """See `Block.source_elements`: what follows from a block's rules for rows, columns and channels."""
    rank = len(output)
    item, mixed = elements[: int(rank > 1)], _channels(block, elements[min(1, rank - 1)], inputs, output)
    found: list[Elements | None] = []
    for shape, channels in zip(inputs, mixed, strict=True):
        # The last axis is the width, also where it is the only one behind the channels.
        cells = (
            np.array(block.source_cells(axis - rank + 2, elements[axis].tolist(), shape[axis]), np.intp)
            for axis in range(2, rank)
        )
        sources = (*item, channels, *cells)
        found.append(sources if all(axis.size for axis in sources) else None)
    return tuple(found)


def _channels(block: Block, channels: Cells, inputs: Sequence[Shape], output: Shape) -> list[Cells]:
    """For each input, the channels that some channels of the output are made from."""
    from cnnlab.blocks.base import Block
    from cnnlab.blocks.sizes import channel_count

    counts = [channel_count(shape) for shape in inputs]
    if type(block).source_channels is Block.source_channels:  # which keeps them apart or mixes all
        return [channels if n == channel_count(output) else np.arange(n) for n in counts]
    met: list[set[int]] = [set() for _ in inputs]
    for channel in channels.tolist():
        for known, more in zip(met, block.source_channels(channel, inputs, output), strict=True):
            known.update(more)
        if all(len(known) == n for known, n in zip(met, counts, strict=True)):
            break
    return [np.array(sorted(known), np.intp) for known in met]
