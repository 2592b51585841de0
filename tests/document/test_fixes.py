"""A problem's first fix is a promise: one click, and the layer runs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import Layer, Mode, Stack
from tests.strategies import blocks, pictures

KINDS = kinds_by_id()
ABOVE: dict[str, tuple[Layer, ...]] = {
    "picture": (),
    "flat": (Layer("flat", KINDS["flatten"].initial()),),
    "cell": (Layer("cell", KINDS["adaptive_avg_pool2d"].initial(output_size=1)),),
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.data(), shape=pictures, above=st.sampled_from(sorted(ABOVE)), mode=st.sampled_from(Mode))
def test_after_the_first_fix_the_layer_runs(
    kind: type[Block], data: st.DataObject, shape: Shape, above: str, mode: Mode
) -> None:
    start = (Layer("conv1", KINDS["conv2d"].initial(padding=1)), Layer("relu1", KINDS["relu"].initial()))
    stack = Stack((*start, *ABOVE[above], Layer("x", data.draw(blocks(kind)))), mode)
    problem = infer(stack, shape).layer("x").problem
    if problem is None:
        return
    assert problem.fixes
    mended = infer(edits.apply_fix(stack, "x", problem.fixes[0]), shape).layer("x")
    assert mended.runs, f"{problem}\n{problem.fixes[0].label}\n{mended.problem}"


def plan_problem(kind: str, shape: Shape, mode: Mode = Mode.EVAL, **params: object) -> list[str]:
    stack = Stack((Layer("x", KINDS[kind].initial(**params)),), mode)
    problem = infer(stack, shape).layer("x").problem
    assert problem is not None
    return [str(fix.label) for fix in problem.fixes]


def test_two_things_that_are_wrong_are_mended_by_one_click() -> None:
    labels = plan_problem("conv2d", (1, 3, 4, 4), groups=2, kernel_size=7, out_channels=4)
    assert labels == ["Set groups to 1, then: Set padding to 2×2"]


def test_a_fix_that_would_not_help_is_not_offered() -> None:
    labels = plan_problem("instance_norm2d", (1, 3, 1, 1), Mode.TRAIN)
    assert labels == ["Switch it off"]
    assert "Set track_running_stats to True" in plan_problem("instance_norm2d", (1, 3, 1, 1))


def test_a_merge_whose_partner_has_another_shape_offers_one_that_goes() -> None:
    stack = Stack(
        (
            Layer("conv1", KINDS["conv2d"].initial(padding=1)),
            Layer("conv2", KINDS["conv2d"].initial(padding=1)),
            Layer("add1", KINDS["add"].initial(layers=("input",))),
        )
    )
    problem = infer(stack, (1, 3, 8, 8)).layer("add1").problem
    assert problem is not None
    assert [str(fix.label) for fix in problem.fixes] == ["Take conv1 instead", "Switch it off"]
    assert infer(edits.apply_fix(stack, "add1", problem.fixes[0]), (1, 3, 8, 8)).layer("add1").runs
