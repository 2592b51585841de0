"""From cells to places on the input and back."""

from __future__ import annotations

import pytest

from cnnlab.document.stack import INPUT
from cnnlab.gui.large.places import Places
from tests.building import plan_of

PLAN = plan_of(
    (1, 3, 40, 60),
    ("conv", "conv2d", {"out_channels": 4, "padding": 1}),
    ("pool", "max_pool2d"),
    ("valid", "conv2d", {"out_channels": 4, "kernel_size": 5}),
    ("up", "upsample", {"scale_factor": 3}),
    ("flat", "flatten"),
)


@pytest.mark.parametrize("layer", [INPUT, "conv", "pool", "valid", "up"])
def test_a_cell_lies_over_the_place_that_leads_back_to_it(layer: str) -> None:
    places = Places(PLAN, layer)
    for cell in ((6, 7), (8, 12), (9, 10)):
        y, x = places.centre(cell)
        back = places.cell_over((round(y), round(x)))
        several = 2 if layer == "up" else 1  # so many cells may lie over one place
        assert abs(back[0] - cell[0]) <= several
        assert abs(back[1] - cell[1]) <= several


def test_the_field_of_a_strided_cell_is_that_of_hand_arithmetic() -> None:
    # pool (5, 6) sees conv 10…11, 12…13, and the 3×3 kernel one cell more on each side
    assert Places(PLAN, "pool").box((5, 6)) == ((9, 12), (11, 14))
    assert Places(PLAN, INPUT).box((5, 6)) == ((5, 5), (6, 6))


def test_places_beyond_the_edge_lead_to_the_nearest_cell() -> None:
    places = Places(PLAN, "valid")
    assert places.cell_over((0, 0)) == (0, 0)
    assert places.cell_over((39, 59)) == (15, 25)
