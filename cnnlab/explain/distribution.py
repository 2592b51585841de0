"""How values are distributed over the colours of a scale (no torch).

Bars stand side by side over the scale, and one more at each end holds what lies beyond it: bar 0 is below the scale,
bars 1 … n divide it equally, each with its lower edge, bar n + 1 is above.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.engine.view import PlaneNumbers
from cnnlab.explain.questions import DistributionOf

NO_BAR = 255  # in place of a bar's number: the value is not finite

Levels = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Tally:
    """Values counted.

    Attributes:
        counts: `[bars + 2]` int64, read-only: finite values in each bar.
        numbers: extremes, mean and the like; `count` is how many values were looked at, `nonfinite` is over all.
    """

    counts: NDArray[np.int64]
    numbers: PlaneNumbers


@dataclass(frozen=True, eq=False)
class Distribution:
    """The distribution of the values of a channel or layer, and the channel's picture. Arrays are read-only.

    Attributes:
        asked: the question.
        levels: the values that take the ends of the colours.
        reach: where the bars of the scale begin and end: `levels`, and half a step of colour beyond them, since what
            rounds to an end is not marked as clipped.
        values: all values, or a sample of them where not `exact`.
        total: how many values there are.
        before: the same channels of the layer's input over the same bars; None where nothing is to be compared.
        dead: numbers of the layer's channels all of whose values, over the whole batch, are equal.
        codes: `[h, w]` uint8, the channel's picture: indices into `Colours.activation`, of the input `.grey`.
            A layer whose channels are single numbers comes as one row of all its channels.
        bars: `[h, w]` uint8, the bar of each cell of the picture, `NO_BAR` where it is not finite.
        cells: height and width of the channel, of which a large picture shows a part.
        exact: whether all values were looked at.
        before_levels: the values that take the ends of the colours in the picture of what `before` counts: beyond
            these its values are clipped.
    """

    asked: DistributionOf
    levels: Levels
    reach: Levels
    values: Tally
    total: int
    before: Tally | None
    dead: tuple[int, ...]
    codes: NDArray[np.uint8]
    bars: NDArray[np.uint8]
    cells: tuple[int, int]
    exact: bool
    before_levels: Levels | None = None

    @property
    def rough(self) -> bool:
        """Whether it is from a sample: asked once more, it is told of all values."""
        return not self.exact

    @property
    def inner(self) -> int:
        """How many bars divide the scale."""
        return len(self.values.counts) - 2

    @property
    def middles(self) -> NDArray[np.float64]:
        """`[bars]`: the value in the middle of each bar of the scale."""
        low, high = self.reach
        return np.linspace(low, high, 2 * self.inner + 1)[1::2]

    def edges(self, first: int, last: int) -> Levels:
        """The values from which and up to which these bars reach; infinite for what lies beyond the scale."""
        low, high = self.reach
        width = (high - low) / self.inner
        start = -math.inf if first == 0 else low + (first - 1) * width
        return start, math.inf if last > self.inner else low + last * width

    def bar_at(self, value: float) -> int:
        """The bar that a finite value belongs to."""
        low, high = self.reach
        return max(0, min(math.floor(1 + (value - low) * (self.inner / (high - low))), self.inner + 1))

    def within(self, first: int, last: int) -> int:
        """How many values these bars hold; worked out from the sample where it is one."""
        count = int(self.values.counts[first : last + 1].sum())
        return count if self.exact else round(count * self.total / max(1, self.values.numbers.count))

    def counts(self, tally: Tally) -> NDArray[np.float64]:
        """`[bars + 2]`: how many of all values each bar holds; worked out from the sample where it is one."""
        return np.asarray(tally.counts * (self.total / max(1, tally.numbers.count)), np.float64)


def widened(levels: Levels, steps: int) -> Levels:
    """Levels and half a step of colour beyond each, where `steps` lead from one end of the colours to the other."""
    half = (levels[1] - levels[0]) / (2 * steps)
    return levels[0] - half, levels[1] + half
