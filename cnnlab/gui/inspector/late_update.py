"""Painting a view a moment after it was told something new: the pictures that wait for the same edit go first."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

_AFTER = 16  # milliseconds: a picture of a screen at 60 Hz


class LateUpdate(QObject):
    """Collects what of a widget is to be painted again.

    While a kernel is dragged, edits come faster than a screen shows them, and the window's thread is what the pictures
    wait for.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._region = QRegion()
        self._timer = QTimer(self, singleShot=True, interval=_AFTER)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)

    def update(self, rect: QRect) -> None:
        """Have a part painted soon."""
        self._region += rect
        if not self._timer.isActive():
            self._timer.start()

    def _on_timer_timeout(self) -> None:
        region, self._region = self._region, QRegion()
        self._widget.update(region)
