"""Where the tiles of all items and channels lie: a block of lines for each item, as large as the room allows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

_LARGEST, _LEAST = 160, 4  # width of a tile
_SMALLER = 0.66  # of the largest width, for the sake of lines of one length
_APART = 6  # between items


@dataclass(frozen=True)
class TilePlaces:
    """The arrangement.

    Attributes:
        items, channels: how many there are.
        across: tiles in a line.
        width, height: of a tile.
        gap: between tiles.
        left: where the first tile of a line begins.
    """

    items: int
    channels: int
    across: int
    width: int
    height: int
    gap: int
    left: int

    @property
    def lines(self) -> int:
        """Lines of an item."""
        return -(-self.channels // self.across)

    @property
    def whole(self) -> int:
        """Height of everything."""
        return self.items * self._item - _APART

    @property
    def _item(self) -> int:
        return self.lines * (self.height + self.gap) - self.gap + _APART

    def rect(self, item: int, channel: int) -> QRect:
        """Where a tile lies."""
        line, place = divmod(channel, self.across)
        x, y = self.left + place * (self.width + self.gap), item * self._item + line * (self.height + self.gap)
        return QRect(x, y, self.width, self.height)

    def at(self, point: QPoint) -> tuple[int, int] | None:
        """Item and channel of the tile at a point, the gap after it included."""
        item, y = divmod(point.y(), self._item)
        line, place = y // (self.height + self.gap), (point.x() - self.left) // (self.width + self.gap)
        channel = line * self.across + place
        inside = 0 <= item < self.items and 0 <= place < self.across and 0 <= line < self.lines
        return (item, channel) if inside and 0 <= channel < self.channels else None

    def runs(self, items: range, channels: range) -> list[QRect]:
        """What a run of channels covers: one rectangle for each line that it touches of each item."""
        found = []
        for item in items:
            for line in range(channels.start // self.across, (channels.stop - 1) // self.across + 1):
                first = max(channels.start, line * self.across)
                last = min(channels.stop, (line + 1) * self.across) - 1
                found.append(self.rect(item, first).united(self.rect(item, last)))
        return found


def tile_places(shape: tuple[int, ...], width: int, height: int, left: int = 0) -> TilePlaces:
    """The largest tiles `[b, c, h, w]` that have room; where the smallest have none, it becomes higher than the room.

    `left` is kept free for what is written before each item.
    """
    sides = range(_LARGEST, _LEAST - 1, -1)
    fitting = [made for made in (_arranged(shape, width, side, left) for side in sides) if made.whole <= height]
    if not fitting:
        return _arranged(shape, width, _LEAST, left)
    even = (made for made in fitting if made.channels % made.across == 0 and made.width >= _SMALLER * fitting[0].width)
    return next(even, fitting[0])


def _arranged(shape: tuple[int, ...], width: int, side: int, left: int) -> TilePlaces:
    b, c, h, w = shape
    gap = 3 if side >= 24 else 2 if side >= 10 else 1
    across = max(1, min(c, (width - left + gap) // (side + gap)))
    ratio = min(max(h / w, 0.25), 4.0)
    return TilePlaces(b, c, across, side, max(2, round(side * ratio)), gap, left)
