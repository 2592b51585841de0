"""The pages, and beside them what a source is made on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from cnnlab.gui.theme import scaled

_PAGES = 300  # width that the pages have at least beside a pad
_SHARE = 0.4  # of the height, that a pad above them takes at most


class Desk(QSplitter):
    """A pad stands left of the pages, or above them where they would not have enough room beside it."""

    def __init__(self, pages: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("desk")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(pages)
        self.setStretchFactor(0, 1)
        self._side = 0  # of the pad, at the usual size of type

    def add_pad(self, pad: QWidget, side: int) -> None:
        """Put a pad in front of the pages, so wide or so high at the usual size of type."""
        self._side = side
        self.insertWidget(0, pad)
        self.setStretchFactor(0, 0)
        self.setOrientation(self._wanted)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._side and self.orientation() != self._wanted:
            self.setOrientation(self._wanted)
            self._share()

    @property
    def _wanted(self) -> Qt.Orientation:
        beside = self.width() >= scaled(self._side + _PAGES)
        return Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical

    def _share(self) -> None:
        upright = self.orientation() == Qt.Orientation.Vertical
        whole = self.height() if upright else self.width()
        side = min(scaled(self._side), round(_SHARE * whole)) if upright else scaled(self._side)
        self.setSizes([side, max(0, whole - side)])
