"""Short ways to stacks, plans and frames for tests of what runs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Array, Shape, Weight, frozen
from cnnlab.document.frame import Frame
from cnnlab.document.plan import Plan, infer
from cnnlab.document.stack import Layer, Mode, Stack

Row = tuple[str, str] | tuple[str, str, Mapping[str, Any]]


def layer_of(layer_id: str, kind: str, params: Mapping[str, Any] | None = None, **weights: Array) -> Layer:
    """A layer as the palette adds it, with some parameters and stored weights."""
    block = kinds_by_id()[kind].initial(**(params or {}))
    return Layer(layer_id, block.replace(weights={name: Weight.from_array(w) for name, w in weights.items()}))


def stack_of(*rows: Row, mode: Mode = Mode.EVAL, seed: int = 0) -> Stack:
    """A stack from rows of id, kind and perhaps parameters."""
    return Stack(tuple(layer_of(*row) for row in rows), mode, seed)


def plan_of(shape: Shape, *rows: Row, mode: Mode = Mode.EVAL) -> Plan:
    """The plan of such a stack for an input; every layer runs."""
    plan = infer(stack_of(*rows, mode=mode), shape)
    assert all(layer.runs for layer in plan.layers), [str(layer.problem) for layer in plan.layers]
    return plan


def noise(shape: Shape, seed: int = 0) -> Array:
    """Normally distributed values, read-only."""
    return frozen(np.random.default_rng(seed).normal(size=shape))


def frame_of(shape: Shape, number: int = 0, seed: int = 0) -> Frame:
    """A frame of noise."""
    return Frame(noise(shape, seed), number)
