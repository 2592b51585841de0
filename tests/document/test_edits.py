"""What can be done to a stack."""

from __future__ import annotations

import numpy as np
import pytest

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.document import edits
from cnnlab.document.cells import Cells
from cnnlab.document.plan import infer
from cnnlab.document.stack import Stack, check_id
from cnnlab.text import UserError

KINDS = kinds_by_id()


def three() -> Stack:
    stack = Stack()
    for kind in ("conv2d", "relu", "max_pool2d"):
        stack, _ = edits.add_layer(stack, KINDS[kind].initial(), len(stack))
    return stack


def ids(stack: Stack) -> list[str]:
    return [layer.id for layer in stack]


def test_new_layers_get_short_ids_that_no_other_has() -> None:
    stack = three()
    assert ids(stack) == ["conv1", "relu1", "pool1"]
    stack, added = edits.add_layer(edits.remove_layers(stack, ["conv1"]), KINDS["conv2d"].initial(), 0)
    assert added == "conv1"
    stack, added = edits.add_layer(stack, KINDS["conv2d"].initial(), 1)
    assert added == "conv2"


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_an_id_that_a_file_may_hold(kind: str) -> None:
    assert check_id(edits.stem(kind) + "1")


def test_moving_counts_positions_without_the_moved_layer() -> None:
    assert ids(edits.move_layer(three(), "conv1", 1)) == ["relu1", "conv1", "pool1"]
    assert ids(edits.move_layer(three(), "conv1", 99)) == ["relu1", "pool1", "conv1"]
    assert ids(edits.move_layer(three(), "pool1", 0)) == ["pool1", "conv1", "relu1"]


def test_a_duplicate_stands_below_and_shares_the_weights() -> None:
    stack = three()
    stack = edits.set_value(stack, infer(stack, (1, 3, 8, 8)).layer("conv1"), "weight", (0, 0, 0, 0), 2.0)
    stack, copy = edits.duplicate_layer(stack, "conv1")
    assert ids(stack) == ["conv1", "conv2", "relu1", "pool1"]
    assert stack.layer(copy).block is stack.layer("conv1").block


def test_names_are_trimmed_and_an_empty_one_goes_back_to_the_id() -> None:
    stack = edits.rename_layer(three(), "conv1", "  edges \n of it ")
    assert stack.layer("conv1").label == "edges of it"
    assert len(edits.rename_layer(stack, "conv1", "x" * 999).layer("conv1").name) == edits.MAX_NAME
    assert edits.rename_layer(stack, "conv1", " ").layer("conv1").label == "conv1"


def test_a_refused_parameter_says_its_name_and_its_range() -> None:
    with pytest.raises(UserError, match="out_channels must be from 1 to 65536, not 0"):
        edits.set_params(three(), "conv1", {"out_channels": 0})
    with pytest.raises(UserError, match="Conv2d has no parameter 'filters': it has out_channels, kernel_size"):
        edits.set_params(three(), "conv1", {"filters": 3})


def test_a_slice_is_replaced_and_nothing_else() -> None:
    stack = three()
    plan = infer(stack, (1, 3, 8, 8)).layer("conv1")
    before = plan.weights["weight"].array()
    kernel = np.arange(9, dtype=np.float32).reshape(3, 3)
    changed = edits.set_slice(stack, plan, "weight", (2, 1), kernel)
    expected = before.copy()
    expected[2, 1] = kernel
    np.testing.assert_array_equal(infer(changed, (1, 3, 8, 8)).layer("conv1").weights["weight"].array(), expected)


def test_an_edit_shares_every_untouched_layer() -> None:
    stack = three()
    changed = edits.set_params(stack, "conv1", {"stride": 2})
    assert [a is b for a, b in zip(stack.layers, changed.layers, strict=True)] == [False, True, True]


def test_a_stack_has_a_largest_length() -> None:
    stack = Stack(three().layers * (edits.MAX_LAYERS // 3) + three().layers[:1])
    with pytest.raises(UserError, match="at most 1000 layers"):
        edits.add_layer(stack, KINDS["relu"].initial(), 0)


@pytest.mark.parametrize("index", [(8, 0, 0, 0), (0, 3, 0, 0), (0, 0, 3, 0)])
def test_a_cell_that_a_weight_no_longer_has_is_refused(index: tuple[int, ...]) -> None:
    stack, _ = edits.add_layer(Stack(), KINDS["conv2d"].initial(out_channels=8), 0)
    plan = infer(stack, (1, 3, 12, 12)).layer("conv1")
    cells = Cells.at("weight", [[part] for part in index], [1.0])
    for change in (
        lambda: edits.set_value(stack, plan, "weight", index, 1.0),
        lambda: edits.set_cells(stack, plan, cells),
    ):
        with pytest.raises(UserError, match=r"weight of conv1 is \[8, 3, 3, 3\] now and has no"):
            change()
    with pytest.raises(UserError, match="conv1 has no running_mean now"):
        edits.set_value(stack, plan, "running_mean", (0,), 1.0)
