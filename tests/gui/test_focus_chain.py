"""The next widget of the focus chain stays its own parent's child, on both sides."""

from __future__ import annotations

import gc
import re
import weakref
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

import cnnlab
from cnnlab.app import Program
from cnnlab.gui.focus_chain import has_focus_proxy, next_in_focus_chain
from tests.gui.program import settle


def test_what_comes_after_a_widget_outlives_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = QLineEdit(window), QWidget(window)
    action = QMenu(second).addAction("of Qt's own making")
    assert next_in_focus_chain(first) is second
    assert next_in_focus_chain(second) is window
    shiboken6.delete(first)
    assert shiboken6.isValid(action)
    assert second.parent() is window
    assert window.isWindow()


class _Field(QAbstractSpinBox):
    """As the fields of forms are: with a part of Python's own."""


def test_a_spin_box_that_its_line_was_asked_for_goes_with_its_form(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    form = QWidget(window)
    field = _Field(form)
    assert has_focus_proxy(field.lineEdit())
    assert not has_focus_proxy(field)
    known = weakref.ref(field)
    del field
    shiboken6.delete(form)
    gc.collect()
    assert known() is None


def test_nobody_goes_round_it() -> None:
    root = Path(cnnlab.__file__).parent
    users = [
        file.name
        for file in root.rglob("*.py")
        if re.search(r"nextInFocusChain\(|\.focusProxy\(", file.read_text("utf-8"))
    ]
    assert users == ["focus_chain.py"]


def test_the_window_is_whole_after_the_panes_were_gone_through(program: Program, qtbot: QtBot) -> None:
    for _ in range(4):
        QTest.keyClick(program.window, Qt.Key.Key_F6)
    for layer in program.presenter.stack:
        program.presenter.select(layer.id)
        qtbot.wait(1)  # fields of the layer before are deleted
    settle(program, qtbot)
    assert all(shiboken6.isValid(action) for action in program.window.canvas.bar._actions.values())
    program.window.choose_theme("light")
