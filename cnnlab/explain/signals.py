"""Signals of a few samples, and what a kernel makes of them one position after the other (no torch).

    convolution         y[n] = Σ_m x[m] · k[n − m]      the kernel is flipped, then slid
    cross-correlation   y[n] = Σ_m x[n + m] · k[m]      the kernel is slid as it is; what torch calls conv1d

Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., § 2.3; torch.nn.functional.conv1d for the second.
Either way a window of as many samples as the kernel has lies over x, so that one picture serves both. Which positions
are kept goes by the names and the rules of `numpy.convolve` and `numpy.correlate`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Final

import numpy as np

from cnnlab.blocks.explanation import Numbers, sealed
from cnnlab.text import N_

LEAST: Final = 2  # samples of a signal
MOST: Final = 64
_PERIOD = 8  # samples of one turn of the sine


class Cut(Enum):
    """Which positions of the kernel are kept: wherever it touches x, as many as x has, wherever it lies within x."""

    FULL = "full"
    SAME = "same"
    VALID = "valid"


@dataclass(frozen=True, eq=False)
class Moment:
    """The kernel at one position.

    Attributes:
        n: the position.
        window: the samples of x that the kernel lies over, also beyond x.
        cells: those of them that x has, `t` of them.
        x: `[t]`, the samples of x there.
        k: `[t]`, the samples of the kernel above them.
        products: `[t]`, one times the other.
        total: what the products add up to: y[n].
    """

    n: int
    window: range
    cells: range
    x: Numbers
    k: Numbers
    products: Numbers
    total: float


@dataclass(frozen=True, eq=False)
class Sliding:
    """A signal, a kernel, and how the one is slid over the other.

    Attributes:
        x: `[N]`.
        k: `[M]`.
        flipped: True for convolution, False for cross-correlation.
        cut: which positions are kept.
    """

    x: Numbers
    k: Numbers
    flipped: bool = True
    cut: Cut = Cut.FULL

    @property
    def laid(self) -> Numbers:
        """`[M]`, the kernel as it lies over x: flipped or as it is."""
        return self.k[::-1] if self.flipped else self.k

    @property
    def columns(self) -> range:
        """All places that the kernel can lie over, in samples of x: `-(M − 1) … N + M − 2`."""
        return range(1 - len(self.k), len(self.x) + len(self.k) - 1)

    @property
    def positions(self) -> range:
        """Every n that is kept."""
        small, large = sorted((len(self.x), len(self.k)))
        first = 0 if self.flipped else 1 - len(self.k)
        if self.cut is Cut.FULL:
            return range(first, first + small + large - 1)
        if self.cut is Cut.VALID:
            return range(first + small - 1, first + large)
        turned = not self.flipped and len(self.k) > len(self.x)  # NumPy then slides x over k, and reads it backwards
        start = first + (small if turned else small - 1) // 2
        return range(start, start + large)

    def window(self, n: int) -> range:
        """The samples of x that the kernel lies over at position n, also where x has none."""
        first = n - len(self.k) + 1 if self.flipped else n
        return range(first, first + len(self.k))

    def at(self, n: int) -> Moment:
        """The kernel at position n."""
        window = self.window(n)
        cells = range(max(window.start, 0), max(min(window.stop, len(self.x)), max(window.start, 0)))
        x = self.x[cells.start : cells.stop]
        k = self.laid[cells.start - window.start : cells.stop - window.start]
        products = x * k
        return Moment(n, window, cells, x, k, products, float(products.sum()))

    @cached_property
    def values(self) -> Numbers:
        """y at all positions, in their order."""
        return sealed([self.at(n).total for n in self.positions])


# -- signals with a name --


@dataclass(frozen=True)
class Named:
    """A signal that is made by a rule.

    Attributes:
        name: what the user reads.
        make: `[length]` for a length and a seed.
        length: the only length it has; None where it has any.
    """

    name: str
    make: Callable[[int, int], Numbers]
    length: int | None = None


def _impulse(length: int, _seed: int) -> Numbers:
    return np.asarray(np.eye(1, length, (length - 1) // 2)[0], np.float64)


def _step(length: int, _seed: int) -> Numbers:
    return (np.arange(length) >= length // 2).astype(np.float64)


def _box(length: int, _seed: int) -> Numbers:
    edge = length // 4
    return np.pad(np.ones(length - 2 * edge), edge)


def _triangle(length: int, _seed: int) -> Numbers:
    return np.asarray(1 - np.abs(np.arange(length) - (length - 1) / 2) / ((length + 1) / 2), np.float64)


def _ramp(length: int, _seed: int) -> Numbers:
    return np.arange(length) / (length - 1)


def _sine(length: int, _seed: int) -> Numbers:
    return np.asarray(np.sin(2 * np.pi * np.arange(length) / _PERIOD), np.float64)


def _gaussian(length: int, _seed: int) -> Numbers:
    """Reaches three deviations to either side; its samples add up to 1."""
    bell = np.exp(-0.5 * ((np.arange(length) - (length - 1) / 2) * 6 / length) ** 2)
    return np.asarray(bell / bell.sum(), np.float64)


def _noise(length: int, seed: int) -> Numbers:
    return np.round(np.random.default_rng(seed).uniform(-1, 1, length), 1)


def _fixed(*values: float) -> Callable[[int, int], Numbers]:
    return lambda _length, _seed: np.array(values, np.float64)


NAMED: Final[Mapping[str, Named]] = MappingProxyType(
    {
        "impulse": Named(N_("impulse"), _impulse),
        "step": Named(N_("unit step"), _step),
        "box": Named(N_("box"), _box),
        "triangle": Named(N_("triangle"), _triangle),
        "ramp": Named(N_("ramp"), _ramp),
        "sine": Named(N_("sine"), _sine),
        "difference": Named(N_("difference [1, −1]"), _fixed(1, -1), 2),
        "smoothing": Named(N_("smooth [1, 1, 1]/3"), _fixed(1 / 3, 1 / 3, 1 / 3), 3),
        "gaussian": Named(N_("Gaussian"), _gaussian),
        "noise": Named(N_("noise"), _noise),
    }
)


def named_signal(kind: str, length: int, seed: int = 0) -> Numbers:
    """The signal of this name, read-only, `[length]`, or as long as the only length it has.

    Raises:
        ValueError: a length outside of `LEAST … MOST`.
    """
    if not LEAST <= length <= MOST:
        raise ValueError(f"a signal has {LEAST} … {MOST} samples, not {length}")
    return sealed(NAMED[kind].make(length, seed))


def resized(values: Numbers, length: int) -> Numbers:
    """The same samples cut off, or with zeros behind them: `[length]`, read-only."""
    kept = values[:length]
    return sealed(np.pad(kept, (0, length - len(kept))))
