"""A camera as a live source, with a device that the test drives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from cnnlab.gui.capture.camera import CameraSource
from cnnlab.gui.capture.live_source import Shot
from cnnlab.gui.capture.watchdog import Patience
from tests.gui.capture.fake_camera import DESK, DOOR, FakeCameras, FakeDevice


class Held:
    """A source with what it was given and what it said."""

    def __init__(self, source: str = "camera:desk", granted: bool | None = True) -> None:
        self.cameras, self.device = FakeCameras(DESK, DOOR), FakeDevice()
        self.answer: Callable[[bool], object] = lambda _granted: None

        def ask(_context: QObject, answer: Callable[[bool], object]) -> None:
            self.answer = answer
            if granted is not None:
                answer(granted)

        self.source = CameraSource(source, self.cameras, self.device, ask, Patience(150, 80, 80))
        self.shots: list[Shot] = []
        self.failures: list[str] = []
        self.said: list[str] = []
        self.source.arrived.connect(self.shots.append)
        self.source.failed.connect(lambda message: self.failures.append(str(message)))
        self.source.said.connect(lambda message, _kind: self.said.append(str(message)))


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def held() -> Held:
    """A started camera."""
    made = Held()
    made.source.start()
    return made


def test_it_is_asked_for_permission_before_anything_is_opened() -> None:
    waiting = Held(granted=None)
    waiting.source.start()
    assert waiting.device.calls == []
    waiting.answer(True)
    assert waiting.device.calls == [("desk", "640x480@30")]
    waiting.source.stop()


def test_a_camera_that_was_stopped_before_the_answer_is_not_opened() -> None:
    waiting = Held(granted=None)
    waiting.source.start()
    waiting.source.stop()
    waiting.answer(True)
    assert waiting.device.calls == ["close"]


def test_a_refusal_says_what_to_do() -> None:
    refused = Held(granted=False)
    refused.source.start()
    assert refused.failures == [
        "this program may not use cameras: allow it in the system's privacy settings, then go live"
    ]
    assert not refused.source.running


def test_it_is_called_by_the_cameras_title_and_delivers_its_pictures(held: Held) -> None:
    held.device.give()
    assert held.source.name == "Desk"
    assert held.shots[0].size == (48, 64)
    pixels = held.shots[0].pixels()
    assert (pixels[:, :32] == (255, 0, 0)).all()
    assert (pixels[:, 32:] == 0).all()
    held.source.stop()


def test_nothing_is_delivered_after_it_was_stopped(held: Held) -> None:
    held.source.stop()
    held.device.give()
    assert held.shots == []


def test_it_is_mirrored_without_being_opened_again(held: Held) -> None:
    assert held.source.adopt("camera:desk?mirror=1")
    held.device.give()
    assert (held.shots[0].pixels()[:, 32:] == (255, 0, 0)).all()
    assert held.device.calls == [("desk", "640x480@30")]
    assert not held.source.adopt("camera:door?mirror=1")
    assert not held.source.adopt("camera:desk?format=320x240@30")
    held.source.stop()


def test_a_format_that_is_not_offered_is_said() -> None:
    wanting = Held("camera:desk?format=1920x1080@30")
    wanting.source.start()
    assert wanting.device.calls == [("desk", "640x480@30")]
    assert wanting.said == ["'Desk' does not offer 1920x1080@30: it delivers 640x480@30"]
    wanting.source.stop()


def test_a_camera_that_is_not_there_is_one_sentence() -> None:
    missing = Held("camera:attic")
    missing.source.start()
    assert missing.failures == ["'attic' is not connected: plug it in and go live, or choose another camera"]
    assert missing.device.calls == ["close"]


def test_pulling_another_camera_does_not_matter_and_pulling_this_one_ends_it(held: Held) -> None:
    held.device.give()
    held.cameras.put(DESK)
    assert held.failures == []
    held.cameras.put()
    assert held.failures == [
        "'Desk' was pulled out: its last picture stays, and it goes on when it is plugged in again"
    ]
    assert held.device.calls[-1] == "close"


def test_an_error_of_the_system_is_told_once(held: Held) -> None:
    for _again in range(2):
        held.device.failed.emit("Camera is in use")
    assert held.failures == ["'Desk' cannot be used (Camera is in use): close the program that uses it, then go live"]


def test_frames_that_stop_are_said_and_the_camera_is_opened_once_more(held: Held, qtbot: QtBot) -> None:
    held.device.give()
    qtbot.waitUntil(lambda: len(held.failures) == 1)
    none = "no picture comes from 'Desk'"
    assert held.said == [none, f"{none}: it is started again"]
    assert held.failures[0].startswith("'Desk' gives no picture: close other programs that may use it")
    assert held.device.calls == [("desk", "640x480@30")] * 2 + ["close"]


def test_frames_that_come_again_are_said_too(held: Held, qtbot: QtBot) -> None:
    held.device.give()
    qtbot.waitUntil(lambda: len(held.said) == 1)
    held.device.give()
    held.source.stop()
    assert held.said[1:] == ["'Desk' goes on"]
    assert held.failures == []


def test_the_rate_is_what_came_in_over_a_second(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("cnnlab.gui.capture.camera.time.monotonic", lambda: now)
    told: list[float] = []
    held.source.changed.connect(lambda: told.append(held.source.rate))
    for _frame in range(26):
        held.device.give()
        now += 0.04
    assert told == [pytest.approx(25)]
    held.source.stop()
    assert held.source.rate == 0
