"""Colour scale and appearance: wishes with the value of full colour, and one explanation at a time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.engine.view import ScaleMode
from cnnlab.gui.source_bar.scale_panel import SCALES, ScalePanel
from cnnlab.gui.source_bar.segments import Segments

# What the offscreen platform says when a popup opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def panel(qtbot: QtBot) -> ScalePanel:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    panel = ScalePanel(window)
    panel.open_below(window)
    qtbot.waitExposed(panel)
    return panel


def row(panel: ScalePanel, name: str) -> Segments:
    found = panel.findChild(Segments, name)
    assert isinstance(found, Segments)
    return found


def field(panel: ScalePanel) -> QDoubleSpinBox:
    found = panel.findChild(QDoubleSpinBox, "scaleFixed")
    assert isinstance(found, QDoubleSpinBox)
    return found


def test_the_modes_are_those_of_the_engine() -> None:
    assert [choice.id for choice in SCALES] == [mode.value for mode in ScaleMode]


@pytest.mark.parametrize("mode", [mode.value for mode in ScaleMode])
def test_a_mode_is_told_with_the_value_of_full_colour(panel: ScalePanel, qtbot: QtBot, mode: str) -> None:
    panel.show_scale("channel", 2.5)
    with qtbot.waitSignal(panel.edited) as wish:
        qtbot.mouseClick(row(panel, "scaleMode").segment(mode), Qt.MouseButton.LeftButton)
    assert wish.args == [mode, 2.5]


def test_each_mode_is_explained(panel: ScalePanel) -> None:
    sentences = set()
    for mode in ScaleMode:
        panel.show_scale(mode.value, 1.0)
        sentences.add(panel.findChild(QLabel, "scaleAbout").text())
    assert len(sentences) == 4
    assert "" not in sentences


def test_typing_a_value_fixes_the_scale(panel: ScalePanel, qtbot: QtBot) -> None:
    spin = field(panel)
    spin.setFocus()
    spin.selectAll()
    qtbot.keyClicks(spin, "0.125")
    with qtbot.waitSignal(panel.edited) as wish:
        qtbot.keyClick(spin, Qt.Key.Key_Return)
    assert wish.args == ["fixed", 0.125]
    assert spin.text() == "0.125"


def test_showing_a_scale_is_no_wish(panel: ScalePanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_scale("fixed", 40.0)
    assert field(panel).text() == "40"


@pytest.mark.parametrize("choice", ["dark", "light", "system"])
def test_an_appearance_is_told(panel: ScalePanel, qtbot: QtBot, choice: str) -> None:
    with qtbot.waitSignal(panel.theme_chosen) as wish:
        qtbot.mouseClick(row(panel, "appearance").segment(choice), Qt.MouseButton.LeftButton)
    assert wish.args == [choice]
