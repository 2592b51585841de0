"""How the values of the channel are distributed, in the colours of the scale, whose ends can be dragged."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter

from cnnlab.document.stack import INPUT
from cnnlab.engine.view import Colours, Plane
from cnnlab.gui.large.scale_colours import colours_of, seen_on_ground
from cnnlab.gui.plot_view import PlotView, line_pen
from cnnlab.gui.theme import Theme, scaled
from cnnlab.text import _

_NARROWEST = 0.01  # of the reach: as far as the ends can be drawn together
_STEP = 0.05
_OVER = 1.12  # height of a bar that is cut, against the highest of the others


class _Bars(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """The bars, in the plot's own coordinates: values to the right, shares of the highest bar upwards."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[tuple[QRectF, QColor]] = []

    def show_bars(self, bars: list[tuple[QRectF, QColor]]) -> None:
        self.prepareGeometryChange()
        self._bars = bars
        self.update()

    def boundingRect(self) -> QRectF:
        if not self._bars:
            return QRectF()
        return QRectF(self._bars[0][0].left(), 0, self._bars[-1][0].right() - self._bars[0][0].left(), _OVER)

    def paint(self, painter: QPainter, *_ignored: object) -> None:
        for rect, colour in self._bars:
            painter.fillRect(rect, colour)


class HistogramView(PlotView):
    """Bars, and two lines that stand where the colours end.

    Signals:
        level_dragged: the |value| of full colour that the user wants.
    """

    level_dragged = Signal(float)

    def __init__(self, theme: Theme) -> None:
        self._plane: Plane | None = None
        self._colours: Colours | None = None
        self._logarithmic = False
        self._bars = _Bars()
        self._ends = [pg.InfiniteLine(angle=90, movable=True) for _side in (0, 1)]
        super().__init__("largeHistogram", theme, left=False)
        self.box.addItem(self._bars)
        for end in self._ends:
            self.box.addItem(end)
            end.addMarker("o", 0.86, 7)
            end.sigDragged.connect(self._on_end_dragged)
        self.box.setYRange(0, _OVER, padding=0)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setFixedHeight(scaled(132))
        for end in self._ends:
            end.setPen(line_pen(theme.muted))
            end.setHoverPen(line_pen(theme.accent, 3))
        self._refresh()

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Distribution and colour scale"))
        self.setAccessibleDescription(_("With the focus here, Left and Right move the ends of the colours"))
        self.setToolTip(
            _(
                "How often each value occurs, in its colour. Drag one of the two lines to set where the colours end, "
                "for this view only; both move, so that zero keeps its colour. A bar for zero that is much higher "
                "than the others is cut off"
            )
        )

    def set_logarithmic(self, on: bool) -> None:
        """Let the height of a bar grow with the logarithm of the count."""
        self._logarithmic = on
        self._refresh()

    def show_plane(self, plane: Plane | None, colours: Colours) -> None:
        """Show the distribution of a plane."""
        self._plane, self._colours = plane, colours
        self._refresh()

    def _refresh(self) -> None:
        plane, colours = self._plane, self._colours
        for end in self._ends:
            end.setVisible(plane is not None and plane.large.layer != INPUT)
        if plane is None or colours is None:
            self._bars.show_bars([])
            return
        low, high = plane.reach
        self.box.setXRange(low, high, padding=0.02)
        width = (high - low) / len(plane.counts)
        lefts = low + width * np.arange(len(plane.counts))
        rgbs = colours_of(lefts + width / 2, plane, colours)
        heights = bar_heights(plane.counts, self._logarithmic)
        self._bars.show_bars(
            [
                (QRectF(left, 0, 0.86 * width, height), seen_on_ground(int(rgb), self.theme))
                for left, height, rgb in zip(lefts, heights, rgbs, strict=True)
            ]
        )
        if not any(end.moving for end in self._ends):
            self._place_ends(plane.levels[1])

    def _place_ends(self, level: float) -> None:
        for end, sign in zip(self._ends, (-1, 1), strict=True):
            end.blockSignals(True)
            end.setValue(sign * min(level, self._plane.reach[1] if self._plane is not None else level))
            end.blockSignals(False)

    def _on_end_dragged(self, line: pg.InfiniteLine) -> None:
        self._wish(abs(float(line.value())))

    def _wish(self, level: float) -> None:
        if self._plane is None or self._plane.large.layer == INPUT:
            return
        reach = self._plane.reach[1]
        level = min(max(level, _NARROWEST * reach), reach)
        self._place_ends(level)
        self.level_dragged.emit(level)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -_STEP, Qt.Key.Key_Right: _STEP}
        step = steps.get(Qt.Key(event.key()))
        if step is None or self._plane is None:
            super().keyPressEvent(event)
            return
        self._wish(self._plane.levels[1] + step * self._plane.reach[1])


def bar_heights(counts: NDArray[np.int64], logarithmic: bool) -> NDArray[np.float64]:
    """Heights `[n]` from 0 to 1; the middle bar, of zero, is cut where it would leave nothing of the others."""
    heights = np.log1p(counts) if logarithmic else counts.astype(np.float64)
    others = np.delete(heights, len(heights) // 2)
    top = float(others.max()) or float(heights.max()) or 1.0
    return np.asarray(np.minimum(heights / top, _OVER))
