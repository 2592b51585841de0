"""Holding a rate: how much smaller live frames must be for the machine to keep up."""

from __future__ import annotations

import statistics
from collections import deque

STEPS = (1.0, 0.75, 0.5, 0.375, 0.25, 0.1875, 0.125)  # of each side
_LATE = 6  # rounds that are looked at before it steps down
_EARLY = 24  # rounds that must have been fast before it steps up
_ROOM = 0.75  # of the time a frame may take, that the larger size is expected to need at most


class Pace:
    """Chooses the step at which a round takes no longer than a frame may.

    A round's time grows with the number of cells, that is with the square of the step. It steps down as far as that
    promises to suffice, and up by one step when the larger size promises to leave a quarter of the time; the time for
    which it must have been fast doubles with each step up that had to be taken back, so that it does not swing.
    """

    def __init__(self, rate: float = 15.0) -> None:
        """Hold `rate` frames a second; 0 never steps down."""
        self.rate = rate
        self.step = STEPS[0]
        self._seconds: deque[float] = deque(maxlen=_EARLY)
        self._patience = _EARLY
        self._rounds = 0  # at this step
        self._rose = False

    def note(self, seconds: float) -> bool:
        """A round took so long; whether the step is another one now."""
        self._seconds.append(seconds)
        self._rounds += 1
        wanted = self._wanted()
        if wanted == self.step:
            return False
        if wanted < self.step and self._rose:
            self._patience = min(16 * _EARLY, 2 * self._patience)
        self._rose = wanted > self.step
        self._take(wanted)
        return True

    def reset(self) -> bool:
        """Go back to the full size, as for a still picture or another stack; whether that is a change."""
        changed = self.step != STEPS[0]
        self._patience, self._rose = _EARLY, False
        self._take(STEPS[0])
        return changed

    def _take(self, step: float) -> None:
        self.step = step
        self._seconds.clear()
        self._rounds = 0

    def _wanted(self) -> float:
        if self.rate <= 0:
            return STEPS[0]
        if self._rounds < _LATE:
            return self.step
        limit, now = 1 / self.rate, statistics.median(list(self._seconds)[-_LATE:])
        if now > limit:
            smaller = [step for step in STEPS if step < self.step]
            fitting = [step for step in smaller if now * (step / self.step) ** 2 <= limit]
            return fitting[0] if fitting else STEPS[-1]
        if self.step < STEPS[0] and self._rounds >= self._patience:
            larger = STEPS[STEPS.index(self.step) - 1]
            if max(self._seconds) * (larger / self.step) ** 2 <= _ROOM * limit:
                return larger
        return self.step
