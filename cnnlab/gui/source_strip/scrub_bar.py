"""The slider on which a film's moments lie."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QWidget

_HANDLE = 12  # pixels, as the stylesheet has it


class ScrubBar(QSlider):
    """A slider in milliseconds that goes where it is pressed.

    `sliderPressed`, `sliderMoved` and `sliderReleased` are wishes. Keys belong to the controls around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("videoPosition")
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_moment(self, ms: int) -> None:
        """Show where the film is, unless the handle is held; painted only where that is another pixel."""
        if not self.isSliderDown() and (self._pixel(ms) != self._pixel(self.value()) or ms == 0):
            self.setValue(ms)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self._moment(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self._moment(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _moment(self, event: QMouseEvent) -> int:
        room = max(1, self.width() - _HANDLE)
        at = round(event.position().x()) - _HANDLE // 2
        return QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, room)

    def _pixel(self, ms: int) -> int:
        return QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), ms, max(1, self.width() - _HANDLE))
