"""Bounds say without a look that a layer is finite, and never say so of one that is not."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from cnnlab.blocks.kinds.conv2d import Conv2d
from cnnlab.blocks.weight import Array
from cnnlab.document import edits
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import INPUT, Mode
from cnnlab.engine.bounds import Bounds, rounded_up
from cnnlab.engine.forward import Runner
from tests.building import Row, noise, plan_of

SHAPE = (1, 3, 8, 9)
ROWS: tuple[Row, ...] = (
    ("conv1", "conv2d", {"out_channels": 4, "padding": 1}),
    ("norm", "batch_norm2d"),
    ("relu1", "relu"),
    ("pool", "max_pool2d"),
    ("up", "upsample", {"scale_factor": 2}),
)


def bounds_of(plan: Plan, values: Array | None = None, bounds: Bounds | None = None) -> dict[str, float]:
    """The bounds of a plan for these values, of a runner that has not run yet."""
    x = torch.tensor(noise(SHAPE) if values is None else values)
    return (bounds or Bounds()).of(plan, x, Runner().weights, {})


@pytest.mark.parametrize("mode", Mode)
def test_layers_of_a_usual_stack_are_known_to_be_finite(mode: Mode) -> None:
    found = bounds_of(plan_of(SHAPE, *ROWS, mode=mode))
    assert list(found) == [INPUT, "conv1", "norm", "relu1", "pool", "up"]
    assert all(math.isfinite(bound) for bound in found.values())


def test_bound_of_a_convolution_follows_from_its_kernels() -> None:
    plan = plan_of(SHAPE, ROWS[0])
    kernels, bias = (plan.layers[0].weights[name].array() for name in ("weight", "bias"))
    size = max(1.0, float(np.abs(noise(SHAPE)).max()))
    most = 2.0 ** math.ceil(math.log2(size)) * np.abs(kernels).sum((1, 2, 3)).max() + np.abs(bias).max()
    assert most <= bounds_of(plan)["conv1"] < 2 * most


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 3e38])
def test_nothing_is_known_of_an_input_that_is_not_finite_or_too_large(bad: float) -> None:
    values = noise(SHAPE).copy()
    values[0, 1, 2, 3] = bad
    assert set(bounds_of(plan_of(SHAPE, *ROWS), values).values()) == {math.inf}


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e35])
def test_nothing_is_known_behind_a_weight_that_is_not_finite_or_too_large(bad: float) -> None:
    plan = plan_of(SHAPE, *ROWS)
    broken = infer(edits.set_value(plan.stack, plan.layer("conv1"), "weight", (0, 0, 0, 0), bad), SHAPE, plan)
    found = bounds_of(broken)
    assert found[INPUT] < math.inf
    assert {found[name] for name in ("conv1", "norm", "relu1", "pool", "up")} == {math.inf}


def test_root_of_what_may_be_negative_is_not_known() -> None:
    found = bounds_of(plan_of(SHAPE, ("root", "sqrt"), ("limited", "sigmoid")))
    assert found["root"] == found["limited"] == math.inf, "the sigmoid of NaN is NaN"


def test_layer_that_is_switched_off_hands_its_bound_on() -> None:
    stack = edits.set_enabled(plan_of(SHAPE, ("root", "sqrt"), ("relu", "relu")).stack, "root", False)
    found = bounds_of(infer(stack, SHAPE))
    assert found[INPUT] == found["root"] == found["relu"] < math.inf


def test_bound_is_worked_out_once_and_anew_after_an_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    original = Conv2d.bound

    def counted(self: Conv2d, sizes: list[float], *rest: object) -> float:
        asked.append(sizes[0])
        return original(self, sizes, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Conv2d, "bound", counted)
    bounds, plan = Bounds(), plan_of(SHAPE, *ROWS)
    first = bounds_of(plan, noise(SHAPE), bounds)
    assert bounds_of(plan, noise(SHAPE) * np.float32(0.99), bounds) == first
    assert len(asked) == 1
    edited = infer(edits.set_value(plan.stack, plan.layer("conv1"), "weight", (0, 0, 0, 0), 1000.0), SHAPE, plan)
    assert bounds_of(edited, noise(SHAPE), bounds)["conv1"] > 1000
    assert len(asked) == 2
    bounds_of(edited, noise(SHAPE) * np.float32(100), bounds)
    assert len(asked) == 3


@pytest.mark.parametrize(
    ("size", "expected"), [(0.0, 1.0), (0.7, 1.0), (3.0, 4.0), (math.nan, math.inf), (1e31, math.inf)]
)
def test_sizes_are_rounded_up_so_that_they_seldom_change(size: float, expected: float) -> None:
    assert rounded_up(size) == expected
