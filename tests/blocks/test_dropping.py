"""Dropout in train mode draws its own mask; in eval mode it is not there."""

from __future__ import annotations

import pytest
import torch

from cnnlab.blocks.base import Run
from cnnlab.blocks.dropping import Dropping
from cnnlab.blocks.kinds.dropout import Dropout
from cnnlab.blocks.kinds.dropout2d import Dropout2d

ONES = torch.ones(2, 50, 20, 20)
BOTH = pytest.mark.parametrize("kind", [Dropout, Dropout2d])


def dropped(kind: type[Dropping], p: float, seed: int = 1) -> torch.Tensor:
    return kind.from_params({"p": p}).forward([ONES], {}, Run(training=True, seed=seed))


@BOTH
def test_in_eval_mode_the_input_itself_comes_out(kind: type[Dropping]) -> None:
    assert kind.initial().forward([ONES], {}, Run()) is ONES


@BOTH
def test_what_is_kept_is_scaled_so_that_the_mean_stays(kind: type[Dropping]) -> None:
    output = dropped(kind, 0.2)
    torch.testing.assert_close(output.unique(), torch.tensor([0.0, 1.25]))
    assert output.mean().item() == pytest.approx(1, abs=0.15)


@BOTH
def test_the_same_seed_drops_the_same_and_another_seed_others(kind: type[Dropping]) -> None:
    assert torch.equal(dropped(kind, 0.5), dropped(kind, 0.5))
    assert not torch.equal(dropped(kind, 0.5), dropped(kind, 0.5, seed=2))


@BOTH
def test_drawing_leaves_torchs_own_generator_alone(kind: type[Dropping]) -> None:
    before = torch.get_rng_state()
    dropped(kind, 0.5)
    assert torch.equal(torch.get_rng_state(), before)


@BOTH
@pytest.mark.parametrize(("p", "left"), [(0, 1.0), (1, 0.0)])
def test_nothing_or_everything_can_be_dropped(kind: type[Dropping], p: float, left: float) -> None:
    assert torch.equal(dropped(kind, p), torch.full_like(ONES, left))


def test_what_is_dropped_is_zero_even_if_it_was_infinite() -> None:
    output = Dropout.from_params({"p": 0.5}).forward([torch.full((100,), torch.inf)], {}, Run(training=True, seed=3))
    assert set(output.tolist()) == {0.0, torch.inf}


def test_dropout2d_drops_whole_channels() -> None:
    output = dropped(Dropout2d, 0.5)
    spread = output.amax((2, 3)) - output.amin((2, 3))
    assert spread.max() == 0
    assert 0 < output[:, :, 0, 0].mean() < 2
