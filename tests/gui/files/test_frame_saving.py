"""The picture on show as a file: at its full size, live or still, of the moment it was asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.files.frame_saving import file_name_for
from tests.gui.capture.fake import Fakes, plain
from tests.gui.program import settle


def status(program: Program) -> str:
    """What the line at the bottom says."""
    return str(program.window.status.findChild(object, "statusMessage").text())


def asked(program: Program) -> QFileDialog:
    """The dialog that the command opens."""
    program.wiring.actions["save_frame"].trigger()
    dialog = program.window.findChild(QFileDialog, "fileDialog")
    assert isinstance(dialog, QFileDialog)
    return dialog


def answer(dialog: QFileDialog, path: Path) -> None:
    """Choose a place."""
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_a_still_picture_is_saved_as_it_is_and_not_as_the_network_sees_it(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    program.window.stills.change_input({"size": (20, 20), "channels": 1})
    settle(program, qtbot)
    dialog = asked(program)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["cat.png"]
    answer(dialog, tmp_path / "cat.png")
    settle(program, qtbot)
    still = program.presenter.still
    assert still is not None
    saved = np.asarray(Image.open(tmp_path / "cat.png"))
    assert np.abs(saved / 255 - still.pixels).max() < 0.002
    assert status(program) == f"saved cat.png: {saved.shape[1]} pixels wide, {saved.shape[0]} high"


def test_a_live_frame_is_the_one_of_the_moment_of_the_wish(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    fakes = Fakes()
    program.window.live.add_kind(fakes.kind)
    program.window.live.open("video:a")
    fakes.last.give(plain(70, (600, 800)))
    settle(program, qtbot)
    dialog = asked(program)
    fakes.last.give(plain(90, (600, 800)))
    settle(program, qtbot)
    answer(dialog, tmp_path / "frame.png")
    settle(program, qtbot)
    saved = np.asarray(Image.open(tmp_path / "frame.png"))
    assert saved.shape == (600, 800, 3)
    assert (saved == 70).all()


def test_a_place_that_cannot_be_written_is_one_sentence(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    answer(asked(program), tmp_path / "no" / "such" / "folder.png")
    settle(program, qtbot)
    assert "folder" in status(program)
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize(
    ("name", "file"),
    [("cat.jpg", "cat.png"), ("HD Webcam: front/left", "left.png"), ("a?b", "a-b.png"), ("", "picture.png")],
)
def test_a_file_gets_a_name_that_every_system_takes(name: str, file: str) -> None:
    assert file_name_for(name) == file
