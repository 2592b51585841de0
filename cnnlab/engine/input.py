"""A frame's values become the input tensor, on the device."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Levels
from cnnlab.document.input import InputSpec
from cnnlab.engine.weights import as_tensor


def input_tensor(values: Array | Levels, spec: InputSpec | None, device: str) -> Tensor:
    """`[b, c, h, w]`, float32, in channels_last; 8-bit levels travel as they are and are scaled on the device."""
    tensor = _sent(as_tensor(values), device)
    if values.dtype == np.uint8:
        tensor = from_levels(tensor, spec or InputSpec(channels=values.shape[1]))
    return tensor.contiguous(memory_format=torch.channels_last)


def from_levels(levels: Tensor, spec: InputSpec) -> Tensor:
    """Levels `[b, c, h, w]`, uint8, as float32: 0 is the range's black, 255 its white; then mean and deviation.

    All three are linear, so that each channel takes one product and one sum: (black + l·(white − black)/255 − μ)/σ.
    """
    channels = levels.shape[1]
    black, white = spec.range
    mean, std = (torch.tensor(n, dtype=torch.float64) for n in (spec.mean or (0.0,), spec.std or (1.0,)))
    factors, offsets = ((white - black) / 255 / std).expand(channels), ((black - mean) / std).expand(channels)
    values = levels.to(torch.float32, memory_format=torch.preserve_format)
    if bool((factors == factors[0]).all() and (offsets == 0).all()):
        return values.mul_(float(factors[0]))
    shape = (1, channels, 1, 1)
    factors, offsets = (n.to(torch.float32).reshape(shape).to(levels.device) for n in (factors, offsets))
    return values.mul_(factors).add_(offsets)


def _sent(tensor: Tensor, device: str) -> Tensor:
    """The tensor on its device; to a CUDA device from pinned memory, which it reads by itself."""
    if not device.startswith("cuda"):
        return tensor.to(device)
    return tensor.pin_memory().to(device, non_blocking=True)
