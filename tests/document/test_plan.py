"""Shapes, problems and identities that follow from a stack."""

from __future__ import annotations

import dataclasses

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import Layer, Mode, Stack

INPUT = (1, 3, 16, 16)


def stack_of(*kinds: str | tuple[str, dict[str, object]]) -> Stack:
    stack = Stack()
    for entry in kinds:
        kind, params = entry if isinstance(entry, tuple) else (entry, {})
        stack, _ = edits.add_layer(stack, kinds_by_id()[kind].initial(**params), len(stack))
    return stack


def test_every_layer_sees_the_output_of_the_one_before() -> None:
    plan = infer(stack_of(("conv2d", {"out_channels": 5}), "relu", "max_pool2d"), INPUT)
    assert [layer.output_shape for layer in plan.layers] == [(1, 5, 14, 14), (1, 5, 14, 14), (1, 5, 7, 7)]


def test_layers_below_a_problem_wait_for_it_and_those_above_go_on() -> None:
    plan = infer(stack_of("relu", ("conv2d", {"groups": 2, "out_channels": 4}), "relu", "relu"), INPUT)
    above, broken, *below = plan.layers
    assert above.output_shape == INPUT
    assert "groups 2 does not divide 3 input channels" in str(broken.problem)
    assert [layer.waits_for for layer in below] == ["conv1", "conv1"]


def test_a_fix_mends_the_problem() -> None:
    stack = stack_of(("conv2d", {"groups": 2, "out_channels": 6}))
    problem = infer(stack, INPUT).layers[0].problem
    assert problem is not None
    assert infer(edits.apply_fix(stack, "conv1", problem.fixes[0]), INPUT).layers[0].runs


def test_merges_take_earlier_layers_and_the_input() -> None:
    stack = stack_of("relu", "relu", ("concat", {"layers": ["input", "relu1"]}))
    plan = infer(stack, INPUT)
    assert plan.layers[2].sources == (1, -1, 0)
    assert plan.layers[2].output_shape == (1, 9, 16, 16)


def test_a_reference_to_a_later_or_missing_layer_is_a_problem_with_a_way_out() -> None:
    stack = stack_of("relu", ("add", {"layers": ["relu1"]}))
    moved = infer(edits.move_layer(stack, "add1", 0), INPUT).layers[0]
    assert "which is not above it" in str(moved.problem)
    deleted = infer(edits.remove_layers(stack, ["relu1"]), INPUT).layers[0]
    assert "which is not in the stack" in str(deleted.problem)
    assert deleted.problem is not None
    mended = edits.apply_fix(edits.remove_layers(stack, ["relu1"]), "add1", deleted.problem.fixes[-1])
    assert infer(mended, INPUT).layers[0].runs


def test_a_layer_that_is_off_passes_its_input_through_and_counts_nothing() -> None:
    stack = edits.set_enabled(stack_of("conv2d", "relu"), "conv1", False)
    plan = infer(stack, INPUT)
    assert plan.layers[1].output_shape == INPUT
    assert (plan.layers[0].parameters, plan.layers[0].macs, plan.layers[0].memory) == (0, 0, 0)


def test_plans_of_layers_that_nothing_touched_are_the_same_objects() -> None:
    stack = stack_of("conv2d", "relu", "conv2d", "relu")
    plan = infer(stack, INPUT)
    edited = edits.set_value(stack, plan.layer("conv2"), "weight", (0, 0, 0, 0), 1.0)
    again = infer(edited, INPUT, plan)
    assert [a is b for a, b in zip(plan.layers, again.layers, strict=True)] == [True, True, False, True]


def test_another_mode_seed_or_size_makes_new_plans() -> None:
    stack = stack_of("conv2d", "relu")
    plan = infer(stack, INPUT)
    for changed, shape in (
        (edits.set_mode(stack, Mode.TRAIN), INPUT),
        (Stack(stack.layers, seed=5), INPUT),
        (stack, (1, 3, 20, 16)),
    ):
        assert not any(a is b for a, b in zip(plan.layers, infer(changed, shape, plan).layers, strict=True))


def test_train_mode_refuses_one_value_a_channel() -> None:
    stack = stack_of("batch_norm2d")
    assert infer(stack, (1, 3, 1, 1)).layers[0].runs
    trained = infer(edits.set_mode(stack, Mode.TRAIN), (1, 3, 1, 1)).layers[0]
    assert trained.problem is not None


def test_a_new_name_leaves_the_version_and_the_weights_of_a_layer_as_they_are() -> None:
    plan = infer(stack_of("conv2d", "relu"), INPUT)
    weights = plan.layers[0].weights
    named = infer(edits.rename_layer(plan.stack, "conv1", "edges"), INPUT, plan)
    assert named.layers[0].layer.name == "edges"
    assert named.layers[0].version is plan.layers[0].version
    assert named.layers[0].weights["weight"] is weights["weight"]
    assert named.layers[1] is plan.layers[1]


def test_a_layer_that_names_what_is_gone_offers_what_runs() -> None:
    kinds = kinds_by_id()
    stack = Stack(
        (
            Layer("conv1", kinds["conv2d"].initial(padding=1)),
            Layer("conv2", kinds["conv2d"].initial(padding=1)),
            Layer("relu1", kinds["relu"].initial()),
            Layer("add1", kinds["add"].initial(layers=("gone", "also"))),
        )
    )
    problem = infer(stack, INPUT).layer("add1").problem
    assert problem is not None
    assert [str(fix.label) for fix in problem.fixes] == ["Take conv2 instead", "Switch it off"]
    mended = infer(edits.apply_fix(stack, "add1", problem.fixes[0]), INPUT)
    assert mended.layer("add1").runs
    assert mended.layer("add1").layer.block.references() == ("conv2", "conv2")


def test_a_layer_that_begins_elsewhere_depends_on_nothing_but_what_it_names() -> None:
    kinds = kinds_by_id()
    stack = Stack(
        (
            Layer("relu1", kinds["relu"].initial()),
            Layer("conv1", kinds["conv2d"].initial(groups=7)),
            Layer("pick1", kinds["pick"].initial(layers=("relu1",))),
        )
    )
    pick = infer(stack, INPUT).layer("pick1")
    assert (pick.sources, pick.input_shapes, pick.output_shape) == ((0,), (INPUT,), INPUT)
    off = infer(edits.set_enabled(stack, "pick1", False), INPUT).layer("pick1")
    assert (off.sources, off.waits_for) == ((1,), "conv1")


def test_plans_that_differ_in_weights_alone_have_one_outline() -> None:
    stack = stack_of(("conv2d", {"out_channels": 2}), "relu")
    plan = infer(stack, INPUT)
    typed = edits.set_value(stack, plan.layer("conv1"), "weight", (0, 0, 1, 1), 7.0)
    assert infer(typed, INPUT).outline == plan.outline
    for other in (
        edits.rename_layer(stack, "conv1", "edges"),
        edits.set_enabled(stack, "relu1", False),
        edits.set_params(stack, "conv1", {"padding": 1}),
        edits.set_input(stack, dataclasses.replace(stack.input, source="other")),
    ):
        assert infer(other, INPUT).outline != plan.outline
    grown = infer(edits.set_params(typed, "conv1", {"out_channels": 3}), INPUT)
    adapted = infer(edits.set_params(typed, "conv1", {"out_channels": 3}), INPUT, plan)
    assert grown.outline == adapted.outline


def test_plans_that_differ_in_weights_and_names_alone_have_one_structure() -> None:
    stack = stack_of("conv2d", "relu")
    plan = infer(stack, INPUT)
    first = stack.layers[0].id
    renamed = infer(edits.rename_layer(stack, first, "edges"), INPUT)
    typed = infer(edits.set_value(stack, plan.layer(first), "weight", (0, 0, 1, 1), 5.0), INPUT)
    larger = infer(edits.set_params(stack, first, {"padding": 3}), INPUT)
    assert plan.structure == renamed.structure == typed.structure
    assert plan.structure != larger.structure
    assert plan.structure != infer(stack, (1, 3, 5, 5)).structure
