"""Exponential linear unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from cnnlab.blocks.base import Run
from cnnlab.blocks.params import number
from cnnlab.blocks.pointwise import Pointwise
from cnnlab.blocks.sizes import settings_text
from cnnlab.text import N_

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, eq=False, kw_only=True)
class ELU(Pointwise):
    """Keeps positive values and bends negative ones smoothly towards −alpha: x if x > 0, else alpha · (eˣ − 1).

    Shape:
        - Input: any
        - Output: as the input
    """

    kind = "elu"
    title = "ELU"
    formula = "max(0, {x}) + {alpha} · (e^(min(0, {x})) − 1)"
    code = "max(0.0, x) + alpha * np.expm1(min(0.0, x))"
    letters: ClassVar[Mapping[str, str]] = {"alpha": "α"}

    alpha: float = number(
        N_("Alpha"),
        N_("How far below zero the curve goes."),
        minimum=0,
        maximum=100,
        step=0.1,
        default=1.0,
    )

    def forward(self, inputs: Sequence[Tensor], weights: Mapping[str, Tensor], run: Run) -> Tensor:
        from torch.nn import functional as F

        return F.elu(inputs[0], self.alpha)

    def summary(self) -> str:
        return settings_text("", alpha=(self.alpha, 1.0))
