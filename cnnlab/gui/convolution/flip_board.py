"""Patch times kernel as it is, and times the kernel turned by half: both sums side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter

from cnnlab.blocks.explanation import Numbers
from cnnlab.document.input import InputSpec
from cnnlab.explain.digits import ShownSum, digits_for
from cnnlab.explain.flip import Flip, WrittenFlip
from cnnlab.gui.convolution.board import Board
from cnnlab.gui.convolution.held import HeldEnd
from cnnlab.gui.convolution.tints import (
    digits_in,
    even_numbers,
    even_texts,
    largest,
    paint_cell,
    paint_ring,
    paint_words,
    value_colour,
)
from cnnlab.gui.pixel.tints import Tints
from cnnlab.gui.theme import Space, TextSize, Theme
from cnnlab.text import _

_SIGN = 20  # room for × = and →
_WIDEST, _HIGHEST = 62, 40  # of a cell
_DIGITS = (3, 2)  # of the largest number
_WIDEST_GAP = 9  # units of the last digit that rounding leaves, for its width
_NARROW = 44  # width of a cell below which words go out of the way
_LINE = 18  # for words above
_AROUND = 6  # pixels beside a number in its cell, both sides together
_SMALLER = 11  # type of numbers, where it makes room for
_LONGEST = 6  # signs, as of `-0.333`
_FADED = 0.3  # of the numbers that the turn has not reached
_MOVES = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


@dataclass(frozen=True)
class Places:
    """Where the grids lie.

    Attributes:
        cell: width and height of one cell.
        lefts: of the patch, the kernel, the products and the sum.
        tops: of the first and the second line.
        above: whether the lines are called above them, and not beside them.
    """

    cell: tuple[float, float]
    lefts: tuple[float, float, float, float]
    tops: tuple[float, float]
    above: bool

    def rect(self, line: int, grid: int, row: float, column: float) -> QRectF:
        """A cell of a grid."""
        wide, high = self.cell
        return QRectF(self.lefts[grid] + column * wide, self.tops[line] + row * high, wide, high)


class FlipBoard(Board):
    """Both sums on one patch; a place on the picture is a wish.

    Signals:
        moved: go so many rows and columns further on the picture.
    """

    moved = Signal(int, int)

    wanted = (600, 230)

    def __init__(self, press: Callable[[QKeyEvent], bool]) -> None:
        """A board whose keys `press` hears, but for Ctrl with arrows, which go over the picture."""
        super().__init__("flipBoard", press)
        self._flip = Flip(np.ones((3, 3)), np.ones((3, 3)))
        self._turn = 1.0
        self._live = False
        self._ends = (HeldEnd(), HeldEnd(), HeldEnd())  # of the patch, of the products, of the sums
        self._picture: InputSpec | None = None

    # -- told what to show --

    @property
    def flip(self) -> Flip:
        """Kernel and patch on show."""
        return self._flip

    @property
    def turn(self) -> float:
        """How far the second kernel is turned: 0 … 1 for a half turn."""
        return self._turn

    def show_flip(self, flip: Flip, turn: float, live: bool = False, picture: InputSpec | None = None) -> None:
        """Show a kernel on a patch, the second one turned by so much of the half turn; `live` where frames follow
        each other.

        A patch of the `picture` itself is grey, as the picture is.
        """
        self._flip, self._turn, self._live, self._picture = flip, turn, live, picture
        with np.errstate(all="ignore"):
            sums = np.array([flip.correlation.sum(), flip.convolution.sum()])
            sums = np.append(sums, sums[0] - sums[1])
        for end, numbers in zip(
            self._ends, (flip.patch, np.stack([flip.correlation, flip.convolution]), sums), strict=True
        ):
            end.fit(largest(numbers[np.isfinite(numbers)]), live)
        written = self.written()
        text = _("cross-correlation {first}, convolution {second}, difference {difference}")
        values = {"first": written.correlation.result, "second": written.convolution.result}
        self.setAccessibleDescription(text.format(**values, difference=written.difference))
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(_("The kernel as it is and flipped, on one patch"))
        self.setToolTip(_("Space turns the kernel, arrows do so step by step; Ctrl with arrows goes over the picture"))
        self.show_flip(self._flip, self._turn, self._live, self._picture)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(*move)
        else:
            super().keyPressEvent(event)

    # -- where things lie --

    def places(self) -> Places:
        """Cells as large as they fit, the whole in the middle; what the lines are called stands above where it is
        narrow."""
        rows, columns = self._flip.kernel.shape
        sign, total = self.px(_SIGN), self._total_width()
        room = self.width() - 2 * Space.M - 3 * sign - total
        above = (room - self._label_width()) / (3 * columns) < self.px(_NARROW)
        label = 0.0 if above else self._label_width()
        title = self.px(_LINE) if above else 0.0
        line = (self.height() - 2 * Space.S - Space.L) / 2 - title
        high = max(4.0, min(line / rows, self.px(_HIGHEST)))
        wide = max(4.0, min((room - label) / (3 * columns), self.px(_WIDEST), max(2.4 * high, 8.0)))
        used = label + 3 * columns * wide + 3 * sign + total
        left = Space.M + max(0.0, (self.width() - 2 * Space.M - used) / 2) + label
        lefts = [left + place * (columns * wide + sign) for place in range(4)]
        between = rows * high + title + Space.L
        top = (self.height() - between - rows * high - title) / 2 + title
        return Places((wide, min(high, wide)), (lefts[0], lefts[1], lefts[2], lefts[3]), (top, top + between), above)

    def _label_width(self) -> float:
        metrics = QFontMetricsF(self.ui(TextSize.BODY, 600))
        return max(metrics.horizontalAdvance(text) for text in self._labels()) + Space.L

    def _total_width(self) -> float:
        """Room for the sums and their difference, with as many digits as there may be."""
        written = self._written(_DIGITS[0])
        metrics, small = QFontMetricsF(self.mono(TextSize.TITLE, 600)), QFontMetricsF(self.mono())
        texts = [written.correlation.result, written.convolution.result, f"Δ {written.difference}"]
        gaps = [_gap_text(written.correlation), _gap_text(written.convolution)]
        if self._live:
            digits = written.correlation.digits
            texts = [f"Δ {digits.rounded(-self._ends[2].end)}"]
            gaps = [_gap_named(digits.text(-_WIDEST_GAP))]
        return max(*map(metrics.horizontalAdvance, texts), *map(small.horizontalAdvance, gaps)) + Space.S

    def written(self) -> WrittenFlip:
        """Both sums, with as many digits as the products have room for in their cells."""
        room = digits_in(self.places().cell[0] - self.px(_AROUND), self._cell_font())
        for significant in _DIGITS:
            written = self._written(significant)
            texts = [*written.correlation.addends, *written.convolution.addends]
            if self._live:
                texts = [written.correlation.digits.rounded(-self._ends[1].end)]
            if all(even_texts(texts, room)):
                return written
        return self._written(_DIGITS[0])

    def _written(self, significant: int) -> WrittenFlip:
        """Both sums, with decimals that hold still while frames follow each other."""
        ends = np.array([end.end for end in self._ends[1:]])
        return self._flip.written(significant, digits_for(ends, significant=significant) if self._live else None)

    def _cell_font(self) -> QFont:
        """The face of the numbers in cells, a little smaller where that makes room for all their digits."""
        room = self.places().cell[0] - self.px(_AROUND)
        faces = (self.mono(), self.mono(_SMALLER))
        return next((face for face in faces if digits_in(room, face) >= _LONGEST), faces[0])

    @staticmethod
    def _labels() -> tuple[str, str]:
        return _("cross-correlation"), _("convolution")

    # -- painted --

    def paint(self, painter: QPainter, theme: Theme) -> None:
        flip, written, places = self._flip, self.written(), self.places()
        self._paint_line(painter, theme, places, 0, flip.correlation, written.correlation)
        self._paint_line(painter, theme, places, 1, flip.convolution, written.convolution)
        self._paint_difference(painter, theme, places, written.difference)

    def _paint_line(
        self, painter: QPainter, theme: Theme, places: Places, line: int, products: Numbers, shown: ShownSum
    ) -> None:
        flip, strength = self._flip, 1.0 if line == 0 or self._turn == 1.0 else _FADED
        room = digits_in(places.cell[0] - self.px(_AROUND), self._cell_font())
        patch = even_numbers(flip.patch, room, self._ends[0].end if self._live else None)
        self._paint_grid(painter, places, line, 0, flip.patch, self._ends[0].end, patch)
        self._paint_kernel(painter, theme, places, line, math.pi * self._turn if line else 0.0)
        texts = even_texts(shown.addends, room)
        self._paint_grid(painter, places, line, 2, products, self._ends[1].end, texts, strength)
        middle = places.tops[line] + products.shape[0] * places.cell[1] / 2
        self._paint_words(painter, theme, places, line, middle)
        if strength == 1.0:
            font = self.mono(TextSize.TITLE, 600)
            left = Qt.AlignmentFlag.AlignLeft
            place = QPointF(places.lefts[3], middle)
            paint_words(painter, place, shown.result, font, theme.text, left)
            below = place + QPointF(0, self.px(TextSize.TITLE) * 1.2)
            paint_words(painter, below, _gap_text(shown), self.mono(), theme.muted, left)

    def _paint_difference(self, painter: QPainter, theme: Theme, places: Places, difference: str) -> None:
        """By how much the sums differ, between them."""
        if self._turn == 1.0:
            rows, high = self._flip.kernel.shape[0], places.cell[1]
            middle = (places.tops[0] + places.tops[1] + rows * high) / 2
            place, start = QPointF(places.lefts[3], middle), Qt.AlignmentFlag.AlignLeft
            paint_words(painter, place, f"Δ {difference}", self.mono(TextSize.BODY), theme.muted, start)

    def _paint_words(self, painter: QPainter, theme: Theme, places: Places, line: int, middle: float) -> None:
        """What the line is called, and the signs between its grids."""
        font, small, start = self.ui(TextSize.BODY, 600), self.mono(), Qt.AlignmentFlag.AlignLeft
        name, formula = self._labels()[line], ("conv2d", _("kernel flipped"))[line]
        if places.above:
            first = QPointF(places.lefts[0], places.tops[line] - self.px(_LINE) / 2)
            second = first + QPointF(QFontMetricsF(font).horizontalAdvance(name) + Space.M, 0)
        else:
            step = self.px(TextSize.BODY) * 0.75
            first = QPointF(places.lefts[0] - self._label_width(), middle - step)
            second = first + QPointF(0, 2 * step)
        paint_words(painter, first, name, font, theme.text, start)
        paint_words(painter, second, formula, small, theme.muted, start)
        sign, centre = self.px(_SIGN), Qt.AlignmentFlag.AlignHCenter
        for place, text in zip(places.lefts[1:], ("×", "=", "Σ"), strict=True):
            paint_words(painter, QPointF(place - sign / 2, middle), text, self.ui(), theme.muted, centre)

    def _paint_grid(
        self,
        painter: QPainter,
        places: Places,
        line: int,
        grid: int,
        values: Numbers,
        scale: float,
        texts: Sequence[str],
        strength: float = 1.0,
    ) -> None:
        assert self._theme is not None
        tints = Tints(self._theme, self._picture) if self._picture is not None and grid == 0 else None
        font = self._cell_font()
        greys = tints.picture(values) if tints is not None and tints.is_picture else None
        for ((row, column), value), text in zip(np.ndenumerate(values), texts, strict=True):
            colour = value_colour(float(value), scale, self._theme)
            if greys is not None:
                colour = QColor.fromRgb(int(greys[row, column]))
            edge = None if value else self._theme.line
            paint_cell(painter, places.rect(line, grid, row, column), colour, text, font, strength, edge)

    def _paint_kernel(self, painter: QPainter, theme: Theme, places: Places, line: int, angle: float) -> None:
        """The kernel's cells, each on its way around the middle; a ring marks the one that began in the corner."""
        kernel, font = self._flip.kernel, self._cell_font()
        scale, texts = (
            max(largest(kernel), 1e-12),
            even_numbers(kernel, digits_in(places.cell[0] - self.px(_AROUND), font)),
        )
        middle = [(side - 1) / 2 for side in kernel.shape]
        shrunk = 1 / (abs(math.cos(angle)) + abs(math.sin(angle)))  # so that a square stays within its own bounds
        cos, sin = shrunk * math.cos(angle), shrunk * math.sin(angle)
        for ((row, column), value), text in zip(np.ndenumerate(kernel), texts, strict=True):
            down, across = row - middle[0], column - middle[1]
            cell = places.rect(line, 1, middle[0] + down * cos + across * sin, middle[1] + across * cos - down * sin)
            less = [(1 - shrunk) / 2 * side for side in places.cell]
            cell = cell.adjusted(less[0], less[1], -less[0], -less[1])
            colour = value_colour(float(value), scale, theme, weight=True)
            paint_cell(painter, cell, colour, text, font)
            if (row, column) == (0, 0) and kernel.size > 1:
                paint_ring(painter, cell, QColor(theme.text), 1.5)


def _gap_text(shown: ShownSum) -> str:
    """What rounding leaves of equal products, as one more addend."""
    return _gap_named(shown.gap) if shown.gap is not None else ""


def _gap_named(gap: str) -> str:
    return f"{gap} {_('rounding')}"
