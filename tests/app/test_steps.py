"""Steps before a picture: each does what a person would, and what cannot be done is said in a sentence."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.app.hand import Hand
from cnnlab.app.steps import Doing, Step, add_steps
from cnnlab.gui.commands.table import COMMANDS
from cnnlab.text import UserError
from tests.gui.program import settle, started


@pytest.fixture
def doing(program: Program) -> Doing:
    program.window.activateWindow()
    return Doing(program, Hand(program.window))


@pytest.fixture(scope="module")
def idle(request: pytest.FixtureRequest) -> Iterator[Doing]:
    """For steps that cannot be done: they leave the program as it is, so that one will do for all."""
    request.getfixturevalue("qapp")
    program = started(QtBot(request))
    program.window.activateWindow()
    yield Doing(program, Hand(program.window))
    assert not program.presenter.document.modified
    program.close()


def test_the_order_of_the_command_line_is_kept() -> None:
    parser = argparse.ArgumentParser()
    add_steps(parser)
    options = parser.parse_args(["--select", "conv1", "--do", "large", "--key", "Right", "--do", "back"])
    assert options.steps == (Step("select", "conv1"), Step("do", "large"), Step("key", "Right"), Step("do", "back"))
    assert parser.parse_args([]).steps == ()


def test_a_layer_and_a_slice_are_selected(program: Program, doing: Doing) -> None:
    doing.do(Step("select", "conv2:3,5"))
    assert program.presenter.selected == "conv2"
    assert program.presenter._selected == ("conv2", 3, 5)
    doing.do(Step("select", "input"))
    assert program.presenter.selected == ""


def test_a_command_is_done_by_its_id(program: Program, doing: Doing, qtbot: QtBot) -> None:
    doing.do(Step("do", "add:tanh"))
    settle(program, qtbot)
    assert program.presenter.stack.has("tanh1")
    doing.do(Step("do", "undo"))
    assert not program.presenter.stack.has("tanh1")


def test_the_tiles_are_made_wider(program: Program, doing: Doing) -> None:
    doing.do(Step("zoom", "160"))
    assert program.window.canvas.tile_size == 160


def test_keys_and_text_go_where_the_focus_is(program: Program, doing: Doing) -> None:
    doing.do(Step("do", "shortcuts"))
    doing.do(Step("type", "undo"))
    assert program.wiring.commands.shortcuts.field.text() == "undo"
    doing.do(Step("key", "Ctrl+A"))
    doing.do(Step("key", "Delete"))
    assert program.wiring.commands.shortcuts.field.text() == ""
    doing.do(Step("key", "Esc"))
    assert not program.wiring.commands.shortcuts.isVisible()


def test_a_formula_is_typed_into_a_cell(program: Program, doing: Doing, qtbot: QtBot) -> None:
    for step in (Step("click", "kernelGrid"), Step("type", "1/4"), Step("key", "Return")):
        doing.do(step)
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv1").weights["weight"].value((0, 0, 1, 1)) == 0.25


def test_a_button_opens_its_menu_and_an_entry_is_chosen_by_its_name(program: Program, doing: Doing) -> None:
    doing.do(Step("click", "tool_transform"))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    before = program.presenter.stack
    doing.do(Step("click", "tool_negate"))
    assert program.presenter.stack is not before
    assert not menu.isVisible()


def test_a_channel_under_the_pointer_is_marked(program: Program, doing: Doing) -> None:
    doing.do(Step("hover", "conv1:3"))
    assert program.window.canvas._hover == ("conv1", 3)
    doing.do(Step("tip", "conv1:2"))
    assert QToolTip.text()
    QToolTip.hideText()
    doing.do(Step("click", "relu1:1"))
    assert program.presenter.selected == "relu1"


def test_a_key_that_is_held_compares(program: Program, doing: Doing) -> None:
    doing.do(Step("select", "relu1"))
    doing.do(Step("click", "layerCanvas@5,5"))
    doing.do(Step("hold", "F8"))
    assert program.presenter.comparing
    program.wiring.stack.comparison.end()


@pytest.mark.parametrize(
    ("step", "part"),
    [
        (Step("do", "nosuch"), "choose one of new_project, "),
        (Step("do", "quit"), "choose one of new_project, "),
        (Step("do", "redo"), "'redo' cannot be done now: There is nothing to redo."),
        (Step("select", "conv9"), "choose one of input, conv1, "),
        (Step("select", "conv1:8"), "8 output and 3 input channels"),
        (Step("select", "conv1:7,3"), "8 output and 3 input channels"),
        (Step("select", "conv1;2"), "write LAYER, LAYER:OUT or LAYER:OUT,IN"),
        (Step("zoom", "12"), "from 24 to 512"),
        (Step("click", "nosuch"), "kernelGrid, "),
        (Step("click", "kernelGrid@a"), "NAME@X,Y"),
        (Step("hover", "conv1:8"), "channel 8 of 'conv1' is not on screen"),
        (Step("key", "Hyper+9"), "'Hyper+9' is no key"),
        (Step("hold", ""), "'' is no key"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(idle: Doing, step: Step, part: str) -> None:
    with pytest.raises(UserError) as caught:
        idle.do(step)
    assert part in str(caught.value)


def test_every_command_that_stays_in_the_window_is_known(idle: Doing) -> None:
    with pytest.raises(UserError) as caught:
        idle.do(Step("do", "?"))
    known = str(caught.value).split("choose one of ")[1].split(", ")
    left_out = {row.id for row in COMMANDS if not row.opens} - set(known)
    assert left_out == {"open", "open_project", "open_image", "save", "save_as", "quit", "show_log"}
