"""Paints the cells of the kernel grid and edits them in place."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from cnnlab.document.entry import read_entry
from cnnlab.gui.inspector.cells import CellPainter, type_size
from cnnlab.gui.inspector.grid_model import GridModel
from cnnlab.gui.inspector.numbers import precise
from cnnlab.gui.theme import Radius, Theme
from cnnlab.text import UserError

Index = QModelIndex | QPersistentModelIndex
_HINT = QAbstractItemDelegate.EndEditHint
_FINISHING = {
    Qt.Key.Key_Return: _HINT.SubmitModelCache,
    Qt.Key.Key_Enter: _HINT.SubmitModelCache,
    Qt.Key.Key_Tab: _HINT.EditNextItem,
    Qt.Key.Key_Backtab: _HINT.EditPreviousItem,
}


def ring_state(view: QTableView, state: QStyle.StateFlag) -> QStyle.StateFlag:
    """The state of a cell, where "active" means that keys go to the grid or to an editor in it."""
    flag = QStyle.StateFlag.State_Active
    return state | flag if view.hasFocus() or view.isAncestorOf(view.focusWidget()) else state & ~flag


class GridDelegate(QStyledItemDelegate):
    """Leaves the painting to a `CellPainter`, and keeps an editor open whose text is no number.

    Signals:
        entered: the text that was typed.
        refused: why the text in the editor is no number.
    """

    entered = Signal(str)
    refused = Signal(str)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cells = CellPainter(theme)
        self.partners: frozenset[tuple[int, int]] = frozenset()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.cells = CellPainter(theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        if model.content is None:
            return
        painter.save()
        place = index.row(), index.column()
        cell = self.cells.paint(painter, option.rect, model.content, *place)
        if place in self.partners:
            self.cells.paint_partner(painter, cell)
        view = option.widget
        assert isinstance(view, QTableView)
        self.cells.paint_ring(painter, cell, ring_state(view, option.state), index == view.currentIndex())
        painter.restore()

    # -- editing --

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent, frame=False)
        editor.setObjectName("kernelEditor")
        editor.setProperty("role", "number")
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        size = type_size(option.rect.width())
        editor.setStyleSheet(
            f"min-height: 0; padding: 0; font-size: {int(size)}px; border-radius: {int(Radius.TILE)}px;"
        )
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        room = rect.adjusted(1, 1, -1, -1)
        wide = max(room.width(), 64)  # in a small cell the editor reaches over its neighbours
        area = option.widget.rect() if option.widget is not None else rect
        box = QRect(0, 0, wide, max(room.height(), 24))
        box.moveCenter(room.center())
        box.moveLeft(max(0, min(box.left(), area.right() - box.width())))
        box.moveTop(max(0, min(box.top(), area.bottom() - box.height())))
        editor.setGeometry(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            editor.setText(precise(float(index.data(Qt.ItemDataRole.EditRole))))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.isModified():
            self.entered.emit(editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """A text that is no number keeps the editor open, with the text in it."""
        if not isinstance(editor, QLineEdit):
            return bool(super().eventFilter(editor, event))
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _FINISHING:
            if self._is_usable(editor):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, _FINISHING[Qt.Key(event.key())])
            return True
        if event.type() == QEvent.Type.FocusOut and not self._is_usable(editor):
            return False
        return bool(super().eventFilter(editor, event))

    def _is_usable(self, editor: QLineEdit) -> bool:
        """Whether the text can be taken; if not, the editor is marked and the reason is told."""
        try:
            if editor.isModified():
                read_entry(editor.text())
        except UserError as error:
            editor.setProperty("invalid", True)
            editor.style().unpolish(editor)
            editor.style().polish(editor)
            self.refused.emit(str(error))
            return False
        return True
