"""A project finds its picture again, and never forgets which one it was."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import numpy as np
from PIL import Image
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.formats.project import read_project, write_project
from tests.gui.program import settle


def saved_with_own_picture(program: Program, qtbot: QtBot, folder: Path) -> Path:
    """A project and its picture, side by side."""
    folder.mkdir()
    Image.fromarray(np.zeros((40, 60, 3), np.uint8)).save(folder / "mine.png")
    program.window.open_path(folder / "mine.png")
    settle(program, qtbot)
    program.window.projects.save(folder / "mine.cnnlab")
    settle(program, qtbot)
    return folder / "mine.cnnlab"


def test_project_and_picture_move_together(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    project = saved_with_own_picture(program, qtbot, tmp_path / "here")
    assert read_project(project).stack.input.source == "mine.png"
    shutil.move(tmp_path / "here", tmp_path / "there")
    program.window.open_path(tmp_path / "there" / "mine.cnnlab")
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 40, 60)
    assert program.presenter.stack.input.source == str(tmp_path / "there" / "mine.png")


def test_a_picture_that_is_missing_stays_the_one_that_the_project_names(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    project = saved_with_own_picture(program, qtbot, tmp_path / "here")
    (tmp_path / "here" / "mine.png").rename(tmp_path / "away.png")
    program.window.open_path(project)
    settle(program, qtbot)
    assert "a sample is shown instead" in program.window.status.findChild(object, "statusMessage").text()
    program.window.editor.set_params("conv1", {"stride": 2})
    program.window.projects.save(project)
    settle(program, qtbot)
    assert read_project(project).stack.input.source == "mine.png"
    (tmp_path / "away.png").rename(tmp_path / "here" / "mine.png")
    program.window.open_path(project)
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 40, 60)


def test_a_path_of_another_system_is_looked_for_beside_the_project(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    project = saved_with_own_picture(program, qtbot, tmp_path / "here")
    found = read_project(project)
    windows = dataclasses.replace(found.stack.input, source="C:\\Users\\me\\mine.png")
    write_project(project, dataclasses.replace(found.stack, input=windows), found.statistics, None)
    program.window.open_path(project)
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 40, 60)
