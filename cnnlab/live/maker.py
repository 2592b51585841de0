"""The thread beside the worker's that makes results of live frames, while the worker computes the next pass."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from cnnlab.live.priority import RESULTS, give_way

Done = TypeVar("Done")


class Maker(Generic[Done]):
    """Does `make` with what is put, one after the other, on a thread of its own, until it is closed."""

    def __init__(self, make: Callable[[Done], None]) -> None:
        self._make = make
        self._condition = threading.Condition()
        self._waiting: list[Done] = []
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="cnnlab-maker", daemon=True)
        self._thread.start()

    def put(self, done: Done) -> None:
        """Make the result of this next."""
        with self._condition:
            self._waiting.append(done)
            self._condition.notify()

    def close(self) -> None:
        """Make what was put, and end."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        self._thread.join()

    def _run(self) -> None:
        give_way(RESULTS)
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._closed or self._waiting)
                if not self._waiting:
                    return
                done = self._waiting.pop()
            self._make(done)
