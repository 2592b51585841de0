"""Paints the curve of an activation with its axes, and the point on it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from cnnlab.explain.digits import exact_text, number_text
from cnnlab.gui.pixel.faces import Faces
from cnnlab.gui.pixel.sheet import Plot
from cnnlab.gui.theme import Radius, Space, Theme, scaled

_TICKS = 5  # steps along an axis, about
_STEPS = (1, 2, 5, 10)
_MARK = 4  # length of a tick


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Round numbers from `low` to `high`, zero among them if it lies between."""
    if not low < high:
        return (low,)
    raw = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in _STEPS if power * n >= raw * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(n * step for n in range(first, last + 1))


class PlotPainter:
    """Paints in one theme and in these faces."""

    def __init__(self, painter: QPainter, theme: Theme, faces: Faces) -> None:
        self._painter, self._theme, self._face = painter, theme, faces.axis

    def plot(self, rect: QRect, plot: Plot) -> None:
        """A curve, its axes and its point in a rectangle."""
        there = np.isfinite(plot.ys)  # a root has no values below zero
        self._xs = float(plot.xs[0]), float(plot.xs[-1])
        low, high = (float(end(plot.ys[there], initial=0.0)) for end in (np.min, np.max))
        self._ys = low, high if high > low else low + 1.0
        self._ticks = ticks(*self._xs), ticks(*self._ys)
        self._area = self._inside(rect)
        painter, theme = self._painter, self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.background))
        painter.drawRoundedRect(QRectF(rect), Radius.TILE, Radius.TILE)
        self._axes()
        self._curve(plot, there)
        if all(map(math.isfinite, plot.point)):
            self._point(*plot.point)

    def _inside(self, rect: QRect) -> QRectF:
        """What the numbers along the axes leave."""
        wide = max(self._face.width(exact_text(tick)) for tick in self._ticks[1])
        above, below = self._face.metrics.height() + scaled(Space.XS), self._face.metrics.height() + scaled(Space.S)
        return QRectF(rect).adjusted(wide + scaled(2 * Space.S), above, -scaled(Space.L), -below)

    def _at(self, x: float, y: float) -> QPointF:
        (low_x, high_x), (low_y, high_y), area = self._xs, self._ys, self._area
        across = (x - low_x) / (high_x - low_x) if high_x > low_x else 0.5
        return QPointF(
            area.left() + across * area.width(), area.bottom() - (y - low_y) / (high_y - low_y) * area.height()
        )

    def _axes(self) -> None:
        """Zero lines, ticks at the left and below, and what the axes are."""
        painter, theme, area = self._painter, self._theme, self._area
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._xs[0] <= 0 <= self._xs[1]:
            painter.drawLine(self._at(0, self._ys[0]), self._at(0, self._ys[1]))
        painter.drawLine(self._at(self._xs[0], 0), self._at(self._xs[1], 0))
        mark, centre = scaled(_MARK), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for tick in self._ticks[0]:
            place = QPointF(self._at(tick, 0).x(), area.bottom())
            painter.setPen(QColor(theme.line))
            painter.drawLine(place, place + QPointF(0, mark))
            self._write(
                QRectF(place.x() - 60, place.y() + mark, 120, self._face.metrics.height()), exact_text(tick), centre
            )
        for tick in self._ticks[1]:
            place = QPointF(area.left(), self._at(0, tick).y())
            painter.setPen(QColor(theme.line))
            painter.drawLine(place, place - QPointF(mark, 0))
            left = QRectF(place.x() - 120 - 2 * mark, place.y() - 30, 120, 60)
            self._write(left, exact_text(tick), right)
        self._write(
            QRectF(area.right() - 60, area.bottom() - self._face.metrics.height(), 60 + scaled(Space.S), 20), "x", right
        )
        self._write(
            QRectF(area.left() - 60, area.top() - self._face.metrics.height() - 2, 60, self._face.metrics.height()),
            "y",
            right,
        )

    def _curve(self, plot: Plot, there: np.ndarray) -> None:
        path = QPainterPath()
        breaks = np.flatnonzero(np.diff(there)) + 1
        for part in np.split(np.arange(len(plot.xs)), breaks):
            if there[part[:1]].any():
                path.addPolygon(QPolygonF([self._at(float(plot.xs[n]), float(plot.ys[n])) for n in part]))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(self._theme.text), 1.6))
        self._painter.drawPath(path)

    def _point(self, x: float, y: float) -> None:
        """The element, with lines to both axes and its coordinates beside it."""
        painter, theme, place = self._painter, self._theme, self._at(x, y)
        painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(place.x(), self._area.bottom()), place)
        painter.drawLine(QPointF(self._area.left(), place.y()), place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(place, 4.5, 4.5)
        text = f"({number_text(x)}, {number_text(y)})"
        wide, high, gap = self._face.width(text) + 2, self._face.metrics.height(), scaled(Space.S)
        left = place.x() + gap if place.x() + gap + wide <= self._area.right() else place.x() - gap - wide
        top = place.y() - gap - high if place.y() - gap - high >= self._area.top() else place.y() + gap
        box = QRectF(max(left, self._area.left() + 2), top, wide, high)
        ground = QColor(theme.background)
        ground.setAlphaF(0.8)
        painter.fillRect(box, ground)
        self._write(box, text, Qt.AlignmentFlag.AlignCenter, theme.accent)

    def _write(self, rect: QRectF, text: str, flags: Qt.AlignmentFlag, colour: str = "") -> None:
        self._painter.setFont(self._face.font)
        self._painter.setPen(QColor(colour or self._theme.muted))
        self._painter.drawText(rect, flags, text)
