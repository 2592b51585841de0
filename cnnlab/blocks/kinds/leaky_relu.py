"""Rectifier with a leak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.params import number
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.sizes import settings_text
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class LeakyReLU(Pointwise):
    """Lets negative values through, but weaker: x if x ≥ 0, else negative_slope · x.

    A unit that is negative everywhere can still learn.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "leaky_relu"
    title = "LeakyReLU"
    formula = "max(0, {x}) + {negative_slope} · min(0, {x})"
    code = "max(0.0, x) + negative_slope * min(0.0, x)"

    negative_slope: float = number(
        N_("Negative slope"),
        N_("What negative values are multiplied by."),
        minimum=-10,
        maximum=10,
        step=0.01,
        default=0.01,
    )

    def bound(self, sizes: Sequence[float], weights: Mapping[str, Tensor], run: Run) -> float:
        return sizes[0] * max(1.0, abs(self.negative_slope))

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.leaky_relu(inputs[0], self.negative_slope)

    def summary(self) -> str:
        return settings_text("", slope=(self.negative_slope, None))
