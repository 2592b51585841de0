"""Turns of the wheel as whole notches, and what Shift and Ctrl make of a step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent

_NOTCH = 120  # one notch of a wheel, in Qt's units


def factor(modifiers: Qt.KeyboardModifier) -> float:
    """How much finer (Shift) or coarser (Ctrl) a step is."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return 0.1
    return 10.0 if modifiers & Qt.KeyboardModifier.ControlModifier else 1.0


class Notches:
    """Collects the small turns of fine wheels and touch pads into whole notches."""

    def __init__(self) -> None:
        self._rest = 0

    def add(self, event: QWheelEvent) -> int:
        """Whole notches turned so far and not yet reported; Shift makes some systems turn sideways instead."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        if delta * self._rest < 0:
            self._rest = 0
        self._rest += delta
        notches = int(self._rest / _NOTCH)
        self._rest -= notches * _NOTCH
        return notches
