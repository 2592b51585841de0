"""A picture drawn by a formula that moves in time, as a live source."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from cnnlab.gui.capture.live_source import LiveSource, Shot
from cnnlab.sources.generated import Signal, drifts, signal_of
from cnnlab.text import Message

_EVERY = 16  # milliseconds from one picture to the next: as often as screens show one
_TOLD = 0.12  # seconds between two readings of what moves


class SignalSource(LiveSource):
    """Delivers a signal as it is at the moment; it is drawn where it is computed with, and not if it is overtaken.

    Any other signal that drifts is taken over on the way. What is at rest between two pictures, as noise whose seed is
    the same, is not delivered again.

    Attributes:
        moment: the signal as it was delivered last.
    """

    def __init__(self, source: str, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """The signal that `source` names; `clock` tells seconds.

        Raises:
            UserError: there is no such signal.
        """
        self._signal = self.moment = signal_of(source)
        super().__init__(source, Message(self._signal.formula.title), parent)
        self._clock = clock
        self._elapsed = 0.0  # seconds of drift before `_since`
        self._since = 0.0
        self._told = 0.0
        self._delivered: Signal | None = None
        self._timer = QTimer(self, interval=_EVERY, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        if not self._timer.isActive():
            self._since, self._delivered = self._clock(), None
            self._timer.start()

    def stop(self) -> None:
        if self._timer.isActive():
            self._elapsed = self._seconds()
            self._timer.stop()

    def adopt(self, source: str) -> bool:
        if source == self.source:
            return True
        if not drifts(source):
            return False
        before, self._signal = self._signal, signal_of(source)
        self._elapsed, self._since = self._carried(before), self._clock()
        self.source, self.name = source, Message(self._signal.formula.title)
        return True

    def _seconds(self) -> float:
        running = self._clock() - self._since if self._timer.isActive() else 0.0
        return self._elapsed + running

    def _carried(self, before: Signal) -> float:
        """Seconds after which the signal is where the one before is now; from its own place on if that was set."""
        now, drift = self._signal, self._signal.formula.drift
        if drift is None or now.formula is not before.formula or now.values[drift.knob] != before.values[drift.knob]:
            return 0.0
        return self._seconds() * before.drift / now.drift

    def _on_timer_timeout(self) -> None:
        now = self._clock()
        self.moment = moment = self._signal.at(self._seconds())
        if moment != self._delivered:
            self._delivered = moment
            self.arrived.emit(Shot(moment.size, moment.levels, now))
        if now - self._told >= _TOLD:
            self._told = now
            self.changed.emit()
