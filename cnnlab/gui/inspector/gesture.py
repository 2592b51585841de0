"""Turns of the wheel and key presses that belong together, so that they are one step of undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

_PAUSE = 700  # milliseconds after which a turn of the wheel is over


class Gesture(QObject):
    """Hands out one object for all steps of a gesture; it ends after a pause, or when another one begins."""

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._key: object = None
        self._token: object | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.finish)

    def step(self, key: object) -> object:
        """The gesture that a step at `key` belongs to: the one under way there, or a new one."""
        token = self.hold(key)
        self._pause.start()
        return token

    def hold(self, key: object) -> object:
        """The same for a drag, which is over when the button is released and not before."""
        if self._token is None or key != self._key:
            self.finish()
            self._key, self._token = key, object()
        self._pause.stop()
        return self._token

    def finish(self) -> None:
        """What comes next is another gesture."""
        self._pause.stop()
        if self._token is not None:
            self._token = None
            self.ended.emit()
