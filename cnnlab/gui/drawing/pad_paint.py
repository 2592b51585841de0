"""The pad on the screen: cells without smoothing, lines between them, the outline of the brush."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from cnnlab.gui.drawing.pad_geometry import PadGeometry
from cnnlab.gui.theme import Theme
from cnnlab.sources.drawing import Place

# The drawing is black in every theme, so that what lies over it has colours of its own.
_GRID = QColor(128, 128, 128, 70)
_INNER, _OUTER = QColor(255, 255, 255, 220), QColor(0, 0, 0, 180)


def paint_cells(painter: QPainter, geometry: PadGeometry, image: QImage, theme: Theme) -> None:
    """The drawing, and a hairline around it."""
    area = geometry.area
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, geometry.cell < 1)
    painter.drawImage(area, image)
    if geometry.has_grid:
        _paint_grid(painter, geometry)
    painter.setPen(QColor(theme.line))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(area).adjusted(-0.5, -0.5, 0.5, 0.5))


def _paint_grid(painter: QPainter, geometry: PadGeometry) -> None:
    area, cell = QRectF(geometry.area), geometry.cell
    h, w = geometry.size
    upright = [QLineF(area.left() + i * cell, area.top(), area.left() + i * cell, area.bottom()) for i in range(1, w)]
    level = [QLineF(area.left(), area.top() + i * cell, area.right(), area.top() + i * cell) for i in range(1, h)]
    painter.setPen(QPen(_GRID, 1))
    painter.drawLines(upright + level)


def paint_brush(painter: QPainter, geometry: PadGeometry, place: Place, brush: int) -> None:
    """The outline of the brush, which shows on black and on white."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = geometry.ring(place, brush)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for grow, colour in ((1.0, _OUTER), (0.0, _INNER)):
        painter.setPen(QPen(colour, 1))
        painter.drawEllipse(ring.adjusted(-grow, -grow, grow, grow))


def paint_cursor(painter: QPainter, geometry: PadGeometry, cell: tuple[int, int], theme: Theme) -> None:
    """The cell that the keys draw at."""
    corner = geometry.point((float(cell[0]), float(cell[1])))
    side = max(geometry.cell, 3.0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(QColor(theme.accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(corner, corner + QPointF(side, side)))
