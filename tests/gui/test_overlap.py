"""What happens when the user does not wait: wishes that overlap, and closing with unsaved changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document import edits
from cnnlab.document.stack import Mode, Stack
from cnnlab.gui.sheet import Sheet
from tests.gui.program import settle, show_stack, stack_of


def picture(folder: Path, name: str, size: tuple[int, int], seed: int) -> Path:
    pixels = np.random.default_rng(seed).integers(0, 255, (*size, 3), np.uint8)
    Image.fromarray(pixels).save(folder / name)
    return folder / name


def frame_is_the_documents(program: Program) -> bool:
    stack = program.presenter.stack
    shown = program.bridge.gate._frame
    return shown is not None and shown.spec == stack.input and shown.shape == program.presenter.plan.input_shape


def test_undo_before_the_frame_has_come_stays_undone(program: Program, qtbot: QtBot) -> None:
    start = program.presenter.stack
    program.window.stills.change_input({"channels": 1})
    program.window.editor.undo()
    settle(program, qtbot)
    assert program.presenter.stack is start
    assert program.presenter.document.redo_label is not None
    assert frame_is_the_documents(program)


def test_quick_undo_and_redo_across_pictures_end_on_the_right_one(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    program.window.open_path(picture(tmp_path, "one.png", (60, 80), 1))
    settle(program, qtbot)
    program.window.editor.undo()
    program.window.editor.redo()
    program.window.editor.undo()
    settle(program, qtbot)
    assert program.presenter.still is not None
    assert program.presenter.still.name == "cat.jpg"
    assert frame_is_the_documents(program)
    program.window.editor.redo()
    settle(program, qtbot)
    assert program.presenter.still.name == "one.png"


def test_an_edit_while_a_picture_is_read_does_not_drop_the_picture(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    program.window.open_path(picture(tmp_path, "one.png", (60, 80), 1))
    program.window.stills.change_input({"range": (-1.0, 1.0)})
    settle(program, qtbot)
    assert program.presenter.still is not None
    assert program.presenter.still.name == "one.png"
    assert frame_is_the_documents(program)


def test_undo_finds_pasted_pictures_again_and_equal_names_do_not_collide(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [picture(tmp_path, f"{i}.png", (40, 50), i) for i in range(3)]
    for file in files:
        program.window.stills.open_bytes(file.read_bytes)
        settle(program, qtbot)
    sources = [program.presenter.stack.input.source]
    for _ in files[1:]:
        program.window.editor.undo()
        settle(program, qtbot)
        sources.append(program.presenter.stack.input.source)
        assert program.presenter.still is not None
        assert program.presenter.still.source == sources[-1]
    assert len(set(sources)) == 3


def test_a_picture_that_is_gone_is_stood_in_for_and_not_forged(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    file = picture(tmp_path, "gone.png", (60, 80), 1)
    program.window.open_path(file)
    settle(program, qtbot)
    program.window.editor.undo()
    settle(program, qtbot)
    program.window.stills.stills._decoded.clear()
    file.unlink()
    program.window.editor.redo()
    settle(program, qtbot)
    assert "stands in" in program.window.findChild(QLabel, "statusMessage").text()
    assert program.presenter.still is not None
    assert program.presenter.still.name == "cat.jpg"
    assert frame_is_the_documents(program)


def answer(program: Program, name: str) -> None:
    question = program.window.findChild(Sheet, "unsavedChanges")
    assert question.isVisible()
    QTest.mouseClick(question.findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    assert not question.isVisible()


def edited(program: Program) -> Stack:
    program.window.editor.set_params("conv1", {"stride": 2})
    return program.presenter.stack


def test_closing_with_unsaved_changes_asks_and_cancel_keeps_everything(program: Program) -> None:
    stack = edited(program)
    program.window.close()
    answer(program, "cancelChanges")
    assert program.window.isVisible()
    assert program.presenter.stack is stack


def test_opening_another_project_over_unsaved_changes_asks_first(program: Program, qtbot: QtBot) -> None:
    stack = edited(program)
    program.window.open_example()
    settle(program, qtbot)
    assert program.presenter.stack is stack
    answer(program, "discardChanges")
    settle(program, qtbot)
    assert program.presenter.stack is not stack
    assert not program.presenter.document.modified


def test_a_save_that_fails_neither_closes_nor_stays_armed(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    edited(program)
    program.presenter.path = tmp_path / "no" / "such" / "folder.cnnlab"
    program.window.close()
    answer(program, "saveChanges")
    settle(program, qtbot)
    assert program.window.isVisible()
    assert "no folder" in program.window.findChild(QLabel, "statusMessage").text()
    program.presenter.path = tmp_path / "good.cnnlab"
    program.window.save()
    settle(program, qtbot)
    assert (tmp_path / "good.cnnlab").exists()
    assert program.window.isVisible()


def test_a_channel_that_is_gone_is_no_longer_selected(program: Program, qtbot: QtBot) -> None:
    program.window.canvas.expand("conv2", True)
    program.presenter.select("conv2", 15)
    program.window.editor.set_params("conv2", {"out_channels": 4})
    settle(program, qtbot)
    assert program.presenter._selected == ("conv2", 3, 0)
    program.window.editor.set_params("conv2", {"groups": 3})
    program.presenter.select("conv1")
    program.presenter.select("conv2")
    settle(program, qtbot)
    assert program.presenter.selected == "conv2"


def test_undo_works_while_a_parameter_field_has_the_focus(program: Program) -> None:
    start = program.presenter.stack
    field = program.window.findChild(QAbstractSpinBox, "param_padding")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert program.presenter.stack.layer("conv1").block.padding == (2, 2)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert program.presenter.stack is start


def test_a_tiny_picture_in_between_does_not_make_the_next_one_tiny(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    program.window.open_path(picture(tmp_path, "tiny.png", (1, 1), 1))
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 1, 1)
    program.window.stills.open_sample("cat.jpg")
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 240, 320)


def test_statistics_that_a_switch_to_train_mode_moved_count_as_unsaved(program: Program, qtbot: QtBot) -> None:
    stack = stack_of(("batch_norm2d", {}), size=(60, 80))
    show_stack(program, stack, qtbot)
    program.presenter.document.mark_saved()
    program.window.editor.set_mode("train")
    settle(program, qtbot)
    program.window.editor.undo()
    assert program.presenter.stack is stack
    assert program.presenter.document.modified
    assert program.window.isWindowModified()


def test_a_project_in_train_mode_is_not_edited_by_looking_at_it(program: Program, qtbot: QtBot) -> None:
    stack = edits.set_mode(stack_of(("batch_norm2d", {}), size=(60, 80)), Mode.TRAIN)
    show_stack(program, stack, qtbot)
    assert program.presenter.document.statistics
    assert not program.presenter.document.modified
    assert not program.window.isWindowModified()


def test_a_merge_begins_with_the_nearest_layer_that_fits(program: Program) -> None:
    program.window.editor.add("add", 2)
    assert program.presenter.stack.layer("add1").block.layers == ("conv1",)
    assert program.presenter.plan.layer("add1").runs


def test_a_skip_may_be_named_as_its_card_is(program: Program) -> None:
    program.window.editor.add("add", 2)
    program.window.editor.rename("conv1", "edges")
    program.window.editor.set_params("add1", {"layers": ["edges"]})
    assert program.presenter.stack.layer("add1").block.layers == ("conv1",)


def test_an_edit_selects_nothing_where_nothing_was_selected(program: Program) -> None:
    program.presenter.select("")
    program.window.editor.set_params("conv1", {"stride": 2})
    assert program.presenter.selected == ""


def test_the_element_of_the_input_under_the_pointer_stays_asked_for_during_edits(program: Program) -> None:
    program.presenter.set_probe(("input", 0, 1, 5, 5))
    program.window.editor.set_params("conv1", {"stride": 2})
    assert program.presenter.view.probe == ("input", 0, 1, 5, 5)


def test_totals_follow_a_layer_that_is_switched_off(program: Program) -> None:
    total = program.window.findChild(QLabel, "totalParameters")
    assert total.text() == "1,392"
    program.window.editor.enable("conv1", False)
    program.window.editor.enable("pool1", False)
    assert total.text() != "1,392"


def test_a_project_that_cannot_be_opened_at_start_leaves_the_example(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    from cnnlab import app

    app.open_first(program, tmp_path / "missing.cnnlab", None)
    settle(program, qtbot)
    assert len(program.presenter.stack) == 6
    assert "missing.cnnlab" in program.window.findChild(QLabel, "statusMessage").text()
