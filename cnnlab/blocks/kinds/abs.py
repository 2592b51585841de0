"""Absolute value."""

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
class Abs(Pointwise):
    """Drops the sign: |x|. Shows how strong an edge is, whichever side of it is brighter.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "abs"
    title = "Abs"
    formula = "|{x}|"
    code = "abs(x)"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        import torch

        return torch.abs(inputs[0])

    def module_code(self, inputs: Sequence[Shape]) -> str | None:
        return None

    def function_code(self, terms: Terms) -> str:
        return call("torch.abs", terms.x)
