"""The kernel grid: coloured cells that are typed into, turned with the wheel and dragged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QKeyCombination,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QTableView,
    QWidget,
)

from cnnlab.document.entry import LARGEST, Numbers
from cnnlab.document.symmetry import Locks
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.inspector import grid_clipboard
from cnnlab.gui.inspector.contents import GridContent, PlaneContent
from cnnlab.gui.inspector.drag import Drag
from cnnlab.gui.inspector.gesture import Gesture
from cnnlab.gui.inspector.grid_delegate import GridDelegate, ring_state
from cnnlab.gui.inspector.grid_menu import grid_menu
from cnnlab.gui.inspector.grid_model import GridModel
from cnnlab.gui.inspector.grid_selection import Selected, one, ranges, selected, several
from cnnlab.gui.inspector.grid_size import FINE, grid_size
from cnnlab.gui.inspector.numbers import rounded
from cnnlab.gui.inspector.page import page_is_gliding
from cnnlab.gui.inspector.wheel import Notches, factor
from cnnlab.gui.theme import TextSize, Theme
from cnnlab.text import _

STEP = 0.1  # what one notch of the wheel adds, until the user chooses another step
_CHOOSING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier  # a click with one of them selects
_HINT = QAbstractItemDelegate.EndEditHint


class KernelGrid(QTableView):
    """Shows a `GridModel`; tells what the user wants by the model's signals.

    Signals:
        gesture_ended: steps that follow are a new gesture.
        selection_changed: other cells are selected.
    """

    gesture_ended = Signal()
    selection_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kernelGrid")
        self._model = GridModel(self)
        self._delegate = GridDelegate(theme, self)
        self._gesture = Gesture(self)
        self._notches = Notches()
        self._drag: Drag | None = None
        self._step_size = STEP
        self._selections = 0  # how often the selection has changed: steps of another one are another gesture
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self._gesture.ended.connect(self.gesture_ended)
        self._delegate.refused.connect(self._model.refused)
        self._delegate.entered.connect(self._on_delegate_entered)
        self.entered.connect(self._mark_partners)
        self.retranslate()

    def _set_up(self) -> None:
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setMouseTracking(True)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            header.setStyleSheet("QHeaderView::section { padding: 4px 0; }")
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.verticalHeader().setFont(mono_font(TextSize.SMALL))

    # -- told what to show --

    def grid_model(self) -> GridModel:
        """The model, whose signals carry the wishes."""
        return self._model

    def show_content(self, content: GridContent | None) -> bool:
        """Show other numbers; True if the grid took another form, otherwise the current cell stays."""
        if not self._model.show_content(content):
            return False
        self._gesture.finish()
        self._drag = None
        labelled = content is not None and content.labelled
        self.horizontalHeader().setVisible(labelled)
        self.verticalHeader().setVisible(labelled)
        self._delegate.partners = frozenset()
        numbered = isinstance(content, PlaneContent)
        self.horizontalHeader().setFont(mono_font(TextSize.SMALL) if numbered else ui_font(TextSize.SMALL))
        self.scrollToTop()
        return True

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._delegate.set_theme(theme)
        self.viewport().update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Kernel"))
        self.setAccessibleDescription(
            _(
                "Type a number or a formula, turn the wheel or drag to change a weight; arrows and Tab move, Shift and "
                "arrows select several, Delete makes them 0"
            )
        )

    # -- step and symmetry --

    def step(self) -> float:
        """What one notch of the wheel adds."""
        return self._step_size

    def set_step(self, step: float) -> None:
        """Make steps finer or coarser."""
        self._gesture.finish()
        self._step_size = step

    def set_locks(self, locks: Locks) -> None:
        """From the next edit on cells that belong together change together."""
        self._model.locks = locks
        self._mark_partners(self.currentIndex())

    def _mark_partners(self, index: QModelIndex) -> None:
        """Show which cells would change together with one."""
        partners = self._model.partners(index)
        if partners != self._delegate.partners:
            self._delegate.partners = partners
            self.viewport().update()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._mark_partners(self.currentIndex())

    def selectionChanged(self, chosen: QItemSelection, dropped: QItemSelection) -> None:
        super().selectionChanged(chosen, dropped)
        self._selections += 1
        self.selection_changed.emit()

    def selected(self) -> Selected:
        """The selected cells, the current one first."""
        return selected(self)

    def several(self) -> bool:
        """Whether more than one cell is selected."""
        return several(self)

    # -- size --

    def is_table(self) -> bool:
        """Whether rows and columns carry names."""
        return self._model.content is not None and self._model.content.labelled

    def fit(self, room: int) -> QSize:
        """The size at which the cells fill `room` pixels; the view gives itself the right cells for it."""
        content = self._model.content
        if content is None:
            return QSize(0, 0)
        headers = None
        if content.labelled:
            headers = QSize(self.verticalHeader().sizeHint().width(), self.horizontalHeader().sizeHint().height())
        cell, size = grid_size(content.rows, content.columns, room, headers)
        self.horizontalHeader().setDefaultSectionSize(cell.width())
        self.verticalHeader().setDefaultSectionSize(cell.height())
        return size

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells too small for numbers are painted as one picture: a kernel of 31×31 has a thousand of them."""
        content = self._model.content
        cell = QSize(self.horizontalHeader().defaultSectionSize(), self.verticalHeader().defaultSectionSize())
        if not isinstance(content, PlaneContent) or content.labelled or cell.width() >= FINE:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.translate(-self.horizontalOffset(), -self.verticalOffset())
        self._delegate.cells.paint_fine(painter, content, cell)
        painter.resetTransform()
        self._paint_rings(painter)
        painter.end()

    def _paint_rings(self, painter: QPainter) -> None:
        states = QStyle.StateFlag
        cells, current = self._delegate.cells, self.currentIndex()
        for row, column in self._delegate.partners:
            cells.paint_partner(painter, QRectF(self.visualRect(self._model.index(row, column))))
        pointer = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.indexAt(pointer) if self.viewport().underMouse() else QModelIndex()
        if hovered.isValid():
            cells.paint_ring(painter, QRectF(self.visualRect(hovered)), states.State_MouseOver, False)
        chosen = ring_state(self, states.State_Selected)
        for part in ranges(self):
            box = self.visualRect(part.topLeft()).united(self.visualRect(part.bottomRight()))
            cells.paint_ring(painter, QRectF(box), chosen, False)
        if current.isValid():
            cells.paint_ring(painter, QRectF(self.visualRect(current)), chosen, True)

    # -- moving --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self.currentIndex()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if _copies_for_numpy(event):
            self.copy(numpy=True)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.zero()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._move_down()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and alt:
            self._step(index, (1 if key == Qt.Key.Key_Up else -1) * factor(event.modifiers()))
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
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if any(map(event.matches, (keys.Copy, keys.Paste, keys.SelectAll))) or _copies_for_numpy(event):
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


def _copies_for_numpy(event: QKeyEvent) -> bool:
    return event.keyCombination() == QKeyCombination(_CHOOSING, Qt.Key.Key_C)
