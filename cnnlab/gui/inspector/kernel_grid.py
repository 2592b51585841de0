"""The kernel grid: coloured cells that are typed into, turned with the wheel and dragged."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
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

from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.inspector.contents import GridContent, PlaneContent
from cnnlab.gui.inspector.drag import Drag
from cnnlab.gui.inspector.gesture import Gesture
from cnnlab.gui.inspector.grid_delegate import GridDelegate
from cnnlab.gui.inspector.grid_keys import GRID_KEYS
from cnnlab.gui.inspector.grid_model import GridModel
from cnnlab.gui.inspector.grid_size import FINE, grid_size
from cnnlab.gui.inspector.numbers import LARGEST, rounded
from cnnlab.gui.inspector.page import page_is_gliding
from cnnlab.gui.inspector.wheel import Notches, factor
from cnnlab.gui.theme import TextSize, Theme, scaled
from cnnlab.text import _

_WHEEL = 0.1  # what one notch adds
_HINT = QAbstractItemDelegate.EndEditHint


class KernelGrid(QTableView):
    """Shows a `GridModel`; tells what the user wants by the model's signals.

    Signals:
        gesture_ended: steps that follow are a new gesture.
    """

    gesture_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("kernelGrid")
        self._model = GridModel(self)
        self._delegate = GridDelegate(theme, self)
        self._gesture = Gesture(self)
        self._notches = Notches()
        self._drag: Drag | None = None
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self._gesture.ended.connect(self.gesture_ended)
        self._delegate.refused.connect(self._model.refused)
        self.retranslate()

    def _set_up(self) -> None:
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideMiddle)
            header.setStyleSheet("QHeaderView::section { padding: 4px 0; }")
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

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
        self._choose_fonts()
        self.scrollToTop()
        return True

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._delegate.set_theme(theme)
        self._choose_fonts()
        self.viewport().update()

    def _choose_fonts(self) -> None:
        """The faces of the names of rows and columns."""
        numbered = isinstance(self._model.content, PlaneContent)
        self.verticalHeader().setFont(mono_font(TextSize.SMALL))
        self.horizontalHeader().setFont(mono_font(TextSize.SMALL) if numbered else ui_font(TextSize.SMALL))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Kernel"))
        self.setAccessibleDescription(
            _("Type a number, turn the wheel or drag to change a weight; arrows and Tab move, Delete makes it 0")
        )

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
        if not isinstance(content, PlaneContent) or content.labelled or cell.width() >= scaled(FINE):
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
        focus = states.State_HasFocus if self.hasFocus() else states.State_None
        pointer = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.indexAt(pointer) if self.viewport().underMouse() else QModelIndex()
        for index, state in ((hovered, states.State_MouseOver), (self.currentIndex(), states.State_Selected | focus)):
            if index.isValid():
                self._delegate.cells.paint_ring(painter, QRectF(self.visualRect(index)), state)

    # -- moving --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked, index = GRID_KEYS.find(event), self.currentIndex()
        if asked == "copy":
            QGuiApplication.clipboard().setText(self._model.copied(index))
        elif asked == "paste":
            self._model.paste(index, QGuiApplication.clipboard().text())
        elif asked == "zero":
            self._model.wish(index, 0.0, None)
        elif asked == "below":
            self._move_down()
        elif asked in ("more", "less"):
            self._step(index, (1 if asked == "more" else -1) * factor(event.modifiers()))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Copy and paste mean numbers while the grid has the focus, whatever the window uses these keys for."""
        asked = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asked and GRID_KEYS.find(event) in ("copy", "paste"):  # type: ignore[arg-type]
            event.accept()
            return True
        return bool(super().event(event))

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._move_on(1 if forward else -1) or bool(super().focusNextPrevChild(forward))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, _HINT.NoHint)
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
        if self._model.target(index) is not None:
            value = float(index.data(Qt.ItemDataRole.EditRole)) + _WHEEL * steps
            self._wish(index, value, self._gesture.step((index.row(), index.column())))

    def _wish(self, index: QModelIndex, value: float, gesture: object) -> None:
        if abs(value) <= LARGEST:
            self._model.wish(index, rounded(value), gesture)

    def wheelEvent(self, event: QWheelEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if page_is_gliding(self) or not self._takes_wheel(index):
            super().wheelEvent(event)
            return
        event.accept()
        if notches := self._notches.add(event):
            self._go(index.row(), index.column())
            self._step(index, notches * factor(event.modifiers()))

    def _takes_wheel(self, index: QModelIndex) -> bool:
        """A grid that scrolls gives the wheel to its current cell only, or it could not be scrolled."""
        scrolls = self.verticalScrollBar().maximum() > 0 or self.horizontalScrollBar().maximum() > 0
        usable = self._model.target(index) is not None
        return usable and (not scrolls or (index == self.currentIndex() and self.hasFocus()))

    # -- dragging --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        usable = event.button() == Qt.MouseButton.LeftButton and self._model.target(index) is not None
        self._drag = Drag(index, float(index.data(Qt.ItemDataRole.EditRole)), point) if usable else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        drag = self._drag
        if drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        begun = drag.active
        if drag.move(event.position().toPoint(), event.modifiers()):
            self._wish(drag.index, drag.value, self._gesture.hold("drag"))
        if drag.active and not begun:
            shape = Qt.CursorShape.SizeHorCursor if drag.sideways else Qt.CursorShape.SizeVerCursor
            self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._drag is not None and self._drag.active:
            self.viewport().unsetCursor()
            self._gesture.finish()
        self._drag = None

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave and self._drag is None:
            self._gesture.finish()
        return bool(super().viewportEvent(event))
