"""The model behind the kernel grid; it never changes a number itself but says what the user wants."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cnnlab.document.cells import Places
from cnnlab.document.entry import Numbers, read_entry
from cnnlab.document.symmetry import NONE, Locks, orbit, spread
from cnnlab.gui.inspector.contents import GridContent, PlaneContent, changed_region
from cnnlab.gui.inspector.grid_selection import Selected, one
from cnnlab.gui.inspector.numbers import finite, parse_number, precise, signed
from cnnlab.text import UserError, _, plural

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_ROLE = Qt.ItemDataRole


class GridModel(QAbstractTableModel):
    """Rows are y, columns are x.

    Signals:
        edited: weight, index (a tuple), value, gesture: the user wants this number there.
        cells_edited: a tuple of `Cells`, what is done, gesture: the user wants several numbers at once.
        refused: why a text is no number; empty when that no longer matters.
    """

    edited = Signal(str, object, float, object)
    cells_edited = Signal(object, str, object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content: GridContent | None = None
        self.locks: Locks = NONE

    @property
    def content(self) -> GridContent | None:
        """What is shown."""
        return self._content

    def show_content(self, content: GridContent | None) -> bool:
        """Show other numbers; True if the grid has another form, so that the view starts anew."""
        before = self._content
        if before is not None and content is not None and _form(before) == _form(content):
            self._content = content
            region = changed_region(before, content)
            if region is not None:
                top, bottom, left, right = region
                self.dataChanged.emit(self.index(top, left), self.index(bottom, right))
            return False
        self.beginResetModel()
        self._content = content
        self.endResetModel()
        return True

    # -- Qt's questions --

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() or self._content is None else self._content.rows

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() or self._content is None else self._content.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usable | Qt.ItemFlag.ItemIsEditable if self.target(index) is not None else usable

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        content = self._content
        if content is None or not index.isValid():
            return None
        if role not in (_ROLE.DisplayRole, _ROLE.EditRole, _ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return None
        row, column = index.row(), index.column()
        value = content.value(row, column)
        if role == _ROLE.DisplayRole:
            return signed(value)
        if role == _ROLE.EditRole:
            return value
        text = f"{content.name(row, column)} = {precise(value)}"
        return text if role == _ROLE.AccessibleTextRole else f"{text}\n{self._advice(index)}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if role != _ROLE.DisplayRole or self._content is None:
            return None
        return str(section) if orientation == Qt.Orientation.Vertical else self._content.column_label(section)

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Ask for a number: a number, or a text with one, with a formula, or with a change such as `*2`."""
        if role != _ROLE.EditRole or self.target(index) is None:
            return False
        if isinstance(value, str):
            return self.enter(one(self.index(index.row(), index.column())), value)
        try:
            number = finite(_real(value))
        except UserError as error:
            self.refused.emit(str(error))
            return False
        return self.wish(one(self.index(index.row(), index.column())), np.array([number]), None)

    # -- wishes --

    def target(self, index: Index) -> tuple[str, tuple[int, ...]] | None:
        """Weight and index that a cell shows; None where there is none."""
        if self._content is None or not index.isValid():
            return None
        return self._content.target(index.row(), index.column())

    def enter(self, where: Selected, text: str) -> bool:
        """Ask for what a text means in all these cells; False if it means nothing."""
        if self._content is None:
            return False
        try:
            values = read_entry(text).applied(self._known(where))
        except UserError as error:
            self.refused.emit(str(error))
            return False
        return self.wish(where, values, None)

    def wish(self, where: Selected, values: Numbers, gesture: object | None, what: str = "") -> bool:
        """Ask for numbers `[n]` in cells; with locks their mirrored cells take them as well.

        One number in one cell is `edited`, several are `cells_edited`; those that are there already are left out.
        """
        content = self._content
        if content is None or not len(where):
            return False
        rows, columns = where.rows, where.columns
        if self._locked():
            rows, columns, values = spread((content.rows, content.columns), self.locks, rows, columns, values)
        before = content.values(rows, columns)
        self.refused.emit("")
        changes = (before != values.astype(np.float32)) & self._exists(rows, columns)
        rows, columns, values = rows[changes], columns[changes], values[changes]
        if len(rows) == 1:
            target = content.target(int(rows[0]), int(columns[0]))
            assert target is not None
            self.edited.emit(*target, float(values[0]), gesture)
        elif len(rows):
            done = what or plural("{count} cell", "{count} cells", len(rows))
            self.cells_edited.emit(content.cells(rows, columns, values), done, gesture)
        return True

    def values(self, where: Selected) -> Numbers:
        """The numbers in cells, `[n]`."""
        assert self._content is not None
        return self._content.values(where.rows, where.columns)

    def partners(self, index: Index) -> frozenset[tuple[int, int]]:
        """The other cells that the locks change together with this one."""
        content = self._content
        if content is None or not index.isValid() or not self._locked():
            return frozenset()
        place = index.row(), index.column()
        mates = orbit((content.rows, content.columns), self.locks, place).tolist()
        return frozenset((y, x) for y, x in mates) - {place}

    def _locked(self) -> bool:
        return bool(self.locks) and isinstance(self._content, PlaneContent) and not self._content.labelled

    def _known(self, where: Selected) -> Numbers:
        """The numbers in cells; 0 where there is none, which nothing is written to."""
        values = self.values(where)
        return np.where(self._exists(where.rows, where.columns), values, 0.0)

    def _exists(self, rows: Places, columns: Places) -> Any:
        """Whether there is a cell: vectors of several lengths leave some out."""
        content = self._content
        if content is None or isinstance(content, PlaneContent):
            return np.ones(len(rows), bool)
        return np.array([content.target(int(y), int(x)) is not None for y, x in zip(rows, columns, strict=True)], bool)

    def _advice(self, index: Index) -> str:
        if self.target(index) is None:
            return ""
        return "\n".join(
            (
                _("Type a number, a formula like 1/9 or sqrt(2), or a change like *2, /3, +=0.5."),
                _("The wheel or a drag changes it by steps: Shift finer, Ctrl coarser. Delete makes it 0."),
                _("Shift selects up to a cell, Ctrl adds one, Ctrl+A takes all: then a change is for all of them."),
            )
        )


def _form(content: GridContent) -> tuple[object, ...]:
    labels = tuple(map(content.column_label, range(content.columns))) if content.columns <= 8 else ()
    return type(content), content.rows, content.columns, content.labelled, labels


def _real(value: object) -> float:
    """A number that a script gave; anything else is refused like a wrong text."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return parse_number(str(value))
    return float(value)
