"""A signal that drifts: what it delivers and when."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cnnlab.gui.capture.live_source import Shot
from cnnlab.gui.capture.signal import SignalSource


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def made(source: str) -> tuple[SignalSource, Clock, list[Shot]]:
    clock = Clock()
    signal, shots = SignalSource(source, clock=clock), []  # type: tuple[SignalSource, list[Shot]]
    signal.arrived.connect(shots.append)
    return signal, clock, shots


def test_a_picture_is_that_of_its_moment_and_drawn_only_when_asked_for(qtbot: QtBot) -> None:
    signal, clock, shots = made("generated:grating:32x48?drift=0.5&frequency=2")
    signal.start()
    clock.now += 0.5
    qtbot.waitUntil(lambda: bool(shots), timeout=2000)
    signal.stop()
    shot = shots[-1]
    assert (shot.size, shot.time) == ((32, 48), 100.5)
    assert signal.moment.values["phase"] == pytest.approx(90)
    assert shot.pixels().shape == (32, 48, 1)
    assert (shot.pixels() == signal.moment.levels()).all()


def test_what_stands_still_is_not_delivered_again(qtbot: QtBot) -> None:
    signal, clock, shots = made("generated:noise:16x16?drift=2")
    signal.start()
    qtbot.wait(100)
    assert len(shots) == 1, "no time has passed"
    clock.now += 0.51
    qtbot.waitUntil(lambda: len(shots) == 2, timeout=2000)
    signal.stop()
    assert signal.moment.values["seed"] == 1


def test_it_goes_on_where_it_was_when_the_window_was_hidden(qtbot: QtBot) -> None:
    signal, clock, shots = made("generated:grating:16x16?drift=1")
    signal.start()
    clock.now += 0.25
    signal.stop()
    clock.now += 7
    signal.start()
    shots.clear()
    qtbot.waitUntil(lambda: bool(shots), timeout=2000)
    signal.stop()
    assert signal.moment.values["phase"] == pytest.approx(90)
    count = len(shots)
    qtbot.wait(50)
    assert len(shots) == count, "it has stopped"


def test_another_speed_goes_on_from_the_same_place_and_a_set_place_begins_there(qtbot: QtBot) -> None:
    signal, clock, shots = made("generated:grating:16x16?drift=1")
    signal.start()
    clock.now += 0.25
    assert signal.adopt("generated:grating:16x16?drift=-2&angle=40")
    clock.now += 0.05
    qtbot.waitUntil(lambda: bool(shots), timeout=2000)
    assert signal.moment.values["phase"] == pytest.approx(90 - 36)
    assert signal.moment.values["angle"] == 40
    assert signal.adopt("generated:grating:16x16?drift=-2&angle=40&phase=200")
    shots.clear()
    clock.now += 0.001
    qtbot.waitUntil(lambda: bool(shots), timeout=2000)
    signal.stop()
    assert signal.moment.values["phase"] == pytest.approx(200, abs=1)


@pytest.mark.usefixtures("qtbot")
def test_only_a_drift_is_taken_over() -> None:
    signal, _clock, _shots = made("generated:grating?drift=1")
    assert not signal.adopt("generated:grating")
    assert not signal.adopt("sample:cat.jpg")
    assert not signal.adopt("generated:grating?drift=1&frequency=zero")
    assert signal.adopt("generated:edge?drift=0.1")
    assert (signal.source, str(signal.name)) == ("generated:edge?drift=0.1", "Edge")
