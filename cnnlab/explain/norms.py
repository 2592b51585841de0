"""Five ways to treat the same activations: no norm, and the four that differ in which cells share mean and variance.

What is compared is z = (x − μ) / √(σ² + ε), before a weight and a bias scale and shift it. These are the answer's
values and what follows from a plan alone (no torch); `norming.py` fills them from a pass.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cnnlab.blocks.explanation import Span
from cnnlab.blocks.norms import Norm
from cnnlab.blocks.registry import kinds_by_id
from cnnlab.blocks.weight import Shape
from cnnlab.document.plan import LayerPlan, Plan
from cnnlab.document.stack import INPUT
from cnnlab.explain.running import RunningStep
from cnnlab.text import Message

NONE: Final = ""  # the column without a norm
KINDS: Final = (NONE, "batch_norm2d", "layer_norm", "instance_norm2d", "group_norm")

Place = tuple[int, int, int, int]
Indices = NDArray[np.uint8]


@dataclass(frozen=True)
class Shared:
    """The cells that share mean and variance with one cell.

    Attributes:
        spans: first and last index along b, c, h and w.
        count: how many cells these are.
        mean, biased: μ, and σ² as the mean of the squared deviations, over n.
        unbiased: the same over n − 1; NaN for a single cell.
        nonfinite: how many of them are NaN or infinite, and make the three above so.
    """

    spans: tuple[Span, ...]
    count: int
    mean: float
    biased: float
    unbiased: float
    nonfinite: int = 0


@dataclass(frozen=True, eq=False)
class NormColumn:
    """One way to treat the activations.

    Attributes:
        kind: a norm's id, or `NONE`.
        detail: the setting that tells which cells share: `chw`, or the number of groups.
        problem: why it cannot be applied; then there are no pictures, and numbers only where torch has a norm of
            another name for them.
        shared: the cells that share mean and variance with the cell asked for; None without a norm.
        mean, variance: what is taken off, and what is divided by; those of `shared`, or the running ones.
        running: whether they are the running ones.
        eps: what is added to the variance.
        before, after: mean and deviation (over n) of the channel of the item asked for.
        single: whether that channel is one cell, which then is its own mean.
        pictures: `[n, h, w]`, the channel for each pictured item, into `Colours.activation`.
        scale: the |value| with the fullest colour in them.
        step: of the running statistics; None where none are kept.
        note: what is to be known of it here, in a sentence or two.
    """

    kind: str
    detail: str = ""
    problem: Message | None = None
    shared: Shared | None = None
    mean: float = 0.0
    variance: float = 1.0
    running: bool = False
    eps: float = 0.0
    before: tuple[float, float] = (math.nan, math.nan)
    after: tuple[float, float] = (math.nan, math.nan)
    single: bool = False
    pictures: Indices | None = None
    scale: float = 1.0
    step: RunningStep | None = None
    note: Message | None = None


@dataclass(frozen=True, eq=False)
class NormComparison:
    """The answer to `Norms`.

    Attributes:
        source: whose output is compared, a layer's id or `input`.
        shape: `[b, c, h, w]`, as it is shown.
        index: the cell.
        items: the items that are pictured.
        training: whether the stack is in train mode.
        columns: one for each of `KINDS`.
        tiles: `[b, c, h, w]`, the activations themselves, into `Colours.activation`.
    """

    source: str
    shape: Place
    index: Place
    items: tuple[int, ...]
    training: bool
    columns: tuple[NormColumn, ...]
    tiles: Indices


def compared(plan: Plan, layer: str) -> tuple[str, Shape]:
    """Whose output norms are compared on where a layer is selected, and its shape.

    What a norm takes, what another layer gives; where that does not run, the last output on the way to it.

    Raises:
        KeyError: there is no such layer.
    """
    if layer == INPUT:
        return INPUT, plan.input_shape
    found = plan.layer(layer)
    at = found.sources[0] if isinstance(found.layer.block, Norm) else plan.stack.index(layer)
    while at >= 0:
        shape = plan.layers[at].output_shape
        if shape is not None:
            return plan.layers[at].id, shape
        at = plan.layers[at].sources[0]
    return INPUT, plan.input_shape


def norm_block(kind: str, layer: LayerPlan | None, channels: int, num_groups: int) -> Norm:
    """The norm of a column: the layer's own where it is of that kind, else a new one with PyTorch's defaults.

    A number of groups that does not divide the channels gives way to the nearest smaller one that does.
    """
    own = layer.layer.block if layer is not None else None
    if own is not None and own.kind == kind:
        assert isinstance(own, Norm)
        return own
    groups = max(n for n in range(1, min(num_groups, channels) + 1) if channels % n == 0)
    block = kinds_by_id()[kind].initial(**({"num_groups": groups} if kind == "group_norm" else {}))
    assert isinstance(block, Norm)
    return block
