"""Every measure, really taken at a tiny size: what comes out is whole. Whether bars hold is not asked here.

`start` is taken in tests/test_start.py, `memory` in tests/bench/test_command.py: they need processes of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest

from cnnlab.app.bench.bare import Bare
from cnnlab.app.bench.channels import channels
from cnnlab.app.bench.edit import Editing, edit, last_layer
from cnnlab.app.bench.effort import Effort
from cnnlab.app.bench.feed import Feed, gaps, moving
from cnnlab.app.bench.ground import Ground
from cnnlab.app.bench.lab import Lab, laboratory
from cnnlab.app.bench.live import live
from cnnlab.app.bench.measures import MEASURES
from cnnlab.app.bench.memory import resident
from cnnlab.app.bench.networks import TEN, one_layer
from cnnlab.app.bench.notebook import notebook, own_share, show_all
from cnnlab.app.bench.result import Result
from cnnlab.engine.view import Result as Round

TINY = (24, 32)
pytestmark = pytest.mark.usefixtures("_heap_taken_back", "qtbot")


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with closing(Bare(("kept",), (1,))) as bare:
        yield Ground(Effort(0.02), bare)


@pytest.fixture(autouse=True)
def _first_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars are not asked for, so the worker need not give way to whatever else the machine does."""
    monkeypatch.setattr("cnnlab.live.worker.give_way", lambda: None)


@pytest.fixture
def lab() -> Iterator[Lab]:
    with laboratory() as lab:
        yield lab


def check(result: Result, name: str, size: str) -> None:
    assert (result.name, result.size) == (name, size)
    assert all(map(math.isfinite, (result.ratio, result.p95, *result.spread)))
    assert result.spread[0] <= result.ratio <= result.spread[1]


def test_frames_are_painted_one_after_the_other_each_a_newer_one(lab: Lab) -> None:
    lab.show(TEN, TINY)
    seen: list[Round] = []
    lab.program.bridge.result.connect(seen.append)
    painted = Feed(lab).painted(0, 12)
    numbers = [round_.job.frame.number for round_ in seen if round_.job.frame.live]
    assert len(painted) >= 12
    assert numbers == sorted(set(numbers))
    assert all(len(round_.recomputed) == 10 for round_ in seen if round_.job.frame.live)
    assert {round_.job.plan.input_shape for round_ in seen} == {(1, 3, *TINY)}, "no frame is computed smaller"
    assert all(gap > 0 for gap in gaps(painted))
    assert all(own < gap for own, gap in zip(own_share(painted), gaps(painted), strict=True))


def test_a_picture_that_moves_keeps_its_values() -> None:
    still = np.random.default_rng(1).random((1, 3, 4, 60), np.float32)
    frames = moving(still)
    assert len({frame.tobytes() for frame in frames}) == len(frames)
    np.testing.assert_allclose(frames[0].transpose(2, 0, 1)[np.newaxis] / 255, still, atol=0.5 / 255 + 1e-6)
    np.testing.assert_array_equal(frames[2], np.roll(frames[0], 6, 1))
    assert frames[0].dtype == np.uint8


def test_an_edit_is_timed_to_the_paint_of_just_the_layers_below_it(lab: Lab) -> None:
    lab.show(TEN, TINY)
    lab.select(3)
    seen: list[Round] = []
    lab.program.bridge.result.connect(seen.append)
    times = Editing(lab).times(0)
    edits = [round_ for round_ in seen if round_.recomputed]
    assert len(times) == 3
    assert len(edits) == 6, "three, and three before them that are not counted"
    assert all(len(round_.recomputed) == 7 for round_ in edits)
    assert 0 < min(times) < 10


def test_all_channels_of_the_notebook_are_in_view(lab: Lab) -> None:
    lab.show(one_layer(64), (12, 16))
    tile = show_all(lab, 64)
    row = next(row for row in lab.canvas.visible_rows() if row.layer != "input")
    assert row.channels == tuple(range(64))
    assert row.size == tile


@pytest.mark.parametrize(
    ("measure", "name"),
    [(live, "live"), (edit, "edit"), (last_layer, "last-layer")],
    ids=["live", "edit", "last-layer"],
)
def test_the_network_is_measured_beside_the_program(measure: object, name: str, ground: Ground) -> None:
    (result,) = measure(ground, (TINY,))  # type: ignore[operator]
    check(result, name, "32×24")


def test_the_channels_are_measured_from_few_to_many(ground: Ground) -> None:
    (result,) = channels(ground, (8, 24))
    check(result, "channels", "8…24")
    assert result.ratio >= 1


def test_matplotlib_is_measured_beside_the_window(ground: Ground) -> None:
    (result,) = notebook(ground)
    check(result, "notebook", "64 × 160×120")
    assert result.ratio > 0


def test_resident_memory_follows_what_is_held() -> None:
    before = resident()
    block = np.ones(2**27, np.uint8)
    assert resident() - before > block.nbytes / 2


def test_the_measures_are_those_of_the_table() -> None:
    assert list(MEASURES) == ["live", "edit", "last-layer", "notebook", "channels", "start", "memory"]
