"""Bare torch beside the program: the same networks, computed as each setting says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
import torch

from cnnlab.app.bench.bare import Bare, thread_counts
from cnnlab.app.bench.bare_process import Task, layers
from cnnlab.app.bench.effort import Effort
from cnnlab.app.bench.networks import TEN, TEN_WITH_CONV, Network, one_layer, size_text, stack_of
from cnnlab.document.plan import infer


@pytest.fixture(scope="module")
def bare() -> Iterator[Bare]:
    with closing(Bare(("kept",), (1,))) as running:
        yield running


@pytest.mark.parametrize("network", [TEN, TEN_WITH_CONV, one_layer(64)])
@pytest.mark.parametrize("channels_last", [True, False])
def test_program_and_bare_torch_have_the_same_layers(network: Network, channels_last: bool) -> None:
    task = Task(list(network), [1, 3, 24, 32], 0, channels_last, 1, "cpu", 0)
    plan = infer(stack_of(network, (24, 32), "sample:cat.jpg"), (1, 3, 24, 32))
    modules, x = layers(task), torch.rand(1, 3, 24, 32)
    for layer, module in zip(plan.layers, modules, strict=True):
        x = module(x)
        assert layer.output_shape == tuple(x.shape)
        assert layer.parameters == sum(parameter.numel() for parameter in module.parameters())


def test_ten_layers_are_those_that_the_bars_were_written_for() -> None:
    assert len(TEN) == len(TEN_WITH_CONV) == 10
    assert [kind for kind, _params in TEN].count("conv2d") == 3
    assert TEN_WITH_CONV[-1][0] == "conv2d"
    assert size_text((240, 320)) == "320×240"


def test_the_fastest_setting_is_one_of_those_tried_and_can_be_measured(bare: Bare) -> None:
    setting = bare.fastest(one_layer(8), (12, 16), Effort(0.01))
    assert (setting.allocator, setting.task.threads) == ("kept", 1)
    times = bare.measure(setting, 0.02)
    assert len(times) >= 3
    assert all(0 < seconds < 5 for seconds in times)


def test_less_is_computed_from_a_later_layer_on(bare: Bare) -> None:
    whole, last = (bare.fastest(TEN, (96, 128), Effort(0.01), first) for first in (0, 9))
    assert min(bare.measure(last, 0.02)) < min(bare.measure(whole, 0.02))


def test_a_process_that_ends_is_said_and_not_waited_for(bare: Bare) -> None:
    setting = bare.fastest(one_layer(8), (12, 16), Effort(0.01))
    broken = Bare(("kept",), (1,))
    with closing(broken):
        process = broken._process(setting.allocator)
        process.kill()
        process.wait()
        with pytest.raises((RuntimeError, BrokenPipeError)):
            broken.measure(setting, 0.01)


def test_powers_of_two_and_all_cores_are_tried() -> None:
    assert thread_counts(1) == (1,)
    assert thread_counts(2) == (1, 2)
    assert thread_counts(6) == (1, 2, 4, 6)
    assert thread_counts(16) == (1, 2, 4, 8, 16)
