"""Paints a sheet; a click on a cell goes to the element that it shows."""

from __future__ import annotations

import math
import time

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from cnnlab.engine.view import Probe
from cnnlab.gui.pixel.layout import Layout, Placed, PlacedRow, cell_rect, lay_out
from cnnlab.gui.pixel.sheet import Grid, Number, Plot, Sheet, Sign
from cnnlab.gui.theme import Radius, Space, Theme, cell_text, scaled
from cnnlab.text import _

_EMPTY = Sheet("", "")
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SheetView(QAbstractScrollArea):
    """A sheet that scrolls.

    Signals:
        followed: a cell was clicked: the element that it shows, a `Probe`.
        pointed: the element under the pointer, or None.
        moved: an arrow was pressed: rows and columns by which the pin is to move.
    """

    followed = Signal(object)
    pointed = Signal(object)
    moved = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("pixelSheet")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._theme, self._sheet = theme, _EMPTY
        self._layout = lay_out(_EMPTY, 100, 100)
        self.cost = 0.0  # seconds of the last paint
        self.set_theme(theme)

    @property
    def sheet(self) -> Sheet:
        """What is on show."""
        return self._sheet

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

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet; the place that it is scrolled to stays."""
        self._sheet = sheet
        self.setAccessibleDescription("\n".join((sheet.title, sheet.about, sheet.verdict)))
        self._arrange()

    def _arrange(self) -> None:
        room = self.viewport().size()
        self._layout = lay_out(self._sheet, self.width() - self.verticalScrollBar().sizeHint().width(), self.height())
        for bar, whole, page in (
            (self.verticalScrollBar(), self._layout.size.height(), room.height()),
            (self.horizontalScrollBar(), self._layout.size.width(), room.width()),
        ):
            bar.setRange(0, max(0, whole - page))
            bar.setPageStep(page)
            bar.setSingleStep(scaled(26))
        self.viewport().update()

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
        for row in self._layout.rows:
            if row.top <= point.y() <= row.bottom:
                if row.row.leads is not None:
                    return row.row.leads
                return next((found for placed in row.items if (found := _element(placed, point)) is not None), None)
        return None

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
        SheetPainter(painter, self._theme, self._layout).addends(self._sheet)
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


class SheetPainter:
    """Paints the parts of a sheet where they were laid out."""

    def __init__(self, painter: QPainter, theme: Theme, layout: Layout) -> None:
        self._painter, self._theme, self._layout = painter, theme, layout

    def row(self, row: PlacedRow) -> None:
        """A row with its label."""
        self._write(row.label, row.row.label, self._theme.text, self._layout.faces.label, _LEFT)
        for placed in row.items:
            match placed.item:
                case Grid():
                    self._grid(placed, placed.item)
                case Plot():
                    self._plot(placed.rect, placed.item)
                case Sign(text):
                    self._write(placed.rect, text, self._theme.muted, self._layout.faces.words, _LEFT)
                case Number(text, strong, right):
                    face = self._layout.faces.strong if strong else self._layout.faces.number
                    self._write(placed.rect, text, self._theme.text, face, _RIGHT if right else _LEFT)

    def addends(self, sheet: Sheet) -> None:
        """The list of addends, with a line above the value."""
        rect, line, faces = self._layout.addends, self._layout.line, self._layout.faces
        if rect.isEmpty():
            return
        ink = QColor(self._theme.line)
        self._painter.fillRect(QRect(rect.left() - scaled(Space.L), rect.top(), 1, rect.height()), ink)
        y = rect.top()
        for addend in sheet.addends:
            if addend.strong:
                self._painter.fillRect(QRect(rect.left(), y + scaled(Space.XS), rect.width(), 1), ink)
                y += scaled(Space.S)
            place = QRect(rect.left(), y, rect.width(), line)
            colour = self._theme.text if addend.strong else self._theme.muted
            self._write(place, addend.name, colour, faces.words, _LEFT)
            ink_of = self._theme.accent if addend.strong else self._theme.text
            self._write(place, addend.number, ink_of, faces.strong if addend.strong else faces.number, _RIGHT)
            y += line

    def _grid(self, placed: Placed, grid: Grid) -> None:
        painter, faces = self._painter, self._layout.faces
        height, width = grid.texts.shape
        bare = placed.cell.width() < scaled(20)
        margin = 0.5 if bare else 1.0
        painter.setFont(faces.cell.font)
        for row in range(height):
            for column in range(width):
                cell = cell_rect(placed, row, column)
                inner = QRectF(cell).adjusted(margin, margin, -margin, -margin)
                if grid.missing is not None and grid.missing[row, column]:
                    self._missing(inner)
                    continue
                colour = QColor.fromRgb(int(grid.colours[row, column]))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawRoundedRect(inner, 0 if bare else Radius.TILE - 1, 0 if bare else Radius.TILE - 1)
                text = grid.texts[row, column]
                if text and not bare:
                    painter.setPen(cell_text(colour))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        if grid.ring is not None:
            ring = QRectF(cell_rect(placed, *grid.ring)).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ring, Radius.TILE, Radius.TILE)

    def _missing(self, cell: QRectF) -> None:
        """A cell of the ring of zeros: hatched, with its zero."""
        painter = self._painter
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.background))
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), Radius.TILE - 1, Radius.TILE - 1)
        if cell.width() < scaled(20):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(self._theme.line), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), Radius.TILE - 1, Radius.TILE - 1)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, "0")

    def _plot(self, rect: QRect, plot: Plot) -> None:
        painter, theme = self._painter, self._theme
        xs, ys = plot.xs, plot.ys
        low_x, high_x = float(xs[0]), float(xs[-1])
        there = np.isfinite(ys)  # a root has no values below zero
        low_y, high_y = (float(end(ys[there], initial=0.0)) for end in (np.min, np.max))
        span = (high_y - low_y) or 1.0
        area = QRectF(rect).adjusted(6, 6, -6, -6)

        def at(x: float, y: float) -> QPointF:
            across = (x - low_x) / (high_x - low_x) if high_x > low_x else 0.5
            return QPointF(area.left() + across * area.width(), area.bottom() - (y - low_y) / span * area.height())

        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.background))
        painter.drawRoundedRect(QRectF(rect), Radius.TILE, Radius.TILE)
        painter.setPen(QPen(QColor(theme.line), 1))
        if low_x <= 0 <= high_x:
            painter.drawLine(at(0, low_y), at(0, high_y))
        painter.drawLine(at(low_x, 0), at(high_x, 0))
        path = QPainterPath()
        breaks = np.flatnonzero(np.diff(there)) + 1
        for part in np.split(np.arange(len(xs)), breaks):
            if there[part[:1]].any():
                path.addPolygon(QPolygonF([at(float(xs[place]), float(ys[place])) for place in part]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text), 1.6))
        painter.drawPath(path)
        x, y = plot.point
        if not (math.isfinite(x) and math.isfinite(y)):
            return
        painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DashLine))
        painter.drawLine(at(x, 0), at(x, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(at(x, y), 4.5, 4.5)

    def _write(self, rect: QRect, text: str, colour: str, face: object, flags: Qt.AlignmentFlag) -> None:
        if text:
            self._painter.setFont(face.font)  # type: ignore[attr-defined]
            self._painter.setPen(QColor(colour))
            self._painter.drawText(rect, flags, text)
