"""Paints the tiles and names of the slice matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap

from cnnlab.blocks.weight import Array
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.inspector.heat import heat_image
from cnnlab.gui.theme import Radius, TextSize, Theme


class SlicePainter:
    """Knows how a slice and the name of a row or column look."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.font: QFont = mono_font(TextSize.SMALL)
        self._frame: QPixmap | None = None

    def text_width(self, text: str) -> int:
        """How wide a name is."""
        return QFontMetrics(self.font).horizontalAdvance(text)

    def paint_tiles(self, painter: QPainter, boxes: Sequence[QRect], slices: Sequence[Array], scale: float) -> None:
        """Slices of one size, each with a hairline around it.

        All are coloured at once: a change of scale touches every tile, and one by one that takes longer than a frame.
        """
        if not boxes:
            return
        height, width = slices[0].shape
        atlas = heat_image(np.concatenate(slices), scale, self._theme, most=len(slices) * max(height, width))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        frame = self._frame_of(boxes[0].size(), painter.device().devicePixelRatioF())
        for place, box in enumerate(boxes):
            painter.drawImage(box, atlas, QRect(0, place * height, width, height))
            painter.drawPixmap(box.topLeft(), frame)

    def _frame_of(self, size: QSize, ratio: float) -> QPixmap:
        """What lies over every tile: the ground in its corners and a hairline."""
        if self._frame is None or self._frame.deviceIndependentSize() != QSizeF(size):
            pixmap = QPixmap(size * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            rect = QRectF(QPointF(), size)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            outside, inside = QPainterPath(), QPainterPath()
            outside.addRect(rect)
            inside.addRoundedRect(rect, _radius(rect), _radius(rect))
            painter.fillPath(outside.subtracted(inside), QColor(self._theme.panel))
            self._outline(painter, rect.adjusted(0.5, 0.5, -0.5, -0.5), self._theme.line, 1)
            painter.end()
            self._frame = pixmap
        return self._frame

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
        painter.setPen(QColor(self._theme.text if selected else self._theme.muted))
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
