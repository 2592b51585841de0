"""A convolution as a product of matrices; what belongs together is lit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent

from cnnlab.explain.im2col import Unrolled
from cnnlab.explain.products import written_products
from cnnlab.gui.convolution.board import Board
from cnnlab.gui.convolution.convolution_keys import CELL_KEYS
from cnnlab.gui.convolution.held import HeldEnd
from cnnlab.gui.convolution.matrix_scene import Cell, Focus, Grid, im2col_scene, moved, toeplitz_scene
from cnnlab.gui.convolution.sum_lines import paint_sum
from cnnlab.gui.convolution.tints import (
    digits_in,
    even_numbers,
    largest,
    paint_cell,
    paint_ring,
    paint_words,
    value_colour,
)
from cnnlab.gui.theme import Space, TextSize, Theme, scaled
from cnnlab.text import N_, _

_LEAST = 15  # height of a cell that a number has room in
_TITLE, _LINE = 18, 18
_GAP = 40  # between blocks
_RIGHT = 36  # the last title is wider than its grid
_WIDEST, _HIGHEST = 46, 32  # of a cell
_NARROW = 400  # width below which the matrices stand below the pictures
_QUIET = 0.35  # of its colour that padding, or a zero that says nothing, keeps
_MOVES = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
_SIGNS = {"matrix": "×", "product": "=", "y": "=", "output": "→"}
_TITLES: Mapping[str, str] = {
    "input": N_("input"),
    "kernel": N_("kernel"),
    "row": N_("kernel as a row"),
    "matrix": N_("patches as columns"),
    "product": N_("row · matrix"),
    "output": N_("output"),
    "x": N_("input, row by row"),
    "y": N_("product"),
}


@dataclass(frozen=True)
class Scale:
    """From cells to pixels: the size of a cell, and where each block begins."""

    wide: float
    high: float
    lefts: tuple[float, ...]
    tops: tuple[float, ...]

    def rect(self, grid: Grid, row: float = 0, column: float = 0, rows: int = 1, columns: int = 1) -> QRectF:
        """Some cells of a grid."""
        left = self.lefts[grid.block] + (grid.left + column) * self.wide
        return QRectF(left, self.tops[grid.block] + (grid.top + row) * self.high, columns * self.wide, rows * self.high)


class MatrixBoard(Board):
    """Shows a case, and which of its cells belong together: those under the pointer, or that arrows have gone to."""

    wanted = (600, 250)
    focus_changed = Signal()

    def __init__(self) -> None:
        super().__init__("matrixBoard")
        self.setMouseTracking(True)
        self._ends: defaultdict[str, HeldEnd] = defaultdict(HeldEnd)  # by grid
        self._live = False
        self._case: Unrolled | None = None
        self._toeplitz = False
        self._focus = Focus(0, 5)
        self._grids: tuple[Grid, ...] = ()

    # -- told what to show --

    @property
    def focus(self) -> Focus:
        """What is lit."""
        return self._focus

    @property
    def grids(self) -> Mapping[str, Grid]:
        """What is on show, by name."""
        return {grid.name: grid for grid in self._grids}

    def show_case(self, case: Unrolled | None, toeplitz: bool, live: bool = False) -> None:
        """Show a convolution, with the patches or the kernel as a matrix; None for one that does not fit.

        `live` where frames follow each other.
        """
        self._case, self._toeplitz, self._live = case, toeplitz, live
        if case is not None:
            self._focus = moved(self._focus, 0, 0, case)
        self._renew()

    def show_focus(self, focus: Focus) -> None:
        """Light what belongs to a tap and a place."""
        if focus != self._focus:
            self._focus = focus
            self._renew()
            self.focus_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._renew()

    def retranslate(self) -> None:
        self.setAccessibleName(_("The convolution as a product of matrices"))
        self._renew()

    def _renew(self) -> None:
        case = self._case
        scene = toeplitz_scene if self._toeplitz else im2col_scene
        self._grids = scene(case, self._focus) if case is not None else ()
        for grid in self._grids:
            self._ends[grid.name].fit(largest(grid.values), self._live)
        if case is not None and self._focus.place is not None:
            written = written_products(case.row, case.columns[:, self._focus.place])
            self.setAccessibleDescription(f"{self._name(case)} = {written.factors} = {written.result}")
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Have room for all rows."""
        if self._grids:
            bands = self._bands()
            down = sum(_rows(self._grids, band) for band in bands)
            titles = len(bands) * (scaled(_TITLE) + Space.S)
            self.setMinimumHeight(round(down * scaled(_LEAST)) + titles + 2 * Space.S + 2 * scaled(_LINE))

    def _name(self, case: Unrolled) -> str:
        assert self._focus.place is not None
        row, column = divmod(self._focus.place, case.geometry.output[1])
        return f"y[{row}, {column}]"

    # -- what a person does --

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.focus_under(event.position())
        if found is not None:
            self.show_focus(found)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def focus_under(self, point: QPointF) -> Focus | None:
        """What the cell under a point asks for."""
        scale = self.scale()
        for grid in self._grids:
            rows, columns = grid.shape
            box = scale.rect(grid, 0, 0, rows, columns)
            if grid.focus_at is not None and box.contains(point):
                row = min(int((point.y() - box.top()) / scale.high), rows - 1)
                return grid.focus_at(row, min(int((point.x() - box.left()) / scale.wide), columns - 1))
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = CELL_KEYS.find(event)
        if asked and self._case is not None:
            self.show_focus(self._stepped(*_MOVES[asked]))
        else:
            super().keyPressEvent(event)

    def _stepped(self, down: int, across: int) -> Focus:
        """The neighbour in the matrix: in im2col a row is a tap, in the Toeplitz matrix a row is a place."""
        assert self._case is not None
        if self._toeplitz:
            return moved(self._focus, across, down, self._case)
        return moved(self._focus, down, across, self._case)

    def leaveEvent(self, event: QEvent) -> None:
        if self._case is not None and None in (self._focus.tap, self._focus.place):
            self.show_focus(moved(self._focus, 0, 0, self._case))

    # -- where things lie --

    def _bands(self) -> tuple[tuple[int, ...], ...]:
        """Which blocks stand beside each other: all, or the pictures, and below them the product of matrices."""
        return ((0, 3), (1, 2)) if self.width() < scaled(_NARROW) else ((0, 1, 2, 3),)

    def scale(self) -> Scale:
        """Cells as large as they fit, the whole in the middle."""
        bands = self._bands()
        count = max(grid.block for grid in self._grids) + 1
        widths = [max(g.left + g.shape[1] for g in self._grids if g.block == block) for block in range(count)]
        down = [_rows(self._grids, band) for band in bands]
        gap, title, right = self.px(_GAP), self.px(_TITLE), self.px(_RIGHT)
        height = self.height() - 2 * Space.S - len(bands) * (title + Space.S) - 2 * self.px(_LINE)
        high = min(height / sum(down), self.px(_HIGHEST))
        wide = min(self.px(_WIDEST), 2.0 * high)
        for band in bands:
            room = self.width() - 2 * Space.L - gap * (len(band) - 1) - right
            wide = min(wide, room / sum(widths[block] for block in band))
        wide, high = max(2.0, wide), max(2.0, high)
        lefts, tops = [0.0] * count, [0.0] * count
        top = Space.S + max(0.0, (height - sum(down) * high) / 2)
        for band, rows in zip(bands, down, strict=True):
            taken = sum(widths[block] for block in band) * wide + gap * (len(band) - 1) + right
            left, top = max(float(Space.L), (self.width() - taken) / 2), top + title
            for block in band:
                lefts[block], tops[block] = left, top
                left += widths[block] * wide + gap
            top += rows * high + Space.S
        return Scale(wide, high, tuple(lefts), tuple(tops))

    # -- painted --

    def paint(self, painter: QPainter, theme: Theme) -> None:
        if self._case is not None:
            scale = self.scale()
            for grid in self._grids:
                self._paint_grid(painter, theme, scale, grid)
                self._paint_title(painter, theme, scale, grid)
                self._paint_sign(painter, theme, scale, grid)
            self._paint_sum(painter, theme, self._case)

    def _paint_grid(self, painter: QPainter, theme: Theme, scale: Scale, grid: Grid) -> None:
        font, full = self.mono(), self._ends[grid.name].end
        texts = even_numbers(grid.values, digits_in(scale.wide - 2, font))
        for ((row, column), value), text in zip(np.ndenumerate(grid.values), texts, strict=True):
            quiet = grid.empty is not None and bool(grid.empty[row, column])
            colour = QColor(theme.raised) if quiet else value_colour(float(value), full, theme, grid.weight)
            shown = "" if quiet and grid.weight else text
            edge = None if value or quiet or grid.weight else theme.line
            paint_cell(painter, scale.rect(grid, row, column), colour, shown, font, _QUIET if quiet else 1.0, edge)
        for cells, ink, width in ((grid.lit, theme.accent, 1.5), (grid.marked, theme.text, 2.0)):
            for row, column, rows, columns in _outlines(cells):
                paint_ring(painter, scale.rect(grid, row, column, rows, columns), QColor(ink), width)

    def _paint_title(self, painter: QPainter, theme: Theme, scale: Scale, grid: Grid) -> None:
        rows, columns = grid.shape
        if grid.name == "input":
            rows, columns = self._case.picture.shape if self._case is not None else grid.shape
        name = _("kernel as a matrix") if grid.name == "matrix" and self._toeplitz else _(_TITLES[grid.name])
        font = self.mono()
        room = int(grid.shape[1] * scale.wide + self.px(_GAP) - Space.XS)
        metrics = QFontMetricsF(font)
        whole = f"{name} [{rows}, {columns}]"
        text = whole if metrics.horizontalAdvance(whole) <= room else name
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        corner = scale.rect(grid).topLeft()
        place = QPointF(corner.x() + 1, corner.y() - self.px(_TITLE) / 2 + 1)
        paint_words(painter, place, text, font, theme.muted, Qt.AlignmentFlag.AlignLeft)

    def _paint_sign(self, painter: QPainter, theme: Theme, scale: Scale, grid: Grid) -> None:
        """What is done with a grid and the one before it."""
        sign = _SIGNS.get(grid.name, "") if grid.name != "matrix" or not self._toeplitz else ""
        rows = grid.shape[0]
        box = scale.rect(grid, 0, 0, rows)
        place = QPointF(box.left() - self.px(_GAP) / 2, box.center().y())
        paint_words(painter, place, sign, self.ui(TextSize.TITLE), theme.muted, Qt.AlignmentFlag.AlignHCenter)

    def _paint_sum(self, painter: QPainter, theme: Theme, case: Unrolled) -> None:
        if self._focus.place is None:
            return
        high = 2 * self.px(_LINE)
        box = QRectF(0, self.height() - high - Space.XS, self.width(), high)
        column = case.columns[:, self._focus.place]
        paint_sum(painter, theme, box, self._name(case), column, case.row, (self.mono(), self.mono(weight=600)))


def _rows(grids: tuple[Grid, ...], blocks: tuple[int, ...]) -> float:
    """How far down the grids of some blocks reach, in cells."""
    return max(grid.top + grid.shape[0] for grid in grids if grid.block in blocks)


def _outlines(cells: frozenset[Cell]) -> list[tuple[int, int, int, int]]:
    """Row, column, rows and columns of what a ring goes around: all cells where they lie close together, or each."""
    if not cells:
        return []
    rows, columns = ([cell[axis] for cell in cells] for axis in range(2))
    down, across = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if down * across == len(cells):
        return [(min(rows), min(columns), down, across)]
    return [(row, column, 1, 1) for row, column in sorted(cells)]
