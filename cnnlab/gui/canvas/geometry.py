"""Where everything on the canvas lies: rows, tiles and the chip that stands for the channels not shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect, QSize

from cnnlab.gui.fonts import scaled

HEADER = 28
GAP = 6
MARGIN = 20
ROW_GAP = 12
CHIP = 44
NOTE = 24  # height of a sentence that stands where tiles would
GUTTER = 96  # left of the tiles, for the names of items
SMALLEST, LARGEST = 24, 512  # tile widths that can be chosen
_BACK = 16  # room for what brings a line back, left of it
_CHEVRON = 18  # width of what folds a row away, at the left of its header
_LEGIBLE, _AT_A_GLANCE = 48, 150  # narrowest and widest tile of the automatic size
_FLATTEST = 26
_FEWEST, _MOST = 4, 8  # columns of the automatic size on a screen that is not wide


def gap_of(tile_width: int) -> int:
    """Distance between tiles of a width: small ones lie closer together."""
    return GAP if tile_width >= 48 else GAP // 2


@dataclass(frozen=True)
class Row:
    """What decides a row's size.

    Attributes:
        layer: the layer's id, or `input`.
        tiles: number of tiles; 0 for a row that shows a sentence instead.
        plane: height and width of a channel.
        expanded: all channels in lines, instead of one line and a chip.
        whole: always expanded, so that there is nothing to fold.
        collapsed: nothing but the header.
        first: the first tile in view, where one line does not hold them all.
        items: how many times the tiles come, each time in lines of their own: one for each item of a batch.
    """

    layer: str
    tiles: int
    plane: tuple[int, int] = (1, 1)
    expanded: bool = False
    whole: bool = False
    collapsed: bool = False
    first: int = 0
    items: int = 1


@dataclass(frozen=True)
class Geometry:
    """The canvas laid out for a width; coordinates are those of the whole canvas, not of the part in view.

    A tile's number is its place in the row's order, not its channel. Where a row's tiles come several times, those of
    the second item are numbered on from those of the first.
    """

    width: int
    rows: tuple[Row, ...]
    columns: int
    tile_width: int
    tops: tuple[int, ...] = field(default=())
    gutter: int = 0

    @cached_property
    def gap(self) -> int:
        """Distance between tiles."""
        return gap_of(self.tile_width)

    @cached_property
    def header(self) -> int:
        """Height of a header with the gap below it."""
        return scaled(HEADER)

    @cached_property
    def _sizes(self) -> tuple[QSize, ...]:
        return tuple(self.tile_size(row) for row in self.rows)

    @cached_property
    def _heights(self) -> tuple[int, ...]:
        return tuple(self.row_height(row) for row in self.rows)

    @property
    def left(self) -> int:
        """Where the first column begins: behind the names of items, if they have room of their own."""
        return MARGIN + self.gutter

    @property
    def height(self) -> int:
        """Height of everything."""
        return self.tops[-1] + ROW_GAP if self.tops else 0

    def lines(self, row: Row) -> int:
        """Lines of tiles in a row."""
        if row.collapsed:
            return 0
        return row.items * self.item_lines(row)

    def item_lines(self, row: Row) -> int:
        """Lines of tiles for each item."""
        return -(-row.tiles // self.columns) if row.expanded else min(1, row.tiles)

    def tile_size(self, row: Row) -> QSize:
        """Size of a row's tiles: all of one width, so that a channel can be followed down the page."""
        height, width = row.plane
        if height * width == 1:
            return QSize(self.tile_width, scaled(_FLATTEST))
        flattest = min(scaled(_FLATTEST), self.tile_width // 2)
        ideal = round(self.tile_width * height / width)
        return QSize(self.tile_width, max(flattest, min(ideal, self.tile_width)))

    def row_height(self, row: Row) -> int:
        """Height of a row without the gap below it."""
        if row.collapsed:
            return self.header - 4
        if not row.tiles:
            return self.header + scaled(NOTE)
        return self.header + self.lines(row) * (self.tile_size(row).height() + self.gap) - self.gap + 6

    def row_rect(self, index: int) -> QRect:
        """The whole row."""
        return QRect(0, self.tops[index], self.width, self._heights[index])

    def header_rect(self, index: int, top: int) -> QRect:
        """A row's header; it stays at `top`, the upper edge of the view, while some of its tiles are in view."""
        row = self.row_rect(index)
        return QRect(0, max(row.top(), min(top, row.bottom() + 1 - self.header)), self.width, self.header - 4)

    def chevron_rect(self, header: QRect) -> QRect:
        """What folds a row away, in its header."""
        return QRect(MARGIN - 6, header.top(), _CHEVRON, header.height())

    def tile_rect(self, index: int, tile: int) -> QRect:
        """One tile."""
        row = self.rows[index]
        size = self._sizes[index]
        item, place = divmod(tile, row.tiles) if row.items > 1 else (0, tile)
        line, column = divmod(place, self.columns) if row.expanded else (0, place - self.first(row))
        line += item * self.item_lines(row)
        left = self.left + column * (self.tile_width + self.gap)
        return QRect(QPoint(left, self.tops[index] + self.header + line * (size.height() + self.gap)), size)

    def tile_rects(self, index: int, tiles: Sequence[int]) -> Sequence[QRect]:
        """Some tiles of a row, worked out together: there may be thousands in view. They are not to be changed."""
        last = self._last_rects.get(index)
        if last is None or last[0] != tiles:
            last = self._last_rects[index] = tiles, self._tile_rects(index, tiles)
        return last[1]

    @cached_property
    def _last_rects(self) -> dict[int, tuple[Sequence[int], Sequence[QRect]]]:
        """What was asked of each row the last time: every live frame asks for the same."""
        return {}

    def _tile_rects(self, index: int, tiles: Sequence[int]) -> Sequence[QRect]:
        row = self.rows[index]
        if row.items > 1:
            return [self.tile_rect(index, tile) for tile in tiles]
        size, first = self._sizes[index], self.first(row)
        width, height, top, pitch = (
            size.width(),
            size.height(),
            self.tops[index] + self.header,
            self.tile_width + self.gap,
        )
        down, columns = height + self.gap, self.columns
        places = (divmod(tile - first, columns) for tile in tiles)
        return [QRect(self.left + column * pitch, top + line * down, width, height) for line, column in places]

    def tiles_rect(self, index: int) -> QRect:
        """All tiles of a row that have a place; empty if none has. It is not to be changed."""
        return self._all_tiles[index]

    @cached_property
    def _all_tiles(self) -> tuple[QRect, ...]:
        return tuple(map(self._tiles_rect, range(len(self.rows))))

    def _tiles_rect(self, index: int) -> QRect:
        row, size, gap = self.rows[index], self._sizes[index], self.gap
        lines, columns = self.lines(row), min(row.tiles, self.columns)
        width, height = columns * (size.width() + gap) - gap, lines * (size.height() + gap) - gap
        return QRect(self.left, self.tops[index] + self.header, width, height) if lines else QRect()

    def first(self, row: Row) -> int:
        """The first tile of a row that has a place."""
        return 0 if row.expanded else max(0, min(row.first, row.tiles - self.columns))

    def shown(self, row: Row) -> range:
        """Tiles of each item that have a place; the others wait behind the chip, or come by moving the line along."""
        if row.collapsed:
            return range(0)
        first = self.first(row)
        return range(row.tiles) if row.expanded else range(first, min(row.tiles, first + self.columns))

    def shows(self, row: Row, tile: int) -> bool:
        """Whether a tile has a place."""
        return row.tiles > 0 and tile < row.tiles * row.items and tile % row.tiles in self.shown(row)

    def moves(self, row: Row) -> bool:
        """Whether the row is one line that can be moved along."""
        return not (row.expanded or row.collapsed) and row.tiles > self.columns

    def chip_rect(self, index: int, top: int = 0) -> QRect | None:
        """The chip that expands or folds a row; None if all its channels fit into one line.

        Beside several lines it stays in view: it comes down with `top`, the upper edge of the view.
        """
        row = self.rows[index]
        if row.tiles <= self.columns or row.whole or row.collapsed:
            return None
        tile = self._sizes[index]
        start, height = self.tops[index] + self.header, min(scaled(36), max(16, tile.height()))
        middle = start + (tile.height() - height) // 2
        lowest = self.row_rect(index).bottom() - 6 - height
        left = self.left + self.columns * (self.tile_width + self.gap)
        return QRect(left, max(middle, min(top + self.header + self.gap, lowest)), scaled(CHIP), height)

    def back_rect(self, index: int) -> QRect | None:
        """Left of a line that was moved along: brings it back by a page."""
        row = self.rows[index]
        if not self.moves(row) or not self.first(row):
            return None
        first = self.tile_rect(index, self.first(row))
        return QRect(first.left() - _BACK, first.top(), _BACK - 2, first.height())

    def visible_rows(self, top: int, bottom: int) -> range:
        """Rows that touch the stripe from `top` to `bottom`."""
        if not self.rows:
            return range(0)
        first = max(0, bisect_right(self.tops, top) - 1)
        last = bisect_right(self.tops, bottom, hi=len(self.rows))
        return range(first, last)

    def visible_tiles(self, index: int, top: int, bottom: int) -> Sequence[int]:
        """Tiles of a row whose line touches the stripe."""
        row = self.rows[index]
        if not row.tiles or row.collapsed:
            return range(0)
        pitch, start = self._sizes[index].height() + self.gap, self.tops[index] + self.header
        first = max(0, (top - start) // pitch)
        last = min(self.lines(row), max(0, -(-(bottom - start) // pitch)))
        shown = self.shown(row)
        if row.items > 1:
            return self._tiles_in_lines(row, range(first, last))
        return shown[first * self.columns : max(first, last) * self.columns]

    def line_start(self, row: Row, line: int) -> int:
        """The first tile of a line."""
        item, below = divmod(line, self.item_lines(row))
        return item * row.tiles + self.shown(row)[below * self.columns]

    def line_of(self, row: Row, tile: int) -> int:
        """The line in which a tile lies."""
        item, place = divmod(tile, row.tiles) if row.items > 1 else (0, tile)
        return item * self.item_lines(row) + (place // self.columns if row.expanded else 0)

    def _tiles_in_lines(self, row: Row, lines: range) -> list[int]:
        """Tiles in some lines of a row that shows several items."""
        shown, tiles = self.shown(row), []
        for number in lines:
            item, line = divmod(number, self.item_lines(row))
            tiles += [item * row.tiles + place for place in shown[line * self.columns : (line + 1) * self.columns]]
        return tiles

    def item_rect(self, index: int, item: int) -> QRect:
        """Left of the tiles of an item, where its name stands; it has no width where there is none."""
        row = self.rows[index]
        line = self.tile_rect(index, item * row.tiles + self.first(row))
        return QRect(MARGIN, line.top(), max(0, self.gutter - _BACK - 4), line.height())

    def row_at(self, y: int) -> int | None:
        """Index of the row at a height."""
        index = bisect_right(self.tops, y) - 1
        return index if 0 <= index < len(self.rows) and y < self.tops[index] + self._heights[index] else None

    def tile_at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and tile under a point."""
        index = self.row_at(point.y())
        if index is None or not self.rows[index].tiles:
            return None
        row = self.rows[index]
        pitch = self._sizes[index].height() + self.gap
        line = (point.y() - self.tops[index] - self.header) // pitch
        column = (point.x() - self.left) // (self.tile_width + self.gap)
        if line < 0 or not 0 <= column < self.columns or line >= self.lines(row):
            return None
        item, line = divmod(line, self.item_lines(row))
        place = self.first(row) + line * self.columns + column
        tile = item * row.tiles + place
        inside = place in self.shown(row) and self.tile_rect(index, tile).contains(point)
        return (index, tile) if inside else None


def lay_out(width: int, rows: Sequence[Row], tile_width: int = 0, gutter: int = 0, group: int = 1) -> Geometry:
    """Rows of tiles of a chosen width, or of an automatic one if that is 0.

    Automatic are as many columns as the widest row has tiles, four at least and eight at most, as long as tiles stay
    small enough to take in at a glance, and large enough to see something; on a wide screen twelve or sixteen. A
    `gutter` is left free before the tiles. Where tiles come in a `group` of so many, a line holds whole groups, or an
    even part of one, as far as that leaves no more than a third of it empty.
    """
    room = max(200, width - 2 * MARGIN - scaled(CHIP) - GAP - gutter)
    if tile_width:
        tile = min(tile_width, room - GAP)
        columns = _grouped(max(1, room // (tile + gap_of(tile))), group)
    else:
        most = max((row.tiles for row in rows), default=_MOST)
        fewest = max(_FEWEST, min(most, _MOST, room // (_LEGIBLE + GAP)))
        columns = next((n for n in (*range(fewest, _MOST), 8, 12, 16) if room / n - GAP <= _AT_A_GLANCE), 16)
        columns = _grouped(columns, group)
        tile = max(16, room // columns - GAP)  # a gap that then is smaller leaves room, and takes none
    bare = Geometry(width, tuple(rows), columns, tile, gutter=gutter)
    heights = (bare.row_height(row) + ROW_GAP for row in rows)
    return Geometry(width, tuple(rows), columns, tile, tuple(accumulate(heights, initial=ROW_GAP)), gutter)


def _grouped(columns: int, group: int) -> int:
    """The largest number of columns up to this that holds whole groups, or an even part of one."""
    fitting = (n for n in range(columns, 0, -1) if n % group == 0 or group % n == 0)
    found = next(fitting)
    return found if 3 * found >= 2 * columns else columns
