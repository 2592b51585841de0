"""Signal, kernel slid over it, their product with its sum, and the result: below each other on one axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter

from cnnlab.explain.products import written_products
from cnnlab.explain.signals import Moment, Sliding
from cnnlab.gui.convolution.board import Board
from cnnlab.gui.convolution.signal_rows import Axis, Row, RowPainter, row_for, tick_step
from cnnlab.gui.convolution.sum_lines import paint_sum
from cnnlab.gui.convolution.tints import paint_words
from cnnlab.gui.theme import Radius, Space, Theme
from cnnlab.text import _

_GUTTER = 84  # holds the names of the rows
_LINE = 18  # of the sum
_TICKS = 16


@dataclass(frozen=True)
class Rows:
    """Where everything lies: the four rows, and the two lines of the sum."""

    x: QRectF
    k: QRectF
    product: QRectF
    total: QRectF
    y: QRectF
    ticks: float


class SignalBoard(Board):
    """The kernel at one of its positions; a place on it is a wish.

    Signals:
        wished: the position n under the pointer.
    """

    wished = Signal(int)

    def __init__(self, press: Callable[[QKeyEvent], bool]) -> None:
        """A board whose keys `press` hears."""
        super().__init__("signalBoard", press)
        self._sliding = Sliding(np.ones(2), np.ones(2))
        self._now = 0

    # -- told what to show --

    def show_step(self, sliding: Sliding, now: int) -> None:
        """Show the kernel at one of its positions, counted from the first."""
        self._sliding, self._now = sliding, now
        written = written_products(self.moment.x, self.moment.k)
        self.setAccessibleDescription(f"y[{self.moment.n}] = {written.factors} = {written.result}")
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(_("The kernel slid over the signal"))
        self.setToolTip(_("Drag to slide the kernel; arrows step, Space plays"))
        super().retranslate()

    @property
    def moment(self) -> Moment:
        """The kernel at the position on show."""
        return self._sliding.at(self._sliding.positions[self._now])

    # -- where things lie --

    @property
    def axis(self) -> Axis:
        """Samples across."""
        columns, left = self._sliding.columns, self.px(_GUTTER)
        return Axis(columns, left, (self.width() - left - Space.S) / len(columns))

    def rows(self) -> Rows:
        """Samples down."""
        line, ticks = self.px(_LINE), self.px(_TICKS)
        room = self.height() - 2 * Space.S - 2 * line - ticks - 3 * Space.S - Space.XS
        high, width = room / 4, float(self.width())
        top = [Space.S + place * (high + Space.S) for place in range(3)]
        total = top[2] + high + Space.XS
        below = total + 2 * line + Space.XS
        first, second, third = (QRectF(0, y, width, high) for y in top)
        return Rows(
            first,
            second,
            third,
            total=QRectF(0, total, width, 2 * line),
            y=QRectF(0, below, width, high),
            ticks=below + high + Space.XS + ticks / 2,
        )

    # -- what a person does --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._wish(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._wish(event.position().x())

    def _wish(self, x: float) -> None:
        positions = self._sliding.positions
        self.wished.emit(max(positions[0], min(positions[-1], self.axis.sample(x))))

    # -- painted --

    def paint(self, painter: QPainter, theme: Theme) -> None:
        rows = self.rows()
        self._paint_window(painter, theme, rows)
        self._paint_samples(painter, theme, rows)
        self._paint_names(painter, theme, rows)
        moment, fonts = self.moment, (self.mono(), self.mono(weight=600))
        paint_sum(painter, theme, rows.total, f"y[{moment.n}]", moment.x, moment.k, fonts)

    def _paint_window(self, painter: QPainter, theme: Theme, rows: Rows) -> None:
        """The samples that the kernel lies over, and the place of the result."""
        start, stop = self.axis.span(self.moment.window)
        band = QRectF(QPointF(start, rows.x.top() - Space.XS), QPointF(stop, rows.product.bottom() + 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent_tint))
        painter.drawRoundedRect(band, Radius.TILE, Radius.TILE)
        x, half = self.axis.middle(self.moment.n), self.axis.pitch / 2
        place = QRectF(QPointF(x - half, rows.y.top()), QPointF(x + half, rows.ticks + self.px(_TICKS) / 2))
        painter.drawRoundedRect(place, Radius.TILE, Radius.TILE)

    def _paint_samples(self, painter: QPainter, theme: Theme, rows: Rows) -> None:
        sliding, moment, font = self._sliding, self.moment, self.mono()
        work = RowPainter(painter, theme, self.axis, font)
        every = np.concatenate([sliding.at(n).products for n in sliding.positions])

        def row(box: QRectF, values: np.ndarray) -> Row:
            found = row_for(box, values.tolist(), font, work.numbered)
            work.zero_line(found)
            return found

        work.bars(row(rows.x, sliding.x), range(len(sliding.x)), sliding.x.tolist())
        work.bars(row(rows.k, sliding.k), moment.window, sliding.laid.tolist(), weight=True)
        work.area(row(rows.product, every), moment.cells, moment.products.tolist())
        work.curve(row(rows.y, sliding.values), sliding, self._now)
        work.ticks(rows.ticks, tick_step(self.axis.pitch, 3.0 * font.pixelSize()))

    def _paint_names(self, painter: QPainter, theme: Theme, rows: Rows) -> None:
        kernel = "k[n − m]" if self._sliding.flipped else "k[m − n]"
        font = self.mono()
        for box, name in ((rows.x, "x[m]"), (rows.k, kernel), (rows.product, _("product")), (rows.y, "y[n]")):
            place = QPointF(Space.M, box.center().y())
            paint_words(painter, place, name, font, theme.muted, Qt.AlignmentFlag.AlignLeft)
