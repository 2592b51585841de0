"""What the pictures of two variants consist of, and where each lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QSize

from cnnlab.explain.compared import Compared, Half, Shown
from cnnlab.gui.compare.arrangement import Tile, arranged
from cnnlab.gui.compare.subject import Kernels

_LEAST_ROWS, _MOST_ROWS, _MOST_COLUMNS = 3, 9, 15  # of cells around the pinned one


class Part(Enum):
    """What a tile shows."""

    A = "a"
    B = "b"
    GAP = "gap"
    SPLIT = "split"
    KERNELS = "kernels"


_MAGNIFIED = (Part.A, Part.B, Part.GAP)


@dataclass(frozen=True, eq=False)
class Placed:
    """A part at its place; `factor` is how many logical pixels a cell has."""

    part: Part
    tile: Tile
    factor: float

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and column of the cell at a point."""
        if not self.tile.picture.contains(point) or self.part is Part.KERNELS:
            return None
        inner = point - self.tile.picture.topLeft()
        return int(inner.y() / self.factor), int(inner.x() / self.factor)


@dataclass(frozen=True, eq=False)
class Loupe:
    """The cells around the pinned one below a picture, each so large that its number is read.

    Attributes:
        part: what it is a part of.
        caption: the line above it.
        corner: of its first cell.
        cell: size of a cell.
        rows, columns: how many cells there are, both odd, so that one is in the middle.
    """

    part: Part
    caption: QRect
    corner: QPoint
    cell: QSize
    rows: int
    columns: int

    def window(self, at: tuple[int, int], plane: tuple[int, int]) -> tuple[range, range]:
        """The rows and columns of a picture that it shows: those around a cell, all within the picture."""
        (first, count), (left, across) = (
            (max(0, min(middle - wanted // 2, side - wanted)), min(wanted, side))
            for middle, side, wanted in zip(at, plane, (self.rows, self.columns), strict=True)
        )
        return range(first, first + count), range(left, left + across)

    def rect(self, row: int, column: int) -> QRect:
        """A cell, counted from its own first one."""
        step = QPoint(column * self.cell.width(), row * self.cell.height())
        return QRect(self.corner + step, self.cell)


@dataclass(frozen=True, eq=False)
class Scene:
    """All parts, placed, and what stands below them where there is room."""

    parts: tuple[Placed, ...] = ()
    loupes: tuple[Loupe, ...] = ()

    def part(self, part: Part) -> Placed | None:
        """A part, if it is shown."""
        return next((placed for placed in self.parts if placed.part is part), None)

    def at(self, point: QPoint) -> tuple[Placed, tuple[int, int]] | None:
        """The part at a point, and the cell there."""
        for placed in self.parts:
            cell = placed.cell_at(point)
            if cell is not None:
                return placed, cell
        return None


def scene_of(
    compared: Compared | None,
    kernels: Kernels | None,
    split: bool,
    room: QRect,
    caption: int,
    gap: int,
    ratio: float,
    cell: QSize | None = None,
) -> Scene:
    """Lays out what there is to see, as large as the room allows.

    Pictures in one row that leave room below them have the cells around the pinned one there, as large as `cell`.
    """
    if compared is None or room.width() < 2 * gap or room.height() < 2 * gap:
        return Scene()
    plane = largest_plane(compared)

    def laid(parts: list[Part]) -> Scene:
        found = arranged(len(parts), plane, room, caption, gap, ratio)
        placed = [Placed(part, tile, found.factor) for part, tile in zip(parts, found.tiles, strict=True)]
        loupes = _loupes(placed, room, caption, gap, cell) if cell is not None else ()
        return Scene(tuple(_widened(one, room) if one.part is Part.KERNELS else one for one in placed), loupes)

    more = [Part.GAP] if compared.difference is not None else []
    if not split or compared.difference is None:
        return laid([Part.A, Part.B, *more, *([Part.KERNELS] if kernels is not None else [])])
    alone, beside = laid([Part.SPLIT]), laid([Part.SPLIT, *more])
    return beside if beside.parts[0].factor >= alone.parts[0].factor else alone


def _loupes(placed: list[Placed], room: QRect, caption: int, gap: int, cell: QSize) -> tuple[Loupe, ...]:
    """Below A, B and the difference, if they stand in one row and their own cells are too small for numbers."""
    pictures = [one for one in placed if one.part is not Part.KERNELS]
    first = pictures[0].tile.picture
    rows = _odd((room.bottom() - first.bottom() - gap - caption) // cell.height(), _MOST_ROWS)
    columns = _odd(first.width() // cell.width(), _MOST_COLUMNS)
    in_row = all(one.tile.picture.top() == first.top() for one in placed) and len(pictures) == len(_MAGNIFIED)
    if not in_row or rows < _LEAST_ROWS or columns < _LEAST_ROWS or pictures[0].factor >= cell.height():
        return ()
    wide = QSize(first.width() // columns, cell.height())
    found = []
    for one in pictures:
        picture = one.tile.picture
        line = QRect(picture.left(), picture.bottom() + 1 + gap, picture.width(), caption)
        corner = line.bottomLeft() + QPoint((picture.width() - columns * wide.width()) // 2, 1)
        found.append(Loupe(one.part, line, corner, wide, rows, columns))
    return tuple(found)


def _odd(count: int, most: int) -> int:
    """The largest odd number up to both."""
    count = min(count, most)
    return count if count % 2 else count - 1


def _widened(placed: Placed, room: QRect) -> Placed:
    """The last tile of a row, as wide as what is left of the room: numbers in cells need it more than gaps do."""
    caption, picture = QRect(placed.tile.caption), QRect(placed.tile.picture)
    caption.setRight(room.right())
    picture.setRight(room.right())
    return Placed(placed.part, Tile(caption, picture), placed.factor)


def largest_plane(compared: Compared) -> tuple[int, int]:
    """Height and width that hold the pictures of both."""
    shapes = [half.channel.values.shape for half in (compared.a, compared.b) if half.channel is not None] or [(1, 1)]
    return max(shape[0] for shape in shapes), max(shape[1] for shape in shapes)


def shown_in(compared: Compared, part: Part) -> Shown | None:
    """What a tile is a picture of."""
    if part is Part.GAP:
        return compared.difference
    half: Half = compared.a if part is Part.A else compared.b
    return half.channel
