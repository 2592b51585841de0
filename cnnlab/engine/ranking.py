"""The channels of an activation in the order of their strength or variance."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from cnnlab.engine.sampling import as_planes
from cnnlab.engine.statistics import SAMPLE, sample
from cnnlab.engine.view import Ranking, Sort

SAMPLE_A_CHANNEL = 1024  # cells, at least, if a channel has as many


def orders(ranking: Ranking | None, tensors: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    """The order of the channels of every layer that was asked for and has an output."""
    if ranking is None:
        return {}
    return {layer: channel_order(as_planes(tensors[layer]), ranking.by) for layer in ranking.layers if layer in tensors}


def channel_order(planes: Tensor, by: Sort) -> tuple[int, ...]:
    """Channel numbers of planes `[b, c, h, w]`, the largest mean |x| or variance first, the lower number where equal.

    Taken over the whole batch from a regular sample of at least 1,024 cells a channel, so exact for smaller planes.
    Values that are not finite count as zero.
    """
    if by is Sort.ID:
        return tuple(range(planes.shape[1]))
    some = sample(planes, max(SAMPLE, SAMPLE_A_CHANNEL * planes.shape[0] * planes.shape[1]))
    values = torch.nan_to_num(some.double(), nan=0.0, posinf=0.0, neginf=0.0)
    measured = values.abs().mean((0, 2, 3)) if by is Sort.STRENGTH else values.var((0, 2, 3), correction=0)
    return tuple(int(channel) for channel in np.argsort(-measured.cpu().numpy(), kind="stable"))
