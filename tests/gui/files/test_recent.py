"""Recent files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.files.recent import Recent
from cnnlab.gui.files.recent_menu import RecentMenu
from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import RECENT, RECENT_LENGTH

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_newest_is_first_and_no_file_stands_twice(tmp_path: Path) -> None:
    recent = Recent(Settings())
    for name in ("a.cnnlab", "b.png", "a.cnnlab"):
        recent.add(tmp_path / name)
    assert [file.name for file in recent.files] == ["a.cnnlab", "b.png"]
    assert recent.last_project == tmp_path / "a.cnnlab"


def test_the_list_lasts_and_is_as_long_as_the_settings_say(tmp_path: Path) -> None:
    recent = Recent(Settings(tmp_path / "s.ini"))
    for number in range(40):
        recent.add(tmp_path / f"{number}.png")
    settings = Settings(tmp_path / "s.ini")
    again = Recent(settings)
    assert [file.name for file in again.files] == [f"{number}.png" for number in range(39, 29, -1)]
    settings.set(RECENT_LENGTH, 2)
    assert len(again.files) == 2
    assert again.last_project is None


@pytest.mark.parametrize("stored", ["nonsense", "{}", "[1, null]", "7"])
def test_a_damaged_list_is_an_empty_one(stored: str) -> None:
    settings = Settings()
    settings.set(RECENT, stored)
    assert Recent(settings).files == ()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_menu_numbers_the_first_nine_and_tells_where_each_lies(window: QWidget, tmp_path: Path) -> None:
    recent = Recent(Settings(), window)
    for number in range(10, 0, -1):
        recent.add(tmp_path / f"cat & dog {number}.png")
    menu = RecentMenu(recent, window)
    texts = [action.text() for action in menu.actions()[:10]]
    assert texts[0] == "&1  cat && dog 1.png"
    assert texts[8].startswith("&9")
    assert not texts[9].startswith("&")
    assert menu.actions()[0].toolTip() == str(tmp_path / "cat & dog 1.png")


def test_a_digit_opens_a_file_and_the_list_can_be_cleared(window: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    recent = Recent(Settings(), window)
    menu = RecentMenu(recent, window)
    assert not menu.isEnabled()
    recent.add(tmp_path / "b.png")
    recent.add(tmp_path / "a.cnnlab")
    chosen: list[Path] = []
    menu.chosen.connect(chosen.append)
    menu.clear_requested.connect(recent.clear)
    menu.show()
    qtbot.keyClick(menu, Qt.Key.Key_2)
    assert chosen == [tmp_path / "b.png"]
    menu.close()
    next(action for action in menu.actions() if action.objectName() == "clearRecent").trigger()
    assert recent.files == ()
    assert not menu.isEnabled()
