"""The page of keys: complete, and every key on it does what the page says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.canvas.canvas_keys import CANVAS_KEYS
from cnnlab.gui.commands.keys import KeyTable
from cnnlab.gui.commands.shortcut_page import VIEWS, groups
from cnnlab.gui.commands.table import COMMANDS
from cnnlab.gui.inspector.grid_keys import GRID_KEYS
from cnnlab.gui.inspector.kernel_grid import KernelGrid
from cnnlab.gui.inspector.slice_keys import SLICE_KEYS
from cnnlab.gui.inspector.slice_matrix import SliceMatrix
from cnnlab.gui.large.large_keys import LARGE_KEYS
from cnnlab.gui.stack_panel.layer_clipboard import put_layers
from cnnlab.gui.stack_panel.layer_list import LayerList
from cnnlab.gui.stack_panel.list_commands import LIST_KEYS
from tests.gui.program import settle


def press(widget: QWidget, keys: str) -> None:
    """Press a combination in Qt's portable notation."""
    QTest.keySequence(widget, QKeySequence(keys))


def keys_of(table: KeyTable) -> list[tuple[str, str]]:
    return [(row.id, keys) for row in table.rows for keys in row.keys]


def test_f1_opens_it_with_every_key_of_commands_and_views(program: Program, qtbot: QtBot) -> None:
    program.window.activateWindow()
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_F1)
    page = program.wiring.commands.shortcuts
    assert page.isVisible()
    lines = page.lines()
    with_keys = [c for c in COMMANDS if c.keys]
    assert len(lines) == len(with_keys) + sum(len(table.rows) for table in VIEWS) + 1  # and the menu itself
    assert "Redo: Ctrl+Shift+Z, Ctrl+Y" in lines
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_typing_narrows_it_down_by_words_keys_and_groups(program: Program, qtbot: QtBot) -> None:
    page = program.wiring.commands.shortcuts
    page.open()
    qtbot.keyClicks(page.field, "ctrl+k")
    assert page.lines() == ["Find a command: Ctrl+K, Ctrl+Shift+P"]
    page.field.clear()
    qtbot.keyClicks(page.field, "slices page")
    assert page.lines() == ["A page up: PgUp", "A page down: PgDown"]
    page.field.clear()
    qtbot.keyClicks(page.field, "zzz")
    assert page.lines() == []
    assert page._nothing.isVisible()
    page.hide()


def test_its_rows_go_when_it_closes_and_stay_when_the_window_is_hidden_for_a_moment(program: Program) -> None:
    page, window = program.wiring.commands.shortcuts, program.window
    page.open()
    lines = page.lines()
    window.hide()
    window.show()
    assert page.isVisible()
    assert page.lines() == lines
    page.hide()
    assert page.lines() == []
    page.open()
    assert page.lines() == lines
    page.hide()


def test_every_shortcut_of_the_window_starts_its_command_and_no_other(program: Program) -> None:
    started: list[str] = []
    for command in COMMANDS:
        if not command.opens:
            action = program.wiring.actions[command.id]
            action.setEnabled(True)
            action.triggered.disconnect()
            action.triggered.connect(lambda _on, name=command.id: started.append(name))
    program.window.activateWindow()
    program.window.setFocus()
    for command in COMMANDS:
        for keys in command.keys:
            press(program.window, keys)
            assert started == [command.id], keys
            started.clear()


def test_every_key_of_the_list_of_layers_does_its_command(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(LayerList, "run", lambda _self, command: done.append(command))
    layers = program.window.findChild(LayerList, "layerList")
    text = program.window.editor.copy(["conv1"])
    assert text is not None
    put_layers(text)  # with a picture in the clipboard, the keys of paste are the window's
    layers.setFocus()
    rows = [(row, keys) for row, keys in keys_of(LIST_KEYS) if row != "compare"]
    for _row, keys in rows:
        press(layers, keys)
    assert done == [row for row, _keys in rows]


def test_the_held_key_of_the_list_compares(program: Program) -> None:
    layers = program.window.findChild(LayerList, "layerList")
    layers.setFocus()
    key = QKeySequence(next(keys for row, keys in keys_of(LIST_KEYS) if row == "compare"))[0].key()
    QTest.keyPress(layers, key)
    assert program.presenter.comparing
    QTest.keyRelease(layers, key)
    assert not program.presenter.comparing


def test_every_key_of_the_large_view_does_what_the_page_says(program: Program, qtbot: QtBot) -> None:
    presenter, large = program.presenter, program.wiring.large
    presenter.select("conv2", 3)
    program.wiring.actions["large"].trigger()
    settle(program, qtbot)
    page = large.page
    places = {
        "previous": ("conv2", 2),
        "next": ("conv2", 4),
        "above": ("pool1", 3),
        "below": ("norm1", 3),
        "first": ("conv2", 0),
        "last": ("conv2", 15),
    }
    for row, keys in keys_of(LARGE_KEYS):
        presenter.select("conv2", 3)
        settle(program, qtbot)
        page.picture.zoom_by(3)
        before = (page.linked.cell, page.picture.pixels_a_cell())
        press(page, keys)
        if row in places:
            assert presenter._selected[:2] == places[row], keys
        else:
            assert (page.linked.cell, page.picture.pixels_a_cell()) != before, keys


def test_every_key_of_the_canvas_does_what_the_page_says(program: Program, qtbot: QtBot) -> None:
    canvas, presenter = program.window.canvas, program.presenter
    effects = {
        "left": lambda: presenter._selected == ("conv2", 2, 0),
        "right": lambda: presenter._selected == ("conv2", 4, 0),
        "up": lambda: presenter.selected == "pool1",
        "down": lambda: presenter.selected == "norm1",
        "first": lambda: presenter._selected == ("conv2", 0, 0),
        "last": lambda: presenter._selected == ("conv2", 15, 0),
        "large": lambda: program.wiring.large.is_open,
        "expand": lambda: canvas.is_expanded("conv2"),
        "collapse": lambda: canvas.is_collapsed("conv2"),
        "show": lambda: not canvas.is_collapsed("conv2"),
    }
    assert set(effects) == {row.id for row in CANVAS_KEYS.rows}
    for row, keys in keys_of(CANVAS_KEYS):
        presenter.select("conv2", 3)
        canvas.expand("conv2", False)
        canvas.collapse("conv2", row == "show")
        canvas.setFocus()
        press(canvas, keys)
        assert effects[row](), keys
        program.wiring.large.back()
    settle(program, qtbot)


def test_every_key_of_the_slice_matrix_does_what_the_page_says(program: Program) -> None:
    matrix = program.window.findChild(SliceMatrix, "sliceMatrix")
    places = {
        "left": (1, 3),
        "right": (1, 5),
        "up": (0, 4),
        "down": (2, 4),
        "page_up": (0, 4),
        "page_down": (2, 4),
        "first": (1, 0),
        "last": (1, 7),
    }
    assert set(places) == {row.id for row in SLICE_KEYS.rows}
    program.presenter.select("conv1")
    for row, keys in keys_of(SLICE_KEYS):
        program.presenter.select("conv1", 4, 1)
        press(matrix, keys)
        assert matrix.selected() == places[row], keys


def test_every_key_of_the_kernel_grid_does_what_the_page_says(program: Program, qtbot: QtBot) -> None:
    grid = program.window.findChild(KernelGrid, "kernelGrid")
    program.window.activateWindow()
    clipboard = QGuiApplication.clipboard()

    def value(row: int, column: int) -> float:
        return float(grid.model().index(row, column).data(Qt.ItemDataRole.EditRole))

    def at() -> tuple[int, int]:
        return grid.currentIndex().row(), grid.currentIndex().column()

    effects = {
        "copy": lambda _keys: "0.5" in clipboard.text(),
        "numpy": lambda _keys: "[" in clipboard.text() and "0.5" in clipboard.text(),
        "all": lambda _keys: len(grid.selected()) == 9,
        "paste": lambda _keys: value(1, 1) == 7.0,
        "zero": lambda _keys: value(1, 1) == 0.0,
        "below": lambda _keys: at() == (2, 1),
        "more": lambda keys: value(1, 1) == pytest.approx(0.5 + step(keys)),
        "less": lambda keys: value(1, 1) == pytest.approx(0.5 - step(keys)),
        "edit": lambda _keys: grid.state() == KernelGrid.State.EditingState,
        "next": lambda _keys: at() == (1, 2),
        "previous": lambda _keys: at() == (1, 0),
    }
    assert set(effects) == {row.id for row in GRID_KEYS.rows}
    for row, keys in keys_of(GRID_KEYS):
        program.presenter.select("conv1")
        program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 0.5)
        grid.setFocus()
        grid.setCurrentIndex(grid.model().index(1, 1))
        clipboard.setText("7")
        press(grid, keys)
        assert effects[row](keys), keys
        if row == "edit":
            qtbot.keyClick(program.window.focusWidget(), Qt.Key.Key_Escape)
    settle(program, qtbot)


def step(keys: str) -> float:
    """What the text of the row promises."""
    return 0.01 if "Shift" in keys else 1.0 if "Ctrl" in keys else 0.1


def test_no_view_has_one_key_for_two_things() -> None:
    for table in groups():
        keys = [QKeySequence(keys).toString() for row in table.rows for keys in row.keys]
        assert len(set(keys)) == len(keys), table.title
        assert all(keys)
