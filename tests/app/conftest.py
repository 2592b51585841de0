"""The whole program, as the tests of the window have it, and the command line in a process that stands ready."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.app.running import Standing
from tests.gui.conftest import program

__all__ = ["program", "standing"]


@pytest.fixture(scope="module")
def standing() -> Iterator[Standing]:
    """A process for all command lines of a file that need none of their own."""
    with closing(Standing()) as process:
        yield process
