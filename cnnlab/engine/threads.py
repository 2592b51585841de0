"""How many threads compute a pass: fewer may be faster where the window needs a core as well."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Hashable

import torch

from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import Plan

_KEEP = 600  # passes with the better count before both are tried again
_SLOW = 0.25  # seconds: a pass that takes longer gains most from all threads, and a trial would be felt


class Trial:
    """Tries one thread and all of them on passes of one kind, and keeps what was faster.

    All threads have the first and the last of four turns, so that a machine that slows down meanwhile is not taken for
    a slow choice.
    """

    def __init__(self, most: int, turn: int, warm: int = 0) -> None:
        """Try 1 and `most` in turns of so many passes, the first `warm` of which do not count."""
        self._most, self._turn, self._warm = most, turn, warm
        self._kind: Hashable = None
        self._begin()

    def count(self, kind: Hashable) -> int:
        """How many threads the next pass uses; one of another kind than the last begins the trial anew."""
        if kind != self._kind:
            self._kind = kind
            self._begin()
        return self._wanted

    def note(self, seconds: float) -> None:
        """What a pass with the last count took."""
        if self._left == 0:
            return
        if self._turns and self._left <= self._turn - self._warm:
            self._seconds[self._wanted].append(seconds)
        self._left -= 1
        if self._left == 0:
            self._go_on()

    def _begin(self) -> None:
        self._turns = [self._most, 1, 1, self._most] if self._most > 1 else []
        self._seconds: dict[int, list[float]] = {self._most: [], 1: []}
        self._wanted, self._left = self._most, self._turn if self._turns else 0

    def _go_on(self) -> None:
        """A turn is over, or the time until both are tried again."""
        if not self._turns:
            self._begin()
            return
        del self._turns[0]
        if statistics.median(self._seconds[self._most]) >= _SLOW:
            self._turns.clear()
        if self._turns:
            self._wanted, self._left = self._turns[0], self._turn
            return
        typical = {count: statistics.median(seconds) for count, seconds in self._seconds.items() if seconds}
        self._wanted, self._left = min(typical, key=lambda count: typical[count]), _KEEP


class ThreadCount:
    """Chooses the threads of live frames and of quick edits, each by a trial; other passes take all of them.

    On two cores a small network on one thread leaves the other core to the pictures and the window. Of live frames the
    time from one to the next is compared, with everything else that goes on; of edits, while one is dragged, that of
    the pass, during which the window follows the edit.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._most = torch.get_num_threads()
        self._count = self._most
        self._live = Trial(self._most, turn=7, warm=3)
        self._quick = Trial(self._most, turn=3)
        self._shapes: tuple[Shape | None, ...] = ()
        self._begun: float | None = None  # when the last pass began, if it was a live one of these shapes
        self._changed: tuple[str, ...] = ()  # layers that the last edit made the engine compute

    @property
    def count(self) -> int:
        """How many threads the pass uses that was chosen for last."""
        return self._count

    def choose(self, plan: Plan, live: bool, quick: bool = False) -> None:
        """Set the number of threads for the pass that begins now; the calling thread's own setting."""
        now, shapes = self._clock(), (plan.input_shape, *(layer.output_shape for layer in plan.layers))
        if live and self._begun is not None and shapes == self._shapes:
            self._live.note(now - self._begun)
        self._shapes, self._begun = shapes, now if live else None
        if live:
            self._set(self._live.count(shapes))
        else:
            self._set(self._quick.count((shapes, self._changed)) if quick else self._most)

    def took(self, seconds: float, computed: tuple[str, ...]) -> None:
        """A quick pass is over, in which these layers were computed."""
        if computed and computed == self._changed:
            self._quick.note(seconds)
        self._changed = computed or self._changed

    def reset(self) -> None:
        """Use all threads again."""
        self._set(self._most)

    def _set(self, count: int) -> None:
        if count != self._count:
            self._count = count
            torch.set_num_threads(count)
