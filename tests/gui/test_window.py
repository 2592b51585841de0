"""The program as a person meets it."""

from __future__ import annotations

import functools
import gc
import operator
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.engine.view import Result
from cnnlab.formats.project import read_project
from tests.gui.program import TEN, settle, show_stack, stack_of
from tests.heartbeat import Gaps, PlainWork, gaps_while


def grid(program: Program) -> QAbstractItemModel:
    view = program.window.findChild(QTableView, "kernelGrid")
    assert view is not None
    return view.model()


def layer_list(program: Program) -> QAbstractItemView:
    view = program.window.findChild(QAbstractItemView, "layerList")
    assert view is not None
    return view


def canvas_image(program: Program) -> QImage:
    return program.window.canvas.viewport().grab().toImage()


def select_row(program: Program, row: int) -> None:
    view = layer_list(program)
    view.setCurrentIndex(view.model().index(row, 0))


NAMES = (
    "blockPalette", "layerList", "parameterForm", "kernelGrid", "sliceMatrix", "presetMenu", "biasField",
    "layerCanvas", "sourceBar", "deviceLabel", "shapeLabel", "statusMessage",
)  # fmt: skip


def test_every_automation_name_is_there_once_with_an_accessible_name(program: Program) -> None:
    for name in NAMES:
        found = program.window.findChildren(QWidget, name)
        assert len(found) == 1, name
        assert found[0].accessibleName() or isinstance(found[0], QLabel), name


def test_it_opens_with_an_example_on_a_photograph(program: Program) -> None:
    assert [layer.id for layer in program.presenter.stack][:3] == ["conv1", "relu1", "pool1"]
    assert layer_list(program).model().rowCount() == 6
    assert program.presenter.still is not None
    assert program.presenter.still.name == "cat.jpg"
    image = canvas_image(program)
    colours = {image.pixel(x, y) for x in range(0, 800, 7) for y in range(0, 700, 7)}
    assert len(colours) > 500
    assert "[1, 3, 240, 320]" in program.window.findChild(QLabel, "shapeLabel").text()
    assert "CPU" in program.window.findChild(QWidget, "deviceLabel").text()


def test_a_number_typed_into_the_grid_repaints_every_layer_below(program: Program, qtbot: QtBot) -> None:
    select_row(program, 0)
    before = canvas_image(program)
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    assert grid(program).setData(grid(program).index(1, 1), 5.0, Qt.ItemDataRole.EditRole)
    settle(program, qtbot)
    assert canvas_image(program) != before
    assert results[0].recomputed == ("conv1", "relu1", "pool1", "conv2", "norm1", "up1")
    assert program.presenter.plan.layer("conv1").weights["weight"].value((0, 0, 1, 1)) == 5.0
    assert grid(program).index(1, 1).data(Qt.ItemDataRole.EditRole) == 5.0


def test_text_from_a_keyboard_is_taken_as_a_number(program: Program, qtbot: QtBot) -> None:
    select_row(program, 0)
    view = program.window.findChild(QTableView, "kernelGrid")
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClicks(view, "2")
    editor = view.focusWidget() if view.focusWidget() is not view else view.viewport().focusWidget()
    target = editor or view
    QTest.keyClicks(target, ".5")
    QTest.keyClick(target, Qt.Key.Key_Return)
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv1").weights["weight"].value((0, 0, 0, 0)) == 2.5


def test_undo_brings_the_very_same_picture_back(program: Program, qtbot: QtBot) -> None:
    select_row(program, 0)
    settle(program, qtbot)
    before = canvas_image(program)
    grid(program).setData(grid(program).index(0, 0), 9.0, Qt.ItemDataRole.EditRole)
    settle(program, qtbot)
    QTest.keyClick(program.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(program, qtbot)
    assert canvas_image(program) == before


def test_an_edit_in_the_last_layer_recomputes_that_layer_alone(program: Program, qtbot: QtBot) -> None:
    stack = stack_of(*TEN[:-1], ("conv2d", {"out_channels": 8, "padding": 1}), size=(480, 640))
    show_stack(program, stack, qtbot)
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    select_row(program, len(stack) - 1)
    settle(program, qtbot)
    results.clear()
    grid(program).setData(grid(program).index(1, 1), 3.0, Qt.ItemDataRole.EditRole)
    settle(program, qtbot)
    assert [result.recomputed for result in results if result.recomputed] == [(stack.layers[-1].id,)]


@pytest.mark.alone
@pytest.mark.usefixtures("_heap_taken_back")
def test_the_gui_thread_stays_free_while_a_kernel_is_dragged(program: Program, qtbot: QtBot) -> None:
    """Ten layers at 640×480, two seconds: 99.5 % of a 2 ms heartbeat's gaps under 16 ms, none over 50.

    Where two seconds are not enough to say so, six more are compared with as much plain work in turns, since the
    machine is shared: what it does to that is not the program's.
    """
    show_stack(program, stack_of(*TEN, size=(480, 640)), qtbot)
    select_row(program, 0)
    settle(program, qtbot)
    plain = PlainWork()
    gc.collect()
    gc.freeze()  # as the program does after start-up; here the heap is that of all tests before
    try:
        gaps = dragged(program, qtbot)
        if gaps.late <= 0.005 and gaps.longest <= 50:
            return
        pairs = []
        for _turn in range(3):
            gaps = dragged(program, qtbot)
            pairs.append((gaps, plain.gaps(qtbot, gaps.busy)))
    finally:
        gc.unfreeze()
    ours, machine = (functools.reduce(operator.add, all_of) for all_of in zip(*pairs, strict=True))
    told = f"late {ours.late:.4f}, longest {ours.longest:.1f}; plain {machine.late:.4f}, {machine.longest:.1f}"
    assert ours.late <= 0.005 + machine.late, told
    assert ours.longest <= 50 + machine.held, told


def dragged(program: Program, qtbot: QtBot) -> Gaps:
    """The gaps of a heartbeat while a kernel is dragged and the canvas keeps painting."""
    painted: list[float] = []
    connection = program.window.canvas.painted.connect(lambda: painted.append(time.perf_counter()))
    model, start = grid(program), time.perf_counter()

    def drag() -> None:
        model.setData(model.index(1, 1), np.sin(3 * (time.perf_counter() - start)), Qt.ItemDataRole.EditRole)

    gaps = gaps_while(qtbot, drag)
    settle(program, qtbot)
    program.window.canvas.painted.disconnect(connection)
    assert len(painted) > 10, "it kept painting"
    return gaps


def test_a_picture_that_cannot_be_read_is_a_sentence_and_changes_nothing(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"not a picture")
    stack, image = program.presenter.stack, canvas_image(program)
    program.window.open_path(bad)
    settle(program, qtbot)
    message = program.window.findChild(QLabel, "statusMessage").text()
    assert "bad.png" in message
    assert program.presenter.stack is stack
    assert canvas_image(program) == image


def test_an_own_picture_is_shown_at_its_proportions_and_undo_goes_back(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    tall = tmp_path / "tall.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (400, 200, 3), np.uint8)).save(tall)
    program.window.open_path(tall)
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 320, 160)
    program.window.editor.undo()
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 240, 320)
    assert program.presenter.still is not None
    assert program.presenter.still.name == "cat.jpg"


def test_a_saved_project_opens_as_it_was(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "own.cnnlab"
    grid(program).setData(grid(program).index(0, 0), 9.0, Qt.ItemDataRole.EditRole)
    program.window.editor.rename("conv1", "edges")
    assert program.window.isWindowModified()
    program.window.projects.save(file)
    qtbot.waitUntil(lambda: not program.window.isWindowModified(), timeout=5000)
    stack = read_project(file).stack
    assert stack.layer("conv1").name == "edges"
    assert stack.layer("conv1").block.weights["weight"].value((0, 0, 0, 0)) == 9.0
    program.window.open_example()
    settle(program, qtbot)
    assert program.presenter.stack.layer("conv1").name == ""
    program.window.open_path(file)
    settle(program, qtbot)
    assert program.presenter.stack.layer("conv1").name == "edges"
    assert "own" in program.window.windowTitle()


def test_a_damaged_project_is_a_sentence_and_the_open_one_stays(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "bad.cnnlab"
    bad.write_text('{"format": "cnnlab", "version": 99, "layers": []}', encoding="utf-8")
    stack = program.presenter.stack
    program.window.open_path(bad)
    settle(program, qtbot)
    assert "99" in program.window.findChild(QLabel, "statusMessage").text()
    assert program.presenter.stack is stack


def test_train_mode_moves_running_statistics_once_for_a_still_picture(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("conv2d", {"out_channels": 4}), ("batch_norm2d", {}), size=(60, 80)), qtbot)
    program.window.editor.set_mode("train")
    settle(program, qtbot)
    moved = program.presenter.document.statistics["norm1"]["running_mean"].copy()
    assert np.abs(moved).max() > 0
    for _ in range(3):
        program.presenter.set_view()
        settle(program, qtbot)
    program.window.editor.set_params("norm1", {"eps": 1e-3})
    settle(program, qtbot)
    np.testing.assert_array_equal(program.presenter.document.statistics["norm1"]["running_mean"], moved)


def test_a_layer_that_would_not_fit_into_memory_says_how_much_it_needs(program: Program, qtbot: QtBot) -> None:
    program.window.editor.set_params("conv1", {"out_channels": 65536, "kernel_size": 201, "padding": 100})
    settle(program, qtbot)
    problem = program.presenter.plan.layer("conv1").problem
    assert problem is not None
    assert "needs" in str(problem)
    assert "TiB" in str(problem) or "GiB" in str(problem)
    program.window.editor.undo()
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv1").runs


def test_weights_too_large_for_the_moment_are_made_by_the_worker_and_shown_then(program: Program, qtbot: QtBot) -> None:
    program.window.editor.set_params("conv2", {"out_channels": 512, "kernel_size": 31, "padding": 15})
    program.presenter.select("conv2")
    assert not program.presenter.plan.layer("conv2").weights_at_hand
    assert not program.window.findChild(QTableView, "kernelGrid").isVisible()
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv2").weights_at_hand
    assert program.window.findChild(QTableView, "kernelGrid").isVisible()


def test_both_themes_can_be_chosen_while_it_runs(program: Program, qtbot: QtBot) -> None:
    dark = canvas_image(program)
    program.window.choose_theme("light")
    settle(program, qtbot)
    light = canvas_image(program)
    assert dark != light
    assert light.pixelColor(2, 2).lightness() > 200


def test_the_menu_ticks_the_look_that_was_chosen(program: Program) -> None:
    program.wiring.actions["theme_light"].trigger()
    ticked = [look for look in ("dark", "light", "system") if program.wiring.actions[f"theme_{look}"].isChecked()]
    assert ticked == ["light"]
    assert program.window.theme.name == "light"


def test_another_look_is_taken_once_and_the_same_not_again(program: Program) -> None:
    taken: list[str] = []
    program.window.theme_changed.connect(lambda theme: taken.append(theme.name))
    for look in ("light", "light", "dark"):
        program.wiring.actions[f"theme_{look}"].trigger()
    assert taken == ["light", "dark"]


def test_activations_can_be_grey_with_zero_between_black_and_white(program: Program, qtbot: QtBot) -> None:
    before = canvas_image(program)
    program.window.source_bar.colours_chosen.emit("grey")
    settle(program, qtbot)
    assert canvas_image(program) != before
    colours = program.presenter.view.colours
    assert colours is not None
    assert [hex(int(colours.activation[i])) for i in (2, 128, 254)] == ["0xff000000", "0xff808080", "0xfffefefe"]


def test_nothing_is_left_running_after_close(program: Program) -> None:
    ours = [thread for thread in threading.enumerate() if thread.name.startswith("cnnlab")]
    assert len(ours) >= 1
    program.window.close()
    assert not any(thread.is_alive() for thread in ours)
