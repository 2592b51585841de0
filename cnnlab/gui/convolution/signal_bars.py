"""A signal as bars that are drawn with the mouse, or set sample by sample with keys."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from cnnlab.blocks.explanation import Numbers, sealed
from cnnlab.explain.digits import exact_text
from cnnlab.gui.commands.keys import pressed
from cnnlab.gui.convolution.board import Board
from cnnlab.gui.convolution.convolution_keys import SAMPLE_KEYS
from cnnlab.gui.convolution.tints import bar_colour, largest, paint_words
from cnnlab.gui.inspector.wheel import factor
from cnnlab.gui.theme import Space, Theme
from cnnlab.text import _

_STEP = 0.1  # of the keys
_SNAP = 20  # a dragged sample is a whole number of twentieths
_FAR = 10.0  # the largest value that keys reach
_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class SignalBars(Board):
    """Bars `[n]`. Drawing is a wish: what is shown changes only by `show_values`.

    Signals:
        drawn: other values, `[n]`, read-only.
    """

    wanted, least = (204, 84), 42
    drawn = Signal(object)

    def __init__(self, name: str, weight: bool) -> None:
        """Bars called `name`, in the colours of weights or of a signal's values."""
        super().__init__(name)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._weight = weight
        self._values: Numbers = np.zeros(2)
        self._sample = 0
        self._held: float | None = None  # the scale while the mouse draws
        self._last: tuple[int, float] | None = None  # where the mouse was

    @property
    def values(self) -> Numbers:
        """`[n]`."""
        return self._values

    @property
    def sample(self) -> int:
        """The sample that keys change."""
        return self._sample

    @property
    def scale(self) -> float:
        """The value that fills the height."""
        return self._held or max(largest(self._values), 1e-6)

    def show_values(self, values: Numbers) -> None:
        """Show another signal."""
        self._values = values
        self._sample = min(self._sample, len(values) - 1)
        self._tell()
        self.update()

    def retranslate(self) -> None:
        self.setToolTip(_("Drag over the bars to draw; arrows choose a sample and change it"))
        self._tell()

    def _tell(self) -> None:
        value = exact_text(float(self._values[self._sample]))
        text = _("Sample {n} of {count}: {value}").format(n=self._sample, count=len(self._values), value=value)
        self.setAccessibleDescription(text)

    # -- drawn with the mouse --

    def place_of(self, sample: int, value: float) -> QPointF:
        """Where the end of a bar of this value lies."""
        box = self._box()
        return QPointF(
            box.left() + (sample + 0.5) * box.width() / len(self._values),
            box.center().y() - value / self.scale * box.height() / 2,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = max(self.scale, 1.0)
            self._draw(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._draw(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = self._last = None
        self.update()

    def _draw(self, point: QPointF) -> None:
        """Set the sample under the pointer, and those that a fast pointer has passed."""
        box, count = self._box(), len(self._values)
        sample = max(0, min(count - 1, int((point.x() - box.left()) * count / box.width())))
        share = (box.center().y() - point.y()) / (box.height() / 2)
        value = round(max(-1.0, min(1.0, share)) * self.scale * _SNAP) / _SNAP
        before, level = self._last or (sample, value)
        values = np.array(self._values)
        for passed in range(min(before, sample), max(before, sample) + 1):
            along = (passed - before) / (sample - before) if sample != before else 1.0
            values[passed] = round((level + along * (value - level)) * _SNAP) / _SNAP
        self._last, self._sample = (sample, value), sample
        self.drawn.emit(sealed(values))

    # -- set with keys --

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = SAMPLE_KEYS.find(event, _MODIFIERS)
        last = len(self._values) - 1
        goes = {"previous": self._sample - 1, "next": self._sample + 1, "first": 0, "last": last}
        if asked in goes and not event.modifiers() & _MODIFIERS:
            self._sample = max(0, min(last, goes[asked]))
            self._tell()
            self.update()
        elif asked in ("raise", "lower"):
            change = _STEP * factor(event.modifiers()) * (1 if asked == "raise" else -1)
            self._set(round(float(self._values[self._sample]) + change, 4))
        elif asked == "zero" and pressed(event) == pressed(event, _MODIFIERS):
            self._set(0.0)
        else:
            super().keyPressEvent(event)

    def _set(self, value: float) -> None:
        values = np.array(self._values)
        values[self._sample] = max(-_FAR, min(_FAR, value))
        self.drawn.emit(sealed(values))

    # -- painted --

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(Space.S, Space.S, -Space.S, -Space.S)

    def paint(self, painter: QPainter, theme: Theme) -> None:
        self._paint_bars(painter, theme)
        if self.hasFocus() or self.underMouse():
            self._paint_sample(painter, theme)

    def _paint_bars(self, painter: QPainter, theme: Theme) -> None:
        box = self._box()
        painter.setPen(QPen(QColor(theme.line), 1))
        middle = math.floor(box.center().y()) + 0.5
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))
        pitch = box.width() / len(self._values)
        wide = max(1.0, min(0.7 * pitch, self.px(24)))
        painter.setPen(Qt.PenStyle.NoPen)
        for sample, value in enumerate(self._values.tolist()):
            end = self.place_of(sample, value)
            painter.setBrush(bar_colour(value, self.scale, theme, self._weight))
            if value:
                painter.drawRect(QRectF(QPointF(end.x() - wide / 2, middle), QPointF(end.x() + wide / 2, end.y())))

    def _paint_sample(self, painter: QPainter, theme: Theme) -> None:
        """A line through the sample that keys change, and its value in a corner."""
        value = float(self._values[self._sample])
        box, end = self._box(), self.place_of(self._sample, value)
        painter.setPen(QPen(QColor(theme.accent), 1))
        painter.drawLine(QPointF(end.x(), box.top()), QPointF(end.x(), box.bottom()))
        font = self.mono()
        right = self._sample < len(self._values) / 2
        place = QPointF(box.right() if right else box.left(), box.top() + font.pixelSize() / 2)
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        paint_words(painter, place, f"[{self._sample}] {exact_text(value)}", font, theme.muted, align)

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()
