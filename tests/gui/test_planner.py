"""What a plan leaves of the memory."""

from __future__ import annotations

from cnnlab.engine.view import Device
from cnnlab.gui.planner import Planner
from tests.building import plan_of

SHAPE = (1, 3, 8, 9)


def test_what_a_plan_needs_is_taken_from_what_may_be_used() -> None:
    planner = Planner(share=0.5)
    planner.note_devices((Device("cpu", "CPU", free=100_000),))
    plan = plan_of(SHAPE, ("conv1", "conv2d", {"out_channels": 4, "padding": 1}), ("relu1", "relu"))
    outputs = 2 * 4 * (4 * 8 * 9)
    assert planner.left(plan, "cpu") == 50_000 - outputs - 8 * (4 * 27 + 4)
    assert planner.left(plan, "unknown") == planner.left(plan, "cpu")
