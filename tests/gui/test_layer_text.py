"""How elements are named."""

from __future__ import annotations

from cnnlab.engine.view import COMPOSITE
from cnnlab.gui.layer_text import element_text, index_text
from tests.building import plan_of

PLAN = plan_of((1, 3, 8, 8), ("conv1", "conv2d", {"out_channels": 2}), ("flat", "flatten"))


def test_an_index_has_as_many_numbers_as_the_tensor_has_axes() -> None:
    assert index_text((1, 2, 6, 6), 0, 1, 3, 4) == "[0, 1, 3, 4]"
    assert index_text((4, 2, 9), 3, 1, 0, 4) == "[3, 1, 4]"
    assert index_text((1, 72), 0, 70, 0, 0) == "[0, 70]"
    assert index_text((72,), 0, 70, 0, 0) == "[70]"


def test_a_value_is_said_with_all_digits_that_a_32_bit_number_has() -> None:
    assert element_text(PLAN, ("conv1", 0, 1, 3, 4), 0.10000000149011612) == "conv1 [0, 1, 3, 4] = 0.1"
    assert element_text(PLAN, ("conv1", 0, 1, 3, 4), 1 / 3) == "conv1 [0, 1, 3, 4] = 0.33333334"
    assert element_text(PLAN, ("flat", 0, 70, 0, 0), -2.0) == "flat [0, 70] = -2"


def test_the_input_in_colour_has_a_value_for_each_channel() -> None:
    assert element_text(PLAN, ("input", 0, COMPOSITE, 3, 4), 0.5, 0.25, 1.0) == "input [0, :, 3, 4] = 0.5, 0.25, 1"
