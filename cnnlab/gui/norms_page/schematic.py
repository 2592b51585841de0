"""The cube N × C × HW drawn flat: a line for each item, a cell for each channel, lit where they share μ and σ²."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from cnnlab.explain.norms import Place, Shared
from cnnlab.gui.theme import Theme

_LINES = 8  # items drawn one by one; more are one surface
_LEAST = 4.0  # pixels of a cell with an edge of its own


class Schematic:
    """Paints it for a tensor of a shape, `[b, c, h, w]`."""

    def __init__(self, theme: Theme, shape: Place, index: Place, font: QFont) -> None:
        """One with its letters in this face."""
        self._theme, self._shape, self._index, self._font = theme, shape, index, font

    def paint(self, painter: QPainter, box: QRectF, shared: Shared | None) -> None:
        """Into a box, the letters of its sides left and below."""
        area = self._letters(painter, box)
        painter.fillRect(area, QColor(self._theme.line))
        if shared is not None:
            (first, last), (left, right) = shared.spans[0], shared.spans[1]
            painter.fillRect(self._part(area, (first, last), (left, right)), self._light(shared))
        self._edges(painter, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.text), 1))
        item, channel = self._index[:2]
        painter.drawRect(self._part(area, (item, item), (channel, channel)).adjusted(0, 0, -1, -1))

    def _light(self, shared: Shared) -> QColor:
        """Full where all cells of a channel share; weaker where only one position of it does."""
        light = QColor(self._theme.accent)
        whole = shared.spans[2][0] != shared.spans[2][1] or shared.spans[3][0] != shared.spans[3][1]
        single = self._shape[2] * self._shape[3] == 1
        light.setAlphaF(1.0 if whole or single else 0.4)
        return light

    def _letters(self, painter: QPainter, box: QRectF) -> QRectF:
        """Write N and C; what is left of the box."""
        metrics = QFontMetrics(self._font)
        wide, high = metrics.horizontalAdvance("N") + 4, metrics.height()
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        area = box.adjusted(wide, 0, -metrics.horizontalAdvance("C") - 4, 0)
        height = min(area.height(), float(high * max(1, min(self._shape[0], _LINES))))
        area.setHeight(height)
        centre = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(box.left(), area.top(), wide, height), centre | Qt.AlignmentFlag.AlignLeft, "N")
        painter.drawText(QRectF(area.right(), area.top(), box.right() - area.right(), height),
                         centre | Qt.AlignmentFlag.AlignRight, "C")  # fmt: skip
        return area

    def _part(self, area: QRectF, items: tuple[int, int], channels: tuple[int, int]) -> QRectF:
        """Where some items and channels lie, at least two pixels wide and high."""
        b, c = self._shape[:2]
        left, right = (area.left() + round(area.width() * n / c) for n in (channels[0], channels[1] + 1))
        top, bottom = (area.top() + round(area.height() * n / b) for n in (items[0], items[1] + 1))
        return QRectF(left, top, max(2.0, right - left), max(2.0, bottom - top))

    def _edges(self, painter: QPainter, area: QRectF) -> None:
        b, c = self._shape[:2]
        painter.setPen(QPen(QColor(self._theme.panel), 1))
        if area.width() / c >= _LEAST:
            for channel in range(1, c):
                x = area.left() + round(area.width() * channel / c)
                painter.drawLine(round(x), round(area.top()), round(x), round(area.bottom()) - 1)
        if area.height() / b >= _LEAST:
            for item in range(1, b):
                y = area.top() + round(area.height() * item / b)
                painter.drawLine(round(area.left()), round(y), round(area.right()) - 1, round(y))
