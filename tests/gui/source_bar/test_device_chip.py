"""The device: named, offered, and quiet about short work."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_bar.device_chip import DeviceChip
from cnnlab.gui.theme import DARK

DEVICES = [("cuda:0", "NVIDIA H200", ""), ("cpu", "CPU", "2 threads")]

# What the offscreen platform says when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def chip(qtbot: QtBot) -> DeviceChip:
    view = DeviceChip()
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    view.show()
    qtbot.waitExposed(view)
    return view


def dot(chip: DeviceChip) -> str:
    return chip.grab().toImage().pixelColor(16, chip.height() // 2).name()


def test_before_the_engine_answers_it_is_starting(chip: DeviceChip, qtbot: QtBot) -> None:
    assert chip.text() == "starting…"
    assert dot(chip) == DARK.faint
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert not chip.menu.isVisible()


def test_it_names_the_device_in_use(chip: DeviceChip) -> None:
    chip.show_devices(DEVICES, "cpu")
    assert chip.text() == "CPU 2 threads"
    assert chip.accessibleName() == "Device: CPU 2 threads"
    assert dot(chip) == DARK.positive


def test_the_menu_offers_every_device_and_tells_a_choice(chip: DeviceChip, qtbot: QtBot) -> None:
    chip.show_devices(DEVICES, "cpu")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert chip.menu.isVisible()
    assert [(a.text(), a.isChecked()) for a in chip.menu.actions()] == [
        ("NVIDIA H200", False),
        ("CPU · 2 threads", True),
    ]
    with qtbot.waitSignal(chip.chosen) as wish:
        qtbot.keyClick(chip.menu, Qt.Key.Key_Down)
        qtbot.keyClick(chip.menu, Qt.Key.Key_Return)
    assert wish.args == ["cuda:0"]
    assert not chip.menu.isVisible()
    assert chip.text() == "CPU 2 threads"
    assert [a.isChecked() for a in chip.menu.actions()] == [False, True]


def test_short_work_does_not_flicker_and_long_work_is_seen(chip: DeviceChip, qtbot: QtBot) -> None:
    chip.show_devices(DEVICES, "cpu")
    chip.show_busy(True)
    assert dot(chip) == DARK.positive
    qtbot.waitUntil(lambda: dot(chip) == DARK.accent, timeout=2000)
    chip.show_busy(False)
    assert dot(chip) == DARK.positive


def test_menus_do_not_pile_up_actions(chip: DeviceChip) -> None:
    for _round in range(3):
        chip.show_devices(DEVICES, "cpu")
    assert len(chip.menu.actions()) == 2
    assert (
        len(chip.menu.findChildren(type(chip.menu.actions()[0]), options=Qt.FindChildOption.FindDirectChildrenOnly))
        <= 4
    )


def test_another_language_leaves_no_choice_of_the_one_before(chip: DeviceChip) -> None:
    chip.show_devices(DEVICES, "cpu")
    before = len(chip.findChildren(QAction))
    for _ in range(5):
        chip.retranslate()
    assert len(chip.findChildren(QAction)) == before
    assert [action.isChecked() for action in chip.menu.actions()] == [False, True]
