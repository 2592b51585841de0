"""What goes wrong while live frames come: said once, and nothing is lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document.frame import Levels
from cnnlab.engine import session as session_module
from cnnlab.engine.forward import Forward, Runner
from cnnlab.gui.capture.live_source import Shot
from cnnlab.gui.capture.tolerance import MOST
from tests.gui.capture.fake import Fakes, FakeSource, plain
from tests.gui.program import settle


@pytest.fixture
def source(program: Program, qtbot: QtBot) -> FakeSource:
    """A film on show, after one good picture."""
    fakes = Fakes()
    program.window.live.add_kind(fakes.kind)
    program.window.live.open("video:a")
    fakes.last.give(plain(90))
    settle(program, qtbot)
    return fakes.last


@pytest.fixture
def said(program: Program) -> list[str]:
    """Every sentence of the status line."""
    heard: list[str] = []
    for flow in (program.presenter, program.window.live):
        flow.message.connect(lambda message, _kind: heard.append(str(message)))
    return heard


def give(source: FakeSource, make: Callable[[], Levels], size: tuple[int, int] = (48, 64)) -> None:
    source.arrived.emit(Shot(size, make, time.monotonic()))


def torn() -> Levels:
    raise RuntimeError("the buffer is gone")


def level(program: Program) -> int:
    images = program.window.canvas._states["input"].images
    assert images is not None
    return int(images.picture.pixels[-1, 0, 0]) & 0xFF


def test_a_picture_that_cannot_be_read_is_said_once_and_the_next_good_one_goes_on(
    program: Program, source: FakeSource, said: list[str], qtbot: QtBot
) -> None:
    for _ in range(5):
        give(source, torn)
        settle(program, qtbot)
    assert len(said) == 1
    assert "the buffer is gone" in said[0]
    assert level(program) == 90
    source.give(plain(40))
    settle(program, qtbot)
    assert level(program) == 40
    program.window.live.close()


def test_a_source_whose_pictures_cannot_be_read_any_more_has_failed_and_its_last_stays(
    program: Program, source: FakeSource, said: list[str], qtbot: QtBot
) -> None:
    for _ in range(MOST):
        give(source, torn)
        qtbot.waitUntil(lambda: program.bridge.gate.idle, timeout=20000)
    qtbot.waitUntil(lambda: program.window.live.frozen, timeout=20000)
    settle(program, qtbot)
    assert source.calls == ["start", "stop"]
    assert f"{MOST} pictures in a row" in said[-1]
    assert len(said) == 2
    assert level(program) == 90
    program.window.editor.enable(program.presenter.stack.layers[0].id, False)
    settle(program, qtbot)
    assert len(said) == 2, "edits go on"


@pytest.mark.parametrize(
    "nonsense",
    [
        np.zeros((48, 64, 3), np.float32),
        np.zeros((48, 64), np.uint8),
        np.zeros((48, 64, 4), np.uint8),
        np.zeros((48, 64, 2), np.uint8),
        np.zeros((0, 64, 3), np.uint8),
    ],
    ids=lambda array: f"{array.dtype}{list(array.shape)}",
)
def test_pictures_of_another_form_are_refused(
    program: Program, source: FakeSource, said: list[str], qtbot: QtBot, nonsense: Levels
) -> None:
    give(source, lambda: nonsense)
    settle(program, qtbot)
    assert len(said) == 1
    assert str(nonsense.dtype) in said[0]
    assert level(program) == 90
    program.window.live.close()


@pytest.mark.parametrize("size", [(1, 1), (6000, 8000), (3, 5000)], ids=str)
def test_pictures_of_any_size_are_shown(
    program: Program, source: FakeSource, qtbot: QtBot, size: tuple[int, int]
) -> None:
    program.window.stills.change_input({"size": (24, 24)})
    picture = np.broadcast_to(np.uint8(55), (*size, 3))  # not contiguous
    give(source, lambda: picture, size)
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 24, 24)
    assert level(program) == 55
    program.window.live.close()


def test_a_size_that_changes_with_every_picture_is_followed(program: Program, source: FakeSource, qtbot: QtBot) -> None:
    for side in range(20, 40):
        source.give(plain(side, (side, 2 * side)))
    settle(program, qtbot)
    assert level(program) == 39
    program.window.live.close()


def test_a_forward_that_raises_is_said_in_its_row_and_the_others_go_on(
    program: Program, source: FakeSource, said: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = program.presenter.stack.layers[-1]

    def forward(*_arguments: object) -> None:
        raise RuntimeError("no such kernel")

    monkeypatch.setattr(type(broken.block), "forward", forward)
    plans: list[object] = []
    program.presenter.plan_changed.connect(plans.append)
    for number in range(5):
        source.give(plain(number))
        settle(program, qtbot)
    assert "no such kernel" in str(program.presenter.failures[broken.id])
    assert level(program) == 4
    assert said == []
    assert len(plans) == 1, "its row is told once"
    program.window.live.close()


def test_a_device_that_is_full_is_said_once_and_the_cpu_goes_on(
    program: Program, source: FakeSource, said: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(Runner):
        def run(self, *given: Any, **named: Any) -> Forward:
            if self.device != "cpu":
                raise torch.OutOfMemoryError
            return super().run(*given, **named)

    monkeypatch.setattr(session_module, "Runner", Full)
    told: list[str] = []
    program.presenter.set_device("toy:0")
    program.presenter.devices_changed.connect(lambda _devices, device: told.append(device))
    for number in range(5):
        source.give(plain(number))
        settle(program, qtbot)
    assert [text[:22] for text in said] == ["TOY ran out of memory:"]
    assert told == ["cpu"]
    assert level(program) == 4
    program.presenter.set_device("cpu")
    program.window.live.close()
