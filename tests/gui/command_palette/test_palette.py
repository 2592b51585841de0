"""The command palette in the window, worked by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.command_palette.model import FOUND_ROLE
from cnnlab.gui.command_palette.palette import CommandPalette
from tests.gui.program import settle

CTRL = Qt.KeyboardModifier.ControlModifier


class Palette:
    """The palette of a program, opened by its keys."""

    def __init__(self, program: Program, qtbot: QtBot) -> None:
        self.program, self.bot = program, qtbot
        self.window = program.window
        self.window.activateWindow()
        self.page: CommandPalette = program.wiring.commands.palette
        self.window.canvas.setFocus()
        self.open()

    def open(self) -> None:
        self.bot.keyClick(self.window.focusWidget(), Qt.Key.Key_K, CTRL)
        assert self.page.isVisible()

    def type(self, text: str) -> list[str]:
        self.page.field.clear()
        self.bot.keyClicks(self.page.field, text)
        return self.shown()

    def shown(self) -> list[str]:
        model = self.page.list.model()
        return [model.index(row, 0).data(FOUND_ROLE).entry.text for row in range(model.rowCount())]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(self.page.field, key, modifiers)


@pytest.fixture
def palette(program: Program, qtbot: QtBot) -> Palette:
    return Palette(program, qtbot)


def test_its_keys_open_it_with_the_focus_in_the_field_and_close_it_again(palette: Palette) -> None:
    assert palette.window.focusWidget() is palette.page.field
    palette.press(Qt.Key.Key_K, CTRL)
    assert not palette.page.isVisible()
    assert palette.window.focusWidget() is palette.window.canvas


def test_escape_closes_it(palette: Palette) -> None:
    palette.press(Qt.Key.Key_Escape)
    assert not palette.page.isVisible()
    assert palette.window.focusWidget() is palette.window.canvas


def test_enter_does_what_is_chosen_and_it_comes_first_the_next_time(palette: Palette, qtbot: QtBot) -> None:
    assert palette.type("theme light")[0] == "Light"
    with qtbot.waitSignal(palette.page.recent_changed) as done:
        palette.press(Qt.Key.Key_Return)
    assert palette.window.theme.name == "light"
    assert done.args == [("theme_light",)]
    palette.open()
    assert palette.shown()[0] == "Light"


def test_arrows_move_and_go_round(palette: Palette) -> None:
    rows = palette.page.list.model().rowCount()
    palette.press(Qt.Key.Key_Down)
    assert palette.page.list.currentIndex().row() == 1
    palette.press(Qt.Key.Key_Up)
    palette.press(Qt.Key.Key_Up)
    assert palette.page.list.currentIndex().row() == rows - 1
    palette.press(Qt.Key.Key_Down)
    assert palette.page.list.currentIndex().row() == 0


def test_what_cannot_be_done_now_is_shown_with_its_reason_and_not_done(palette: Palette) -> None:
    assert palette.type("undo")[0] == "Undo"
    entry = palette.page.list.currentIndex().data(FOUND_ROLE).entry
    assert entry.reason == "There is nothing to undo."
    assert "There is nothing to undo." in palette.page.field.accessibleDescription()
    palette.press(Qt.Key.Key_Return)
    assert palette.page.isVisible()


def test_blocks_are_added_below_the_selected_layer(palette: Palette) -> None:
    palette.program.presenter.select("relu1")
    assert palette.type("add sigmoid")[0] == "Add Sigmoid"
    palette.press(Qt.Key.Key_Return)
    stack = palette.program.presenter.stack
    assert stack.index("sigmoid1") == stack.index("relu1") + 1


def test_layers_are_gone_to(palette: Palette) -> None:
    assert palette.type("conv2")[0] == "Go to conv2"
    palette.press(Qt.Key.Key_Return)
    assert palette.program.presenter.selected == "conv2"


def test_samples_are_opened(palette: Palette, qtbot: QtBot) -> None:
    assert palette.type("coffee")[0] == "Coffee cup"
    palette.press(Qt.Key.Key_Return)
    settle(palette.program, qtbot)
    assert "coffee" in palette.program.presenter.stack.input.source


def test_input_options_are_chosen(palette: Palette, qtbot: QtBot) -> None:
    assert palette.type("channels grey")[0] == "Grey"
    palette.press(Qt.Key.Key_Return)
    settle(palette.program, qtbot)
    assert palette.program.presenter.stack.input.channels == 1


def test_a_query_that_finds_nothing_says_so(palette: Palette) -> None:
    assert palette.type("zzqx") == []
    assert "zzqx" in palette.page._nothing.text()
    palette.press(Qt.Key.Key_Return)
    assert palette.page.isVisible()


def test_a_click_does_what_was_clicked(palette: Palette, qtbot: QtBot) -> None:
    palette.type("frame meter")
    rows = palette.page.list
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.currentIndex()).center())
    assert palette.program.wiring.actions["times"].isChecked()


def test_the_list_is_remembered_and_given_back(palette: Palette) -> None:
    palette.page.set_recent(["shortcuts", "undo"])
    assert palette.page.recent == ("shortcuts", "undo")
    palette.press(Qt.Key.Key_Escape)
    palette.open()
    assert palette.shown()[:2] == ["Keyboard shortcuts", "Undo"]


def test_what_is_found_follows_the_language_while_it_is_open(palette: Palette) -> None:
    assert "Add Conv2d" in palette.type("Conv2d")
    palette.program.wiring.look.choose_language("zh_CN")
    chinese = palette.shown()
    palette.program.wiring.look.choose_language("en")
    assert "添加 Conv2d" in chinese
    assert palette.page.field.text() == "Conv2d"
    assert "Add Conv2d" in palette.shown()
