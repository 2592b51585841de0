"""The meter in the bar."""

from __future__ import annotations

import time

from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.engine.view import Result
from cnnlab.gui.capture.frame_meter import Reading
from cnnlab.gui.source_bar.chip import Chip
from tests.gui.capture.test_pace_keeper import film
from tests.gui.program import settle


def meter(program: Program) -> str:
    return program.window.findChild(Chip, "meterLabel").text()


def test_a_film_shows_its_rate_and_a_still_picture_none(program: Program, qtbot: QtBot) -> None:
    assert "fps" not in meter(program)
    film(program, qtbot, pictures=3)
    assert "fps" in meter(program)
    program.window.live.freeze()
    settle(program, qtbot)
    assert "fps" not in meter(program)


def test_numbers_change_four_times_a_second_and_no_more(program: Program, qtbot: QtBot) -> None:
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    film(program, qtbot, pictures=2)
    readings: list[Reading] = []
    program.window.meter.measured.connect(readings.append)
    begun = time.monotonic()
    for _ in range(60):
        program.presenter.result_changed.emit(results[-1])
        qtbot.wait(5)
    elapsed = time.monotonic() - begun
    assert 1 <= len(readings) <= elapsed / 0.25 + 2
    rate = readings[-1].rate
    assert rate is not None
    assert rate <= 200
    program.window.live.close()


def test_memory_is_told_with_the_times_of_the_layers(program: Program) -> None:
    assert "MiB" not in meter(program)
    program.wiring.actions["times"].trigger()
    assert "MiB" in meter(program)
    program.wiring.actions["times"].trigger()
    assert "MiB" not in meter(program)


def test_a_film_that_stands_still_is_not_called_live(program: Program, qtbot: QtBot) -> None:
    film(program, qtbot, pictures=3)
    state = program.window.findChild(Chip, "stillChip")
    assert state.text() == "live"
    program.window.pace._paused.start(1)
    qtbot.waitUntil(lambda: state.text() == "still", timeout=5000)
    assert "fps" not in meter(program)
    program.window.live.close()
