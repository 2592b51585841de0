"""Sigmoid-weighted identity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.pointwise import Pointwise

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class SiLU(Pointwise):
    """A smooth ReLU that dips a little below zero first: x · sigmoid(x). Also known as swish.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "silu"
    title = "SiLU"
    formula = "{x} / (1 + e^(−{x}))"
    code = "x / (1 + np.exp(-x))"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.silu(inputs[0])
