"""A plane as a picture: one sharp square a cell, its number where there is room, and the cell under the cursor."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QTransform

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Colours, Pixels, Plane
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.numbers import cell_text as fitted
from cnnlab.gui.theme import Theme, cell_text, scaled

_GRID = 20  # pixels a cell from which on lines part the cells
_NARROW, _LOW = 30, 15  # pixels a cell that hold a number
_SIZE = 11
_MOST = 4000  # numbers at once


class PlaneItem(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Cell `(y, x)` is the unit square around the point `(x, y)`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._plane: Plane | None = None
        self._table: Pixels = np.zeros(256, np.uint32)
        self._image = QImage()
        self._cursor: tuple[int, int] | None = None
        self._pinned = False
        self._take_font()

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in cells."""
        return (self._image.height(), self._image.width())

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._take_font()
        self.update()

    def _take_font(self) -> None:
        self._font = mono_font(_SIZE)
        self._letter = QFontMetricsF(self._font).horizontalAdvance("0")

    def show_plane(self, plane: Plane | None, colours: Colours) -> None:
        """Show a plane; the image shares its memory."""
        if plane is None or plane.values.shape[1:] != self.size:
            self.prepareGeometryChange()
        self._plane = plane
        if plane is None:
            self._image = QImage()
        elif plane.colour is not None:
            height, width = plane.colour.shape
            self._image = QImage(plane.colour.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        else:
            assert plane.indices is not None
            height, width = plane.indices.shape
            self._table = colours.grey if plane.large.layer == INPUT else colours.activation
            self._image = QImage(plane.indices.data, width, height, width, QImage.Format.Format_Indexed8)
            self._image.setColorTable(self._table.tolist())
        self.update()

    def set_cursor(self, cell: tuple[int, int] | None, pinned: bool) -> None:
        """Mark a cell."""
        if (cell, pinned) != (self._cursor, self._pinned):
            self._cursor, self._pinned = cell, pinned
            self.update()

    def boundingRect(self) -> QRectF:
        height, width = self.size
        return QRectF(-0.5, -0.5, width, height)

    def paint(self, painter: QPainter, *_ignored: object) -> None:
        cells = self._visible()
        if self._plane is None or cells.isEmpty():
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(QRectF(cells).translated(-0.5, -0.5), self._image, QRectF(cells))
        to_pixels = painter.worldTransform()
        one = to_pixels.mapRect(QRectF(0, 0, 1, 1))
        painter.save()
        painter.resetTransform()
        if min(one.width(), one.height()) >= _GRID:
            self._paint_grid(painter, cells, to_pixels)
        numbers = (
            one.width() >= scaled(_NARROW) and one.height() >= scaled(_LOW) and cells.width() * cells.height() <= _MOST
        )
        self._paint_cursor(painter, cells, to_pixels, one, cross=not numbers)
        if numbers:
            self._paint_numbers(painter, cells, to_pixels)
        painter.restore()

    def _visible(self) -> QRect:
        """The cells in view; x and y count cells."""
        box = self.getViewBox()
        seen = box.viewRect().intersected(self.boundingRect()) if box is not None else self.boundingRect()
        left, top = math.floor(seen.left() + 0.5), math.floor(seen.top() + 0.5)
        right, bottom = math.ceil(seen.right() + 0.5), math.ceil(seen.bottom() + 0.5)
        return QRect(left, top, right - left, bottom - top).intersected(self._image.rect())

    def _paint_grid(self, painter: QPainter, cells: QRect, to_pixels: QTransform) -> None:
        line = QColor(self._theme.background)
        line.setAlphaF(0.5)
        painter.setPen(QPen(line, 1))
        area = to_pixels.mapRect(QRectF(cells).translated(-0.5, -0.5))
        for x in range(cells.left() + 1, cells.right() + 1):
            at = round(to_pixels.map(QPointF(x - 0.5, 0)).x())
            painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()))
        for y in range(cells.top() + 1, cells.bottom() + 1):
            at = round(to_pixels.map(QPointF(0, y - 0.5)).y())
            painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))

    def _paint_cursor(self, painter: QPainter, cells: QRect, to_pixels: QTransform, one: QRectF, cross: bool) -> None:
        if self._cursor is None:
            return
        y, x = self._cursor
        cell = to_pixels.mapRect(QRectF(x - 0.5, y - 0.5, 1, 1))
        colour = QColor(self._theme.accent if self._pinned else self._theme.text)
        if cross:
            self._paint_cross(painter, to_pixels.mapRect(QRectF(cells).translated(-0.5, -0.5)), cell, colour)
        painter.setPen(QPen(colour, 2 if one.width() >= _GRID else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        small = 6 - cell.width()
        painter.drawRect(cell if small < 0 else cell.adjusted(-small / 2, -small / 2, small / 2, small / 2))

    def _paint_cross(self, painter: QPainter, area: QRectF, cell: QRectF, colour: QColor) -> None:
        """Lines along row and column, up to the cell."""
        gap = max(cell.width() / 2 + 2, 6.0)
        faded = QColor(colour)
        faded.setAlphaF(0.55)
        painter.setPen(QPen(faded, 1))
        middle = cell.center()
        for start, end in ((area.left(), middle.x() - gap), (middle.x() + gap, area.right())):
            if start < end:
                painter.drawLine(QPointF(start, middle.y()), QPointF(end, middle.y()))
        for start, end in ((area.top(), middle.y() - gap), (middle.y() + gap, area.bottom())):
            if start < end:
                painter.drawLine(QPointF(middle.x(), start), QPointF(middle.x(), end))

    def _paint_numbers(self, painter: QPainter, cells: QRect, to_pixels: QTransform) -> None:
        assert self._plane is not None
        if self._plane.indices is None:  # three values a cell: the status line says them
            return
        inks = _inks(self._table.tobytes())
        values, indices = self._plane.values[0], self._plane.indices
        painter.setFont(self._font)
        black, white = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)
        for y in range(cells.top(), cells.bottom() + 1):
            for x in range(cells.left(), cells.right() + 1):
                place = to_pixels.mapRect(QRectF(x - 0.5, y - 0.5, 1, 1))
                characters = min(8, int((place.width() - 6) / self._letter))
                painter.setPen(black if inks[indices[y, x]] else white)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, fitted(float(values[y, x]), characters))


@lru_cache(maxsize=8)
def _inks(table: bytes) -> NDArray[np.bool_]:
    """`[256]`: whether black reads better than white on each colour."""
    black = QColor(Qt.GlobalColor.black)
    return np.array([cell_text(QColor.fromRgb(int(rgb))) == black for rgb in np.frombuffer(table, np.uint32)])
