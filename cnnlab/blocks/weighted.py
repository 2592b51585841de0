"""The explanation of weighted sums, which convolutions and dense layers share."""

from __future__ import annotations

import numpy as np

from cnnlab.blocks.explanation import Cells, Explanation, Index, Numbers, Patch, Region, Terms, rounding, sealed


def weighted_sum(
    index: Index,
    value: float,
    patch: Patch,
    weights: Numbers,
    bias: float | None,
    reads: tuple[Region, ...],
    taps: tuple[Cells, Cells] | None = None,
) -> Explanation:
    """The explanation of patch `[t, kh, kw]` times weights `[t, kh, kw]`, summed, plus bias.

    `taps` are the kernel's rows and columns that the patch meets; left out, all of them.
    """
    with np.errstate(all="ignore"):  # of numbers that are infinite the sums are not finite either
        products = patch.values * weights
        sums = products.sum((1, 2))
        total = float(sums.sum()) + (bias or 0.0)
        size = float(np.abs(products).sum()) + abs(bias or 0.0)
    kernel_rows, kernel_columns = taps or (np.arange(len(patch.rows)), np.arange(len(patch.columns)))
    terms = Terms(patch, sealed(weights), sealed(products), sealed(sums), bias, kernel_rows, kernel_columns)
    return Explanation(
        index=index,
        value=value,
        total=total,
        bound=rounding(products.size, size),
        template="Σ(patch · weights)" + (" + bias" if bias is not None else ""),
        part=terms,
        reads=reads,
        code="(patch * weights).sum()" + (" + bias" if bias is not None else ""),
    )
