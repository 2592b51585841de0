"""The controls of a camera: told what to show, and wishing for the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnlab.gui.source_strip.camera_controls import CameraControls, CameraState
from cnnlab.sources.camera import CameraFormat, CameraName
from tests.gui.capture.fake_camera import DESK, DOOR

# What the offscreen platform says when a menu opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def controls(qtbot: QtBot) -> CameraControls:
    view = CameraControls()
    qtbot.addWidget(view)
    view.resize(1200, 44)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_without_a_camera_it_offers_to_wait(controls: CameraControls, qtbot: QtBot) -> None:
    assert controls._camera.text() == "no camera is connected"
    assert not controls._camera.isEnabled()
    with qtbot.waitSignal(controls.wait_wished) as wish:
        qtbot.mouseClick(controls._wait, Qt.MouseButton.LeftButton)
    assert wish.args == [True]
    controls.show_state(CameraState(waiting=True))
    assert (controls._wait.text(), controls._wait.on) == ("Waiting for one", True)
    with qtbot.waitSignal(controls.wait_wished) as wish:
        qtbot.keyClick(controls._wait, Qt.Key.Key_Return)
    assert wish.args == [False]


def test_it_names_the_camera_and_the_format_that_is_taken(controls: CameraControls) -> None:
    controls.show_state(CameraState((DESK, DOOR), CameraName("desk")))
    assert controls._camera.text() == "Desk"
    assert controls._format.text() == "640×480 30 fps"
    marked = [action.text() for action in controls._format.menu.actions() if action.isChecked()]
    assert marked == ["Automatic: 640 × 480 · 30 fps"]
    assert not controls._wait.isVisible()
    controls.show_state(CameraState((DESK, DOOR), CameraName("desk", CameraFormat(320, 240, 30))))
    assert controls._format.text() == "320×240 30 fps"


def test_another_camera_and_another_format_are_wishes(controls: CameraControls, qtbot: QtBot) -> None:
    controls.show_state(CameraState((DESK, DOOR), CameraName("desk")))
    for chip, signal, expected in (
        (controls._camera, controls.camera_chosen, "door"),
        (controls._format, controls.format_chosen, "640x480@30"),
    ):
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        with qtbot.waitSignal(signal) as wish:
            qtbot.keyClick(chip.menu, Qt.Key.Key_Down)
            qtbot.keyClick(chip.menu, Qt.Key.Key_Down)
            qtbot.keyClick(chip.menu, Qt.Key.Key_Return)
        assert wish.args == [expected]
    assert controls._camera.text() == "Desk"
    assert [action.isChecked() for action in controls._camera.menu.actions()] == [True, False]


def test_the_mirror_says_whether_it_is_on_and_wishes_for_the_other(controls: CameraControls, qtbot: QtBot) -> None:
    for mirror in (False, True):
        controls.show_state(CameraState((DESK,), CameraName("desk", mirror=mirror)))
        assert controls._mirror.on is mirror
        with qtbot.waitSignal(controls.mirror_wished) as wish:
            qtbot.mouseClick(controls._mirror, Qt.MouseButton.LeftButton)
        assert wish.args == [not mirror]


def test_a_camera_that_is_gone_keeps_its_name(controls: CameraControls) -> None:
    controls.show_state(CameraState((DOOR,), CameraName("desk"), "Desk"))
    assert controls._camera.text() == "Desk, not connected"
    assert controls._camera.isEnabled()
    assert not controls._format.isVisible()


def test_it_says_that_it_starts_and_then_how_fast_it_delivers(controls: CameraControls) -> None:
    controls.show_state(CameraState((DESK,), CameraName("desk"), opening=True))
    assert controls._reading.text() == "starting…"
    controls.show_state(CameraState((DESK,), CameraName("desk")))
    controls.show_rate(29.7)
    assert controls._reading.text() == "30 fps from the camera"
    controls.show_rate(0)
    assert controls._reading.text() == ""


def test_the_freeze_button_keeps_its_width_and_says_what_it_would_do(controls: CameraControls) -> None:
    button, seen = controls.freeze, set()
    for usable, frozen, text in ((False, False, "Freeze"), (True, False, "Freeze"), (True, True, "Go live")):
        button.show_state(usable, frozen)
        assert (button.isEnabled(), button.on, button.text()) == (usable, frozen, text)
        assert "F4" in button.toolTip()
        seen.add(button.sizeHint().width())
    assert len(seen) == 1
