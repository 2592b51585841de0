"""Which place of the input belongs to a cell of a layer, and the reverse."""

from __future__ import annotations

from cnnlab.document.plan import Plan
from cnnlab.document.stack import INPUT
from cnnlab.engine.planes import plane_shape
from cnnlab.explain.receptive import Box, source_box

Cell = tuple[int, int]


class Places:
    """Between a layer's cells and the input's, for one plan. Remembers what it has worked out."""

    def __init__(self, plan: Plan, layer: str) -> None:
        self._plan, self._layer = plan, layer
        self._boxes: dict[Cell, Box | None] = {}
        shape = plan.input_shape if layer == INPUT else plan.layer(layer).output_shape
        self.plane = plane_shape(shape)[2:] if shape is not None else (1, 1)
        self.input_plane = plane_shape(plan.input_shape)[2:]

    def box(self, cell: Cell) -> Box | None:
        """Rows and columns of the input that a cell is made from; None if it is made from none."""
        if self._layer == INPUT:
            return (cell[0], cell[0]), (cell[1], cell[1])
        place = (min(cell[0], self.plane[0] - 1), min(cell[1], self.plane[1] - 1))  # a vector is shown as one row
        if place not in self._boxes:
            self._boxes[place] = source_box(self._plan, self._layer, *place)
        return self._boxes[place]

    def centre(self, cell: Cell) -> tuple[float, float]:
        """The place of the input, in cells, over which a cell stands."""
        box = self.box(cell)
        if box is not None:
            return (box[0][0] + box[0][1]) / 2, (box[1][0] + box[1][1]) / 2
        y, x = ((c + 0.5) * n / m - 0.5 for c, n, m in zip(cell, self.input_plane, self.plane, strict=True))
        return y, x

    def cell_over(self, place: Cell) -> Cell:
        """The cell that stands over a place of the input, or the nearest one."""
        return self._along(0, place[0]), self._along(1, place[1])

    def _along(self, axis: int, place: int) -> int:
        """Seen from two cells well inside, where no field is cut off by the picture's edge."""
        size = self.plane[axis]
        first, last = size // 3, size - 1 - size // 3
        start, end = (self.centre((c, 0) if axis == 0 else (0, c))[axis] for c in (first, last))
        if end > start:
            cell = first + (place - start) * (last - first) / (end - start)
        else:
            cell = (place + 0.5) * size / self.input_plane[axis] - 0.5
        return max(0, min(round(cell), size - 1))
