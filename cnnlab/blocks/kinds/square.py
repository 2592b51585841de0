"""Square."""

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
class Square(Pointwise):
    """Multiplies every value by itself: x².

    The root of two squared edge maps added up is the strength of the edge.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "square"
    title = "Square"
    formula = "{x} · {x}"
    code = "x * x"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0] * sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        import torch

        return torch.square(inputs[0])

    def module_code(self, inputs: Sequence[Shape]) -> str | None:
        return None

    def function_code(self, terms: Terms) -> str:
        return call("torch.square", terms.x)
