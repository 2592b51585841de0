"""A machine that is too slow works smaller, says so, and goes back."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.engine.results import Pass
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job
from cnnlab.gui.source_bar.chip import Chip
from tests.gui.capture.fake import Fakes, plain
from tests.gui.program import settle, settle_at_rest, show_stack, stack_of


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds say that they took as long as on a machine that needs a second for 48×64 cells."""
    real = Session.begin

    def begin(self: Session, job: Job) -> Pass:
        cells = job.plan.input_shape[2] * job.plan.input_shape[3]
        return dataclasses.replace(real(self, job), seconds=cells / (48 * 64))

    monkeypatch.setattr(Session, "begin", begin)


def film(program: Program, qtbot: QtBot, pictures: int = 10) -> Fakes:
    """A film on show, after some pictures; it does not count as paused, however loaded the machine is."""
    program.window.pace._paused.setInterval(60000)
    fakes = Fakes()
    program.window.live.add_kind(fakes.kind)
    program.window.live.open("video:a")
    for level in range(pictures):
        fakes.last.give(plain(level))
        settle_frame(program, qtbot)
    return fakes


def settle_frame(program: Program, qtbot: QtBot) -> None:
    """Wait until the frame is painted."""
    qtbot.waitUntil(lambda: program.bridge.gate.idle, timeout=20000)


def said(program: Program) -> str:
    return program.window.findChild(QLabel, "statusMessage").text()


@pytest.mark.usefixtures("slow")
def test_a_slow_machine_works_smaller_and_says_so(program: Program, qtbot: QtBot) -> None:
    film(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 12, 16)
    assert program.presenter.stack.input.size == (48, 64), "the document keeps the size that was asked for"
    assert "12×16" in said(program)
    assert "15 frames" in said(program)
    program.window.live.close()


@pytest.mark.usefixtures("slow")
def test_a_paused_film_is_computed_at_its_full_size(program: Program, qtbot: QtBot) -> None:
    film(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 12, 16)
    program.window.pace._paused.start(1)
    qtbot.waitUntil(lambda: program.presenter.plan.input_shape == (1, 3, 48, 64), timeout=5000)
    settle_at_rest(program, qtbot)
    numbers = program.window.canvas._states["conv1"].numbers
    assert numbers is not None
    assert numbers.exact, "what stands still is counted exactly"
    assert program.bridge.gate.idle
    assert said(program) == "working at the full size again: 48×64"
    program.window.live.close()


@pytest.mark.usefixtures("slow")
def test_a_frozen_picture_has_its_full_size(program: Program, qtbot: QtBot) -> None:
    film(program, qtbot)
    program.window.live.freeze()
    settle(program, qtbot)
    assert program.window.live.frozen
    assert program.presenter.plan.input_shape == (1, 3, 48, 64)
    assert said(program) == "the frozen picture has its full size: 48×64"


@pytest.mark.usefixtures("slow")
def test_a_smaller_size_covers_no_error(program: Program, qtbot: QtBot) -> None:
    fakes = film(program, qtbot, pictures=1)
    program.window.status.show_message("'cut.mp4' is no video that can be read", "error")
    for level in range(10):
        fakes.last.give(plain(level))
        settle_frame(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 12, 16)
    assert "cut.mp4" in said(program)
    chip = program.window.findChild(Chip, "inputChip")
    assert "3×12×16 of 48×64" in chip.text(), "what holds is on show in any case"
    assert "computed smaller" in chip.toolTip()
    program.window.live.close()


@pytest.mark.usefixtures("slow")
def test_weights_that_depend_on_the_size_keep_it(program: Program, qtbot: QtBot) -> None:
    show_stack(program, stack_of(("flatten", {}), ("linear", {"out_features": 4}), size=(48, 64)), qtbot)
    film(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 48, 64)
    assert "depend on it" in said(program)
    program.window.live.close()


@pytest.mark.usefixtures("slow")
def test_no_rate_to_hold_keeps_the_size(program: Program, qtbot: QtBot) -> None:
    program.window.pace.set_rate(0)
    film(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 48, 64)
    program.window.live.close()


@pytest.mark.usefixtures("slow")
def test_a_still_picture_is_never_smaller(program: Program, qtbot: QtBot) -> None:
    shape = program.presenter.plan.input_shape
    layer = program.presenter.stack.layers[-1].id
    for number in range(20):
        program.window.editor.enable(layer, bool(number % 2))
        settle_frame(program, qtbot)
    assert program.presenter.plan.input_shape == shape
