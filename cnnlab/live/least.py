"""How long a part of a round takes."""

from __future__ import annotations

from collections import deque

_LAST = 5


class Least:
    """The shortest of the last few times: what a part of a round takes with nothing in its way.

    Where threads share cores, one round in some takes twice as long as the others. Whoever planned by that would come
    too late for the next.
    """

    def __init__(self, *times: float, unknown: float = 0.0) -> None:
        """Begin with some times; as long as there are none, they count as `unknown`."""
        self._unknown = unknown
        self._times = deque(times, _LAST)

    def note(self, seconds: float) -> None:
        """It took so long."""
        self._times.append(seconds)

    @property
    def seconds(self) -> float:
        """What it takes."""
        return min(self._times, default=self._unknown)
