from __future__ import annotations

import numpy as np
import pytest
import torch

from cnnlab.document.initialisations import INITIALISATIONS, fans
from cnnlab.text import UserError

SHAPE = (64, 32, 3, 3)
BY_ID = {one.id: one for one in INITIALISATIONS}


def drawn(name: str, shape: tuple[int, ...] = SHAPE, seed: int = 0) -> np.ndarray:
    return BY_ID[name].draw(np.random.default_rng(seed), shape, fans(shape))


def by_torch(name: str, shape: tuple[int, ...] = SHAPE) -> torch.Tensor:
    torch.manual_seed(1)
    tensor: torch.Tensor = getattr(torch.nn.init, name)(torch.empty(shape))
    return tensor


@pytest.mark.parametrize("shape", [SHAPE, (10, 512), (8, 1, 5, 7)])
def test_fans_are_pytorchs(shape: tuple[int, ...]) -> None:
    expected = torch.nn.init._calculate_fan_in_and_fan_out(torch.empty(shape))
    assert (fans(shape).into, fans(shape).out) == expected


@pytest.mark.parametrize("name", [one.id for one in INITIALISATIONS if one.id != "orthogonal_"])
def test_values_are_spread_as_pytorchs_are(name: str) -> None:
    ours, theirs = drawn(name), by_torch(name)
    assert ours.dtype == np.float32
    assert ours.shape == SHAPE
    assert ours.std() == pytest.approx(float(theirs.std()), rel=0.03)
    assert ours.mean() == pytest.approx(float(theirs.mean()), abs=0.03 * float(theirs.std()))
    if "uniform" in name:
        assert ours.max() == pytest.approx(float(theirs.max()), rel=0.01)
        assert ours.min() == pytest.approx(float(theirs.min()), rel=0.01, abs=0.001)


@pytest.mark.parametrize("shape", [(4, 3, 3, 3), (64, 2, 3, 3), (5, 5), (3, 3)])
def test_orthogonal_rows_or_columns_have_length_one_and_nothing_in_common(shape: tuple[int, ...]) -> None:
    flat = drawn("orthogonal_", shape).reshape(shape[0], -1).astype(np.float64)
    product = flat @ flat.T if flat.shape[0] <= flat.shape[1] else flat.T @ flat
    assert np.allclose(product, np.eye(len(product)), atol=1e-6)


@pytest.mark.parametrize("name", list(BY_ID))
def test_the_same_seed_draws_the_same_and_another_draws_others(name: str) -> None:
    assert np.array_equal(drawn(name, seed=3), drawn(name, seed=3))
    assert not np.array_equal(drawn(name, seed=3), drawn(name, seed=4))


def test_an_orthogonal_fill_that_would_take_long_is_refused() -> None:
    with pytest.raises(UserError) as raised:
        drawn("orthogonal_", (512, 512, 3, 3))
    assert "512×4608" in str(raised.value)
