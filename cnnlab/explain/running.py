"""One step of a norm's running mean and variance, with all numbers that it is made of (no torch)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.explanation import Numbers
from cnnlab.explain.digits import ShownSum, digits_for, shown_sum


@dataclass(frozen=True)
class RunningStep:
    """What the next frame like this one makes of a channel's running statistics.

    `new = (1 − momentum) · old + momentum · batch`, where the batch's variance is the unbiased one: Ioffe & Szegedy
    2015, Batch Normalization, algorithm 2, and `torch.nn.BatchNorm2d`.

    Attributes:
        momentum: the share of the frame.
        old_mean, old_var: the running ones as they are now.
        mean: the frame's.
        biased: the frame's variance over n, by which its cells are divided.
        unbiased: the same over n − 1, which enters the running variance; NaN where n is 1.
        count: n, the cells of the channel that share one mean.
        fresh: whether the old ones are those that a new layer begins with.
    """

    momentum: float
    old_mean: float
    old_var: float
    mean: float
    biased: float
    unbiased: float
    count: int
    fresh: bool = False

    @property
    def new_mean(self) -> float:
        """The running mean afterwards."""
        return self._mixed(self.old_mean, self.mean)

    @property
    def new_var(self) -> float:
        """The running variance afterwards."""
        return self._mixed(self.old_var, self.unbiased)

    def mean_sum(self) -> ShownSum:
        """Both shares of the new mean, written so that they add up to it."""
        return self._sum(self.old_mean, self.mean)

    def var_sum(self) -> ShownSum:
        """Both shares of the new variance, written so that they add up to it."""
        return self._sum(self.old_var, self.unbiased)

    def _mixed(self, old: float, now: float) -> float:
        return (1 - self.momentum) * old + self.momentum * now

    def _sum(self, old: float, now: float) -> ShownSum:
        addends: Numbers = np.array([(1 - self.momentum) * old, self.momentum * now], np.float64)
        return shown_sum(addends, float(addends.sum()), digits_for(addends))
