"""One program for all tests of a file: after each of them it is as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.code.styles import Style
from cnnlab.gui.drawer.code_page import CodePage
from cnnlab.gui.drawer.shapes_page import ShapesPage
from tests.gui.program import settle, started

_UNBOUNDED = 16_777_215


@pytest.fixture(scope="module")
def running(request: pytest.FixtureRequest) -> Iterator[Program]:
    """The program with its example, painted."""
    request.getfixturevalue("qapp")
    made = started(QtBot(request))
    yield made
    made.presenter.document.mark_saved()
    made.close()


@pytest.fixture
def program(running: Program, qtbot: QtBot) -> Iterator[Program]:
    """The program as it starts; what a test does to it is taken back."""
    yield running
    while running.presenter.document.undo_label is not None:
        running.window.editor.undo()
    drawer = running.wiring.explain.drawer
    for page in drawer._pages.values() if drawer is not None else ():
        _reset(page)
    running.wiring.explain.close()
    running.wiring.explain._height = 0
    running.wiring.large.back()
    running.window.resize(1600, 1000)
    running.presenter.select("conv1", 0, 0)
    running.window.canvas.setFocus()
    settle(running, qtbot)


def _reset(page: object) -> None:
    if isinstance(page, CodePage):
        page.show_style(Style.MODULE)
        page.view.setMinimumHeight(0)
        page.view.setMaximumHeight(_UNBOUNDED)
        cursor = page.view.textCursor()
        cursor.clearSelection()
        page.view.setTextCursor(cursor)
    elif isinstance(page, ShapesPage):
        page.predict.setChecked(False)
