"""What the entry of a menu under the pointer has to say."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QStatusTipEvent
from PySide6.QtWidgets import QWidget


class MenuTips(QObject):
    """Listens to a window, to which Qt sends these sentences.

    A filter and not the window's own `event`, through which the window would also be deleted.

    Signals:
        shown: the sentence; empty when the pointer has left.
    """

    shown = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StatusTip and isinstance(event, QStatusTipEvent):
            self.shown.emit(event.tip())
            return True
        return False
