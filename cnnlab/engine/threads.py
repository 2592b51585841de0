"""How the cores are shared: how many passes run at once, with how many threads each."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import torch

from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import Plan

LANES = 2  # live passes at once: each more would make the picture older, and the memory of one more is held
_KEEP = 150, 1200  # passes with the best way before all are tried again: at first, and at most
_SLOW = 0.25  # seconds: a pass that takes longer gains most from all threads, and a trial would be felt
_WORTH = 0.95  # of the time that a way takes, which one that is named after it has to beat


@dataclass(frozen=True)
class Way:
    """So many passes at once, with so many threads each."""

    lanes: int
    threads: int


class Trial:
    """Tries ways of computing passes of one kind, and keeps the fastest: of those that are about as fast, the first.

    Each has two turns, the first way the first and the last, so that a machine that slows down meanwhile is not taken
    for a slow choice. A choice that is found again is kept for twice as long as before.
    """

    def __init__(self, turn: int, warm: int, typical: Callable[[list[float]], float]) -> None:
        """Try ways in turns of so many passes, the first `warm` of which do not count; compare what is `typical`."""
        self._turn, self._warm, self._typical = turn, warm, typical
        self._kind: Hashable = None
        self._ways: tuple[Way, ...] = ()
        self._kept: Way | None = None
        self._keep = _KEEP[0]

    def way(self, kind: Hashable, ways: tuple[Way, ...]) -> Way:
        """How the next pass is computed; one of another kind than the last, or with other ways, begins anew."""
        if (kind, ways) != (self._kind, self._ways):
            self._kind, self._ways, self._kept = kind, ways, None
            self._begin()
        return self._wanted

    def note(self, seconds: float) -> None:
        """What a pass in the last way took."""
        if self._left == 0:
            return
        if self._turns and self._left <= self._turn - self._warm:
            self._seconds[self._wanted].append(seconds)
        self._left -= 1
        if self._left == 0:
            self._go_on()

    def _begin(self) -> None:
        self._turns = [*self._ways, *reversed(self._ways)] if len(self._ways) > 1 else []
        self._seconds: dict[Way, list[float]] = {way: [] for way in self._ways}
        self._wanted, self._left = self._ways[0], self._turn if self._turns else 0

    def _go_on(self) -> None:
        """A turn is over, or the time until all are tried again."""
        if not self._turns:
            self._begin()
            return
        del self._turns[0]
        first = self._ways[0]
        if self._typical(self._seconds[first]) >= _SLOW:
            self._turns.clear()
        if self._turns:
            self._wanted, self._left = self._turns[0], self._turn
            return
        typical = {way: self._typical(seconds) for way, seconds in self._seconds.items() if seconds}
        fastest = min(typical.values())
        self._wanted = next(way for way, seconds in typical.items() if _WORTH * seconds <= fastest)
        self._keep = min(2 * self._keep, _KEEP[1]) if self._wanted == self._kept else _KEEP[0]
        self._kept, self._left = self._wanted, self._keep


class ThreadCount:
    """Chooses lanes and threads of live frames, and threads of quick edits, by trials; other passes take all threads.

    On two cores a small network on one thread leaves the other core to the pictures and the window, or to the pass of
    the next frame: two threads that share one pass wait for each other at every layer, and both wait where the window
    takes the core of one. Of live frames the time from one to the next is compared, with everything else that goes on;
    of edits, while one is dragged, that of the round, during which the window follows the edit.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._home = threading.get_ident()
        self._all = Way(1, torch.get_num_threads())
        self._way = self._all
        self._live = Trial(turn=7, warm=3, typical=statistics.median)  # with all that goes on beside it
        self._quick = Trial(turn=4, warm=1, typical=min)  # of few: what came between them does not count
        self._shapes: tuple[Shape | None, ...] = ()
        self._begun: float | None = None  # when the last pass began, if it was a live one of these shapes
        self._changed: tuple[str, ...] = ()  # layers that the last edit made the engine compute

    @property
    def count(self) -> int:
        """How many threads the pass uses that was chosen for last."""
        return self._way.threads

    @property
    def spare(self) -> bool:
        """Whether the pass that was chosen for last leaves a core free."""
        return self._way.lanes * self._way.threads < self._all.threads

    @property
    def lanes(self) -> int:
        """How many passes may run at once, beside the one that was chosen for last."""
        return self._way.lanes

    def choose(self, plan: Plan, live: bool, quick: bool = False, lanes: int = 1) -> None:
        """Choose for the pass that begins now, beside which up to `lanes` - 1 may run; sets the calling thread's count.

        Each thread has a number of its own, with which its passes are computed. One that is not the first takes no more
        than its share, also where the way has just changed: torch would start other threads for it, and keep them.
        """
        now, shapes = self._clock(), (plan.input_shape, *(layer.output_shape for layer in plan.layers))
        if live and self._begun is not None and shapes == self._shapes:
            self._live.note(now - self._begun)
        self._shapes, self._begun = shapes, now if live else None
        if live:
            self._set(self._live.way(shapes, self._ways(lanes)))
        else:
            self._set(self._quick.way((shapes, self._changed), self._ways(1)) if quick else self._all)

    def took(self, seconds: float, computed: tuple[str, ...]) -> None:
        """A quick round is over, in which these layers were computed."""
        if computed and computed == self._changed:
            self._quick.note(seconds)
        self._changed = computed or self._changed

    def reset(self) -> None:
        """Use all threads again."""
        self._set(self._all)

    def _ways(self, lanes: int) -> tuple[Way, ...]:
        """What is to be tried, each once: first what makes the newest pictures. With one core there is no choice."""
        most = self._all.threads
        ways = [way for n in range(1, min(lanes, most) + 1) for way in (Way(n, most // n), Way(n, 1))]
        return tuple(dict.fromkeys(ways))

    def _set(self, way: Way) -> None:
        self._way = way
        beside = threading.get_ident() != self._home
        count = min(way.threads, max(1, self._all.threads // LANES)) if beside else way.threads
        if torch.get_num_threads() != count:
            torch.set_num_threads(count)
