"""Running the networks that are built: activations, and statistics over all samples."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnlab.document.frame import Frame
from cnnlab.document.plan import infer
from cnnlab.document.stack import INPUT, Stack
from cnnlab.document.statistics import Statistics
from cnnlab.engine.forward import Runner
from cnnlab.gui.files.stills import read_still
from cnnlab.sources.samples import samples
from cnnlab.sources.still import to_input


def activations(stack: Stack, statistics: Statistics) -> dict[str, Tensor]:
    """The input and every layer's output on the project's own picture."""
    values = to_input(read_still(stack.input.source).pixels, stack.input)
    plan = infer(stack, values.shape)
    done = Runner("cpu").run(plan, Frame(values, 0), statistics)
    if done.failures or not all(layer.runs for layer in plan.layers):
        raise ValueError(f"a layer does not run: {done.failures} {[layer.problem for layer in plan.layers]}")
    return {INPUT: torch.from_numpy(np.array(values)), **done.outputs}


def running_statistics(stack: Stack, layer_id: str) -> Mapping[str, NDArray[np.float32]]:
    """Mean and variance of each channel of a layer over all sample pictures, to four digits behind the point."""
    outputs = []
    for sample in samples():
        source = dataclasses.replace(stack.input, source=f"sample:{sample.file}")
        one = dataclasses.replace(stack.with_layers(stack.layers[: stack.index(layer_id) + 1]), input=source)
        outputs.append(activations(one, {})[layer_id].numpy().astype(np.float64))
    channels = np.concatenate(outputs).swapaxes(0, 1).reshape(outputs[0].shape[1], -1)
    return {
        "running_mean": channels.mean(1).round(4).astype(np.float32),
        "running_var": channels.var(1, ddof=1).round(4).astype(np.float32),
    }
