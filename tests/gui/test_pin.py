"""The pinned element goes along with plan and selection."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cnnlab.engine.planes import plane_shape
from cnnlab.engine.view import Probe
from cnnlab.gui.pin import Pin
from tests.building import plan_of

SHAPE = (2, 3, 16, 20)
PLAN = plan_of(
    SHAPE,
    ("conv1", "conv2d", {"out_channels": 4, "padding": (1, 1)}),
    ("pool1", "max_pool2d"),
    ("flat", "flatten"),
    ("fc1", "linear", {"out_features": 5}),
)
LAYERS = ("input", "conv1", "pool1", "flat", "fc1")


def pin_on(at: Probe | None = None) -> tuple[Pin, list[Probe | None]]:
    pin, told = Pin(), list[Probe | None]()
    pin.show_plan(PLAN)
    pin.put(at)
    pin.changed.connect(told.append)
    return pin, told


def test_an_element_that_is_not_there_gives_way_to_the_nearest() -> None:
    pin, told = pin_on()
    pin.put(("conv1", 9, 9, 99, -3))
    assert pin.at == ("conv1", 1, 3, 15, 0)
    pin.put(("conv1", 1, 3, 15, 0))
    assert told == [("conv1", 1, 3, 15, 0)]
    pin.put(("gone", 0, 0, 0, 0))
    assert pin.at is None


def test_it_goes_to_the_same_place_of_the_picture_in_another_layer() -> None:
    pin, _told = pin_on(("conv1", 1, 2, 10, 13))
    pin.go_to("pool1", 3)
    assert pin.at == ("pool1", 1, 3, 5, 6)
    pin.go_to("input", 0)
    assert pin.at == ("input", 1, 0, 11, 13)


def test_the_middle_is_pinned_where_nothing_was() -> None:
    pin, _told = pin_on()
    pin.go_to("conv1", 1)
    assert pin.at == ("conv1", 0, 1, 8, 10)


def test_another_plan_takes_away_what_it_does_not_have() -> None:
    pin, told = pin_on(("pool1", 1, 3, 7, 9))
    pin.show_plan(plan_of((1, 3, 8, 8), ("pool1", "max_pool2d")))
    assert pin.at == ("pool1", 0, 2, 3, 3)
    pin.show_plan(plan_of((1, 3, 8, 8), ("relu1", "relu")))
    assert pin.at is None
    assert told == [("pool1", 0, 2, 3, 3), None]


def test_steps_stop_at_the_edge() -> None:
    pin, _told = pin_on(("conv1", 0, 0, 0, 0))
    pin.step(-1, -1)
    assert pin.at == ("conv1", 0, 0, 0, 0)
    pin.step(3, 2)
    assert pin.at == ("conv1", 0, 0, 3, 2)


@given(st.sampled_from(LAYERS), st.lists(st.tuples(st.sampled_from(LAYERS), st.integers(0, 9)), max_size=4))
def test_wherever_it_goes_it_is_an_element_of_the_tensor(first: str, walk: list[tuple[str, int]]) -> None:
    pin, _told = pin_on((first, 1, 1, 3, 4))
    for layer, channel in walk:
        pin.go_to(layer, channel)
    assert pin.at is not None
    shape = SHAPE if pin.at[0] == "input" else PLAN.layer(pin.at[0]).output_shape
    assert shape is not None
    assert all(0 <= i < n for i, n in zip(pin.at[1:], plane_shape(shape), strict=True))
    assert pin.index is not None
    assert all(0 <= i < n for i, n in zip(pin.index, shape, strict=True))
