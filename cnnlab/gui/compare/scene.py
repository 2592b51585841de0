"""What the pictures of two variants consist of, and where each lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect

from cnnlab.explain.compared import Compared, Half, Shown
from cnnlab.gui.compare.arrangement import Tile, arranged
from cnnlab.gui.compare.subject import Kernels


class Part(Enum):
    """What a tile shows."""

    A = "a"
    B = "b"
    GAP = "gap"
    SPLIT = "split"
    KERNELS = "kernels"


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
class Scene:
    """All parts, placed."""

    parts: tuple[Placed, ...] = ()

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
) -> Scene:
    """Lays out what there is to see, as large as the room allows."""
    if compared is None or room.width() < 2 * gap or room.height() < 2 * gap:
        return Scene()
    plane = largest_plane(compared)

    def laid(parts: list[Part]) -> Scene:
        found = arranged(len(parts), plane, room, caption, gap, ratio)
        placed = (Placed(part, tile, found.factor) for part, tile in zip(parts, found.tiles, strict=True))
        return Scene(tuple(_widened(one, room) if one.part is Part.KERNELS else one for one in placed))

    more = [Part.GAP] if compared.difference is not None else []
    if not split or compared.difference is None:
        return laid([Part.A, Part.B, *more, *([Part.KERNELS] if kernels is not None else [])])
    alone, beside = laid([Part.SPLIT]), laid([Part.SPLIT, *more])
    return beside if beside.parts[0].factor >= alone.parts[0].factor else alone


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
