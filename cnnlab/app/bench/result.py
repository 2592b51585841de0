"""Figures of the benchmark: what was measured, how far it spreads, and whether it keeps to its bar."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ALLOWANCE = 0.008  # seconds that a single edit may take beyond its bar: half a picture of a screen at 60 Hz


@dataclass(frozen=True)
class Bar:
    """What a ratio must keep to.

    Attributes:
        limit: the bar for the median.
        at_least: whether more is better.
        p95: the bar for the 95th percentile, where there is one.
        unit: of a figure that is no ratio.
    """

    limit: float
    at_least: bool = False
    p95: float | None = None
    unit: str = ""

    def holds(self, ratio: float, p95: float) -> bool:
        """Whether figures keep to it."""
        if self.at_least:
            return ratio >= self.limit
        return ratio <= self.limit and (self.p95 is None or p95 <= self.p95)

    def __str__(self) -> str:
        text = f"{'≥' if self.at_least else '≤'} {self.limit:g}"
        if self.p95 is not None:
            text += f", p95 ≤ {self.p95:g}"
        return f"{text} {self.unit}".rstrip()


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes:
        name: of the measure.
        size: of what was measured.
        ratio: the median of the rounds.
        p95: what 95 of 100 single samples reach or better.
        spread: the lowest and the highest round.
        bar: what it must keep to.
    """

    name: str
    size: str
    ratio: float
    p95: float
    spread: tuple[float, float]
    bar: Bar

    @property
    def holds(self) -> bool:
        """Whether it keeps to its bar."""
        return self.bar.holds(self.ratio, self.p95)


def result(name: str, size: str, rounds: Sequence[float], samples: Sequence[float], bar: Bar) -> Result:
    """A result from the ratios of the rounds and of the single samples in them, neither of which may be empty."""
    worse = 5 if bar.at_least else 95
    return Result(
        name=name,
        size=size,
        ratio=statistics.median(rounds),
        p95=float(np.percentile(samples, worse)),
        spread=(min(rounds), max(rounds)),
        bar=bar,
    )


def beyond_allowance(seconds: float, bare: float) -> float:
    """`(t − 8 ms) / bare`, and 0 for an edit that took no longer than the allowance.

    That this is at most r says the same as: the edit took at most r times the bare time, plus 8 ms.
    """
    return max(0.0, seconds - ALLOWANCE) / bare
