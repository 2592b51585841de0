"""Where the cells of a drawing stand on the pad."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize

from cnnlab.sources.drawing import Place, Size

LEAST_GRID = 7  # pixels of a cell from which on lines stand between cells


@dataclass(frozen=True)
class PadGeometry:
    """A drawing of `size` cells, as large as the room allows: a cell is a whole number of pixels if it can be."""

    size: Size
    room: QSize

    @property
    def cell(self) -> float:
        """Pixels a side of a cell."""
        h, w = self.size
        side = min(self.room.width() / w, self.room.height() / h)
        return float(math.floor(side)) if side >= 1 else max(side, 1 / 64)

    @property
    def area(self) -> QRect:
        """The drawing: in the middle, at the top."""
        h, w = self.size
        width, height = max(1, round(w * self.cell)), max(1, round(h * self.cell))
        return QRect(max(0, (self.room.width() - width) // 2), 0, width, height)

    @property
    def has_grid(self) -> bool:
        """Whether lines between cells have room."""
        return self.cell >= LEAST_GRID

    def place(self, at: QPointF) -> Place:
        """Row and column, in cells, under a point; outside the drawing they go on beyond its edges."""
        area = self.area
        return (at.y() - area.top()) / self.cell, (at.x() - area.left()) / self.cell

    def cell_at(self, at: QPointF) -> tuple[int, int] | None:
        """The cell under a point; None beside the drawing."""
        y, x = (math.floor(n) for n in self.place(at))
        return (y, x) if 0 <= y < self.size[0] and 0 <= x < self.size[1] else None

    def point(self, place: Place) -> QPointF:
        """Where a place in cells stands."""
        area = self.area
        return QPointF(area.left() + place[1] * self.cell, area.top() + place[0] * self.cell)

    def ring(self, place: Place, brush: float) -> QRectF:
        """The outline of a brush of so many cells around a place."""
        middle, radius = self.point(place), brush * self.cell / 2
        return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)

    def around(self, first: Place, last: Place, brush: float) -> QRect:
        """What a stroke from place to place touches, with its outline."""
        both = self.ring(first, brush + 2).united(self.ring(last, brush + 2))
        return both.toAlignedRect().adjusted(-2, -2, 2, 2)
