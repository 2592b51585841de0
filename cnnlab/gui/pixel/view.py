"""Paints a sheet; a click on a cell goes to the element that it shows."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from cnnlab.engine.view import Probe
from cnnlab.gui.pixel.layout import Placed, lay_out
from cnnlab.gui.pixel.painting import SheetPainter
from cnnlab.gui.pixel.sheet import Grid, Sheet
from cnnlab.gui.theme import Space, Theme, scaled
from cnnlab.text import _

_EMPTY = Sheet("", "")
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class SheetView(QAbstractScrollArea):
    """A sheet that scrolls.

    Signals:
        followed: a cell was clicked: the element that it shows, a `Probe`.
        pointed: the element under the pointer, or None.
        moved: an arrow was pressed: rows and columns by which the pin is to move.
        laid: another `Sheet` is on show, or the same with as many digits as there is room for now.
    """

    followed = Signal(object)
    pointed = Signal(object)
    moved = Signal(int, int)
    laid = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pixelSheet")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._theme, self._sheet = theme, _EMPTY
        self._shorter: Callable[[], Sheet] | None = None
        self._layout = lay_out(_EMPTY, 100, 100)
        self.cost = 0.0  # seconds of the last paint
        self.set_theme(theme)

    @property
    def sheet(self) -> Sheet:
        """What is on show."""
        return self._layout.sheet

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.panel))
        self.viewport().setPalette(palette)
        self._arrange()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("The sum of the pinned element"))

    def show_sheet(self, sheet: Sheet, shorter: Callable[[], Sheet] | None = None) -> None:
        """Show another sheet, a shorter one where it has no room; the place that it is scrolled to stays."""
        self._sheet, self._shorter = sheet, shorter
        self.setAccessibleDescription("\n".join((sheet.title, sheet.about, sheet.verdict)))
        self._arrange()

    def _arrange(self) -> None:
        room = self.viewport().size()
        width = self.width() - self.verticalScrollBar().sizeHint().width()
        self._layout = lay_out(self._sheet, width, self.height(), self._shorter, self._layout)
        for bar, whole, page in (
            (self.verticalScrollBar(), self._layout.size.height(), room.height()),
            (self.horizontalScrollBar(), self._layout.size.width(), room.width()),
        ):
            bar.setRange(0, max(0, whole - page))
            bar.setPageStep(page)
            bar.setSingleStep(scaled(26))
        self.viewport().update()
        self.laid.emit(self._layout.sheet)

    def sizeHint(self) -> QSize:
        return QSize(600, 260)

    # -- events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.element_at(event.position().toPoint())
        hand = found is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self.pointed.emit(found)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.element_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self.followed.emit(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self.moved.emit(far * move[0], far * move[1])

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self.viewport())
            return True
        return super().viewportEvent(event)

    def tip_at(self, point: QPoint) -> str:
        """The number of the cell at a point of the view, also where there is no room for it, and where it lies."""
        point = point + self._offset()
        for placed in (placed for row in self._layout.rows for placed in row.items):
            cell = _cell_at(placed, point)
            if cell is not None and isinstance(placed.item, Grid):
                element = placed.item.cells.probe(*cell) if placed.item.cells is not None else None
                text = str(placed.item.texts[cell]) or "0"
                if element is None:
                    return text
                place = _("{layer}, channel {channel}, row {y}, column {x}")
                layer, _item, channel, y, x = element
                return f"{text}\n{place.format(layer=layer, channel=channel, y=y, x=x)}"
        return ""

    def element_at(self, point: QPoint) -> Probe | None:
        """The element of a layer before, whose cell or line lies at a point of the view."""
        point = point + self._offset()
        if self._layout.foot and point.y() >= self._layout.addends.top() + self._addends_down():
            return None
        for row in self._layout.rows:
            if row.top <= point.y() <= row.bottom:
                if row.row.leads is not None:
                    return row.row.leads
                return next((found for placed in row.items if (found := _element(placed, point)) is not None), None)
        return None

    def _addends_down(self) -> int:
        """How much lower than it lies on the sheet the sum is painted: it stays in sight beside or below its rows."""
        addends, offset, room = self._layout.addends, self._offset().y(), self.viewport().height()
        if self._layout.foot:
            return min(0, room + offset - addends.bottom() - Space.XS)
        return offset if addends.bottom() <= room else 0

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    # -- painting --

    def paintEvent(self, event: QPaintEvent) -> None:
        begun = time.perf_counter()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-self._offset())
        part = event.rect().translated(self._offset())
        for row in self._layout.rows:
            if row.top <= part.bottom() and row.bottom >= part.top():
                SheetPainter(painter, self._theme, self._layout).row(row)
        painter.translate(0, self._addends_down())
        SheetPainter(painter, self._theme, self._layout).addends()
        if self.hasFocus():
            painter.resetTransform()
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()
        self.cost = time.perf_counter() - begun


def _cell_at(placed: Placed, point: QPoint) -> tuple[int, int] | None:
    """Row and column of the grid's cell at a point of the sheet."""
    grid = placed.item
    if not isinstance(grid, Grid) or not placed.rect.contains(point):
        return None
    row = (point.y() - placed.rect.top()) // placed.cell.height()
    column = (point.x() - placed.rect.left()) // placed.cell.width()
    height, width = grid.texts.shape
    return (row, column) if row < height and column < width else None


def _element(placed: Placed, point: QPoint) -> Probe | None:
    cell, grid = _cell_at(placed, point), placed.item
    if cell is None or not isinstance(grid, Grid) or grid.cells is None:
        return None
    return grid.cells.probe(*cell)
