"""A region of the screen, captured from the offscreen platform's own screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.capture import screen
from cnnlab.gui.capture.live_source import Shot
from cnnlab.gui.capture.screen import ScreenSource
from cnnlab.gui.capture.screens import name_of
from cnnlab.gui.settings.table import REGION
from cnnlab.gui.source_bar.chip import Chip
from cnnlab.gui.source_bar.segments import Segments
from cnnlab.gui.source_strip.freeze_button import FreezeButton
from cnnlab.sources.region import Region
from cnnlab.text import Message
from tests.gui.program import settle

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
# What Qt says of hardware that this machine lacks.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "No RHI backend", "Couldn't")


@pytest.fixture(params=["QScreenCapture", "grab"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How pictures are taken: by Qt's capture, which is safe here only while nothing paints, or by our own grabs."""
    if request.param == "QScreenCapture":
        monkeypatch.setattr(screen, "_UNSAFE", ())
    return str(request.param)


@pytest.fixture
def by_capture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures come from Qt's capture."""
    monkeypatch.setattr(screen, "_UNSAFE", ())


def region(x: int, y: int, w: int, h: int) -> Region:
    return Region(name_of(QGuiApplication.primaryScreen()), x, y, w, h)


def coloured(qtbot: QtBot, colour: str, x: int, y: int, w: int, h: int) -> QWidget:
    """A window of one colour."""
    window = QWidget(None, Qt.WindowType.FramelessWindowHint)
    qtbot.addWidget(window)
    window.setStyleSheet(f"background: {colour}")
    window.setGeometry(x, y, w, h)
    window.show()
    qtbot.waitExposed(window)
    at = window.geometry().center()

    def seen() -> str:
        return QGuiApplication.primaryScreen().grabWindow(0).toImage().pixelColor(at).name()

    qtbot.waitUntil(lambda: seen() == colour)
    return window


@pytest.mark.usefixtures("way")
def test_it_delivers_the_pixels_of_its_region(qtbot: QtBot) -> None:
    window = coloured(qtbot, "#ff8000", 100, 100, 200, 150)
    source = ScreenSource(region(90, 100, 50, 30).source)
    shots: list[Shot] = []
    source.arrived.connect(shots.append)
    source.start()
    qtbot.waitUntil(lambda: bool(shots))
    source.stop()
    pixels = shots[-1].pixels()
    assert shots[-1].size == (30, 50)
    assert pixels.shape == (30, 50, 3)
    assert (pixels[:, 10:] == (255, 128, 0)).all()
    assert not (pixels[:, :10] == (255, 128, 0)).all(axis=2).any()
    assert window.isVisible()


@pytest.mark.usefixtures("way")
def test_a_region_beyond_the_screen_is_moved_inside(qtbot: QtBot) -> None:
    source = ScreenSource(region(30000, 10, 64, 48).source)
    with qtbot.waitSignal(source.arrived) as arrived:
        source.start()
    source.stop()
    assert arrived.args is not None
    assert arrived.args[0].pixels().shape == (48, 64, 3)


@pytest.mark.usefixtures("way")
def test_nothing_stays_after_it_is_stopped(qtbot: QtBot) -> None:
    def held() -> tuple[int, int]:
        threads, files = (len(list(Path(f"/proc/self/{what}").iterdir())) for what in ("task", "fd"))
        return threads, files

    source = ScreenSource(region(0, 0, 64, 48).source)
    for turn in range(3):
        with qtbot.waitSignal(source.arrived):
            source.start()
        source.stop()
        qtbot.wait(50)
        if turn == 0:
            before = held()  # Qt's own pools are warm
    qtbot.waitUntil(lambda: held() <= before)


@pytest.mark.usefixtures("by_capture")
def test_a_screen_that_goes_is_said_and_it_lets_go(qtbot: QtBot) -> None:
    source = ScreenSource(region(0, 0, 64, 48).source)
    with qtbot.waitSignal(source.arrived):
        source.start()
    said: list[Message] = []
    source.failed.connect(said.append)
    source._on_screen_removed(QGuiApplication.primaryScreen())
    assert "disconnected" in str(said[0])
    assert source._parts is None
    source.start()
    assert source._parts is None, "there is nothing to start"


@pytest.mark.usefixtures("by_capture")
def test_what_the_system_refuses_is_said(qtbot: QtBot) -> None:
    from PySide6.QtMultimedia import QScreenCapture

    source = ScreenSource(region(0, 0, 64, 48).source)
    source.start()
    with qtbot.waitSignal(source.failed) as failed:
        source._on_capture_error(QScreenCapture.Error.CaptureFailed, "permission denied")
    assert failed.args is not None
    assert "permission denied" in str(failed.args[0])
    assert source._parts is None


def test_the_whole_way_from_the_bar_to_a_frozen_picture(program: Program, qtbot: QtBot) -> None:
    window = program.window
    QTest.mouseClick(window.source_bar.findChild(Segments, "sourceKinds").segment("screen"), Qt.MouseButton.LeftButton)
    chooser = program.wiring.screen.chooser
    assert chooser is not None
    overlay = chooser.overlays[0]
    overlay.show_region(region(10, 10, 96, 64))
    QTest.keyClick(overlay, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.live.live)
    qtbot.waitUntil(lambda: program.presenter.frames > 5)
    source = region(10, 10, 96, 64).source
    assert program.presenter.stack.input.source == source
    assert window.settings.get(REGION) == source
    QTest.keyClick(window, Qt.Key.Key_F4)
    settle(program, qtbot)
    assert window.live.frozen
    assert window.live.current is None
    button = window.findChild(FreezeButton, "freezeScreen")
    assert (button.on, button.text()) == (True, "Go live")
    still = program.presenter.still
    assert still is not None
    assert np.asarray(still.pixels).shape == (64, 96, 3)


def test_a_project_does_not_start_it_by_itself(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    project, source = tmp_path / "p.json", region(0, 0, 64, 48).source
    project.write_text(f'{{"format": "cnnlab", "version": 1, "layers": [], "input": {{"source": "{source}"}}}}')
    program.window.open_path(project)
    settle(program, qtbot)
    assert program.presenter.stack.input.source == source
    assert not program.window.live.live
    assert "F4" in program.window.status.findChild(object, "statusMessage").text()
    assert program.window.findChild(Chip, "stillChip").text() == "off"
    QTest.keyClick(program.window, Qt.Key.Key_F4)
    qtbot.waitUntil(lambda: program.window.live.live)
