"""One channel in full, against NumPy by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cnnlab.document.input import InputSpec
from cnnlab.document.stack import INPUT
from cnnlab.engine.large import BINS, PlaneMaker, histogram
from cnnlab.engine.palette import dark_colours
from cnnlab.engine.session import Session
from cnnlab.engine.view import COMPOSITE, Job, LargeView, Plane, RowView, ScaleMode, View
from tests.building import frame_of, noise, plan_of

SPEC = InputSpec()
FLOATS = st.floats(-1e3, 1e3, width=32) | st.sampled_from([0.0, -0.0, np.nan, np.inf, -np.inf])
PLANES = arrays.arrays(np.float32, st.tuples(st.integers(1, 12), st.integers(2, 12)), elements=FLOATS)


def plane_of(values: np.ndarray, large: LargeView, view: View | None = None, spec: InputSpec = SPEC) -> Plane:
    tensors = {large.layer: torch.tensor(values)}
    made = PlaneMaker().plane(dataclasses.replace(view or View(), large=large), tensors, spec)
    assert made is not None
    return made


@given(PLANES, st.floats(0.125, 100))
def test_numbers_and_colours_are_those_of_numpy(values: np.ndarray, scale: float) -> None:
    plane = plane_of(values[None, None], LargeView("a", 0, scale=scale))
    finite = values[np.isfinite(values)].astype(np.float64)
    numbers = plane.numbers
    assert numbers.count == values.size
    assert numbers.nonfinite == values.size - finite.size
    assert numbers.zeros == np.count_nonzero(values == 0)
    if finite.size:
        assert (numbers.low, numbers.high) == (finite.min(), finite.max())
        assert numbers.mean == pytest.approx(finite.mean(), abs=1e-9)
        assert numbers.std == pytest.approx(finite.std(), rel=1e-5, abs=1e-4)
    else:
        assert np.isnan([numbers.low, numbers.high, numbers.mean, numbers.std]).all()
    steps = np.clip(np.round(values / np.float32(scale) * np.float32(126)), -127, 127) + 128
    expected = np.where(np.isfinite(values), steps, 0)
    assert plane.indices is not None
    np.testing.assert_allclose(plane.indices.astype(int), expected, atol=1)
    assert numbers.clipped == np.count_nonzero((plane.indices == 1) | (plane.indices == 255))
    np.testing.assert_array_equal(plane.values[0], values)


@given(PLANES)
def test_every_finite_value_is_counted_where_it_lies(values: np.ndarray) -> None:
    plane = plane_of(values[None, None], LargeView("a", 0))
    low, high = plane.reach
    finite = values[np.isfinite(values)].astype(np.float64)
    assert len(plane.counts) == BINS
    assert plane.counts.sum() == finite.size
    below = np.cumsum(plane.counts)[:-1]
    width = (high - low) / BINS
    for edge, count in zip(low + width * np.arange(1, BINS), below, strict=True):
        assert np.count_nonzero(finite < edge - 1e-4 * width) <= count <= np.count_nonzero(finite < edge + 1e-4 * width)


def test_the_spread_of_huge_values_is_finite() -> None:
    values = np.array([[-3e30, 1e30, 2e30, 4e30]], np.float32)
    numbers = plane_of(values[None, None], LargeView("a", 0)).numbers
    assert numbers.std == pytest.approx(values.astype(np.float64).std(), rel=1e-6)


def test_more_values_than_float32_can_count_are_counted() -> None:
    values = torch.zeros(2**25 + 3)
    values[:3] = 1.0
    counts = histogram(values, -1.0, 1.0)
    assert (counts[BINS // 2], counts[-1], counts.sum()) == (2**25, 3, 2**25 + 3)


def test_what_is_handed_over_is_a_read_only_copy_in_one_piece() -> None:
    values = torch.from_numpy(noise((2, 5, 6, 7)).copy()).contiguous(memory_format=torch.channels_last)
    made = PlaneMaker().plane(View(large=LargeView("a", 3, item=1)), {"a": values}, SPEC)
    assert made is not None
    expected = values[1, 3].numpy().copy()
    values.zero_()
    np.testing.assert_array_equal(made.values[0], expected)
    for array in (made.values, made.indices, made.counts):
        assert array is not None
        assert array.flags.c_contiguous
        assert not array.flags.writeable


def test_levels_are_the_wish_the_views_own_or_those_of_the_channel() -> None:
    values = noise((1, 2, 40, 40))
    fixed = View(scale=ScaleMode.FIXED, fixed_scale=2.5)
    assert plane_of(values, LargeView("a", 1, scale=0.75), fixed).levels == (-0.75, 0.75)
    assert plane_of(values, LargeView("a", 1), fixed).levels == (-2.5, 2.5)
    inner = np.abs(values[0, 1, 2:-2, 2:-2])
    assert plane_of(values, LargeView("a", 1)).levels[1] == pytest.approx(np.quantile(inner, 0.995), rel=0.05)


def test_single_numbers_come_as_one_row_of_all_channels() -> None:
    values = noise((2, 7))
    plane = plane_of(values, LargeView("a", 3, item=1))
    np.testing.assert_array_equal(plane.values, values[1].reshape(1, 1, 7))


def test_the_input_is_grey_between_the_ends_of_its_range() -> None:
    values = np.array([0.0, 1.0, 0.5, 2.0, -1.0, np.nan], np.float32).reshape(1, 1, 2, 3)
    plane = plane_of(values, LargeView(INPUT, 0))
    assert plane.indices is not None
    assert plane.indices.tolist() == [[0, 255, 128], [255, 0, 0]]
    assert (plane.numbers.clipped, plane.numbers.nonfinite) == (2, 1)
    assert plane.levels == (0, 1)


def test_a_normalised_input_is_grey_between_the_normalised_ends() -> None:
    spec = InputSpec(mean=(0.5, 0.4, 0.3), std=(0.5, 0.2, 0.1))
    plane = plane_of(noise((1, 3, 4, 4)), LargeView(INPUT, 1), spec=spec)
    assert plane.levels == pytest.approx((-2, 3))


def test_the_input_in_colour_has_three_channels_and_their_pixels() -> None:
    values = np.zeros((1, 3, 2, 2), np.float32)
    values[0, :, 0, 1] = 1.0, 0.0, 0.2
    plane = plane_of(values, LargeView(INPUT, COMPOSITE))
    assert plane.colour is not None
    assert plane.colour[0, 1] == 0xFFFF0033
    assert plane.values.shape == (3, 2, 2)
    assert plane.indices is None


@pytest.mark.parametrize("large", [LargeView("a", 2), LargeView("a", -1), LargeView("a", 0, item=1), LargeView("b", 0)])
def test_there_is_no_plane_where_there_is_no_channel(large: LargeView) -> None:
    tensors = {"a": torch.zeros(1, 2, 3, 3)}
    assert PlaneMaker().plane(View(large=large), tensors, SPEC) is None


def test_the_same_channel_is_made_once_and_anew_when_its_layer_is() -> None:
    session, shape = Session(), (1, 3, 8, 9)
    plan = plan_of(shape, ("same", "relu"))
    view = View((RowView(INPUT, (0,), (4, 4)),), dark_colours(), large=LargeView("same", 2))
    frame = frame_of(shape)
    first = session.compute(Job(plan, frame, view)).large
    again = session.compute(Job(plan, frame, dataclasses.replace(view, probe=("same", 0, 0, 1, 1)))).large
    other = session.compute(Job(plan, frame_of(shape, 1, seed=1), view)).large
    assert first is again
    assert first is not other
    assert first is not None
    np.testing.assert_array_equal(first.values[0], np.maximum(noise(shape)[0, 2], 0))
    assert session.compute(Job(plan, frame, View())).large is None


def test_live_frames_move_the_scale_slowly() -> None:
    maker, view = PlaneMaker(), View(large=LargeView("a", 0))
    scales = []
    for factor in (1.0, 1.2, 3.0):
        made = maker.plane(view, {"a": torch.tensor(noise((1, 1, 30, 30)) * factor)}, SPEC, live=True)
        assert made is not None
        scales.append(made.levels[1])
    assert scales[1] == pytest.approx(scales[0] * 1.02, rel=1e-3)
    assert scales[2] == pytest.approx(scales[0] * 3, rel=1e-3)
