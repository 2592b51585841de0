"""Tests run beside each other, one on each core; one that measures time runs alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows: there a measuring test may have others beside it
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn(folder: Path, alone: bool) -> Iterator[None]:
    """Hold a place among the running tests, or all of them.

    Whoever wants to be alone keeps the door shut while it waits for the others to leave; else it might never be.
    """
    if fcntl is None:
        yield
        return
    with (folder / "door").open("w") as door, (folder / "room").open("w") as room:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        if not alone:
            fcntl.flock(door, fcntl.LOCK_UN)
        yield
