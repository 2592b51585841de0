"""Stored weights are never cut, and what is missing is initialised the same way every time."""

from __future__ import annotations

import numpy as np
import pytest

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Fit, Weight
from cnnlab.document import edits
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Stack
from cnnlab.document.weights import effective_weight, stored_after_edit

CONV = kinds_by_id()["conv2d"]
RGB = (1, 3, 8, 8)
GREY = (1, 1, 8, 8)


def one_conv(**params: object) -> Stack:
    return edits.add_layer(Stack(), CONV.initial(out_channels=2, **params), 0)[0]


def weight_of(plan: Plan, name: str = "weight", layer: str = "conv1") -> np.ndarray:
    return plan.layer(layer).weights[name].array()


def test_the_same_document_always_gives_the_same_numbers() -> None:
    first, second = (weight_of(infer(one_conv(), RGB)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    other_seed = infer(Stack(one_conv().layers, seed=1), RGB)
    assert not np.array_equal(first, weight_of(other_seed))


def test_initial_values_lie_within_one_over_the_root_of_fan_in() -> None:
    stack = edits.set_params(one_conv(), "conv1", {"out_channels": 64})
    values = weight_of(infer(stack, RGB))
    bound = 1 / np.sqrt(3 * 3 * 3)
    assert np.abs(values).max() <= bound
    assert np.abs(values).max() > 0.95 * bound
    assert abs(values.mean()) < 0.1 * bound


def test_a_new_kernel_leaves_the_others_alone() -> None:
    stack = one_conv()
    before = weight_of(infer(stack, RGB))
    after = weight_of(infer(edits.set_params(stack, "conv1", {"out_channels": 3}), RGB))
    np.testing.assert_array_equal(after[:2], before)


def test_fewer_input_channels_use_the_slices_that_exist_and_keep_the_others() -> None:
    stack = one_conv()
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (1, 2, 0, 0), 7.0)
    grey = infer(stack, GREY)
    assert weight_of(grey).shape == (2, 1, 3, 3)
    assert "2 of 3 input slices" in str(grey.layer("conv1").notes[0])
    stack = edits.set_value(stack, grey.layer("conv1"), "weight", (0, 0, 1, 1), -5.0)
    back = weight_of(infer(stack, RGB))
    assert back[1, 2, 0, 0] == 7.0
    assert back[0, 0, 1, 1] == -5.0


def test_more_input_channels_add_initialised_slices_and_say_so() -> None:
    stack = one_conv()
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (0, 0, 0, 0), 7.0)
    wide = infer(stack, (1, 8, 8, 8))
    assert str(wide.layer("conv1").notes[0]) == "5 of 8 input slices are new"
    untouched = weight_of(infer(one_conv(), (1, 8, 8, 8)))
    np.testing.assert_array_equal(weight_of(wide)[:, 3:], untouched[:, 3:])
    np.testing.assert_array_equal(weight_of(wide)[:, :3], weight_of(infer(stack, RGB)))


def test_a_larger_kernel_holds_the_smaller_one_in_its_centre_and_gives_it_back() -> None:
    stack = one_conv(padding="same")
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (0, 0, 1, 1), 3.0)
    small = weight_of(infer(stack, RGB))
    larger = edits.set_params(stack, "conv1", {"kernel_size": 5})
    large = weight_of(infer(larger, RGB))
    np.testing.assert_array_equal(large[:, :, 1:4, 1:4], small)
    ring = large.copy()
    ring[:, :, 1:4, 1:4] = 0
    assert not ring.any()
    np.testing.assert_array_equal(weight_of(infer(edits.set_params(larger, "conv1", {"kernel_size": 3}), RGB)), small)


def test_an_edit_under_a_smaller_kernel_keeps_the_ring_of_the_larger_one() -> None:
    stack = one_conv(kernel_size=5, padding="same")
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (0, 0, 0, 0), 9.0)
    stack = edits.set_params(stack, "conv1", {"kernel_size": 3})
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (0, 0, 1, 1), 4.0)
    large = weight_of(infer(edits.set_params(stack, "conv1", {"kernel_size": 5}), RGB))
    assert large[0, 0, 0, 0] == 9.0
    assert large[0, 0, 2, 2] == 4.0


def test_switching_a_layer_off_and_on_brings_everything_back() -> None:
    stack = one_conv()
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (0, 0, 1, 1), 3.0)
    off = infer(edits.set_enabled(stack, "conv1", False), RGB)
    assert off.layer("conv1").parameters == 0
    assert off.layer("conv1").output_shape == RGB
    on = infer(edits.set_enabled(edits.set_enabled(stack, "conv1", False), "conv1", True), RGB)
    np.testing.assert_array_equal(weight_of(on), weight_of(infer(stack, RGB)))


def test_typing_one_number_copies_one_kernel() -> None:
    stack = edits.set_params(one_conv(), "conv1", {"out_channels": 16})
    plan = infer(stack, RGB)
    edited = infer(edits.set_value(stack, plan.layer("conv1"), "weight", (5, 0, 0, 0), 1.0), RGB, plan)
    old, new = (p.layer("conv1").weights["weight"].chunks for p in (plan, edited))
    assert [a is not b for a, b in zip(old, new, strict=True)] == [i == 5 for i in range(16)]


def test_stored_chunks_that_fit_are_run_as_they_are() -> None:
    weight = Weight.from_array(np.ones((2, 3, 3, 3), np.float32))
    block = CONV.initial(out_channels=4).replace(weights={"weight": weight})
    specs = block.weight_specs([RGB])
    run = effective_weight(block, "weight", specs, weight, "0/conv1")
    assert [a is b for a, b in zip(run.chunks[:2], weight.chunks, strict=True)] == [True, True]


@pytest.mark.parametrize(("stored", "edited"), [((4,), (2,)), ((2,), (4,)), ((3,), (3,))])
def test_vectors_keep_what_lies_beyond(stored: tuple[int], edited: tuple[int]) -> None:
    old, new = Weight.from_array(np.arange(stored[0])), Weight.from_array(np.full(edited, 9.0))
    merged = stored_after_edit(old, new, (Fit.GROW,), lambda shape: Weight.from_array(np.full(shape, -1.0))).array()
    expected = np.arange(max(stored[0], edited[0]), dtype=np.float32)
    expected[: edited[0]] = 9
    np.testing.assert_array_equal(merged, expected)


def test_weights_that_depend_on_the_picture_are_a_problem_when_it_changes_unless_untouched() -> None:
    kinds = kinds_by_id()
    stack, _ = edits.add_layer(Stack(), kinds["flatten"].initial(), 0)
    stack, _ = edits.add_layer(stack, kinds["linear"].initial(out_features=4), 1)
    assert infer(stack, (1, 1, 5, 5)).layer("fc1").output_shape == (1, 4)
    touched = edits.set_value(stack, infer(stack, (1, 1, 4, 4)).layer("fc1"), "weight", (0, 0), 1.0)
    misfit = infer(touched, (1, 1, 5, 5)).layer("fc1")
    assert misfit.problem is not None
    assert "[4, 16]" in str(misfit.problem)
    assert "[4, 25]" in str(misfit.problem)
    fixed = edits.apply_fix(touched, "fc1", misfit.problem.fixes[-1])
    assert infer(fixed, (1, 1, 5, 5)).layer("fc1").runs


def test_slices_that_nobody_typed_keep_their_initialisation_when_a_narrower_run_is_edited() -> None:
    stack = one_conv()
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (0, 0, 0, 0), 7.0)
    stack = edits.set_params(stack, "conv1", {"out_channels": 3})
    stack = edits.set_value(stack, infer(stack, GREY).layer("conv1"), "weight", (2, 0, 1, 1), 5.0)
    untouched = weight_of(infer(edits.set_params(one_conv(), "conv1", {"out_channels": 3}), RGB))
    np.testing.assert_array_equal(weight_of(infer(stack, RGB))[2, 1:], untouched[2, 1:])


def test_an_edit_of_one_weight_keeps_the_others_as_they_are() -> None:
    stack = one_conv()
    bias = weight_of(infer(stack, RGB), "bias")
    stack = edits.set_value(stack, infer(stack, RGB).layer("conv1"), "weight", (0, 0, 0, 0), 7.0)
    np.testing.assert_array_equal(weight_of(infer(stack, (1, 64, 8, 8)), "bias"), bias)
