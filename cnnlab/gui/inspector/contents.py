"""What the kernel grid shows: one slice or matrix of a weight, or several vectors side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from cnnlab.blocks.weight import Array
from cnnlab.document.cells import Cells, Places
from cnnlab.document.entry import Numbers

_FEW = 64  # cells that are read one by one, before all lines are laid side by side

Target = tuple[str, tuple[int, ...]]
Region = tuple[int, int, int, int]  # first and last row, first and last column


class GridContent(Protocol):
    """Numbers in rows and columns."""

    @property
    def rows(self) -> int:
        """Number of rows."""
        ...

    @property
    def columns(self) -> int:
        """Number of columns."""
        ...

    @property
    def labelled(self) -> bool:
        """Whether rows and columns carry names: matrices do, kernels do not."""
        ...

    def value(self, row: int, column: int) -> float:
        """The number in a cell."""
        ...

    def values(self, rows: Places, columns: Places) -> Numbers:
        """The numbers in several cells; NaN where there is no cell."""
        ...

    def cells(self, rows: Places, columns: Places, values: Numbers) -> tuple[Cells, ...]:
        """The edit that gives these cells these values."""
        ...

    def scale(self, column: int) -> float:
        """The magnitude that takes the ends of the colour table."""
        ...

    def target(self, row: int, column: int) -> Target | None:
        """Weight and index that a cell shows; None for a cell that can only be read."""
        ...

    def name(self, row: int, column: int) -> str:
        """What the cell is called, as PyTorch would write it."""
        ...

    def column_label(self, column: int) -> str:
        """What stands above a column."""
        ...


@dataclass(frozen=True, eq=False)
class PlaneContent:
    """A plane of one weight: `lines[y][x]` is `weight[*leading, y, x]`."""

    weight: str
    leading: tuple[int, ...]
    lines: Array | Sequence[Array]
    largest: float
    labelled: bool = False

    @property
    def rows(self) -> int:
        return len(self.lines)

    @property
    def columns(self) -> int:
        return len(self.lines[0])

    def value(self, row: int, column: int) -> float:
        return float(self.lines[row][column])

    def values(self, rows: Places, columns: Places) -> Numbers:
        if len(rows) <= _FEW:
            return np.array([self.value(y, x) for y, x in zip(rows, columns, strict=True)], np.float64)
        return np.asarray(np.asarray(self.lines)[rows, columns], np.float64)

    def cells(self, rows: Places, columns: Places, values: Numbers) -> tuple[Cells, ...]:
        return (Cells.at(self.weight, (*self.leading, rows, columns), values),)

    def scale(self, column: int) -> float:
        return self.largest

    def target(self, row: int, column: int) -> Target | None:
        return self.weight, (*self.leading, row, column)

    def name(self, row: int, column: int) -> str:
        return f"{self.weight}{[*self.leading, row, column]}"

    def column_label(self, column: int) -> str:
        return str(column)


@dataclass(frozen=True, eq=False)
class VectorsContent:
    """Vectors of one length, one a column: scale and shift of a norm beside its running mean and variance."""

    names: tuple[str, ...]
    vectors: tuple[Array, ...]
    scales: tuple[float, ...]
    labelled: bool = True

    @property
    def rows(self) -> int:
        return max(len(vector) for vector in self.vectors)

    @property
    def columns(self) -> int:
        return len(self.names)

    def value(self, row: int, column: int) -> float:
        vector = self.vectors[column]
        return float(vector[row]) if row < len(vector) else float("nan")

    def values(self, rows: Places, columns: Places) -> Numbers:
        result = np.full(len(rows), np.nan)
        for column, vector in enumerate(self.vectors):
            there = (columns == column) & (rows < len(vector))
            result[there] = vector[rows[there]]
        return result

    def cells(self, rows: Places, columns: Places, values: Numbers) -> tuple[Cells, ...]:
        parts = ((name, columns == column) for column, name in enumerate(self.names))
        return tuple(Cells.at(name, (rows[here],), values[here]) for name, here in parts if here.any())

    def scale(self, column: int) -> float:
        return self.scales[column]

    def target(self, row: int, column: int) -> Target | None:
        return (self.names[column], (row,)) if row < len(self.vectors[column]) else None

    def name(self, row: int, column: int) -> str:
        return f"{self.names[column]}[{row}]"

    def column_label(self, column: int) -> str:
        return self.names[column]


def changed_region(before: GridContent, after: GridContent) -> Region | None:
    """The smallest box around the cells that look different; None if there are none.

    Both have the same rows and columns.
    """
    if isinstance(before, PlaneContent) and isinstance(after, PlaneContent):
        return _changed_in_plane(before, after)
    if isinstance(before, VectorsContent) and isinstance(after, VectorsContent):
        changed = [
            column
            for column in range(after.columns)
            if before.vectors[column] is not after.vectors[column] or before.scales[column] != after.scales[column]
        ]
        return (0, after.rows - 1, changed[0], changed[-1]) if changed else None
    return 0, after.rows - 1, 0, after.columns - 1


def _changed_in_plane(before: PlaneContent, after: PlaneContent) -> Region | None:
    if before.largest != after.largest or (before.weight, before.leading) != (after.weight, after.leading):
        return 0, after.rows - 1, 0, after.columns - 1
    lines = zip(before.lines, after.lines, strict=True)
    rows = [y for y, (old, new) in enumerate(lines) if old is not new and not np.array_equal(old, new, equal_nan=True)]
    if not rows:
        return None
    differs = np.any([before.lines[y] != after.lines[y] for y in rows], axis=0)
    columns = np.flatnonzero(differs)
    return rows[0], rows[-1], int(columns[0]), int(columns[-1])
