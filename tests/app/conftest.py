"""The whole program, as the tests of the window have it."""

from tests.gui.conftest import program

__all__ = ["program"]
