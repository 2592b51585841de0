"""How often what follows passes that come one upon the other is worked out anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Final

EVERY: Final = 10  # passes: a tenth of the rate of frames
PAUSE: Final = 0.3  # seconds without a pass, after which the next one is no longer part of a drag or a film


class Rhythm:
    """Tells for each pass whether a question is due: the first time it is asked, then every tenth pass.

    After a pause it is due at once, so that a single edit is followed without delay. `clock` tells seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._since: dict[type, tuple[Hashable, int]] = {}  # by kind: what was asked last, passes since its answer
        self._last: dict[type, float] = {}

    def due(self, question: Hashable) -> bool:
        """Count one more pass for a question; whether it is to be answered."""
        kind, now = type(question), self._clock()
        rested = now - self._last.get(kind, now) > PAUSE
        self._last[kind] = now
        asked, passes = self._since.get(kind, (None, 0))
        if asked != question or rested or passes + 1 >= EVERY:
            self._since[kind] = (question, 0)
            return True
        self._since[kind] = (question, passes + 1)
        return False
