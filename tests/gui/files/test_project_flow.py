"""Opening and saving while the user goes on working: no edit is lost, and no file is taken for another's."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.project import read_project
from cnnlab.gui.files import project_flow
from cnnlab.gui.sheet import Sheet
from tests.gui.program import settle

PLACE = (0, 0, 1, 1)


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Projects are read and written only once this is set."""
    event, read, write = threading.Event(), project_flow.read_project, project_flow.write_project

    def wait_then(do: object) -> object:
        def work(*arguments: object) -> object:
            assert event.wait(20)
            return do(*arguments)  # type: ignore[operator]

        return work

    monkeypatch.setattr(project_flow, "read_project", wait_then(read))
    monkeypatch.setattr(project_flow, "write_project", wait_then(write))
    return event


def typed(program: Program, value: float) -> None:
    program.window.editor.set_weight("conv1", "weight", PLACE, value)


def value_of(program: Program) -> float:
    return program.presenter.plan.layer("conv1").weights["weight"].value(PLACE)


def answer(program: Program, button: str, qtbot: QtBot) -> None:
    question = program.window.findChild(Sheet, "unsavedChanges")
    assert question.isVisible()
    qtbot.mouseClick(question.findChild(QPushButton, button), Qt.MouseButton.LeftButton)


def test_a_number_typed_while_a_project_is_read_is_asked_about(
    program: Program, go_on: threading.Event, qtbot: QtBot
) -> None:
    before = value_of(program)
    program.window.open_example()
    typed(program, 7.0)
    go_on.set()
    settle(program, qtbot)
    assert value_of(program) == 7.0
    answer(program, "discardChanges", qtbot)
    settle(program, qtbot)
    assert value_of(program) == before


def test_a_number_typed_while_the_project_is_saved_before_another_is_asked_about(
    program: Program, go_on: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    program.presenter.path = tmp_path / "own.cnnlab"
    typed(program, 7.0)
    program.window.new_project()
    answer(program, "saveChanges", qtbot)
    typed(program, 8.0)
    go_on.set()
    settle(program, qtbot)
    assert value_of(program) == 8.0
    assert program.presenter.document.modified
    program.window.editor.undo()
    assert not program.presenter.document.modified, "undo leads back to what was saved"
    program.window.editor.redo()
    answer(program, "saveChanges", qtbot)
    settle(program, qtbot)
    assert len(program.presenter.stack) == 0
    assert read_project(tmp_path / "own.cnnlab").stack.layer("conv1").block.weights["weight"].value(PLACE) == 8.0


def test_a_new_project_does_not_take_the_name_of_the_one_that_is_being_saved(
    program: Program, go_on: threading.Event, qtbot: QtBot, tmp_path: Path
) -> None:
    program.window.projects.save(tmp_path / "own.cnnlab")
    program.window.new_project()
    go_on.set()
    settle(program, qtbot)
    assert (tmp_path / "own.cnnlab").is_file()
    assert program.presenter.path is None


def test_what_follows_a_save_follows_that_save_alone(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    done: list[bool] = []
    second = tmp_path / "second.cnnlab"
    program.window.projects.save(tmp_path / "first.cnnlab")
    program.window.projects.save(second, lambda: done.append(second.is_file()))
    settle(program, qtbot)
    assert done == [True]
