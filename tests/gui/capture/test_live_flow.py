"""Live sources: opened, followed, frozen, let go of."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.engine.view import Result
from cnnlab.formats.project import read_project
from cnnlab.text import Message
from tests.gui.capture.fake import Fakes, plain
from tests.gui.program import settle


@pytest.fixture
def fakes(program: Program) -> Fakes:
    """A kind of live source that the test drives, known to the program."""
    made = Fakes()
    program.window.live.add_kind(made.kind)
    return made


def shown_level(program: Program) -> int:
    """The level of the input's first pixel as it is on screen."""
    images = program.window.canvas._states["input"].images
    assert images is not None
    return int(images.picture.pixels[-1, 0, 0]) & 0xFF


def test_what_was_on_show_stays_until_the_first_picture_is_there(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    settle(program, qtbot)
    assert program.presenter.stack.input.source == "sample:cat.jpg"
    fakes.last.give(plain(200))
    settle(program, qtbot)
    assert program.presenter.stack.input.source == "video:a"
    assert program.presenter.plan.input_shape == (1, 3, 48, 64)
    assert program.window.live.live
    assert shown_level(program) == 200


def test_opening_is_one_step_and_undo_lets_go_of_the_source(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(10))
    fakes.last.give(plain(20))
    settle(program, qtbot)
    program.window.editor.undo()
    settle(program, qtbot)
    assert fakes.last.calls == ["start", "stop"]
    assert program.presenter.stack.input.source == "sample:cat.jpg"
    assert not program.presenter.live
    program.window.editor.redo()
    assert len(fakes.made) == 2, "it is opened anew"
    fakes.last.give(plain(30))
    settle(program, qtbot)
    assert shown_level(program) == 30


def test_pictures_that_are_overtaken_are_never_converted(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    for level in range(100):
        fakes.last.give(plain(level))
    settle(program, qtbot)
    assert shown_level(program) == 99
    assert fakes.last.asked < 10


def test_an_edit_on_a_paused_film_computes_the_same_frame_again(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(7))
    settle(program, qtbot)
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    layer = program.presenter.stack.layers[-1].id
    program.window.editor.enable(layer, False)
    settle(program, qtbot)
    assert fakes.last.asked == 1
    assert all("conv1" not in result.recomputed for result in results)


def test_freezing_keeps_the_picture_at_full_size_and_lets_go(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(90))
    settle(program, qtbot)
    QTest.keyClick(program.window, Qt.Key.Key_F4)
    settle(program, qtbot)
    assert program.window.live.frozen
    assert fakes.last.calls == ["start", "stop"]
    assert shown_level(program) == 90
    assert program.wiring.actions["freeze"].isChecked()
    QTest.keyClick(program.window, Qt.Key.Key_F4)
    fakes.last.give(plain(91))
    settle(program, qtbot)
    assert program.window.live.live
    assert shown_level(program) == 91


def test_a_frozen_picture_is_saved_with_the_project(
    program: Program, fakes: Fakes, qtbot: QtBot, tmp_path: Path
) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(90))
    settle(program, qtbot)
    program.window.live.freeze()
    settle(program, qtbot)
    program.window.projects.save(tmp_path / "frozen.cnnlab")
    settle(program, qtbot)
    project = read_project(tmp_path / "frozen.cnnlab")
    assert project.stack.input.source == "video:a"
    assert project.picture is not None
    assert (np.asarray(Image.open(io.BytesIO(project.picture))) == 90).all()
    count = len(fakes.made)
    program.window.open_path(tmp_path / "frozen.cnnlab")
    settle(program, qtbot)
    assert program.window.live.frozen
    assert shown_level(program) == 90
    assert len(fakes.made) == count, "a frozen picture starts nothing"


def test_a_project_starts_its_film_but_only_the_user_starts_a_camera(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    project = tmp_path / "film.json"
    project.write_text('{"format": "cnnlab", "version": 1, "layers": [], "input": {"source": "video:a"}}')
    for asks in (None, Message("it is off")):
        fakes = Fakes(asks)
        program.window.live.add_kind(fakes.kind)
        program.window.open_path(project)
        settle(program, qtbot)
        assert program.presenter.stack.input.source == "video:a", "the choice is kept"
        assert len(fakes.made) == (1 if asks is None else 0)
        program.window.live.close()


def test_the_working_size_can_be_changed_while_frames_come_in(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(50))
    settle(program, qtbot)
    program.window.stills.change_input({"size": (24, 24)})
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 24, 24)
    assert shown_level(program) == 50, "the frame on show is made anew"
    fakes.last.give(plain(60, (100, 30)))
    settle(program, qtbot)
    assert shown_level(program) == 60
    assert program.presenter.plan.input_shape == (1, 3, 24, 24)


def test_a_source_that_fails_leaves_its_last_picture(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(50))
    settle(program, qtbot)
    fakes.last.failed.emit(Message("pulled"))
    settle(program, qtbot)
    assert program.window.status.findChild(object, "statusMessage").text() == "pulled"
    assert program.window.live.frozen
    assert shown_level(program) == 50


def test_a_source_that_never_begins_changes_nothing(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    stack = program.presenter.stack
    program.window.live.open("video:a")
    fakes.last.failed.emit(Message("no picture in it"))
    settle(program, qtbot)
    assert program.presenter.stack is stack
    assert fakes.last.calls == ["start", "stop"]


def test_a_hidden_window_lets_go_and_takes_up_again(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(50))
    settle(program, qtbot)
    program.window.hide()
    assert fakes.last.calls == ["start", "stop"]
    program.window.show()
    assert fakes.last.calls == ["start", "stop", "start"]


def test_the_next_source_of_a_kind_begins_when_the_last_has_let_go(
    program: Program, fakes: Fakes, qtbot: QtBot
) -> None:
    program.window.live.open("video:a")
    fakes.last.give(plain(50))
    settle(program, qtbot)
    first = fakes.last
    program.window.live.open("video:b")
    assert first.calls == ["start", "stop"]
    fakes.last.give(plain(51))
    settle(program, qtbot)
    assert program.presenter.stack.input.source == "video:b"
