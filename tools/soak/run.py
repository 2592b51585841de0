"""The run itself: a hand that acts while frames come, moments of rest in between, and the first fault that ends it."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from cnnlab.app import Program
from cnnlab.engine.view import Result
from cnnlab.gui.files.stills import Still, prepare
from tools.soak.film import Film, offer_films
from tools.soak.hand import Hand
from tools.soak.heartbeat import Heartbeat
from tools.soak.watch import Vitals, Watch

_LOOK = 50  # milliseconds between looks whether anything still moves
_IDLE = 0.1  # seconds without a result after which the hand acts all the same
_STUCK = 30.0  # seconds in which a film that runs must give a frame
_CALM = 0.3  # seconds of rest before anything is counted


class Soak(QObject):
    """Runs until so many frames are painted, the time is over, or something goes wrong.

    Signals:
        ended: the run is over.
        rested: `Vitals` at a moment of rest.
        acted: frames so far, and what the hand did, as text.
    """

    ended = Signal()
    rested = Signal(object)
    acted = Signal(int, str)

    def __init__(
        self,
        program: Program,
        seed: int,
        size: tuple[int, int],
        frames: int,
        seconds: float,
        every: int,
        clips: Sequence[Path] = (),
    ) -> None:
        """Rest after every so many frames."""
        super().__init__()
        self.frames = 0
        self.vitals: list[Vitals] = []
        self.heartbeat = Heartbeat(self)
        self.watch = Watch(program)
        self.hand = Hand(program, seed, size, clips)
        self._program, self._presenter = program, program.presenter
        self._random = random.Random(seed + 1)
        self._most, self._every, self._seconds = frames, every, seconds
        self._begun = self._moved = self._last_frame = time.monotonic()
        self._number = -1
        self._due, self._acting = 1, False
        self._resting: float | None = None  # since when nothing is to happen
        self._stack, self._still = self._presenter.stack, self._presenter.still
        self._look = QTimer(self, interval=_LOOK)
        self._look.timeout.connect(self._on_look_timeout)
        offer_films(program.window.live)
        self._presenter.result_changed.connect(self._on_presenter_result_changed)

    def start(self) -> None:
        """Begin."""
        self.hand.look_round()
        self.heartbeat.start()
        self._look.start()
        self.hand.last.append(self.hand.open_film())

    def _on_presenter_result_changed(self, result: Result) -> None:
        self._moved = time.monotonic()
        if result.job.frame.live and result.job.frame.number != self._number:
            self._number, self._last_frame = result.job.frame.number, self._moved
            self.frames += 1
        self._due -= 1
        if self._due <= 0 and self._resting is None and not self._acting:
            self._acting = True
            QTimer.singleShot(0, self, self._act)

    def _act(self) -> None:
        self._acting = False
        if self._resting is not None or not self._look.isActive():
            return
        self._due = self._random.randint(1, 12)
        self.hand.act()
        self.acted.emit(self.frames, self.hand.last[-1])
        if self.frames >= (len(self.vitals) + 1) * self._every:
            self._rest()
        self._end_if_due()

    def _on_look_timeout(self) -> None:
        now = time.monotonic()
        if self._resting is not None:
            if now - self._resting > _CALM and self._program.bridge.gate.idle and not self._program.window.loader.busy:
                self._take_vitals()
            elif now - self._resting > _STUCK:
                self.watch.faults.append(f"{_STUCK:g} s after everything was let go of, something still computes")
        elif now - self._moved > _IDLE:
            self._act()
        if not isinstance(self._program.window.live.current, Film) or not self._presenter.live:
            self._last_frame = now
        elif now - self._last_frame > _STUCK:
            self.watch.faults.append(f"no frame of a film that runs for {_STUCK:g} s")
        self._end_if_due()

    def _end_if_due(self) -> None:
        over = self.frames >= self._most or time.monotonic() - self._begun > self._seconds
        if self._look.isActive() and (self.watch.faults or (over and self._resting is None)):
            self._look.stop()
            self.heartbeat.stop()
            self.watch.end()
            self._program.window.live.close()
            self.ended.emit()

    # -- rest --

    def _rest(self) -> None:
        """Bring the window back to where it began, so that like is compared with like."""
        self.heartbeat.stop()
        self.hand.rest()
        self._program.window.resize(1600, 1000)
        assert self._still is not None
        still = Still(self._still.source, self._still.name, self._still.pixels)
        self._presenter.open_document(self._stack, {}, prepare(still, self._stack.input))
        self._resting = time.monotonic()

    def _take_vitals(self) -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.vitals.append(Vitals.now(self.frames))
        self.rested.emit(self.vitals[-1])
        self._resting = None
        self.heartbeat.go_on()
        self.hand.last.append(self.hand.open_film())
        self._moved = self._last_frame = time.monotonic()
