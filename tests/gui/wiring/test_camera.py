"""Cameras in the program: what begins one, and what never does."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.gui.capture.cameras import Cameras
from cnnlab.gui.settings.table import CAMERA
from cnnlab.gui.wiring import camera as wiring
from cnnlab.text import UserError
from tests.gui.capture.fake_camera import DESK, DOOR, FakeDevice
from tests.gui.program import settle

PROJECT = '{"format": "cnnlab", "version": 1, "layers": [], "input": {"source": "camera:%s"}}'


@pytest.fixture
def devices(monkeypatch: pytest.MonkeyPatch) -> list[FakeDevice]:
    """Every device that the program makes; two cameras are connected."""
    made: list[FakeDevice] = []

    def make() -> FakeDevice:
        made.append(FakeDevice())
        return made[-1]

    monkeypatch.setattr(wiring, "CameraDevice", make)
    monkeypatch.setattr(Cameras, "begin", lambda cameras: setattr(cameras, "all", (DESK, DOOR)))
    return made


def status(program: Program) -> str:
    """What the line at the bottom says."""
    return str(program.window.status.findChild(object, "statusMessage").text())


def test_the_segment_starts_the_systems_camera_and_then_the_last_one(
    devices: list[FakeDevice], program: Program, qtbot: QtBot
) -> None:
    program.window.source_bar.source_chosen.emit("camera")
    assert devices[0].calls == [("desk", "640x480@30")]
    assert program.window.source_strip.isVisible(), "its controls are there while it starts"
    assert program.presenter.stack.input.source == "sample:cat.jpg"
    devices[0].give()
    settle(program, qtbot)
    assert program.presenter.stack.input.source == "camera:desk"
    program.wiring.camera.controls.camera_chosen.emit("door")
    devices[1].give()
    settle(program, qtbot)
    program.window.source_bar.source_chosen.emit("image")
    settle(program, qtbot)
    assert program.window.settings.get(CAMERA) == "camera:door"
    program.window.source_bar.source_chosen.emit("camera")
    assert devices[2].calls == [("door", "320x240@30")]


def test_a_picture_that_is_chosen_meanwhile_wins(devices: list[FakeDevice], program: Program, qtbot: QtBot) -> None:
    program.window.source_bar.source_chosen.emit("camera")
    program.window.stills.open_sample("coffee.jpg")
    settle(program, qtbot)
    assert devices[0].calls[-1] == "close"
    assert program.window.live.opening == ""
    assert program.presenter.stack.input.source == "sample:coffee.jpg"
    assert not program.window.source_strip.isVisible()


def test_a_project_never_starts_a_camera_but_says_how(
    devices: list[FakeDevice], program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "seen.json").write_text(PROJECT % "door?mirror=1")
    program.window.open_path(tmp_path / "seen.json")
    settle(program, qtbot)
    assert devices == []
    assert status(program) == "the project's camera is off: press F4 to start it"
    assert program.wiring.camera.controls._camera.text() == "Door"
    program.wiring.actions["freeze"].trigger()
    assert devices[0].calls == [("door", "320x240@30")]
    devices[0].give()
    settle(program, qtbot)
    assert program.window.live.live


def test_a_camera_that_fails_after_another_leaves_the_last_picture_frozen(
    devices: list[FakeDevice], program: Program, qtbot: QtBot
) -> None:
    program.window.source_bar.source_chosen.emit("camera")
    devices[0].give()
    settle(program, qtbot)
    program.wiring.camera.controls.camera_chosen.emit("door")
    assert devices[0].calls[-1] == "close"
    devices[1].failed.emit("Camera is in use")
    settle(program, qtbot)
    assert program.window.live.frozen
    assert program.presenter.stack.input.source == "camera:desk"
    program.wiring.camera.controls.freeze.click()
    assert devices[2].calls == [("desk", "640x480@30")]


def test_a_frozen_camera_stays_frozen_when_others_come_and_go(
    devices: list[FakeDevice], program: Program, qtbot: QtBot
) -> None:
    program.window.source_bar.source_chosen.emit("camera")
    devices[0].give()
    settle(program, qtbot)
    program.wiring.camera.controls.freeze.click()
    settle(program, qtbot)
    program.wiring.camera.cameras.all = (DESK,)
    program.wiring.camera.cameras.changed.emit()
    settle(program, qtbot)
    assert program.window.live.frozen
    assert len(devices) == 1


def test_without_the_library_the_segment_says_what_is_missing(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_cameras: Cameras) -> None:
        raise UserError("a library is missing")

    monkeypatch.setattr(Cameras, "begin", missing)
    program.window.source_bar.source_chosen.emit("camera")
    assert status(program) == "a library is missing"
    assert not program.window.source_strip.isVisible()
    assert program.presenter.stack.input.source == "sample:cat.jpg"
