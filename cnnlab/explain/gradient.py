"""The effective receptive field: how much each cell of the picture moves an element."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from cnnlab.blocks.explanation import Index
from cnnlab.blocks.weight import Array
from cnnlab.document.stack import INPUT
from cnnlab.engine.weights import frozen_array
from cnnlab.explain.asked import check_index
from cnnlab.explain.audit import Evidence
from cnnlab.explain.trace import trace


def input_gradient(evidence: Evidence, layer_id: str, index: Index) -> Array:
    """How much each value of the picture moves an element: its gradient, `[c, h, w]`, float32, read-only.

    It is that of the item of the batch that the element belongs to. The layers in between are run once more, with
    gradients, and no others.

    Raises:
        UserError: there is no such layer, it has no output, or no such element.
        torch.OutOfMemoryError: the device's memory is full.
    """
    tensor = evidence.tensor(layer_id)
    check_index(layer_id, index, tuple(tensor.shape))
    steps = trace(evidence.plan, layer_id, index)
    if steps[-1].layer != INPUT:
        return frozen_array(torch.zeros(evidence.forward.input.shape[1:]))
    item = int(steps[-1].elements[0][0])
    with torch.inference_mode(False), torch.enable_grad():
        x = evidence.forward.input.detach().clone().requires_grad_()
        output = _run_again(evidence, {step.layer for step in steps}, x)[layer_id]
        (gradient,) = torch.autograd.grad(output[index], x, allow_unused=True)
    return frozen_array(torch.zeros_like(x[item]) if gradient is None else gradient[item])


def _run_again(evidence: Evidence, needed: set[str], x: Tensor) -> dict[str, Tensor]:
    """The outputs of the layers that are needed, and the input, by id."""
    outputs = {INPUT: x}
    for layer in evidence.plan.layers:
        if layer.id not in needed:
            continue
        ids = [INPUT if source < 0 else evidence.plan.layers[source].id for source in layer.sources]
        if not layer.layer.enabled:
            outputs[layer.id] = outputs[ids[0]]
            continue
        # A source that plays no part for this element, as most of a Concat, is what it was.
        inputs = [outputs[i] if i in outputs else evidence.tensor(i).detach().clone() for i in ids]
        weights = {name: weight.to(x.device) for name, weight in evidence.weights(layer).items()}
        outputs[layer.id] = layer.layer.block.forward(inputs, weights, evidence.run_of(layer))
    return outputs


def effective_field(gradient: Array) -> Array:
    """The effective receptive field `[h, w]`: the mean over channels of |gradient|, of `[c, h, w]`.

    Source: Luo et al. 2016, Understanding the Effective Receptive Field in Deep Convolutional Neural Networks.
    """
    field: Array = np.abs(gradient).mean(0)
    field.flags.writeable = False
    return field
