"""The selected slice of the selected convolution."""

from __future__ import annotations

import numpy as np

from cnnlab.blocks.explanation import Numbers
from cnnlab.document.plan import LayerPlan, Plan


def is_convolution(plan: Plan | None, layer: str) -> bool:
    """Whether the layer of this id is a convolution, be it one that cannot run."""
    known = plan is not None and bool(layer) and plan.stack.has(layer)
    return known and plan is not None and plan.layer(layer).layer.block.kind == "conv2d"


def selected_convolution(plan: Plan | None, layer: str) -> LayerPlan | None:
    """The layer of this id, if it is a convolution that runs and whose weights are there."""
    if plan is None or not is_convolution(plan, layer):
        return None
    found = plan.layer(layer)
    fits = found.layer.enabled and found.runs and found.weights_at_hand
    return found if fits else None


def selected_slice(plan: Plan | None, layer: str, out: int, into: int) -> Numbers | None:
    """`[kh, kw]`, the kernel from one input channel to one output; None where no convolution is selected."""
    found = selected_convolution(plan, layer)
    if found is None:
        return None
    chunks = found.weights["weight"].chunks
    chunk = chunks[min(out, len(chunks) - 1)]
    return np.asarray(chunk[min(into, len(chunk) - 1)], np.float64)
