"""Where everything on the canvas lies: rows, tiles and the chip that stands for the channels not shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, QSize

from cnnlab.gui.fonts import scaled

HEADER = 28
GAP = 6
MARGIN = 20
ROW_GAP = 12
CHIP = 44
NOTE = 24  # height of a sentence that stands where tiles would
_LARGEST = 150
_FLATTEST = 26


@dataclass(frozen=True)
class Row:
    """What decides a row's size.

    Attributes:
        layer: the layer's id, or `input`.
        tiles: number of tiles; 0 for a row that shows a sentence instead.
        plane: height and width of a channel.
        expanded: all channels in lines, instead of one line and a chip.
        whole: always expanded, so that there is nothing to fold.
    """

    layer: str
    tiles: int
    plane: tuple[int, int] = (1, 1)
    expanded: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Geometry:
    """The canvas laid out for a width; coordinates are those of the whole canvas, not of the part in view."""

    width: int
    rows: tuple[Row, ...]
    columns: int
    tile_width: int
    tops: tuple[int, ...] = field(default=())

    @property
    def height(self) -> int:
        """Height of everything."""
        return self.tops[-1] + ROW_GAP if self.tops else 0

    def lines(self, row: Row) -> int:
        """Lines of tiles in a row."""
        return -(-row.tiles // self.columns) if row.expanded else min(1, row.tiles)

    def tile_size(self, row: Row) -> QSize:
        """Size of a row's tiles: all of one width, so that a channel can be followed down the page."""
        height, width = row.plane
        if height * width == 1:
            return QSize(self.tile_width, scaled(_FLATTEST))
        ideal = round(self.tile_width * height / width)
        return QSize(self.tile_width, max(scaled(_FLATTEST), min(ideal, self.tile_width)))

    def row_height(self, row: Row) -> int:
        """Height of a row without the gap below it."""
        if not row.tiles:
            return scaled(HEADER) + scaled(NOTE)
        return scaled(HEADER) + self.lines(row) * (self.tile_size(row).height() + GAP) - GAP + 6

    def row_rect(self, index: int) -> QRect:
        """The whole row."""
        return QRect(0, self.tops[index], self.width, self.row_height(self.rows[index]))

    def tile_rect(self, index: int, tile: int) -> QRect:
        """One tile."""
        row = self.rows[index]
        size = self.tile_size(row)
        line, column = divmod(tile, self.columns)
        left = MARGIN + column * (self.tile_width + GAP)
        return QRect(QPoint(left, self.tops[index] + scaled(HEADER) + line * (size.height() + GAP)), size)

    def shown(self, row: Row) -> int:
        """Number of tiles that have a place; the others wait behind the chip."""
        return row.tiles if row.expanded else min(row.tiles, self.columns)

    def chip_rect(self, index: int) -> QRect | None:
        """The chip that expands or folds a row; None if all its channels fit into one line."""
        row = self.rows[index]
        if row.tiles <= self.columns or row.whole:
            return None
        first = self.tile_rect(index, self.columns - 1)
        height = min(36, first.height())
        return QRect(first.right() + 1 + GAP, first.center().y() - height // 2, scaled(CHIP), height)

    def visible_rows(self, top: int, bottom: int) -> range:
        """Rows that touch the stripe from `top` to `bottom`."""
        if not self.rows:
            return range(0)
        first = max(0, bisect_right(self.tops, top) - 1)
        last = bisect_right(self.tops[: len(self.rows)], bottom)
        return range(first, last)

    def visible_tiles(self, index: int, top: int, bottom: int) -> range:
        """Tiles of a row whose line touches the stripe."""
        row = self.rows[index]
        if not row.tiles:
            return range(0)
        pitch, start = self.tile_size(row).height() + GAP, self.tops[index] + scaled(HEADER)
        first = max(0, (top - start) // pitch)
        last = min(self.lines(row), max(0, -(-(bottom - start) // pitch)))
        return range(first * self.columns, min(last * self.columns, self.shown(row)))

    def row_at(self, y: int) -> int | None:
        """Index of the row at a height."""
        index = bisect_right(self.tops, y) - 1
        return (
            index if 0 <= index < len(self.rows) and y < self.tops[index] + self.row_height(self.rows[index]) else None
        )

    def tile_at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and tile under a point."""
        index = self.row_at(point.y())
        if index is None or not self.rows[index].tiles:
            return None
        pitch = self.tile_size(self.rows[index]).height() + GAP
        line = (point.y() - self.tops[index] - scaled(HEADER)) // pitch
        column = (point.x() - MARGIN) // (self.tile_width + GAP)
        if line < 0 or not 0 <= column < self.columns:
            return None
        tile = line * self.columns + column
        inside = tile < self.shown(self.rows[index]) and self.tile_rect(index, tile).contains(point)
        return (index, tile) if inside else None


def lay_out(width: int, rows: Sequence[Row]) -> Geometry:
    """Eight columns as long as tiles stay small enough to take in at a glance, sixteen on a wide screen."""
    room = max(200, width - 2 * MARGIN - scaled(CHIP) - GAP)
    columns = next((n for n in (8, 12, 16) if room / n - GAP <= _LARGEST), 16)
    tile = max(16, room // columns - GAP)
    bare = Geometry(width, tuple(rows), columns, tile)
    heights = (bare.row_height(row) + ROW_GAP for row in rows)
    return Geometry(width, tuple(rows), columns, tile, tuple(accumulate(heights, initial=ROW_GAP)))
