"""Several elements or slices of one weight with their new values: one edit, however many they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnnlab.blocks.weight import Array, Weight

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Cells:
    """Where and what to write.

    Attributes:
        name: of the weight, or of a running statistic.
        index: one array `[n]` for each leading axis; as many as the weight has axes for single elements, fewer for
            whole slices.
        values: `[n, …]`, or what can be broadcast to it.
    """

    name: str
    index: tuple[Places, ...]
    values: Array

    @classmethod
    def at(cls, name: str, index: Sequence[ArrayLike], values: ArrayLike) -> Cells:
        """Cells from arrays of any kind; the parts of the index are broadcast against each other and laid in a row."""
        parts = np.broadcast_arrays(*(np.asarray(part, np.intp) for part in index))
        return cls(name, tuple(part.ravel() for part in parts), np.asarray(values, np.float32))

    @property
    def last(self) -> tuple[int, ...]:
        """The largest index along each leading axis."""
        return tuple(int(part.max(initial=0)) for part in self.index)

    def __len__(self) -> int:
        return len(self.index[0])


def with_cells(weight: Weight, cells: Cells) -> Weight:
    """The same weight with these cells written; chunks without one of them are shared."""
    rest = weight.shape[len(cells.index) :]
    values = np.broadcast_to(cells.values, (len(cells), *rest))
    if len(weight.shape) <= 1:
        vector = weight.chunks[0].copy()
        vector[cells.index[0]] = values
        return weight.with_chunk(0, vector)
    chunks = list(weight.chunks)
    for chunk, places in _by_chunk(cells.index[0]):
        changed = chunks[chunk].copy()
        changed[tuple(axis[places] for axis in cells.index[1:])] = (
            values[places] if len(cells.index) > 1 else values[places[-1]]
        )
        changed.flags.writeable = False
        chunks[chunk] = changed
    return Weight(weight.shape, tuple(chunks))


def _by_chunk(first: Places) -> Iterator[tuple[int, Places]]:
    """The chunks that an index touches, with the places in the index that lie in each."""
    order = np.argsort(first, kind="stable")
    chunks, starts = np.unique(first[order], return_index=True)
    for chunk, places in zip(chunks, np.split(order, starts[1:]), strict=True):
        yield int(chunk), places
