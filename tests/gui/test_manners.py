"""What users of desktop programs expect of a window: settings, recent files, questions in place, errors in place."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from cnnlab import app
from cnnlab.app import Program
from cnnlab.app.desktop import last_project
from cnnlab.engine.view import Device, ScaleMode
from cnnlab.gui.settings.places import Places
from cnnlab.gui.settings.settings import Settings
from cnnlab.gui.settings.table import (
    ASK,
    COLOURS,
    COLUMNS,
    DEVICE,
    EXACT,
    FOLDERS,
    GEOMETRY,
    MEMORY,
    REOPEN,
    SCALE,
    THEME,
)
from cnnlab.gui.sheet import Sheet
from tests.gui.program import settle, started


@pytest.fixture
def lasting(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """The program with a place for its settings."""
    running = started(qtbot, places=Places.under(tmp_path / "own"))
    qtbot.addWidget(running.window)
    yield running
    running.presenter.document.mark_saved()
    running.close()


def message(program: Program) -> str:
    return program.window.findChild(QLabel, "statusMessage").text()


def stored(tmp_path: Path) -> Settings:
    return Settings(Places.under(tmp_path / "own").settings)


# -- settings --


def test_what_is_chosen_in_bar_or_menu_lasts(lasting: Program, tmp_path: Path) -> None:
    lasting.wiring.actions["theme_light"].trigger()
    lasting.window.source_bar.colours_chosen.emit("grey")
    assert (stored(tmp_path).get(THEME), stored(tmp_path).get(COLOURS)) == ("light", "grey")


def test_settings_hold_at_once_and_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    settings = stored(tmp_path)
    for setting, value in ((COLOURS, "grey"), (SCALE, "stack"), (MEMORY, 25), (EXACT, False)):
        settings.set(setting, value)  # type: ignore[misc]
    program = app.build("dark", start=False, places=Places.under(tmp_path / "own"))
    qtbot.addWidget(program.window)
    presenter, colours = program.presenter, program.presenter.view.colours
    assert colours is not None
    assert hex(int(colours.activation[128])) == "0xff808080"
    assert presenter.view.scale is ScaleMode.STACK
    request = program.bridge.gate._request
    assert request is not None
    assert request.exact is False
    program.window.settings.set(EXACT, True)
    assert program.bridge.gate._request.exact is True  # type: ignore[union-attr]
    program.window.settings.set(SCALE, "layer")
    assert presenter.view.scale is ScaleMode.LAYER
    program.close()


def test_less_memory_stops_a_layer_and_more_lets_it_run(program: Program, qtbot: QtBot) -> None:
    free = program.presenter._planner._free["cpu"]
    needed = sum(p.memory + 8 * p.parameters for p in program.presenter.plan.layers)
    program.presenter._planner._free["cpu"] = needed * 5  # half of it suffices, a tenth does not
    program.window.settings.set(MEMORY, 50)
    assert all(layer.runs for layer in program.presenter.plan.layers)
    program.window.settings.set(MEMORY, 10)
    assert any("needs" in str(layer.problem) for layer in program.presenter.plan.layers if layer.problem)
    program.presenter._planner._free["cpu"] = free
    program.window.settings.set(MEMORY, 60)
    settle(program, qtbot)
    assert all(layer.runs for layer in program.presenter.plan.layers)


def test_the_preferred_device_is_taken_where_it_is_there(program: Program) -> None:
    presenter = program.presenter
    presenter._on_bridge_ready((Device("toy:0", "Toy", free=2**33), Device("cpu", "CPU", free=2**33)))
    assert presenter.device == "toy:0"
    program.window.settings.set(DEVICE, "cpu")
    assert presenter.device == "cpu"
    program.window.settings.set(DEVICE, "gone:1")
    assert presenter.device == "toy:0"
    presenter._on_bridge_ready((Device("cpu", "CPU", free=2**33),))


def test_the_page_opens_by_its_shortcut_and_follows_the_theme(program: Program) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    page = program.window.findChild(Sheet, "preferences")
    assert page.isVisible()
    program.window.settings.set(THEME, "light")
    assert program.window.theme.name == "light"
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.isVisible()


# -- files --


def own_picture(folder: Path) -> Path:
    Image.new("RGB", (40, 30), (200, 30, 30)).save(folder / "own.png")
    return folder / "own.png"


def test_what_was_opened_or_saved_is_offered_again(lasting: Program, qtbot: QtBot, tmp_path: Path) -> None:
    project = tmp_path / "edges.cnnlab"
    lasting.window.projects.save(project)
    settle(lasting, qtbot)
    lasting.window.open_path(own_picture(tmp_path))
    settle(lasting, qtbot)
    lasting.window.stills.open_sample("coffee.jpg")
    settle(lasting, qtbot)
    assert [file.name for file in lasting.wiring.files.recent.files] == ["own.png", "edges.cnnlab"]
    lasting.presenter.document.mark_saved()
    action = lasting.wiring.files.menu.findChild(QAction, "recent_2")
    action.trigger()
    settle(lasting, qtbot)
    assert lasting.presenter.path == project


def test_a_file_that_is_gone_is_said_and_taken_off_the_list(lasting: Program, tmp_path: Path) -> None:
    lasting.wiring.files.recent.add(tmp_path / "gone.cnnlab")
    stack = lasting.presenter.stack
    lasting.wiring.files.menu.findChild(QAction, "recent_1").trigger()
    assert "'gone.cnnlab' is no longer in" in message(lasting)
    assert lasting.wiring.files.recent.files == ()
    assert lasting.presenter.stack is stack


def test_the_last_project_opens_at_the_start_only_if_that_is_wanted(
    lasting: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    project = tmp_path / "edges.cnnlab"
    lasting.window.projects.save(project)
    settle(lasting, qtbot)
    assert last_project(lasting) is None
    lasting.window.settings.set(REOPEN, True)
    assert last_project(lasting) == project
    project.unlink()
    assert last_project(lasting) is None


def test_a_project_dropped_on_the_window_opens_and_asks_first(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    project = tmp_path / "edges.cnnlab"
    program.window.editor.rename("conv1", "edges")
    program.window.projects.save(project)
    settle(program, qtbot)
    program.window.open_example()
    settle(program, qtbot)
    program.window.editor.set_params("conv1", {"stride": 2})
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(project))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    program.window.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
    question = program.window.findChild(Sheet, "unsavedChanges")
    assert question.isVisible()
    QTest.keyClick(program.window.focusWidget(), Qt.Key.Key_Escape)
    assert program.presenter.stack.layer("conv1").block.stride == (2, 2)
    program.presenter.document.mark_saved()
    program.window.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
    settle(program, qtbot)
    assert program.presenter.stack.layer("conv1").name == "edges"


@pytest.mark.parametrize(
    ("command", "first"),
    [("open", "All that can be opened"), ("open_project", "Projects"), ("open_image", "Pictures")],
)
def test_each_dialog_begins_where_its_last_file_lay(
    lasting: Program, qtbot: QtBot, tmp_path: Path, command: str, first: str
) -> None:
    picture = own_picture(tmp_path)
    for place in ("", str(tmp_path)):
        lasting.wiring.actions[command].trigger()
        dialog = lasting.window.findChild(QFileDialog, "fileDialog")
        assert dialog.nameFilters()[0].startswith(first)
        if place:
            assert dialog.directory().absolutePath() == place
        dialog.fileSelected.emit(str(picture))
        dialog.close()
        settle(lasting, qtbot)
    assert str(tmp_path) in stored(tmp_path).get(FOLDERS)


# -- closing and saving --


def test_the_question_is_answered_by_keyboard(lasting: Program, qtbot: QtBot, tmp_path: Path) -> None:
    lasting.presenter.path = tmp_path / "edges.cnnlab"
    lasting.window.editor.set_params("conv1", {"stride": 2})
    lasting.window.close()
    question = lasting.window.findChild(Sheet, "unsavedChanges")
    assert lasting.window.focusWidget().objectName() == "saveChanges"
    assert any("edges.cnnlab" in label.text() for label in question.findChildren(QLabel))
    QTest.keyClick(lasting.window.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not lasting.window.isVisible(), timeout=9000)
    assert (tmp_path / "edges.cnnlab").is_file()


def test_discarding_closes_and_enter_presses_the_button_with_the_focus(lasting: Program, tmp_path: Path) -> None:
    lasting.presenter.path = tmp_path / "edges.cnnlab"
    lasting.window.editor.set_params("conv1", {"stride": 2})
    lasting.window.close()
    lasting.window.findChild(Sheet, "unsavedChanges").findChild(
        type(lasting.window.focusWidget()), "discardChanges"
    ).setFocus()
    QTest.keyClick(lasting.window.focusWidget(), Qt.Key.Key_Return)
    assert not lasting.window.isVisible()
    assert not (tmp_path / "edges.cnnlab").exists()


def test_closing_asks_nothing_where_that_is_not_wanted(program: Program) -> None:
    program.window.settings.set(ASK, False)
    program.window.editor.set_params("conv1", {"stride": 2})
    program.window.close()
    assert not program.window.isVisible()


@pytest.mark.parametrize(
    ("number", "part"),
    [(errno.ENOSPC, "No space left"), (errno.EROFS, "Read-only"), (errno.EACCES, "may not be written there")],
)
def test_a_save_that_the_system_refuses_is_one_sentence_and_harms_nothing(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, part: str
) -> None:
    file = tmp_path / "edges.cnnlab"
    program.window.projects.save(file)
    settle(program, qtbot)
    before = file.read_bytes()
    program.window.editor.set_params("conv1", {"stride": 2})

    def refuse(*_arguments: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refuse)
    program.wiring.actions["save"].trigger()
    settle(program, qtbot)
    assert part in message(program)
    assert "choose another" in message(program)
    assert program.window.isWindowModified()
    assert file.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["edges.cnnlab"]
    monkeypatch.undo()
    program.wiring.actions["save"].trigger()
    settle(program, qtbot)
    assert not program.window.isWindowModified()
    assert file.read_bytes() != before


def test_the_layout_is_remembered(lasting: Program, qtbot: QtBot, tmp_path: Path) -> None:
    lasting.window.resize(790, 700)  # the screen of the tests has 800 pixels
    lasting.window.columns.setSizes([250, 180, 370])
    qtbot.wait(20)
    sizes = lasting.window.columns.sizes()
    lasting.window.close()
    again = app.build("dark", start=False, places=Places.under(tmp_path / "own"))
    qtbot.addWidget(again.window)
    assert again.wiring.settings.layout.restore()
    again.window.show()
    assert again.window.width() == 790
    assert again.window.columns.sizes() == sizes
    again.close()


def test_columns_of_a_wider_screen_leave_the_middle_its_room(program: Program) -> None:
    program.window.settings.set(COLUMNS, "[900, 400, 900]")
    program.window.settings.set(GEOMETRY, bytes(program.window.saveGeometry().toBase64().data()).decode())
    before = program.window.columns.sizes()
    assert program.wiring.settings.layout.restore()
    assert max(program.window.columns.sizes()[0::2]) <= max(before)


def test_a_program_without_places_writes_nothing(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    running = started(qtbot)
    qtbot.addWidget(running.window)
    running.window.settings.set(THEME, "light")
    running.window.editor.set_params("conv1", {"stride": 2})
    qtbot.wait(100)
    assert not running.wiring.recovery.autosave.busy
    running.presenter.document.mark_saved()
    running.close()
    assert list(tmp_path.iterdir()) == []
