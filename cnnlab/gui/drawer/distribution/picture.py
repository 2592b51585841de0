"""The channel as a picture, in which the cells of a range of values can be marked."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Colours, Pixels
from cnnlab.explain.distribution import NO_BAR, Distribution
from cnnlab.gui.colormaps import ZERO
from cnnlab.gui.drawer.distribution.brush import Brush
from cnnlab.gui.drawer.distribution.marking import dimmed, marked
from cnnlab.gui.theme import Theme, scaled
from cnnlab.text import _

_LEAST = 72
_CELL = 28  # side of a single number, at most
_LONGEST = 12  # so many single numbers stand in one row; more are folded into a square


class MarkedPicture(QWidget):
    """A picture as large as there is room, in its own proportions.

    Signals:
        hovered: the bar that the cell under the pointer belongs to, or −1.
    """

    hovered = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("distributionPicture")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._shown: Distribution | None = None
        self._colours: Colours | None = None
        self._brush: Brush | None = None
        self._tables: tuple[Pixels, Pixels] | None = None  # marked and dimmed
        self._image = QImage()
        self._under = -1

    @property
    def colours(self) -> Colours | None:
        """The colours it is painted in."""
        return self._colours

    @property
    def image(self) -> QImage:
        """What is painted, one pixel a cell."""
        return self._image

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme, at the size of type of the moment."""
        self._theme, self._tables = theme, None
        self.setMinimumHeight(scaled(_LEAST))
        self._make()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("The channel, with the marked cells"))
        self.setToolTip(_("The channel in the colours of the scale; cells in the marked range stand out"))

    def show_distribution(self, shown: Distribution | None, colours: Colours | None) -> None:
        """Show another picture."""
        if colours is not self._colours or _is_input(shown) != _is_input(self._shown):
            self._tables = None
        self._shown, self._colours = shown, colours
        self._make()

    def show_brush(self, brush: Brush | None) -> None:
        """Mark the cells of a range, or nothing."""
        if brush != self._brush:
            self._brush = brush
            self._make()

    def width_for(self, height: int, most: int) -> int:
        """How wide it is at a height, at most."""
        rows, columns = self._cells()
        return max(scaled(_LEAST), min(round(height * columns / rows), most))

    def place(self) -> QRect:
        """Where the picture lies: at the top left, as large as there is room."""
        rows, columns = self._cells()
        room = self.size()
        if self._shown is not None and self._shown.cells == (1, 1):
            room = room.boundedTo(QSize(columns, rows) * scaled(_CELL))
        size = QSize(columns, rows).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QRect(0, 0, max(1, size.width()), max(1, size.height()))

    def _cells(self) -> tuple[int, int]:
        """Rows and columns that are painted."""
        return folded(self._shown.bars, NO_BAR).shape if self._shown is not None else (3, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        place = self.place()
        smaller = place.width() * self.devicePixelRatio() < self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smaller)
        painter.drawImage(place, self._image)
        painter.setPen(QColor(self._theme.line))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.place()
        if self._shown is None or not place.contains(event.position().toPoint()):
            self._hover(-1)
            return
        bars = folded(self._shown.bars, NO_BAR)
        rows, columns = bars.shape
        y = int(event.position().y() * rows / place.height())
        x = int(event.position().x() * columns / place.width())
        bar = int(bars[min(y, rows - 1), min(x, columns - 1)])
        self._hover(-1 if bar == NO_BAR else bar)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)

    def _hover(self, bar: int) -> None:
        if bar != self._under:
            self._under = bar
            self.hovered.emit(bar)

    def _make(self) -> None:
        """Look the cells up in the colours of the moment."""
        self.update()
        if self._shown is None or self._colours is None:
            self._image = QImage()
            return
        pixels = np.ascontiguousarray(self._pixels(self._shown, self._colours))
        rows, columns = pixels.shape
        self._image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()

    def _pixels(self, shown: Distribution, colours: Colours) -> Pixels:
        table = colours.grey if _is_input(shown) else colours.activation
        codes, bars = folded(shown.codes, ZERO), folded(shown.bars, NO_BAR)
        if self._brush is None:
            return table[codes]
        if self._tables is None:
            self._tables = marked(table, self._theme), dimmed(table, self._theme)
        inside = (bars >= self._brush.first) & (bars <= self._brush.last)
        return np.where(inside, self._tables[0][codes], self._tables[1][codes])


def folded(cells: NDArray[np.uint8], rest: int) -> NDArray[np.uint8]:
    """Cells `[h, w]`; a single long row as a square instead, line by line, whose end is filled up with `rest`."""
    count = cells.size
    if cells.shape[0] > 1 or count <= _LONGEST:
        return cells
    columns = math.ceil(math.sqrt(count))
    rows = -(-count // columns)
    square = np.full(rows * columns, rest, np.uint8)
    square[:count] = cells[0]
    return square.reshape(rows, columns)


def _is_input(shown: Distribution | None) -> bool:
    return shown is not None and shown.asked.layer == INPUT
