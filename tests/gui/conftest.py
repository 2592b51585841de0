"""The whole program for tests of the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from tests.gui.program import started


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    """The program with its example, painted; its changes are let go at the end."""
    running = started(qtbot)
    qtbot.addWidget(running.window)
    yield running
    running.presenter.document.mark_saved()
    running.close()
