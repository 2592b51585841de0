"""Chips: texts that give way in order, keys, and what assistive technology reads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_bar.chip import FULL, Chip, Part
from cnnlab.gui.theme import DARK, LIGHT

LONG = "a-very-long-file-name-of-a-holiday-picture-from-2019.jpg"


@pytest.fixture
def chip(qtbot: QtBot) -> Chip:
    view = Chip("chip")
    qtbot.addWidget(view)
    view.show_parts((Part(LONG, strong=True, elastic=True), Part("3×4", number=True), Part("RGB", muted=True, rank=2)))
    view.resize(view.sizeHint())
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    return view


def test_its_text_is_all_of_its_parts(chip: Chip) -> None:
    assert chip.text() == f"{LONG} 3×4 RGB"


def test_parts_of_a_high_rank_are_left_out_first(chip: Chip) -> None:
    assert chip.width_at(1) < chip.width_at(2) == chip.width_at(FULL)
    chip.set_detail(1)
    assert chip.sizeHint().width() == chip.width_at(1)
    assert chip.text().endswith("RGB")


def test_a_long_name_may_be_cut_but_the_rest_may_not(chip: Chip) -> None:
    assert chip.minimumSizeHint().width() < chip.sizeHint().width() / 2
    chip.show_parts((Part("3×4", number=True),))
    assert chip.minimumSizeHint() == chip.sizeHint()


def test_a_name_is_cut_in_the_middle(chip: Chip) -> None:
    wide = chip.grab().toImage()
    chip.resize(chip.minimumSizeHint())
    narrow = chip.grab().toImage()
    ends = [image.copy(image.width() - 60, 0, 60, image.height()) for image in (wide, narrow)]
    assert ends[0] == ends[1]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down])
def test_keys_press_it(chip: Chip, qtbot: QtBot, key: Qt.Key) -> None:
    chip.setFocus()
    with qtbot.waitSignal(chip.clicked):
        qtbot.keyClick(chip, key)


def test_focus_is_seen(chip: Chip) -> None:
    chip.clearFocus()
    before = chip.grab().toImage()
    chip.setFocus()
    assert chip.grab().toImage() != before


def test_a_chip_that_opens_nothing_is_no_stop(qtbot: QtBot) -> None:
    chip = Chip("chip", opens=False)
    qtbot.addWidget(chip)
    assert chip.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_it_is_painted_in_the_theme_that_it_is_given(chip: Chip) -> None:
    chip.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    for look in (DARK, LIGHT):
        chip.set_theme(look)
        image = chip.grab().toImage()
        assert image.pixelColor(5, image.height() // 2).name() == look.raised
