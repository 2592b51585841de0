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


def test_running_statistics_can_only_be_read() -> None:
    ones = frozen(np.ones(4))
    content = VectorsContent(("weight", "running_mean"), (ones, ones), (True, False), (1.0, 1.0))
    assert content.target(3, 0) == ("weight", (3,))
    assert content.target(3, 1) is None


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
