"""New weights are what PyTorch gives a new module: the same values, or the same distribution."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from cnnlab.blocks.base import Block
from cnnlab.blocks.registry import kinds_by_id
from tests.blocks.references import build

KINDS = kinds_by_id()
PICTURES = ((2, 12, 6, 5),)


def initial_array(block: Block, name: str) -> np.ndarray:
    """The whole weight, chunk after chunk."""
    specs = block.weight_specs(PICTURES)
    rng = np.random.default_rng(1)
    if len(specs[name].shape) == 1:
        return block.initial_chunk(name, specs, rng)
    return np.stack([block.initial_chunk(name, specs, rng) for _ in range(specs[name].shape[0])])


@pytest.mark.parametrize("kind", ["batch_norm2d", "instance_norm2d", "group_norm", "layer_norm", "prelu"])
def test_scale_and_shift_start_as_torchs_do(kind: str) -> None:
    block = KINDS[kind].from_params({"num_groups": 3} if kind == "group_norm" else {})
    affine = block.replace(affine=True) if "affine" in block.params() else block
    module = build(affine, PICTURES[0])
    assert set(affine.weight_specs(PICTURES)) == {name for name, _ in module.named_parameters()}
    for name, parameter in module.named_parameters():
        np.testing.assert_array_equal(initial_array(affine, name), parameter.detach().numpy())


@pytest.mark.parametrize("kind", ["batch_norm2d", "instance_norm2d"])
def test_running_statistics_start_as_torchs_do(kind: str) -> None:
    block = KINDS[kind].from_params({"track_running_stats": True})
    module = build(block, PICTURES[0])
    for name, shape in block.statistic_specs(PICTURES).items():
        np.testing.assert_array_equal(block.initial_statistic(name, shape), module.get_buffer(name).numpy())


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("conv2d", {"out_channels": 96, "kernel_size": [3, 5], "groups": 3}),
        ("conv_transpose2d", {"out_channels": 96, "kernel_size": [3, 5], "groups": 3}),
        ("linear", {"out_features": 2000}),
    ],
)
def test_kernels_are_uniform_in_torchs_bounds(kind: str, params: dict[str, object]) -> None:
    block = KINDS[kind].from_params(params)
    module = build(block, PICTURES[0])
    assert isinstance(module.weight, torch.Tensor)
    fan_in, _ = nn.init._calculate_fan_in_and_fan_out(module.weight)
    for name, parameter in module.named_parameters():
        ours, theirs, bound = initial_array(block, name), parameter.detach().numpy(), 1 / fan_in**0.5
        assert ours.shape == theirs.shape
        assert np.abs(theirs).max() <= bound * (1 + 1e-6)
        assert 0.9 * bound < np.abs(ours).max() <= bound * (1 + 1e-6)
        assert ours.std() == pytest.approx(bound / 3**0.5, rel=0.15)
