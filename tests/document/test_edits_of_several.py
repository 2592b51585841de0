"""Edits of several layers at once: moved, copied and switched together, what they take from each other kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.plan import infer
from cnnlab.document.stack import Layer, Stack
from cnnlab.text import UserError

KINDS = kinds_by_id()


def layer(layer_id: str, kind: str = "relu", **params: object) -> Layer:
    return Layer(layer_id, KINDS[kind].initial(**params))


def line(*layer_ids: str) -> Stack:
    return Stack(tuple(layer(name) for name in layer_ids))


def ids(stack: Stack) -> list[str]:
    return [entry.id for entry in stack]


def test_layers_move_together_in_their_order() -> None:
    stack = line("a", "b", "c", "d", "e")
    assert ids(edits.move_layers(stack, {"b", "d"}, 0)) == ["b", "d", "a", "c", "e"]
    assert ids(edits.move_layers(stack, {"b", "d"}, 3)) == ["a", "c", "e", "b", "d"]
    assert edits.move_layers(stack, {"b", "c"}, 1) is stack


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_move_keeps_every_layer_and_the_order_among_the_others(data: st.DataObject) -> None:
    stack = line(*"abcdefg")
    moved = data.draw(st.sets(st.sampled_from("abcdefg")))
    place = data.draw(st.integers(-1, 9))
    after = ids(edits.move_layers(stack, moved, place))
    assert [name for name in after if name not in moved] == [name for name in "abcdefg" if name not in moved]
    assert [name for name in after if name in moved] == sorted(moved)


def test_copies_take_each_other_and_not_the_originals() -> None:
    stack = Stack((layer("conv1", "conv2d"), layer("relu1"), layer("add1", "add", layers=("conv1", "input"))))
    copied, new = edits.duplicate_layers(stack, {"conv1", "add1"})
    assert new == ("conv2", "add2")
    assert ids(copied) == ["conv1", "relu1", "add1", "conv2", "add2"]
    assert copied.layer("add2").block.references() == ("conv2", "input")
    assert copied.layer("conv2").block is stack.layer("conv1").block


def test_inserted_layers_keep_an_id_that_is_free_and_share_what_they_need_not_change() -> None:
    stack = line("relu1")
    mine, taken = layer("edges"), layer("relu1")
    after, new = edits.insert_layers(stack, (mine, taken), 0)
    assert new == ("edges", "relu2")
    assert after.layer("edges") is mine
    assert ids(after) == ["edges", "relu2", "relu1"]


def test_a_new_id_is_none_that_anything_refers_to() -> None:
    stack = line("relu1")
    lost = layer("add1", "add", layers=("relu2",))
    after, new = edits.insert_layers(stack, (layer("relu1"), lost), 1)
    assert new == ("relu3", "add1")
    problem = infer(after, (1, 3, 8, 8)).layer("add1").problem
    assert problem is not None
    assert "relu2" in str(problem)


def test_more_layers_than_a_stack_may_hold_are_refused() -> None:
    stack = Stack(tuple(layer(f"r{n}") for n in range(edits.MAX_LAYERS)))
    with pytest.raises(UserError, match="at most"):
        edits.insert_layers(stack, (layer("x"),), 0)


def test_layers_are_switched_together_and_nothing_changes_where_nothing_is_to_do() -> None:
    stack = line("a", "b", "c")
    off = edits.set_all_enabled(stack, {"a", "c"}, False)
    assert [entry.enabled for entry in off] == [False, True, False]
    assert off.layer("b") is stack.layer("b")
    assert edits.set_all_enabled(off, {"a"}, False) is off
