"""Undo and redo: enabled where there is something to do, and saying what."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_bar.history import HistoryButtons


@pytest.fixture
def history(qtbot: QtBot) -> HistoryButtons:
    view = HistoryButtons()
    qtbot.addWidget(view)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    return view


def button(view: HistoryButtons, name: str) -> QToolButton:
    found = view.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def test_without_history_both_are_off_and_say_so(history: HistoryButtons) -> None:
    undo, redo = button(history, "undoButton"), button(history, "redoButton")
    assert not undo.isEnabled()
    assert not redo.isEnabled()
    assert undo.toolTip() == "Nothing to undo (Ctrl+Z)"


def test_the_tooltip_says_what_would_be_undone(history: HistoryButtons, qtbot: QtBot) -> None:
    history.show_history("conv1 kernel_size", None)
    undo = button(history, "undoButton")
    assert undo.toolTip() == "Undo: conv1 kernel_size (Ctrl+Z)"
    assert undo.accessibleName() == "Undo: conv1 kernel_size"
    with qtbot.waitSignal(history.undo_requested):
        qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert not button(history, "redoButton").isEnabled()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_keys_press_redo(history: HistoryButtons, qtbot: QtBot, key: Qt.Key) -> None:
    history.show_history(None, "add ReLU")
    redo = button(history, "redoButton")
    redo.setFocus()
    with qtbot.waitSignal(history.redo_requested):
        qtbot.keyClick(redo, key)
