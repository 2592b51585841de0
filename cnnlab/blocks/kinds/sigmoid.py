"""Logistic function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.pointwise import Pointwise

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Sigmoid(Pointwise):
    """Squeezes every value into 0…1: 1 / (1 + e⁻ˣ). Reads as a probability; far from zero it hardly changes.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "sigmoid"
    title = "Sigmoid"
    formula = "1 / (1 + e^(−{x}))"
    code = "1 / (1 + np.exp(-x))"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return 1.0

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        import torch

        return torch.sigmoid(inputs[0])

    def function_code(self, terms: Terms) -> str:
        return call("torch.sigmoid", terms.x)
