"""Numbers of one activation: exact extremes and count of what is not finite, the rest from a sample."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from cnnlab.engine.view import LayerStatistics

SAMPLE = 65536  # values at most
LIVE_SAMPLE = 8192  # the same while frames follow each other


def sample(planes: Tensor, most: int = SAMPLE) -> Tensor:
    """A regular sample `[b, c, h', w']` of planes `[b, c, h, w]`: every channel, at most about `most` values."""
    b, c, h, w = planes.shape
    step = max(1, math.isqrt(max(1, b * c * h * w // most)))
    rows, columns = min(step, h), min(step, w)
    return planes[:, :, rows // 2 :: rows, columns // 2 :: columns]


def in_memory_order(planes: Tensor) -> Tensor:
    """All values in one row, in the order they lie in: a hundred times faster to reduce than in that of the axes."""
    last = planes.is_contiguous(memory_format=torch.channels_last)
    return planes.permute(0, 2, 3, 1).reshape(-1) if last else planes.reshape(-1)


def layer_statistics(planes: Tensor) -> LayerStatistics:
    """Numbers of planes `[b, c, h, w]`.

    The extremes of all values carry NaN and infinity along, so values are looked at one by one only if there are any.
    """
    values = in_memory_order(planes)
    low, high = (float(v) for v in torch.aminmax(values))
    nonfinite = 0
    if not (math.isfinite(low) and math.isfinite(high)):
        finite = values[torch.isfinite(values)]
        nonfinite = values.numel() - finite.numel()
        low, high = (float(v) for v in torch.aminmax(finite)) if finite.numel() else (math.nan, math.nan)
    some = sample(planes).float()
    if nonfinite:
        some = some[torch.isfinite(some)]
    if not some.numel():
        return LayerStatistics(low, high, math.nan, math.nan, 0.0, nonfinite)
    std, mean = torch.std_mean(some, correction=0)
    zeros = float((some == 0).float().mean())
    return LayerStatistics(low, high, float(mean), float(std), zeros, nonfinite)


def sample_statistics(planes: Tensor) -> LayerStatistics:
    """Numbers of planes `[b, c, h, w]` whose values are all known to be finite, from a sample alone.

    A layer that is not larger than the sample has exact extremes.
    """
    some = sample(planes, LIVE_SAMPLE)
    whole = some.numel() == planes.numel()
    cells = some.permute(0, 2, 3, 1) if some.stride(1) == 1 else some
    values = cells.reshape(-1).float().cpu().numpy()
    low, high = float(values.min()), float(values.max())
    away = values.astype(np.float64)
    mean = float(away.mean())
    away -= mean
    std = math.sqrt(float(np.square(away, out=away).mean()))
    zeros = 1 - np.count_nonzero(values) / len(values)
    return LayerStatistics(low, high, mean, std, zeros, 0, exact=whole)
