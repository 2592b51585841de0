"""Square root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.code import Terms, call
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.weight import Shape

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Sqrt(Pointwise):
    """Takes the square root: √x. Negative values have none and become NaN, so it belongs after Square, Abs or ReLU.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "sqrt"
    title = "Sqrt"
    formula = "√({x})"
    code = "np.sqrt(x)"

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        import torch

        return torch.sqrt(inputs[0])

    def module_code(self, inputs: Sequence[Shape]) -> str | None:
        return None

    def function_code(self, terms: Terms) -> str:
        return call("torch.sqrt", terms.x)
