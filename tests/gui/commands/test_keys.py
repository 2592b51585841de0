"""Key tables, and Alt pressed alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnlab.gui.commands.keys import KeyRow, KeyTable, with_keys
from cnnlab.gui.commands.menu_key import MenuKey
from cnnlab.gui.language import use_language

TABLE = KeyTable("t", (KeyRow("go", "Go", ("Return", "Ctrl+Up")), KeyRow("stop", "Stop", ("Alt+Shift+X",))))


def event(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


def test_a_table_finds_what_a_key_means_with_its_modifiers() -> None:
    modifier = Qt.KeyboardModifier
    assert TABLE.find(event(Qt.Key.Key_Return)) == "go"
    assert TABLE.find(event(Qt.Key.Key_Up, modifier.ControlModifier)) == "go"
    assert TABLE.find(event(Qt.Key.Key_Up)) == ""
    assert TABLE.find(event(Qt.Key.Key_X, modifier.AltModifier | modifier.ShiftModifier)) == "stop"


def test_the_number_pad_counts_as_the_keys_beside_it() -> None:
    assert TABLE.find(event(Qt.Key.Key_Return, Qt.KeyboardModifier.KeypadModifier)) == "go"


def test_alt_alone_is_told_and_alt_with_something_else_is_not(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    key, told = MenuKey(window), []
    key.pressed.connect(lambda: told.append(True))
    qtbot.keyPress(window, Qt.Key.Key_Alt)
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    assert told == [True]
    qtbot.keyPress(window, Qt.Key.Key_Alt)
    qtbot.mouseClick(window, Qt.MouseButton.LeftButton)
    qtbot.keyRelease(window, Qt.Key.Key_Alt)
    assert told == [True]


def test_keys_stand_behind_a_text_in_the_brackets_of_the_language() -> None:
    assert with_keys("Undo", "Ctrl+Z") == "Undo (Ctrl+Z)"
    assert with_keys("Undo", "") == "Undo"
    use_language("zh_CN")
    said = with_keys("撤销", "Ctrl+Z")
    use_language("en")
    assert said == "撤销（Ctrl+Z）"
