"""Alt pressed and let go by itself opens the menu, as it does where there is a menu bar."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cnnlab.gui.commands.keys import KeyRow, KeyTable
from cnnlab.text import N_

MENU_KEYS = KeyTable(N_("Menu"), (KeyRow("menu", N_("Open the menu"), ("F10", "Alt"), 2),))
_SPOILED_BY = (
    QEvent.Type.KeyPress,
    QEvent.Type.Shortcut,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.WindowDeactivate,
)


class MenuKey(QObject):
    """Listens to a window.

    Signals:
        pressed: Alt was pressed and let go, and nothing else happened in between.
    """

    pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._held = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._held:
            self._go_on(event)
        elif watched is self._window and _is_alt(event, QEvent.Type.KeyPress):
            self._held = True
            # Only while Alt is held: a filter in front of everything costs time with every event.
            QCoreApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        return False

    def _go_on(self, event: QEvent) -> None:
        if _is_alt(event, QEvent.Type.KeyRelease):
            self._end()
            self.pressed.emit()
        elif event.type() in _SPOILED_BY and not _is_alt(event, QEvent.Type.KeyPress):
            self._end()

    def _end(self) -> None:
        self._held = False
        QCoreApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]


def _is_alt(event: QEvent, kind: QEvent.Type) -> bool:
    return event.type() == kind and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt
