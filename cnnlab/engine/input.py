"""A frame's values become the input tensor, on the device."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import torch
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.frame import Frame, Levels
from cnnlab.document.input import InputSpec
from cnnlab.engine.weights import as_tensor


def input_tensor(values: Array | Levels, spec: InputSpec | None, device: str) -> Tensor:
    """`[b, c, h, w]`, float32, in channels_last; 8-bit levels travel as they are and are scaled on the device."""
    tensor = _sent(as_tensor(values), device)
    if values.dtype == np.uint8:
        tensor = from_levels(tensor, spec or InputSpec(channels=values.shape[1]))
    return tensor.contiguous(memory_format=torch.channels_last)


def from_levels(levels: Tensor, spec: InputSpec) -> Tensor:
    """Levels `[b, c, h, w]`, uint8, as float32: 0 is the range's black, 255 its white; then mean and deviation."""
    factors, offsets = level_line(spec, levels.shape[1])
    if len(set(factors)) == 1 and not any(offsets):
        return torch.mul(levels, factors[0])  # converts as it multiplies: one pass
    shape = (1, len(factors), 1, 1)
    factor, offset = (torch.tensor(n, dtype=torch.float32, device=levels.device) for n in (factors, offsets))
    return torch.mul(levels, factor.reshape(shape)).add_(offset.reshape(shape))


@lru_cache(maxsize=16)
def level_line(spec: InputSpec, channels: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Factor and offset of each channel that take a level 0…255 to the input's value.

    Range, mean and deviation are all linear: (black + l·(white − black)/255 − μ)/σ.
    """
    black, white = spec.range
    means, deviations = (n if n else (ends,) * channels for n, ends in ((spec.mean, 0.0), (spec.std, 1.0)))
    factors = tuple((white - black) / 255 / std for std in deviations)
    return factors, tuple((black - mean) / std for mean, std in zip(means, deviations, strict=True))


def largest(frame: Frame) -> float | None:
    """What no |value| of a frame's tensor exceeds, where that is known without a look at it: that of 8-bit levels."""
    if frame.values.dtype != np.uint8:
        return None
    channels = frame.shape[1]
    line = level_line(frame.spec or InputSpec(channels=channels), channels)
    return max(max(abs(offset), abs(255 * factor + offset)) for factor, offset in zip(*line, strict=True))


def _sent(tensor: Tensor, device: str) -> Tensor:
    """The tensor on its device; to a CUDA device from pinned memory, which it reads by itself."""
    if not device.startswith("cuda"):
        return tensor.to(device)
    return tensor.pin_memory().to(device, non_blocking=True)
