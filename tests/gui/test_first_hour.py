"""What a new user does in the first minutes, by keyboard and mouse alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QLineEdit, QMenu, QTableView
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document.presets import preset_kernel
from cnnlab.formats.project import read_project
from tests.gui.program import settle, started

KEY, CTRL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


@pytest.fixture
def program(qtbot: QtBot) -> Iterator[Program]:
    running = started(qtbot)
    qtbot.addWidget(running.window)
    yield running
    running.presenter.document.mark_saved()
    running.close()
    running.wiring.look.choose_language("en")


def activate(program: Program, qtbot: QtBot) -> None:
    """Without a window manager the window does not become the active one again by itself."""
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)


def answer_dialog(program: Program, qtbot: QtBot, path: Path) -> None:
    """Paste a path into the file dialog and press its button."""
    qtbot.waitUntil(lambda: program.window.findChild(QFileDialog, "fileDialog") is not None)
    dialog = program.window.findChild(QFileDialog, "fileDialog")
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    QGuiApplication.clipboard().setText(str(path))
    field.selectAll()
    QTest.keyClick(field, KEY.Key_V, CTRL)
    box = dialog.findChild(QDialogButtonBox)
    accept = next(b for b in box.buttons() if box.buttonRole(b) == QDialogButtonBox.ButtonRole.AcceptRole)
    QTest.mouseClick(accept, LEFT)
    activate(program, qtbot)
    settle(program, qtbot)


def entry(menu: QMenu, name: str) -> QAction:
    """An entry of a menu or of its submenus."""
    return next(action for action in menu.findChildren(QAction) if action.objectName() == name)


def kernel(program: Program, layer: str) -> np.ndarray:
    return program.presenter.plan.layer(layer).weights["weight"].array()[0, 0]


def type_number(grid: QTableView, row: int, column: int, text: str) -> None:
    """Click a cell and type."""
    index: QModelIndex = grid.model().index(row, column)
    QTest.mouseClick(grid.viewport(), LEFT, pos=grid.visualRect(index).center())
    QTest.keyClicks(grid, text[0])
    field = grid.viewport().findChild(QLineEdit)
    QTest.keyClicks(field, text[1:])
    QTest.keyClick(field, KEY.Key_Return)


def test_picture_sobel_second_convolution_weight_undo_save_and_chinese(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window, presenter = program.window, program.presenter
    ramp = np.tile(np.arange(200, dtype=np.uint8), (150, 1))
    Image.fromarray(np.stack([ramp, ramp[:, ::-1], ramp // 2], -1)).save(tmp_path / "mine.png")

    QTest.keyClick(window, KEY.Key_O, CTRL)  # an own picture
    answer_dialog(program, qtbot, tmp_path / "mine.png")
    assert presenter.plan.input_shape == (1, 3, 150, 200)

    presets = window.inspector.findChild(object, "presetMenu")  # a Sobel kernel
    entry(presets.menu(), "preset_sobel_y").trigger()
    settle(program, qtbot)
    assert np.array_equal(kernel(program, "conv1"), preset_kernel("sobel_y", 3, 3))
    assert presets.text() == "Sobel y"

    activate(program, qtbot)
    QTest.keyClick(window, KEY.Key_B, CTRL)  # a second convolution after it
    search = window.findChild(QLineEdit, "blockSearch")
    assert search.isVisible()
    QTest.keyClicks(search, "Conv2d")
    QTest.keyClick(search, KEY.Key_Return)
    settle(program, qtbot)
    assert [layer.block.kind for layer in presenter.stack][:2] == ["conv2d", "conv2d"]
    added = presenter.selected
    assert presenter.stack.index(added) == 1

    grid = window.inspector.findChild(QTableView, "kernelGrid")  # a typed weight
    before = kernel(program, added).copy()
    activate(program, qtbot)
    type_number(grid, 1, 1, "sqrt(2)/4")
    settle(program, qtbot)
    assert kernel(program, added)[1, 1] == np.float32(np.sqrt(2) / 4)

    QTest.keyClick(window.focusWidget(), KEY.Key_Z, CTRL)  # an undo
    settle(program, qtbot)
    assert np.array_equal(kernel(program, added), before)

    QTest.keyClick(window, KEY.Key_S, CTRL)  # a saved project
    answer_dialog(program, qtbot, tmp_path / "mine.cnnlab")
    assert not presenter.document.modified
    saved = read_project(tmp_path / "mine.cnnlab").stack
    assert [layer.id for layer in saved] == [layer.id for layer in presenter.stack]
    assert saved.input.source == "mine.png"

    QTest.keyClick(window, KEY.Key_K, CTRL)  # the Chinese interface
    field = window.findChild(QLineEdit, "commandSearch")
    QTest.keyClicks(field, "chinese")
    QTest.keyClick(field, KEY.Key_Return)
    settle(program, qtbot)
    assert window.stack_panel.findChild(QLabel, "stackHeading").text() == "网络"
