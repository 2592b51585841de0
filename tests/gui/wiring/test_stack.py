"""Several layers at once in the whole program: each wish is one step, and a comparison is none."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document import edits
from cnnlab.document.stack import Mode, Stack
from cnnlab.engine.view import Result
from cnnlab.gui.sheet import Sheet
from cnnlab.gui.stack_panel.layer_clipboard import LAYERS_MIME
from tests.gui.program import settle
from tests.gui.stack_panel.wishes import list_of

KEY, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier


def ids(program: Program) -> list[str]:
    return [layer.id for layer in program.presenter.stack]


def action(program: Program, command: str) -> QAction:
    return program.wiring.actions[command]


def choose(program: Program, *layers: str) -> None:
    program.window.stack_panel.select_all(layers)
    program.presenter.select(program.window.stack_panel.chosen()[0])
    list_of(program.window.stack_panel).setFocus()


def test_each_command_on_several_layers_is_one_step(program: Program, qtbot: QtBot) -> None:
    document, rows = program.presenter.document, list_of(program.window.stack_panel)
    start = program.presenter.stack
    for key, modifiers, after in (
        (KEY.Key_Space, NONE, ["conv1", "relu1", "pool1", "conv2", "norm1", "up1"]),
        (KEY.Key_Down, ALT, ["conv1", "conv2", "relu1", "pool1", "norm1", "up1"]),
        (KEY.Key_D, CTRL, ["conv1", "relu1", "pool1", "relu2", "pool2", "conv2", "norm1", "up1"]),
        (KEY.Key_Delete, NONE, ["conv1", "conv2", "norm1", "up1"]),
    ):
        choose(program, "relu1", "pool1")
        steps = document.steps
        qtbot.keyClick(rows, key, modifiers)
        assert (ids(program), document.steps) == (after, steps + 1)
        document.undo()
        assert program.presenter.stack is start


def test_copies_are_chosen_and_the_inspector_shows_the_first(program: Program) -> None:
    choose(program, "relu1", "pool1")
    action(program, "duplicate").trigger()
    assert program.window.stack_panel.chosen() == ["relu2", "pool2"]
    assert program.presenter.selected == "relu2"


def test_a_template_comes_as_one_step_with_all_its_layers_chosen(program: Program, qtbot: QtBot) -> None:
    document = program.presenter.document
    program.presenter.select("relu1")
    steps, before = document.steps, program.presenter.stack
    program.window.stack_panel.add_requested.emit("residual_block", 2)
    assert document.steps == steps + 1
    assert len(program.window.stack_panel.chosen()) == 7
    assert document.undo_label == "add Residual block"
    settle(program, qtbot)
    assert all(layer.runs for layer in program.presenter.plan.layers)
    document.undo()
    assert program.presenter.stack is before


def test_layers_go_through_the_clipboard_with_their_weights(program: Program, qtbot: QtBot) -> None:
    rows = list_of(program.window.stack_panel)
    stored = program.presenter.stack.layer("conv1").block.weights["weight"].array()
    choose(program, "conv1", "relu1")
    qtbot.keyClick(rows, KEY.Key_X, CTRL)
    assert ids(program) == ["pool1", "conv2", "norm1", "up1"]
    assert program.presenter.document.undo_label == "cut conv1, relu1"
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasFormat(LAYERS_MIME)
    assert mime.text().startswith('{"format": "cnnlab-layers"')
    choose(program, "conv2")
    qtbot.keyClick(rows, KEY.Key_V, CTRL)
    assert ids(program) == ["pool1", "conv2", "conv1", "relu1", "norm1", "up1"]
    assert program.window.stack_panel.chosen() == ["conv1", "relu1"]
    assert np.array_equal(program.presenter.stack.layer("conv1").block.weights["weight"].array(), stored)
    action(program, "paste_layers").trigger()
    assert ids(program)[4:6] == ["conv3", "relu2"]
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(
    ("text", "said"), [("a word", "holds no layers"), ('{"format": "cnnlab-layers", "version": 9}', "update CNN Lab")]
)
def test_what_cannot_be_pasted_is_said_in_place(program: Program, text: str, said: str) -> None:
    QGuiApplication.clipboard().setText(text)
    before = program.presenter.stack
    action(program, "paste_layers").trigger()
    assert program.presenter.stack is before
    assert said in str(program.window.status._message[0])
    QGuiApplication.clipboard().clear()


def hold(view: QObject, kind: QEvent.Type, repeat: bool = False) -> None:
    QApplication.sendEvent(view, QKeyEvent(kind, KEY.Key_F8, NONE, "", repeat))


def test_while_the_key_is_held_another_stack_is_seen_and_nothing_is_done(program: Program, qtbot: QtBot) -> None:
    presenter, rows = program.presenter, list_of(program.window.stack_panel)
    stack, plan = presenter.stack, presenter.plan
    steps, modified = presenter.document.steps, presenter.document.modified
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    for view in (rows, program.window.canvas):
        choose(program, "relu1", "pool1")
        view.setFocus()
        hold(view, QEvent.Type.KeyPress)
        hold(view, QEvent.Type.KeyPress, repeat=True)
        assert presenter.comparing
        assert [layer.layer.enabled for layer in presenter.shown.layers] == [True, False, False, True, True, True]
        assert rows.model().index(1, 0).data().startswith("relu1: off while held")
        assert program.window.status._hover[0] == "comparing: relu1, pool1 off while held"
        settle(program, qtbot)
        assert results[-1].job.plan is presenter.shown
        hold(view, QEvent.Type.KeyRelease)
        assert presenter.shown is presenter.plan is plan
        assert program.window.status._hover[0] == ""
        settle(program, qtbot)
        assert results[-1].job.plan is plan
    assert presenter.stack is stack
    assert (presenter.document.steps, presenter.document.modified) == (steps, modified)


def test_a_comparison_in_train_mode_leaves_the_running_statistics_alone(program: Program, qtbot: QtBot) -> None:
    document = program.presenter.document
    document.apply(edits.set_enabled(document.stack, "norm1", False), "off")
    document.apply(edits.set_mode(document.stack, Mode.TRAIN), "train")
    document.mark_saved()
    settle(program, qtbot)
    program.wiring.stack.comparison.begin(["norm1"])
    settle(program, qtbot)
    program.wiring.stack.comparison.end()
    settle(program, qtbot)
    assert (dict(document.statistics), document.modified) == ({}, False)


def test_an_edit_ends_the_comparison_first(program: Program) -> None:
    presenter, rows = program.presenter, list_of(program.window.stack_panel)
    choose(program, "conv1")
    hold(rows, QEvent.Type.KeyPress)
    assert presenter.comparing
    program.window.editor.set_weight("conv1", "weight", (0, 0, 1, 1), 7.0)
    assert not presenter.comparing
    assert presenter.stack.layer("conv1").enabled
    assert presenter.plan.layer("conv1").weights["weight"].value((0, 0, 1, 1)) == 7.0
    hold(rows, QEvent.Type.KeyRelease)
    assert not presenter.comparing


def test_losing_the_focus_ends_the_comparison(program: Program) -> None:
    choose(program, "conv1")
    hold(list_of(program.window.stack_panel), QEvent.Type.KeyPress)
    assert program.presenter.comparing
    program.window.source_bar.setFocus()
    program.window.canvas.setFocus()
    assert not program.presenter.comparing


def test_a_layer_that_is_off_is_compared_with_being_on(program: Program) -> None:
    program.window.editor.enable("relu1", False)
    choose(program, "relu1")
    rows = list_of(program.window.stack_panel)
    hold(rows, QEvent.Type.KeyPress)
    assert program.presenter.shown.layer("relu1").layer.enabled
    assert rows.model().index(1, 0).data().startswith("relu1: on while held")
    hold(rows, QEvent.Type.KeyRelease)


def test_a_new_name_computes_nothing(program: Program, qtbot: QtBot) -> None:
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    program.window.editor.rename("conv1", "edges")
    settle(program, qtbot)
    assert [result.recomputed for result in results] == [()] * len(results)
    assert list_of(program.window.stack_panel).model().index(0, 0).data().startswith("edges")


def test_a_new_project_is_an_empty_stack_on_the_same_picture(program: Program, qtbot: QtBot) -> None:
    still, presenter = program.presenter.still, program.presenter
    action(program, "new_project").trigger()
    settle(program, qtbot)
    assert len(presenter.stack) == 0
    assert presenter.still is still
    assert presenter.path is None
    assert (presenter.document.modified, presenter.document.steps) == (False, 0)
    assert presenter.stack.input == Stack(input=presenter.stack.input).input
    program.window.stack_panel.add_requested.emit("conv2d", 0)
    settle(program, qtbot)
    assert presenter.plan.layer("conv1").input_shapes == ((1, 3, 240, 320),)


def test_a_new_project_asks_about_unsaved_changes_first(program: Program, qtbot: QtBot) -> None:
    program.presenter.document.apply(edits.remove_layers(program.presenter.stack, ["up1"]), "delete")
    action(program, "new_project").trigger()
    question = program.window.findChild(Sheet, "unsavedChanges")
    assert question.isVisible()
    assert len(program.presenter.stack) == 5
    qtbot.mouseClick(question.findChild(QPushButton, "discardChanges"), Qt.MouseButton.LeftButton)
    assert len(program.presenter.stack) == 0
