"""The kernel grid: coloured cells that are typed into, turned with the wheel and dragged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QWidget,
)

from cnnlab.document.entry import LARGEST, Numbers
from cnnlab.gui.inspector import grid_clipboard
from cnnlab.gui.inspector.contents import GridContent
from cnnlab.gui.inspector.drag import Drag
from cnnlab.gui.inspector.gesture import Gesture
from cnnlab.gui.inspector.grid_keys import GRID_KEYS
from cnnlab.gui.inspector.grid_menu import grid_menu
from cnnlab.gui.inspector.grid_selection import Selected, one
from cnnlab.gui.inspector.grid_view import GridView
from cnnlab.gui.inspector.numbers import rounded
from cnnlab.gui.inspector.page import page_is_gliding
from cnnlab.gui.inspector.wheel import Notches, factor
from cnnlab.gui.theme import Theme

STEP = 0.1  # what one notch of the wheel adds, until the user chooses another step
_CHOOSING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier  # a click with one of them selects
_OWN = ("copy", "numpy", "paste", "all")  # whatever the window uses these keys for
_HINT = QAbstractItemDelegate.EndEditHint


class KernelGrid(GridView):
    """Tells what the user wants by the model's signals.

    Signals:
        gesture_ended: steps that follow are a new gesture.
    """

    gesture_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("kernelGrid")
        self._gesture = Gesture(self)
        self._notches = Notches()
        self._drag: Drag | None = None
        self._step_size = STEP
        self._gesture.ended.connect(self.gesture_ended)
        self._delegate.entered.connect(self._on_delegate_entered)

    def show_content(self, content: GridContent | None) -> bool:
        """Show other numbers; True if the grid took another form, which ends what was being dragged."""
        other = super().show_content(content)
        if other:
            self._gesture.finish()
            self._drag = None
        return other

    def step(self) -> float:
        """What one notch of the wheel adds."""
        return self._step_size

    def set_step(self, step: float) -> None:
        """Make steps finer or coarser."""
        self._gesture.finish()
        self._step_size = step

    # -- moving --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked, index = GRID_KEYS.find(event), self.currentIndex()
        if asked in ("copy", "numpy"):
            self.copy(numpy=asked == "numpy")
        elif asked == "paste":
            self.paste()
        elif asked == "zero":
            self.zero()
        elif asked == "below":
            self._move_down()
        elif asked in ("more", "less"):
            self._step(index, (1 if asked == "more" else -1) * factor(event.modifiers()))
        else:
            super().keyPressEvent(event)

    def copy(self, numpy: bool = False) -> None:
        """Put the selected rectangle, or the whole kernel, on the clipboard."""
        grid_clipboard.copy(self._model, self.selected(), numpy)

    def paste(self) -> None:
        """Ask for the numbers on the clipboard."""
        grid_clipboard.paste(self._model, self.selected())

    def zero(self) -> None:
        """Ask for 0 in the selected cells."""
        where = self.selected()
        self._model.wish(where, np.zeros(len(where)), None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        grid_menu(self, self).popup(event.globalPos())

    def _on_delegate_entered(self, text: str) -> None:
        self._gesture.finish()
        self._model.enter(self.selected(), text)

    def event(self, event: QEvent) -> bool:
        """Copy and paste mean numbers while the grid has the focus, whatever the window uses these keys for."""
        override = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if override and GRID_KEYS.find(event) in _OWN:  # type: ignore[arg-type]
            event.accept()
            return True
        return bool(super().event(event))

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._move_on(1 if forward else -1) or bool(super().focusNextPrevChild(forward))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, _HINT.NoHint)
        if self.several():
            return  # what was typed was for all of them, and so may be what comes next
        if hint == _HINT.SubmitModelCache:
            self._move_down()
        elif hint in (_HINT.EditNextItem, _HINT.EditPreviousItem):
            self._move_on(1 if hint == _HINT.EditNextItem else -1)

    def _move_on(self, by: int) -> bool:
        """Go to the next cell in reading order; False at the end, where the focus goes on."""
        columns, index = self._model.columnCount(), self.currentIndex()
        place = index.row() * columns + index.column() + by
        if not index.isValid() or not 0 <= place < columns * self._model.rowCount():
            return False
        self._go(place // columns, place % columns)
        return True

    def _move_down(self) -> None:
        """Go to the cell below; from the last row to the top of the next column."""
        rows, columns, index = self._model.rowCount(), self._model.columnCount(), self.currentIndex()
        if not index.isValid():
            self._go(0, 0)
        elif index.row() + 1 < rows:
            self._go(index.row() + 1, index.column())
        elif index.column() + 1 < columns:
            self._go(0, index.column() + 1)

    def _go(self, row: int, column: int) -> None:
        index = self._model.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self._go(0, 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._gesture.finish()

    # -- stepping --

    def _step(self, index: QModelIndex, steps: float) -> None:
        """Change a cell, or all selected ones if it is one of them."""
        among = self.several() and self.selectionModel().isSelected(index)
        where, key = (self.selected(), self._selections) if among else (one(index), (index.row(), index.column()))
        if self._model.target(index) is not None:
            self._wish(where, self._model.values(where), steps, self._gesture.step(key))

    def _wish(self, where: Selected, start: Numbers, steps: float, gesture: object) -> None:
        values = rounded(start + steps * self._step_size, self._step_size)
        if not np.any(np.abs(values) > LARGEST):
            self._model.wish(where, values, gesture)

    def wheelEvent(self, event: QWheelEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if page_is_gliding(self) or not self._takes_wheel(index):
            super().wheelEvent(event)
            return
        event.accept()
        if notches := self._notches.add(event):
            if not self.selectionModel().isSelected(index):
                self._go(index.row(), index.column())
            self._step(index, notches * factor(event.modifiers()))

    def _takes_wheel(self, index: QModelIndex) -> bool:
        """A grid that scrolls gives the wheel to its selected cells only, or it could not be scrolled."""
        scrolls = self.verticalScrollBar().maximum() > 0 or self.horizontalScrollBar().maximum() > 0
        usable = self._model.target(index) is not None
        return usable and (not scrolls or (self.selectionModel().isSelected(index) and self.hasFocus()))

    # -- dragging --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & _CHOOSING
        kept = plain and self.several() and self.selectionModel().isSelected(index)
        if kept:  # a drag changes all of them; a click that turns out to be none chooses this one
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        else:
            super().mousePressEvent(event)
        self._drag = self._drag_from(index, point, kept) if plain and self._model.target(index) is not None else None

    def _drag_from(self, index: QModelIndex, point: QPoint, kept: bool) -> Drag:
        where = self.selected() if kept else one(index)
        return Drag(index, where, self._model.values(where), point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drag = self._drag
        if drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        begun = drag.active
        if drag.move(event.position().toPoint(), event.modifiers()):
            self._wish(drag.where, drag.start, drag.steps, self._gesture.hold("drag"))
        if drag.active and not begun:
            shape = Qt.CursorShape.SizeHorCursor if drag.sideways else Qt.CursorShape.SizeVerCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag = self._drag, None
        super().mouseReleaseEvent(event)
        if drag is not None and drag.active:
            self.viewport().unsetCursor()
            self._gesture.finish()
        elif drag is not None and self.several():
            self._go(drag.index.row(), drag.index.column())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave and self._drag is None:
            self._gesture.finish()
            self._mark_partners(self.currentIndex())
        return bool(super().viewportEvent(event))
