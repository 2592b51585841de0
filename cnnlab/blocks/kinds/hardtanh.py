"""Clamp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnnlab.blocks.base import Run
from cnnlab.blocks.params import number
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.problem import Fix, ProblemError
from cnnlab.blocks.weight import Shape
from cnnlab.text import N_, Message

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class Hardtanh(Pointwise):
    """Cuts off what lies below min_val or above max_val; in between nothing changes. With 0 and 6 it is ReLU6.

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "hardtanh"
    title = "Hardtanh"
    formula = "min(max({x}, {min_val}), {max_val})"
    code = "min(max(x, min_val), max_val)"

    min_val: float = number(
        N_("Lowest value"), N_("What is below becomes this."), minimum=-1000, maximum=1000, step=0.5, default=-1.0
    )
    max_val: float = number(
        N_("Highest value"), N_("What is above becomes this."), minimum=-1000, maximum=1000, step=0.5, default=1.0
    )

    def output_shape(self, inputs: Sequence[Shape]) -> Shape:
        if self.min_val >= self.max_val:
            raise ProblemError(
                Message(
                    N_("the lowest value {low} must be below the highest value {high}"),
                    low=f"{self.min_val:g}",
                    high=f"{self.max_val:g}",
                ),
                Fix(Message(N_("Set them to −1 and 1")), {"min_val": -1.0, "max_val": 1.0}),
            )
        return inputs[0]

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.hardtanh(inputs[0], self.min_val, self.max_val)

    def summary(self) -> str:
        return f"{self.min_val:g}…{self.max_val:g}".replace("-", "−")
