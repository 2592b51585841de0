"""Runs a block on random numbers, always the same ones."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from cnnlab.blocks.base import Block, Run
from cnnlab.blocks.weight import Shape


def normal(shape: Shape, seed: int = 0) -> Tensor:
    """Normally distributed values."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def inputs_for(shapes: Sequence[Shape]) -> list[Tensor]:
    """One input of each shape."""
    return [normal(shape, seed) for seed, shape in enumerate(shapes)]


def weights_for(block: Block, shapes: Sequence[Shape]) -> dict[str, Tensor]:
    """Weights that are neither zero nor one."""
    specs = block.weight_specs(shapes)
    return {name: normal(spec.shape, seed + 10) for seed, (name, spec) in enumerate(specs.items())}


def statistics_for(block: Block, shapes: Sequence[Shape]) -> dict[str, Tensor]:
    """Running statistics; variances are positive."""
    specs = block.statistic_specs(shapes)
    return {name: normal(shape, seed + 20).abs() + 0.1 for seed, (name, shape) in enumerate(specs.items())}


def run_block(block: Block, inputs: Sequence[Tensor], *, training: bool = False, seed: int = 0) -> Tensor:
    """The block's output for these inputs."""
    shapes = [tuple(x.shape) for x in inputs]
    run = Run(training=training, statistics=statistics_for(block, shapes), seed=seed)
    return block.forward(inputs, weights_for(block, shapes), run)
