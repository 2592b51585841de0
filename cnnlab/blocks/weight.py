"""Weights as values: read-only float32 arrays, one per kernel, so that an edit copies one kernel only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]
Shape = tuple[int, ...]


def frozen(values: ArrayLike) -> Array:
    """A read-only, contiguous float32 array with these values."""
    array = np.array(values, dtype=np.float32, order="C")
    array.flags.writeable = False
    return array


class Fit(Enum):
    """What happens to a stored weight whose size along one axis is not the size needed."""

    GROW = "grow"  # channels: those that exist are used, missing ones are initialised
    CENTRE = "centre"  # kernel cells: kept centred, the ring around them is zero
    EXACT = "exact"  # the size depends on the picture: a misfit is a problem


@dataclass(frozen=True)
class WeightSpec:
    """The shape a weight must have to run, and how each axis of a stored weight is fitted to it."""

    shape: Shape
    fit: tuple[Fit, ...]

    @property
    def count(self) -> int:
        """Number of values."""
        return int(np.prod(self.shape, dtype=object)) if self.shape else 1


@dataclass(frozen=True, eq=False)
class Weight:
    """One weight tensor, kept as one read-only array per leading index (a vector is one array).

    Two weights are the same only if they are the same object, and so are their chunks: that is how the engine knows
    what to copy to the device.
    """

    shape: Shape
    chunks: tuple[Array, ...]

    @classmethod
    def from_array(cls, values: ArrayLike) -> Self:
        """Split an array `[k, ...]` into its chunks; a vector `[k]` stays whole."""
        array = np.asarray(values, dtype=np.float32)
        if array.ndim <= 1:
            return cls(array.shape, (frozen(array),))
        return cls(array.shape, tuple(frozen(part) for part in array))

    @classmethod
    def from_chunks(cls, chunks: Sequence[Array]) -> Self:
        """A weight of rank two or more from its read-only chunks, which are shared, not copied."""
        return cls((len(chunks), *chunks[0].shape), tuple(chunks))

    def array(self) -> Array:
        """A new, writable array with all values."""
        return self.chunks[0].copy() if len(self.shape) <= 1 else np.stack(self.chunks)

    def chunk_index(self, index: Sequence[int]) -> tuple[int, tuple[int, ...]]:
        """Which chunk an element lies in, and where in it.

        Raises:
            IndexError: the index has the wrong rank or lies outside the weight.
        """
        if len(index) != len(self.shape) or not all(0 <= i < n for i, n in zip(index, self.shape, strict=True)):
            raise IndexError(f"{tuple(index)} is not an element of a weight of shape {self.shape}")
        return (0, tuple(index)) if len(self.shape) <= 1 else (index[0], tuple(index[1:]))

    def value(self, index: Sequence[int]) -> float:
        """One element."""
        chunk, inner = self.chunk_index(index)
        return float(self.chunks[chunk][inner])

    def with_value(self, index: Sequence[int], value: float) -> Self:
        """The same weight with one element changed; every other chunk is shared."""
        chunk, inner = self.chunk_index(index)
        changed = self.chunks[chunk].copy()
        changed[inner] = value
        return self.with_chunk(chunk, changed)

    def with_chunk(self, chunk: int, values: ArrayLike) -> Self:
        """The same weight with one chunk replaced; every other chunk is shared."""
        chunks = list(self.chunks)
        chunks[chunk] = frozen(values)
        return type(self)(self.shape, tuple(chunks))
