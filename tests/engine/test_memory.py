"""The guard works from shapes alone and says what it found."""

from __future__ import annotations

import dataclasses
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from cnnlab.document import edits
from cnnlab.document.frame import Frame
from cnnlab.document.plan import infer
from cnnlab.engine import memory
from cnnlab.engine.memory import free_bytes, guard, need
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job
from tests.building import plan_of, stack_of

WIDE = {"out_channels": 65536, "kernel_size": 1}


def test_what_fits_is_left_as_it_is() -> None:
    plan = plan_of((1, 3, 8, 8), ("a", "conv2d", {"out_channels": 2}), ("b", "relu"))
    assert guard(plan, 10**6) is plan
    total = 4 * 3 * 8 * 8 + sum(need(layer) for layer in plan.layers)  # the input counts as well
    assert guard(plan, total) is plan
    assert guard(plan, total - 1) is not plan


def test_layer_that_is_too_large_says_how_much_it_needs() -> None:
    plan = plan_of((1, 3, 400, 400), ("a", "relu"), ("huge", "conv2d", WIDE), ("c", "relu"), ("d", "abs"))
    guarded = guard(plan, 10 * 2**30)
    assert [layer.runs for layer in guarded.layers] == [True, False, False, False]
    assert str(guarded.layers[1].problem).startswith("needs 39.1 GiB, but 10.0 GiB are left for it")
    assert [layer.waits_for for layer in guarded.layers] == [None, None, "huge", "huge"]
    assert guarded.layers[0] is plan.layers[0]
    problem = guarded.layers[1].problem
    assert problem is not None
    assert [(fix.working_size, fix.switch_off) for fix in problem.fixes] == [((200, 200), False), (None, True)]


def test_weights_count_as_well_as_outputs() -> None:
    plan = plan_of((1, 3, 1, 1), ("a", "conv2d", {"out_channels": 65536, "kernel_size": 9, "padding": 4}))
    assert need(plan.layers[0]) == 4 * 65536 + 8 * 65536 * (3 * 81 + 1)


def test_layer_that_is_off_needs_nothing() -> None:
    stack = edits.set_enabled(stack_of(("huge", "conv2d", WIDE)), "huge", False)
    plan = infer(stack, (1, 3, 4000, 4000))
    assert guard(plan, 0) is plan


def test_skip_connection_waits_for_a_layer_that_is_too_large() -> None:
    rows = (("small", "relu"), ("huge", "conv2d", WIDE), ("next", "conv2d", {"out_channels": 1, "padding": 1}))
    skip = ("skip", "concat", {"layers": ["small"]})
    guarded = guard(plan_of((1, 3, 400, 400), *rows, skip), 2**30)
    assert [layer.waits_for for layer in guarded.layers] == [None, None, "huge", "huge"]


def test_fix_leads_to_a_plan_that_fits() -> None:
    plan = plan_of((1, 3, 400, 400), ("a", "relu"), ("huge", "conv2d", WIDE))
    problem = guard(plan, 2**30).layers[1].problem
    assert problem is not None
    mended = infer(edits.apply_fix(plan.stack, "huge", problem.fixes[-1]), plan.input_shape)
    assert all(layer.runs for layer in guard(mended, 2**30).layers)


def test_nothing_is_allocated_for_a_layer_that_is_too_large() -> None:
    shape = (1, 3, 16, 16)
    plan = plan_of(shape, ("a", "relu"), ("huge", "conv2d", {"out_channels": 65536, "kernel_size": 99, "padding": 49}))
    guarded = guard(plan, 2**26)
    session, frame = Session(), Frame(np.zeros(shape, np.float32))
    tracemalloc.start()
    try:
        result = session.compute(Job(guarded, frame))
        assert tracemalloc.get_traced_memory()[1] < 2**22
    finally:
        tracemalloc.stop()
    assert result.recomputed == ("a",)
    assert "weights" not in vars(guarded.layers[1])
    assert "weights" not in vars(plan.layers[1])


def test_guarded_plan_keeps_its_identity_for_the_layers_that_run() -> None:
    """Else every guarded round would compute everything anew."""
    session, shape = Session(), (1, 3, 8, 8)
    plan = plan_of(shape, ("a", "relu"), ("huge", "conv2d", WIDE))
    frame = Frame(np.zeros(shape, np.float32))
    assert session.compute(Job(guard(plan, 2**20), frame)).recomputed == ("a",)
    assert session.compute(Job(guard(plan, 2**20), frame)).recomputed == ()


def test_free_memory_is_what_the_system_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = tmp_path / "meminfo"
    said.write_text("MemTotal: 9 kB\nMemAvailable:    2048 kB\n")
    monkeypatch.setattr(memory, "Path", lambda _name: said)
    assert free_bytes() == 2048 * 1024
    said.write_text("MemTotal: 9 kB\n")
    assert free_bytes() == 8 * 2**30
    said.unlink()
    assert free_bytes() == 8 * 2**30


def test_huge_numbers_do_not_overflow() -> None:
    plan = plan_of((65536, 3, 4096, 4096), ("a", "conv2d", WIDE))
    assert need(plan.layers[0]) == 4 * 65536 * 65536 * 4096 * 4096 + 8 * 65536 * 4
    assert dataclasses.is_dataclass(guard(plan, 1))
