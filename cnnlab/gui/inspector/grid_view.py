"""What the kernel grid looks like: its cells, their size, and the marks around them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QCursor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QTableView, QWidget

from cnnlab.document.symmetry import Locks
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.inspector.contents import GridContent, PlaneContent
from cnnlab.gui.inspector.grid_delegate import GridDelegate, ring_state
from cnnlab.gui.inspector.grid_model import GridModel
from cnnlab.gui.inspector.grid_selection import Selected, one, ranges, selected, several
from cnnlab.gui.inspector.grid_size import FINE, grid_size
from cnnlab.gui.inspector.late_update import LateUpdate
from cnnlab.gui.theme import TextSize, Theme, scaled
from cnnlab.text import UserError, _


class GridView(QTableView):
    """Shows a `GridModel`.

    Signals:
        selection_changed: other cells are selected.
        pointed: the `Target` whose cell is under the pointer, or None.
    """

    selection_changed = Signal()
    pointed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = GridModel(self)
        self._delegate = GridDelegate(theme, self)
        self._late = LateUpdate(self.viewport())
        self._selections = 0  # how often the selection has changed: steps of another one are another gesture
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._set_up()
        self._delegate.refused.connect(self._model.refused)
        self.entered.connect(self._mark_partners)
        self.entered.connect(self._on_entered)
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

    # -- told what to show --

    def grid_model(self) -> GridModel:
        """The model, whose signals carry the wishes."""
        return self._model

    def show_content(self, content: GridContent | None) -> bool:
        """Show other numbers; True if the grid took another form, otherwise the current cell stays."""
        if not self._model.show_content(content):
            return False
        labelled = content is not None and content.labelled
        self.horizontalHeader().setVisible(labelled)
        self.verticalHeader().setVisible(labelled)
        self._delegate.partners = frozenset()
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
            _(
                "Type a number or a formula, turn the wheel or drag to change a weight; arrows and Tab move, Shift and "
                "arrows select several, Delete makes them 0"
            )
        )

    # -- selection and symmetry --

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

    def _on_entered(self, index: QModelIndex) -> None:
        content = self._model.content
        self.pointed.emit(content.target(index.row(), index.column()) if content is not None else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

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
        """The selected cells, the current one first; none, and a sentence why, where they are too many."""
        try:
            return selected(self)
        except UserError as error:
            self._model.refused.emit(error.message)
            return one(QModelIndex())

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

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint what changed a moment later, unless somebody types there or has it read out."""
        if self.state() == QAbstractItemView.State.EditingState or QAccessible.isActive():
            super().dataChanged(first, last, roles)
        else:
            self._late.update(self.visualRect(first) | self.visualRect(last))

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
