"""Edits of the inspector in the whole program, with the steps of undo counted."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from tests.gui.inspector.lab import wheel
from tests.gui.program import settle, settle_at_rest, show_stack, stack_of


def grid_of(program: Program) -> QTableView:
    grid = program.window.inspector.findChild(QTableView, "kernelGrid")
    assert grid is not None
    return grid


def weight(program: Program, layer: str = "conv1", name: str = "weight") -> np.ndarray:
    return program.presenter.plan.layer(layer).weights[name].array()


def test_a_gesture_over_several_cells_is_one_step(program: Program, qtbot: QtBot) -> None:
    grid, document = grid_of(program), program.presenter.document
    before, steps = weight(program), document.steps
    grid.setFocus()
    grid.selectionModel().setCurrentIndex(grid.model().index(0, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for _turn in range(4):
        wheel(grid.viewport(), grid.visualRect(grid.model().index(1, 1)).center(), 1)
    assert document.steps == steps + 1
    assert weight(program)[0, 0] == pytest.approx(before[0, 0] + 0.4, abs=1e-6)
    program.window.editor.undo()
    assert np.array_equal(weight(program), before)


def test_running_statistics_are_edited_in_a_step_that_undo_takes_back(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("conv2d", {}), ("batch_norm2d", {}), size=(32, 32)), qtbot)
    presenter, grid = program.presenter, grid_of(program)
    presenter.select("norm1")
    model = grid.model()
    assert model.setData(model.index(2, 3), 4.0)
    assert model.data(model.index(2, 3), Qt.ItemDataRole.EditRole) == 4
    assert presenter.document.steps == 1
    settle(program, qtbot)
    assert presenter.statistics()["running_var"].tolist() == [1, 1, 4, 1, 1, 1, 1, 1]
    model.setData(model.index(0, 1), 0.5)
    program.window.editor.undo()
    assert presenter.statistics()["running_var"][2] == 4
    program.window.editor.undo()
    settle(program, qtbot)
    assert presenter.statistics()["running_var"][2] == 1
    program.window.editor.redo()
    assert presenter.statistics()["running_var"][2] == 4


def test_a_negative_variance_is_refused_beside_the_grid(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("batch_norm2d", {}), size=(32, 32)), qtbot)
    program.presenter.select("norm1")
    model = grid_of(program).model()
    model.setData(model.index(0, 3), -1.0)
    note = program.window.inspector.findChild(object, "weightNotice")
    assert "running_var" in note.text()
    assert program.presenter.document.steps == 0
    assert model.data(model.index(0, 3), Qt.ItemDataRole.EditRole) == 1


def test_a_row_of_weights_and_statistics_is_one_step(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("batch_norm2d", {}), size=(32, 32)), qtbot)
    presenter, grid = program.presenter, grid_of(program)
    presenter.select("norm1")
    grid.setFocus()
    grid.selectRow(1)
    qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert presenter.document.steps == 1
    assert weight(program, "norm1")[1] == 0
    assert presenter.statistics()["running_var"].tolist() == [1, 0, 1]
    program.window.editor.undo()
    assert weight(program, "norm1")[1] == 1
    assert presenter.statistics()["running_var"].tolist() == [1, 1, 1]


def test_the_result_follows_an_edited_statistic(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("batch_norm2d", {}), size=(32, 32)), qtbot)
    program.presenter.select("norm1")
    means: list[float] = []
    program.presenter.result_changed.connect(lambda result: means.append(result.layers["norm1"].mean))
    model = grid_of(program).model()
    for row in range(3):
        model.setData(model.index(row, 2), 100.0)
    settle_at_rest(program, qtbot)
    assert means[-1] == pytest.approx(-99.5, abs=1)


def test_a_merge_chooses_among_the_layers_above_it(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("relu", {}), ("tanh", {}), ("add", {}), ("relu", {}), size=(32, 32)), qtbot)
    program.presenter.select("add1")
    inspector = program.window.inspector
    actions = {a.objectName(): a for a in inspector.findChildren(QAction) if a.objectName().startswith("take_")}
    assert list(actions) == ["take_input", "take_relu1", "take_tanh1"]
    assert [name for name, action in actions.items() if action.isChecked()] == ["take_input"]
    actions["take_relu1"].trigger()
    block = program.presenter.stack.layer("add1").block
    assert block.references() == ("input", "relu1")
    actions["take_input"].trigger()
    actions["take_relu1"].trigger()
    assert program.presenter.stack.layer("add1").block.references() == ("relu1",)
    assert actions["take_relu1"].isChecked()
    assert program.presenter.document.steps == 2


def test_a_number_for_a_statistic_that_is_no_longer_tracked_is_refused(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("batch_norm2d", {"affine": False}), size=(32, 32)), qtbot)
    presenter, model, said = program.presenter, grid_of(program).model(), []
    presenter.select("norm1")
    program.window.editor.refused.connect(lambda text: said.append(str(text)))
    program.window.inspector.params_edited.emit("norm1", {"track_running_stats": False}, None)
    steps = presenter.document.steps
    model.setData(model.index(0, 1), 2.0)  # the text of a cell is written when the grid that goes loses the focus
    assert said == ["norm1 has no running_var now: undo what took it away"]
    assert presenter.document.steps == steps
    program.window.editor.undo()
    assert presenter.statistics()["running_var"].tolist() == [1, 1, 1]
