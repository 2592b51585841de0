"""Hyperbolic tangent."""

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
class Tanh(Pointwise):
    """Squeezes every value into −1…1 and keeps its sign: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ).

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "tanh"
    title = "Tanh"
    formula = "tanh({x})"
    code = "np.tanh(x)"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return 1.0

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        import torch

        return torch.tanh(inputs[0])

    def function_code(self, terms: Terms) -> str:
        return call("torch.tanh", terms.x)
