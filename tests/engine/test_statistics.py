"""Numbers of an activation are exact where it counts."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from cnnlab.engine.statistics import in_memory_order, layer_statistics, sample, sample_statistics


def normal(*shape: int) -> torch.Tensor:
    """Noise, always the same."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_extremes_are_exact_however_large_the_layer(layout: torch.memory_format) -> None:
    planes = normal(1, 8, 300, 400)
    planes[0, 3, 299, 399], planes[0, 7, 0, 1] = 77.0, -99.0
    found = layer_statistics(planes.to(memory_format=layout))
    assert (found.low, found.high, found.nonfinite) == (-99.0, 77.0, 0)
    assert abs(found.mean) < 0.02
    assert abs(found.std - 1) < 0.02


def test_small_layer_is_exact_in_everything() -> None:
    planes = normal(2, 3, 5, 7).clamp(min=0)
    found = layer_statistics(planes)
    values = planes.numpy().astype(np.float64)
    assert found.mean == pytest.approx(values.mean(), rel=1e-5)
    assert found.std == pytest.approx(values.std(), rel=1e-5)
    assert found.zeros == pytest.approx((values == 0).mean())


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_every_value_that_is_not_finite_is_counted(bad: float) -> None:
    planes = normal(1, 4, 200, 300)
    planes[0, 2, 11, 5:8] = bad
    found = layer_statistics(planes)
    finite = planes[torch.isfinite(planes)]
    assert found.nonfinite == 3
    assert (found.low, found.high) == (float(finite.min()), float(finite.max()))
    assert math.isfinite(found.mean)
    assert math.isfinite(found.std)


def test_layer_without_a_finite_value_is_said_to_be_one() -> None:
    found = layer_statistics(torch.full((1, 2, 3, 3), math.nan))
    assert found.nonfinite == 18
    assert all(math.isnan(value) for value in (found.low, found.high, found.mean, found.std))
    assert found.zeros == 0


@pytest.mark.parametrize(
    "shape", [(1, 1, 1, 1), (1, 2048, 1, 1), (1, 1, 1, 100_000), (3, 5, 700, 2), (1, 3, 999, 1001)]
)
def test_sample_has_every_channel_and_is_bounded(shape: tuple[int, ...]) -> None:
    some = sample(torch.zeros(shape))
    assert some.shape[:2] == shape[:2]
    assert min(some.shape) > 0
    assert some.numel() <= 4 * 65536 + shape[0] * shape[1] * max(shape[2:])


def test_memory_order_costs_no_copy() -> None:
    for layout in (torch.contiguous_format, torch.channels_last):
        planes = normal(2, 3, 4, 5).contiguous(memory_format=layout)
        assert in_memory_order(planes).data_ptr() == planes.data_ptr()
        assert in_memory_order(planes).numel() == planes.numel()


@given(
    arrays(
        np.float32, array_shapes(min_dims=4, max_dims=4, max_side=6), elements=st.floats(-(2.0**99), 2.0**99, width=32)
    )
)
def test_sample_of_a_small_layer_is_all_of_it(values: NDArray[np.float32]) -> None:
    for layout in (torch.contiguous_format, torch.channels_last):
        found = sample_statistics(torch.tensor(values).contiguous(memory_format=layout))
        wide = values.astype(np.float64)
        assert (found.low, found.high, found.nonfinite, found.exact) == (wide.min(), wide.max(), 0, True)
        assert found.mean == pytest.approx(wide.mean(), rel=1e-6, abs=1e-9 * np.abs(wide).max())
        assert found.std == pytest.approx(wide.std(), rel=1e-6, abs=1e-9 * np.abs(wide).max())
        assert found.zeros == pytest.approx((wide == 0).mean())


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_sample_of_a_large_layer_says_that_it_is_one(layout: torch.memory_format) -> None:
    planes = normal(1, 16, 120, 160).clamp(min=0).contiguous(memory_format=layout)
    found = sample_statistics(planes)
    assert not found.exact
    assert found.mean == pytest.approx(float(planes.mean()), abs=0.03)
    assert found.std == pytest.approx(float(planes.std()), abs=0.03)
    assert found.zeros == pytest.approx(0.5, abs=0.03)
