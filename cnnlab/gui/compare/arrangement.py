"""Where pictures of one size go in a room, so that they become as large as they can."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize


@dataclass(frozen=True)
class Tile:
    """A picture, and the line of words above it."""

    caption: QRect
    picture: QRect


@dataclass(frozen=True)
class Arrangement:
    """Tiles in reading order; `factor` is how many logical pixels a cell of the picture has."""

    tiles: tuple[Tile, ...]
    factor: float


def arranged(
    count: int, plane: tuple[int, int], room: QRect, caption: int, gap: int, ratio: float = 1.0
) -> Arrangement:
    """Room for `count` pictures of `plane` cells, in the rows and columns that show them largest.

    Args:
        count: how many, at least 1.
        plane: height and width in cells.
        room: what is there.
        caption: height of the words above each picture.
        gap: between pictures.
        ratio: device pixels in a logical one: enlarged cells have a whole number of these.
    """
    fits = {columns: _factor(count, columns, plane, room.size(), caption, gap) for columns in range(1, count + 1)}
    columns = max(fits, key=lambda known: (fits[known], known))
    factor = crisp(max(fits[columns], 0.0), ratio)
    height, width = (max(1, round(cells * factor)) for cells in plane)
    tiles = []
    for place in range(count):
        corner = room.topLeft() + QPoint(place % columns * (width + gap), place // columns * (height + caption + gap))
        picture = QRect(corner + QPoint(0, caption), QSize(width, height))
        tiles.append(Tile(QRect(corner, QSize(width, caption)), picture))
    return Arrangement(tuple(tiles), factor)


def _factor(count: int, columns: int, plane: tuple[int, int], room: QSize, caption: int, gap: int) -> float:
    rows = math.ceil(count / columns)
    wide = (room.width() - (columns - 1) * gap) / columns / plane[1]
    high = ((room.height() - (rows - 1) * gap) / rows - caption) / plane[0]
    return min(wide, high)


def crisp(factor: float, ratio: float) -> float:
    """The same, or a little less where that gives each cell the same whole number of device pixels."""
    pixels = factor * ratio
    return math.floor(pixels) / ratio if pixels >= 2 else factor
