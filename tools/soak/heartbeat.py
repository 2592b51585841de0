"""How long the window's thread is away from its events."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer

EVERY = 2  # milliseconds
_EDGES = (0, 4, 8, 16, 33, 50, 100, 200, 500, float("inf"))


class Heartbeat(QObject):
    """Beats every two milliseconds, and notes the gaps between the beats."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._last = 0.0
        self._cpu = 0.0
        self._counts: dict[tuple[int, int], int] = {}  # by milliseconds: of the gap, and of them at work here

    def start(self) -> None:
        """Begin anew."""
        self._counts.clear()
        self.go_on()

    def stop(self) -> None:
        """Count no more for now."""
        self._timer.stop()

    def go_on(self) -> None:
        """Go on, without what has been since it stopped."""
        self._last, self._cpu = time.perf_counter(), time.thread_time()
        self._timer.start()

    @property
    def gaps(self) -> NDArray[np.float64]:
        """Milliseconds of every gap, rounded down."""
        return np.repeat([gap for gap, _cpu in self._counts], list(self._counts.values())).astype(np.float64)

    @property
    def work(self) -> NDArray[np.float64]:
        """Milliseconds that this thread itself was at work in every gap: what a quiet machine would show at least."""
        return np.repeat([cpu for _gap, cpu in self._counts], list(self._counts.values())).astype(np.float64)

    def histogram(self) -> str:
        """The gaps, and the thread's own share of them, as lines of text."""
        gaps, work = self.gaps, self.work
        lines = ["gap of the window's thread   gaps      share   at work    share"]
        for low, high in pairwise(_EDGES):
            counts = [int(((low <= n) & (n < high)).sum()) for n in (gaps, work)]
            shares = [100 * count / max(1, len(gaps)) for count in counts]
            label = f"{low:g}…{high:g} ms" if high < float("inf") else f"{low:g} ms and more"
            lines.append(f"{label:<24}{counts[0]:>9}{shares[0]:>10.3f} %{counts[1]:>8}{shares[1]:>8.3f} %")
        if len(gaps):
            lines.append(f"under 16 ms: {100 * (gaps < 16).mean():.2f} %, longest {gaps.max():.0f} ms")
            lines.append(f"at work under 16 ms: {100 * (work < 16).mean():.2f} %, longest {work.max():.0f} ms")
        return "\n".join(lines)

    def _on_timer_timeout(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        key = int(1000 * (now - self._last)), int(1000 * (cpu - self._cpu))
        self._counts[key] = self._counts.get(key, 0) + 1
        self._last, self._cpu = now, cpu
