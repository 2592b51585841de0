"""In what two variants of a stack differ, in words that name exactly the layers that do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.document import edits
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Mode, Stack
from cnnlab.explain.variants import differences, extra_need, partner, totals
from tests.building import Row, layer_of, stack_of

SHAPE = (1, 3, 12, 16)
ROWS: tuple[Row, ...] = (
    ("conv1", "conv2d", {"out_channels": 4, "padding": 1}),
    ("norm1", "batch_norm2d"),
    ("relu1", "relu"),
    ("pool1", "max_pool2d"),
    ("conv2", "conv2d", {"out_channels": 2, "padding": 1}),
)


def plan(stack: Stack, like: Plan | None = None) -> Plan:
    return infer(stack, SHAPE, like)


def words(a: Stack, b: Stack) -> list[str]:
    before = plan(a)
    return [str(found.words) for found in differences(before, plan(b, before), {}, {})]


def test_a_stack_does_not_differ_from_itself_nor_from_one_built_alike() -> None:
    stack = stack_of(*ROWS)
    assert words(stack, stack) == []
    assert words(stack, stack_of(*ROWS)) == []


def test_numbers_of_one_slice_are_counted_and_the_slice_is_named() -> None:
    stack = stack_of(*ROWS)
    values = plan(stack).layer("conv1").weights["weight"].array()[0, 0].copy()
    values[0, :] += 1
    edited = edits.set_slice(stack, plan(stack).layer("conv1"), "weight", (0, 0), values)
    assert words(stack, edited) == ["conv1: kernel [out 0, in R] has 3 other numbers"]
    edited = edits.set_value(edited, plan(edited).layer("conv1"), "weight", (2, 1, 0, 0), 9.0)
    edited = edits.set_value(edited, plan(edited).layer("conv1"), "bias", (3,), 9.0)
    assert words(stack, edited) == ["conv1: 4 other numbers in 2 kernel slices", "conv1: bias has 1 other number"]


def test_an_edit_that_was_taken_back_by_hand_is_no_difference() -> None:
    stack = stack_of(*ROWS)
    value = plan(stack).layer("conv1").weights["weight"].value((0, 0, 1, 1))
    there = edits.set_value(stack, plan(stack).layer("conv1"), "weight", (0, 0, 1, 1), 5.0)
    back = edits.set_value(there, plan(there).layer("conv1"), "weight", (0, 0, 1, 1), value)
    assert words(stack, back) == []


def test_kinds_settings_and_switches_are_told_apart() -> None:
    stack = stack_of(*ROWS)
    pooled = stack.with_layer(layer_of("pool1", "avg_pool2d"))
    assert words(stack, pooled) == ["pool1: max_pool2d → avg_pool2d"]
    wider = edits.set_params(stack, "pool1", {"kernel_size": 3})
    assert words(stack, wider)[0] == "pool1: kernel_size 2×2 → 3×3"
    off = edits.set_enabled(stack, "relu1", False)
    assert words(stack, off) == ["relu1 is off in B"]
    assert words(off, stack) == ["relu1 is off in A"]
    assert words(stack, edits.set_mode(stack, Mode.TRAIN)) == ["mode: eval → train"]
    assert words(stack, edits.rename_layer(stack, "relu1", "gate")) == ["gate is called relu1 in A"]


def test_new_gone_and_moved_layers_are_named() -> None:
    stack = stack_of(*ROWS)
    more = stack.with_layers((*stack.layers[:2], layer_of("abs1", "abs"), *stack.layers[2:]))
    assert words(stack, more) == ["abs1 is new"]
    assert words(more, stack) == ["abs1 is gone"]
    moved = edits.move_layer(stack, "norm1", 2)
    assert words(stack, moved) == ["relu1 is moved: place 3 → 2"] or words(stack, moved) == [
        "norm1 is moved: place 2 → 3"
    ]


def test_running_statistics_count() -> None:
    a = plan(stack_of(*ROWS))
    mean = np.array([0, 1, 0, 2], np.float32)
    found = differences(a, a, {}, {"norm1": {"running_mean": mean}})
    assert [str(one.words) for one in found] == ["norm1: running_mean has 2 other numbers"]


def test_a_layer_is_compared_with_its_own_id_else_with_its_place() -> None:
    a = plan(stack_of(*ROWS))
    b = plan(a.stack.with_layers((*a.stack.layers[:3], layer_of("avg", "avg_pool2d"), a.stack.layers[4])))
    assert partner(a, b, "conv2") == "conv2"
    assert partner(a, b, "avg") == "pool1"
    longer = plan(b.stack.with_layers((*b.stack.layers, layer_of("last", "relu"))))
    assert partner(a, longer, "last") is None


def test_what_both_share_needs_no_memory_twice() -> None:
    a = plan(stack_of(*ROWS))
    assert extra_need(a, a) == 0
    edited = edits.set_value(a.stack, a.layer("conv2"), "weight", (0, 0, 0, 0), 9.0)
    assert extra_need(a, plan(edited, a)) == a.layer("conv2").memory + 8 * a.layer("conv2").parameters


def test_totals_are_sums_by_hand() -> None:
    parameters, macs = totals(plan(stack_of(*ROWS)))
    assert parameters == (4 * 27 + 4) + 8 + (2 * 36 + 2)
    assert macs == 12 * 16 * 4 * 27 + 6 * 8 * 2 * 36


EDITS = ("value", "switch", "setting", "name", "remove", "add", "kind")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 4)), max_size=4))
def test_exactly_the_layers_that_were_edited_are_named(steps: list[tuple[str, int]]) -> None:
    before, edited = stack_of(*ROWS), set[str]()
    stack = before
    for step, place in steps:
        layer = before.layers[place].id
        if not stack.has(layer) or layer in edited:
            continue
        stack, touched = _edit(stack, step, layer)
        edited |= touched
    a = plan(before)
    found = differences(a, plan(stack, a), {}, {})
    assert {one.layer for one in found} == edited
    assert all(one.gone is not stack.has(one.layer) for one in found)


def _edit(stack: Stack, step: str, layer: str) -> tuple[Stack, set[str]]:
    """A stack after one edit, and the layers that it touched."""
    now = plan(stack).layer(layer)
    if step == "value" and now.specs:
        name, spec = next(iter(now.specs.items()))
        return edits.set_value(stack, now, name, (0,) * len(spec.shape), 7.5), {layer}
    if step == "switch":
        return edits.set_enabled(stack, layer, False), {layer}
    if step == "setting" and layer == "norm1":
        return edits.set_params(stack, layer, {"eps": 0.5}), {layer}
    if step == "name":
        return edits.rename_layer(stack, layer, "another"), {layer}
    if step == "remove":
        return edits.remove_layers(stack, (layer,)), {layer}
    if step == "add":
        grown, new = edits.add_layer(stack, layer_of("x", "tanh").block, stack.index(layer))
        return grown, {new}
    if step == "kind" and layer == "pool1":
        return stack.with_layer(layer_of(layer, "avg_pool2d")), {layer}
    return stack, set()


@pytest.mark.parametrize("order", [("relu1", 0), ("conv1", 3), ("pool1", 1)])
def test_one_moved_layer_is_one_sentence(order: tuple[str, int]) -> None:
    stack = stack_of(*ROWS)
    assert len(words(stack, edits.move_layer(stack, *order))) == 1
