"""Swish from straight pieces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.pointwise import Pointwise

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Hardswish(Pointwise):
    """SiLU made from straight pieces and so cheaper: x · min(max(x + 3, 0), 6) / 6.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "hardswish"
    title = "Hardswish"
    formula = "{x} · min(max({x} + 3, 0), 6) / 6"
    code = "x * min(max(x + 3, 0.0), 6.0) / 6"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.hardswish(inputs[0])
