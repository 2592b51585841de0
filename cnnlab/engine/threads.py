"""How many threads compute a live frame: fewer may be faster where the window needs a core as well."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch

from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import Plan

_TURN = 7  # frames in a row with one count
_WARM = 3  # of them that do not count
_KEEP = 600  # frames with the better count before both are tried again
_SLOW = 0.25  # seconds: a frame that takes longer gains most from all threads, and a trial would be felt


class ThreadCount:
    """Tries one thread and all of them on live frames, and keeps what gave the higher rate.

    What is compared is the time from one frame to the next, with everything else that goes on: on two cores a small
    network on one thread leaves the other core to the pictures and the window. All threads have the first and the last
    of four turns, so that a machine that slows down meanwhile is not taken for a slow choice. A still picture takes
    all threads.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._most = torch.get_num_threads()
        self._count = self._most
        self._key: tuple[Shape | None, ...] | None = None
        self._begun: float | None = None
        self._begin_trial()

    @property
    def count(self) -> int:
        """How many threads the pass uses that was chosen for last."""
        return self._count

    def choose(self, plan: Plan, live: bool) -> None:
        """Set the number of threads for the pass that begins now; the calling thread's own setting."""
        now = self._clock()
        if not live:
            self._begun = None
            self._set(self._most)
            return
        key = (plan.input_shape, *(layer.output_shape for layer in plan.layers))
        if key != self._key:
            self._key, self._begun = key, None
            self._begin_trial()
        if self._begun is not None:
            self._note(now - self._begun)
        self._begun = now
        self._set(self._wanted)

    def reset(self) -> None:
        """Use all threads again."""
        self._set(self._most)

    def _begin_trial(self) -> None:
        self._turns = [self._most, 1, 1, self._most] if self._most > 1 else []
        self._gaps: dict[int, list[float]] = {self._most: [], 1: []}
        self._wanted, self._left = self._most, _TURN if self._turns else 0

    def _note(self, gap: float) -> None:
        """What the frame that was begun last took."""
        if self._left == 0:
            return
        if self._turns and self._left <= _TURN - _WARM:
            self._gaps[self._wanted].append(gap)
        self._left -= 1
        if self._left == 0:
            self._go_on()

    def _go_on(self) -> None:
        """A turn is over, or the time until the next trial."""
        if not self._turns:
            self._begin_trial()
            return
        del self._turns[0]
        if self._typical(self._most) >= _SLOW:
            self._turns.clear()
        if self._turns:
            self._wanted, self._left = self._turns[0], _TURN
            return
        typical = {count: self._typical(count) for count, gaps in self._gaps.items() if gaps}
        self._wanted, self._left = min(typical, key=lambda count: typical[count]), _KEEP

    def _typical(self, count: int) -> float:
        return statistics.median(self._gaps[count])

    def _set(self, count: int) -> None:
        if count != self._count:
            self._count = count
            torch.set_num_threads(count)
