"""The table of commands."""

from __future__ import annotations

import itertools

from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtGui import QAction, QKeySequence, QStatusTipEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.commands.table import COMMANDS, MENUS
from tests.gui.program import settle


def entries(menu: QMenu) -> list[QAction]:
    """The actions of a menu and of its submenus."""
    found = []
    for action in menu.actions():
        found.append(action)
        inner = action.menu()
        if isinstance(inner, QMenu):
            found += entries(inner)
    return found


def opened(program: Program, command: str) -> QMenu:
    """A submenu that is filled when it opens, filled."""
    menu = program.wiring.actions[command].menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return menu


def test_every_command_does_something(program: Program) -> None:
    actions = program.wiring.actions
    plain = [c.id for c in COMMANDS if not c.opens]
    assert [name for name in plain if not actions[name].receivers(SIGNAL("triggered(bool)"))] == []
    unfilled = [c.id for c in COMMANDS if c.opens and not opened(program, c.id).actions()[0].isEnabled()]
    assert unfilled == []


def test_every_command_stands_in_a_menu(program: Program) -> None:
    shown = {action.objectName() for action in entries(program.wiring.actions.menu)}
    assert shown >= {f"action_{c.id}" for c in COMMANDS}


def test_the_menus_stand_in_their_order(program: Program) -> None:
    assert [action.text() for action in program.wiring.actions.menu.actions()] == list(MENUS)


def test_no_menu_begins_or_ends_with_a_line_or_has_two_in_a_row(program: Program) -> None:
    for top in program.wiring.actions.menu.actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        lines = [action.isSeparator() for action in menu.actions()]
        assert not lines[0]
        assert not lines[-1]
        assert (True, True) not in list(itertools.pairwise(lines))


def test_no_two_commands_share_an_id_or_a_shortcut() -> None:
    ids = [c.id for c in COMMANDS]
    keys = [QKeySequence(k).toString() for c in COMMANDS for k in c.keys]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    assert all(keys)


def test_tooltips_say_what_is_done_and_by_which_keys(program: Program) -> None:
    actions = program.wiring.actions
    assert actions["present"].toolTip().endswith("(F5)")
    assert actions["save"].toolTip() == "Save project (Ctrl+S)"
    assert actions["present"].statusTip() in actions["present"].toolTip()


def test_the_status_line_explains_the_entry_under_the_pointer(program: Program) -> None:
    action = program.wiring.actions["present"]
    before = program.window.status.findChild(object, "statusMessage").text()
    QApplication.sendEvent(program.window, QStatusTipEvent(action.statusTip()))
    assert program.window.status.findChild(object, "statusMessage").text() == action.statusTip()
    QApplication.sendEvent(program.window, QStatusTipEvent(""))
    assert program.window.status.findChild(object, "statusMessage").text() == before


def test_exactly_one_of_each_group_holds_whoever_chose_it(program: Program, qtbot: QtBot) -> None:
    actions, bar = program.wiring.actions, program.window.source_bar
    groups = {c.group for c in COMMANDS if c.group}
    assert groups >= {"scale", "colours", "theme"}
    for group in groups:
        assert sum(actions[c.id].isChecked() for c in COMMANDS if c.group == group) == 1
    bar.scale_edited.emit("layer", 1.0)
    assert actions["scale_layer"].isChecked()
    actions["scale_stack"].trigger()
    assert program.presenter.view.scale.value == "stack"
    assert actions["scale_stack"].isChecked()
    actions["colours_grey"].trigger()
    assert actions["colours_grey"].isChecked()
    settle(program, qtbot)


def test_submenus_are_filled_when_they_open_and_mark_what_holds(program: Program, qtbot: QtBot) -> None:
    sizes = opened(program, "size")
    held = [action.text() for action in sizes.actions() if action.isChecked()]
    assert len(held) == 1
    next(action for action in sizes.actions() if action.text() == "64").trigger()
    settle(program, qtbot)
    assert max(program.presenter.stack.input.size or ()) == 64
    assert [action.text() for action in opened(program, "size").actions() if action.isChecked()] == ["64"]


def test_a_command_that_cannot_be_done_says_why(program: Program) -> None:
    program.presenter.select("")
    reasons = {entry.id: entry.reason for entry in program.wiring.actions.entries()}
    assert reasons["duplicate"] == "Select a layer first."
    assert reasons["previous_layer"] == "There is no layer before it."
    assert reasons["fix"]
    assert not reasons["add_block"]
    program.presenter.select("conv1")
    reasons = {entry.id: entry.reason for entry in program.wiring.actions.entries()}
    assert not reasons["duplicate"]
    assert reasons["move_up"]
    assert not reasons["move_down"]


def test_the_commands_of_the_list_work_on_the_selected_layer(program: Program, qtbot: QtBot) -> None:
    actions, presenter = program.wiring.actions, program.presenter
    presenter.select("conv1")
    actions["next_layer"].trigger()
    assert presenter.selected == "relu1"
    actions["previous_layer"].trigger()
    assert presenter.selected == "conv1"
    actions["move_down"].trigger()
    assert presenter.stack.index("conv1") == 1
    actions["move_up"].trigger()
    assert presenter.stack.index("conv1") == 0
    actions["rename"].trigger()
    field = program.window.focusWidget()
    assert field.objectName() == "renameField"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle(program, qtbot)


def test_the_menu_opens_by_f10_and_by_its_button(program: Program, qtbot: QtBot) -> None:
    program.window.activateWindow()
    qtbot.keyClick(program.window.canvas, Qt.Key.Key_F10)
    assert program.wiring.actions.menu.isVisible()
    program.wiring.actions.menu.close()


def test_alt_alone_opens_the_menu_and_alt_with_a_key_does_not(program: Program, qtbot: QtBot) -> None:
    program.window.activateWindow()
    canvas, menu = program.window.canvas, program.wiring.actions.menu
    qtbot.keyPress(canvas, Qt.Key.Key_Alt)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyRelease(canvas, Qt.Key.Key_Alt)
    assert not menu.isVisible()
    qtbot.keyPress(canvas, Qt.Key.Key_Alt)
    qtbot.keyRelease(canvas, Qt.Key.Key_Alt)
    assert menu.isVisible()
    menu.close()
