"""Rectifier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.pointwise import Pointwise

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class ReLU(Pointwise):
    """Drops what is negative: max(0, x). What is left is where the feature was found.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "relu"
    title = "ReLU"
    formula = "max(0, {x})"
    code = "max(0.0, x)"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.relu(inputs[0])
