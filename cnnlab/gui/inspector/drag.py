"""A drag on a cell: how far the pointer moved, as steps of its number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, Qt

from cnnlab.document.entry import Numbers
from cnnlab.gui.inspector.grid_selection import Selected
from cnnlab.gui.inspector.wheel import factor

_PER_PIXEL = 0.1  # steps
_THRESHOLD = 5  # pixels before a press becomes a drag


@dataclass
class Drag:
    """From the press of the button to its release; up and right are more, down and left are less.

    Attributes:
        index: the cell.
        where: all cells that the drag changes.
        start: what stood in them, `[n]`.
        point: where the pointer was last.
        active: whether the pointer has moved far enough to mean it.
        sideways: whether it set out to the left or right.
        steps: how far it has come.
    """

    index: QModelIndex
    where: Selected
    start: Numbers
    point: QPoint
    active: bool = False
    sideways: bool = False
    steps: float = 0.0

    def move(self, point: QPoint, modifiers: Qt.KeyboardModifier) -> bool:
        """Follow the pointer; True if the values change.

        Counts from where the pointer was last, so that Shift and Ctrl count from when they are pressed.
        """
        moved = point - self.point
        if not self.active and moved.manhattanLength() < _THRESHOLD:
            return False
        if not self.active:
            self.active, self.sideways = True, abs(moved.x()) > abs(moved.y())
        self.point = point
        self.steps += (moved.x() - moved.y()) * _PER_PIXEL * factor(modifiers)
        return moved.x() != moved.y()
