"""Where the bars of a distribution stand, how high they are, and which counts and values are written beside them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnlab.explain.distribution import Distribution

CUT = 1.08  # height of a bar that is cut, against the highest of the others
_DWARFED = 3.0  # times as high as all others: so high a bar is cut
_MARKS = 4  # counts beside the plot, at most
_FULL = 0.7  # share of the height from which on the highest bar leaves the scale as it is
_SHRINK = 0.15  # share of the way that a scale goes which is too large

Heights = NDArray[np.float64]


@dataclass(frozen=True)
class BarPlaces:
    """Edges of bars in pixels: those of the scale side by side, one at each end of what lies beyond, set apart.

    Attributes:
        left, right: the plot's own edges.
        end: width of a bar of what lies beyond.
        gap: between that and the scale.
        inner: how many bars the scale has.
    """

    left: int
    right: int
    end: int
    gap: int
    inner: int

    def edges(self, bar: int) -> tuple[int, int]:
        """Left and right edge of a bar."""
        if bar == 0:
            return self.left, self.left + self.end
        if bar > self.inner:
            return self.right - self.end, self.right
        return round(self.x_of((bar - 1) / self.inner)), round(self.x_of(bar / self.inner))

    def x_of(self, share: float) -> float:
        """Where on the scale something is, 0 … 1 from its begin to its end."""
        start, end = self.left + self.end + self.gap, self.right - self.end - self.gap
        return start + share * (end - start)

    def bar_at(self, x: float) -> int:
        """The bar at a place, or the nearest."""
        start, end = self.x_of(0), self.x_of(1)
        if x < start - self.gap / 2:
            return 0
        if x > end + self.gap / 2:
            return self.inner + 1
        return 1 + max(0, min(int((x - start) / max(1.0, end - start) * self.inner), self.inner - 1))


@dataclass(frozen=True, eq=False)
class Upright:
    """How high counts are: 1 is the plot's height, what is higher is cut.

    Attributes:
        values, before: `[bars + 2]`; `before` is empty where nothing is compared.
        marks: counts that are written beside the plot, with their heights.
    """

    values: Heights
    before: Heights
    marks: tuple[tuple[float, float], ...]


def top_of(shown: Distribution, logarithmic: bool) -> float:
    """The count that fills the height of the plot."""
    values, before = _counts(shown)
    if logarithmic:
        return max(1.0, float(values.max()), float(before.max(initial=0)))
    return max(_top(values[1:-1]), _top(before[1:-1])) or max(1.0, float(values.max()))


def held_top(top: float, before: float) -> float:
    """What a scale becomes that follows live counts: it grows at once, shrinks slowly, and stands still in between."""
    if top >= before:
        return top
    return before if top >= _FULL * before else before - _SHRINK * (before - top)


def _counts(shown: Distribution) -> tuple[Heights, Heights]:
    """What is counted, and what it is compared with; empty where there is nothing."""
    return shown.counts(shown.values), shown.counts(shown.before) if shown.before is not None else np.zeros(0)


def upright(shown: Distribution, logarithmic: bool, top: float | None = None) -> Upright:
    """Heights of a distribution's bars, and of those it is compared with, in one scale, by default its own."""
    values, before = _counts(shown)
    top = top_of(shown, logarithmic) if top is None else top
    if logarithmic:
        whole = math.log1p(top)
        marks = tuple((count, math.log1p(count) / whole) for count in _powers(top))
        return Upright(np.log1p(values) / whole, np.log1p(before) / whole, marks)
    marks = tuple((count, count / top) for count in _round_counts(top))
    return Upright(np.minimum(values / top, CUT), np.minimum(before / top, CUT), marks)


def _top(counts: Heights) -> float:
    """The highest count; where it would leave nothing of the others, the highest of those."""
    if len(counts) < 2:
        return float(counts.max(initial=0))
    second, first = np.partition(counts, -2)[-2:]
    return float(second if first > _DWARFED * second > 0 else first)


def _round_counts(top: float) -> list[float]:
    """Up to four round counts up to the top, in equal steps."""
    step = 10.0 ** math.floor(math.log10(top / _MARKS)) if top > _MARKS else 1.0
    step *= next((factor for factor in (1, 2, 5) if top / (factor * step) <= _MARKS), 10)
    return [step * i for i in range(1, int(top / step) + 1)]


def _powers(top: float) -> list[float]:
    """Powers of ten up to the top: all, or every second, third…"""
    most = int(math.log10(top) + 1e-9)
    return [10.0**i for i in range(0, most + 1, most // _MARKS + 1)]


def count_text(count: float) -> str:
    """A count in little room: `850`, `1.5k`, `20k`, `3M`."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if count >= size:
            return f"{count / size:.3g}{letter}"
    return f"{count:.0f}"
