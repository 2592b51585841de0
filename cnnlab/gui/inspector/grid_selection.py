"""Which cells of a grid are selected, as arrays: a matrix may have millions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QItemSelectionRange, QModelIndex
from PySide6.QtWidgets import QTableView

from cnnlab.document.cells import Places
from cnnlab.text import N_, UserError

MOST = 2**22  # cells that are changed together in a fraction of a second


@dataclass(frozen=True, eq=False)
class Selected:
    """Rows and columns of cells, each `[n]`, the current cell first."""

    rows: Places
    columns: Places

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def box(self) -> tuple[int, int, int, int]:
        """First and last row, first and last column."""
        return int(self.rows.min()), int(self.rows.max()), int(self.columns.min()), int(self.columns.max())


def one(index: QModelIndex) -> Selected:
    """A single cell, or none."""
    valid = index.isValid()
    rows, columns = ([index.row()], [index.column()]) if valid else ([], [])
    return Selected(np.array(rows, np.intp), np.array(columns, np.intp))


def ranges(view: QTableView) -> list[QItemSelectionRange]:
    """The selected rectangles."""
    selection = view.selectionModel().selection()
    return [selection.at(place) for place in range(selection.count())]


def several(view: QTableView) -> bool:
    """Whether more than one cell is selected; costs nothing however many they are."""
    return count(view) > 1


def count(view: QTableView) -> int:
    """How many cells are selected; costs nothing however many they are."""
    return sum(part.width() * part.height() for part in ranges(view))


def selected(view: QTableView) -> Selected:
    """The selected cells; the current one alone where it is not among several.

    Raises:
        UserError: they are too many to be changed together.
    """
    if count(view) > MOST:
        text = N_("{count} cells are more than the {most} that are changed at once: select fewer")
        raise UserError(text, count=count(view), most=MOST)
    current, model = view.currentIndex(), view.model()
    if not several(view) or not view.selectionModel().isSelected(current):
        return one(current)
    mask = np.zeros((model.rowCount(), model.columnCount()), bool)
    for part in ranges(view):
        mask[part.top() : part.bottom() + 1, part.left() : part.right() + 1] = True
    mask[current.row(), current.column()] = False
    rows, columns = np.nonzero(mask)
    return Selected(np.append(current.row(), rows), np.append(current.column(), columns))
