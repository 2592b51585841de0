"""A plot in the program's own look.

Imports pyqtgraph, which takes a moment: import this module when a plot is shown, not when the program starts.
"""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent

from cnnlab.gui.fonts import mono_font, scaled
from cnnlab.gui.theme import Theme

pg.setConfigOptions(imageAxisOrder="row-major", antialias=False)

LEFT = 46  # width of the numbers beside a plot, the same for all, so that plots below each other are in line
BOTTOM = 20


def line_pen(colour: str, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen whose width counts pixels of the screen, however far a plot is zoomed."""
    pen = QPen(QColor(colour), width, style)
    pen.setCosmetic(True)
    return pen


class NumberAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis in the face of numbers; where it counts cells, it is silent beyond them."""

    def __init__(self, side: str, box: pg.ViewBox) -> None:
        self._cells: int | None = None
        super().__init__(side, linkView=box, maxTickLength=-3)
        self.enableAutoSIPrefix(False)
        self._side = side
        self.setStyle(autoExpandTextSpace=False, hideOverlappingLabels=True)
        self.setZValue(1)
        self.take_size_of_type()

    def take_size_of_type(self) -> None:
        """Write in the size of type of the moment, and keep room for it."""
        self.setStyle(tickFont=mono_font(11))
        if self._side == "left":
            self.setWidth(scaled(LEFT))
        else:
            self.setHeight(scaled(BOTTOM))

    def set_cells(self, count: int | None) -> None:
        """Count cells from 0 to one less than `count`; None for any values."""
        self._cells = count
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        if self._cells is None:
            return list(super().tickValues(low, high, size))
        levels = super().tickValues(max(low, 0), min(high, self._cells - 1), size)
        last = self._cells - 1
        return [(gap, [v for v in values if v == int(v) and 0 <= v <= last]) for gap, values in levels]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self._cells is None:
            return list(super().tickStrings(values, scale, spacing))
        return [f"{value:.0f}" for value in values]

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """The major ticks alone: between them the picture speaks for itself."""
        return list(super().tickSpacing(low, high, size))[:1]


class PlotView(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """A view box with axes on the left and below; no menus, and keys go to the page it stands on."""

    def __init__(self, name: str, theme: Theme, mouse: bool = False, left: bool = True, bottom: bool = True) -> None:
        super().__init__(background=None)
        self.setObjectName(name)
        self._theme = theme
        self._by_keys = False
        self._zooms = mouse
        self.box = pg.ViewBox(enableMenu=False, enableMouse=mouse, defaultPadding=0)
        self.box.disableAutoRange()
        layout = pg.GraphicsLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addItem(self.box, 0, 1)
        self.axes: list[NumberAxis] = []
        for side, wanted, place in (("left", left, (0, 0)), ("bottom", bottom, (1, 1))):
            if wanted:
                axis = NumberAxis(side, self.box)
                layout.addItem(axis, *place)
                self.axes.append(axis)
        self.setCentralItem(layout)
        self.set_theme(theme)

    @property
    def theme(self) -> Theme:
        """The look it is painted in."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.setBackground(QColor(theme.background))
        for axis in self.axes:
            axis.take_size_of_type()
            axis.setPen(line_pen(theme.line))
            axis.setTextPen(line_pen(theme.muted))

    def frame(self) -> QRectF:
        """Where the plot without its axes lies, in the widget's pixels."""
        return QRectF(self.box.sceneBoundingRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._zooms:
            super().wheelEvent(event)
            event.accept()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keys = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self._by_keys:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.drawRect(self.frame().intersected(QRectF(self.viewport().rect())).adjusted(0.5, 0.5, -1, -1))
            painter.end()
