"""Measures what live frames cost: rate, time and memory, told a few times a second."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from cnnlab.engine.view import Result
from cnnlab.gui.presenter import Presenter
from cnnlab.live.rate import Rate

_EVERY = 250  # milliseconds: numbers that change more often cannot be read


@dataclass(frozen=True)
class Reading:
    """What was measured.

    Attributes:
        seconds: of the last round.
        rate: live frames shown a second; None for a still picture.
        memory: bytes of activations and weights on the device.
    """

    seconds: float
    rate: float | None
    memory: int


class FrameMeter(QObject):
    """Tells of every round on a still picture, and four times a second of live frames.

    Signals:
        measured: a `Reading`.
    """

    measured = Signal(object)

    def __init__(self, presenter: Presenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._rate = Rate()
        self._cost: tuple[float, int] | None = None  # seconds and bytes of the last round that computed anything
        self._stands = True  # a film that is paused does so too
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._on_timer_timeout)
        presenter.result_changed.connect(self._on_presenter_result_changed)

    def _on_presenter_result_changed(self, result: Result) -> None:
        stands = not (result.job.frame.live and self._presenter.live)
        if not result.recomputed and stands == self._stands:
            return
        self._stands = stands
        if result.recomputed:
            self._cost = result.total, result.memory
        if not stands:
            self._rate.note(time.monotonic())
            if not self._timer.isActive():
                self._timer.start()
                self._tell()
        else:
            self._timer.stop()
            self._rate.reset()
            self._tell()

    def _on_timer_timeout(self) -> None:
        self._tell()
        if not self._presenter.live or self._rate.per_second(time.monotonic()) == 0:
            self._timer.stop()

    def _tell(self) -> None:
        if self._cost is not None:
            seconds, memory = self._cost
            rate = None if self._stands else self._rate.per_second(time.monotonic())
            self.measured.emit(Reading(seconds, rate, memory))
