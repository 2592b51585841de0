"""An end of a scale that holds still while frames follow each other."""

from __future__ import annotations

_ROOM = 1.25  # of what is reached, so that the next frame does not go beyond it as well


class HeldEnd:
    """Gives way at once to what goes beyond it, and comes back only where less than half of it is used."""

    def __init__(self) -> None:
        self._end = 0.0

    @property
    def end(self) -> float:
        """Where the scale ends."""
        return self._end

    def fit(self, largest: float, live: bool) -> float:
        """Have room for a largest value; exactly so much where frames do not follow each other."""
        if not live:
            self._end = largest
        elif not self._end / 2 <= largest <= self._end:
            self._end = _ROOM * largest
        return self._end
