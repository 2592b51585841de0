"""Patch times kernel as it is, and times the kernel turned by half: both sums side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.blocks.explanation import Numbers
from cnnlab.explain.digits import ShownSum
from cnnlab.explain.flip import Flip
from cnnlab.gui.convolution.tints import (
    digits_in,
    largest,
    paint_cell,
    paint_ring,
    paint_words,
    short_number,
    value_colour,
)
from cnnlab.gui.fonts import mono_font, ui_font
from cnnlab.gui.inspector.numbers import cell_text
from cnnlab.gui.theme import Radius, Space, TextSize, Theme, scaled
from cnnlab.text import _

_LEAST = 190
_SIGN = 28  # room for × = and →
_WIDEST, _HIGHEST = 62, 40  # of a cell
_FADED = 0.3  # of the numbers that the turn has not reached
_MOVES = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


@dataclass(frozen=True)
class Places:
    """Where the grids lie.

    Attributes:
        cell: width and height of one cell.
        lefts: of the patch, the kernel, the products and the sum.
        tops: of the first and the second line.
    """

    cell: tuple[float, float]
    lefts: tuple[float, float, float, float]
    tops: tuple[float, float]

    def rect(self, line: int, grid: int, row: float, column: float) -> QRectF:
        """A cell of a grid."""
        wide, high = self.cell
        return QRectF(self.lefts[grid] + column * wide, self.tops[line] + row * high, wide, high)


class FlipBoard(QWidget):
    """Told what to show; a place on the picture is a wish.

    Signals:
        moved: go so many rows and columns further on the picture.
    """

    moved = Signal(int, int)

    def __init__(self, press: Callable[[QKeyEvent], bool]) -> None:
        """A board whose keys `press` hears, but for Ctrl with arrows, which go over the picture."""
        super().__init__()
        self.setObjectName("flipBoard")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._press = press
        self._theme: Theme | None = None
        self._flip = Flip(np.ones((3, 3)), np.ones((3, 3)))
        self._turn = 1.0

    # -- told what to show --

    @property
    def flip(self) -> Flip:
        """Kernel and patch on show."""
        return self._flip

    @property
    def turn(self) -> float:
        """How far the second kernel is turned: 0 … 1 for a half turn."""
        return self._turn

    def show_flip(self, flip: Flip, turn: float) -> None:
        """Show a kernel on a patch, the second one turned by so much of the half turn."""
        self._flip, self._turn = flip, turn
        written = flip.written
        text = _("cross-correlation {first}, convolution {second}, difference {difference}")
        values = {"first": written.correlation.result, "second": written.convolution.result}
        self.setAccessibleDescription(text.format(**values, difference=written.difference))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme = theme
        self.setMinimumHeight(scaled(_LEAST))
        self.update()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("The kernel as it is and flipped, on one patch"))
        self.setToolTip(_("Space turns the kernel, arrows do so step by step; Ctrl with arrows goes over the picture"))
        self.show_flip(self._flip, self._turn)

    def sizeHint(self) -> QSize:
        return QSize(scaled(520), scaled(_LEAST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(*move)
        elif not self._press(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    # -- where things lie --

    def places(self) -> Places:
        """Cells as large as they fit, the whole in the middle."""
        rows, columns = self._flip.kernel.shape
        sign, label, total = float(scaled(_SIGN)), self._label_width(), self._total_width()
        room = self.width() - 2 * Space.M - label - 3 * sign - total
        wide = max(4.0, min(room / (3 * columns), float(scaled(_WIDEST))))
        line = (self.height() - 2 * Space.M - Space.L) / 2
        high = max(4.0, min(line / rows, float(scaled(_HIGHEST)), wide))
        wide = min(wide, 1.6 * high)
        used = label + 3 * columns * wide + 3 * sign + total
        left = Space.M + max(0.0, (self.width() - 2 * Space.M - used) / 2) + label
        lefts = [left + place * (columns * wide + sign) for place in range(4)]
        between = rows * high + Space.L
        top = (self.height() - between - rows * high) / 2
        return Places((wide, high), (lefts[0], lefts[1], lefts[2], lefts[3]), (top, top + between))

    def _label_width(self) -> float:
        metrics = QFontMetricsF(ui_font(TextSize.BODY, 600))
        return max(metrics.horizontalAdvance(text) for text in self._labels()) + Space.L

    def _total_width(self) -> float:
        written = self._flip.written
        metrics = QFontMetricsF(mono_font(TextSize.TITLE, 600))
        texts = (written.correlation.result, written.convolution.result)
        return max(metrics.horizontalAdvance(text) for text in texts) + Space.S

    @staticmethod
    def _labels() -> tuple[str, str]:
        return _("cross-correlation"), _("convolution")

    # -- painted --

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(QColor(theme.background))
        painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 1))
        painter.drawRoundedRect(edge, Radius.CONTROL, Radius.CONTROL)
        flip, written, places = self._flip, self._flip.written, self.places()
        self._paint_line(painter, theme, places, 0, flip.correlation, written.correlation)
        self._paint_line(painter, theme, places, 1, flip.convolution, written.convolution)
        painter.end()

    def _paint_line(
        self, painter: QPainter, theme: Theme, places: Places, line: int, products: Numbers, shown: ShownSum
    ) -> None:
        flip, strength = self._flip, 1.0 if line == 0 or self._turn == 1.0 else _FADED
        scale = max(largest(flip.correlation, flip.convolution), 1e-12)
        self._paint_grid(painter, places, line, 0, flip.patch, max(largest(flip.patch), 1e-12))
        self._paint_kernel(painter, theme, places, line, math.pi * self._turn if line else 0.0)
        self._paint_grid(painter, places, line, 2, products, scale, shown.addends, strength)
        middle = places.tops[line] + products.shape[0] * places.cell[1] / 2
        self._paint_words(painter, theme, places, line, middle)
        if strength == 1.0:
            font = mono_font(TextSize.TITLE, 600)
            left = Qt.AlignmentFlag.AlignLeft
            paint_words(painter, QPointF(places.lefts[3], middle), shown.result, font, theme.text, left)

    def _paint_words(self, painter: QPainter, theme: Theme, places: Places, line: int, middle: float) -> None:
        """What the line is called, and the signs between its grids."""
        font, small = ui_font(TextSize.BODY, 600), mono_font(TextSize.SMALL)
        left = places.lefts[0] - self._label_width()
        step = scaled(TextSize.BODY) * 0.75
        start = Qt.AlignmentFlag.AlignLeft
        name, formula = self._labels()[line], ("conv2d", _("kernel flipped"))[line]
        paint_words(painter, QPointF(left, middle - step), name, font, theme.text, start)
        paint_words(painter, QPointF(left, middle + step), formula, small, theme.muted, start)
        sign, centre = scaled(_SIGN), Qt.AlignmentFlag.AlignHCenter
        for place, text in zip(places.lefts[1:], ("×", "=", "Σ"), strict=True):
            paint_words(painter, QPointF(place - sign / 2, middle), text, ui_font(TextSize.BODY), theme.muted, centre)

    def _paint_grid(
        self,
        painter: QPainter,
        places: Places,
        line: int,
        grid: int,
        values: Numbers,
        scale: float,
        texts: Sequence[str] = (),
        strength: float = 1.0,
    ) -> None:
        assert self._theme is not None
        font = mono_font(TextSize.SMALL)
        room = digits_in(places.cell[0] - 2, font)
        for place, ((row, column), value) in enumerate(np.ndenumerate(values)):
            whole = texts[place] if texts else ""
            text = whole if whole and len(whole) <= room else short_number(float(value), room)
            colour = value_colour(float(value), scale, self._theme)
            edge = None if value else self._theme.line
            paint_cell(painter, places.rect(line, grid, row, column), colour, text, font, strength, edge)

    def _paint_kernel(self, painter: QPainter, theme: Theme, places: Places, line: int, angle: float) -> None:
        """The kernel's cells, each on its way around the middle; a ring marks the one that began in the corner."""
        kernel, font = self._flip.kernel, mono_font(TextSize.SMALL)
        scale, room = max(largest(kernel), 1e-12), digits_in(places.cell[0] - 2, font)
        middle = [(side - 1) / 2 for side in kernel.shape]
        cos, sin = math.cos(angle), math.sin(angle)
        for (row, column), value in np.ndenumerate(kernel):
            down, across = row - middle[0], column - middle[1]
            cell = places.rect(line, 1, middle[0] + down * cos + across * sin, middle[1] + across * cos - down * sin)
            colour = value_colour(float(value), scale, theme, weight=True)
            paint_cell(painter, cell, colour, cell_text(float(value), room), font)
            if (row, column) == (0, 0) and kernel.size > 1:
                paint_ring(painter, cell, QColor(theme.text), 1.5)
