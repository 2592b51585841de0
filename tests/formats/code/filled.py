"""Stacks whose weights and running statistics are noise, so that no default can hide a mistake."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from cnnlab.blocks.weight import Array, Shape, Weight
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Stack
from cnnlab.document.statistics import Statistics


def filled(stack: Stack, shape: Shape) -> tuple[Plan, Statistics]:
    """The stack's plan with noise for weights and running statistics; variances are positive."""
    rng = np.random.default_rng(0)
    layers, statistics = [], {}
    for plan in infer(stack, shape).layers:
        weights = {name: _weight(rng, name, spec.shape) for name, spec in plan.specs.items()}
        layers.append(dataclasses.replace(plan.layer, block=plan.layer.block.replace(weights=weights)))
        if plan.statistic_specs:
            statistics[plan.id] = {name: _running(rng, name, size) for name, size in plan.statistic_specs.items()}
    return infer(stack.with_layers(tuple(layers)), shape), statistics


def _weight(rng: np.random.Generator, name: str, shape: Shape) -> Weight:
    scale = 1 / math.sqrt(math.prod(shape[1:])) if len(shape) > 1 else 1.0
    return Weight.from_array(rng.normal(0.3 if name == "weight" else 0.0, 1.0, shape) * scale)


def _running(rng: np.random.Generator, name: str, shape: Shape) -> Array:
    values = rng.normal(size=shape).astype(np.float32)
    return np.abs(values) + np.float32(0.5) if name == "running_var" else values
