"""Gaussian error linear unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.params import choice
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class GELU(Pointwise):
    """A smooth ReLU: x · Φ(x), with Φ the share of a normal distribution that lies below x. Common in transformers and
    ConvNeXt.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "gelu"
    title = "GELU"

    approximate: str = choice(
        N_("Approximate"),
        N_("'none' computes Φ itself, 'tanh' a formula that comes close and is faster."),
        ("none", "tanh"),
        default="none",
    )

    def stated(self) -> tuple[str, str]:
        if self.approximate == "tanh":
            inner = "math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)"
            return "{x} / 2 · (1 + tanh(√(2 / π) · ({x} + 0.044715 · {x}³)))", f"x / 2 * (1 + math.tanh({inner}))"
        return "{x} / 2 · (1 + erf({x} / √2))", "x / 2 * (1 + math.erf(x / math.sqrt(2)))"

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.gelu(inputs[0], approximate=self.approximate)

    def summary(self) -> str:
        return "tanh" if self.approximate == "tanh" else ""
