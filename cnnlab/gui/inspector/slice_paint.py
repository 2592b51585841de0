"""Paints the tiles and names of the slice matrix."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from cnnlab.blocks.weight import Array
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.heat import heat_image, paint_heat
from cnnlab.gui.theme import Radius, TextSize, Theme


class SlicePainter:
    """Knows how a slice and the name of a row or column look."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.font: QFont = mono_font(TextSize.SMALL)

    def text_width(self, text: str) -> int:
        """How wide a name is."""
        return QFontMetrics(self.font).horizontalAdvance(text)

    def paint_tile(self, painter: QPainter, box: QRect, values: Array, scale: float) -> None:
        """A slice with a hairline around it."""
        rect = QRectF(box)
        paint_heat(painter, rect, heat_image(values, scale, self._theme), _radius(rect))
        self._outline(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), self._theme.line, 1)

    def paint_hover(self, painter: QPainter, box: QRect) -> None:
        """What the pointer is over."""
        self._outline(painter, QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), self._theme.muted, 1)

    def paint_selection(self, painter: QPainter, box: QRect, focused: bool) -> None:
        """The slice on show; a line of the ground keeps its colours and the ring apart."""
        rect = QRectF(box)
        self._outline(painter, rect.adjusted(1, 1, -1, -1), self._theme.panel, 4)
        outer = 0.5 if focused else 0.0
        self._outline(painter, rect.adjusted(-outer, -outer, outer, outer), self._theme.accent, 3 if focused else 2)

    def paint_name(self, painter: QPainter, box: QRect, text: str, selected: bool, right: bool) -> None:
        """The number of a column, or the name of a row at its right end."""
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignHCenter
        painter.setFont(self.font)
        painter.setPen(QColor(self._theme.text if selected else self._theme.faint))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _outline(self, painter: QPainter, rect: QRectF, colour: str, width: int) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRoundedRect(rect, _radius(rect), _radius(rect))


def _radius(rect: QRectF) -> int:
    return Radius.TILE if rect.width() >= 26 else 2


def thinned(places: range, always: int, every: int) -> Iterator[int]:
    """Every n-th place and the one that must be named; what would touch that one is left out."""
    for place in places:
        if place == always or (place % every == 0 and abs(place - always) >= every):
            yield place
