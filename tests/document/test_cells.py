from __future__ import annotations

import numpy as np
import pytest

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Weight
from cnnlab.document import edits
from cnnlab.document.cells import Cells, with_cells
from cnnlab.document.plan import infer
from cnnlab.document.stack import Layer, Stack
from cnnlab.document.statistics import set_statistics, statistics_of
from cnnlab.text import UserError


def weight(*shape: int) -> Weight:
    return Weight.from_array(np.arange(np.prod(shape), dtype=np.float32).reshape(shape))


def test_elements_of_one_chunk_leave_the_others_shared() -> None:
    before = weight(3, 2, 2, 2)
    after = with_cells(before, Cells.at("weight", (1, 0, [0, 1], [1, 1]), [9, 8]))
    expected = before.array()
    expected[1, 0, [0, 1], [1, 1]] = [9, 8]
    assert np.array_equal(after.array(), expected)
    assert after.chunks[0] is before.chunks[0]
    assert after.chunks[2] is before.chunks[2]
    assert not after.chunks[1].flags.writeable


def test_whole_slices_are_written_at_once() -> None:
    before = weight(4, 3, 2, 2)
    one = np.full((2, 2), 7, np.float32)
    row = with_cells(before, Cells.at("weight", (np.arange(4), 1), one))
    column = with_cells(before, Cells.at("weight", (2, np.arange(3)), one))
    everything = with_cells(before, Cells.at("weight", (np.arange(4),), one))
    expected = before.array()
    expected[:, 1] = 7
    assert np.array_equal(row.array(), expected)
    expected = before.array()
    expected[2] = 7
    assert np.array_equal(column.array(), expected)
    assert (everything.array() == 7).all()


def test_vectors_and_matrices_take_cells_too() -> None:
    assert with_cells(weight(5), Cells.at("bias", ([1, 4],), [10, 20])).array().tolist() == [0, 10, 2, 3, 20]
    matrix = with_cells(weight(3, 2), Cells.at("weight", ([0, 2, 2], [1, 0, 1]), [-1, -2, -3]))
    assert matrix.array().tolist() == [[0, -1], [2, 3], [-2, -3]]


@pytest.mark.parametrize("seed", range(5))
def test_scattered_cells_land_where_numpy_puts_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    before = weight(6, 4, 3, 3)
    places = rng.choice(before.array().size, 40, replace=False)
    index = np.unravel_index(places, before.shape)
    values = rng.normal(size=40).astype(np.float32)
    expected = before.array()
    expected[index] = values
    assert np.array_equal(with_cells(before, Cells.at("weight", index, values)).array(), expected)


def test_a_statistic_is_edited_beside_what_is_stored() -> None:
    stack = Stack((Layer("norm1", kinds_by_id()["batch_norm2d"].initial()),))
    plan = infer(stack, (1, 3, 4, 4)).layer("norm1")
    stored = {"norm1": {"running_mean": np.arange(5, dtype=np.float32), "running_var": np.ones(5, np.float32)}}
    after = set_statistics(plan, stored, Cells.at("running_mean", ([2],), [9.0]))
    assert after["norm1"]["running_mean"].tolist() == [0, 1, 9, 3, 4]
    assert after["norm1"]["running_var"] is stored["norm1"]["running_var"]
    fresh = set_statistics(plan, {}, Cells.at("running_var", ([0, 1],), [2.0, 0.0]))
    assert fresh["norm1"]["running_var"].tolist() == [2, 0, 1]
    assert statistics_of(plan, fresh)["running_mean"].tolist() == [0, 0, 0]


def test_a_negative_variance_is_refused() -> None:
    stack = Stack((Layer("norm1", kinds_by_id()["batch_norm2d"].initial()),))
    plan = infer(stack, (1, 3, 4, 4)).layer("norm1")
    with pytest.raises(UserError) as raised:
        set_statistics(plan, {}, Cells.at("running_var", ([0],), [-0.5]))
    assert "-0.5" in str(raised.value)


def test_an_edit_of_cells_is_an_edit_of_the_stack() -> None:
    stack = Stack((Layer("a", kinds_by_id()["conv2d"].initial()),))
    plan = infer(stack, (1, 3, 8, 8)).layer("a")
    after = edits.set_cells(stack, plan, Cells.at("weight", (0, 0, [0, 2], [0, 2]), [1, 2]))
    values = infer(after, (1, 3, 8, 8)).layer("a").weights["weight"].array()
    assert values[0, 0, 0, 0] == 1
    assert values[0, 0, 2, 2] == 2
