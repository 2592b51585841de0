"""What the pinned element is made from, marked on the tiles of every row."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from cnnlab.engine.view import COMPOSITE, Tile
from cnnlab.gui.theme import Theme

_LEAST = 7  # pixels of the mark around a single cell
_CELL = 5  # pixels of a cell with a colour of its own, at least
_SEEN = 12  # pixels of a cell from which on its own value is seen through its colour
_GLAZE = 0.6
_VEIL = 0.62


@dataclass(frozen=True, eq=False)
class Mark:
    """What counts in one layer.

    Attributes:
        items: of the batch.
        channels: the channels that count.
        rows: first and last row that counts.
        columns: first and last column that counts.
        pinned: whether it is the pinned element itself.
        reached: number of the cell up to which the sliding window has come, row by row; the rest is dimmed. None: all.
        field: `[h, w]`, how much each cell counts, 0…1; None where that is not asked.
        alone: whether channels and items that do not count are dimmed.
        cells: row, column and colour, `0xffRRGGBB`, of cells that have a colour of their own.
    """

    items: Collection[int]
    channels: Collection[int]
    rows: tuple[int, int]
    columns: tuple[int, int]
    pinned: bool = False
    reached: int | None = None
    field: NDArray[np.float32] | None = None
    alone: bool = False
    cells: tuple[tuple[int, int, int], ...] = ()

    def show(self, painter: QPainter, rect: QRect, tile: Tile, plane: tuple[int, int], theme: Theme) -> None:
        """Mark a tile of a plane `[h, w]` that counts; one that does not is dimmed, or left as it is."""
        if self.holds(tile):
            self.paint(painter, rect, plane, theme)
        elif self.alone:
            painter.fillRect(rect, _veil_of(theme))

    def holds(self, tile: Tile) -> bool:
        """Whether a tile shows a channel that counts; the picture in colour shows all of them."""
        return tile[1] in self.items and (tile[0] in self.channels or tile[0] == COMPOSITE)

    def paint(self, painter: QPainter, rect: QRect, plane: tuple[int, int], theme: Theme) -> None:
        """Mark the box on a tile of a plane `[h, w]`."""
        if self.reached is not None:
            self._veil(painter, rect, plane, theme)
        if self.field is not None:
            painter.drawImage(rect, _heat(self.field, theme))
        box = self._box(rect, plane)
        for cell, colour in self._coloured(box):
            painter.fillRect(cell, colour)
        # Four plain bars each: an antialiased frame costs ten times as much, on every tile of every live frame.
        ink = QColor(theme.text if self.pinned else theme.accent)
        for colour, wide in ((QColor(theme.background), 3), (ink, 1)):
            around = box.toAlignedRect().adjusted(-(wide // 2), -(wide // 2), wide // 2, wide // 2)
            _frame(painter, around, wide, colour)

    def _coloured(self, box: QRectF) -> Iterator[tuple[QRectF, QColor]]:
        """Cells with a colour of their own, where they lie in the box."""
        high = box.height() / (self.rows[1] - self.rows[0] + 1)
        wide = box.width() / (self.columns[1] - self.columns[0] + 1)
        solid = max(high, wide) < _SEEN
        for row, column, rgb in self.cells:
            colour = QColor.fromRgb(rgb)
            colour.setAlphaF(1.0 if solid else _GLAZE)
            left, top = box.left() + (column - self.columns[0]) * wide, box.top() + (row - self.rows[0]) * high
            yield QRectF(left, top, wide, high), colour

    def _box(self, rect: QRect, plane: tuple[int, int]) -> QRectF:
        high, wide = rect.height() / plane[0], rect.width() / plane[1]
        top, bottom = self.rows[0] * high, (self.rows[1] + 1) * high
        left, right = self.columns[0] * wide, (self.columns[1] + 1) * wide
        box = QRectF(rect.left() + left, rect.top() + top, right - left, bottom - top)
        least_x = _CELL * (self.columns[1] - self.columns[0] + 1) if self.cells else _LEAST
        least_y = _CELL * (self.rows[1] - self.rows[0] + 1) if self.cells else _LEAST
        more_x, more_y = max(0.0, least_x - box.width()) / 2, max(0.0, least_y - box.height()) / 2
        return box.adjusted(-more_x, -more_y, more_x, more_y)

    def _veil(self, painter: QPainter, rect: QRect, plane: tuple[int, int], theme: Theme) -> None:
        assert self.reached is not None
        row, column = divmod(self.reached, plane[1])
        veil = _veil_of(theme)
        top = rect.top() + round(row * rect.height() / plane[0])
        below = rect.top() + round((row + 1) * rect.height() / plane[0])
        left = rect.left() + round((column + 1) * rect.width() / plane[1])
        painter.fillRect(QRect(left, top, rect.right() + 1 - left, below - top), veil)
        painter.fillRect(QRect(rect.left(), below, rect.width(), rect.bottom() + 1 - below), veil)


def _veil_of(theme: Theme) -> QColor:
    veil = QColor(theme.background)
    veil.setAlphaF(_VEIL)
    return veil


def _frame(painter: QPainter, rect: QRect, wide: int, colour: QColor) -> None:
    left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
    painter.fillRect(left, top, width, wide, colour)
    painter.fillRect(left, top + height - wide, width, wide, colour)
    painter.fillRect(left, top, wide, height, colour)
    painter.fillRect(left + width - wide, top, wide, height, colour)


def _heat(field: NDArray[np.float32], theme: Theme) -> QImage:
    """The field as a veil of the accent: clear where nothing counts."""
    colour = QColor(theme.accent)
    shares = np.sqrt(np.clip(field, 0, 1))  # weak cells are seen too
    alpha = np.rint(230 * shares).astype(np.uint32)
    pixels = (
        alpha << np.uint32(24)
        | np.uint32(colour.red()) << np.uint32(16)
        | np.uint32(colour.green()) << np.uint32(8)
        | np.uint32(colour.blue())
    ).astype(np.uint32)
    height, width = pixels.shape
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_ARGB32).copy()
