"""The |value| that gets the fullest colour: of a channel, a layer, a stack."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from cnnlab.blocks.weight import Array
from cnnlab.document.stack import INPUT
from cnnlab.engine.sampling import as_planes, sampled
from cnnlab.engine.statistics import sample
from cnnlab.engine.view import RowView

QUANTILE = 0.995  # of |value| gives the scale, so that a bright border does not darken the rest
_SCALE_SAMPLE = 2048  # values a channel, at most


def channel_scales(values: Array, plane: tuple[int, ...]) -> Array:
    """`[n]`: the scale of each tile `[n, h, w]` by itself."""
    inner = without_border(values, plane)
    return robust_scale(inner.reshape(len(inner), -1))


def batch_scales(planes: Tensor, channels: Sequence[int]) -> Array:
    """`[n]`: one scale for all items of each channel, so that items can be compared; from a regular sample of them."""
    once = tuple(dict.fromkeys(channels))
    b, _c, h, w = planes.shape
    side = max(8, math.isqrt(_SCALE_SAMPLE // b))
    row = RowView("", once, (min(h, side), min(w, side)))
    found = [without_border(sampled(planes, replace(row, item=item)), planes.shape[2:]) for item in range(b)]
    scales = robust_scale(np.concatenate([part.reshape(len(once), -1) for part in found], axis=1))
    places = {channel: place for place, channel in enumerate(once)}
    return scales[[places[channel] for channel in channels]]


def without_border(values: Array, plane: tuple[int, ...]) -> Array:
    """The sampled tiles `[n, h, w]` less what shows the rim of a large plane: 1/16 of each side, at least 2 cells.

    The cells that zero padding reaches are more than the percentile leaves out. Later layers widen them, an
    upsampling by its factor, so the rim grows with the plane; what the scale then does not reach is marked as
    clipped.
    """
    rims = [max(2, size // 16) if size >= 16 else 0 for size in plane]
    rings = [-(-rim * shown // size) for rim, shown, size in zip(rims, values.shape[1:], plane, strict=True)]
    top, left = (ring if 4 * ring < shown else 0 for ring, shown in zip(rings, values.shape[1:], strict=True))
    return values[:, top : values.shape[1] - top, left : values.shape[2] - left]


def robust_scale(values: Array) -> Array:
    """`[n]`: for rows `[n, m]` the 99.5th percentile of |value| over the finite values; 1 where all are zero."""
    step = -(-values.shape[1] // _SCALE_SAMPLE)
    sizes = np.abs(values[:, ::step])
    beyond = max(1, math.ceil((1 - QUANTILE) * sizes.shape[1]))
    largest = _largest(sizes, beyond)
    if not np.isfinite(largest[:, 0]).all():  # NaN and infinity come first
        largest = _largest(_finite_or_zero(sizes), beyond)
    scales = largest[:, -1].copy()
    for i in np.flatnonzero(scales == 0):
        scales[i] = np.abs(_finite_or_zero(values[i])).max() or 1.0
    return scales


def _largest(sizes: Array, count: int) -> Array:
    """`[n, count]`, falling: torch selects several times faster than NumPy sorts in part."""
    return np.asarray(torch.from_numpy(sizes).topk(count, dim=1).values.numpy(), np.float32)


def _finite_or_zero(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.float32(0))


def layer_scale(planes: Tensor) -> float:
    """One robust scale for all channels, from a sample of them."""
    some = sample(planes).reshape(1, -1)
    return float(robust_scale(some.float().cpu().numpy())[0])


def stack_scale(tensors: Mapping[str, Tensor]) -> float:
    """The largest of the layers' robust scales."""
    return max((layer_scale(as_planes(t)) for name, t in tensors.items() if name != INPUT), default=1.0)
