"""Parts beside each other where there is room, else below each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from cnnlab.gui.theme import Space, scaled

_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class SideBySide(QWidget):
    """Lays parts out by the width there is."""

    def __init__(self, parts: Sequence[tuple[QWidget, int]], least: int) -> None:
        """Parts and how they share the width; they stand beside each other from the width `least` on."""
        super().__init__()
        self._least = least
        self._parts = [part for part, _stretch in parts]
        self._box = QBoxLayout(_BESIDE, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(Space.XL)
        for part, stretch in parts:
            self._box.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)

    @property
    def beside(self) -> bool:
        """Whether they stand beside each other."""
        return self._box.direction() == _BESIDE

    def minimumSizeHint(self) -> QSize:
        """The width of one part: whoever stands beside another can also stand below it."""
        width = max((part.minimumSizeHint().width() for part in self._parts if not part.isHidden()), default=0)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Choose by the width and the size of type of the moment."""
        wanted = _BESIDE if self.width() >= scaled(self._least) else _BELOW
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
            self._box.setSpacing(Space.XL if wanted == _BESIDE else Space.M)
