"""Paints the bars of a distribution, the colours below them, and the numbers beside them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Colours
from cnnlab.explain.digits import short_text
from cnnlab.explain.distribution import Distribution
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.distribution.geometry import CUT, BarPlaces, Upright, count_text, held_top, top_of, upright
from cnnlab.gui.drawer.distribution.marking import marked, softened
from cnnlab.gui.fonts import mono_font
from cnnlab.gui.large.scale_colours import level_colours
from cnnlab.gui.theme import Space, TextSize, Theme, scaled

LEFT, TOP, BOTTOM = 44, 8, 32  # room beside the bars, at the usual size of type
_SEEN = 1.6  # contrast of a bar with the ground
_APART = 5  # width from which bars stand apart
_STRIP = 6  # height of the colours below the bars
_HALVES = 420  # width from which half of the scale is written too
_SIGNS = ("‹", "›")  # below the bars of what lies beyond


class PlotPainter:
    """Keeps what follows from a distribution, so that a paint is only rectangles."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._logarithmic = False
        self._shown: Distribution | None = None
        self._colours: Colours | None = None
        self._heights: Upright | None = None
        self._top: tuple[object, float] = (None, 0.0)  # whose scale it is, and the count that fills its height
        self._coloured: object = None  # what the colours follow from
        self._inks: list[QColor] = []
        self._soft: list[QColor] = []
        self._scale = QImage()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.show_distribution(self._shown, self._colours)

    def set_logarithmic(self, on: bool) -> None:
        """Let heights grow with the logarithm of the count."""
        self._logarithmic = on
        self.show_distribution(self._shown, self._colours)

    def show_distribution(self, shown: Distribution | None, colours: Colours | None, moving: bool = False) -> None:
        """Paint this one from now on; of `moving` values the next ones are on their way."""
        self._shown, self._colours = shown, colours
        if shown is None or colours is None:
            self._heights = None
            return
        self._heights = upright(shown, self._logarithmic, self._scaled_to(shown, moving))
        follows = (shown.inner, shown.asked.layer == INPUT, colours, self._theme)
        if follows != self._coloured:  # the colours of the bars are the same on every scale
            self._coloured = follows
            self._colour(shown, colours)

    def _scaled_to(self, shown: Distribution, moving: bool) -> float:
        """The count that fills the height; of moving values the scale is held steady instead of jumping with them."""
        whose, top = (shown.asked, shown.inner, self._logarithmic), top_of(shown, self._logarithmic)
        if moving and whose == self._top[0]:
            top = held_top(top, self._top[1])
        self._top = (whose, top)
        return top

    def _colour(self, shown: Distribution, colours: Colours) -> None:
        """The colours of the bars, and of the scale below them."""
        low, high = shown.levels
        beyond = high - low
        values = np.concatenate([[low - beyond], shown.middles, [high + beyond]])
        grey = shown.asked.layer == INPUT
        found = level_colours(values, shown.levels, grey, colours)
        self._inks = [QColor.fromRgb(int(rgb)) for rgb in marked(found, self._theme, _SEEN)]
        self._soft = [softened(ink, self._theme) for ink in self._inks]
        row = np.ascontiguousarray(colours.grey if grey else colours.activation[2:255])[None]
        self._scale = QImage(row.tobytes(), row.shape[1], 1, 4 * row.shape[1], QImage.Format.Format_RGB32).copy()

    def paint(self, painter: QPainter, frame: QRect, places: BarPlaces, brush: Brush | None, under: int) -> None:
        """Paint the whole plot."""
        if self._heights is None or self._shown is None:
            return
        self._paint_counts(painter, frame)
        if brush is not None:
            self._paint_brush(painter, frame, places, brush)
        self._paint_before(painter, frame, places)
        self._paint_bars(painter, frame, places, brush, under)
        self._paint_scale(painter, frame, places)
        self._paint_values(painter, frame, places)

    def paint_focus(self, painter: QPainter, rect: QRect) -> None:
        """Say that keys go to the plot."""
        painter.setPen(QPen(QColor(self._theme.accent), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0, 0, -1, -1))

    # -- parts --

    def _paint_counts(self, painter: QPainter, frame: QRect) -> None:
        """Round counts as fine lines across the plot."""
        assert self._heights is not None
        painter.setFont(mono_font(11))
        line = painter.fontMetrics().height()
        for count, height in self._heights.marks:
            y = _y(frame, height)
            painter.setPen(QColor(self._theme.line))
            painter.drawLine(frame.left(), y, frame.right(), y)
            painter.setPen(QColor(self._theme.muted))
            room = QRect(0, y - line // 2, frame.left() - Space.S, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count_text(count))

    def _paint_brush(self, painter: QPainter, frame: QRect, places: BarPlaces, brush: Brush) -> None:
        left, right = places.edges(brush.first)[0], places.edges(brush.last)[1]
        painter.fillRect(QRect(left, frame.top(), right - left, frame.height()), QColor(self._theme.accent_tint))
        for x in (left - 1, right):
            painter.fillRect(QRect(x, frame.top(), 1, frame.height()), QColor(self._theme.accent))

    def _paint_before(self, painter: QPainter, frame: QRect, places: BarPlaces) -> None:
        """The input's distribution as a filled outline."""
        assert self._heights is not None
        if not len(self._heights.before):
            return
        fill, line = QColor(self._theme.muted), QPen(QColor(self._theme.muted), 1)
        fill.setAlphaF(0.14)
        inner = self._heights.before[1:-1]
        for first, heights in (
            (0, self._heights.before[:1]),
            (1, inner),
            (places.inner + 1, self._heights.before[-1:]),
        ):
            points = [QPointF(places.edges(first)[0], frame.bottom() + 1)]
            for bar, height in enumerate(heights, first):
                left, right = places.edges(bar)
                points += [QPointF(left, _y(frame, height)), QPointF(right, _y(frame, height))]
            points.append(QPointF(points[-1].x(), frame.bottom() + 1))
            painter.setPen(line)
            painter.setBrush(fill)
            painter.drawPolygon(QPolygonF(points))
            for bar, height in enumerate(heights, first):
                self._paint_cut(painter, frame, places.edges(bar), height)

    def _paint_bars(self, painter: QPainter, frame: QRect, places: BarPlaces, brush: Brush | None, under: int) -> None:
        assert self._heights is not None
        gap = 1 if places.x_of(1) - places.x_of(0) >= _APART * places.inner else 0
        for bar, height in enumerate(self._heights.values):
            left, right = places.edges(bar)
            if height <= 0:
                continue
            y = min(_y(frame, height), frame.bottom())  # what is there is seen
            box = QRect(left, y, max(1, right - left - gap), frame.bottom() + 1 - y)
            soft = brush is not None and not brush.has(bar)
            painter.fillRect(box, self._soft[bar] if soft else self._inks[bar])
            self._paint_cut(painter, frame, (left, right), height)
            if bar == under:
                painter.fillRect(QRect(box.left(), y - 2, box.width(), 2), QColor(self._theme.text))

    def _paint_cut(self, painter: QPainter, frame: QRect, edges: tuple[int, int], height: float) -> None:
        """Two fine gaps say that a bar goes on beyond the plot."""
        for gap in (5, 9) if height >= CUT else ():
            box = QRect(edges[0] - 1, frame.top() + gap, edges[1] - edges[0] + 2, 2)
            painter.fillRect(box, QColor(self._theme.panel))

    def _paint_scale(self, painter: QPainter, frame: QRect, places: BarPlaces) -> None:
        """The colours themselves, below the bars that have them."""
        top, height = frame.bottom() + 3, scaled(_STRIP)
        start, end = places.x_of(0), places.x_of(1)
        painter.drawImage(QRectF(start, top, end - start, height), self._scale)
        painter.setPen(QColor(self._theme.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(start, top - 0.5, end - start - 1, height))
        if self._shown is not None and self._shown.asked.layer != INPUT:
            for bar in (0, places.inner + 1):
                left, right = places.edges(bar)
                painter.fillRect(QRect(left, top, right - left - 1, height), self._inks[bar])

    def _paint_values(self, painter: QPainter, frame: QRect, places: BarPlaces) -> None:
        """The ends of the scale, zero, and what lies between where there is room."""
        assert self._shown is not None
        low, high = self._shown.levels
        shares = (0, 0.25, 0.5, 0.75, 1) if frame.width() >= scaled(_HALVES) else (0, 0.5, 1)
        painter.setFont(mono_font(TextSize.SMALL - 1))
        metrics = painter.fontMetrics()
        top = frame.bottom() + 3 + scaled(_STRIP) + 3
        for share in shares:
            end = share in (0, 1)
            text = _signed(low + share * (high - low), low < 0)
            width = metrics.horizontalAdvance(text)
            x = places.x_of(share)
            left = x if share == 0 else x - width if share == 1 else x - width / 2
            painter.setPen(QColor(self._theme.text if end else self._theme.muted))
            painter.drawText(QPointF(left, top + metrics.ascent()), text)
            if end:
                painter.setPen(QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom() + 2))
        painter.setPen(QColor(self._theme.muted))
        for bar, sign in ((0, _SIGNS[0]), (places.inner + 1, _SIGNS[1])):
            left, right = places.edges(bar)
            room = QRect(left, top, right - left, metrics.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, sign)


def _y(frame: QRect, height: float) -> int:
    return frame.bottom() + 1 - round(min(height, CUT) / CUT * frame.height())


def _signed(value: float, signs: bool) -> str:
    if value == 0:
        return "0"
    return f"+{short_text(value)}" if signs and value > 0 else short_text(value)
