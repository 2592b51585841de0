"""Films in the whole program: opened, played by mouse and keys, kept in projects."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.engine.view import Result
from cnnlab.formats.project import read_project
from cnnlab.gui.capture.video import VideoSource
from cnnlab.gui.source_strip.scrub_bar import ScrubBar
from cnnlab.sources.film import Film
from cnnlab.text import Message
from tests.gui.capture.films import CLIP, written
from tests.gui.program import settle


def film_of(program: Program) -> VideoSource:
    film = program.window.live.current
    assert isinstance(film, VideoSource)
    return film


def control(program: Program, name: str) -> QWidget:
    found = program.window.findChild(QWidget, name)
    assert found is not None
    return found


def shown_number(program: Program) -> int:
    """The number of the frame whose pixels are on screen."""
    images = program.window.canvas._states["input"].images
    assert images is not None
    return round(((int(images.picture.pixels[-1, 0, 0]) & 0xFF) - 8) / 8)


@pytest.fixture
def paused(program: Program, qtbot: QtBot) -> Program:
    """The program with the clip on show, standing on its first frame."""
    program.wiring.video.begins = False
    program.window.open_path(CLIP)
    qtbot.waitUntil(lambda: program.window.live.live, timeout=8000)
    settle(program, qtbot)
    return program


def test_a_dropped_film_plays_and_its_controls_appear(program: Program, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(CLIP))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    program.window.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, left, none))
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    qtbot.waitUntil(lambda: len(results) > 8, timeout=8000)
    assert program.presenter.stack.input.source == Film(str(CLIP)).source
    assert program.window.source_bar._sources.current == "video"
    assert control(program, "videoControls").isVisible()
    QTest.mouseClick(control(program, "videoPlay"), Qt.MouseButton.LeftButton)
    assert not film_of(program).playing
    settle(program, qtbot)
    count = program.presenter.frames
    qtbot.wait(150)
    assert program.presenter.frames == count, "a paused film costs nothing"


def test_the_segment_asks_for_a_film_and_nothing_is_lost_if_it_is_none(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    stack = program.presenter.stack
    QTest.mouseClick(control(program, "sourceKinds_video"), Qt.MouseButton.LeftButton)
    dialog = program.window.findChild(QWidget, "fileDialog")
    assert dialog is not None
    assert "*.mp4" in dialog.nameFilters()[0]
    dialog.fileSelected.emit(str(written(tmp_path, "noise.mp4", b"no film" * 99)))
    dialog.close()
    said = control(program, "statusMessage")
    qtbot.waitUntil(lambda: "'noise.mp4' is no video" in said.text(), timeout=8000)
    assert program.presenter.stack is stack
    assert program.window.source_bar._sources.current == "image"


def test_a_film_that_cannot_be_opened_leaves_the_one_on_show_running(
    paused: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    film = film_of(paused)
    paused.window.open_path(written(tmp_path, "noise.mp4", b"no film" * 99))
    said = control(paused, "statusMessage")
    qtbot.waitUntil(lambda: "'noise.mp4' is no video" in said.text(), timeout=8000)
    assert paused.window.live.current is film
    film.step(1)
    qtbot.waitUntil(lambda: shown_number(paused) == 1, timeout=5000)


def test_one_frame_forth_and_back_by_keys_from_anywhere(paused: Program, qtbot: QtBot) -> None:
    window, alt = paused.window, Qt.KeyboardModifier.AltModifier
    window.canvas.setFocus()
    for _ in range(3):
        QTest.keyClick(window.canvas, Qt.Key.Key_Period, alt)
    qtbot.waitUntil(lambda: shown_number(paused) == 3, timeout=5000)
    QTest.keyClick(window.canvas, Qt.Key.Key_Comma, alt)
    qtbot.waitUntil(lambda: shown_number(paused) == 2, timeout=5000)
    assert QApplication.activePopupWidget() is None, "Alt with another key is none that opens the menu"
    QTest.keyClick(window.canvas, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert film_of(paused).playing
    slider = control(paused, "videoPosition")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Space)
    assert not film_of(paused).playing


def test_an_edit_on_a_paused_film_computes_its_frame_again(paused: Program, qtbot: QtBot) -> None:
    film_of(paused).seek(400)
    qtbot.waitUntil(lambda: shown_number(paused) == 10, timeout=5000)
    results: list[Result] = []
    paused.bridge.result.connect(results.append)
    paused.window.editor.enable(paused.presenter.stack.layers[0].id, False)
    settle(paused, qtbot)
    assert results
    assert shown_number(paused) == 10
    assert paused.presenter.plan.input_shape == (1, 3, 120, 160)


def test_speed_and_loop_are_edits_that_do_not_disturb_the_film(paused: Program, qtbot: QtBot) -> None:
    film = film_of(paused)
    QTest.mouseClick(control(paused, "videoSpeed_0.5"), Qt.MouseButton.LeftButton)
    paused.wiring.actions["loop"].trigger()
    settle(paused, qtbot)
    assert paused.presenter.stack.input.source == Film(str(CLIP), 0.5, False).source
    assert film_of(paused) is film
    assert film.film == Film(str(CLIP), 0.5, False)
    assert not paused.wiring.actions["loop"].isChecked()
    paused.window.editor.undo()
    paused.window.editor.undo()
    settle(paused, qtbot)
    assert film_of(paused) is film
    assert film.film == Film(str(CLIP))
    speeds = paused.wiring.video._speeds()
    assert [entry.text for entry in speeds if entry.checked] == ["1×"]
    speeds[0].do()
    assert film.film.speed == 0.1


def test_a_frozen_film_goes_on_where_it_was(paused: Program, qtbot: QtBot) -> None:
    film_of(paused).seek(480)
    qtbot.waitUntil(lambda: shown_number(paused) == 12, timeout=5000)
    QTest.keyClick(paused.window, Qt.Key.Key_F4)
    settle(paused, qtbot)
    assert paused.window.live.frozen
    assert not control(paused, "videoSpeed").isEnabled()
    bar = control(paused, "videoPosition")
    assert isinstance(bar, ScrubBar)
    assert (bar.value(), bar.maximum()) == (480, 1200), "it still says where in the film the picture is"
    assert control(paused, "videoPlace").text() == "00:00.4 / 00:01.2"
    QTest.mouseClick(control(paused, "videoPlay"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: paused.window.live.live, timeout=5000)
    settle(paused, qtbot)
    assert shown_number(paused) == 12


def test_a_project_and_its_film_can_go_to_another_folder(paused: Program, qtbot: QtBot, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    shutil.copy(CLIP, here / "clip.mp4")
    paused.window.open_path(here / "clip.mp4")
    qtbot.waitUntil(lambda: film_of(paused).film.path == str(here / "clip.mp4"), timeout=5000)
    QTest.mouseClick(control(paused, "videoSpeed_0.5"), Qt.MouseButton.LeftButton)
    paused.window.projects.save(here / "film.cnnlab")
    settle(paused, qtbot)
    assert read_project(here / "film.cnnlab").stack.input.source == "video:clip.mp4?speed=0.5"
    here.rename(there)
    paused.window.open_path(there / "film.cnnlab")
    qtbot.waitUntil(lambda: film_of(paused).film.path == str(there / "clip.mp4"), timeout=8000)
    assert film_of(paused).film.speed == 0.5
    assert not paused.presenter.document.modified


def test_a_project_whose_film_is_gone_says_so_and_keeps_its_name(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    project = tmp_path / "film.json"
    source = {"source": "video:gone.mp4?speed=2"}
    project.write_text(json.dumps({"format": "cnnlab", "version": 1, "layers": [], "input": source}))
    said: list[Message] = []
    program.window.live.message.connect(lambda message, _kind: said.append(message))
    program.window.open_path(project)
    qtbot.waitUntil(lambda: bool(said), timeout=8000)
    assert "there is no video 'gone.mp4'" in str(said[0])
    assert program.presenter.stack.input.source == "video:gone.mp4?speed=2"


def test_a_hidden_window_closes_the_file_and_takes_it_up_again(paused: Program, qtbot: QtBot) -> None:
    film = film_of(paused)
    film.seek(800)
    qtbot.waitUntil(lambda: shown_number(paused) == 20, timeout=5000)
    paused.window.hide()
    QApplication.processEvents()
    assert not film.running
    paused.window.show()
    qtbot.waitUntil(lambda: film.running and film.position == 800, timeout=5000)
    settle(paused, qtbot)
    assert shown_number(paused) == 20


def test_undo_to_a_film_that_is_gone_says_what_stands_in_and_shows_no_other_films_place(
    paused: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.mp4"
    shutil.copy(CLIP, gone)
    paused.window.open_path(gone)
    qtbot.waitUntil(lambda: film_of(paused).film.path == str(gone), timeout=8000)
    paused.window.open_path(CLIP)
    qtbot.waitUntil(lambda: film_of(paused).film.path == str(CLIP), timeout=8000)
    film_of(paused).seek(480)
    qtbot.waitUntil(lambda: shown_number(paused) == 12, timeout=5000)
    paused.window.stills.open_sample("cat.jpg")
    settle(paused, qtbot)
    gone.unlink()
    for _step in range(2):
        paused.window.editor.undo()
        settle(paused, qtbot)
    qtbot.waitUntil(lambda: "gone.mp4" in said(paused), timeout=8000)
    assert "put it there and play it, or open another one" in said(paused)
    assert "stands in for it" in said(paused)
    assert paused.presenter.stack.input.source == f"video:{gone}"
    assert control(paused, "videoPlace").text() == "00:00.0"


def said(program: Program) -> str:
    found = control(program, "statusMessage")
    assert isinstance(found, QLabel)
    return found.text()
