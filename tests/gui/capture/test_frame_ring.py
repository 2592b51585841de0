"""The last frames of a live source as a batch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnlab.app import Program
from cnnlab.document.frame import Levels
from cnnlab.engine.view import Result
from cnnlab.gui.capture.frame_ring import FrameRing
from cnnlab.gui.capture.live_source import Shot
from tests.gui.capture.fake import Fakes, plain
from tests.gui.program import settle


def counted(level: int, asked: list[int]) -> Callable[[], Levels]:
    def pixels() -> Levels:
        asked.append(level)
        return plain(level, (4, 6))

    return pixels


def first_levels(batch: Levels) -> list[int]:
    return [int(level) for level in batch[:, 0, 0, 0]]


def test_the_last_frames_stand_newest_first_and_the_oldest_is_repeated() -> None:
    ring, asked = FrameRing(), list[int]()
    shots = [Shot((4, 6), counted(level, asked), level) for level in range(5)]
    seen = [first_levels(ring.levels(shot, (3, 3, 4, 6), "cover")) for shot in shots]
    assert seen == [[0, 0, 0], [1, 0, 0], [2, 1, 0], [3, 2, 1], [4, 3, 2]]
    assert asked == [0, 1, 2, 3, 4], "each is converted once"


def test_the_same_shot_computed_again_is_no_new_frame() -> None:
    ring, asked = FrameRing(), list[int]()
    ring.levels(Shot((4, 6), counted(1, asked), 0), (2, 3, 4, 6), "cover")
    shot = Shot((4, 6), counted(2, asked), 1)
    for _again in range(3):
        assert first_levels(ring.levels(shot, (2, 3, 4, 6), "cover")) == [2, 1]
    assert asked == [1, 2]


def test_frames_of_another_size_or_fit_are_not_mixed_in() -> None:
    ring, asked = FrameRing(), list[int]()
    for level, shape, fit in ((1, (2, 3, 4, 6), "cover"), (2, (2, 1, 8, 8), "cover"), (3, (2, 1, 8, 8), "stretch")):
        batch = ring.levels(Shot((4, 6), counted(level, asked), level), shape, fit)
        assert batch.shape == shape
        assert first_levels(batch) == [level, level]


def test_cells_keep_their_channels_side_by_side() -> None:
    batch = FrameRing().levels(Shot((4, 6), counted(1, []), 0), (4, 3, 4, 6), "cover")
    assert batch.strides[1] == 1
    assert not batch.flags.writeable


@pytest.fixture
def fakes(program: Program) -> Fakes:
    made = Fakes()
    program.window.live.add_kind(made.kind)
    return made


def give(program: Program, fakes: Fakes, qtbot: QtBot, *levels: int) -> None:
    for level in levels:
        fakes.last.give(plain(level))
        settle(program, qtbot)


def test_the_last_frames_of_a_source_are_items(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    results: list[Result] = []
    program.bridge.result.connect(results.append)
    program.window.live.open("video:a")
    give(program, fakes, qtbot, 10)
    program.window.stills.change_input({"frames": 3})
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (3, 3, 48, 64)
    give(program, fakes, qtbot, 20, 30)
    assert first_levels(np.asarray(results[-1].job.frame.values)) == [30, 20, 10]
    program.window.editor.undo()
    settle(program, qtbot)
    assert program.presenter.plan.input_shape == (1, 3, 48, 64)


def test_freezing_keeps_all_frames_of_the_batch(program: Program, fakes: Fakes, qtbot: QtBot) -> None:
    program.window.live.open("video:a")
    give(program, fakes, qtbot, 10)
    program.window.stills.change_input({"frames": 2})
    give(program, fakes, qtbot, 20)
    QTest.keyClick(program.window, Qt.Key.Key_F4)
    settle(program, qtbot)
    assert program.window.live.frozen
    assert program.presenter.plan.input_shape == (2, 3, 48, 64)
    still = program.presenter.still
    assert still is not None
    assert [round(float(item[0, 0, 0]) * 255) for item in still.items] == [20, 10]
