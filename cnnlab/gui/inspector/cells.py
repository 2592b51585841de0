"""Paints the cells of the kernel grid."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle

from cnnlab.gui.colormaps import weight_colour
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.contents import GridContent, PlaneContent
from cnnlab.gui.inspector.heat import heat_image
from cnnlab.gui.inspector.numbers import cell_text
from cnnlab.gui.theme import Radius, TextSize, Theme, scaled
from cnnlab.gui.theme import cell_text as text_colour

_ADVANCE = 0.6  # width of a digit of the mono face as a share of its height
_LEAST = 18  # height of a cell that a number has room in
_READ_ONLY = 0.45  # how much of its colour a cell keeps that cannot be changed


def gap(width: int) -> float:
    """Space around a cell of this width: none to speak of where cells are tiny."""
    return 2.0 if width >= 36 else 1.0


def type_size(width: int) -> TextSize:
    """The height of type that suits cells of this width."""
    return TextSize.TITLE if width >= scaled(84) else TextSize.BODY if width >= scaled(60) else TextSize.SMALL


@lru_cache(maxsize=1024)
def _text_colour(rgb: int) -> QColor:
    return text_colour(QColor.fromRgb(rgb))


def _mixed(colour: QColor, ground: QColor, share: float) -> QColor:
    """A colour laid thinly over a ground."""
    parts = zip(colour.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(share * over + (1 - share) * under) for over, under in parts))


def _radius(cell: QRectF) -> int:
    return Radius.CONTROL if cell.width() >= 56 and cell.height() >= 40 else Radius.TILE


class CellPainter:
    """A coloured, rounded cell with its number; a ring marks the current one and the one under the pointer."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts = {size: mono_font(size) for size in TextSize}

    def paint(self, painter: QPainter, rect: QRect, content: GridContent, row: int, column: int) -> QRectF:
        """Paint one cell into the space it has; gives the rectangle of its colour."""
        value = content.value(row, column)
        margin = gap(rect.width())
        cell = QRectF(rect).adjusted(margin, margin, -margin, -margin)
        colour = weight_colour(value, content.scale(column), self._theme)
        if content.target(row, column) is None:
            colour = _mixed(colour, QColor(self._theme.panel), _READ_ONLY)
        painter.fillRect(rect, QColor(self._theme.panel))  # over the view's own mark of a selected cell
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(cell, _radius(cell), _radius(cell))
        self._paint_number(painter, rect, value, colour)
        return cell

    def _paint_number(self, painter: QPainter, rect: QRect, value: float, colour: QColor) -> None:
        font = self._fonts[type_size(rect.width())]
        room = int((rect.width() - 2 * gap(rect.width())) / (_ADVANCE * font.pixelSize()))
        text = cell_text(value, min(room, 9)) if rect.height() >= scaled(_LEAST) else ""
        if text:
            painter.setFont(font)
            painter.setPen(_text_colour(colour.rgb()))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def paint_ring(self, painter: QPainter, cell: QRectF, state: QStyle.StateFlag, current: bool) -> None:
        """Mark a cell that is current, selected or under the pointer."""
        selected = bool(state & QStyle.StateFlag.State_Selected) or current
        if not selected and not state & QStyle.StateFlag.State_MouseOver:
            return
        focused = bool(state & QStyle.StateFlag.State_Active)
        theme, radius = self._theme, _radius(cell)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if current and cell.width() >= 20:  # a line of the ground between cell and ring keeps both readable
            painter.setPen(QPen(QColor(theme.panel), 2))
            painter.drawRoundedRect(cell.adjusted(2, 2, -2, -2), radius - 2, radius - 2)
        painter.setPen(QPen(QColor(theme.accent if focused and selected else theme.muted), 2 if selected else 1))
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def paint_partner(self, painter: QPainter, cell: QRectF) -> None:
        """Mark a cell that a symmetry lock changes together with another."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner, radius = cell.adjusted(1, 1, -1, -1), max(1, _radius(cell) - 1)
        painter.setPen(QPen(QColor(self._theme.panel), 2))
        painter.drawRoundedRect(inner, radius, radius)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(inner, radius, radius)

    def paint_fine(self, painter: QPainter, content: PlaneContent, cell: QSize) -> None:
        """Paint a whole kernel of cells too small for numbers, from the painter's origin on."""
        width, height = cell.width() * content.columns, cell.height() * content.rows
        most = max(content.rows, content.columns)
        image = heat_image(np.asarray(content.lines), content.largest, self._theme, most)
        painter.drawImage(QRect(0, 0, width, height), image)
        ground = QColor(self._theme.panel)
        for x in range(cell.width(), width, cell.width()):
            painter.fillRect(x - 1, 0, 1, height, ground)
        for y in range(cell.height(), height, cell.height()):
            painter.fillRect(0, y - 1, width, 1, ground)
