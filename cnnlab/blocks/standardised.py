"""The explanation of normalisations: (x − μ) / √(σ² + ε) · γ + β, and which cells share μ and σ²."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cnnlab.blocks.explanation import TINY, UNIT, Explanation, Index, Region, Span, Standardised
from cnnlab.blocks.reading import element, numbers, optional_number

if TYPE_CHECKING:
    from torch import Tensor

_LETTERS = {"mean": "μ", "var": "σ²", "eps": "ε", "weight": "γ", "bias": "β"}


@dataclass(frozen=True)
class Moments:
    """Mean and (biased) variance, and the cells that they are those of; none for running ones.

    `by_squares` says that torch may work the variance out as mean of squares less square of the mean.
    """

    mean: float
    variance: float
    spans: tuple[Span, ...] | None = None
    count: int = 0
    by_squares: bool = False


def moments_of(x: Tensor, spans: tuple[Span, ...]) -> Moments:
    """Mean and variance of all cells within these spans, in float64."""
    cells = numbers(x[tuple(slice(first, last + 1) for first, last in spans)])
    flat = cells.ravel("K")  # in the order of memory, so that nothing is copied
    with np.errstate(all="ignore"):
        mean = float(flat.mean())
        flat -= mean
        return Moments(mean, float(flat @ flat) / flat.size, spans, flat.size)


def standardised(
    x: Tensor,
    weights: Mapping[str, Tensor],
    index: Index,
    output: Tensor,
    moments: Moments,
    eps: float,
    scaling: Index,
) -> Explanation:
    """The explanation of one normalised cell; `scaling` is where its weight and bias stand."""
    cell, weight, bias = element(x, index), *(optional_number(weights, n, scaling) for n in ("weight", "bias"))
    scaled = weight is not None
    with np.errstate(all="ignore"):
        deviation = np.sqrt(np.float64(moments.variance + eps))
        normal = float(np.float64(cell - moments.mean) / deviation)
        total = normal * (1.0 if weight is None else weight) + (bias or 0.0)
        bound = _rounding(cell, moments, float(deviation), normal, 1.0 if weight is None else weight, total)
    given = {"weight": weight, "bias": bias} if scaled else {}
    spans = moments.spans or tuple((i, i) for i in index)
    return Explanation(
        index=index,
        value=element(output, index),
        total=total,
        bound=bound,
        template="({x} − {mean}) / √({var} + {eps})" + (" · {weight} + {bias}" if scaled else ""),
        values={
            "x": cell,
            "mean": moments.mean,
            "var": moments.variance,
            "eps": eps,
            **{name: number for name, number in given.items() if number is not None},
        },
        letters=_LETTERS,
        part=Standardised(moments.spans, moments.count),
        reads=(Region(0, spans),),
        code="(x - mean) / math.sqrt(var + eps)" + (" * weight + bias" if scaled else ""),
    )


def _rounding(cell: float, moments: Moments, deviation: float, normal: float, weight: float, total: float) -> float:
    """What float32 can be off by.

    With q = mean of x², a mean of n cells is off by c·u·√q, and a variance by 2·c·u·σ·√q (Chan, Golub & LeVeque 1983),
    or by 2·c·u·q where it is computed from squares. c is n at most; rounding errors of many cells are as often up as
    down, so that they grow as √n, of which 4 are taken: Higham & Mary 2019, A New Approach to Probabilistic Rounding
    Error Analysis.
    """
    square = moments.mean**2 + moments.variance
    grown = min(float(moments.count), 4 * math.sqrt(moments.count)) + 4
    if deviation == 0 or not math.isfinite(deviation):
        return 0.0
    shifted = grown * (math.sqrt(square) + abs(cell) + abs(moments.mean)) / deviation
    lost = square if moments.by_squares else math.sqrt(square * moments.variance)
    scaled = abs(normal) * (grown * lost / deviation**2 + 4)
    return UNIT * (abs(weight) * (shifted + scaled) + 4 * (abs(total) + abs(normal * weight))) + TINY
