"""Gives the kernel grid its size."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from cnnlab.gui.inspector.kernel_grid import KernelGrid


class GridHolder(QWidget):
    """Gives the grid the size that suits its cells, in the middle of the width that there is."""

    def __init__(self, grid: KernelGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        grid.setParent(self)

    def arrange(self) -> None:
        """Lay the grid out anew, after it has taken another form."""
        outside = 0 if self._grid.is_table() else 4  # the gaps around the outer cells do not count
        size = self._grid.fit(self.width() + outside)
        self.setFixedHeight(size.height())
        self._grid.setGeometry((self.width() - size.width()) // 2, 0, size.width(), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.arrange()
