"""The problem of a layer is said alike on all pages, with the fix that its row offers."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.blocks.kinds.relu import ReLU
from cnnlab.engine.memory import NoRoom
from cnnlab.engine.view import Job, Result
from cnnlab.gui.canvas.content import row_content
from cnnlab.gui.drawer.stopped import StoppedNote
from tests.gui.program import rest, settle

NOTES = {"pixel": "pixelNote", "shapes": "shapesNote", "distribution": "distributionNote"}


@pytest.mark.parametrize(("page_id", "name"), NOTES.items())
def test_a_problem_is_said_with_the_fix_of_its_row(page_id: str, name: str, program: Program, qtbot: QtBot) -> None:
    program.window.editor.set_params("conv2", {"groups": 3})
    program.presenter.select("conv2", 0)
    program.wiring.explain.open(page_id)
    settle(program, qtbot)
    note = program.window.findChild(StoppedNote, f"{name}Frame")
    assert note is not None
    assert note.isVisible()
    row = row_content(program.presenter.plan, "conv2", {})
    assert (note.sentence.text(), note.link.text()) == (row.note, row.fix)
    assert (note.property("role"), note.sentence.property("role")) == ("problem", "warning")
    program.presenter.select("norm1", 0)
    settle(program, qtbot)
    assert note.sentence.text().startswith("Waits for conv2")
    assert not note.property("role")
    QTest.mouseClick(note.link, Qt.MouseButton.LeftButton)
    assert program.presenter.selected == "conv2"
    QTest.mouseClick(note.link, Qt.MouseButton.LeftButton)
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv2").runs
    assert not note.isVisible()


@pytest.mark.parametrize("page_id", ["pixel", "distribution", "norms"])
def test_a_failure_of_the_pass_is_said_with_a_link_that_switches_the_layer_off(
    page_id: str, program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("no room left")

    program.presenter.select("relu1", 0)
    program.wiring.explain.open(page_id)
    rest(program, qtbot)
    monkeypatch.setattr(ReLU, "forward", fail)
    program.window.editor.set_weight("conv1", "weight", (0, 0, 0, 0), 0.5)
    rest(program, qtbot)
    note = program.window.findChild(StoppedNote, f"{page_id}NoteFrame")
    assert note is not None
    assert note.isVisible()
    assert "no room left" in note.sentence.text()
    assert (note.property("role"), note.link.text()) == ("problem", "Switch it off")
    program.presenter.select("pool1", 0)
    rest(program, qtbot)
    assert note.sentence.text().startswith("Waits for relu1")
    QTest.mouseClick(note.link, Qt.MouseButton.LeftButton)
    rest(program, qtbot)
    assert program.presenter.selected == "relu1"
    QTest.mouseClick(note.link, Qt.MouseButton.LeftButton)
    rest(program, qtbot)
    assert not program.presenter.stack.layer("relu1").enabled
    assert not note.isVisible()


def test_where_norms_are_compared_on_another_output_the_sentence_has_the_fix_too(
    program: Program, qtbot: QtBot
) -> None:
    program.window.editor.set_params("conv2", {"groups": 3})
    program.presenter.select("conv2", 0)
    program.wiring.explain.open("norms")
    settle(program, qtbot)
    note = program.window.findChild(StoppedNote, "normsNoteFrame")
    assert note is not None
    assert note.isVisible()
    row = row_content(program.presenter.plan, "conv2", {})
    assert row.note in note.sentence.text()
    assert "compared on" in note.sentence.text()
    assert note.link.text() == row.fix
    assert note.property("role") == "problem"
    QTest.mouseClick(note.link, Qt.MouseButton.LeftButton)
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv2").runs
    assert not note.isVisible()


def job_of(program: Program) -> Job:
    """What was computed last, as it is asked of an accelerator."""
    result = program.wiring.explain._result
    assert result is not None
    return dataclasses.replace(result.job, device="toy:0")


def test_where_the_device_is_full_the_drawer_says_so_and_lowers_the_working_size(
    program: Program, qtbot: QtBot
) -> None:
    program.wiring.explain.open("pixel")
    drawer = program.wiring.explain.drawer
    assert drawer is not None
    assert not drawer.lack.isVisible()
    program.wiring.explain._on_presenter_result_changed(
        Result(job_of(program), device="cpu", notice=NoRoom("{device} ran out of memory", device="TOY"))
    )
    assert drawer.lack.isVisible()
    assert drawer.lack.sentence.text() == "TOY ran out of memory"
    assert drawer.lack.link.text() == "Set the working size to 120×160"
    program.wiring.explain.open("code")
    assert drawer.lack.isVisible(), "on all pages"
    QTest.mouseClick(drawer.lack.link, Qt.MouseButton.LeftButton)
    settle(program, qtbot)
    assert program.presenter.stack.input.size == (120, 160)
    assert not drawer.lack.isVisible()
    program.window.editor.undo()
    settle(program, qtbot)


def test_a_layer_that_has_no_room_in_memory_offers_a_smaller_working_size(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    program.presenter.select("relu1", 0)
    program.wiring.explain.open("pixel")
    rest(program, qtbot)
    monkeypatch.setattr(ReLU, "forward", fail)
    program.window.editor.set_weight("conv1", "weight", (0, 0, 0, 0), 0.5)
    rest(program, qtbot)
    note = program.window.findChild(StoppedNote, "pixelNoteFrame")
    assert note is not None
    assert note.sentence.text().startswith("ran out of memory")
    assert note.link.text() == "Set the working size to 120×160"
    QTest.mouseClick(note.link, Qt.MouseButton.LeftButton)
    rest(program, qtbot)
    assert program.presenter.stack.input.size == (120, 160)
