"""How long the GUI thread is kept from its event loop, beside what the machine alone does to a program like it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

_BEAT, _STEP = 2, 16  # milliseconds
_SECONDS = 2.0
_THINGS, _AT_ONCE = 60_000, 400  # a few megabytes of Python objects, as many as an edit and its paint go through


@dataclass
class Gaps:
    """The gaps of a 2 ms heartbeat, in milliseconds, while something is done 60 times a second.

    Attributes:
        all: every gap.
        busy: seconds of processor time that the thread took, of one second.
    """

    all: NDArray[np.float64]
    busy: float

    @property
    def late(self) -> float:
        """The share of gaps that a person could notice: those of 16 ms and more."""
        return float((self.all >= 16).mean())

    @property
    def longest(self) -> float:
        """The longest gap."""
        return float(self.all.max())

    @property
    def held(self) -> float:
        """How much longer the longest gap is than the work of one step usually takes."""
        return self.longest - _STEP * self.busy

    def __add__(self, other: Gaps) -> Gaps:
        return Gaps(np.concatenate([self.all, other.all]), (self.busy + other.busy) / 2)


def gaps_while(qtbot: QtBot, do: Callable[[], object]) -> Gaps:
    """The gaps of two seconds in which something is done every 16 ms."""
    beats: list[float] = []
    beat, step = QTimer(), QTimer()
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    beat.timeout.connect(lambda: beats.append(time.perf_counter()))
    step.timeout.connect(do)
    busy = time.thread_time()
    beat.start(_BEAT)
    step.start(_STEP)
    qtbot.wait(round(1000 * _SECONDS))
    beat.stop()
    step.stop()
    return Gaps(1000 * np.diff(beats), (time.thread_time() - busy) / _SECONDS)


@dataclass
class PlainWork:
    """A walk over scattered Python objects, which no program can do with less: what holds it up is the machine.

    On a rented machine, pages that the host takes away and gives back cost a walk of 2 ms up to 30, and no clock of the
    guest's tells that time from the program's own.
    """

    _things: list[list[int]] = field(default_factory=lambda: [[number, 1] for number in range(_THINGS)])
    _at: int = 0
    _unit: float = 0.0

    def __post_init__(self) -> None:
        random.Random(0).shuffle(self._things)
        begun = time.perf_counter()
        for _each in range(0, 2 * _THINGS, _AT_ONCE):
            self._walk()
        self._unit = (time.perf_counter() - begun) * _AT_ONCE / (2 * _THINGS)

    def gaps(self, qtbot: QtBot, busy: float) -> Gaps:
        """Those of a thread that is as busy with this, and has the machine to itself."""
        steps = max(1, round(busy * _STEP / 1000 / self._unit))

        def work() -> None:
            for _each in range(steps):
                self._walk()

        return gaps_while(qtbot, work)

    def _walk(self) -> None:
        for thing in self._things[self._at : self._at + _AT_ONCE]:
            thing[0] += thing[1]
        self._at = (self._at + _AT_ONCE) % _THINGS
