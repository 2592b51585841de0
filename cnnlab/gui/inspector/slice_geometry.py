"""Where things lie in the slice matrix: a line of numbers on top, names on the left, equal tiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from cnnlab.gui.fonts import scaled

LARGEST = 34  # side of a tile
_LEAST = 18
_THIN = 13  # the shorter side of the tile of a long kernel
_ROWS = 4  # that are shown of large tiles; more scroll
HEADER = 18  # height of the line of numbers
_BAR = 10  # width of a scroll bar, as in the stylesheet


def tile_size(kh: int, kw: int, target: int) -> QSize:
    """A tile near the target whose cells are whole pixels, if that does not make it much smaller."""
    cell = target // max(kh, kw)
    if 4 * cell * max(kh, kw) < 3 * target:
        return QSize(max(_THIN, target * kw // max(kh, kw)), max(_THIN, target * kh // max(kh, kw)))
    return QSize(max(_THIN, cell * kw), max(_THIN, cell * kh))


@dataclass(frozen=True)
class SliceGeometry:
    """The places of `rows` × `columns` tiles; points are relative to the content, not to what is scrolled into view.

    Attributes:
        side: width of the column of names.
    """

    rows: int = 0
    columns: int = 0
    side: int = 0
    tile: QSize = QSize(LARGEST, LARGEST)

    @classmethod
    def for_width(cls, rows: int, columns: int, side: int, kernel: tuple[int, int], width: int) -> SliceGeometry:
        """Tiles as large as the width allows, but neither blown up nor too small to see."""
        target = min(scaled(LARGEST), max(_LEAST, (width - side) // max(1, columns) - 3))
        return cls(rows, columns, side, tile_size(*kernel, target))

    @property
    def pitch(self) -> QSize:
        """From one tile to the next."""
        between = 3 if self.tile.width() >= 26 else 2
        return self.tile + QSize(between, between)

    @property
    def size(self) -> QSize:
        """Of the whole content."""
        return QSize(self.columns * self.pitch.width() + self.side, self.rows * self.pitch.height() + scaled(HEADER))

    def height_in(self, width: int) -> int:
        """The height that shows the whole content, or as much of it as is reasonable, with the bars it needs."""
        return self.seen_height() + (_BAR if self.size.width() > width else 0)

    def seen_height(self) -> int:
        """The same without a scroll bar."""
        return min(self.size.height(), max(_ROWS * (scaled(LARGEST) + 3), self.pitch.height()) + scaled(HEADER))

    def seen_in(self, width: int) -> QSize:
        """What is left of the width and the height beside the scroll bars."""
        scrolls = self.size.height() > self.seen_height()
        return QSize(width - (_BAR if scrolls else 0), self.seen_height())

    def rect(self, row: int, column: int) -> QRect:
        """Where a tile lies."""
        corner = QPoint(self.side + column * self.pitch.width(), scaled(HEADER) + row * self.pitch.height())
        return QRect(corner, self.tile)

    def rects(self, places: Sequence[tuple[int, int]], offset: QPoint) -> list[QRect]:
        """Where some tiles lie in a view that is scrolled by `offset`, worked out together."""
        left, top = self.side - offset.x(), scaled(HEADER) - offset.y()
        across, down, tile = self.pitch.width(), self.pitch.height(), self.tile
        return [QRect(QPoint(left + column * across, top + row * down), tile) for row, column in places]

    def place_at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and column of the tile at a point."""
        x, y = point.x() - self.side, point.y() - scaled(HEADER)
        row, column = y // self.pitch.height(), x // self.pitch.width()
        return (row, column) if 0 <= row < self.rows and 0 <= column < self.columns else None

    def span(self, area: QRect) -> tuple[range, range]:
        """Rows and columns that an area touches."""
        pitch = self.pitch
        top, bottom = ((y - scaled(HEADER)) // pitch.height() for y in (area.top(), area.bottom()))
        left, right = ((x - self.side) // pitch.width() for x in (area.left(), area.right()))
        return range(max(0, top), min(self.rows, bottom + 1)), range(max(0, left), min(self.columns, right + 1))

    def places(self, area: QRect) -> Iterator[tuple[int, int]]:
        """Rows and columns of the tiles that an area touches, one after the other."""
        rows, columns = self.span(area)
        return ((row, column) for row in rows for column in columns)
