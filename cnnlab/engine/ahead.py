"""Work on the first layers of a pass while the others are computed, on a core that the pass leaves free."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait


class Ahead:
    """Does what it is given, one after the other, on a thread of its own, until it is closed.

    What fails here is done once more by whoever needs it, and fails there.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "cnnlab-ahead")
        self._waiting: list[Future[None]] = []
        self.put(_nothing)  # the thread is there from now on, and not from some later moment
        self.finish()

    def put(self, work: Callable[[], None]) -> None:
        """Do this next."""
        self._waiting.append(self._thread.submit(work))

    def finish(self) -> None:
        """Wait until all is done."""
        wait(self._waiting)
        self._waiting.clear()

    def close(self) -> None:
        """Finish, and end the thread."""
        self._thread.shutdown()


def _nothing() -> None:
    """Work that is none."""
