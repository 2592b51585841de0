"""Presenting and full screen, begun and ended by keys."""

from __future__ import annotations

import json

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui import fonts
from cnnlab.gui.presentation import ENLARGED
from cnnlab.gui.settings.table import COLUMNS
from tests.gui.program import settle


def parts(program: Program) -> list[bool]:
    """Which of the parts are on screen that a presentation hides."""
    window = program.window
    inside = [window.inspector.findChild(object, name) for name in ("parameterForm", "sizeFormula", "blockSentence")]
    parts = (window.source_bar, window.stack_panel, window.status, window.canvas.bar, *inside)
    return [part.isVisible() for part in parts]


def test_f5_shows_pictures_and_kernels_only_in_large_type_and_escape_ends_it(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    size, sizes = fonts.ui_font(20).pixelSize(), window.columns.sizes()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F5)
    settle(program, qtbot)
    assert parts(program) == [False] * 7
    assert window.isFullScreen()
    assert window.canvas.viewport().y() == 0, "the strip's room belongs to the rows"
    assert fonts.ui_font(20).pixelSize() == round(20 * ENLARGED) > size
    assert window.inspector.findChild(object, "kernelGrid").isVisible()
    assert program.wiring.actions["present"].isChecked()
    hint = window.findChild(QLabel, "presentationHint")
    assert hint.isVisible()
    assert "Esc" in hint.text()
    assert window.rect().contains(hint.geometry())
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    settle(program, qtbot)
    assert parts(program) == [True] * 7
    assert not window.isFullScreen()
    assert not hint.isVisible()
    assert fonts.ui_font(20).pixelSize() == size
    assert (window.columns.sizes()[0], window.columns.sizes()[2]) == (sizes[0], sizes[2])
    assert not program.wiring.actions["present"].isChecked()


def test_the_way_back_is_said_at_the_top_and_covers_no_explanation(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.resize(1280, 800)
    program.wiring.explain.open("shapes")
    program.wiring.actions["present"].trigger()
    settle(program, qtbot)
    hint, drawer = window.findChild(QLabel, "presentationHint"), program.wiring.explain.drawer
    place = QRect(hint.mapTo(window, QPoint(0, 0)), hint.size())
    assert hint.isVisible()
    assert drawer is not None
    assert not place.intersects(QRect(drawer.mapTo(window, QPoint(0, 0)), drawer.size()))
    assert place.top() < window.canvas.height() / 2
    program.wiring.actions["present"].trigger()
    settle(program, qtbot)


def test_f5_ends_it_too_and_another_layer_does_not_bring_the_form_back(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F5)
    program.presenter.select("conv2")
    assert parts(program) == [False] * 7
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F5)
    assert parts(program) == [True] * 7
    settle(program, qtbot)


def test_escape_does_nothing_to_a_window_that_does_not_present(program: Program, qtbot: QtBot) -> None:
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_Escape)
    assert parts(program) == [True] * 7


def test_f11_fills_the_screen_and_gives_it_back(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert program.wiring.actions["full_screen"].isChecked()
    assert parts(program) == [True] * 7
    qtbot.keyClick(window.canvas, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert not program.wiring.actions["full_screen"].isChecked()
    settle(program, qtbot)


def test_a_window_closed_while_it_presents_remembers_how_it_was_before(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.activateWindow()
    sizes = window.columns.sizes()
    qtbot.keyClick(window.canvas, Qt.Key.Key_F5)
    settle(program, qtbot)
    window.close()
    assert fonts.ui_font(20).pixelSize() == 20
    kept = json.loads(window.settings.get(COLUMNS))
    assert (kept[0], kept[2]) == (sizes[0], sizes[2])
