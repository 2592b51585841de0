"""The model behind the kernel grid; it never changes a number itself but says what the user wants."""

from __future__ import annotations

import numbers
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from cnnlab.gui.inspector.contents import GridContent, changed_region
from cnnlab.gui.inspector.numbers import finite, parse_number, precise, signed
from cnnlab.gui.inspector.pasting import grid_text, parse_grid
from cnnlab.text import UserError, _

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_ROLE = Qt.ItemDataRole


class GridModel(QAbstractTableModel):
    """Rows are y, columns are x.

    Signals:
        edited: weight, index (a tuple), value, gesture: the user wants this number there.
        pasted: numbers for all cells, an array `[rows, columns]`.
        refused: why a text is no number; empty when that no longer matters.
    """

    edited = Signal(str, object, float, object)
    pasted = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._content: GridContent | None = None

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
        if role != _ROLE.EditRole:
            return False
        try:
            number = parse_number(value) if isinstance(value, str) else finite(_real(value))
        except UserError as error:
            self.refused.emit(str(error))
            return False
        return self.wish(index, number, None)

    # -- wishes --

    def target(self, index: Index) -> tuple[str, tuple[int, ...]] | None:
        """Weight and index that a cell shows; None if it can only be read."""
        if self._content is None or not index.isValid():
            return None
        return self._content.target(index.row(), index.column())

    def wish(self, index: Index, value: float, gesture: object | None) -> bool:
        """Ask for a number in a cell; False where it can only be read."""
        target = self.target(index)
        if target is None or self._content is None:
            return False
        self.refused.emit("")
        if value != self._content.value(index.row(), index.column()):
            self.edited.emit(*target, value, gesture)
        return True

    def copied(self, index: Index) -> str:
        """What copying means: all numbers of a kernel, or the one in the current cell of a larger table."""
        if self._content is not None and not self._content.labelled:
            return grid_text(self._content)
        return precise(float(self.data(index, _ROLE.EditRole))) if index.isValid() else ""

    def paste(self, index: Index, text: str) -> None:
        """Ask for one number in a cell, or for a grid of them in all cells of a kernel."""
        content = self._content
        if content is None or content.labelled or len(text.split()) < 2:
            self.setData(index, text)
            return
        try:
            values = parse_grid(text, content.rows, content.columns)
        except UserError as error:
            self.refused.emit(str(error))
        else:
            self.refused.emit("")
            self.pasted.emit(values)

    def _advice(self, index: Index) -> str:
        if self.target(index) is None:
            return _("Kept by the layer itself: it can only be read.")
        return _("Type a number. Wheel or drag changes it: Shift finer, Ctrl coarser. Delete makes it 0.")


def _form(content: GridContent) -> tuple[object, ...]:
    labels = tuple(map(content.column_label, range(content.columns))) if content.columns <= 8 else ()
    return type(content), content.rows, content.columns, content.labelled, labels


def _real(value: object) -> float:
    """A number that a script gave; anything else is refused like a wrong text."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        return parse_number(str(value))
    return float(value)
