"""Notices that frames have stopped: a camera that hangs, or is pulled out, says nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal


@dataclass(frozen=True)
class Patience:
    """Milliseconds without a frame.

    Attributes:
        first: until the first one has to be there.
        gap: between two of them, until it is said.
        hang: after that, until the device is opened again.
    """

    first: int = 6000
    gap: int = 2000
    hang: int = 2000


PATIENCE = Patience()


class _State(Enum):
    OFF = auto()
    OPENING = auto()
    RUNNING = auto()
    SILENT = auto()
    REOPENED = auto()


class Watchdog(QObject):
    """Is told of frames and tells of their absence.

    Signals:
        silent: no frame for longer than one waits.
        hung: still none: the device is to be opened again, once.
        recovered: frames come again.
        lost: there was no first frame, or none after the device was opened again. It ends with this.
    """

    silent = Signal()
    hung = Signal()
    recovered = Signal()
    lost = Signal()

    def __init__(self, patience: Patience = PATIENCE, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._patience = patience
        self._state = _State.OFF
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timer_timeout)

    def begin(self) -> None:
        """The device is being opened."""
        self._wait(_State.OPENING, self._patience.first)

    def feed(self) -> None:
        """A frame has come."""
        before = self._state
        if before is _State.OFF:
            return
        self._wait(_State.RUNNING, self._patience.gap)
        if before in (_State.SILENT, _State.REOPENED):
            self.recovered.emit()

    def end(self) -> None:
        """Frames are no longer expected."""
        self._state = _State.OFF
        self._timer.stop()

    def _wait(self, state: _State, milliseconds: int) -> None:
        self._state = state
        self._timer.start(milliseconds)

    def _on_timer_timeout(self) -> None:
        if self._state is _State.RUNNING:
            self._wait(_State.SILENT, self._patience.hang)
            self.silent.emit()
        elif self._state is _State.SILENT:
            self._wait(_State.REOPENED, self._patience.first)
            self.hung.emit()
        else:
            self.end()
            self.lost.emit()
