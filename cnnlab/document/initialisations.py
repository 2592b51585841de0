"""The named initialisations of `torch.nn.init`, drawn with NumPy: the same bounds and deviations, other digits.

Source: PyTorch's documentation of `torch.nn.init`; Glorot and Bengio 2010 (xavier), He et al. 2015 (kaiming, for
leaky_relu with a = 0 and fan_in, as PyTorch's defaults are), Saxe et al. 2013 (orthogonal).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnlab.blocks.weight import Array, Shape
from cnnlab.text import N_, UserError

_KAIMING_GAIN = math.sqrt(2)
_SOON_SOLVED = 2**25  # multiply-adds: some ten milliseconds


@dataclass(frozen=True)
class Fans:
    """How many values an output is made from, and how many outputs a value goes into."""

    into: int
    out: int


def fans(shape: Shape) -> Fans:
    """The fans of a weight `[out, in, …]`: its second or first axis times the size of the kernel.

    Source: `torch.nn.init._calculate_fan_in_and_fan_out`; a transposed convolution counts like any other weight there.
    """
    field = math.prod(shape[2:])
    return Fans((shape[1] if len(shape) > 1 else 1) * field, shape[0] * field)


def _orthogonal(rng: np.random.Generator, shape: Shape) -> Array:
    """Rows that stand upright on each other, or columns where there are more rows; each has length 1.

    Raises:
        UserError: so many that the window would wait for them.
    """
    rows, columns = shape[0], math.prod(shape[1:])
    if rows * columns * min(rows, columns) > _SOON_SOLVED:
        raise UserError(
            N_("orthogonal_ takes too long for {rows}×{columns} weights: fill one kernel, or choose kaiming_normal_"),
            rows=rows,
            columns=columns,
        )
    flat = rng.standard_normal((max(rows, columns), min(rows, columns)))
    q, r = np.linalg.qr(flat)
    q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
    return np.asarray((q.T if rows < columns else q).reshape(shape), np.float32)


@dataclass(frozen=True)
class Initialisation:
    """One entry: PyTorch's name, and what the user reads about it; `draw` makes the values of a shape."""

    id: str
    about: str
    draw: Callable[[np.random.Generator, Shape, Fans], Array]


def _uniform(bound: Callable[[Fans], float]) -> Callable[[np.random.Generator, Shape, Fans], Array]:
    return lambda rng, shape, fan: rng.uniform(-bound(fan), bound(fan), shape).astype(np.float32)


def _normal(deviation: Callable[[Fans], float]) -> Callable[[np.random.Generator, Shape, Fans], Array]:
    return lambda rng, shape, fan: (rng.standard_normal(shape) * deviation(fan)).astype(np.float32)


INITIALISATIONS: tuple[Initialisation, ...] = (
    Initialisation(
        "uniform_", N_("Evenly between 0 and 1."), lambda rng, shape, _fan: rng.uniform(0, 1, shape).astype(np.float32)
    ),
    Initialisation("normal_", N_("Around 0 with a deviation of 1."), _normal(lambda _fan: 1.0)),
    Initialisation(
        "xavier_uniform_",
        N_("Evenly within ±√(6 / (fan_in + fan_out)): keeps the spread of values and of gradients."),
        _uniform(lambda fan: math.sqrt(6 / (fan.into + fan.out))),
    ),
    Initialisation(
        "xavier_normal_",
        N_("Around 0 with a deviation of √(2 / (fan_in + fan_out))."),
        _normal(lambda fan: math.sqrt(2 / (fan.into + fan.out))),
    ),
    Initialisation(
        "kaiming_uniform_",
        N_("Evenly within ±√(6 / fan_in): keeps the spread of values where a ReLU follows."),
        _uniform(lambda fan: _KAIMING_GAIN * math.sqrt(3 / fan.into)),
    ),
    Initialisation(
        "kaiming_normal_",
        N_("Around 0 with a deviation of √(2 / fan_in), for a ReLU that follows."),
        _normal(lambda fan: _KAIMING_GAIN / math.sqrt(fan.into)),
    ),
    Initialisation(
        "orthogonal_",
        N_("Rows that have nothing in common with each other, each of length 1."),
        lambda rng, shape, _fan: _orthogonal(rng, shape),
    ),
)
