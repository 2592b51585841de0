"""The problem of a layer is said alike on all pages, with the fix that its row offers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.canvas.content import row_content
from cnnlab.gui.drawer.stopped import StoppedNote
from tests.gui.program import settle

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
    row = row_content(program.presenter.plan, "conv2")
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
    row = row_content(program.presenter.plan, "conv2")
    assert row.note in note.sentence.text()
    assert "compared on" in note.sentence.text()
    assert note.link.text() == row.fix
    assert note.property("role") == "problem"
    QTest.mouseClick(note.link, Qt.MouseButton.LeftButton)
    settle(program, qtbot)
    assert program.presenter.plan.layer("conv2").runs
    assert not note.isVisible()
