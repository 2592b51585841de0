"""The values along one line of the channel, in line with the picture above."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush

from cnnlab.blocks.base import Family
from cnnlab.engine.view import Colours, Plane
from cnnlab.gui.large.scale_colours import gradient
from cnnlab.gui.plot_view import PlotView, line_pen
from cnnlab.gui.theme import Theme
from cnnlab.text import _

_RGB = (Family.DENSE, Family.POOLING, Family.CONV)  # the nearest that the theme has to red, green and blue


class ProfileView(PlotView):
    """A curve in steps, one step a cell, filled in the colours of the scale."""

    def __init__(self, theme: Theme) -> None:
        self._curves: list[pg.PlotCurveItem] = []
        self._lines: list[pg.InfiniteLine] = []
        self._cursor = pg.InfiniteLine(angle=90)
        super().__init__("largeProfile", theme)
        self.setMinimumHeight(96)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for angle in (0, 0, 0):
            line = pg.InfiniteLine(angle=angle)
            self._lines.append(line)
            self.box.addItem(line)
        self.box.addItem(self._cursor)
        self.set_theme(theme)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        zero, *ends = self._lines or [pg.InfiniteLine(angle=0)]
        zero.setPen(line_pen(theme.faint))
        for line in ends:
            line.setPen(line_pen(theme.faint, 1, Qt.PenStyle.DashLine))
        self._cursor.setPen(line_pen(theme.muted))

    def retranslate(self) -> None:
        """Use the language of the moment."""
        self.setAccessibleName(_("Profile"))
        self.setAccessibleDescription(_("The values along the row or the column of the cursor"))
        self.setToolTip(_("Values along the line of the cursor; dashed where the colours end, a thin line at zero"))

    def show_line(self, plane: Plane, colours: Colours, row: bool, at: int, cursor: int) -> None:
        """Show row or column `at`; `cursor` counts along it."""
        lines = plane.values[:, at, :] if row else plane.values[:, :, at]
        self._take_curves(len(lines))
        edges = np.arange(lines.shape[1] + 1) - 0.5
        for i, (curve, line) in enumerate(zip(self._curves, lines, strict=True)):
            several = len(lines) == 3
            ink = self.theme.families[_RGB[i]] if several else self.theme.text
            fill = None if several else QBrush(gradient(plane, colours))
            curve.setData(edges, line, stepMode="center", fillLevel=0, brush=fill, pen=line_pen(ink))
        low, high = plane.levels
        for place, level in zip(self._lines, (0.0, low, high), strict=True):
            place.setValue(level)
        self._cursor.setValue(cursor)
        self.axes[1].set_cells(lines.shape[1])
        self._cursor.show()
        self._set_heights(plane)

    def clear(self) -> None:
        """There is no line to show."""
        self._take_curves(0)
        self._cursor.hide()

    def set_range(self, first: float, last: float) -> None:
        """Show the part of the line that the picture shows."""
        self.box.setXRange(first, last, padding=0)

    def _set_heights(self, plane: Plane) -> None:
        """As high as the whole channel asks for, so that nothing jumps while the cursor moves."""
        low, high = plane.numbers.low, plane.numbers.high
        if not math.isfinite(low):
            low, high = plane.levels
        low, high = min(low, 0.0), max(high, 0.0)
        room = 0.06 * (high - low) or 1.0
        self.box.setYRange(low - room, high + room, padding=0)

    def _take_curves(self, count: int) -> None:
        while len(self._curves) > count:
            self.box.removeItem(self._curves.pop())
        while len(self._curves) < count:
            curve = pg.PlotCurveItem(connect="finite")
            self.box.addItem(curve)
            self._curves.append(curve)
