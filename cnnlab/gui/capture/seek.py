"""Looking for moments of a film: one at a time, the newest wish next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_PATIENCE = 1500  # milliseconds after which a moment that brings no frame is given up


class Seek(QObject):
    """Hands a moment on when the frame of the last one is there: a drag is as fast as frames can be found."""

    def __init__(self, go: Callable[[int], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._go = go
        self._next: Callable[[], int | None] | None = None
        self.busy = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self.arrived)

    def want(self, moment: Callable[[], int | None]) -> None:
        """Go to a moment, asked for when its turn has come; None if there is nothing to go to. It takes the place of
        one that waits."""
        if self.busy:
            self._next = moment
            return
        found = moment()
        if found is not None:
            self.busy = True
            self._patience.start()
            self._go(found)

    def arrived(self) -> None:
        """A frame is there."""
        self.busy = False
        self._patience.stop()
        moment, self._next = self._next, None
        if moment is not None:
            self.want(moment)

    def forget(self) -> None:
        """Nothing is looked for any more."""
        self.busy, self._next = False, None
        self._patience.stop()
