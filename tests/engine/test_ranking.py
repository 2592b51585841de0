"""The order of channels is held against NumPy."""

from __future__ import annotations

import math

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnnlab.document.frame import Frame
from cnnlab.engine.ranking import channel_order, orders
from cnnlab.engine.session import Session
from cnnlab.engine.view import Job, Ranking, Sort, View
from tests.building import noise, plan_of


@given(st.integers(1, 3), st.integers(1, 9), st.integers(1, 8), st.integers(1, 8), st.integers(0, 99))
def test_order_is_the_one_of_the_exact_numbers(b: int, c: int, h: int, w: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=(b, c, h, w)).astype(np.float32)
    planes = torch.from_numpy(values)
    strength = np.abs(values.astype(np.float64)).mean((0, 2, 3))
    variance = values.astype(np.float64).var((0, 2, 3))
    assert channel_order(planes, Sort.ID) == tuple(range(c))
    for by, numbers in ((Sort.STRENGTH, strength), (Sort.VARIANCE, variance)):
        in_order = numbers[list(channel_order(planes, by))]
        assert (np.diff(in_order) <= 1e-12).all()


def test_equal_channels_stay_in_the_order_of_their_numbers() -> None:
    assert channel_order(torch.ones(1, 50, 3, 3), Sort.STRENGTH) == tuple(range(50))


def test_values_that_are_not_finite_do_not_lift_a_channel() -> None:
    planes = torch.ones(1, 3, 4, 4)
    planes[0, 1, 0, 0], planes[0, 2, 0, 0], planes[0, 2, 0, 1] = math.inf, math.nan, -math.inf
    assert channel_order(planes, Sort.STRENGTH) == (0, 1, 2)


def test_a_large_plane_is_sampled_and_still_in_order() -> None:
    strengths = torch.tensor([1.0, 4.0, 2.0, 3.0]).reshape(1, 4, 1, 1)
    planes = torch.randn(1, 4, 700, 900, generator=torch.Generator().manual_seed(0)) * strengths
    assert channel_order(planes, Sort.STRENGTH) == (1, 3, 2, 0)


def test_orders_come_only_when_asked_for_and_only_of_layers_with_an_output() -> None:
    assert orders(None, {"a": torch.ones(1, 2, 3, 3)}) == {}
    plan = plan_of((1, 3, 8, 8), ("conv1", "conv2d", {"out_channels": 4}), ("relu1", "relu"))
    session, frame = Session(), Frame(noise((1, 3, 8, 8)), 1)
    assert session.compute(Job(plan, frame, View())).orders == {}
    asked = View(ranking=Ranking(Sort.VARIANCE, ("relu1", "gone")))
    found = session.compute(Job(plan, frame, asked)).orders
    assert list(found) == ["relu1"]
    assert sorted(found["relu1"]) == [0, 1, 2, 3]
