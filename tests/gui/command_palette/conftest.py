"""One program for all tests of a file, as those of the drawer have it."""

from tests.gui.drawer.conftest import program, running

__all__ = ["program", "running"]
