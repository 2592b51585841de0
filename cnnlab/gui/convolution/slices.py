"""The selected slice of the selected convolution."""

from __future__ import annotations

import numpy as np

from cnnlab.blocks.explanation import Numbers
from cnnlab.document.plan import LayerPlan, Plan


def selected_convolution(plan: Plan | None, layer: str) -> LayerPlan | None:
    """The layer of this id, if it is a convolution that runs and whose weights are there."""
    if plan is None or not layer or not plan.stack.has(layer):
        return None
    found = plan.layer(layer)
    fits = found.layer.block.kind == "conv2d" and found.layer.enabled and found.runs and found.weights_at_hand
    return found if fits else None


def selected_slice(plan: Plan | None, layer: str, out: int, into: int) -> Numbers | None:
    """`[kh, kw]`, the kernel from one input channel to one output; None where no convolution is selected."""
    found = selected_convolution(plan, layer)
    if found is None:
        return None
    chunks = found.weights["weight"].chunks
    chunk = chunks[min(out, len(chunks) - 1)]
    return np.asarray(chunk[min(into, len(chunk) - 1)], np.float64)
