"""Rows of samples above each other on one axis: bars, the area of the products, and the curve of the result."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from cnnlab.explain.signals import Sliding
from cnnlab.gui.convolution.tints import bar_colour, digits_in, paint_words, short_number
from cnnlab.gui.theme import Theme

_WIDEST = 2.2  # of a bar, as a share of the height of its number
_NUMBERED = 5  # characters that have to fit above a bar before numbers are written


@dataclass(frozen=True)
class Axis:
    """Where samples lie across.

    Attributes:
        columns: the samples that there is room for.
        left: where the first of them begins.
        pitch: from one to the next, in pixels.
    """

    columns: range
    left: float
    pitch: float

    def middle(self, sample: int) -> float:
        """The middle of a sample."""
        return self.left + (sample - self.columns.start + 0.5) * self.pitch

    def sample(self, x: float) -> int:
        """The sample at a place."""
        return self.columns.start + math.floor((x - self.left) / self.pitch)

    def span(self, samples: range) -> tuple[float, float]:
        """Where some samples begin and end."""
        return self.middle(samples.start) - self.pitch / 2, self.middle(samples.stop) - self.pitch / 2


@dataclass(frozen=True)
class Row:
    """One row: its place, the value that fills it, and where zero lies.

    Attributes:
        box: the place, with room for numbers.
        scale: the largest absolute value.
        low: whether there are values below zero.
        high: whether there are values above zero.
    """

    box: QRectF
    scale: float
    low: bool
    high: bool = True

    @property
    def zero(self) -> float:
        """Height of zero: in the middle, or at an end where all values have one sign."""
        box = self.box
        y = box.center().y() if self.low and self.high else box.top() if self.low else box.bottom()
        return math.floor(y) + 0.5

    def height(self, value: float) -> float:
        """Height of a value."""
        room = self.box.height() / (2 if self.low and self.high else 1)
        return self.zero - value / (self.scale or 1.0) * room


def row_for(box: QRectF, values: Iterable[float], font: QFont, numbered: bool) -> Row:
    """A row in which all these values have room, and their numbers too."""
    known = [float(value) for value in values]
    low, high = min(known, default=0.0) < 0, max(known, default=0.0) > 0
    margin = font.pixelSize() + 2.0 if numbered else 2.0
    inner = box.adjusted(0, margin if high or not low else 2, 0, -margin if low else 0)
    return Row(inner, max(map(abs, known), default=0.0), low, high or not low)


class RowPainter:
    """Paints rows on an axis."""

    def __init__(self, painter: QPainter, theme: Theme, axis: Axis, font: QFont) -> None:
        self._painter, self._theme, self._axis, self._font = painter, theme, axis, font

    @property
    def numbered(self) -> bool:
        """Whether numbers fit above the bars."""
        return digits_in(self._axis.pitch, self._font) >= _NUMBERED

    def zero_line(self, row: Row) -> None:
        """The line at zero, over the whole axis."""
        start, stop = self._axis.span(self._axis.columns)
        self._painter.setPen(QPen(QColor(self._theme.line), 1))
        self._painter.drawLine(QPointF(start, row.zero), QPointF(stop, row.zero))

    def bars(self, row: Row, samples: range, values: Sequence[float], weight: bool = False) -> None:
        """A bar for each sample, with its number where there is room."""
        wide = max(1.0, min(0.66 * self._axis.pitch, _WIDEST * self._font.pixelSize()))
        self._boxes(row, samples, values, wide, weight)

    def area(self, row: Row, samples: range, values: Sequence[float]) -> None:
        """The area between values and zero, filled without a gap."""
        self._boxes(row, samples, values, self._axis.pitch, False)

    def _boxes(self, row: Row, samples: range, values: Sequence[float], wide: float, weight: bool) -> None:
        for sample, value in zip(samples, values, strict=True):
            x, end = self._axis.middle(sample), row.height(value)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(bar_colour(value, row.scale, self._theme, weight))
            if value:
                self._painter.drawRect(QRectF(QPointF(x - wide / 2, row.zero), QPointF(x + wide / 2, end)))
            else:  # a sample that is zero is one all the same
                self._painter.setBrush(QColor(self._theme.faint))
                self._painter.drawEllipse(QPointF(x, row.zero), 2.0, 2.0)
            if self.numbered:
                self._number(x, end, value, value < 0)

    def _number(self, x: float, end: float, value: float, below: bool) -> None:
        away = self._font.pixelSize() / 2 + 2
        place = QPointF(x, end + away if below else end - away)
        text = short_number(value, _NUMBERED) or short_number(round(value, 2), _NUMBERED) or "0"
        paint_words(self._painter, place, text, self._font, self._theme.muted, Qt.AlignmentFlag.AlignHCenter)

    def curve(self, row: Row, sliding: Sliding, now: int) -> None:
        """The result up to the position `now`, marked; what is still to come is only a place on the axis."""
        theme, painter = self._theme, self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.faint))
        for n in sliding.positions[now + 1 :]:
            painter.drawEllipse(QPointF(self._axis.middle(n), row.zero), 1.5, 1.5)
        points = [
            QPointF(self._axis.middle(n), row.height(value))
            for n, value in zip(sliding.positions[: now + 1], sliding.values.tolist(), strict=False)
        ]
        painter.setPen(QPen(QColor(theme.muted), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        self._dots(row, sliding, points)

    def _dots(self, row: Row, sliding: Sliding, points: Sequence[QPointF]) -> None:
        painter, theme, now = self._painter, self._theme, len(points) - 1
        radius = max(1.5, min(0.375 * self._font.pixelSize(), self._axis.pitch / 3))
        for place, (point, value) in enumerate(zip(points, sliding.values.tolist(), strict=False)):
            painter.setPen(QPen(bar_colour(value, row.scale, theme), 1.0))
            painter.drawLine(QPointF(point.x(), row.zero), point)
            painter.setPen(QPen(QColor(theme.text), 2.0) if place == now else Qt.PenStyle.NoPen)
            painter.setBrush(bar_colour(value, row.scale, theme))
            size = radius + 1.5 if place == now else radius
            painter.drawEllipse(point, size, size)
            if self.numbered and place <= now:
                self._number(point.x(), point.y() + (4 if value < 0 else -4), value, value < 0)

    def ticks(self, y: float, every: int) -> None:
        """Numbers of the samples along a line."""
        for sample in self._axis.columns:
            if sample % every == 0:
                place = QPointF(self._axis.middle(sample), y)
                paint_words(
                    self._painter, place, str(sample), self._font, self._theme.muted, Qt.AlignmentFlag.AlignHCenter
                )


def tick_step(pitch: float, room: float) -> int:
    """Every how many samples there is room for a number."""
    return next((step for step in (1, 2, 5, 10, 20, 50) if step * pitch >= room), 100)
