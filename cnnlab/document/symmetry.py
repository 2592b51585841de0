"""Symmetries of a kernel: which cells belong together, so that an edit of one is an edit of all of them."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]
Numbers = NDArray[np.float64]


class Symmetry(Enum):
    """A motion that leaves the kernel as it is. Its value is a stable name."""

    HORIZONTAL = "horizontal"  # left and right swapped
    VERTICAL = "vertical"  # top and bottom swapped
    DIAGONAL = "diagonal"  # rows and columns swapped
    HALF_TURN = "half_turn"  # by 180°
    QUARTER_TURN = "quarter_turn"  # by 90°

    @property
    def square(self) -> bool:
        """Whether only square kernels can have it."""
        return self in (Symmetry.DIAGONAL, Symmetry.QUARTER_TURN)


Locks = frozenset[Symmetry]
NONE: Locks = frozenset()


def moved(grid: NDArray[np.intp], symmetry: Symmetry) -> NDArray[np.intp]:
    """A grid `[h, w]` after the motion."""
    if symmetry is Symmetry.HORIZONTAL:
        return grid[:, ::-1]
    if symmetry is Symmetry.VERTICAL:
        return grid[::-1]
    if symmetry is Symmetry.DIAGONAL:
        return grid.T
    return np.rot90(grid, 2 if symmetry is Symmetry.HALF_TURN else 1)


@lru_cache(maxsize=64)
def orbits(shape: tuple[int, int], locks: Locks) -> Places:
    """For every cell `[h, w]` the number of its orbit: the first of all cells that the locks make equal to it.

    Several locks count together: left-right and top-bottom make four corners one. Locks that need a square kernel are
    left out where it is not one.
    """
    motions = [lock for lock in locks if shape[0] == shape[1] or not lock.square]
    numbers = np.arange(shape[0] * shape[1], dtype=np.intp).reshape(shape)
    while True:
        lower = numbers
        for motion in motions:
            lower = np.minimum(lower, moved(lower, motion))
        if np.array_equal(lower, numbers):
            numbers.flags.writeable = False
            return numbers
        numbers = lower


def orbit(shape: tuple[int, int], locks: Locks, place: tuple[int, int]) -> Places:
    """All cells `[n, 2]` that an edit of this one changes, itself among them."""
    numbers = orbits(shape, locks)
    return np.argwhere(numbers == numbers[place])


def spread(
    shape: tuple[int, int], locks: Locks, rows: Places, columns: Places, values: Numbers
) -> tuple[Places, Places, Numbers]:
    """The cells `[n]` and values `[n]` that an edit writes when the locks hold.

    Where two edited cells belong together, the one that comes first gives both their value.
    """
    numbers = orbits(shape, locks)
    edited, first = np.unique(numbers[rows, columns], return_index=True)
    value_of = np.zeros(numbers.size, np.float64)
    value_of[edited] = values[first]
    all_rows, all_columns = np.nonzero(np.isin(numbers, edited))
    return all_rows, all_columns, value_of[numbers[all_rows, all_columns]]
