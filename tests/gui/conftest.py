"""The whole program for tests of the window."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QLayout, QLayoutItem
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from tests.gui.program import started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Python's side of a layout's item fails a test: it stays behind when Qt deletes the item.

    What comes to lie at its address is then taken for it: a field's own editor turned into a `QWidgetItem`. PySide
    makes them for `itemAt`, and for `addLayout` with a layout that is filled already: add it first, and then fill it.
    """
    answer = yield
    found = [w for w in shiboken6.getAllValidWrappers() if isinstance(w, QLayoutItem) and not isinstance(w, QLayout)]
    places = {(type(item).__name__, type(item.widget()).__name__) for item in found}
    assert not places, f"a layout was filled before it was added: {places}"
    return answer


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    """The program with its example, painted; its changes are let go at the end."""
    running = started(qtbot)
    qtbot.addWidget(running.window)
    yield running
    running.presenter.document.mark_saved()
    running.close()
