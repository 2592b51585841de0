"""How many frames a second are shown."""

from __future__ import annotations

from collections import deque


class Rate:
    """Counts frames over the last second."""

    def __init__(self, window: float = 1.0) -> None:
        """Count over `window` seconds."""
        self._window = window
        self._times: deque[float] = deque()

    def note(self, now: float) -> None:
        """A frame was shown at a time in seconds."""
        self._times.append(now)
        self._forget(now)

    def per_second(self, now: float) -> float:
        """Frames a second; 0 once none was shown for the whole window."""
        self._forget(now)
        if len(self._times) < 2:
            return 0.0
        # A frame that is late counts as soon as it is: the rate then falls at once and not with the next frame.
        intervals = len(self._times) - 1
        span = max(self._times[-1] - self._times[0], (now - self._times[0]) * intervals / (intervals + 1))
        return intervals / span if span > 0 else 0.0

    def reset(self) -> None:
        """Begin anew."""
        self._times.clear()

    def _forget(self, now: float) -> None:
        while self._times and self._times[0] < now - self._window:
            self._times.popleft()
