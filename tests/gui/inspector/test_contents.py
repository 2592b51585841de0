from __future__ import annotations

import numpy as np

from cnnlab.blocks.weight import Weight, frozen
from cnnlab.gui.inspector.contents import PlaneContent, VectorsContent, changed_region
from cnnlab.gui.inspector.scale import Scale


def plane(values: np.ndarray, largest: float = 1.0) -> PlaneContent:
    return PlaneContent("weight", (0, 1), frozen(values), largest)


def test_only_the_cells_that_changed_are_told() -> None:
    values = np.zeros((3, 4), np.float32)
    after = values.copy()
    after[1, 2] = 1
    assert changed_region(plane(values), plane(after)) == (1, 1, 2, 2)
    assert changed_region(plane(values), plane(values)) is None
    assert changed_region(plane(values), plane(values, largest=2)) == (0, 2, 0, 3)


def test_a_cell_knows_where_in_the_weight_it_lies() -> None:
    content = plane(np.zeros((3, 4)))
    assert content.target(2, 3) == ("weight", (0, 1, 2, 3))
    assert content.name(2, 3) == "weight[0, 1, 2, 3]"


def test_vectors_know_their_cells_and_where_there_is_none() -> None:
    content = VectorsContent(("weight", "running_mean"), (frozen(np.ones(4)), frozen(np.arange(2))), (1.0, 1.0))
    assert content.target(3, 1) is None
    rows, columns = np.array([3, 1, 3]), np.array([0, 1, 1])
    values = content.values(rows, columns)
    assert values[:2].tolist() == [1, 1]
    assert np.isnan(values[2])
    first, second = content.cells(rows[:2], columns[:2], np.array([5.0, 6.0]))
    assert (first.name, first.index[0].tolist(), first.values.tolist()) == ("weight", [3], [5])
    assert (second.name, second.index[0].tolist(), second.values.tolist()) == ("running_mean", [1], [6])


def test_many_cells_of_a_matrix_are_read_like_few() -> None:
    lines = tuple(frozen(line) for line in np.arange(200.0).reshape(10, 20))
    content = PlaneContent("weight", (), lines, 200)
    rows, columns = (part.ravel() for part in np.indices((10, 20)))
    assert content.values(rows, columns).tolist() == list(range(200))
    assert content.values(rows[:5], columns[:5]).tolist() == list(range(5))


def test_the_scale_follows_an_edit_up_and_down() -> None:
    weight = Weight.from_array(np.eye(3))
    scale = Scale()
    assert scale.of(weight) == 1
    assert 5 <= scale.of(weight.with_value((1, 0), -5)) < 6
    assert scale.of(weight) == 1
    assert scale.of(weight.with_value((1, 0), np.inf)) == 1


def test_the_colours_stay_while_the_largest_weight_moves_a_little() -> None:
    weight = Weight.from_array(np.eye(3))
    scale = Scale()
    assert scale.of(weight.with_value((1, 1), 1.05)) == scale.of(weight.with_value((1, 1), 1.15))
